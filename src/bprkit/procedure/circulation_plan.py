"""What a compact circulation says: who drafts, who reviews up to which rank, who concurs, who decides what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Literal, cast, get_args

from bprkit.errors import InputError
from bprkit.procedure.conditions import Condition
from bprkit.procedure.model import Act

Order = Literal["parallel", "serial", "information"]
_ORDERS: Mapping[str, Order] = {
    "並行": "parallel",
    "並列": "parallel",
    "順次": "serial",
    "直列": "serial",
    "供覧": "information",
}
_AFTERWARDS: Mapping[str, Act] = {
    "供覧": "inform",
    "後閲": "review_after",
    "inform": "inform",
    "review_after": "review_after",
}
_REST = ("otherwise", "rest", "true", "それ以外", "その他", "以外")
KEYS = ("id", "drafter", "draft", "route", "concur", "returns", "afterwards", "issue")


class RouteError(InputError):
    """A compact circulation cannot be used; `key` says where in it, such as `route[1].decides`."""

    def __init__(self, *, en: str, ja: str, key: str) -> None:
        super().__init__(en=en, ja=ja)
        self.key = key


@dataclass(frozen=True)
class Step:
    """What somebody does: fields of the `Task` that it becomes. id: as written, if it was."""

    role: str
    id: str | None
    fields: Mapping[str, Any]

    def renamed(self, suffix: str) -> Step:
        """Return the step for a second place in the graph: an id that was written gets the suffix."""
        return replace(self, id=self.id and f"{self.id}{suffix}")


@dataclass(frozen=True)
class Stop:
    """A rank on the way up. decides: the cases that end there, a share of those that come, the rest, or none."""

    step: Step
    decides: Condition | float | Literal["rest"] | None


@dataclass(frozen=True)
class Concurrence:
    """Other sections that concur, after the stop of this number (-1: after the 起案)."""

    steps: tuple[Step, ...]
    order: Order
    share: float
    estimate: bool
    after: int


@dataclass(frozen=True)
class Plan:
    """A circulation as it was meant. returned: the share that goes back, and whether that is an estimate."""

    id: str
    draft: Step
    stops: tuple[Stop, ...]
    concurrences: tuple[Concurrence, ...]
    returned: tuple[float, bool] | None
    afterwards: tuple[tuple[Act, Step], ...]
    issue: Step | None

    @property
    def first_to_decide(self) -> int:
        """The number of the first stop at which a case may be decided."""
        return next(place for place, stop in enumerate(self.stops) if stop.decides is not None)

    @property
    def for_information(self) -> tuple[Concurrence, ...]:
        """What is only shown to other sections, after the 決裁."""
        return tuple(held for held in self.concurrences if held.order == "information")

    def held_after(self, place: int) -> tuple[Concurrence, ...]:
        """Return the 合議 that follow a stop."""
        return tuple(
            held for held in self.concurrences if held.after == place and held.order != "information"
        )


def read_plan(written: Mapping[str, Any], roles: Collection[str]) -> Plan:
    """Return what a mapping means; raises RouteError."""
    from bprkit.procedure.circulation_steps import only_keys, share_in, step_in

    only_keys(written, KEYS, "")
    drafter = written.get("drafter")
    if drafter is None:
        raise RouteError(
            en="A circulation needs its drafter. Write 'drafter:' with a role.",
            ja="起案者がありません。「drafter:」に担当を書いてください。",
            key="drafter",
        )
    known_role(drafter, roles, "drafter")
    draft = step_in({"role": drafter, **_mapping(written.get("draft"), "draft")}, "draft", roles)
    entries = _entries(written.get("route"), "route")
    if not entries:
        raise RouteError(
            en="A circulation needs somebody who decides. Write 'route:' with at least one role.",
            ja="決裁する人がいません。「route:」に担当を一つ以上書いてください。",
            key="route",
        )
    stops = _stops(entries, roles)
    ranks = [draft.role, *(stop.step.role for stop in stops)]
    afterwards = tuple(
        _afterwards(entry, f"afterwards[{place}]", roles)
        for place, entry in enumerate(_entries(written.get("afterwards"), "afterwards"))
    )
    return Plan(
        id=str(written.get("id") or "circulation"),
        draft=draft,
        stops=stops,
        concurrences=tuple(_concurrences(written.get("concur"), ranks, roles)),
        returned=_returned(written.get("returns"), share_in),
        afterwards=afterwards,
        issue=next(
            (
                step_in({"role": drafter, **entry}, "issue", roles)
                for entry in _entries(written.get("issue"), "issue")
            ),
            None,
        ),
    )


def known_role(role: Any, roles: Collection[str], key: str) -> str:
    """Return a role that there is; raises RouteError for any other."""
    if isinstance(role, str) and role in roles:
        return role
    near = get_close_matches(str(role), sorted(roles), n=1, cutoff=0.5)
    hint_en = f" Did you mean '{near[0]}'?" if near else ""
    hint_ja = f"「{near[0]}」でしょうか。" if near else ""
    raise RouteError(
        en=f"There is no role '{role}'.{hint_en} Add it under 'roles', or write one of them: {', '.join(roles)}.",
        ja=f"「{role}」という担当はありません。{hint_ja}「roles」に加えるか、次から選んでください：{'、'.join(roles)}。",
        key=key,
    )


def _stops(entries: list[Mapping[str, Any]], roles: Collection[str]) -> tuple[Stop, ...]:
    from bprkit.procedure.circulation_steps import share_in, step_in

    shares = [
        None if entry.get("share") is None else share_in(entry["share"], f"route[{place}].share")
        for place, entry in enumerate(entries)
    ]
    stops = []
    reach = 1.0
    for place, entry in enumerate(entries):
        key = f"route[{place}]"
        last = place == len(entries) - 1
        step = step_in(
            {name: value for name, value in entry.items() if name not in ("share", "decides")}, key, roles
        )
        onward = None if last else shares[place + 1]
        decides = _decides(entry.get("decides"), key, last=last)
        if place == 0 and shares[0] not in (None, 1.0):
            raise RouteError(
                en="The first of the route sees every case. Take its share away.",
                ja="最初の回議先には全件が回ります。share を消してください。",
                key=f"{key}.share",
            )
        if onward is not None:
            if decides is not None:
                raise RouteError(
                    en=f"'decides' at {step.role} says who goes on already. Take away the share of the next, or 'decides'.",
                    ja=f"{step.role}の decides で次へ回る案件は決まります。次の share か decides を消してください。",
                    key=f"route[{place + 1}].share",
                )
            if onward > reach:
                raise RouteError(
                    en=f"{onward:.1%} of the cases cannot come here: only {reach:.1%} came to the one before. "
                    "Give shares of ALL cases, falling along the route.",
                    ja=f"{onward:.1%}はここまで回れません。前の人に回るのが{reach:.1%}だからです。"
                    "全件に対する割合を、上位ほど小さく書いてください。",
                    key=f"route[{place + 1}].share",
                )
            decides = None if onward == reach else round(1 - onward / reach, 12)
            reach = onward
        stops.append(Stop(step, decides))
    return tuple(stops)


def _decides(written: Any, key: str, *, last: bool) -> Condition | float | Literal["rest"] | None:
    from bprkit.procedure.circulation_steps import share_in

    text = "" if written is None or written is False else str(written).strip()
    if last:
        if not text or text.lower() in _REST:
            return "rest"
        raise RouteError(
            en=f"The last of the route decides whatever is left, not only '{text}'. "
            "Write 'decides: otherwise', or add who decides the rest.",
            ja=f"最後の人は「{text}」だけでなく残りのすべてを決裁します。"
            "「decides: otherwise」と書くか、残りを決裁する人を加えてください。",
            key=f"{key}.decides",
        )
    if not text:
        return None
    if text.lower() in _REST:
        raise RouteError(
            en="Only the last of the route decides the rest. "
            'Write a condition such as "amount < 500,000", or end the route here.',
            ja="残りを決裁するのは最後の人だけです。「amount < 500,000」のような条件を書くか、ここで route を終えてください。",
            key=f"{key}.decides",
        )
    if text.endswith(("%", "％")) or isinstance(written, float):
        share = share_in(written, f"{key}.decides")
        return share if share > 0 else None
    try:
        return Condition.parse(text)
    except ValueError:
        raise RouteError(
            en=f"'{text}' is no condition. Write one such as \"amount < 500,000\", or a share such as 65%.",
            ja=f"「{text}」は条件として読めません。「amount < 500,000」のような条件か、65% のような割合を書いてください。",
            key=f"{key}.decides",
        ) from None


def _concurrences(written: Any, ranks: list[str], roles: Collection[str]) -> Iterable[Concurrence]:
    from bprkit.procedure.circulation_steps import STEP_KEYS, only_keys, share_in, step_in

    several = isinstance(written, list | tuple)
    for place, entry in enumerate(_entries(written, "concur")):
        key = f"concur[{place}]" if several else "concur"
        only_keys(entry, ("roles", "role", "order", "share", "after", *STEP_KEYS), key)
        order = _order(entry.get("order", "parallel"), key)
        named = entry.get("roles", entry.get("role"))
        people = _entries(named, f"{key}.roles")
        if not people:
            raise RouteError(
                en="A concurrence needs the roles that concur. Write 'roles: [...]'.",
                ja="合議する相手がありません。「roles: [...]」に書いてください。",
                key=f"{key}.roles",
            )
        common = {name: value for name, value in entry.items() if name in STEP_KEYS}
        share = entry.get("share")
        yield Concurrence(
            steps=tuple(
                step_in({**common, **one}, f"{key}.roles[{number}]", roles)
                for number, one in enumerate(people)
            ),
            order=order,
            share=1.0 if share is None else share_in(share, f"{key}.share"),
            estimate=bool(entry.get("estimate", False)),
            after=_place(entry.get("after"), ranks, f"{key}.after"),
        )


def _order(written: Any, key: str) -> Order:
    text = str(written).strip()
    if text in get_args(Order) or text in _ORDERS:
        return _ORDERS.get(text) or cast(Order, text)
    raise RouteError(
        en=f"'{text}' is no order of concurrence. Write parallel, serial or information.",
        ja=f"「{text}」という合議の順はありません。parallel（並行）、serial（順次）、information（供覧）のどれかを書いてください。",
        key=f"{key}.order",
    )


def _place(after: Any, ranks: list[str], key: str) -> int:
    """Return the number of the stop after which a 合議 is held: by default the one before the last."""
    if after is None:
        return len(ranks) - 3
    if after in ranks:
        return ranks.index(after) - 1
    raise RouteError(
        en=f"'{after}' is not on the route. Write one of {', '.join(ranks)}.",
        ja=f"「{after}」は回議先にありません。{'、'.join(ranks)} のどれかを書いてください。",
        key=key,
    )


def _afterwards(entry: Mapping[str, Any], key: str, roles: Collection[str]) -> tuple[Act, Step]:
    from bprkit.procedure.circulation_steps import step_in

    act = _AFTERWARDS.get(str(entry.get("act", "供覧")).strip())
    if act is None:
        raise RouteError(
            en=f"'{entry['act']}' does not come after the 決裁 here. Write inform (供覧) or review_after (後閲).",
            ja=f"「{entry['act']}」は決裁の後に置けません。供覧 か 後閲 を書いてください。",
            key=f"{key}.act",
        )
    return act, step_in({name: value for name, value in entry.items() if name != "act"}, key, roles)


def _returned(written: Any, share_in: Any) -> tuple[float, bool] | None:
    if written is None:
        return None
    estimate = False
    key = "returns"
    if isinstance(written, Mapping):
        from bprkit.procedure.circulation_steps import only_keys

        only_keys(written, ("share", "to", "estimate"), key)
        if written.get("to", "draft") not in ("draft", "起案"):
            raise RouteError(
                en=f"A 差戻し of a circulation goes to the draft, not to '{written['to']}'. Write others as steps.",
                ja=f"回議の差戻し先は起案です（「{written['to']}」にはできません）。ほかは steps に書いてください。",
                key="returns.to",
            )
        written, estimate, key = written.get("share"), bool(written.get("estimate", False)), "returns.share"
    share = share_in(written, key)
    if share >= 1:
        raise RouteError(
            en="If every case is returned, none is ever decided. Write a share below 100%.",
            ja="全件が差し戻されると、いつまでも決裁に至りません。100％より小さい割合を書いてください。",
            key=key,
        )
    return (share, estimate) if share > 0 else None


def _entries(written: Any, key: str) -> list[Mapping[str, Any]]:
    """Return a list of mappings: a bare name stands for its role, and one entry for a list of one."""
    if written is None:
        return []
    listed = written if isinstance(written, list | tuple) else [written]
    return [
        {"role": entry} if isinstance(entry, str) else _mapping(entry, f"{key}[{place}]")
        for place, entry in enumerate(listed)
    ]


def _mapping(written: Any, key: str) -> Mapping[str, Any]:
    if written is None:
        return {}
    if isinstance(written, Mapping):
        return written
    raise RouteError(
        en=f"Lines of the form 'name: value' are needed here, not '{written}'.",
        ja=f"ここには「名前: 値」の形が必要です（「{written}」とあります）。",
        key=key,
    )
