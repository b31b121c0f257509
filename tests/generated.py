"""Logs that hypothesis draws: the same events as a frame for bprkit and as plain tuples for the naive oracle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import naive
import pandas as pd
from hypothesis import strategies as st

from bprkit import EventLog, load_calendar, read_log

ACTIVITIES = ("起案", "課長決裁", "差戻し", "施行", "供覧")
PEOPLE = (None, "田中", "佐藤", "鈴木", "高橋")
ROLES = (None, "課長", "係長", "担当")
SECTIONS = (None, "税務課", "総務課")
# summer time begins in Rome on 2024-03-31 and ends on 10-27; a fiscal year begins on 04-01; 05-03 to 05-06 is closed
ORIGINS = tuple(datetime(2024, *day) for day in ((3, 29, 12), (10, 25, 12), (4, 30, 7), (5, 31, 16)))
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, repr=False)
class Drawn:
    """A generated log in both forms, and how to read the frame."""

    frame: pd.DataFrame
    naive: naive.Log
    options: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"{self.naive.zone}, {self.naive.calendar.name}\n{self.frame.to_csv()}"

    def read(self, **more: Any) -> EventLog:
        """Read the frame as bprkit does."""
        return read_log(self.frame, **{**self.options, **more})


@st.composite
def logs(draw: st.DrawFn, *, starts: bool | None = None, people: bool = True) -> Drawn:
    """Draw a log: interleaved cases, rows in any order, many ties; perhaps starts, which may overlap anything."""
    zone = draw(st.sampled_from(("Asia/Tokyo", "Europe/Rome")))
    stamps = draw(st.sampled_from(("naive", "text", "aware", "offsets")))
    calendar = load_calendar(draw(st.sampled_from(("jp", "none"))), zone)
    with_starts = draw(st.booleans()) if starts is None else starts
    origin = draw(st.sampled_from(ORIGINS))
    minutes = draw(st.lists(st.integers(0, 12 * 1440), min_size=2, max_size=10, unique=True))
    finer = timedelta(microseconds=draw(st.sampled_from((0, 1, 250_000))) if stamps != "text" else 0)
    moments = [origin + MINUTE * minute + finer * (place % 2) for place, minute in enumerate(minutes)]
    durations = (None, timedelta(0), 30 * MINUTE, 8 * 60 * MINUTE, timedelta(days=3), -60 * MINUTE)
    case_count = draw(st.sampled_from((1, 2, 6, 20)))
    size = draw(st.sampled_from((1, 2, 5, 30, 120)))  # lists of no given size stay tiny
    drawn = draw(st.lists(st.integers(0, 2**32 - 1), min_size=size, max_size=size))
    fields = (range(case_count), ACTIVITIES, moments, durations if with_starts else (None,), PEOPLE, ROLES, SECTIONS)
    one_post_each = draw(st.booleans())  # then few persons hold each role
    events = []
    for row, number in enumerate(drawn):
        case, activity, moment, length, resource, role, section = _picked(number, fields)
        events.append(
            naive.Event(
                case=f"R6-{case}",
                activity=activity,
                end=_instant(moment, zone, stamps),
                start=None if length is None else _instant(moment - length, zone, stamps),
                resource=resource,
                role=ROLES[PEOPLE.index(resource) % len(ROLES)] if one_post_each else role,
                section=section,
                row=row,
            )
        )
    if not people:
        events = [replace(event, resource=None, role=None, section=None) for event in events]
    has_starts = any(event.start is not None for event in events)
    parts = ["resource", "role", "section"] if people else []
    frame = frame_of(events, zone, stamps, starts=has_starts, parts=parts)
    options = {name: name for name in ("case", "activity", "time", *parts, *(["start"] if has_starts else []))}
    log = naive.Log(tuple(events), calendar, zone, starts=has_starts)
    return Drawn(frame, log, {**options, "calendar": calendar, "timezone": zone})


def _picked(number: int, fields: Sequence[Sequence[Any]]) -> list[Any]:
    """Pick one of each field by one number: much cheaper to draw than a tuple of choices."""
    picked = []
    for field in fields:
        number, place = divmod(number, len(field))
        picked.append(field[place])
    return picked


def _instant(moment: datetime, zone: str, stamps: str) -> datetime:
    """Return the instant that a drawn moment stands for: a wall clock's where stamps are naive, else UTC's."""
    return moment.replace(tzinfo=ZoneInfo(zone) if stamps in ("naive", "text") else UTC)


def frame_of(
    events: Sequence[naive.Event], zone: str, stamps: str, *, starts: bool, parts: Sequence[str] = ()
) -> pd.DataFrame:
    """Return events as rows, stamps written as asked: naive or aware stamps, texts with offsets or without."""

    def written(moments: list[datetime | None]) -> Any:
        if stamps == "naive":
            return pd.Series([m and m.replace(tzinfo=None) for m in moments], dtype="datetime64[us]")
        if stamps == "aware":
            return pd.Series(moments, dtype="datetime64[us, UTC]").dt.tz_convert(zone)
        if stamps == "offsets":
            local = [m and m.astimezone(ZoneInfo(zone)) for m in moments]
            return pd.Series([m and m.isoformat(timespec="microseconds") for m in local], dtype="string")
        texts = [m and f"{m.year}/{m.month}/{m.day} {m.hour}:{m.minute:02}" for m in moments]
        return pd.Series(texts, dtype="string")

    columns: dict[str, Any] = {
        "case": [event.case for event in events],
        "activity": [event.activity for event in events],
        "time": written([event.end for event in events]),
    }
    if starts:
        columns["start"] = written([event.start for event in events])
    for part in parts:
        columns[part] = pd.Series([getattr(event, part) for event in events], dtype="string")
    return pd.DataFrame(columns)
