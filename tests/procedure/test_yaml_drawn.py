"""The procedures that hypothesis draws are sound, and leave out no field of the model: other tests rest on that."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings

from bprkit.procedure import model
from bprkit.procedure.distributions import Constant, Empirical, LogNormal, Triangular
from bprkit.procedure.model import End, Node, Procedure, Start, SubProcess, walk
from procedures import procedures

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def parts(value: Any) -> Iterator[Any]:
    """Yield every dataclass within a value, itself included."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield value
        for field in dataclasses.fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from parts(item)
    elif hasattr(value, "values"):
        yield from parts(tuple(value.values()))


def default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


@pytest.mark.slow
def test_every_field_of_the_model_is_drawn_with_more_than_its_default() -> None:
    seen: set[tuple[str, str]] = set()

    @given(procedures())
    @settings(max_examples=200, suppress_health_check=SLOW)
    def look(procedure: Procedure) -> None:
        for part in parts(procedure):
            for field in dataclasses.fields(part):
                if getattr(part, field.name) != default(field):
                    seen.add((type(part).__name__, field.name))

    look()
    own = [kind for kind in vars(model).values() if dataclasses.is_dataclass(kind) and kind is not Node]
    every = {
        (kind.__name__, field.name)
        for kind in (*own, Constant, Triangular, LogNormal, Empirical)
        for field in dataclasses.fields(kind)
    }
    assert every - seen == set()


@given(procedures())
@settings(max_examples=60, suppress_health_check=SLOW)
def test_every_node_is_reached_and_leads_to_an_end(procedure: Procedure) -> None:
    levels = [(procedure.nodes, procedure.flows)]
    levels += [(node.nodes, node.flows) for node in walk(procedure.nodes) if isinstance(node, SubProcess)]
    for nodes, flows in levels:
        graph = model.as_graph(nodes, flows)
        assert graph.number_of_edges() == len(flows)
        (start,) = (node.id for node in nodes if isinstance(node, Start))
        assert {start, *nx.descendants(graph, start)} == set(graph)
        ends = {node.id for node in nodes if isinstance(node, End)}
        assert all(node in ends or ends & nx.descendants(graph, node) for node in graph)


@given(procedures(foreign=False, subprocesses=False, events=False, acts=False))
@settings(max_examples=40, suppress_health_check=SLOW)
def test_what_is_left_out_is_not_drawn(procedure: Procedure) -> None:
    kinds = {type(part).__name__ for part in parts(procedure)}
    assert not kinds & {"Foreign", "SubProcess", "Event"}
    assert all(task.act is None for task in procedure.tasks)
