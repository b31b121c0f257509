"""A procedure written for Prosimos: BPMN and its JSON of resources, times, calendars and shares."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from bprkit.procedure.distributions import Constant
from bprkit.procedure.model import End, Flow, Gateway, Procedure, Start, Task
from bprkit.simulation.inlining import flattened

WEEK = [("08:30:00", "12:00:00"), ("13:00:00", "17:15:00")]
OPEN_SECONDS_A_YEAR = 261 * 7.75 * 3600  # of the fiscal year 2026, Monday to Friday


def write_model(procedure: Procedure, folder: Path) -> tuple[Path, Path]:
    """Write both files; every task has a role and a constant time, every gateway is exclusive and has shares."""
    flat = flattened(procedure)
    flows, gateways = _with_joins(flat.flows)
    model, parameters = folder / "model.bpmn", folder / "parameters.json"
    model.write_text(_bpmn(flat.nodes, flows, gateways), encoding="utf-8")
    parameters.write_text(json.dumps(_parameters(procedure, flat.nodes, flows), indent=1), encoding="utf-8")
    return model, parameters


def _with_joins(flows: tuple[Flow, ...]) -> tuple[list[tuple[str, str, Flow]], list[str]]:
    """Return flows as (source, target, flow), with a join of its own before every node that has several ways in."""
    entering: dict[str, int] = {}
    for flow in flows:
        entering[flow.target] = entering.get(flow.target, 0) + 1
    joined = [target for target, count in entering.items() if count > 1]
    found = [
        (flow.source, f"{flow.target}_join" if flow.target in joined else flow.target, flow) for flow in flows
    ]
    found += [(f"{target}_join", target, Flow(source=target, target=target)) for target in joined]
    return found, [f"{target}_join" for target in joined]


def _bpmn(nodes: Any, flows: list[tuple[str, str, Flow]], joins: list[str]) -> str:
    tags = {Start: "startEvent", End: "endEvent", Task: "task", Gateway: "exclusiveGateway"}
    lines = []
    into = [target for _, target, _ in flows]
    out_of = [source for source, _, _ in flows]
    elements = [(node.id, tags[type(node)]) for node in nodes] + [
        (join, "exclusiveGateway") for join in joins
    ]
    for name, tag in elements:
        direction = "Diverging" if out_of.count(name) > 1 else "Converging"
        more = f' gatewayDirection="{direction}"' if tag == "exclusiveGateway" else ""
        ways = "".join(f"<incoming>f{n}</incoming>" for n, target in enumerate(into) if target == name)
        ways += "".join(f"<outgoing>f{n}</outgoing>" for n, source in enumerate(out_of) if source == name)
        lines.append(f"<{tag} id={quoteattr(name)} name={quoteattr(name)}{more}>{ways}</{tag}>")
    for number, (source, target, _) in enumerate(flows):
        lines.append(
            f'<sequenceFlow id="f{number}" sourceRef={quoteattr(source)} targetRef={quoteattr(target)}/>'
        )
    inside = "\n".join(lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        f'targetNamespace="http://bprkit"><process id="p" isExecutable="true">\n{inside}\n</process></definitions>\n'
    )


def _parameters(procedure: Procedure, nodes: Any, flows: list[tuple[str, str, Flow]]) -> dict[str, Any]:
    periods = [
        {"from": "MONDAY", "to": "FRIDAY", "beginTime": begins, "endTime": ends} for begins, ends in WEEK
    ]
    assert procedure.volume is not None
    gap = OPEN_SECONDS_A_YEAR / procedure.volume.per_year
    tasks = [node for node in nodes if isinstance(node, Task)]
    shares: dict[str, list[tuple[int, float | None]]] = {}
    for number, (source, _, flow) in enumerate(flows):
        shares.setdefault(source, []).append((number, flow.share))
    return {
        "resource_profiles": [
            {
                "id": role.id,
                "name": role.id,
                "resource_list": [
                    {
                        "id": role.id,
                        "name": role.id,
                        "cost_per_hour": "0",
                        "amount": role.headcount,
                        "calendar": "week",
                        "assignedTasks": [task.id for task in tasks if task.role == role.id],
                    }
                ],
            }
            for role in procedure.roles
        ],
        "arrival_time_distribution": _distribution("expon", gap, 0, gap * 1000),
        "arrival_time_calendar": periods,
        "gateway_branching_probabilities": [
            {
                "gateway_id": source,
                "probabilities": [
                    {"path_id": f"f{number}", "value": str(_rest(ways) if share is None else share)}
                    for number, share in ways
                ],
            }
            for source, ways in shares.items()
            if len(ways) > 1
        ],
        "task_resource_distribution": [
            {"task_id": task.id, "resources": [{"resource_id": task.role, **_fixed(task)}]} for task in tasks
        ],
        "resource_calendars": [{"id": "week", "name": "week", "time_periods": periods}],
        "event_distribution": [],
    }


def _rest(ways: list[tuple[int, float | None]]) -> float:
    return round(1 - sum(share for _, share in ways if share is not None), 9)


def _fixed(task: Task) -> dict[str, Any]:
    assert isinstance(task.touch, Constant)
    seconds = task.touch.value * 60
    return _distribution("fix", seconds, 0, 1)


def _distribution(name: str, *parameters: float) -> dict[str, Any]:
    return {"distribution_name": name, "distribution_params": [{"value": value} for value in parameters]}
