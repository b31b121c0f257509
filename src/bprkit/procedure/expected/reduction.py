"""The lead time of one class of cases: the graph is taken apart piece by piece until one way is left, from entry to exit.

Three pieces are known. A place with one way on at a time is taken out: each way into it is led on along each way out of
it, and going round in a loop becomes a geometric number of rounds; this is exact for choices and loops however they cross.
Branches of a parallel split that meet at a join become one, as long as the longest. Branches of an inclusive split too,
each only as often as it is taken. Where parallel branches do not meet in such a way, nothing fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bprkit.procedure.expected.plain import ENTRY, EXIT
from bprkit.procedure.expected.times import Grid, Timing, after, at_once, latest, mixed, repeated
from bprkit.procedure.expected.visits import Course

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


def lead_time(course: Course, spent: Mapping[str, Timing], grid: Grid) -> Timing:
    """Return the time from entry to exit, `spent` at each place; raises IrreducibleError."""
    reduction = _Reduction(course, spent, grid)
    while reduction.collapse() or reduction.take_out():
        pass
    return reduction.whole()


class _Reduction:
    """The graph as far as it is taken apart. branches: of each place; several only at a split."""

    def __init__(self, course: Course, spent: Mapping[str, Timing], grid: Grid) -> None:
        self.course, self.grid = course, grid
        self.places = {place: course.drawn.places[place] for place in course.graph}
        self.needed = {place: frozenset(numbers) for place, numbers in course.into.items()}
        self.branches: dict[str, list[Branch]] = {}
        self.activated: dict[str, list[float]] = {}
        for place, drawn in self.places.items():
            leads = [self._lead(number, spent.get(place, at_once())) for number in course.out_of[place]]
            if drawn.split == "one" or place == EXIT:
                self.branches[place] = [leads]
                continue
            self._split(place, leads)

    def _lead(self, number: int, timing: Timing) -> _Lead:
        way = self.course.way(number)
        return _Lead(self.course.weights[number], timing, way.target, frozenset([number]))

    def _split(self, place: str, leads: Branch) -> None:
        certain = [_Lead(1.0, lead.timing, lead.target, lead.ports) for lead in leads]
        self.branches[place] = [[lead] for lead in certain]
        if any(lead.share < 1 for lead in leads) or not leads:
            self.activated[place] = [lead.share for lead in leads]
        if not leads:
            join = self.course.passed_over.get(place)
            if join is None:
                raise IrreducibleError
            self.branches[place] = [[_Lead(1.0, at_once(), join, self.needed[join] or frozenset([-1]))]]
            del self.activated[place]

    def collapse(self) -> bool:
        """Make branches that meet into one; return whether any did."""
        done = False
        for place in list(self.branches):
            if place in self.activated:
                done |= self._collapse_some(place)
            elif len(self.branches[place]) > 1:
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
            timing = latest([(1.0, lead.timing) for lead in leads], None, self.grid)
            met.append([_Lead(1.0, timing, join, ports)])
        fewer = len(met) + len(apart) < len(branches)
        self.branches[place] = [*met, *apart]
        return fewer

    def _collapse_some(self, place: str) -> bool:
        branches = [self._tidy(branch) for branch in self.branches[place]]
        self.branches[place] = branches
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
        self.branches[place] = [[_Lead(1.0, latest(active, otherwise, self.grid), join, ports)]]
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
            timing = mixed([(lead.share / share, lead.timing) for lead in leads])
            tidy.append(_Lead(share, timing, target, frozenset().union(*(lead.ports for lead in leads))))
        return tidy

    def take_out(self) -> bool:
        """Take out the place that joins the fewest ways; return whether there was one."""
        coming: dict[str, int] = dict.fromkeys(self.branches, 0)
        partly: set[str] = set()
        for branches in self.branches.values():
            for branch in branches:
                for lead in branch:
                    coming[lead.target] += 1
                    if self.places[lead.target].join != "each" and not lead.ports >= self.needed[lead.target]:
                        partly.add(lead.target)
        free = [
            place
            for place, branches in self.branches.items()
            if place not in (ENTRY, EXIT)
            and place not in partly
            and place not in self.activated
            and len(branches) == 1
        ]
        if not free:
            return False
        self._take_out(min(free, key=lambda place: coming[place] * len(self.branches[place][0])))
        return True

    def _take_out(self, place: str) -> None:
        (branch,) = self.branches.pop(place)
        onward = self._without_loop(place, self._tidy(branch))
        for source, branches in self.branches.items():
            for number, leads in enumerate(branches):
                if any(lead.target == place for lead in leads):
                    kept = [lead for lead in leads if lead.target != place]
                    arriving = self._tidy_at(place, [lead for lead in leads if lead.target == place])
                    self.branches[source][number] = self._tidy([*kept, *self._led_on(arriving, onward)])

    def _led_on(self, arriving: _Lead, onward: Branch) -> Branch:
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
