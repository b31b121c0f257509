"""Broken, hostile and odd BPMN files: one clear message each, soon."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

from bprkit.errors import InputError
from bprkit.procedure.bpmn import bpmn_text, dangling_references, read_bpmn, write_bpmn
from bprkit.procedure.model import End, Flow, Foreign, Procedure, Role, Start, Task, Title
from bprkit.procedure.problems import ProcedureError

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:x">'
BOMB = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "p.bpmn"


def whole(inside: str) -> str:
    return f'{HEAD}<process id="p">{inside}</process></definitions>'


@pytest.mark.parametrize(
    "text, said",
    [
        ("", "is empty"),
        ("   \n", "is empty"),
        ("決裁", "line 1"),
        (whole('<task id="a"/>')[:-30], "no complete XML"),
        ("<html><body/></html>", "no BPMN 2.0"),
        ('<definitions xmlns="http://schema.omg.org/spec/BPMN/1.1"/>', "no BPMN 2.0"),
        (f'{HEAD}<collaboration id="c"/></definitions>', "holds no process"),
        (f"{HEAD}</definitions>", "holds no process"),
        (f'<!DOCTYPE d [<!ENTITY l0 "lol">{BOMB}]>' + whole('<task id="a" name="&l9;"/>'), "p.bpmn"),
        (
            f'<!DOCTYPE d [<!ENTITY l0 "lol">{BOMB}]>'
            + whole("<task id='a'><documentation>&l9;</documentation></task>"),
            "p.bpmn",
        ),
        (
            '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            + whole("<documentation>&x;</documentation>"),
            "document type",
        ),
        ('<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">' + whole(""), "document type"),
        (whole("<subProcess>" * 400 + "</subProcess>" * 400), "p.bpmn"),
        (whole("<task id='a' name='\x01'/>"), "line 1"),
    ],
)
def test_an_unusable_file_is_one_clear_error(file: Path, text: str, said: str) -> None:
    file.write_text(text, encoding="utf-8")
    began = time.perf_counter()
    with pytest.raises(InputError) as raised:
        read_bpmn(file)
    assert time.perf_counter() - began < 5
    assert said in raised.value.en
    assert "p.bpmn" in raised.value.ja


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    for path in (tmp_path / "no.bpmn", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_bpmn(path)


def test_bytes_of_another_encoding_than_told_are_an_error(file: Path) -> None:
    file.write_bytes(whole('<task id="a" name="決裁"/>').encode("cp932"))
    with pytest.raises(InputError, match="no complete XML"):
        read_bpmn(file)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "shift_jis"])
def test_encodings_that_are_told_are_read(file: Path, encoding: str) -> None:
    told = "UTF-8" if encoding == "utf-8-sig" else encoding
    text = whole('<task id="a" name="決裁"/>')
    file.write_bytes(f'<?xml version="1.0" encoding="{told}"?>{text}'.encode(encoding))
    assert str(read_bpmn(file).procedures[0].node_of["a"].title) == "決裁"


def test_ids_that_are_there_twice_are_all_told_at_once(file: Path) -> None:
    file.write_text(whole('<task id="a"/>\n<task id="a"/><task id="b"/><endEvent id="b"/>'), encoding="utf-8")
    with pytest.raises(ProcedureError) as raised:
        read_bpmn(file)
    assert [(problem.code, problem.value, problem.line) for problem in raised.value.problems] == [
        ("duplicate-id", "a", 2),
        ("duplicate-id", "b", 2),
    ]


def test_a_flow_to_nowhere_is_told_and_left_out(file: Path) -> None:
    inside = '<task id="a"/>\n<sequenceFlow id="f" sourceRef="a" targetRef="gone"/><sequenceFlow id="g" sourceRef="a"/>'
    file.write_text(whole(inside), encoding="utf-8")
    read = read_bpmn(file)
    assert read.procedures[0].flows == ()
    assert [(problem.code, problem.severity, problem.where, problem.line) for problem in read.lost] == [
        ("dangling-reference", "error", "f", 2),
        ("dangling-reference", "error", "g", 2),
    ]
    assert dangling_references(bpmn_text(read.procedures)) == ()


def test_other_references_to_nowhere_are_told_and_not_written_again(file: Path) -> None:
    inside = (
        '<laneSet><lane id="l"><flowNodeRef>a</flowNodeRef><flowNodeRef>nobody</flowNodeRef></lane></laneSet>'
        '<task id="a" default="nothing"/><dataObjectReference id="d" dataObjectRef="lost"/>'
        '<boundaryEvent id="b" attachedToRef="missing"><timerEventDefinition/></boundaryEvent>'
        '<textAnnotation id="t"/><association id="as" sourceRef="a" targetRef="where"/>'
    )
    file.write_text(whole(inside), encoding="utf-8")
    read = read_bpmn(file)
    assert {problem.value for problem in read.lost} == {"nobody", "nothing", "lost", "missing", "where"}
    told = write_bpmn(read.procedures, file)
    assert {problem.value for problem in told} == {"lost", "missing", "where"}
    assert dangling_references(file.read_text(encoding="utf-8")) == ()


def test_things_that_refer_to_each_other_in_a_circle_are_read(file: Path) -> None:
    inside = (
        '<callActivity id="a" calledElement="p"/><dataObjectReference id="d" dataObjectRef="d"/>'
        '<boundaryEvent id="b" attachedToRef="b"/><association id="x" sourceRef="x" targetRef="x"/>'
        '<sequenceFlow id="f" sourceRef="a" targetRef="a"/><sequenceFlow id="g" sourceRef="b" targetRef="f"/>'
    )
    file.write_text(whole(inside), encoding="utf-8")
    read = read_bpmn(file)
    assert [(flow.source, flow.target) for flow in read.procedures[0].flows] == [("a", "a")]
    again = bpmn_text(read.procedures)
    assert 'id="g"' in again  # a flow to a flow means nothing, but it is not thrown away
    assert dangling_references(again) == ()


def test_what_has_no_id_is_given_one_and_told(file: Path) -> None:
    file.write_text(
        whole('<task id="task-1"/><task name="無名"/><laneSet><lane name="課"/></laneSet>'), encoding="utf-8"
    )
    read = read_bpmn(file)
    assert [node.id for node in read.procedures[0].nodes] == ["task-1", "task-1-2"]
    assert [problem.where for problem in read.lost] == ["task-1-2", "lane-1"]


def test_comments_are_told_for_they_are_not_carried_over(file: Path) -> None:
    file.write_text(whole('<!-- 要確認 --><task id="a"><!-- x --></task>'), encoding="utf-8")
    assert [problem.code for problem in read_bpmn(file).lost] == ["lost"]


@pytest.mark.parametrize(
    "data",
    [
        '<b:data touch="soon"/>',
        "<b:data>{</b:data>",
        "<b:data>[1]</b:data>",
        f"<b:data>{'[' * 100_000}</b:data>",
        '<b:data type="x" unknown="1"/>',
        '<b:data>{"mandatory": 3, "batch": {"size": "two"}}</b:data>',
        '<b:data medium="parchment"/>',
        '<b:data touch="triangular(3, 2, 1)"/>',
        '<b:data title="x" foreign="y"/>',
    ],
)
def test_own_words_that_were_spoilt_are_told(file: Path, data: str) -> None:
    own = data.replace("<b:data", '<b:data xmlns:b="https://bprkit.org/ns/procedure/1"', 1)
    file.write_text(
        whole(f'<task id="a"><extensionElements>{own}</extensionElements></task>'), encoding="utf-8"
    )
    read = read_bpmn(file)
    task = read.procedures[0].node_of["a"]
    assert isinstance(task, Task) and task.touch is None and task.type == "task"
    assert {problem.code for problem in read.problems} == {"bprkit-data"}
    assert all(problem.severity == "error" and problem.where == "a" for problem in read.problems)


def test_ten_thousand_steps_take_seconds(file: Path) -> None:
    nodes = (
        Start(id="s"),
        *(Task(id=f"t{n}", role=f"r{n % 7}", touch=None) for n in range(10_000)),
        End(id="e"),
    )
    ids = [node.id for node in nodes]
    flows = tuple(Flow(source=a, target=b) for a, b in pairwise(ids))
    procedure = Procedure(id="p", roles=tuple(Role(id=f"r{n}") for n in range(7)), nodes=nodes, flows=flows)
    began = time.perf_counter()
    write_bpmn(procedure, file)
    read = read_bpmn(file)
    assert read.procedures[0] == procedure
    assert time.perf_counter() - began < 20


def test_flows_and_ids_that_cannot_be_written_are_all_told_at_once() -> None:
    spoilt = Procedure(
        id="p",
        roles=(Role(id="r"), Role(id="r")),
        nodes=(Task(id="a"), Task(id="a")),
        flows=(Flow(source="a", target="b"),),
    )
    with pytest.raises(ProcedureError) as raised:
        bpmn_text(spoilt)
    assert [(problem.code, problem.value) for problem in raised.value.problems] == [
        ("duplicate-id", "a"),
        ("duplicate-id", "r"),
        ("dangling-reference", "b"),
    ]


@pytest.mark.parametrize(
    "task",
    [
        Task(id="審査", title=Title("起\x00案")),
        Task(id="審査", note="a\x0bb"),
        Task(id="審査", recorded_as=("\ud800",)),
        Task(id="審査", foreign=Foreign(attributes={"a b": "c"})),
        Task(id="審査", foreign=Foreign(children=("<a>",))),
        Task(id="審査", foreign=Foreign(children=("words",))),
        Task(id="審査", foreign=Foreign(children=(f'<!DOCTYPE d [<!ENTITY l0 "lol">{BOMB}]><d>&l9;</d>',))),
    ],
)
def test_what_xml_cannot_hold_is_an_error_that_names_the_step(task: Task) -> None:
    with pytest.raises(InputError, match="審査"):
        bpmn_text(Procedure(id="p", nodes=(task,)))


def test_a_long_chain_of_things_that_hang_on_each_other_is_taken_out_soon(file: Path) -> None:
    links = "".join(f'<association id="a{n}" sourceRef="t" targetRef="a{n + 1}"/>' for n in range(5_000))
    file.write_text(whole(f'<task id="t"/>{links}<textAnnotation id="note"/>'), encoding="utf-8")
    read = read_bpmn(file)
    began = time.perf_counter()
    told = write_bpmn(read.procedures, file)
    assert time.perf_counter() - began < 10
    assert len(told) == 5_000
    assert dangling_references(file.read_text(encoding="utf-8")) == ()
    assert 'id="note"' in file.read_text(encoding="utf-8")


def test_thousands_of_processes_in_one_file_are_refused(file: Path) -> None:
    file.write_text(
        HEAD + "".join(f'<process id="p{n}"/>' for n in range(5_000)) + "</definitions>", encoding="utf-8"
    )
    with pytest.raises(InputError, match="5,000 processes"):
        read_bpmn(file)


def test_a_node_in_two_lanes_is_told_and_stays_in_the_first(file: Path) -> None:
    lanes = "".join(f'<lane id="{id_}"><flowNodeRef>t</flowNodeRef></lane>' for id_ in ("clerk", "chief"))
    file.write_text(whole(f'<laneSet>{lanes}</laneSet><task id="t"/>'), encoding="utf-8")
    read = read_bpmn(file)
    assert read.procedures[0].node_of["t"].role == "clerk"
    assert [(problem.where, problem.value) for problem in read.lost] == [("t", "chief")]
    write_bpmn(read.procedures, file)
    assert read_bpmn(file).lost == ()


def test_what_stands_where_it_does_not_belong_is_kept_all_the_same(file: Path) -> None:
    odd = "<timerEventDefinition/><extensionElements><a/></extensionElements><extensionElements><b/></extensionElements>"
    file.write_text(whole(f'<task id="t">{odd}</task>'), encoding="utf-8")
    read = read_bpmn(file)
    text = bpmn_text(read.procedures)
    assert all(f"<{tag}/>" in text for tag in ("timerEventDefinition", "a", "b"))
