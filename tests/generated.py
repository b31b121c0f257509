"""Logs that hypothesis draws: the same events as a frame for bprkit and as plain tuples for the naive oracle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from hypothesis import strategies as st

import naive
from bprkit import EventLog, load_calendar, read_log

ACTIVITIES = ("起案", "課長決裁", "差戻し", "施行", "供覧")
PEOPLE = (None, "田中", "佐藤", "鈴木", "高橋")
ROLES = (None, "課長", "係長", "担当")
SECTIONS = (None, "税務課", "総務課")
# summer time begins in Rome on 2024-03-31 and ends on 10-27; a fiscal year begins on 04-01; 05-03 to 05-06 is closed
ORIGINS = tuple(datetime(2024, *day) for day in ((3, 29, 12), (10, 25, 12), (4, 30, 7), (5, 31, 16)))
COLUMNS = ("case", "activity", "time", "start", "resource", "role", "section")
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Drawn:
    """A generated log in both forms, and how to read the frame."""

    frame: pd.DataFrame
    naive: naive.Log
    options: Mapping[str, Any]

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Show hypothesis's counterexamples as a table."""
        printer.text(f"{self.naive.zone}, {self.naive.calendar.name}\n{self.frame.to_csv()}")

    def read(self, **more: Any) -> EventLog:
        """Read the frame as bprkit does."""
        return read_log(self.frame, **{**self.options, **more})


@st.composite
def logs(draw: st.DrawFn, *, starts: bool | None = None) -> Drawn:
    """Draw a log: interleaved cases, rows in any order, many ties; perhaps starts, which may overlap anything."""
    zone = draw(st.sampled_from(("Asia/Tokyo", "Europe/Rome")))
    stamps = draw(st.sampled_from(("naive", "text", "aware", "offsets")))
    calendar = load_calendar(draw(st.sampled_from(("jp", "none"))), zone)
    with_starts = draw(st.booleans()) if starts is None else starts
    origin = draw(st.sampled_from(ORIGINS))
    minute = st.one_of(
        st.integers(0, 12 * 1440), st.integers(36 * 60, 41 * 60)
    )  # the second: the night of the change
    minutes = draw(st.lists(minute, min_size=2, max_size=10, unique=True))
    finer = timedelta(microseconds=draw(st.sampled_from((0, 1, 250_000))) if stamps != "text" else 0)
    moments = [origin + MINUTE * minute + finer * (place % 2) for place, minute in enumerate(minutes)]
    durations = (None, timedelta(0), 30 * MINUTE, 8 * 60 * MINUTE, timedelta(days=3), -60 * MINUTE)
    case_count = draw(st.sampled_from((1, 2, 6, 20)))
    size = draw(st.sampled_from((1, 2, 5, 30, 120)))  # lists of no given size stay tiny
    numbers = draw(st.lists(st.integers(0, 2**32 - 1), min_size=size, max_size=size))
    fields = (
        [f"R6-{case}" for case in range(case_count)],
        ACTIVITIES,
        moments,
        durations if with_starts else (None,),
        PEOPLE,
        ROLES,
        SECTIONS,
    )
    rows = [dict(zip(COLUMNS, _picked(number, fields), strict=True)) for number in numbers]
    one_post_each = draw(st.booleans())  # then few persons hold each role
    for row in rows:
        row["start"] = None if row["start"] is None else row["time"] - row["start"]
        if one_post_each:
            row["role"] = ROLES[PEOPLE.index(row["resource"]) % len(ROLES)]
    for place in draw(st.sets(st.integers(1, size - 1), max_size=3) if size > 1 else st.just(set())):
        rows[place][draw(st.sampled_from(COLUMNS[:3]))] = None  # such a row is set aside
    events = [(place, row) for place, row in enumerate(rows) if all(row[name] for name in COLUMNS[:3])]
    names = {row["activity"] for _, row in events}
    ends_with = draw(st.sampled_from(((), ("施行",), ("施行", "課長決裁"))))
    after_end = draw(st.sampled_from(((), ("供覧",))))
    log = naive.Log(
        tuple(_event(row, place, zone, stamps) for place, row in events),
        calendar,
        zone,
        starts=any(row["start"] and row["start"] <= row["time"] for _, row in events),
        ends_with=tuple(name for name in ends_with if name in names),
        after_end=tuple(name for name in after_end if name in names),
    )
    columns = [name for name in COLUMNS if name != "start" or any(row["start"] for row in rows)]
    frame = pd.DataFrame({name: _column(name, [row[name] for row in rows], zone, stamps) for name in columns})
    options = {name: name for name in columns}
    options |= {"calendar": calendar, "timezone": zone, "end": log.ends_with, "after_end": log.after_end}
    return Drawn(frame, log, options)


def _picked(number: int, fields: Sequence[Sequence[Any]]) -> list[Any]:
    """Pick one of each field by one number: much cheaper to draw than a tuple of choices."""
    picked = []
    for field in fields:
        number, place = divmod(number, len(field))
        picked.append(field[place])
    return picked


def _event(row: Mapping[str, Any], place: int, zone: str, stamps: str) -> naive.Event:
    def instant(moment: datetime | None) -> datetime | None:
        """A drawn moment is the zone's wall clock where stamps are written without offset, else UTC's."""
        if moment is None:
            return None
        return moment.replace(tzinfo=ZoneInfo(zone) if stamps in ("naive", "text") else UTC).astimezone(UTC)

    parts = {name: row[name] for name in ("case", "activity", "resource", "role", "section")}
    return naive.Event(end=instant(row["time"]), start=instant(row.get("start")), row=place, **parts)


def _column(name: str, values: list[Any], zone: str, stamps: str) -> pd.Series[Any]:
    """Return a column of texts or of moments, these as stamps or texts, with offsets or without."""
    if name not in ("time", "start"):
        return pd.Series(values, dtype="string")
    if stamps == "naive":
        return pd.Series(values, dtype="datetime64[us]")
    if stamps == "aware":
        return pd.Series(values, dtype="datetime64[us]").dt.tz_localize("UTC").dt.tz_convert(zone)
    if stamps == "offsets":
        local = [m and m.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)) for m in values]
        return pd.Series([m and m.isoformat(timespec="microseconds") for m in local], dtype="string")
    return pd.Series(
        [m and f"{m.year}/{m.month}/{m.day} {m.hour}:{m.minute:02}" for m in values], dtype="string"
    )
