"""Models that others drew, laid out by us: no way through a step, none on another, no text that touches anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bprkit.drawing import Measures, layout, measure
from bprkit.procedure.bpmn import read_bpmn
from real_logs import ROOT

FOLDER = Path(os.environ.get("BPRKIT_REAL_DATA") or ROOT.parent / "shared" / "data")
FILES = sorted(FOLDER.rglob("*.bpmn"))


@pytest.mark.skipif(not FILES, reason=f"no models of others in {FOLDER}")
@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("unfold", [False, True])
def test_models_of_others_have_no_faults(vertical: bool, unfold: bool) -> None:
    faulty: dict[str, Measures] = {}
    seen = 0
    for path in FILES:
        for procedure in read_bpmn(path).procedures:
            found = measure(layout(procedure, vertical=vertical, unfold=unfold))
            seen += bool(procedure.nodes)
            if found.faults:
                faulty[f"{path.name} {procedure.id}"] = found
    assert faulty == {}
    assert seen >= 60
