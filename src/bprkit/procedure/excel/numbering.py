"""The rows of a flow: every node with its number, those of a sub-process under its own (3.1, 3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bprkit.procedure.excel.holding import holds
from bprkit.procedure.excel.layout import plain
from bprkit.procedure.model import Flow, Node, Procedure, SubProcess


@dataclass(frozen=True)
class Numbered:
    """A node in its row. key: what stands in the column ID: the id, or a stand-in that a cell can hold."""

    node: Node
    number: str
    key: str
    parent: str


@dataclass(frozen=True)
class Way:
    """A flow between two rows of one container; turn: how many ways between the same two come before it."""

    flow: Flow
    source: Numbered
    target: Numbered
    turn: int

    @property
    def key(self) -> tuple[str, str, int]:
        """The keys of its rows and its turn: by this it is called on the sheet その他."""
        return self.source.key, self.target.key, self.turn


@dataclass(frozen=True)
class Container:
    """The procedure itself (number and key "") or a sub-process: its rows and its flows.

    ways: the flows between its rows, in the order in which rows and their column 次工程 tell them. original: its flows as
    they are, each as the way it is, or itself where it leads out of the container or to nothing.
    """

    number: str
    key: str
    rows: tuple[Numbered, ...]
    ways: tuple[Way, ...]
    original: tuple[Way | Flow, ...]


def stand_in(place: str) -> str:
    """Return a key for what has an id that no cell holds, or that is there twice."""
    return f"#{place}"


def containers_of(procedure: Procedure) -> tuple[Container, ...]:
    """Return the procedure and its sub-processes, the outer before the inner.

    >>> box = SubProcess(id="box", nodes=(Node(id="inside"),))
    >>> [[row.number for row in part.rows] for part in containers_of(Procedure(id="p", nodes=(Node(id="a"), box)))]
    [['1', '2'], ['2.1']]
    """
    return tuple(_containers("", "", procedure.nodes, procedure.flows, set()))


def _containers(
    number: str, key: str, nodes: tuple[Node, ...], flows: tuple[Flow, ...], taken: set[str]
) -> Iterator[Container]:
    rows = []
    for turn, node in enumerate(nodes, 1):
        own = f"{number}.{turn}" if number else str(turn)
        fit = holds(node.id) and not node.id.startswith("#") and plain(node.id) not in taken
        rows.append(Numbered(node, own, node.id if fit else stand_in(own), number))
        taken.add(plain(node.id))
    yield _container(number, key, tuple(rows), flows)
    for row in rows:
        if isinstance(row.node, SubProcess):
            yield from _containers(row.number, row.key, row.node.nodes, row.node.flows, taken)


def _container(number: str, key: str, rows: tuple[Numbered, ...], flows: tuple[Flow, ...]) -> Container:
    row_of: dict[str, Numbered] = {}
    for row in rows:
        row_of.setdefault(row.node.id, row)
    turns: dict[tuple[str, str], int] = {}
    original: list[Way | Flow] = []
    for flow in flows:
        if flow.source not in row_of or flow.target not in row_of:
            original.append(flow)
            continue
        turn = turns.get((flow.source, flow.target), 0)
        turns[flow.source, flow.target] = turn + 1
        original.append(Way(flow, row_of[flow.source], row_of[flow.target], turn))
    place = {row.key: turn for turn, row in enumerate(rows)}
    ways = sorted((way for way in original if isinstance(way, Way)), key=lambda way: place[way.source.key])
    return Container(number, key, rows, tuple(ways), tuple(original))
