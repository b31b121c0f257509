"""A procedure as plain data in its full form: every step with its id, and `next` where the list alone does not say it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from bprkit.procedure import units
from bprkit.procedure.code_words import DAYS
from bprkit.procedure.model import (
    Attribute,
    Batch,
    Categories,
    End,
    Event,
    Flow,
    Foreign,
    Gateway,
    Materials,
    Message,
    Node,
    Period,
    Procedure,
    Role,
    Start,
    SubProcess,
    Task,
    Timer,
    Title,
    Volume,
)


class Inline(dict[Any, Any]):
    """A mapping that is written on one line."""


class InlineList(list[Any]):
    """A list that is written on one line."""


class Folded(str):
    """A text of one line that is written on several, which end at these places."""

    ends: tuple[int, ...]

    def __new__(cls, text: str, ends: tuple[int, ...]) -> Folded:
        """Return the text with the places."""
        folded = super().__new__(cls, text)
        folded.ends = ends
        return folded


def to_plain(procedure: Procedure) -> dict[str, Any]:
    """Return the procedure as mappings, lists, texts and numbers, as they stand in a YAML file."""
    steps, flows = _graph(procedure.nodes, procedure.flows)
    return _without_nothing(
        {
            "id": procedure.id,
            "title": title(procedure.title),
            "state": procedure.state,
            "owner": procedure.owner,
            "legal_basis": InlineList(procedure.legal_basis),
            "calendar": procedure.calendar if procedure.calendar != "jp" else None,
            "volume": _volume(procedure.volume),
            "sections": _sections(procedure.sections),
            "attributes": {name: _attribute(one) for name, one in procedure.attributes.items()},
            "delegation": procedure.delegation,
            "roles": [_role(role) for role in procedure.roles],
        }
    ) | _without_nothing(
        {
            "steps": steps,
            "flows": flows,
            "needs": [
                _without_nothing(
                    {
                        "kind": need.kind,
                        "title": title(need.title) or "",
                        "citation": need.citation,
                        "network": need.network,
                        "note": need.note,
                    }
                )
                for need in procedure.needs
            ],
            "loses": [
                _without_nothing(
                    {
                        "role": loss.role,
                        "step": loss.step,
                        "agreed_by": loss.agreed_by,
                        "agreed_on": loss.agreed_on and loss.agreed_on.isoformat(),
                    }
                )
                for loss in procedure.loses
            ],
            "source": procedure.source,
            "note": procedure.note,
            "bpmn": _foreign(procedure.foreign),
        },
        keep=("steps",),
    )


def _without_nothing(data: Mapping[str, Any], keep: Sequence[str] = ()) -> dict[str, Any]:
    def missing(value: Any) -> bool:
        return value is None or value is False or (isinstance(value, list | dict) and not value)

    return {key: value for key, value in data.items() if key in keep or not missing(value)}


def title(value: Title) -> Any:
    """Return a title: one text if it is only Japanese."""
    if value.en is None:
        return value.ja or None
    return Inline({"ja": value.ja, "en": value.en} if value.ja else {"en": value.en})


def _graph(nodes: Sequence[Node], flows: Sequence[Flow]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return steps with their `next`, and the flows that cannot stand there: those out of the order of their sources."""
    order = {node.id: place for place, node in enumerate(nodes)}
    ordered = 0
    reached = 0
    while ordered < len(flows) and order.get(flows[ordered].source, -1) >= reached:
        reached = order[flows[ordered].source]
        ordered += 1
    leaving: dict[str, list[Flow]] = {}
    for flow in flows[:ordered]:
        leaving.setdefault(flow.source, []).append(flow)
    steps = []
    for place, node in enumerate(nodes):
        following = nodes[place + 1].id if place + 1 < len(nodes) else None
        step = _step(node)
        step |= _next(node, leaving.get(node.id, []), following)
        steps.append(step | _without_nothing({"bpmn": _foreign(node.foreign)}))
    return steps, [Inline({"from": flow.source, **way(flow)}) for flow in flows[ordered:]]


def _next(node: Node, leaving: list[Flow], following: str | None) -> dict[str, Any]:
    implied = following if not isinstance(node, End) else None
    plain = [flow for flow in leaving if flow == Flow(source=flow.source, target=flow.target)]
    if len(leaving) == len(plain) == 1:
        return {} if leaving[0].target == implied else {"next": leaving[0].target}
    if not leaving:
        return {} if implied is None else {"next": InlineList()}
    return {"next": [flow.target if flow in plain else way(flow) for flow in leaving]}


def way(flow: Flow) -> Inline:
    """Return what a flow says, without its source."""
    return Inline(
        _without_nothing(
            {
                "to": flow.target,
                "id": flow.id,
                "share": None if flow.share is None else units.write_share(flow.share),
                "when": None if flow.condition is None else str(flow.condition),
                "otherwise": flow.otherwise,
                "rework": flow.rework,
                "title": title(flow.title),
                "mandatory": flow.mandatory and flow.mandatory.citation,
                "estimate": flow.estimate,
                "bpmn": _foreign(flow.foreign),
            },
            keep=("to",),
        )
    )


def _step(node: Node) -> dict[str, Any]:
    kind, said = _said(node)
    head: dict[str, Any] = {kind: said, "id": node.id}
    if isinstance(node, Start | End):
        head |= _without_nothing({"title": title(node.title)})
    fields: dict[str, Any] = {"role": node.role}
    if isinstance(node, Task):
        fields |= _task(node)
    elif isinstance(node, Gateway):
        fields["logic"] = node.logic if node.logic != "exclusive" else None
    elif isinstance(node, Timer):
        fields |= {"period": _period(node.period), "deadline": node.deadline}
    elif isinstance(node, Message):
        fields |= {"partner": node.partner, "wait": node.wait and _inline(units.write_wait(node.wait))}
    elif isinstance(node, Event):
        fields["throws"] = node.throws
    elif isinstance(node, SubProcess):
        steps, flows = _graph(node.nodes, node.flows)
        fields |= {"steps": steps, "flows": flows}
    return head | _without_nothing({**fields, "note": node.note})


def _said(node: Node) -> tuple[str, Any]:
    if isinstance(node, Start):
        return "start", node.trigger
    if isinstance(node, End):
        return "end", node.outcome
    kind = {Task: "task", Gateway: "gateway", Timer: "timer", Event: "event", SubProcess: "subprocess"}.get(
        type(node)
    )
    if isinstance(node, Message):
        kind = node.direction
    if kind is None:
        raise TypeError(f"{type(node).__name__} is no step")
    return kind, title(node.title)


def _task(task: Task) -> dict[str, Any]:
    return {
        "type": task.type if task.type != "task" else None,
        "touch": None if task.touch is None else _inline(units.write_touch(task.touch)),
        "wait": None if task.wait is None else _inline(units.write_wait(task.wait)),
        "medium": _one_or_more(task.medium),
        "materials": _materials(task.materials),
        "systems": InlineList(task.systems),
        "batch": _batch(task.batch),
        "mandatory": task.mandatory and task.mandatory.citation,
        "recorded_as": InlineList(task.recorded_as),
        "value": task.value,
        "act": task.act,
        "draft": task.draft,
        "delegated": InlineList(task.delegated) if task.delegated else None,
        "controls": InlineList(task.controls),
        "estimate": task.estimate,
        "source": task.source,
    }


def _one_or_more(words: Sequence[str]) -> Any:
    return words[0] if len(words) == 1 else InlineList(words)


def _inline(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return Inline({key: InlineList(part) if isinstance(part, list) else part for key, part in value.items()})


def number(value: float) -> int | float:
    """Return a number as YAML writes it best: whole ones without a point."""
    return int(value) if value == int(value) else float(value)


def _materials(materials: Materials) -> Inline:
    names = ("sheets", "copies", "letters", "seals")
    return Inline({name: number(getattr(materials, name)) for name in names if getattr(materials, name)})


def _batch(batch: Batch | None) -> Any:
    if batch is None:
        return None
    times = [
        time.isoformat("minutes" if (time.second, time.microsecond) == (0, 0) else "auto")
        for time in batch.times_of_day
    ]
    days = InlineList(DAYS[day][0] for day in batch.days)
    said = {"size": batch.size, "days": days, "at": InlineList(time.removeprefix("0") for time in times)}
    return Inline(
        {key: value for key, value in said.items() if value is not None and value != []}
        or {"days": InlineList()}
    )


def _period(period: Period | None) -> Inline | None:
    if period is None:
        return None
    return Inline(
        amount=units.write_period(period.amount, period.unit),
        first_day_counts=period.first_day_counts,
        on_closed_day=period.on_closed_day,
        citation=period.citation,
    )


def _volume(volume: Volume | None) -> Any:
    if volume is None:
        return None
    per_year = units.write_per_year(volume.per_year)
    if volume == Volume(volume.per_year):
        return per_year
    monthly = InlineList(number(weight) for weight in volume.monthly)
    spread = {"monthly": monthly, "hourly": _hourly(volume.hourly)}
    return {"per_year": per_year} | _without_nothing(
        spread | {"estimate": volume.estimate, "source": volume.source}
    )


def _hourly(weights: tuple[float, ...]) -> Inline:
    """Return the hours that have a weight: in per cent where the weights are shares of one."""
    shares = all(weight <= 1 for weight in weights) and math.isclose(math.fsum(weights), 1)
    written = units.write_share if shares else number
    return Inline({hour: written(weight) for hour, weight in enumerate(weights) if weight})


def _sections(sections: int | Mapping[str, float]) -> Any:
    if isinstance(sections, int):
        return None if sections == 1 else sections
    return Inline({name: units.write_share(share) for name, share in sections.items()})


def _attribute(attribute: Attribute) -> Any:
    if isinstance(attribute, Categories):
        return Inline({word: units.write_share(share) for word, share in attribute.shares.items()})
    return _inline(units.write_values(attribute))


def _role(role: Role) -> Any:
    if role == Role(id=role.id, title=Title(role.id)):
        return role.id
    headcount = role.headcount if isinstance(role.headcount, int) else Inline(role.headcount)
    said = {
        "title": title(role.title),
        "kind": role.kind if role.kind != "staff" else None,
        "pooled": role.pooled,
        "section": role.section,
        "rate": role.rate,
        "rank": role.rank,
        "calendar": role.calendar,
        "part_of": role.part_of,
        "bpmn": _foreign(role.foreign),
    }
    counted = {"headcount": headcount} if headcount != 1 else {}
    found = {"id": role.id, **counted, **_without_nothing(said)}
    order = ("id", "title", "kind", "headcount")
    return {key: found[key] for key in (*order, *found) if key in found}


def _foreign(foreign: Foreign | None) -> Any:
    if foreign is None:
        return None
    said: dict[str, Any] = {"attributes": dict(foreign.attributes), "children": list(foreign.children)}
    return {"tag": foreign.tag, **_without_nothing(said)}
