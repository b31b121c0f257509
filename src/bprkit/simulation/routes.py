"""Flows, conditions and joins as rows of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bprkit.errors import InputError
from bprkit.procedure.model import Categories, End, Flow, Gateway, Node, Procedure
from bprkit.simulation import program as code
from bprkit.simulation.inlining import Flat
from bprkit.simulation.sampling import Row, categories_row, key_of, row_of

_OPERATORS = {
    "=": code.EQUAL,
    "!=": code.UNEQUAL,
    "<": code.LESS,
    "<=": code.AT_MOST,
    ">": code.MORE,
    ">=": code.AT_LEAST,
}
_ROUNDING = 1e-6


class Attributes:
    """The attributes of all procedures, one after another; words are told by number."""

    def __init__(self, procedures: Sequence[Procedure], values: list[float]) -> None:
        self.rows: list[tuple[Any, ...]] = []
        self.first = [0]
        self.names: list[str] = []
        self._words: dict[tuple[int, str], dict[str, float]] = {}
        self._numbers: dict[tuple[int, str], int] = {}
        for number, procedure in enumerate(procedures):
            for name, attribute in procedure.attributes.items():
                self._numbers[number, name] = len(self.rows)
                row: Row
                if isinstance(attribute, Categories):
                    row = categories_row(list(attribute.shares.values()), values, name)
                    words = {word: float(place) for place, word in enumerate(attribute.shares)}
                    self._words[number, name] = words
                else:
                    row = row_of(attribute, values)
                self.rows.append((key_of("attribute", name), *row[1:], row[0]))
                self.names.append(name)
            self.first.append(len(self.rows))

    def test(self, number: int, name: str, value: float | str, where: str) -> tuple[int, float]:
        """Return an attribute's number and a value as the program compares it."""
        if (number, name) not in self._numbers:
            raise InputError(
                en=f"'{where}' asks about {name}, which no case has. Add it to `attributes`.",
                ja=f"「{where}」の条件にある「{name}」が attributes にありません。追加してください。",
            )
        words = self._words.get((number, name))
        if words is not None:
            return self._numbers[number, name], words.get(str(value), -1.0)
        return self._numbers[number, name], float("nan") if isinstance(value, str) else float(value)

    def word(self, place: int, procedure: int, value: float) -> str | float:
        """Return the value of an attribute as people say it."""
        words = self._words.get((procedure, self.names[place]))
        return value if words is None else list(words)[int(value)]


@dataclass
class Routes:
    """Rows of flows and of their tests; of each node the first flow and the end, and how it sends."""

    flows: list[tuple[Any, ...]]
    tests: list[tuple[Any, ...]]
    spans: list[tuple[int, int]]
    sending: list[int]


def routes(
    procedures: Sequence[Procedure],
    flats: Sequence[Flat],
    place: Mapping[tuple[int, str], int],
    attributes: Attributes,
) -> Routes:
    """Return the flows of all procedures; raises InputError for a node that nothing follows, and for shares above 1."""
    made = Routes([], [], [], [])
    for number, flat in enumerate(flats):
        leaving: dict[str, list[Flow]] = {node.id: [] for node in flat.nodes}
        for flow in flat.flows:
            leaving[flow.source].append(flow)
        for node in flat.nodes:
            where = str(node.title) or node.id
            ways = leaving[node.id]
            if not ways and not isinstance(node, End):
                raise InputError(
                    en=f"{procedures[number].title}: nothing follows '{where}'. Say where it goes on, or end there.",
                    ja=f"{procedures[number].title}：「{where}」の次がありません。次の工程か終了を入れてください。",
                )
            first = len(made.flows)
            sending = sending_of(node, ways)
            total = 0.0
            for flow, share in zip(ways, _shares(ways, where), strict=True):
                total = total + share if sending == code.BY_SHARE else share
                before = len(made.tests)
                for test in flow.condition.tests if flow.condition else ():
                    attribute, value = attributes.test(number, test.attribute, test.value, where)
                    made.tests.append((value, attribute, _OPERATORS[test.operator]))
                to = place[number, flow.target]
                made.flows.append((total, to, flow.otherwise, flow.rework, before, len(made.tests)))
            if sending == code.BY_SHARE and abs(total - 1) > _ROUNDING:
                raise InputError(
                    en=f"The shares of the ways from '{where}' add up to {total:.1%}. Make them 100%.",
                    ja=f"「{where}」から出る割合の合計が {total:.1%} です。100%にしてください。",
                )
            made.sending.append(sending)
            made.spans.append((first, len(made.flows)))
    return made


def sending_of(node: Node, ways: Sequence[Flow]) -> int:
    """Return how a node sends cases on."""
    if len(ways) <= 1:
        return code.SINGLE
    by_condition = any(flow.condition is not None for flow in ways)
    chosen = code.BY_CONDITION if by_condition else code.BY_SHARE
    if isinstance(node, Gateway):
        return {"parallel": code.ALL, "inclusive": code.SOME}.get(node.logic, chosen)
    alike = all(flow.condition is None and flow.share is None and not flow.otherwise for flow in ways)
    return code.ALL if alike else chosen


def _shares(ways: Sequence[Flow], where: str) -> list[float]:
    """Return the share of each way; those without one divide the rest evenly."""
    for flow in ways:
        if flow.share is not None and not 0 <= flow.share <= 1:
            raise InputError(
                en=f"A share of the ways from '{where}' is {flow.share:g}. It has to be between 0% and 100%.",
                ja=f"「{where}」から出る割合が {flow.share:g} です。0%から100%の間にしてください。",
            )
    given = sum(flow.share for flow in ways if flow.share is not None)
    without = sum(flow.share is None for flow in ways)
    rest = max(0.0, 1.0 - given) / without if without else 0.0
    return [rest if flow.share is None else flow.share for flow in ways]


@dataclass(frozen=True)
class Joins:
    """Of each node what it does with several ways in, its number as a join, ways in; of a split the join and node where they meet."""

    joining: list[int]
    number: list[int]
    needed: list[int]
    waits_at: list[int]
    meets: list[int]
    count: int


def joins(
    nodes: Sequence[Node],
    flats: Sequence[Flat],
    place: Mapping[tuple[int, str], int],
    sending: Callable[[int], int],
) -> Joins:
    """Return what waits where."""
    entering = [0] * len(nodes)
    for number, flat in enumerate(flats):
        for flow in flat.flows:
            entering[place[number, flow.target]] += 1
    joining, numbers, count = [], [], 0
    for at, node in enumerate(nodes):
        logic = node.logic if isinstance(node, Gateway) and entering[at] > 1 else "exclusive"
        kind = {"parallel": code.WAIT_FOR_ALL, "inclusive": code.WAIT_FOR_CHOSEN}.get(logic, code.THROUGH)
        joining.append(kind)
        numbers.append(count if kind != code.THROUGH else -1)
        count += kind != code.THROUGH
    waits_at, meets = [-1] * len(nodes), [-1] * len(nodes)
    if any(sending(at) == code.SOME for at in range(len(nodes))):
        for number, flat in enumerate(flats):
            splits = [
                node.id for node in flat.nodes if sending(place[number, node.id]) in (code.ALL, code.SOME)
            ]
            for split, join in _meetings(flat, splits).items():
                at = meets[place[number, split]] = place[number, join]
                if joining[at] == code.WAIT_FOR_CHOSEN:
                    waits_at[place[number, split]] = numbers[at]
    return Joins(joining, numbers, entering, waits_at, meets, count)


def _meetings(flat: Flat, splits: Sequence[str]) -> dict[str, str]:
    """Return for each split the node where all its ways meet again: its post-dominator."""
    import networkx as nx

    backwards: nx.DiGraph[str] = nx.DiGraph()
    backwards.add_node("")
    backwards.add_edges_from((flow.target, flow.source) for flow in flat.flows if not flow.rework)
    backwards.add_edges_from(("", node.id) for node in flat.nodes if isinstance(node, End))
    found = nx.immediate_dominators(backwards, "")
    return {split: found[split] for split in splits if found.get(split) not in (None, "", split)}
