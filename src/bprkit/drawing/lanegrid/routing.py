"""The way of each link over a coarse grid: odd cells hold places, even lines are channels between them.

One A* search a link, straight ones first and ways back last; then those that cross others are taken up and laid again,
now that all others are known. A route is a list of grid points at which it begins, turns and ends.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from heapq import heappop, heappush

from bprkit.drawing.lanegrid.plan import Link, Plan

Grid = tuple[int, int]
RIGHT, DOWN, LEFT, UP = range(4)
_BEND = 2.2
_CROSSING = 2.5
_BESIDE = 0.35
_FORK = 4.0
_AGAIN = 1
_MANY_WAYS = 90
"""From so many links on, ways are laid once, and searched for less thoroughly."""

# what it costs to use a side of a place: right, down, left, up
_LEAVE = (0.0, 0.9, 7.0, 0.9)
_LEAVE_FORK = (0.0, 0.3, 7.0, 0.3)
_ENTER = (7.0, 2.0, 0.0, 2.0)
_LEAVE_BACK = (1.8, 0.0, 2.6, 0.0)
_ENTER_BACK = (4.0, 0.2, 1.0, 0.2)


_STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))
_GREED = 1.4
"""In large grids the rest of a way is taken for longer than it can be: less is searched, and ways are nearly as good."""
# bends that are needed at least: by direction, then target before, level, after along, then across
_BENDS = (
    ((2, 2, 2), (2, 0, 2), (1, 0, 1)),
    ((2, 2, 1), (2, 0, 0), (2, 2, 1)),
    ((1, 0, 1), (2, 0, 2), (2, 2, 2)),
    ((1, 2, 2), (0, 0, 2), (1, 2, 2)),
)


def _distances(count: int, target: int) -> tuple[list[int], list[int]]:
    """Return for each line how far the target is, and whether it lies before (0), on (1) or after it (2)."""
    return [abs(target - at) for at in range(count)], [
        1 + (target > at) - (target < at) for at in range(count)
    ]


class Router:
    """The grid, and what has been laid on it."""

    def __init__(self, plan: Plan, column: Sequence[int], row: Sequence[int], rows: int) -> None:
        self.plan = plan
        self.wide = 2 * (max(column, default=0) + 1) + 1
        self.tall = 2 * rows + 1
        self.cells = [(2 * c + 1, 2 * r + 1) for c, r in zip(column, row, strict=True)]
        size = self.wide * self.tall
        self.held = bytearray(size)
        for x, y in self.cells:
            self.held[y * self.wide + x] = 1
        self.along = [0] * size  # ways that run along through a cell
        self.across = [0] * size
        self.ports: list[list[list[tuple[int, bool]]]] = [[[], [], [], []] for _ in plan.places]
        self.routes: dict[int, list[Grid]] = {}
        self.order: list[int] = []
        self.greed = 1.0 if len(plan.links) < _MANY_WAYS else _GREED

    def lay_all(self, order: Sequence[int] | None = None) -> list[list[Grid]]:
        """Lay every link, in this order if one is given; return the routes in the order of the links."""
        links = self.plan.links
        order = sorted(range(len(links)), key=self._turn) if order is None else list(order)
        self.order = order
        for number in order:
            self._lay(number)
        if len(links) < _MANY_WAYS:
            for number in order * _AGAIN:
                if self._crosses(number):
                    self._take_up(number)
                    self._lay(number)
        return [self.routes[number] for number in range(len(links))]

    def _turn(self, number: int) -> tuple[bool, bool, int, int, int]:
        """Return when a link is laid: straight ones first, then those across most lanes, so that forks nest."""
        link = self.plan.links[number]
        (x0, y0), (x1, y1) = self.cells[link.source], self.cells[link.target]
        return link.back, x0 != x1 and y0 != y1, -abs(y0 - y1), abs(x0 - x1), number

    # -- what a route takes up

    def _lay(self, number: int) -> None:
        link = self.plan.links[number]
        route = self._itself(link) if link.source == link.target else self._search(number, link)
        self.routes[number] = route
        self._mark(route, 1)
        out, into = _direction(route[0], route[1]), (_direction(route[-2], route[-1]) + 2) % 4
        self.ports[link.source][out].append((number, True))
        self.ports[link.target][into].append((number, False))

    def _take_up(self, number: int) -> None:
        link, route = self.plan.links[number], self.routes.pop(number)
        self._mark(route, -1)
        out, into = _direction(route[0], route[1]), (_direction(route[-2], route[-1]) + 2) % 4
        self.ports[link.source][out].remove((number, True))
        self.ports[link.target][into].remove((number, False))

    def _mark(self, route: Sequence[Grid], by: int) -> None:
        for (x0, y0), (x1, y1) in itertools.pairwise(route):
            if y0 == y1:
                for x in range(min(x0, x1), max(x0, x1) + 1):
                    self.along[y0 * self.wide + x] += by
            else:
                for y in range(min(y0, y1), max(y0, y1) + 1):
                    self.across[y * self.wide + x0] += by

    def _crosses(self, number: int) -> bool:
        route = self.routes[number]
        inner = [
            (x, y, y0 == y1)
            for (x0, y0), (x1, y1) in itertools.pairwise(route)
            for x in range(min(x0, x1), max(x0, x1) + 1)
            for y in range(min(y0, y1), max(y0, y1) + 1)
        ]
        turns = set(route)
        for x, y, flat in inner:
            other = self.across if flat else self.along
            if other[y * self.wide + x] > ((x, y) in turns) and not self.held[y * self.wide + x]:
                return True
        return len(route) > 4

    def _itself(self, link: Link) -> list[Grid]:
        x, y = self.cells[link.source]
        return [(x, y), (x + 1, y), (x + 1, y - 1), (x, y - 1), (x, y)]

    # -- the search

    def _side(self, place: int, side: int, leaving: bool, link: Link) -> float:
        fork = self.plan.places[place].small
        if link.back:
            cost = (_LEAVE_BACK if leaving else _ENTER_BACK)[side]
        elif leaving:
            cost = (_LEAVE_FORK if fork else _LEAVE)[side]
        else:
            cost = _ENTER[side]
        for _, other_leaving in self.ports[place][side]:
            if other_leaving != leaving:
                cost += 4.0
            elif leaving:
                cost += _FORK if fork or link.back else 2.5
            else:
                cost += 1.6 if fork or link.back else 0.6
        return cost

    def _search(self, number: int, link: Link) -> list[Grid]:
        """Return the cheapest way.

        Ways turn where channels meet, and onto the row and column of their own two places; nothing is gained elsewhere.
        """
        wide, tall, held, along, across = self.wide, self.tall, self.held, self.along, self.across
        (sx, sy), (tx, ty) = self.cells[link.source], self.cells[link.target]
        target = ty * wide + tx
        enter = [self._side(link.target, (d + 2) % 4, False, link) for d in range(4)]
        far_x, side_x = _distances(wide, tx)
        far_y, side_y = _distances(tall, ty)
        turn_x = [x % 2 == 0 or x in (sx, tx) for x in range(wide)]
        turn_y = [y % 2 == 0 or y in (sy, ty) for y in range(tall)]
        greed = self.greed
        queue: list[
            tuple[float, int, float, int, int, int, int]
        ] = []  # estimate, number, cost, x, y, direction, from
        done: dict[int, int] = {}  # cell*4+direction: the state before it
        least: dict[int, float] = {}
        count = 0
        for d in range(4):
            queue.append((0.0, count, self._side(link.source, d, True, link) - _BEND, sx, sy, d, -1))
            count += 1
        while queue:
            _, _, cost, x, y, d, origin = heappop(queue)
            cell = y * wide + x
            state = cell * 4 + d
            if state in done:
                continue
            done[state] = origin
            if cell == target and origin >= 0:
                return self._route(state, done, (sx, sy))
            ways = (d,) if origin < 0 else (d, (d + 1) % 4, (d + 3) % 4)
            for d2 in ways:
                flat = d2 % 2 == 0
                if not (turn_y[y] if flat else turn_x[x]):
                    continue
                dx, dy = _STEPS[d2]
                now = cost + (0.0 if d2 == d and origin >= 0 else _BEND)
                nx, ny = x, y
                crossed, beside = (across, along) if flat else (along, across)
                blocked = False
                while True:  # one cell, or two up to the next channel
                    nx += dx
                    ny += dy
                    if not (0 <= nx < wide and 0 <= ny < tall):
                        blocked = True
                        break
                    following = ny * wide + nx
                    now += 1.0
                    if following == target:
                        now += enter[d2]
                        break
                    if held[following]:
                        blocked = True
                        break
                    if crossed[following]:
                        now += _CROSSING * crossed[following]
                    if beside[following]:
                        now += _BESIDE * beside[following]
                    if (ny if flat else nx) % 2:
                        now += 0.15
                    if turn_x[nx] if flat else turn_y[ny]:
                        break
                if blocked:
                    continue
                new = following * 4 + d2
                if new in done or now >= least.get(new, 1e9) - 1e-9:
                    continue
                least[new] = now
                guess = far_x[nx] + far_y[ny] + _BENDS[d2][side_x[nx]][side_y[ny]] * _BEND
                heappush(queue, (now + guess * greed, count, now, nx, ny, d2, state))
                count += 1
        raise AssertionError(f"no way for link {number}")  # the outermost channels are always free

    def _route(self, state: int, origin: dict[int, int], source: Grid) -> list[Grid]:
        cells: list[Grid] = []
        while origin[state] >= 0:
            y, x = divmod(state // 4, self.wide)
            cells.append((x, y))
            state = origin[state]
        cells.append(source)
        cells.reverse()
        turns = [cells[0]]
        for one, two, three in zip(cells, cells[1:], cells[2:], strict=False):
            if (one[1] == two[1]) != (two[1] == three[1]):
                turns.append(two)
        return [*turns, cells[-1]]


def _direction(one: Grid, other: Grid) -> int:
    if one[1] == other[1]:
        return RIGHT if other[0] > one[0] else LEFT
    return DOWN if other[1] > one[1] else UP
