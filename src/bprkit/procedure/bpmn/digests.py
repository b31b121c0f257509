"""Short sums that tell whether a drawing still belongs to what it draws, and whether somebody changed it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from bprkit.procedure.bpmn.markup import elements, local
from bprkit.procedure.bpmn.names import BOUNDS, DIAGRAM, LINES, OWN, all_flows
from bprkit.procedure.model import Procedure, walk

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DRAWN = f"{{{OWN}}}drawn"
"""On a BPMNPlane: bprkit drew it, and this is the sum of how. In Foreign: the sum of what the kept drawing shows."""
_SIZES = ("x", "y", "width", "height")


def structure_sum(procedure: Procedure) -> str:
    """Return the same for procedures that need the same boxes and lines: names and numbers do not matter."""
    return _sum(
        [
            sorted(node.id for node in walk(procedure.nodes)),
            sorted((flow.source, flow.target) for flow in all_flows(procedure)),
            sorted(role.id for role in procedure.roles),
        ]
    )


def drawing_sum(diagram: Element) -> str:
    """Return the same for drawings with every box and corner at the same place (to a hundredth of a pixel)."""
    found: list[object] = []
    for element in elements(diagram):
        tag = str(element.tag)
        if tag.startswith(f"{{{DIAGRAM}}}") and (shown := element.get("bpmnElement")):
            found.append([local(element).rpartition("}")[2], shown])
        elif tag == f"{{{BOUNDS}}}Bounds" or tag == f"{{{LINES}}}waypoint":
            found.append([_rounded(element.get(name)) for name in _SIZES])
    return _sum(found)


def _rounded(value: str | None) -> str:
    try:
        return f"{float(value or 0):.2f}"
    except ValueError:
        return str(value)


def _sum(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[
        :16
    ]
