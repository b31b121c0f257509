"""How often each place is visited by a case of one class: a linear system, exact for loops and branches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.procedure.expecting.linear import solved
from bprkit.procedure.expecting.plain import ENTRY, EXIT, Plain, Way, name_of

if TYPE_CHECKING:
    import networkx as nx

_EQUAL = 1e-9


class UnevenJoinError(InputError):
    """A join waits for ways that do not all come equally often."""


@dataclass(frozen=True)
class Course:
    """The part of the graph that one class of cases takes, with the weight of each way."""

    drawn: Plain
    weights: tuple[float, ...]

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """The places that can be reached, and the ways that are ever taken, under their numbers."""
        import networkx as nx

        whole: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        whole.add_nodes_from(self.drawn.places)
        for number, (way, weight) in enumerate(zip(self.drawn.ways, self.weights, strict=True)):
            if weight > 0:
                whole.add_edge(way.source, way.target, key=number)
        for split, join in self.passed_over.items():
            if self.none_taken(split) > 0:
                whole.add_edge(split, join, key=-1)
        reached = {ENTRY} | nx.descendants(whole, ENTRY)
        graph: nx.MultiDiGraph[str] = whole.subgraph(reached).copy()
        return graph

    @cached_property
    def into(self) -> Mapping[str, list[int]]:
        """The numbers of the ways that come into each place."""
        found: dict[str, list[int]] = {place: [] for place in self.graph}
        for _, target, number in self.graph.edges(keys=True):
            if number >= 0:
                found[target].append(number)
        return {place: sorted(numbers) for place, numbers in found.items()}

    @cached_property
    def out_of(self) -> Mapping[str, list[int]]:
        """The numbers of the ways that leave each place and are ever taken."""
        found: dict[str, list[int]] = {place: [] for place in self.graph}
        for source, _, number in self.graph.edges(keys=True):
            if number >= 0:
                found[source].append(number)
        return {place: sorted(numbers) for place, numbers in found.items()}

    @cached_property
    def passed_over(self) -> Mapping[str, str]:
        """The inclusive join after each inclusive split, where a case goes if it takes none of the ways between."""
        import networkx as nx

        drawn = self.drawn
        splits = [place.id for place in drawn.places.values() if place.split == "some"]
        joins = {place.id for place in drawn.places.values() if place.join == "some"}
        if not splits:
            return {}
        backward = nx.DiGraph((way.target, way.source) for way in drawn.ways)
        after = nx.immediate_dominators(backward, EXIT)
        return {split: join for split in splits if (join := _first_in(split, after, joins)) is not None}

    def none_taken(self, split: str) -> float:
        """Return how likely a case takes none of the ways of an inclusive split."""
        none = 1.0
        for number in self.declared[split]:
            flow = self.way(number).flow
            if flow is not None and flow.otherwise:
                return 0.0
            none *= 1 - self.weights[number]
        return none

    @cached_property
    def declared(self) -> Mapping[str, list[int]]:
        """The numbers of the ways that leave each place, taken or not."""
        return self.drawn.ways_from()

    @cached_property
    def waited_for(self) -> Mapping[str, list[int]]:
        """The numbers of the ways that lead to each place, taken or not."""
        found: dict[str, list[int]] = {place: [] for place in self.drawn.places}
        for number, way in enumerate(self.drawn.ways):
            found[way.target].append(number)
        return found

    @cached_property
    def always_before(self) -> Mapping[str, str]:
        """For each place the nearest one that every case passes before it."""
        import networkx as nx

        return dict(nx.immediate_dominators(nx.DiGraph(self.graph), ENTRY))

    @cached_property
    def always_after(self) -> Mapping[str, str]:
        """For each place the nearest one that every case passes after it."""
        import networkx as nx

        return dict(nx.immediate_dominators(nx.DiGraph(self.graph).reverse(), EXIT))

    def way(self, number: int) -> Way:
        """Return the way of a number."""
        return self.drawn.ways[number]


def _first_in(place: str, after: Mapping[str, str], wanted: set[str]) -> str | None:
    while place in after and after[place] not in (None, place):
        place = after[place]
        if place in wanted:
            return place
    return None


def visits(course: Course) -> Mapping[str, float] | None:
    """Return the expected visits of each place that is reached, or None where an inclusive join has no clear split.

    Raises InputError for places from which the end is never reached, and UnevenJoinError for a parallel join that waits
    in vain.
    """
    import numpy as np

    _refuse_traps(course)
    places = list(course.graph)
    number_of = {place: number for number, place in enumerate(places)}
    less: dict[tuple[int, int], float] = defaultdict(float)
    begin = np.zeros(len(places))
    begin[number_of[ENTRY]] = 1.0
    for place in places:
        row = number_of[place]
        ways = course.into[place]
        join = course.drawn.places[place].join
        if join == "some":
            source = _opened_by(course, place)
            if source is None:
                return None
            less[row, number_of[source]] += 1.0
            continue
        part = len(ways) if join == "all" else 1
        for way in ways:
            less[row, number_of[course.way(way).source]] += course.weights[way] / part
    answer = solved(less, begin)
    if answer is None or not np.all(np.isfinite(answer)) or answer.min() < -_EQUAL or answer.max() > 1e9:
        raise InputError(
            en="In this procedure a loop starts new parallel work each time, more and more. Join it before the loop goes back.",
            ja="繰り返しのたびに並行する作業が増え続けます。戻る前に並行する流れを合流させてください。",
        )
    found = {place: max(float(count), 0.0) for place, count in zip(places, answer, strict=True)}
    _refuse_waiting_in_vain(course, found)
    return found


def handovers(course: Course, counts: Mapping[str, float], holder: Mapping[str, str]) -> float:
    """Return how often the work passes from one holder to another; places without a holder are passed through.

    holder: who works at a place. Parallel branches hand over each on its own, at the split and at the join.
    """
    import numpy as np

    free = [place for place in course.graph if place not in holder]
    number_of = {place: number for number, place in enumerate(free)}
    people = sorted(set(holder.values()))
    column = {person: number for number, person in enumerate(people)}
    through: dict[tuple[int, int], float] = defaultdict(float)
    to_people = np.zeros((len(free), len(people)))

    def onward(place: str) -> list[tuple[str, float]]:
        found = [(course.way(way).target, course.weights[way]) for way in course.out_of[place]]
        if (join := course.passed_over.get(place)) and (none := course.none_taken(place)) > 0:
            found.append((join, none))
        return found

    for place in free:
        for target, weight in onward(place):
            if target in holder:
                to_people[number_of[place], column[holder[target]]] += weight
            else:
                through[number_of[place], number_of[target]] += weight
    reach = solved(through, to_people) if free and people else to_people
    if reach is None:
        raise ArithmeticError("a place without an exit was let through")
    total = 0.0
    for place in course.graph:
        if place in holder:
            for target, weight in onward(place):
                if target in holder:
                    total += counts[place] * weight * (holder[target] != holder[place])
                else:
                    next_people = reach[number_of[target]]
                    total += (
                        counts[place] * weight * float(next_people.sum() - next_people[column[holder[place]]])
                    )
    return total


def _opened_by(course: Course, join: str) -> str | None:
    """Return the place that is passed exactly as often as an inclusive join: none if that cannot be told."""
    if join in course.drawn.scopes:
        return course.drawn.scopes[join]
    source = course.always_before[join]
    if _first_in(source, course.always_after, {join}) is None:
        return None
    waiting, seen = list(course.graph.successors(source)), {join}
    while waiting:
        place = waiting.pop()
        if place == source:
            return None  # it can come again before the join
        if place not in seen:
            seen.add(place)
            waiting += course.graph.successors(place)
    return source


def _refuse_traps(course: Course) -> None:
    import networkx as nx

    graph: Any = course.graph
    for component in nx.attracting_components(graph):
        if EXIT not in component:
            names = [name_of(course.drawn.places[place], place) for place in graph if place in component]
            shown = list(dict.fromkeys(names))[:5]
            raise InputError(
                en=f"From '{shown[0]}' no way leads to an end: cases go round and round ({', '.join(shown)}). Add a way out.",
                ja=f"「{shown[0]}」から終わりへ行けません（{'、'.join(shown)} を回り続けます）。抜ける流れを加えてください。",
            )


def _refuse_waiting_in_vain(course: Course, counts: Mapping[str, float]) -> None:
    for place in course.graph:
        if course.drawn.places[place].join != "all":
            continue
        declared = len(course.waited_for[place])
        come = [counts[course.way(way).source] * course.weights[way] for way in course.into[place]]
        if len(come) == declared and max(come) - min(come) <= _EQUAL * max(1.0, max(come)):
            continue
        name = name_of(course.drawn.places[place], place)
        listed = ", ".join(f"{share:.3g}" for share in (*come, *[0.0] * (declared - len(come))))
        raise UnevenJoinError(
            en=f"The parallel join '{name or place}' waits for ways that do not all come ({listed} times a case). "
            "Join choices with an exclusive gateway, and every branch of a parallel split with a parallel one.",
            ja=f"並行の合流「{name or place}」が、来ない流れを待ち続けます（1件あたり {listed} 回）。"
            "選択の後は排他で、並行の後は並行で合流させてください。",
        )
