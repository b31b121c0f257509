"""The definitions of `bprkit.mining` once more: plain, slow, one loop each. What the fast answers are compared with.

Written from the words of the docs, not from the code. An event is a completed activity instance; its moments are
aware datetimes. Instances of a case stand in completion order, and in file order where they complete at the same
moment.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bprkit.calendar import OfficeCalendar

MIN_CASES, MIN_PERSONS = 5, 3
OTHERS = "(others)"


@dataclass(frozen=True)
class Event:
    """A completed activity instance; `row` is its place in the file."""

    case: str
    activity: str
    end: datetime
    start: datetime | None = None
    resource: str | None = None
    role: str | None = None
    section: str | None = None
    row: int = 0


@dataclass(frozen=True)
class Step:
    """An instance in its case, with what was computed of it; seconds as (clock, working), None where unknown."""

    event: Event
    position: int
    before: Event | None
    wait: tuple[float, float]
    service: tuple[float, float] | None
    sojourn: tuple[float, float] | None
    ready: datetime


@dataclass(frozen=True)
class Log:
    """Events and how to understand them. `starts`: whether any start was recorded at all."""

    events: tuple[Event, ...]
    calendar: OfficeCalendar
    zone: str
    starts: bool = False
    ends_with: tuple[str, ...] = ()
    after_end: tuple[str, ...] = ()

    def cases(self) -> dict[str, list[Event]]:
        """Return each case's instances in completion order, ties in file order."""
        cases: dict[str, list[Event]] = defaultdict(list)
        for event in sorted(self.events, key=lambda event: (event.end, event.row)):
            cases[event.case].append(event)
        return dict(cases)

    def local(self, moment: datetime) -> datetime:
        """Return the wall clock of the log's zone."""
        return moment.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    def seconds(self, begin: datetime, end: datetime) -> tuple[float, float]:
        """Return the clock time and the working time between two moments."""
        clock = (end.astimezone(UTC) - begin.astimezone(UTC)).total_seconds()
        if self.calendar.name == "none":
            return clock, clock
        return clock, working_seconds(self.calendar, self.local(begin), self.local(end))

    def span(self, events: Sequence[Event]) -> tuple[datetime, datetime]:
        """Return a case's first and last moment; what comes after the end by declaration does not prolong it."""
        counted = [event for event in events if event.activity not in self.after_end] or events
        return min(begin_of(event) for event in events), max(event.end for event in counted)


def begin_of(event: Event) -> datetime:
    """Return the recorded start; where there is none, or one after the completion, the completion."""
    return event.start if event.start is not None and event.start <= event.end else event.end


def sound(event: Event) -> Event:
    """Return the event without a start that comes after its completion."""
    return replace(event, start=None) if event.start is not None and event.start > event.end else event


def working_seconds(calendar: OfficeCalendar, begin: datetime, end: datetime) -> float:
    """Add up, day by day, how long the office was open between two wall clock times."""
    if end < begin:
        return -working_seconds(calendar, end, begin)
    seconds = 0.0
    day = begin.date()
    while day <= end.date():
        midnight = datetime(day.year, day.month, day.day)
        for opens, closes in _hours(calendar, day):
            since = max(begin, midnight + timedelta(seconds=opens))
            until = min(end, midnight + timedelta(seconds=closes))
            if until > since:
                seconds += (until - since).total_seconds()
        day += timedelta(days=1)
    return seconds


@lru_cache(maxsize=10_000)
def _hours(calendar: OfficeCalendar, day: date) -> tuple[tuple[int, int], ...]:
    return calendar.hours_on(day)


# One case at a time


def steps(log: Log) -> list[Step]:
    """Return every instance with its waiting, service and sojourn time."""
    return [step for events in log.cases().values() for step in _steps_of_case(log, events)]


def _steps_of_case(log: Log, events: Sequence[Event]) -> list[Step]:
    found = []
    first_moment = min(begin_of(event) for event in events)
    for position, event in enumerate(events):
        begin = begin_of(event)
        earlier = [other.end for other in events[:position] if other.end <= begin]
        enabled = max(earlier, default=first_moment)
        started = event.start is not None and event.start <= event.end
        sojourn = log.seconds(enabled, event.end)
        found.append(
            Step(
                event=event,
                position=position,
                before=events[position - 1] if position else None,
                wait=log.seconds(enabled, begin),
                service=log.seconds(begin, event.end) if started else None,
                # of a log without starts, nobody knows when the first instance of a case began
                sojourn=sojourn if log.starts or position else None,
                ready=enabled if log.starts or position else event.end,
            )
        )
    return found


# Groups of instances


def transitions(log: Log, by: str = "activity") -> dict[tuple[str, str], dict[str, object]]:
    """Return, for each pair that follows in completion order, its count, cases, measure and times."""
    label = labels(log, by)
    groups: dict[tuple[str, str], list[Step]] = defaultdict(list)
    for step in steps(log):
        if step.before is not None and _key(step.before, by) is not None and _key(step.event, by) is not None:
            groups[label[_key(step.before, by)], label[_key(step.event, by)]].append(step)
    return {
        pair: {
            "count": len(members),
            "cases": len({member.event.case for member in members}),
            "measure": "waiting" if all(member.service is not None for member in members) else "sojourn",
            "times": [member.wait for member in members],
        }
        for pair, members in groups.items()
    }


def lost(log: Log) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Return, for each pair, the times of those steps that are part of their case's lead time."""
    until = {case: log.span(events)[1] for case, events in log.cases().items()}
    found: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for step in steps(log):
        if step.before is not None and step.event.end <= until[step.event.case]:
            found[step.before.activity, step.event.activity].append(step.wait)
    return found


def activities(log: Log, by: str = "activity") -> dict[str, dict[str, object]]:
    """Return, for each activity (or role, section …), how often, by how many, and how long."""
    label = labels(log, by)
    lengths = {case: len(events) for case, events in log.cases().items()}
    groups: dict[str, list[Step]] = defaultdict(list)
    for step in steps(log):
        if _key(step.event, by) is not None:
            groups[label[_key(step.event, by)]].append(step)
    found = {}
    for name, members in groups.items():
        served = all(member.service is not None for member in members)
        times = [member.service if served else member.sojourn for member in members]
        first = {member.event.case for member in members if member.position == 0}
        last = {m.event.case for m in members if m.position == lengths[m.event.case] - 1}
        found[name] = {
            "instances": len(members),
            "cases": len({member.event.case for member in members}),
            "resources": len({m.event.resource for m in members if m.event.resource is not None}),
            "first_share": len(first) / len(lengths),
            "last_share": len(last) / len(lengths),
            "measure": "service" if served else "sojourn",
            "times": [time for time in times if time is not None],
        }
    return found


def workload(log: Log, by: str) -> dict[str, dict[str, object]]:
    """Return, for each role (section, resource), what it completed and between which moments."""
    label = labels(log, by)
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in log.events:
        if _key(event, by) is not None:
            groups[label[_key(event, by)]].append(event)
    known = sum(len(events) for events in groups.values())
    return {
        name: {
            "instances": len(events),
            "cases": len({event.case for event in events}),
            "share": len(events) / known,
            "first": min(event.end for event in events),
            "last": max(event.end for event in events),
        }
        for name, events in groups.items()
    }


def labels(log: Log, by: str, *, persons: bool = False) -> dict[str | None, str]:
    """Return what may be shown for each name: small groups become others, people P1, P2 … by first appearance."""
    names = {_key(event, by) for event in log.events} - {None}
    if by == "activity":
        return {name: str(name) for name in names}
    shown = {name: str(name) for name in names}
    if by == "resource" and not persons:
        seen = {name: min(e.end for e in log.events if e.resource == name) for name in names}
        order = sorted(names, key=lambda name: (seen[name], name))
        shown = {name: f"P{number}" for number, name in enumerate(order, start=1)}
    for name in names:
        events = [event for event in log.events if _key(event, by) == name]
        people = {event.resource for event in events} - {None}
        few_people = by != "resource" and 0 < len(people) < MIN_PERSONS
        if few_people or len({event.case for event in events}) < MIN_CASES:
            shown[name] = OTHERS
    return shown


def _key(event: Event, by: str) -> str | None:
    value: str | None = getattr(event, by)
    return value


def handover_totals(log: Log, by: str) -> dict[str, float]:
    """Count steps between known holders, changes of hands, and returns to the one before (A, B, A)."""
    known = changed = back = 0
    touched = set()
    for case, events in log.cases().items():
        holders = [_key(event, by) for event in events]
        for place in range(1, len(holders)):
            before, now = holders[place - 1], holders[place]
            if before is None or now is None:
                continue
            known += 1
            if before != now:
                changed += 1
                touched.add(case)
                back += place >= 2 and holders[place - 2] == now
    share = changed / known if known else 0.0
    return {
        "transitions": known,
        "handovers": changed,
        "ping_pongs": back,
        "cases": len(touched),
        "share": share,
    }


# Cases


def variants(log: Log) -> dict[tuple[str, ...], dict[str, object]]:
    """Return each distinct sequence with its number of cases, their lead times, and when it was first seen."""
    groups: dict[tuple[str, ...], list[list[Event]]] = defaultdict(list)
    for events in log.cases().values():
        groups[tuple(event.activity for event in events)].append(events)
    return {
        sequence: {
            "cases": len(members),
            "times": [log.seconds(*log.span(events)) for events in members],
            "seen": min(log.span(events)[0] for events in members),
        }
        for sequence, members in groups.items()
    }


def is_complete(log: Log, events: Sequence[Event]) -> bool:
    """Tell whether a case ends with a declared end activity, what comes after the end left out."""
    counted = [event.activity for event in events if event.activity not in log.after_end]
    return bool(counted) and counted[-1] in log.ends_with


def lead_times(log: Log, by: str | None = None) -> dict[object, list[tuple[float, float]]]:
    """Return the lead times of the cases (if ends are declared: the complete ones) by fiscal year or month of start."""
    groups: dict[object, list[tuple[float, float]]] = defaultdict(list)
    for events in log.cases().values():
        if log.ends_with and not is_complete(log, events):
            continue
        first, last = log.span(events)
        day = log.local(first).date()
        period = {"month": f"{day:%Y-%m}", "fiscal_year": fiscal_year(log, day), None: None}[by]
        groups[period].append(log.seconds(first, last))
    return groups


def fiscal_year(log: Log, day: date) -> int:
    """Return the year in which the fiscal year of a day began."""
    return day.year - 1 if day.month < log.calendar.fiscal_year_start else day.year


def ends(log: Log) -> tuple[Counter[str], Counter[str]]:
    """Count with which activity cases begin and end."""
    first, last = Counter(), Counter()
    for events in log.cases().values():
        first[events[0].activity] += 1
        counted = [event.activity for event in events if event.activity not in log.after_end]
        if counted:
            last[counted[-1]] += 1
    return first, last


def rework(log: Log) -> dict[str, dict[str, object]]:
    """Return, for each activity that comes back in a case, how it does and what time passed meanwhile."""
    found: dict[str, dict[str, object]] = {}
    for case, events in log.cases().items():
        for place, event in enumerate(events):
            earlier = [at for at in range(place) if events[at].activity == event.activity]
            if not earlier:
                continue
            previous = events[earlier[-1]]
            entry = found.setdefault(
                event.activity,
                {"cases": set(), "self_loops": 0, "repetitions": 0, "repeats": 0, "redos": 0, "times": []},
            )
            entry["cases"].add(case)
            entry["self_loops" if earlier[-1] == place - 1 else "repetitions"] += 1
            if previous.resource is not None and event.resource is not None:
                entry["repeats" if previous.resource == event.resource else "redos"] += 1
            entry["times"].append(log.seconds(previous.end, event.end))
    return found


def returns(log: Log, is_return: Callable[[str], bool]) -> dict[tuple[str, str], dict[str, object]]:
    """Return, for each return and the step it comes after, how often, and the time until that step is done again."""
    found: dict[tuple[str, str], dict[str, object]] = {}
    for case, events in log.cases().items():
        for place, event in enumerate(events):
            if place == 0 or not is_return(event.activity):
                continue
            source = events[place - 1]
            entry = found.setdefault(
                (event.activity, source.activity), {"count": 0, "cases": set(), "times": []}
            )
            entry["count"] += 1
            entry["cases"].add(case)
            again = [other for other in events[place + 1 :] if other.activity == source.activity]
            if again:
                entry["times"].append(log.seconds(source.end, again[0].end))
    return found


# Weeks


def backlog(log: Log) -> dict[date, tuple[int, int, int]]:
    """Return for each week the cases that began, that ended, and that were in progress at its end."""
    began, ended = [], []
    for events in log.cases().values():
        first, last = log.span(events)
        began.append(monday(log, first))
        if not log.ends_with or is_complete(log, events):
            ended.append(monday(log, last))
    return _flow(began, ended, weeks=began + ended)


def backlog_by_activity(log: Log) -> dict[tuple[date, str], tuple[int, int, int]]:
    """Return for each week and activity what became ready, what was done, and what lay waiting at its end."""
    every = steps(log)
    weeks = [monday(log, moment) for step in every for moment in (step.ready, step.event.end)]
    found = {}
    for activity in {event.activity for event in log.events}:
        own = [step for step in every if step.event.activity == activity]
        ready = [monday(log, step.ready) for step in own]
        done = [monday(log, step.event.end) for step in own]
        found |= {(week, activity): counts for week, counts in _flow(ready, done, weeks).items()}
    return found


def monday(log: Log, moment: datetime) -> date:
    """Return the Monday of the week of a moment, by the wall clock."""
    day = log.local(moment).date()
    return day - timedelta(days=day.weekday())


def _flow(began: list[date], ended: list[date], weeks: list[date]) -> dict[date, tuple[int, int, int]]:
    found = {}
    week = min(weeks)
    while week <= max(weeks):
        open_ = sum(begin <= week for begin in began) - sum(end <= week for end in ended)
        found[week] = began.count(week), ended.count(week), open_
        week += timedelta(days=7)
    return found


# Rows of a lifecycle


def completed(rows: Iterable[tuple[str, str, str, datetime, int]]) -> list[Event]:
    """Make instances of (case, activity, transition, moment, row): a completion closes the earliest open start."""
    waiting: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    found = []
    for case, activity, transition, moment, row in sorted(rows, key=lambda row: (row[3], row[4])):
        open_ = waiting[case, activity]
        if transition.lower() == "start":
            open_.append(moment)
        elif transition.lower() == "complete":
            start = open_.pop(0) if open_ else None
            found.append(Event(case, activity, moment, start, row=row))
    return found


# Statistics


def quantile(values: Sequence[float], share: float) -> float:
    """Return a quantile, interpolated between neighbours."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def describe(times: Sequence[tuple[float, float]]) -> dict[str, float]:
    """Return the statistics of both measures, under the names of the columns."""
    found = {}
    for place, measure in enumerate(("clock_seconds", "working_seconds")):
        values = [time[place] for time in times]
        if values:
            found[f"{measure}_total"] = sum(values)
            found[f"{measure}_mean"] = sum(values) / len(values)
            found |= {
                f"{measure}_{name}": quantile(values, share)
                for name, share in (("median", 0.5), ("p90", 0.9), ("p95", 0.95))
            }
    return found


def in_zone(event: Event, zone: str) -> Event:
    """Return an event of naive moments with them taken as the zone's wall clock."""
    start = None if event.start is None else event.start.replace(tzinfo=ZoneInfo(zone))
    return replace(event, start=start, end=event.end.replace(tzinfo=ZoneInfo(zone)))


# Which attributes go with slow cases


def ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value from 1 up, equal values sharing the mean of their ranks."""
    return [
        sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2
        for value in values
    ]


def epsilon_squared(groups: Sequence[Sequence[float]]) -> float:
    """Return Kruskal and Wallis' H, corrected for ties, over n - 1: 0 for no difference, 1 for the greatest."""
    values = [value for group in groups for value in group]
    ranked = iter(ranks(values))
    n = len(values)
    sums = [sum(next(ranked) for _ in group) ** 2 / len(group) for group in groups]
    ties = 1 - sum(count**3 - count for count in Counter(values).values()) / (n**3 - n)
    if ties == 0:
        return 0.0
    return (12 / (n * (n + 1)) * sum(sums) - 3 * (n + 1)) / ties / (n - 1)


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the correlation of the ranks; nan if one of them is the same throughout."""
    a, b = ranks(one), ranks(other)
    mean = (len(a) + 1) / 2
    spread = (sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)) ** 0.5
    return (
        sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True)) / spread if spread else float("nan")
    )


def cliffs_delta(group: Sequence[float], others: Sequence[float]) -> float:
    """Return how much likelier a value of the group is to be larger than one of the others than to be smaller."""
    wins = sum((mine > other) - (mine < other) for mine in group for other in others)
    return wins / (len(group) * len(others))
