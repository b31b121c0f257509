"""A circulation in one line: `担当 → 係長 → 課長 専決(amount < 500,000) → 合議(財政課 ∥ 総務課) 40% → 部長 決裁 → 施行`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from bprkit.procedure.circulation_plan import RouteError, known_role

_ARROW = re.compile(r"→|⇒|->|=>")
_SIDE_BY_SIDE = re.compile(r"∥|‖|\|\||／")
_IN_A_ROW = re.compile(r"、|，|,|→|->")
_SHARE = re.compile(r"[\d.]+\s*[%％]$")
_CALLED = re.compile(
    r"^(?P<word>合議|concur|供覧|inform|後閲|review_after|施行|issue)\s*(?:[（(](?P<roles>.*)[）)])?$",
    re.IGNORECASE,
)
_DECIDES = re.compile(r"^(?P<role>.+?)\s*(?:決裁|decides|decide)$", re.IGNORECASE)
_DELEGATED = re.compile(r"^(?P<role>.+?)\s*(?:専決|decides|decide)\s*[（(](?P<where>.+)[）)]$", re.IGNORECASE)
_DRAFTS = re.compile(r"\s*(?:起案|drafts)$", re.IGNORECASE)
_BRACKETS = {"(": 1, "（": 1, ")": -1, "）": -1}

# What a line leaves out is taken from these, each marked as an estimate: domain.md §7-1, on paper.
_SOURCE = "bprkit default [E]"
_DRAFT = {"touch": "30 min"}
_REVIEW = {"touch": "3 min", "wait": "1 working day"}
_CONCUR = {"touch": "3 min", "wait": "1.5 working days"}
_INFORM = {"touch": "1 min"}
_ISSUE = {"touch": "8 min"}


def read_line(line: str, roles: Collection[str]) -> Mapping[str, Any]:
    """Return the mapping that a line stands for, with default times marked as estimates; raises RouteError.

    >>> mapping = read_line("担当 → 課長 決裁", ["担当", "課長"])
    >>> mapping["drafter"], [stop["role"] for stop in mapping["route"]]
    ('担当', ['課長'])
    """
    first, *others = _parts(line)
    drafter = known_role(_DRAFTS.sub("", first), roles, "drafter")
    written: dict[str, Any] = {
        "drafter": drafter,
        "draft": _guessed(_DRAFT),
        "route": [],
        "concur": [],
        "afterwards": [],
    }
    decided = False
    for part in others:
        bare, share = _without_share(part)
        if called := _CALLED.match(bare):
            _read_called(called["word"].lower(), called["roles"], share, written, decided=decided)
        elif decided:
            raise RouteError(
                en=f"'{part}' comes after the 決裁. Only 供覧(...), 後閲(...) and 施行 do.",
                ja=f"「{part}」が決裁の後にあります。後に置けるのは 供覧(…)、後閲(…)、施行 だけです。",
                key="route",
            )
        else:
            stop, decided = _stop(bare, share, roles, len(written["route"]))
            written["route"].append(stop)
    if not decided:
        raise RouteError(
            en=f"Nobody decides in '{line}'. Write 決裁 (or 'decides') after the last role, as in 部長 決裁.",
            ja=f"「{line}」には決裁がありません。最後の担当に「部長 決裁」のように書いてください。",
            key="route",
        )
    return written


def _parts(line: str) -> list[str]:
    """Split at arrows outside brackets; two parts at least."""
    depth, start, parts = 0, 0, []
    place = 0
    while place < len(line):
        depth += _BRACKETS.get(line[place], 0)
        arrow = _ARROW.match(line, place) if depth == 0 else None
        if arrow:
            parts.append(line[start : arrow.start()].strip())
            start = place = arrow.end()
        else:
            place += 1
    parts.append(line[start:].strip())
    if len(parts) >= 2 and all(parts) and depth == 0:
        return parts
    raise RouteError(
        en=f"'{line}' is no route. Write roles with arrows between, such as 担当 → 係長 → 課長 決裁, and close brackets.",
        ja=f"「{line}」は経路として読めません。「担当 → 係長 → 課長 決裁」のように矢印で並べ、括弧を閉じてください。",
        key="route",
    )


def _without_share(part: str) -> tuple[str, str | None]:
    found = _SHARE.search(part)
    return (part, None) if found is None else (part[: found.start()].strip(), found.group())


def _stop(bare: str, share: str | None, roles: Collection[str], place: int) -> tuple[dict[str, Any], bool]:
    key = f"route[{place}].role"
    reach = {} if share is None else {"share": share}
    if delegated := _DELEGATED.match(bare):
        role = known_role(delegated["role"], roles, key)
        return {"role": role, "decides": delegated["where"], **_guessed(_REVIEW), **reach}, False
    decides = None if bare in roles else _DECIDES.match(bare)
    role = known_role(decides["role"] if decides else bare, roles, key)
    return {"role": role, **_guessed(_REVIEW), **reach}, decides is not None


def _read_called(
    word: str, inside: str | None, share: str | None, written: dict[str, Any], *, decided: bool
) -> None:
    people, order = _people(inside or "")
    if word in ("施行", "issue"):
        _need(decided, word)
        written["issue"] = {**_guessed(_ISSUE), **({"role": people[0]} if people else {})}
        return
    if not people:
        raise RouteError(
            en=f"'{word}' needs roles in brackets, as in {word}(財政課).",
            ja=f"「{word}」の後に括弧で担当を書いてください。例：{word}(財政課)",
            key="concur" if word in ("合議", "concur") else "afterwards",
        )
    if word in ("合議", "concur"):
        if decided:
            raise RouteError(
                en="A 合議 has to be complete before the 決裁. Move it to the left of the role that decides.",
                ja="合議は決裁の前に終わっている必要があります。決裁する担当より左に移してください。",
                key="concur",
            )
        after = written["route"][-1]["role"] if written["route"] else written["drafter"]
        part = {} if share is None else {"share": share}
        written["concur"].append(
            {"roles": people, "order": order, "after": after, **part, **_guessed(_CONCUR)}
        )
        return
    _need(decided, word)
    written["afterwards"] += [{"act": word, "role": role, **_guessed(_INFORM)} for role in people]


def _need(decided: bool, word: str) -> None:
    if not decided:
        raise RouteError(
            en=f"'{word}' comes after the 決裁. Write 決裁 after the role that decides, before this.",
            ja=f"「{word}」は決裁の後に置きます。その前に、決裁する担当に「決裁」と書いてください。",
            key="afterwards" if word not in ("施行", "issue") else "issue",
        )


def _people(inside: str) -> tuple[list[str], str]:
    side_by_side = _SIDE_BY_SIDE.search(inside) is not None
    names = (_SIDE_BY_SIDE if side_by_side else _IN_A_ROW).split(inside)
    return [name.strip() for name in names if name.strip()], "parallel" if side_by_side else "serial"


def _guessed(times: Mapping[str, str]) -> dict[str, Any]:
    return {**times, "estimate": True, "source": _SOURCE}
