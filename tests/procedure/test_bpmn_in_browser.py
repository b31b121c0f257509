"""bpmn-js, which most people see BPMN with, opens what bprkit writes without a word of warning."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bpmn_oracles import node_package
from bprkit.procedure.bpmn import bpmn_text
from bprkit.procedure.files import open_procedure
from bprkit.procedure.library import procedures
from bprkit.procedure.model import walk

NAMES = [f"{bundled.name}/{state}" for bundled in procedures() for state in bundled.states]
OPEN = """async text => {
  const viewer = new BpmnJS({container: '#canvas'});
  try {
    const {warnings} = await viewer.importXML(text);
    const shown = viewer.get('elementRegistry').getAll().filter(one => !one.labelTarget);
    return [warnings.map(one => one.message), shown.map(one => one.businessObject.name || '')];
  } finally { viewer.destroy(); }
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    """An empty page with bpmn-js in it."""
    script = node_package("bpmn-js") / "dist" / "bpmn-viewer.production.min.js"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_content("<div id='canvas' style='width: 1600px; height: 900px'></div>")
        page.add_script_tag(path=str(script))
        yield page
        browser.close()


@pytest.mark.parametrize("name", NAMES)
def test_every_bundled_procedure_opens_with_all_its_steps(name: str, page: Any) -> None:
    procedure = open_procedure(name)
    warnings, shown = page.evaluate(OPEN, bpmn_text(procedure))
    assert warnings == []
    for node in walk(procedure.nodes):
        assert not node.title.ja or node.title.ja in shown, json.dumps(shown, ensure_ascii=False)


def test_a_file_of_another_tool_opens_as_before(page: Any) -> None:
    import real_logs
    from bprkit.procedure.bpmn import read_bpmn

    path: Path = real_logs.path_of("bpmn_models/brazil_processosgov/processosgov_01.bpmn")
    warned, shown = page.evaluate(OPEN, path.read_text(encoding="utf-8"))
    again, shown_again = page.evaluate(OPEN, bpmn_text(read_bpmn(path).procedures))
    assert (again, sorted(shown_again)) == (warned, sorted(shown))
