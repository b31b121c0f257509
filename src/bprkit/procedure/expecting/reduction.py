"""The lead time of one class of cases: the graph is taken apart piece by piece until one way is left, from entry to exit.

Three pieces are known. A place with one way on at a time is taken out: each way into it is led on along each way out of
it, and going round in a loop becomes a geometric number of rounds; this is exact for choices and loops however they cross.
Branches of a parallel split that meet at a join become one, as long as the longest. Branches of an inclusive split too,
each only as often as it is taken. Where parallel branches do not meet in such a way, nothing fits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from bprkit.procedure.expecting.plain import ENTRY, EXIT
from bprkit.procedure.expecting.times import Allowance, Grid, Timing, after, at_once, latest, mixed, repeated
from bprkit.procedure.expecting.visits import Course

Ports = frozenset[int]


class IrreducibleError(Exception):
    """Parallel branches do not meet as they parted."""


@dataclass(frozen=True, eq=False)
class _Lead:
    """One possible way on: how likely, how long it takes, where to, and as which of the ways that a join waits for."""

    share: float
    timing: Timing
    target: str
    ports: Ports


Branch = list[_Lead]


def lead_time(course: Course, spent: Mapping[str, Timing], grid: Grid, allowed: Allowance) -> Timing:
    """Return the time from entry to exit, `spent` at each place; raises IrreducibleError and TooMuchError."""
    reduction = _Reduction(course, spent, grid, allowed)
    while reduction.collapse() or reduction.take_out():
        pass
    return reduction.whole()


class _Reduction:
    """The graph as far as it is taken apart. branches: of each place; several only at a split.

    sources: the places with leads to a place, and how many; coming: of all these leads, and partly: those that bring only
    some of the ways that a join waits for. Only what a change touches is looked at again: `changed` may have branches to
    collapse, `waiting` holds the places that can be taken out, those that join the fewest ways first.
    """

    def __init__(self, course: Course, spent: Mapping[str, Timing], grid: Grid, allowed: Allowance) -> None:
        self.course, self.grid, self.allowed = course, grid, allowed
        self.places = {place: course.drawn.places[place] for place in course.graph}
        self.needed = {place: frozenset(numbers) for place, numbers in course.into.items()}
        self.turn = {place: number for number, place in enumerate(self.places)}
        self.branches: dict[str, list[Branch]] = {}
        self.activated: dict[str, list[float]] = {}
        self.sources: dict[str, Counter[str]] = {place: Counter() for place in self.places}
        self.coming = dict.fromkeys(self.places, 0)
        self.partly = dict.fromkeys(self.places, 0)
        self.changed: dict[str, None] = {}
        self.waiting: list[tuple[int, int, str]] = []
        for place, drawn in self.places.items():
            leads = [self._lead(number, spent.get(place, at_once())) for number in course.out_of[place]]
            if drawn.split == "one" or place == EXIT:
                self._put(place, [leads])
            else:
                self._split(place, leads)

    def _put(self, place: str, branches: list[Branch]) -> None:
        """Give a place new branches."""
        self._count(place, -1)
        self.branches[place] = branches
        self._count(place, 1)
        self.changed[place] = None
        self._offer(place)

    def _count(self, place: str, by: int) -> None:
        touched: dict[str, None] = {}
        for branch in self.branches.get(place, ()):
            for lead in branch:
                target = lead.target
                self.sources[target][place] += by
                if not self.sources[target][place]:
                    del self.sources[target][place]
                self.coming[target] += by
                if self.places[target].join != "each" and not lead.ports >= self.needed[target]:
                    self.partly[target] += by
                touched[target] = None
        for target in touched:
            self._offer(target)

    def _offer(self, place: str) -> None:
        """Queue a place if it can be taken out as it stands now."""
        if self._is_free(place):
            heappush(self.waiting, (self._cost(place), self.turn[place], place))

    def _is_free(self, place: str) -> bool:
        return (
            len(self.branches.get(place, ())) == 1
            and not self.partly[place]
            and place not in self.activated
            and place not in (ENTRY, EXIT)
        )

    def _cost(self, place: str) -> int:
        return self.coming[place] * len(self.branches[place][0])

    def _lead(self, number: int, timing: Timing) -> _Lead:
        way = self.course.way(number)
        return _Lead(self.course.weights[number], timing, way.target, frozenset([number]))

    def _split(self, place: str, leads: Branch) -> None:
        if any(lead.share < 1 for lead in leads):
            self.activated[place] = [lead.share for lead in leads]
        if leads:
            self._put(place, [[_Lead(1.0, lead.timing, lead.target, lead.ports)] for lead in leads])
            return
        join = self.course.passed_over.get(place)
        if join is None:
            raise IrreducibleError
        self._put(place, [[_Lead(1.0, at_once(), join, self.needed[join] or frozenset([-1]))]])

    def collapse(self) -> bool:
        """Make branches that meet into one; return whether any did."""
        done = False
        while self.changed:
            place, _ = self.changed.popitem()
            if place in self.activated:
                done |= self._collapse_some(place)
            elif len(self.branches.get(place, ())) > 1:
                done |= self._collapse_all(place)
        return done

    def _collapse_all(self, place: str) -> bool:
        branches = [self._tidy(branch) for branch in self.branches[place]]
        by_join: dict[str, list[_Lead]] = {}
        apart: list[Branch] = []
        for branch in branches:
            if len(branch) == 1 and self.places[branch[0].target].join != "each":
                by_join.setdefault(branch[0].target, []).append(branch[0])
            else:
                apart.append(branch)
        met: list[Branch] = []
        for join, leads in by_join.items():
            ports = frozenset().union(*(lead.ports for lead in leads))
            if self.places[join].join == "all" and len(ports) != sum(len(lead.ports) for lead in leads):
                raise IrreducibleError  # two tokens on one way: the join would begin a second round
            self.allowed.spend(*(lead.timing for lead in leads))
            timing = latest([(1.0, lead.timing) for lead in leads], None, self.grid)
            met.append([_Lead(1.0, timing, join, ports)])
        fewer = len(met) + len(apart) < len(branches)
        if fewer or any(len(new) < len(old) for new, old in zip(branches, self.branches[place], strict=True)):
            self._put(place, [*met, *apart])
        return fewer

    def _collapse_some(self, place: str) -> bool:
        branches = [self._tidy(branch) for branch in self.branches[place]]
        join = self.course.passed_over.get(place)
        if join is None or any(len(branch) != 1 or branch[0].target != join for branch in branches):
            return False
        shares = self.activated.pop(place)
        ways = [self.course.way(number) for number in self.course.out_of[place]]
        rest = [bool(way.flow and way.flow.otherwise) for way in ways]
        active = [
            (share, branch[0].timing)
            for share, branch, last in zip(shares, branches, rest, strict=True)
            if not last
        ]
        otherwise = next(
            (branch[0].timing for branch, last in zip(branches, rest, strict=True) if last), None
        )
        ports = frozenset().union(*(branch[0].ports for branch in branches))
        self._put(place, [[_Lead(1.0, latest(active, otherwise, self.grid), join, ports)]])
        return True

    def _tidy(self, branch: Branch) -> Branch:
        """Make leads to the same place one; into an inclusive join it does not matter on which way."""
        grouped: dict[tuple[str, Ports], list[_Lead]] = {}
        for lead in branch:
            ports = lead.ports if self.places[lead.target].join == "all" else frozenset()
            grouped.setdefault((lead.target, ports), []).append(lead)
        tidy = []
        for (target, _), leads in grouped.items():
            share = sum(lead.share for lead in leads)
            if len(leads) > 1:
                self.allowed.spend(*(lead.timing for lead in leads))
            timing = mixed([(lead.share / share, lead.timing) for lead in leads])
            tidy.append(_Lead(share, timing, target, frozenset().union(*(lead.ports for lead in leads))))
        return tidy

    def take_out(self) -> bool:
        """Take out the place that joins the fewest ways; return whether there was one."""
        while self.waiting:
            cost, _, place = heappop(self.waiting)
            if self._is_free(place) and cost == self._cost(place):
                self._take_out(place)
                return True
        return False

    def _take_out(self, place: str) -> None:
        (branch,) = self.branches[place]
        self._count(place, -1)
        del self.branches[place]
        onward = self._without_loop(place, self._tidy(branch))
        for source in sorted(self.sources[place], key=self.turn.__getitem__):
            branches = []
            for leads in self.branches[source]:
                if any(lead.target == place for lead in leads):
                    kept = [lead for lead in leads if lead.target != place]
                    arriving = self._tidy_at(place, [lead for lead in leads if lead.target == place])
                    leads = self._tidy([*kept, *self._led_on(arriving, onward)])
                branches.append(leads)
            self._put(source, branches)

    def _led_on(self, arriving: _Lead, onward: Branch) -> Branch:
        for lead in onward:
            self.allowed.spend(arriving.timing, lead.timing)
        return [
            _Lead(
                arriving.share * lead.share,
                after(arriving.timing, lead.timing, self.grid),
                lead.target,
                lead.ports,
            )
            for lead in onward
        ]

    def _tidy_at(self, place: str, leads: Branch) -> _Lead:
        share = sum(lead.share for lead in leads)
        return _Lead(share, mixed([(lead.share / share, lead.timing) for lead in leads]), place, frozenset())

    def _without_loop(self, place: str, branch: Branch) -> Branch:
        loops = [lead for lead in branch if lead.target == place]
        if not loops:
            return branch
        round_ = self._tidy_at(place, loops)
        if round_.share >= 1:
            raise IrreducibleError
        self.allowed.spend(*[round_.timing] * 20)
        rounds = repeated(round_.share, round_.timing, self.grid)
        return [
            _Lead(
                lead.share / (1 - round_.share),
                after(rounds, lead.timing, self.grid),
                lead.target,
                lead.ports,
            )
            for lead in branch
            if lead.target != place
        ]

    def whole(self) -> Timing:
        """Return the time of the one way that is left."""
        branches = self.branches[ENTRY]
        if len(self.branches) == 2 and len(branches) == 1:
            tidy = self._tidy(branches[0])
            if len(tidy) == 1 and tidy[0].target == EXIT:
                return tidy[0].timing
        raise IrreducibleError
