"""The order in which the schema of BPMN wants the children of each element."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bprkit.procedure.bpmn.markup import children_of, local
from bprkit.procedure.bpmn.names import DIAGRAM, MODEL

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_FLOW_ELEMENTS = "*"
_RESOURCES = "resourceRole performer humanPerformer potentialOwner"
_LOOPS = "loopCharacteristics standardLoopCharacteristics multiInstanceLoopCharacteristics"
_ARTIFACTS = "artifact association group textAnnotation"

_OF_NODE = (
    "documentation extensionElements auditing monitoring categoryValueRef incoming outgoing ioSpecification property "
    "dataInput dataOutput dataInputAssociation dataOutputAssociation inputSet outputSet "
    f"{_RESOURCES} {_LOOPS} laneSet {_FLOW_ELEMENTS} {_ARTIFACTS} completionCondition script activationCondition"
)
_OF_PROCESS = (
    "documentation extensionElements supportedInterfaceRef ioSpecification ioBinding auditing monitoring property "
    f"laneSet {_FLOW_ELEMENTS} {_ARTIFACTS} {_RESOURCES} correlationSubscription supports"
)
_OF_LANE = "documentation extensionElements partitionElement flowNodeRef childLaneSet *"
_OF_FLOW = "documentation extensionElements auditing monitoring categoryValueRef conditionExpression *"
_DIAGRAM = f"{{{DIAGRAM}}}BPMNDiagram"
_OF_FILE = f"documentation import extension * {_DIAGRAM} relationship"
_TOGETHER = (_ARTIFACTS, _RESOURCES)


def _ranks(names: str) -> Mapping[str, int]:
    ranks = {name: place for place, name in enumerate(names.split())}
    for group in _TOGETHER:  # any of these may stand before any other
        present = [name for name in group.split() if name in ranks]
        ranks |= dict.fromkeys(present, min((ranks[name] for name in present), default=0))
    return ranks


_RANKS = {
    "process": _ranks(_OF_PROCESS),
    "lane": _ranks(_OF_LANE),
    "sequenceFlow": _ranks(_OF_FLOW),
    "definitions": _ranks(_OF_FILE),
}
_NODE = _ranks(_OF_NODE)


def put_in_order(element: Element) -> None:
    """Put the children of an element in the order of the schema; those of one kind stay as they stand."""
    ranks = _RANKS.get(local(element), _NODE)
    children = children_of(element)
    element[:] = sorted(children, key=lambda child: ranks.get(local(child), _rank_of_rest(child, ranks)))


def _rank_of_rest(child: Element, ranks: Mapping[str, int]) -> int:
    """Return the place of flow elements; event definitions come last in their event, strangers beside drawings."""
    if _DIAGRAM in ranks and not str(child.tag).startswith(f"{{{MODEL}}}"):
        return ranks[_DIAGRAM]
    if local(child) == "eventDefinitionRef":
        return len(ranks) + 2
    return len(ranks) + 1 if local(child).endswith("EventDefinition") else ranks["*"]
