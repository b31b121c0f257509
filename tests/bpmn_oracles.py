"""What judges BPMN files independently of bprkit: the standard library's reader, bpmn-moddle, and the OMG's schema.

bpmn-moddle, with which bpmn-js reads and writes, and bpmn-js itself are looked for in BPRKIT_NODE (by default the folder
`node` of the virtual environment, where scripts/test installs them), the schema BPMN20.xsd in the package SpiffWorkflow (of
the dev extra). Where they are absent, the tests that need them are skipped.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_TIED = (f"{MODEL}incoming", f"{MODEL}outgoing")
_SCRIPT = """
const { BpmnModdle } = require('bpmn-moddle');
(async () => {
  const found = [];
  for (const text of JSON.parse(require('fs').readFileSync(0, 'utf8'))) {
    const moddle = new BpmnModdle();
    const read = await moddle.fromXML(text);
    const warnings = read.warnings.map(warning => warning.message);
    found.push([warnings, (await moddle.toXML(read.rootElement, { format: true })).xml]);
  }
  console.log(JSON.stringify(found));
})();
"""


def shape(text: str) -> Counter[tuple[object, ...]]:
    """Return every element of a file: what it stands in, its tag, attributes and text.

    What nodes say of their flows (incoming, outgoing) is left to `ties`, and a name that is empty counts as none.
    """
    return Counter(_elements(ET.fromstring(text.encode()), ()))


def _elements(element: ET.Element, inside: tuple[str, ...]) -> list[tuple[object, ...]]:
    attributes = {key: value for key, value in element.attrib.items() if value or key != "name"}
    mine = (inside, element.tag, tuple(sorted(attributes.items())), (element.text or "").strip())
    here = (*inside, f"{element.tag}#{element.get('id', '')}")
    return [mine, *(one for child in element if child.tag not in _TIED for one in _elements(child, here))]


def ties(text: str) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]:
    """Return what nodes say of the flows that come and go, and what the flows say of their ends."""
    said, drawn = set(), set()
    for element in ET.fromstring(text.encode()).iter():
        name = element.get("id", "")
        said |= {(name, child.tag, (child.text or "").strip()) for child in element if child.tag in _TIED}
        if element.tag == f"{MODEL}sequenceFlow":
            drawn.add((element.get("sourceRef", ""), f"{MODEL}outgoing", name))
            drawn.add((element.get("targetRef", ""), f"{MODEL}incoming", name))
    return said, drawn


def through_moddle(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return all that bpmn-moddle warns of, and the texts as it writes them again."""
    home = node_package("bpmn-moddle").parents[1]
    done = subprocess.run(
        ["node", "-e", _SCRIPT],
        input=json.dumps(texts),
        cwd=home,
        text=True,
        encoding="utf-8",
        capture_output=True,
        check=True,
    )
    found = json.loads(done.stdout)
    return [warning for warnings, _ in found for warning in warnings], [text for _, text in found]


def node_package(name: str) -> Path:
    """Return the folder of an npm package; skip the test where it is not installed."""
    folder = Path(os.environ.get("BPRKIT_NODE") or Path(sys.prefix) / "node") / "node_modules" / name
    if shutil.which("node") is None or not folder.is_dir():
        pytest.skip(f"no {folder}: npm install {name} there, or set BPRKIT_NODE")
    return folder


def schema_errors(text: str) -> list[str]:
    """Return what the OMG's schema has against a file."""
    from lxml import etree

    found = importlib.util.find_spec("SpiffWorkflow")
    if found is None or found.origin is None:
        pytest.skip("no BPMN20.xsd: pip install SpiffWorkflow")
    path = Path(found.origin).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"
    schema = etree.XMLSchema(etree.parse(path))
    schema.validate(etree.fromstring(text.encode()))
    return [f"line {error.line}: {error.message}" for error in schema.error_log]
