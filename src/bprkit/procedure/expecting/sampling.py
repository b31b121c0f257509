"""Cases played through one by one, for graphs whose parallel branches do not meet as they parted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from bprkit.errors import InputError
from bprkit.procedure.distributions import AnyDistribution
from bprkit.procedure.expecting.plain import ENTRY, EXIT, name_of
from bprkit.procedure.expecting.visits import Course
from bprkit.procedure.model import End

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_STEPS = 100_000
_POOL = 4096


@dataclass(frozen=True, eq=False)
class Played:
    """times: of each case, in minutes. visits: of each place, a case."""

    times: NDArray[np.float64]
    visits: Mapping[str, float]


def play(
    course: Course, spent: Mapping[str, tuple[AnyDistribution, ...]], cases: int, rng: np.random.Generator
) -> Played:
    """Play so many cases; raises InputError where a case gets stuck or never ends."""
    import numpy as np

    table = _Table(course, spent, rng)
    counts: dict[str, int] = defaultdict(int)
    times = np.array([table.one_case(counts) for _ in range(cases)])
    return Played(times, {place: counts[place] / cases for place in course.graph})


class _Pool:
    """Drawn values, many at a time."""

    def __init__(self, rng: np.random.Generator, times: tuple[AnyDistribution, ...] = ()) -> None:
        self.rng, self.times = rng, times
        self.left: list[float] = []

    def next(self) -> float:
        if not self.left:
            drawn = self.rng.random(_POOL) if not self.times else 0.0
            for time in self.times:
                drawn = drawn + time.quantile(self.rng.random(_POOL))
            self.left = drawn.tolist()  # type: ignore[union-attr]
        return self.left.pop()


class _Table:
    """The course, and the tokens that lie on it."""

    def __init__(
        self, course: Course, spent: Mapping[str, tuple[AnyDistribution, ...]], rng: np.random.Generator
    ) -> None:
        import networkx as nx

        self.course = course
        self.chance = _Pool(rng)
        self.spent = {place: _Pool(rng, times) for place, times in spent.items()}
        waiting = [
            place for place in course.graph if course.drawn.places[place].join == "some" and place != EXIT
        ]
        self.before = {join: nx.ancestors(course.graph, join) - {join} for join in waiting}

    def one_case(self, counts: dict[str, int]) -> float:
        """Play one case and return how long it took."""
        self.queue: list[tuple[float, int, str, int]] = [(0.0, 0, ENTRY, -1)]
        self.drawn_tokens = 0
        self.at_all: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
        self.at_some: dict[str, float] = {}
        last = 0.0
        steps = 0
        while self.queue:
            time, _, place, way = heappop(self.queue)
            steps += 1
            if steps > MOST_STEPS:
                raise self._endless(place)
            last = max(last, time)
            if place == EXIT:
                counts[EXIT] += 1
            elif self._joined(place, way, time):
                node = self.course.drawn.places[place].node
                counts[place] += 1
                if isinstance(node, End) and node.outcome == "terminated":
                    return time
                self._go_on(place, time)
            self._release(last, counts)
        stuck = [place for place, ways in self.at_all.items() if any(ways.values())]
        if stuck:
            raise self._stuck(stuck[0])
        return last

    def _joined(self, place: str, way: int, time: float) -> bool:
        join = self.course.drawn.places[place].join
        if join == "each":
            return True
        if join == "some":
            self.at_some[place] = time
            return False
        ways = self.at_all[place]
        ways[way].append(time)
        declared = self.course.waited_for[place]
        if not all(ways[number] for number in declared):
            return False
        for number in declared:
            ways[number].pop(0)
        return True

    def _release(self, now: float, counts: dict[str, int]) -> None:
        """Let an inclusive join go on when nothing more can come to it."""
        for join in list(self.at_some):
            lying = {place for _, _, place, _ in self.queue}
            lying |= {place for place, ways in self.at_all.items() if any(ways.values())}
            lying |= {place for place in self.at_some if place != join}
            others = any(place == join for _, _, place, _ in self.queue)
            if not others and not lying & self.before[join]:
                del self.at_some[join]
                counts[join] += 1
                self._go_on(join, now)

    def _go_on(self, place: str, time: float) -> None:
        course = self.course
        pool = self.spent.get(place)
        done = time + (pool.next() if pool else 0.0)
        numbers = course.out_of[place]
        split = course.drawn.places[place].split
        if split == "one":
            ways = [self._chosen(numbers)]
        elif split == "all":
            ways = numbers
        else:
            rest = [number for number in numbers if (flow := course.way(number).flow) and flow.otherwise]
            ways = [
                number
                for number in numbers
                if number not in rest and self.chance.next() < course.weights[number]
            ]
            ways = ways or rest
            if not ways and place in course.passed_over:
                self._put(done, course.passed_over[place], -1)
        for number in ways:
            self._put(done, course.way(number).target, number)

    def _chosen(self, numbers: list[int]) -> int:
        if len(numbers) > 1:
            left = self.chance.next()
            for number in numbers[:-1]:
                left -= self.course.weights[number]
                if left < 0:
                    return number
        return numbers[-1]

    def _put(self, time: float, place: str, way: int) -> None:
        self.drawn_tokens += 1
        heappush(self.queue, (time, self.drawn_tokens, place, way))

    def _stuck(self, place: str) -> InputError:
        name = name_of(self.course.drawn.places[place], place)
        return InputError(
            en=f"A case waits for ever at the parallel join '{name}'. "
            "Lead every branch there, or end the case with 'terminated'.",
            ja=f"並行の合流「{name}」で待ち続ける案件があります。"
            "すべての流れをそこへつなぐか、終わりを terminated にしてください。",
        )

    def _endless(self, place: str) -> InputError:
        name = name_of(self.course.drawn.places[place], place)
        return InputError(
            en=f"A case has not ended after {MOST_STEPS:,} steps, last at '{name}'. Check the loops there.",
            ja=f"{MOST_STEPS:,} 工程を経ても終わらない案件があります（最後は「{name}」）。繰り返しを確かめてください。",
        )
