"""Plain data, from a YAML file or a workbook, as a price list; or all that is wrong with it, each with its place."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bprkit.procedure.problems import Problem, ProcedureError
from bprkit.savings.changing import ChangeItem
from bprkit.savings.conversions import OvertimeCut, PostCut
from bprkit.savings.figures import Doubt
from bprkit.savings.prices import Costs, out_of_range
from bprkit.savings.salvaging import doubts, named_parts, rows_of

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

Path = tuple[str | int, ...]
Place = tuple[int | None, str]
"""The line of a file, if it has lines, and the place in words: prices.regular.low, or 単価!C5."""

NEEDED = ("regular", "sheet", "letter", "seal", "storage", "applicant")
LISTS = ("charges", "benefits", "contracts", "posts", "overtime", "changes")
TITLES = ("title", "unit", "budget_line", "source", "discount_source")
_TEXTS = ("ja", "en", "note", "ranks", "without_overtime", "section", "role", "rate", "procedure", "step")
_PARTS = ("procedure", "step", "section", "role", "title")
_OWN_KEYS: Mapping[str, Any] = {"file": None, "places": {}}
_EXAMPLES: Mapping[str, int] = {"year": 2027, "start_year": 2027}
_NUMBER = re.compile(r"[¥\\]?(-?[\d,]*\.?\d+)(%|万|億|千)?円?")
_SCALES = {"千": 1e3, "万": 1e4, "億": 1e8}


class CostsError(ProcedureError):
    """A price list that cannot be used; `problems` are all that was found, not only the first.

    named: what it names of procedures all the same, as fields of a price list, so that these are checked in the same go.
    """

    def __init__(self, problems: Sequence[Problem], named: Mapping[str, Any] | None = None) -> None:
        super().__init__(problems)
        self.named = named or {}


def validated(data: Any, place_of: Callable[[Path], Place], file: str) -> Costs:
    """Return the price list that plain data holds; raises CostsError with every problem."""
    from pydantic import ValidationError

    problems: dict[tuple[Path, str], Problem] = {}

    def tell(path: Path, en: str, ja: str, value: Any) -> None:
        problems.setdefault((path, en), _problem(path, en, ja, value, place_of, file))

    plain = _plain(data, "")
    try:
        costs = _adapter().validate_python({**plain, **_OWN_KEYS, "file": file})
    except ValidationError as error:
        for found in error.errors():
            if not found["loc"] and any(out_of_range(plain)):
                continue  # told below, with its place
            path = _within(data, tuple(found["loc"]))
            doubt = found.get("ctx", {}).get("error")
            if isinstance(doubt, Doubt) and doubt.name:
                path = (*path, doubt.name)
            tell(path, *_words(found), found["input"])
    for path, doubt in doubts(plain, ()):  # a row asks for these only when all else of it is well
        tell(path, doubt.en, doubt.ja, None)
    for path, en, ja, value in _unknown(plain):
        tell(path, en, ja, value)
    if problems:
        ordered = sorted(problems.values(), key=lambda problem: problem.line or 0)
        raise CostsError(
            ordered, {**named_parts(plain), "file": file, "places": dict(_places(plain, place_of))}
        )
    return replace(costs, places=dict(_places(plain, place_of)))


def _places(
    plain: Mapping[str, Any], place_of: Callable[[Path], Place]
) -> Iterator[tuple[str, tuple[int | None, str]]]:
    """Yield where a price list names parts of procedures."""
    for key in LISTS:
        for number in range(len(rows_of(plain, key))):
            for name in _PARTS:
                yield f"{key}[{number}].{name}", place_of((key, number, name))


def _adapter() -> TypeAdapter[Costs]:
    from pydantic import TypeAdapter

    return TypeAdapter(Costs)


def _problem(
    path: Path, en: str, ja: str, value: Any, place_of: Callable[[Path], Place], file: str
) -> Problem:
    line, place = place_of(path)
    shown = None if isinstance(value, Mapping | list) or value is None else str(value)
    return Problem("bad_costs", "error", en, ja, None, file, line, place or None, shown)


def _plain(value: Any, key: str) -> Any:
    """Return data in which titles have their two languages, and amounts such as 4,100円, 5万 or 4% are numbers."""
    if key in TITLES and not isinstance(value, dict):
        return None if value is None and key == "source" else {"ja": "" if value is None else str(value)}
    if isinstance(value, dict):
        return {name: _plain(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, key) for inner in value]
    if key in _TEXTS or not isinstance(value, str):
        return value
    return number_of(value)


def number_of(written: str) -> str | float:
    """Return an amount as a number, other texts as they are.

    >>> number_of("4,100円"), number_of("4%"), number_of("５万円"), number_of("hour")
    (4100.0, 0.04, 50000.0, 'hour')
    """
    text = unicodedata.normalize("NFKC", written).strip()
    found = _NUMBER.fullmatch(text)
    if not found:
        return text
    amount = float(found[1].replace(",", ""))
    return amount / 100 if found[2] == "%" else amount * _SCALES.get(found[2] or "", 1.0)


def _within(data: Any, path: Path) -> Path:
    """Return the part of a path that the data has, and one step further at most."""
    for end, part in enumerate(path):
        has = part in data if isinstance(data, dict) else isinstance(data, list) and part in range(len(data))
        if not has:
            return path[: end + 1] if isinstance(data, dict) else path[:end]
        data = data[part]
    return path


def _words(found: ErrorDetails) -> tuple[str, str]:
    kind, context = found["type"], found.get("ctx", {})
    name = str(found["loc"][-1]) if found["loc"] else ""
    shown = str(found["input"])[:60]
    if kind == "value_error" and isinstance(context.get("error"), Doubt):
        doubt: Doubt = context["error"]
        return doubt.en, doubt.ja
    if kind == "missing":
        return f"'{name}' is missing. Add it.", f"「{name}」がありません。書き加えてください。"
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return (
            f"There is no '{name}' here. Correct the word, or take it away.",
            f"「{name}」という項目はここにはありません。直すか、消してください。",
        )
    if kind == "literal_error":
        known = ", ".join(re.findall(r"'([^']*)'", str(context.get("expected", ""))))
        return (
            f"'{shown}' is not possible for '{name}'. Write one of {known}.",
            f"「{name}」に「{shown}」は使えません。次から選んでください：{known}。",
        )
    if kind.startswith("date"):
        return (
            f"'{shown}' is no date. Write it as 2027-04-01.",
            f"「{shown}」は日付として読めません。2027-04-01 のように書いてください。",
        )
    if kind.startswith("bool"):
        return (
            f"'{shown}' is neither true nor false. Write one of them.",
            f"「{shown}」は true か false のどちらかにしてください。",
        )
    if kind.startswith("int"):
        return (
            f"'{shown}' is no whole number for '{name}'. Write one, such as {_EXAMPLES.get(name, 1)}.",
            f"「{name}」の「{shown}」は整数ではありません。{_EXAMPLES.get(name, 1)} のように書いてください。",
        )
    if kind.startswith(("float", "finite")):
        return (
            f"'{shown}' is no number for '{name}'. Write one, such as 4,100 or 4%.",
            f"「{name}」の「{shown}」は数として読めません。4,100 や 4% のように書いてください。",
        )
    return (
        f"'{name}' is not in the form that is needed. Compare it with data/costs/default.yaml.",
        f"「{name}」の書き方が違います。付属の default.yaml と見比べてください。",
    )


def _unknown(data: Mapping[str, Any]) -> Iterator[tuple[Path, str, str, Any]]:
    """Yield where a price is named that there is not, what every list needs, and keys that are bprkit's own."""
    for key in _OWN_KEYS:
        if key in data:
            yield (
                (key,),
                f"There is no '{key}' here. Take it away.",
                f"「{key}」という項目はここにはありません。",
                None,
            )
    for name, doubt in out_of_range(data):  # the price list itself asks only when all else is well
        if math.isfinite(data[name]):  # what is no number is told as such
            yield (name,), doubt.en, doubt.ja, data[name]
    prices = {key: price for key, price in _mapping(data.get("prices")).items() if isinstance(price, Mapping)}
    for path, rate in _rates(data):
        if rate not in prices:
            known = ", ".join(key for key, price in prices.items() if price.get("kind") == "hour")
            yield (
                path,
                f"There is no price '{rate}'. Use one of {known}, or add it under 'prices'.",
                f"単価「{rate}」がありません。{known} のどれかにするか、prices に追加してください。",
                rate,
            )
    for key in NEEDED:
        if key not in prices:
            yield (
                ("prices", key),
                f"The price '{key}' is missing. Copy it from data/costs/default.yaml.",
                f"単価「{key}」がありません。付属の default.yaml から写してください。",
                None,
            )
    for key, price in prices.items():
        if price.get("kind") == "hour" and not price.get("basis_hours"):
            yield (
                ("prices", key),
                f"'{key}' does not say on how many hours a year it is based. Add basis_hours, such as 1,860.",
                f"単価「{key}」の基礎時間がありません。basis_hours（例：1,860）を書いてください。",
                None,
            )


def _rates(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    usual = {"posts": PostCut.rate, "overtime": OvertimeCut.rate, "changes": ChangeItem.rate}
    for key, rate in usual.items():
        for place, item in enumerate(rows_of(data, key)):
            if isinstance(item, Mapping):
                yield (key, place, "rate"), str(item.get("rate") or rate)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
