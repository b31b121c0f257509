"""All that bprkit knows of a procedure goes through BPMN and comes back, even if another tool saves it in between."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bpmn_oracles import schema_errors, through_moddle
from bprkit.procedure.bpmn import bpmn_text, dangling_references, read_bpmn, write_bpmn
from bprkit.procedure.distributions import Constant, Triangular
from bprkit.procedure.model import End, Flow, Materials, Period, Procedure, Start, Task, Timer, Title, Wait
from procedures import procedures

QUIET = settings(suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bpmn") / "p.bpmn"


@settings(QUIET, max_examples=120)
@given(procedures())
def test_any_procedure_comes_back_as_it_was(path: Path, procedure: Procedure) -> None:
    write_bpmn(procedure, path)
    assert read_bpmn(path).procedures[0] == procedure


@settings(QUIET, max_examples=40)
@given(procedures())
def test_no_reference_leads_nowhere(procedure: Procedure) -> None:
    assert dangling_references(bpmn_text(procedure)) == ()


def some(count: int) -> list[Procedure]:
    drawn: list[Procedure] = []

    @settings(QUIET, max_examples=count, database=None)
    @given(procedures(foreign=False))
    def draw(procedure: Procedure) -> None:
        drawn.append(procedure)

    draw()
    return drawn


def test_bpmn_moddle_loses_none_of_it_and_warns_of_nothing(path: Path) -> None:
    drawn = some(60)
    warnings, texts = through_moddle([bpmn_text(procedure) for procedure in drawn])
    assert warnings == []
    for procedure, text in zip(drawn, texts, strict=True):
        path.write_text(text, encoding="utf-8")
        assert read_bpmn(path).procedures[0] == procedure


def test_the_schema_has_nothing_against_it() -> None:
    assert [errors for procedure in some(60) if (errors := schema_errors(bpmn_text(procedure)))] == []


def test_what_is_asked_of_most_steps_can_be_read_in_the_file() -> None:
    task = Task(
        id="draft",
        title=Title("起案", "Drafting"),
        touch=Triangular(20, 30, 40),
        wait=Wait(Constant(0.5)),
        medium=("paper", "seal"),
        systems=("文書管理",),
    )
    text = bpmn_text(
        Procedure(
            id="p", nodes=(task,), flows=(Flow(source="draft", target="draft", share=0.12, rework=True),)
        )
    )
    for words in (
        '<bpmn:task id="draft" name="起案">',
        'en="Drafting"',
        'touch="triangular(20, 30, 40)"',
        'wait="0.5 working_days"',
        'medium="paper seal"',
        '{"systems": ["文書管理"]}',
        '<bprkit:data share="0.12" rework="true"/>',
    ):
        assert words in text


LATER = (
    Start(id="s", trigger="application"),
    Timer(id="notice", period=Period(10, "calendar_days", False, "next_open", "地方自治法施行令167条")),
    End(id="e", outcome="withdrawn"),
    Task(id="t", type="user", touch=Constant(3)),
)


@pytest.mark.parametrize(
    "drawn, drawn_anew, id_, field, expected",
    [
        (
            "P10D",
            "P5D",
            "notice",
            "period",
            Period(5, "calendar_days", False, "next_open", "地方自治法施行令167条"),
        ),
        (
            "P10D",
            "P2M",
            "notice",
            "period",
            Period(2, "calendar_months", False, "next_open", "地方自治法施行令167条"),
        ),
        ("<bpmn:messageEventDefinition/>", "<bpmn:timerEventDefinition/>", "s", "trigger", "date"),
        ("<bpmn:messageEventDefinition/>", "", "s", "trigger", "none"),
        ("bpmn:userTask", "bpmn:serviceTask", "t", "type", "service"),
        ('id="e">', 'id="e"><bpmn:terminateEventDefinition/>', "e", "outcome", "terminated"),
    ],
)
def test_what_another_tool_drew_since_counts(
    path: Path, drawn: str, drawn_anew: str, id_: str, field: str, expected: object
) -> None:
    text = bpmn_text(Procedure(id="p", nodes=LATER))
    assert drawn in text
    path.write_text(text.replace(drawn, drawn_anew), encoding="utf-8")
    read = read_bpmn(path).procedures[0]
    assert getattr(read.node_of[id_], field) == expected
    task = read.node_of["t"]
    assert isinstance(task, Task) and task.touch == Constant(3)  # the rest of what bprkit knows stays
    write_bpmn(read, path)
    assert read_bpmn(path).procedures[0] == read


def test_a_step_copied_in_another_tool_is_a_step_of_its_own(path: Path) -> None:
    text = bpmn_text(Procedure(id="p", nodes=(Task(id="起案", touch=Constant(3)),)))
    task = text[text.index("<bpmn:task") : text.index("</bpmn:task>") + len("</bpmn:task>")]
    copy = re.sub('<bpmn:task id="[^"]*"', '<bpmn:task id="Activity_1"', task)
    path.write_text(text.replace(task, task + copy), encoding="utf-8")
    nodes = read_bpmn(path).procedures[0].nodes
    assert [node.id for node in nodes] == ["起案", "Activity_1"]
    assert [node.touch for node in nodes if isinstance(node, Task)] == [Constant(3), Constant(3)]


def test_less_than_no_paper_is_refused_in_a_diagram_too(path: Path, english: None) -> None:
    task = Task(id="t", title=Title("受付"), materials=Materials(sheets=3))
    nodes = (Start(id="s"), task, End(id="e"))
    flows = (Flow(source="s", target="t"), Flow(source="t", target="e"))
    text = bpmn_text(Procedure(id="p", nodes=nodes, flows=flows)).replace('"sheets": 3', '"sheets": -3')
    assert '"sheets": -3' in text
    path.write_text(text, encoding="utf-8")
    (problem,) = (one for one in read_bpmn(path).problems if one.severity == "error")
    assert "'-3' is less than nothing. Write 0 or more." in problem.message and problem.line
