"""BPMN files that others drew come back element by element, with every attribute, text and line of the drawing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpmn_oracles import schema_errors, shape, through_moddle, ties
from bprkit.procedure.bpmn import bpmn_text, dangling_references, place, read_bpmn
from real_logs import folder

FILES = sorted(folder().rglob("*.bpmn"))
BRAZILIAN = [path for path in FILES if path.parent.name == "brazil_processosgov"]
NODES = (
    "task",
    "startEvent",
    "endEvent",
    "subProcess",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "eventBasedGateway",
    "intermediateThrowEvent",
    "intermediateCatchEvent",
)
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
pytestmark = pytest.mark.skipif(
    not BRAZILIAN, reason="no BPMN models of others: set BPRKIT_REAL_DATA to their folder"
)


@each_file
def test_every_element_of_a_file_comes_back(path: Path) -> None:
    read = read_bpmn(path)
    text = bpmn_text(read.procedures)
    before, after = shape(path.read_bytes().decode("utf-8-sig")), shape(text)
    assert list((before - after).elements()) == []
    assert list((after - before).elements()) == []
    said, drawn = ties(text)
    assert said == drawn
    assert dangling_references(text) == ()
    assert read.lost == ()


@each_file
def test_a_file_read_and_written_is_read_as_the_same(path: Path, tmp_path: Path) -> None:
    read = read_bpmn(path)
    (tmp_path / "written.bpmn").write_text(bpmn_text(read.procedures), encoding="utf-8")
    again = read_bpmn(tmp_path / "written.bpmn")
    assert again.procedures == read.procedures
    assert [problem.code for problem in again.problems] == [problem.code for problem in read.problems]


def test_the_66_models_hold_what_a_count_of_their_tags_finds() -> None:
    texts = [path.read_text(encoding="utf-8") for path in BRAZILIAN]
    procedures = [one for path in BRAZILIAN for one in read_bpmn(path).procedures]
    assert len(texts) == 66

    def count(*tags: str) -> int:
        return sum(text.count(f"<bpmn:{tag} ") for text in texts for tag in tags)

    assert sum(len(procedure.tasks) for procedure in procedures) == count("task")
    assert sum(len(procedure.roles) for procedure in procedures) == count("lane")
    assert sum(len(procedure.node_of) for procedure in procedures) == count(*NODES)
    assert sum(len(procedure.flows) for procedure in procedures) == count("sequenceFlow")
    titled = sum(bool(task.title) for procedure in procedures for task in procedure.tasks)
    assert titled == count("task") - sum(text.count("<bpmn:task id=") for text in texts) + sum(
        line.count('name="') for text in texts for line in text.splitlines() if "<bpmn:task id=" in line
    )


def test_bpmn_moddle_reads_what_is_written_without_a_warning() -> None:
    reads = [read_bpmn(path).procedures for path in BRAZILIAN]
    texts = [bpmn_text(procedures) for procedures in reads]
    drawn_anew = [bpmn_text(procedures, place(procedures[0])) for procedures in reads]
    assert through_moddle([*texts, *drawn_anew])[0] == []


def test_the_schema_has_no_more_against_what_is_written_than_against_what_was_read() -> None:
    for path in FILES:
        before = schema_errors(path.read_bytes().decode("utf-8-sig"))
        procedures = read_bpmn(path).procedures
        for text in (bpmn_text(procedures), bpmn_text(procedures, place(procedures[0]))):
            assert len(schema_errors(text)) <= len(before), path
