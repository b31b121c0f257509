"""Names in BPMN: namespaces, ids that every schema accepts, and keys of flows that have no id of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from bprkit.procedure.model import Flow, Procedure, SubProcess, walk

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
LINES = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OWN = "https://bprkit.org/ns/procedure/1"
ANY_IDS = f"{{{OWN}}}ids"
"""In the Foreign of a procedure: its file has ids with other letters than ASCII, and keeps them."""
PREFIXES: Mapping[str, str] = {
    "bpmn": MODEL,
    "bpmndi": DIAGRAM,
    "dc": BOUNDS,
    "di": LINES,
    "xsi": XSI,
    "bprkit": OWN,
}

# XML takes Japanese letters in ids, but bpmn-js and what is built on it (Camunda Modeler) refuse such a file.
_OTHER = re.compile(r"[^A-Za-z0-9_.-]+")
_BAD_START = re.compile(r"^[^A-Za-z_]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-F-]+_)")
_LETTERS = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NCNAME = re.compile(f"[{_LETTERS}][{_LETTERS}0-9.\u00b7\u0300-\u036f\u203f\u2040-]*")


def mtag(name: str) -> str:
    """Return the tag of a BPMN element.

    >>> mtag("task")
    '{http://www.omg.org/spec/BPMN/20100524/MODEL}task'
    """
    return f"{{{MODEL}}}{name}"


def ncname(text: str) -> str:
    """Return the text as an id that every tool takes; two different texts never give the same.

    >>> ncname("draft-2"), ncname("係長 A"), ncname("_x9577_")
    ('draft-2', '_x4FC2-9577-20_A', '_x5F_x9577_')
    """
    escaped = _OTHER.sub(_escape, _LOOKS_ESCAPED.sub("_x5F_", text))
    return _BAD_START.sub(_escape, escaped) or "_x_"


def _escape(found: re.Match[str]) -> str:
    return f"_x{'-'.join(f'{ord(letter):X}' for letter in found[0])}_"


def is_ncname(text: str) -> bool:
    """Tell whether XML takes the text as an id.

    >>> is_ncname("起案"), is_ncname("2段目"), is_ncname("a b")
    (True, False, False)
    """
    return _NCNAME.fullmatch(text) is not None


def give(kind: str, id_: str, taken: set[str], as_drawn: bool = False) -> str:
    """Return an id that is free in the whole file, its own where that can be; `taken` grows.

    as_drawn: Japanese ids stay, for they are the file's own.

    >>> taken = {"pool"}
    >>> give("node", "chief", taken), give("role", "chief", taken), give("node", "部長", taken, as_drawn=True)
    ('chief', 'chief-role', '部長')
    """
    name = id_ if as_drawn and is_ncname(id_) else ncname(id_)
    return free(name if name not in taken else f"{name}-{kind}", taken)


def free(name: str, taken: set[str]) -> str:
    """Return the name, numbered where it is taken, and take it."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    taken.add(found)
    return found


def flow_name(source: str, target: str, number: int) -> str:
    """Return the id in the file of a flow that has none: made from those of its ends.

    >>> flow_name("draft", "check", 1), flow_name("draft", "check", 2)
    ('flow-draft-check', 'flow-draft-check-2')
    """
    return f"flow-{source}-{target}" + (f"-{number}" if number > 1 else "")


def keyed_flows(procedure: Procedure) -> tuple[tuple[str, Flow], ...]:
    """Return every flow, those in sub-processes too, under the key that `Layout.edges` knows it by.

    The key is its id, or `source→target` (then `source→target#2`, …) where it has none.

    >>> from bprkit.procedure.model import Task
    >>> pair = (Flow(source="a", target="b"), Flow(source="a", target="b"), Flow(source="b", target="a", id="back"))
    >>> [key for key, _ in keyed_flows(Procedure(id="p", flows=pair))]
    ['a→b', 'a→b#2', 'back']
    """
    seen: Counter[str] = Counter()
    keyed = []
    for flow in all_flows(procedure):
        key = flow.id if flow.id is not None else f"{flow.source}→{flow.target}"
        seen[key] += 1
        keyed.append((key if seen[key] == 1 else f"{key}#{seen[key]}", flow))
    return tuple(keyed)


def all_flows(procedure: Procedure) -> Iterator[Flow]:
    """Yield every flow: those of the top level, then those of each sub-process."""
    for _, flows in levels(procedure):
        yield from flows


def levels(procedure: Procedure) -> Iterator[tuple[str | None, tuple[Flow, ...]]]:
    """Yield the flows of the top level, then those of each sub-process with its id."""
    yield None, procedure.flows
    for node in walk(procedure.nodes):
        if isinstance(node, SubProcess):
            yield node.id, node.flows
