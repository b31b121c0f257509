"""BPMN 2.0: read what others drew without losing a word of it, and write what every BPMN tool opens.

>>> from bprkit.procedure.model import End, Flow, Procedure, Start
>>> text = bpmn_text(Procedure(id="p", nodes=(Start(id="a"), End(id="b")), flows=(Flow(source="a", target="b"),)))
>>> dangling_references(text)
()
"""

from __future__ import annotations

from bprkit.procedure.bpmn.layout import Bounds, Layout, Point
from bprkit.procedure.bpmn.names import keyed_flows
from bprkit.procedure.bpmn.placing import place
from bprkit.procedure.bpmn.reading import BpmnRead, read_bpmn
from bprkit.procedure.bpmn.references import dangling_references
from bprkit.procedure.bpmn.writing import bpmn_text, write_bpmn

__all__ = [
    "Bounds",
    "BpmnRead",
    "Layout",
    "Point",
    "bpmn_text",
    "dangling_references",
    "keyed_flows",
    "place",
    "read_bpmn",
    "write_bpmn",
]
