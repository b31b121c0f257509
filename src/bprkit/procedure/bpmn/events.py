"""Event definitions of BPMN: what they mean for a node, and which a node asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bprkit.procedure.bpmn.expressions import expression
from bprkit.procedure.bpmn.markup import children_of, local
from bprkit.procedure.bpmn.names import mtag
from bprkit.procedure.model import End, Event, Message, Node, Outcome, Period, Start, Timer, Trigger

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SUFFIX = "EventDefinition"
_OF_TRIGGER: Mapping[Trigger, str] = {
    "application": "message",
    "message": "message",
    "deadline": "timer",
    "date": "timer",
    "month_end": "timer",
    "condition": "conditional",
}
_TRIGGER_OF: Mapping[str, Trigger] = {"message": "message", "timer": "date", "conditional": "condition"}
_OF_OUTCOME: Mapping[Outcome, str] = {"terminated": "terminate", "error": "error"}
_OUTCOME_OF: Mapping[str, Outcome] = {"terminate": "terminated", "error": "error"}
_ISO_PERIOD = re.compile(r"P(\d+)([DM])")
_ISO_DAYS = {"calendar_days": "D", "calendar_months": "M"}


def is_definition(element: Element) -> bool:
    """Tell whether an element says what kind of event it stands in, itself or by reference."""
    name = local(element)
    return name.endswith(_SUFFIX) or name == "eventDefinitionRef"


def kind_of(definitions: Sequence[Element]) -> str:
    """Return the one kind of event ("message", "timer", …), "none" without any, "several" for more than one."""
    kinds = [local(definition).removesuffix(_SUFFIX) for definition in definitions]
    return "none" if not kinds else kinds[0] if len(kinds) == 1 else "several"


def says_nothing_more(definition: Element) -> bool:
    """Tell whether a definition means what its kind means, and at most has an id."""
    return not children_of(definition) and set(definition.attrib) <= {"id"}


def trigger_of(kind: str, told: Trigger | None) -> Trigger:
    """Return what brings a case: as bprkit wrote, if that agrees with the kind of event drawn now.

    >>> trigger_of("message", "application"), trigger_of("timer", "application"), trigger_of("signal", None)
    ('application', 'date', 'none')
    """
    if told is not None and _OF_TRIGGER.get(told, "none") == (kind if kind in _TRIGGER_OF else "none"):
        return told
    return _TRIGGER_OF.get(kind, "none")


def outcome_of(kind: str, told: Outcome | None) -> Outcome:
    """Return how a case ends: as bprkit wrote, if that agrees with the kind of event drawn now."""
    if told is not None and _OF_OUTCOME.get(told, "none") == (kind if kind in _OUTCOME_OF else "none"):
        return told
    return _OUTCOME_OF.get(kind, "done")


def fits(node: Node, definitions: Sequence[Element]) -> bool:
    """Tell whether definitions kept from a file still mean what the node says now."""
    kind = kind_of(definitions)
    if isinstance(node, Start):
        return trigger_of(kind, node.trigger) == node.trigger
    if isinstance(node, End):
        return outcome_of(kind, node.outcome) == node.outcome
    if isinstance(node, Timer):
        same = node.period is None or _duration(node.period) == _drawn_duration(definitions)
        return kind == "timer" and same
    if isinstance(node, Message):
        return kind == "message"
    return isinstance(node, Event)


def definitions_for(node: Node, prefix: str | None) -> list[Element]:
    """Return the definitions that a node asks for, as new elements; `prefix` is that of BPMN in the file."""
    from lxml import etree

    kind = _wanted(node)
    if kind == "none":
        return []
    definition = etree.Element(mtag(kind + _SUFFIX))
    if kind == "conditional":
        definition.append(expression("condition", "", prefix))
    if isinstance(node, Timer) and node.period is not None and (duration := _duration(node.period)):
        definition.append(expression("timeDuration", duration, prefix))
    return [definition]


def _wanted(node: Node) -> str:
    if isinstance(node, Start):
        return _OF_TRIGGER.get(node.trigger, "none")
    if isinstance(node, End):
        return _OF_OUTCOME.get(node.outcome, "none")
    return "timer" if isinstance(node, Timer) else "message" if isinstance(node, Message) else "none"


def _duration(period: Period) -> str | None:
    """Return the period as ISO 8601 has it; there is no word for working days there."""
    unit = _ISO_DAYS.get(period.unit)
    return f"P{int(period.amount)}{unit}" if unit and float(period.amount).is_integer() else None


def _drawn_duration(definitions: Sequence[Element]) -> str | None:
    found = (definition.findtext(mtag("timeDuration")) for definition in definitions)
    return next((text.strip() for text in found if text), None)


def agreed_period(period: Period | None, definitions: Sequence[Element]) -> Period | None:
    """Return the period with the length that is drawn now, where bprkit drew one and somebody changed it since."""
    drawn = _ISO_PERIOD.fullmatch(_drawn_duration(definitions) or "")
    if period is None or drawn is None or _duration(period) is None:
        return period
    return replace(
        period, amount=float(drawn[1]), unit="calendar_days" if drawn[2] == "D" else "calendar_months"
    )


def intermediate(tag: str, kind: str, common: Mapping[str, Any]) -> Node:
    """Return the node for an intermediate or boundary event of a kind."""
    throws = tag == "intermediateThrowEvent"
    if kind == "timer" and not throws:
        return Timer(**common)
    if kind == "message":
        return Message(direction="send" if throws else "receive", **common)
    return Event(throws=throws, **common)
