"""How many working minutes each step takes a case: work, and waits for causes outside the model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bprkit.errors import InputError
from bprkit.procedure.distributions import AnyDistribution, Constant, scaled
from bprkit.procedure.expecting.plain import Plain
from bprkit.procedure.model import Message, Node, Period, Task, Timer, Wait

_FIRST, _LAST = dt.date(2024, 4, 1), dt.date(2028, 3, 31)
"""Four fiscal years, one with 29 February: over them calendar days are made into office days."""


@dataclass(frozen=True)
class OfficeTime:
    """minutes: of an office day. open_share: office days among all days."""

    minutes: float
    open_share: float


def office_time(calendar: str) -> OfficeTime:
    """Return how long an office day is, and how many days are such; raises InputError for an unknown calendar.

    >>> office_time("jp").minutes
    465.0
    """
    from bprkit.calendar import load_calendar

    office = load_calendar(calendar)
    days = (_LAST - _FIRST).days + 1
    return OfficeTime(office.working_day_seconds / 60, office.office_days(_FIRST, _LAST) / days)


def durations(drawn: Plain, office: OfficeTime) -> Mapping[str, tuple[AnyDistribution, ...]]:
    """Return for each place the times that a case spends there, one after the other, in working minutes.

    A 後閲 or 供覧 that comes after a 決裁 takes none: the case does not wait for it. Nor does a deadline.
    """
    late = after_decision(drawn)
    found: dict[str, tuple[AnyDistribution, ...]] = {}
    for place in drawn.places.values():
        node = place.node
        if node is None or place.id.endswith(("\0exit", "\0split")):
            continue
        if node.id in late:
            continue
        times = tuple(time for time in _times(node, office) if time != Constant(0))
        if any(_lowest(time) < 0 for time in times):
            raise InputError(
                en=f"'{node.title or node.id}' takes less than no time. Correct its touch or its wait.",
                ja=f"「{node.title or node.id}」の時間が負です。touch か wait を直してください。",
            )
        if times:
            found[place.id] = times
    return found


def _times(node: Node, office: OfficeTime) -> list[AnyDistribution]:
    if isinstance(node, Task):
        return [*([node.touch] if node.touch else []), *_waited(node.wait, office)]
    if isinstance(node, Message):
        return _waited(node.wait, office)
    if isinstance(node, Timer) and node.period is not None and not node.deadline:
        return [Constant(working_minutes(node.period, office))]
    return []


def _waited(wait: Wait | None, office: OfficeTime) -> list[AnyDistribution]:
    if wait is None:
        return []
    return [wait.length if wait.unit == "minutes" else scaled(wait.length, office.minutes)]


def working_minutes(period: Period, office: OfficeTime) -> float:
    """Return how many working minutes a period holds on average; days of closure are spread evenly over the year."""
    a_day = office.minutes * office.open_share
    minutes = {
        "calendar_days": a_day,
        "working_days": office.minutes,
        "calendar_months": a_day * 365.25 / 12,
        "working_hours": 60.0,
    }
    return period.amount * minutes[period.unit]


def _lowest(time: AnyDistribution) -> float:
    return float(time.quantile(0.0)) if not hasattr(time, "sd") else 0.0


def after_decision(drawn: Plain) -> set[str]:
    """Return each 後閲 and 供覧 to which a way leads from a 決裁 or 代決, 差戻し aside."""
    import networkx as nx

    tasks = {place.id: place.node for place in drawn.places.values() if isinstance(place.node, Task)}
    ways = [way for way in drawn.ways if way.flow is None or not way.flow.rework]
    graph = nx.DiGraph((way.source, way.target) for way in ways)
    graph.add_nodes_from(drawn.places)
    decided = [place for place, task in tasks.items() if task.act in ("decide", "act_for")]
    start = "\0decided"
    graph.add_edges_from((start, place) for place in decided)
    later = set(nx.descendants(graph, start)) if decided else set()
    return {place for place in later & tasks.keys() if tasks[place].act in ("review_after", "inform")}
