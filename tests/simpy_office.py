"""The same semantics once more, in SimPy: written from the words of the model alone, without the compiled loop's code.

Tokens are processes, roles are desks, and office hours are walked spell by spell.
"""

from __future__ import annotations

import datetime as dt
import heapq
import math
import random
from collections import defaultdict
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import simpy

from bprkit.calendar import OfficeCalendar, load_calendar
from bprkit.procedure.distributions import AnyDistribution, Constant, LogNormal, Triangular
from bprkit.procedure.model import End, Flow, Gateway, Procedure, Start, Task
from bprkit.simulation.staffing import section_shares

DAY = 86_400.0
YEAR_BEGINS = dt.date(2026, 4, 1)


@dataclass
class Case:
    """A case under way: how many tokens it has, and who has come to which join."""

    arrival: float
    section: str
    counts: bool
    tokens: int = 1
    come: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    chosen: dict[str, int] = field(default_factory=dict)


class Desk:
    """People of a role: whoever is free takes, of all that lie there at a moment, the one of the lowest rank."""

    def __init__(self, env: simpy.Environment, people: int) -> None:
        self.env, self.free = env, people
        self.lying: list[tuple[float, int, simpy.Event]] = []
        self.count = 0

    def line_up(self, rank: float) -> simpy.Event:
        """Return what happens when it is this one's turn."""
        turn = self.env.event()
        self.count += 1
        heapq.heappush(self.lying, (rank, self.count, turn))
        self.env.timeout(0).callbacks.append(self._serve)  # type: ignore[union-attr]
        return turn

    def leave(self) -> None:
        """Be free again."""
        self.free += 1
        self.env.timeout(0).callbacks.append(self._serve)  # type: ignore[union-attr]

    def _serve(self, _: simpy.Event) -> None:
        while self.free and self.lying:
            self.free -= 1
            heapq.heappop(self.lying)[2].succeed()


class Office:
    """One run of a procedure. The ways of a split X that does not exclude meet again at X_join."""

    def __init__(self, procedure: Procedure, seed: int, days: int, *, oldest_first: bool) -> None:
        self.procedure, self.oldest_first = procedure, oldest_first
        self.chance = random.Random(seed)
        self.env = simpy.Environment()
        self.until = days * DAY
        self.calendar = load_calendar(procedure.calendar)
        self.spells = list(_spells(self.calendar, days + 900))
        self.node_of = {node.id: node for node in procedure.nodes}
        self.leaving: dict[str, list[Flow]] = defaultdict(list)
        for flow in procedure.flows:
            self.leaving[flow.source].append(flow)
        self.sections = section_shares(procedure)
        self.desks: dict[tuple[str, str], Desk] = {}
        for role in procedure.roles:
            assert isinstance(role.headcount, int)
            for section in [""] if role.pooled else self.sections:
                self.desks[role.id, section] = Desk(self.env, role.headcount)
        self.filling: dict[tuple[str, str], list[tuple[float, simpy.Event]]] = defaultdict(list)
        self.leads: list[float] = []
        self.waits: dict[str, list[float]] = defaultdict(list)
        self.open_cases, self.arriving = 0, True
        self.closed_hours: set[int] = set()
        self.came: list[float] = []

    def run(self) -> None:
        """Run until every case of the period has ended; others come in meanwhile."""
        self.env.process(self._arrivals())
        while self.arriving or self.open_cases:
            self.env.step()

    def _arrivals(self) -> Generator[simpy.Event, Any, None]:
        start = next(node.id for node in self.procedure.nodes if isinstance(node, Start))
        names, shares = list(self.sections), list(self.sections.values())
        while True:
            yield self.env.process(self._next_comes())
            counts = self.env.now < self.until
            self.arriving = counts
            case = Case(self.env.now, self.chance.choices(names, shares)[0], counts)
            self.open_cases += counts
            self.came.append(self.env.now)
            self._enter(case, start)

    def _next_comes(self) -> Generator[simpy.Event, Any, None]:
        """Let time go by until the next case comes: evenly through open hours, or by the hours of the day."""
        volume = self.procedure.volume
        assert volume is not None
        if not volume.hourly:
            year = sum(closes - opens for opens, closes in _spells(self.calendar, 365))
            yield self._work(self.chance.expovariate(volume.per_year / year))
            return
        most = max(self.hourly_rates)
        while True:  # of those who could come, some do: thinning
            yield self.env.timeout(self.chance.expovariate(most))
            if self.chance.random() < self._rate_now() / most:
                return

    @cached_property
    def hourly_rates(self) -> list[float]:
        """Cases a second of each hour of the day, while cases of that hour come."""
        volume = self.procedure.volume
        assert volume is not None
        found = []
        for hour, weight in enumerate(volume.hourly):
            seconds = sum(
                max(0.0, min(closes % DAY or DAY, hour * 3600 + 3600) - max(opens % DAY, hour * 3600))
                for opens, closes in _spells(self.calendar, 365)
            )
            self.closed_hours |= set() if seconds else {hour}
            length = seconds or 3600 * len({opens // DAY for opens, _ in _spells(self.calendar, 365)})
            found.append(volume.per_year * weight / sum(volume.hourly) / length)
        return found

    def _rate_now(self) -> float:
        now, hour = self.env.now, int(self.env.now % DAY // 3600)
        day = YEAR_BEGINS + dt.timedelta(days=int(now // DAY))
        spells = self.calendar.hours_on(day)
        comes = bool(spells) if hour in self.closed_hours else any(a <= now % DAY < b for a, b in spells)
        return self.hourly_rates[hour] if comes else 0.0

    def _enter(self, case: Case, place: str) -> None:
        """Let a token into a node, and begin the tasks that it comes to; parallel ways in the order in which they stand."""
        node = self.node_of[place]
        if isinstance(node, Task):
            self.env.process(self._do(case, node))
            return
        if isinstance(node, Gateway) and place.endswith("_join") and node.logic != "exclusive":
            case.come[place] += 1
            if case.come[place] < case.chosen[place]:
                return
            case.tokens -= case.come[place] - 1
            case.come[place] = 0
        if isinstance(node, End):
            case.tokens -= 1
            if case.tokens == 0 and case.counts:
                self.leads.append(self.env.now - case.arrival)
                self.open_cases -= 1
            return
        targets = self._next(node)
        if isinstance(node, Gateway) and node.logic != "exclusive" and len(self.leaving[place]) > 1:
            case.chosen[f"{place}_join"] = max(1, len(targets))
            targets = targets or [f"{place}_join"]
            case.tokens += len(targets) - 1
        for target in targets:
            self._enter(case, target)

    def _next(self, node: Any) -> list[str]:
        flows = self.leaving[node.id]
        if len(flows) == 1:
            return [flows[0].target]
        if node.logic == "parallel":
            return [flow.target for flow in flows]
        if node.logic == "inclusive":
            return [flow.target for flow in flows if self.chance.random() < (flow.share or 0.0)]
        return self.chance.choices([flow.target for flow in flows], [flow.share or 0.0 for flow in flows])

    def _do(self, case: Case, task: Task) -> Generator[simpy.Event, Any, None]:
        assert task.role is not None and task.touch is not None
        if task.wait is not None:
            factor = 60.0 if task.wait.unit == "minutes" else self.calendar.working_day_seconds
            yield self._work(self._drawn(task.wait.length) * factor)
        role = self.procedure.role_of[task.role]
        section = "" if role.pooled else case.section
        desk, rank = self.desks[task.role, section], case.arrival if self.oldest_first else 0.0
        if task.batch is None:
            ready, turn = self.env.now, desk.line_up(rank)
        else:
            taken_up = self.env.event()
            waiting = self.filling[task.id, section]
            waiting.append((rank, taken_up))
            if len(waiting) == task.batch.size:
                for its_rank, its in waiting:
                    its.succeed(desk.line_up(its_rank))
                waiting.clear()
            turn = yield taken_up
            ready = self.env.now
        yield turn
        if case.counts:
            self.waits[task.id].append(self._open_between(ready, self.env.now))
        yield self._work(self._drawn(task.touch) * 60)
        desk.leave()
        self._enter(case, self._next(task)[0])

    def _drawn(self, given: AnyDistribution) -> float:
        if isinstance(given, Constant):
            return given.value
        if isinstance(given, Triangular):
            return self.chance.triangular(given.low, given.high, given.likely)
        assert isinstance(given, LogNormal)
        sigma = math.sqrt(math.log(1 + (given.sd / given.mean) ** 2))
        return self.chance.lognormvariate(math.log(given.mean) - sigma**2 / 2, sigma)

    def _work(self, seconds: float) -> simpy.Event:
        """Return what happens when so much open time has gone by."""
        now, left = self.env.now, seconds
        for opens, closes in self._spells_from(now):
            begins = max(opens, now)
            if left <= closes - begins:
                return self.env.timeout(begins + left - now)
            left -= closes - begins
        raise AssertionError("the run is longer than its calendar")

    def _open_between(self, begin: float, end: float) -> float:
        total = 0.0
        for opens, closes in self._spells_from(begin):
            if opens >= end:
                break
            total += min(closes, end) - max(opens, begin)
        return total

    def _spells_from(self, moment: float) -> Iterator[tuple[float, float]]:
        from bisect import bisect_right

        first = bisect_right(self.spells, moment, key=lambda spell: spell[1])
        for place in range(first, len(self.spells)):
            yield self.spells[place]


def _spells(calendar: OfficeCalendar, days: int) -> Iterator[tuple[float, float]]:
    for day in range(days):
        for opens, closes in calendar.hours_on(YEAR_BEGINS + dt.timedelta(days=day)):
            yield day * DAY + opens, day * DAY + closes
