"""The tables that a map is drawn from, as plain records: what is done, what follows what, what cases begin and end with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from bprkit.drawing.figures import known
from bprkit.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

Statistic = Literal["median", "mean", "p95", "total"]
Measure = Literal["waiting", "sojourn", "mixed"]
START, END = -1, -2
"""Stand for the start and the end mark where a way needs an activity's number."""


@dataclass(frozen=True)
class Doing:
    """An activity; seconds: of work on it where starts were recorded, else None."""

    name: str
    count: int
    seconds: float | None = None


@dataclass(frozen=True)
class Way:
    """How often one activity (by its number) comes right after another, and how long that takes."""

    source: int
    target: int
    count: int
    seconds: float | None = None

    @property
    def ends(self) -> tuple[int, int]:
        """From where to where."""
        return self.source, self.target


@dataclass(frozen=True)
class Tables:
    """All that a log says of a map; ways from START and to END say with what cases begin and end.

    working: times are in working time; measure: what the times of the ways are.
    """

    doings: tuple[Doing, ...]
    ways: tuple[Way, ...]
    working: bool
    measure: Measure = "sojourn"

    @property
    def moves(self) -> tuple[Way, ...]:
        """The ways between activities, without those from the start and to the end."""
        return tuple(way for way in self.ways if way.source >= 0 and way.target >= 0)


def read_tables(
    activities: pd.DataFrame,
    transitions: pd.DataFrame,
    starts: pd.DataFrame,
    ends: pd.DataFrame,
    *,
    time: Statistic,
    work: bool,
) -> Tables:
    """Return the tables as records, the commonest first; working time where it is wanted and there.

    Raises InputError for a time that is not told, for a missing column, and for tables that do not fit together.
    """
    if time not in get_args(Statistic):
        listed = ", ".join(get_args(Statistic))
        raise InputError(
            en=f"A map shows the {listed} of times, not {time!r}. Choose one of these.",
            ja=f"時間の値は {listed} のいずれかです（指定：{time!r}）。",
        )
    for frame, columns, name in (
        (activities, ("activity", "instances"), "activities"),
        (transitions, ("source", "target", "count"), "transitions"),
        (starts, ("activity", "count"), "starts"),
        (ends, ("activity", "count"), "ends"),
    ):
        _check_columns(frame, columns, name)
    worked = f"working_seconds_{time}"
    working = work and worked in transitions and bool(transitions[worked].notna().any())
    column = f"{'working' if working else 'clock'}_seconds_{time}"
    doings = [
        Doing(str(row["activity"]), int(row["instances"]), _service(row, column)) for row in _rows(activities)
    ]
    doings.sort(key=lambda doing: (-doing.count, doing.name))
    numbers = {doing.name: number for number, doing in enumerate(doings)}
    ways = [
        Way(
            _number(row["source"], numbers),
            _number(row["target"], numbers),
            int(row["count"]),
            known(row.get(column)),
        )
        for row in _rows(transitions)
    ]
    ways += [Way(START, _number(row["activity"], numbers), int(row["count"])) for row in _rows(starts)]
    ways += [Way(_number(row["activity"], numbers), END, int(row["count"])) for row in _rows(ends)]
    ways = [way for way in ways if way.count > 0]
    ways.sort(key=lambda way: (-way.count, way.ends))
    return Tables(tuple(doings), tuple(ways), working, _measure(transitions))


def _measure(transitions: pd.DataFrame) -> Measure:
    found = set(transitions["measure"]) if "measure" in transitions else set()
    return "waiting" if found == {"waiting"} else "mixed" if len(found) > 1 else "sojourn"


def _rows(frame: pd.DataFrame) -> Iterable[Mapping[str, Any]]:
    return ({str(key): value for key, value in row.items()} for row in frame.to_dict("records"))


def _service(row: Mapping[str, Any], column: str) -> float | None:
    return known(row.get(column)) if row.get("measure") == "service" else None


def _check_columns(frame: pd.DataFrame, columns: tuple[str, ...], name: str) -> None:
    missing = [column for column in columns if column not in frame]
    if missing:
        listed = ", ".join(missing)
        raise InputError(
            en=f"The table {name} of a process map lacks the column {listed}. Give it as bprkit.mining makes it.",
            ja=f"プロセスマップの表 {name} に列 {listed} がありません。bprkit.mining の結果の形で渡してください。",
        )


def _number(name: object, numbers: Mapping[str, int]) -> int:
    found = numbers.get(str(name))
    if found is None:
        raise InputError(
            en=f"The activity {name} is in the transitions, starts or ends, but not in the table of activities. "
            "Give tables of the same log.",
            ja=f"処理「{name}」が activities の表にありません。同じログから作った表を渡してください。",
        )
    return found
