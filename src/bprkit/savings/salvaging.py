"""What can be said of a price list that is wrong somewhere else: amounts that cannot be meant, and whom it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bprkit.procedure.model import Title
from bprkit.savings.changing import ChangeItem
from bprkit.savings.conversions import ContractCut, OvertimeCut, PostCut
from bprkit.savings.figures import Doubt, is_number, less_than_nothing, range_doubts
from bprkit.savings.prices import Charge

Path = tuple[str | int, ...]
_AMOUNTS: Mapping[str, tuple[str, ...]] = {
    "overtime": OvertimeCut.amounts,
    "posts": PostCut.amounts,
    "contracts": ContractCut.amounts,
    "changes": ChangeItem.amounts,
}
_ANY_DAY = dt.date(2000, 4, 1)


def rows_of(data: Mapping[str, Any], key: str) -> Sequence[Any]:
    """Return the rows of a list of plain data; none where there is no list."""
    found = data.get(key)
    return found if isinstance(found, list) else ()


def doubts(value: Any, path: Path) -> Iterator[tuple[Path, Doubt]]:
    """Yield the amounts of plain data that cannot be meant, each with its path, whatever else is wrong around them.

    >>> rows = {"overtime": [{"worked_hours": -300, "start": "soon"}], "changes": [{"low": 3, "likely": 2}]}
    >>> [path for path, _ in doubts(rows, ())]
    [('overtime', 0, 'worked_hours'), ('changes', 0, 'low')]
    """
    if isinstance(value, Mapping):
        for doubt in range_doubts(value):
            yield (*path, str(doubt.name)), doubt
        for name in _AMOUNTS.get(str(path[0]), ()) if len(path) == 2 else ():
            if is_number(value.get(name)) and value[name] < 0:
                yield (*path, name), less_than_nothing(name, value[name])
    parts = (
        value.items() if isinstance(value, Mapping) else enumerate(value if isinstance(value, list) else ())
    )
    for key, part in parts:
        yield from doubts(part, (*path, key))


def named_parts(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the steps, roles and sections that plain data names, as the lists of a price list, without any amount."""
    found: dict[str, Any] = {
        "overtime": tuple(
            OvertimeCut(
                worked_hours=0, cut_hours=0, start=_ANY_DAY, **_texts(row, "section", "role", "procedure")
            )
            for row in _mappings(data, "overtime")
        ),
        "posts": tuple(
            PostCut(posts=0, start=_ANY_DAY, **_texts(row, "section", "role", "procedure"))
            for row in _mappings(data, "posts")
        ),
        "contracts": tuple(
            ContractCut(
                title=_title(row, number),
                role=str(row["role"]),
                yen_per_hour=0,
                yen_per_year=0,
                renewal=_ANY_DAY,
                **_texts(row, "procedure"),
            )
            for number, row in enumerate(_mappings(data, "contracts", "role"))
        ),
        "charges": tuple(
            Charge(
                title=_title(row, number), likely=0, procedure=str(row["procedure"]), step=str(row["step"])
            )
            for number, row in enumerate(_mappings(data, "charges", "procedure", "step"))
        ),
        "changes": (),
        "benefits": (),
    }
    ranks = data.get("without_overtime")
    if isinstance(ranks, list):
        found["without_overtime"] = tuple(map(str, ranks))
    return found


def _mappings(data: Mapping[str, Any], key: str, *needed: str) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a list, as long as each is one and has what is needed: else their numbers would not hold."""
    rows = rows_of(data, key)
    whole = all(isinstance(row, Mapping) and all(row.get(name) for name in needed) for row in rows)
    return rows if whole else ()


def _texts(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: None if row.get(name) in (None, "") else str(row[name]) for name in names}


def _title(row: Mapping[str, Any], number: int) -> Title:
    own = row.get("title")
    words = own if isinstance(own, Mapping) else {}
    return Title(str(words.get("ja") or ""), str(words.get("en") or "")) if words else Title(str(number))
