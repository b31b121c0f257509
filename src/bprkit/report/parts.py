"""The parts that every section of the page is made of: columns by kind, rows of cells, what all share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bprkit.language import tell
from bprkit.log.names import shown_name
from bprkit.report import units
from bprkit.report.model import Cell, Column, Kind, Table, Value

MOST_ROWS = 500
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Facts:
    """A result and what all its sections need; `working_day` in seconds, None without a calendar."""

    mined: Mapping[str, Any]
    top: int
    working_day: float | None

    @classmethod
    def of(cls, mined: Mapping[str, Any], top: int) -> Facts:
        """Take the length of a working day from the settings of a result."""
        calendar = mined["settings"]["calendar"]
        has_calendar = calendar is not None and calendar["name"] != "none"
        return cls(mined, top, calendar["working_day_seconds"] if has_calendar else None)

    @property
    def time_kind(self) -> Kind:
        """The kind of duration that comes first: working time, or clock time where there is no calendar."""
        return "working" if self.working_day else "clock"

    @property
    def time_key(self) -> str:
        """The key of the statistics that come first."""
        return f"{self.time_kind}_seconds"

    @property
    def few(self) -> int:
        """How many rows the table of a detail shows at first."""
        return max((self.top + 1) // 2, 1)

    def duration(self, seconds: float | None) -> str:
        """Return a duration of the first kind for a sentence, which has no heading to say what it is."""
        if self.working_day:
            return units.working(seconds, self.working_day, labelled=True)
        return units.clock(seconds)

    def cell(self, kind: Kind, value: Value) -> Cell:
        """Return a value as a cell."""
        if kind == "text":
            return Cell(str(value) if value is not None else "", value)
        if isinstance(value, str):
            return Cell(units.moment(value), value)
        texts: Mapping[str, Callable[[float | None], str]] = {
            "count": units.count,
            "clock": units.clock,
            "working": lambda seconds: units.working(seconds, self.working_day),
            "share": units.share,
            "number": units.number,
            "date": lambda _: units.DASH,
        }
        return Cell(texts[kind](value), value)

    def table(
        self,
        columns: Iterable[Column | None],
        rows: Sequence[Row],
        *,
        top: int | None = None,
        bar: str | None = None,
        sortable: bool = True,
    ) -> Table | None:
        """Return rows as a table, or None where there are none; a column given as None is left out."""
        if not rows:
            return None
        kept = tuple(column for column in columns if column is not None)
        cells = tuple(
            tuple(
                _of_name(
                    column,
                    value if isinstance(value := row[column.key], Cell) else self.cell(column.kind, value),
                )
                for column in kept
            )
            for row in rows[:MOST_ROWS]
        )
        return Table(kept, cells, len(rows), self.top if top is None else top, bar, sortable)

    def statistics(self, *names: str, second: Sequence[str] | None = None, drop: int = 2) -> list[Column]:
        """Return the columns of durations: `names` in working time, then `second` (or all) in clock time.

        Without a calendar there is clock time alone.
        """
        clock_names = names if second is None or not self.working_day else second
        clock_columns = [
            _statistic("clock", name, drop=drop if self.working_day else 0) for name in clock_names
        ]
        return (
            [*(_statistic("working", name) for name in names), *clock_columns]
            if self.working_day
            else clock_columns
        )

    def worst_first(self, rows: Iterable[Row], statistic: str = "total") -> list[Row]:
        """Return rows in falling order of a statistic, rows without it last, equal ones as they were."""

        def badness(row: Row) -> float:
            value = (row[self.time_key] or {}).get(statistic)
            return -value if value is not None else float("inf")

        return sorted(rows, key=badness)


def _of_name(column: Column, cell: Cell) -> Cell:
    """Return the cell of a name as it is shown; sentences and chains of names stay whole."""
    if column.kind != "text" or column.lines not in (1, 2):
        return cell
    return replace(cell, text=shown_name(cell.text))


def column(key: str, *, en: str, ja: str, kind: Kind = "text", lines: int = 1, drop: int = 0) -> Column:
    """Return a column; a line feed in its title says where a narrow heading may break."""
    return Column(key, tuple(tell(en=en, ja=ja).split("\n")), kind, lines, drop)


def counted(key: str, *, en: str, ja: str, drop: int = 0) -> Column:
    """Return a column of counts."""
    return column(key, en=en, ja=ja, kind="count", drop=drop)


def flat(row: Row) -> dict[str, Any]:
    """Return a row with its nested statistics as `working_mean`, `clock_median`, and so on."""
    flattened = dict(row)
    for kind in ("working", "clock"):
        for name, value in (row.get(f"{kind}_seconds") or {}).items():
            flattened[f"{kind}_{name}"] = value
    return flattened


def flats(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return rows with their nested statistics flattened."""
    return [flat(row) for row in rows]


def day_cell(text: str | None) -> Cell:
    """Return the day of a moment as a cell."""
    return Cell(units.day(date.fromisoformat(text[:10])), text) if text else Cell(units.DASH)


def pair() -> list[Column]:
    """Return the columns of where a transition comes from and goes to."""
    return [
        column("source", en="from", ja="前の処理", lines=2),
        column("target", en="to", ja="次の処理", lines=2),
    ]


_STATISTICS = {
    "total": ("total", "合計"),
    "mean": ("mean", "平均"),
    "median": ("median", "中央値"),
    "p90": ("90% within", "90%点"),
    "p95": ("95% within", "95%点"),
}


def _statistic(kind: Kind, name: str, *, drop: int = 0) -> Column:
    english, japanese = _STATISTICS[name]
    time = tell(en="working", ja="(開庁)") if kind == "working" else tell(en="clock", ja="(経過)")
    return Column(f"{kind}_{name}", (tell(en=english, ja=japanese), time), kind, drop=drop)
