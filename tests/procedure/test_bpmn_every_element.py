# ruff: noqa: E501
"""Every kind of element that BPMN knows survives, and what bprkit does not use is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bpmn_oracles import schema_errors, shape, through_moddle
from bprkit.procedure.bpmn import BpmnRead, bpmn_text, dangling_references, place, read_bpmn, write_bpmn
from bprkit.procedure.conditions import Condition
from bprkit.procedure.model import (
    End,
    Event,
    Flow,
    Gateway,
    Message,
    Procedure,
    Role,
    Start,
    SubProcess,
    Task,
    Timer,
)

EVERYTHING = """<?xml version="1.0" encoding="UTF-8"?>
<semantic:definitions xmlns:semantic="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:city" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  id="d" targetNamespace="urn:city" exporter="Some Tool" camunda:version="7">
  <semantic:import importType="http://www.w3.org/2001/XMLSchema" location="types.xsd" namespace="urn:types"/>
  <semantic:itemDefinition id="form" structureRef="xsd:string"/>
  <semantic:message id="申請" name="申請書" itemRef="tns:form"/>
  <semantic:signal id="alarm" name="警報"/>
  <semantic:error id="broken" errorCode="E1"/>
  <semantic:category id="cat"><semantic:categoryValue id="cat1" value="窓口"/></semantic:category>
  <semantic:collaboration id="c">
    <semantic:participant id="hall" name="市役所" processRef="tns:work">
      <semantic:participantMultiplicity maximum="2"/>
    </semantic:participant>
    <semantic:participant id="bank" name="銀行" processRef="payment"/>
    <semantic:participant id="resident" name="住民"/>
    <semantic:messageFlow id="m1" name="申請" sourceRef="resident" targetRef="s" messageRef="申請"/>
    <semantic:messageFlow id="m2" sourceRef="pay" targetRef="bs"/>
    <semantic:textAnnotation id="ca"><semantic:text>両方の  プール</semantic:text></semantic:textAnnotation>
  </semantic:collaboration>
  <semantic:process id="work" isExecutable="true" camunda:historyTimeToLive="180">
    <semantic:documentation>窓口の手順</semantic:documentation>
    <semantic:extensionElements><camunda:properties><camunda:property name="a" value="1"/></camunda:properties></semantic:extensionElements>
    <semantic:property id="prop" itemSubjectRef="tns:form"/>
    <semantic:laneSet id="ls" name="課">
      <semantic:lane id="section" name="税務課">
        <semantic:flowNodeRef>t</semantic:flowNodeRef>
        <semantic:childLaneSet id="inner">
          <semantic:lane id="chief" name="課長"><semantic:flowNodeRef>s</semantic:flowNodeRef><semantic:flowNodeRef>t</semantic:flowNodeRef></semantic:lane>
          <semantic:lane id="clerk" name="担当"><semantic:flowNodeRef>user</semantic:flowNodeRef></semantic:lane>
        </semantic:childLaneSet>
      </semantic:lane>
      <semantic:lane id="other"><semantic:flowNodeRef>pay</semantic:flowNodeRef></semantic:lane>
    </semantic:laneSet>
    <semantic:laneSet id="second"><semantic:lane id="place"><semantic:flowNodeRef>t</semantic:flowNodeRef></semantic:lane></semantic:laneSet>
    <semantic:startEvent id="s" isInterrupting="true"><semantic:messageEventDefinition id="sd" messageRef="tns:申請"/></semantic:startEvent>
    <semantic:startEvent id="s2"><semantic:signalEventDefinition id="s2d" signalRef="alarm"/></semantic:startEvent>
    <semantic:task id="t" name="受付"><semantic:documentation textFormat="text/html">&lt;b&gt;a&lt;/b&gt;</semantic:documentation>
      <semantic:ioSpecification id="io"><semantic:dataInput id="in"/><semantic:inputSet><semantic:dataInputRefs>in</semantic:dataInputRefs></semantic:inputSet><semantic:outputSet/></semantic:ioSpecification>
      <semantic:dataInputAssociation id="dia"><semantic:sourceRef>doc</semantic:sourceRef><semantic:targetRef>in</semantic:targetRef></semantic:dataInputAssociation>
      <semantic:multiInstanceLoopCharacteristics isSequential="true"><semantic:loopCardinality xsi:type="semantic:tFormalExpression">3</semantic:loopCardinality></semantic:multiInstanceLoopCharacteristics>
    </semantic:task>
    <semantic:userTask id="user" name="審査" camunda:assignee="kacho"><semantic:extensionElements><camunda:formData><camunda:formField id="f" type="string"/></camunda:formData></semantic:extensionElements>
      <semantic:potentialOwner><semantic:resourceAssignmentExpression><semantic:formalExpression>group(a)</semantic:formalExpression></semantic:resourceAssignmentExpression></semantic:potentialOwner>
    </semantic:userTask>
    <semantic:manualTask id="manual"/><semantic:serviceTask id="service" implementation="##WebService"/>
    <semantic:sendTask id="send"/><semantic:receiveTask id="receive" instantiate="false"/>
    <semantic:scriptTask id="script" scriptFormat="js"><semantic:script>a &lt; b</semantic:script></semantic:scriptTask>
    <semantic:businessRuleTask id="rule"/><semantic:callActivity id="call" calledElement="work"/>
    <semantic:boundaryEvent id="late" attachedToRef="user" cancelActivity="false"><semantic:timerEventDefinition><semantic:timeDuration xsi:type="semantic:tFormalExpression">P10D</semantic:timeDuration></semantic:timerEventDefinition></semantic:boundaryEvent>
    <semantic:boundaryEvent id="oops" attachedToRef="service"><semantic:errorEventDefinition errorRef="broken"/></semantic:boundaryEvent>
    <semantic:exclusiveGateway id="x" name="可否" default="f3"/><semantic:parallelGateway id="p"/>
    <semantic:inclusiveGateway id="o"/><semantic:eventBasedGateway id="e" instantiate="false"/>
    <semantic:complexGateway id="k"><semantic:activationCondition>x &gt; 2</semantic:activationCondition></semantic:complexGateway>
    <semantic:intermediateCatchEvent id="wait"><semantic:timerEventDefinition id="wd"/></semantic:intermediateCatchEvent>
    <semantic:intermediateCatchEvent id="mail"><semantic:messageEventDefinition/></semantic:intermediateCatchEvent>
    <semantic:intermediateThrowEvent id="pay" name="支払"><semantic:messageEventDefinition/></semantic:intermediateThrowEvent>
    <semantic:intermediateThrowEvent id="jump"><semantic:linkEventDefinition id="l1" name="A"><semantic:target>l2</semantic:target></semantic:linkEventDefinition></semantic:intermediateThrowEvent>
    <semantic:intermediateCatchEvent id="land"><semantic:linkEventDefinition id="l2" name="A"><semantic:source>l1</semantic:source></semantic:linkEventDefinition></semantic:intermediateCatchEvent>
    <semantic:intermediateCatchEvent id="cond"><semantic:conditionalEventDefinition><semantic:condition xsi:type="semantic:tFormalExpression">a = 1</semantic:condition></semantic:conditionalEventDefinition></semantic:intermediateCatchEvent>
    <semantic:intermediateCatchEvent id="two" parallelMultiple="true"><semantic:messageEventDefinition/><semantic:signalEventDefinition signalRef="alarm"/></semantic:intermediateCatchEvent>
    <semantic:intermediateThrowEvent id="mile"/>
    <semantic:subProcess id="sub" name="決裁"><semantic:laneSet id="subl"><semantic:lane id="subl1"><semantic:flowNodeRef>in1</semantic:flowNodeRef></semantic:lane></semantic:laneSet>
      <semantic:startEvent id="in1"/><semantic:subProcess id="deep"><semantic:task id="deepest" name="押印"/></semantic:subProcess>
      <semantic:sequenceFlow id="if1" sourceRef="in1" targetRef="deep"/>
      <semantic:dataObject id="ido"/><semantic:textAnnotation id="ita"><semantic:text>n</semantic:text></semantic:textAnnotation><semantic:association id="ias" sourceRef="deep" targetRef="ita"/>
    </semantic:subProcess>
    <semantic:subProcess id="onevent" triggeredByEvent="true"><semantic:startEvent id="oes" isInterrupting="false"><semantic:escalationEventDefinition/></semantic:startEvent></semantic:subProcess>
    <semantic:transaction id="tx" method="##Compensate"><semantic:endEvent id="txe"><semantic:cancelEventDefinition/></semantic:endEvent></semantic:transaction>
    <semantic:adHocSubProcess id="adhoc" ordering="Parallel"><semantic:task id="ah"/><semantic:completionCondition>done</semantic:completionCondition></semantic:adHocSubProcess>
    <semantic:endEvent id="end"/><semantic:endEvent id="kill"><semantic:terminateEventDefinition id="kd"/></semantic:endEvent>
    <semantic:endEvent id="err"><semantic:errorEventDefinition errorRef="tns:broken"/></semantic:endEvent><semantic:endEvent id="tell"><semantic:messageEventDefinition/></semantic:endEvent>
    <semantic:sequenceFlow id="f1" sourceRef="s" targetRef="t" isImmediate="true"/>
    <semantic:sequenceFlow id="f2" name="可" sourceRef="x" targetRef="pay"><semantic:conditionExpression xsi:type="semantic:tFormalExpression">amount &lt; 500,000</semantic:conditionExpression></semantic:sequenceFlow>
    <semantic:sequenceFlow id="f3" name="否" sourceRef="x" targetRef="end"/>
    <semantic:sequenceFlow id="f4" sourceRef="x" targetRef="kill"><semantic:documentation>d</semantic:documentation><semantic:conditionExpression xsi:type="semantic:tFormalExpression" language="juel">${order.isPaid(1) || b}</semantic:conditionExpression></semantic:sequenceFlow>
    <semantic:sequenceFlow id="f5" sourceRef="x" targetRef="err"><semantic:conditionExpression>${amount &gt;= 3}</semantic:conditionExpression></semantic:sequenceFlow>
    <semantic:dataObject id="do" isCollection="true"/><semantic:dataObjectReference id="doc" name="申請書" dataObjectRef="do"><semantic:dataState name="受理"/></semantic:dataObjectReference>
    <semantic:dataStoreReference id="store" name="台帳"/>
    <semantic:group id="g" categoryValueRef="tns:cat1"/>
    <semantic:textAnnotation id="ta" textFormat="text/plain"><semantic:text>注記
二行目</semantic:text></semantic:textAnnotation>
    <semantic:association id="as" associationDirection="One" sourceRef="t" targetRef="ta"/>
    <semantic:resourceRole id="rr"><semantic:resourceAssignmentExpression><semantic:formalExpression/></semantic:resourceAssignmentExpression></semantic:resourceRole>
  </semantic:process>
  <semantic:process id="payment" name="支払処理"><semantic:startEvent id="bs"/><semantic:task id="bt"/><semantic:sequenceFlow id="bf" sourceRef="bs" targetRef="bt"/></semantic:process>
  <semantic:dataStore id="ds" name="台帳"/>
  <bpmndi:BPMNDiagram id="dia1" name="図" resolution="96"><bpmndi:BPMNPlane id="pl" bpmnElement="c">
    <bpmndi:BPMNShape id="t_di" bpmnElement="t"><dc:Bounds x="1.5" y="2" width="100" height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="f1_di" bpmnElement="f1" sourceElement="t_di"><di:waypoint x="1" y="2"/><di:waypoint x="3" y="4"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</semantic:definitions>
"""


@pytest.fixture
def read(tmp_path: Path) -> BpmnRead:
    (tmp_path / "all.bpmn").write_text(EVERYTHING, encoding="utf-8")
    return read_bpmn(tmp_path / "all.bpmn")


def test_both_pools_written_together_are_the_whole_file(read: BpmnRead) -> None:
    before, after = shape(EVERYTHING), shape(bpmn_text(read.procedures))
    assert list((before - after).elements()) == []
    assert list((after - before).elements()) == []


def test_one_pool_written_alone_keeps_the_other_as_it_was(read: BpmnRead) -> None:
    for procedure in read.procedures:
        assert shape(bpmn_text(procedure)) == shape(EVERYTHING)


def test_the_schema_has_nothing_against_it(read: BpmnRead) -> None:
    own = replace(read.procedures[0], foreign=None)
    for text in (
        bpmn_text(read.procedures),
        bpmn_text(own),
        bpmn_text(read.procedures, place(read.procedures[0])),
    ):
        assert schema_errors(text) == []


def test_steps_that_move_to_another_file_take_its_prefix(read: BpmnRead) -> None:
    text = bpmn_text(replace(read.procedures[0], foreign=None))
    assert 'xsi:type="bpmn:tFormalExpression">P10D<' in text
    assert "semantic" not in text


def test_bpmn_moddle_has_no_more_against_it_than_against_the_original(read: BpmnRead) -> None:
    before, after = (through_moddle([text])[0] for text in (EVERYTHING, bpmn_text(read.procedures)))
    assert [warning.rpartition("nested error")[2] for warning in after] == [
        warning.rpartition("nested error")[2] for warning in before
    ]


def test_each_kind_of_element_is_read_as_what_it_is(read: BpmnRead) -> None:
    work, bank = read.procedures
    kinds = {id_: type(node) for id_, node in work.node_of.items()}
    assert {
        kinds[id_] for id_ in ("t", "user", "manual", "service", "send", "receive", "script", "rule", "call")
    } == {Task}
    assert [work.node_of[id_].type for id_ in ("t", "user", "rule", "call")] == [
        "task",
        "user",
        "business_rule",
        "call",
    ]
    assert [work.node_of[id_].logic for id_ in "xpoe"] == ["exclusive", "parallel", "inclusive", "event"]
    assert (kinds["wait"], kinds["late"], kinds["mail"], kinds["pay"]) == (Timer, Timer, Message, Message)
    assert {kinds[id_] for id_ in ("jump", "land", "cond", "two", "mile", "oops")} == {Event}
    assert (work.node_of["s"].trigger, work.node_of["s2"].trigger) == ("message", "none")
    assert [work.node_of[id_].outcome for id_ in ("end", "kill", "err", "tell")] == [
        "done",
        "terminated",
        "error",
        "done",
    ]
    assert {kinds[id_] for id_ in ("sub", "deep", "onevent", "tx", "adhoc")} == {SubProcess}
    assert [node.id for node in work.node_of["deep"].nodes] == ["deepest"]
    assert (str(work.title), str(bank.title), work.note) == ("市役所", "支払処理", "窓口の手順")


def test_lanes_are_roles_and_inner_lanes_are_parts_of_them(read: BpmnRead) -> None:
    work = read.procedures[0]
    assert [(role.id, role.part_of) for role in work.roles] == [
        ("section", None),
        ("chief", "section"),
        ("clerk", "section"),
        ("other", None),
    ]
    assert [work.node_of[id_].role for id_ in ("s", "t", "user", "pay", "x")] == [
        "chief",
        "chief",
        "clerk",
        "other",
        None,
    ]


def test_conditions_are_read_where_they_are_comparisons(read: BpmnRead) -> None:
    flows = {flow.id: flow for flow in read.procedures[0].flows}
    assert flows["f2"].condition == Condition.parse("amount < 500000")
    assert flows["f5"].condition == Condition.parse("amount >= 3")
    assert flows["f4"].condition is None
    assert [id_ for id_, flow in flows.items() if flow.otherwise] == ["f3"]


@pytest.mark.parametrize(
    "where, name",
    [
        ("t", "ioSpecification"),
        ("t", "multiInstanceLoopCharacteristics"),
        ("user", "formData"),
        ("user", "assignee"),
        ("jump", "linkEventDefinition"),
        ("late", "boundaryEvent"),
        ("k", "complexGateway"),
        ("f4", "conditionExpression"),
        ("work", "dataObject"),
        ("work", "textAnnotation"),
        ("work", "messageFlow"),
        ("work", "BPMNDiagram"),
        ("sub", "laneSet"),
        ("onevent", "triggeredByEvent"),
        ("f1", "isImmediate"),
    ],
)
def test_what_is_kept_is_told(read: BpmnRead, where: str, name: str) -> None:
    told = [problem for problem in read.kept if problem.where == where]
    assert any(name in str(problem.value) for problem in told)
    assert all(
        problem.severity == "warning" and problem.file and problem.file.endswith("all.bpmn")
        for problem in told
    )
    assert read.lost == ()


def changed(procedure: Procedure, id_: str, **fields: object) -> Procedure:
    nodes = tuple(replace(node, **fields) if node.id == id_ else node for node in procedure.nodes)
    return replace(procedure, nodes=nodes)


def test_a_new_trigger_takes_the_place_of_the_kept_event(read: BpmnRead, tmp_path: Path) -> None:
    work = changed(read.procedures[0], "s", trigger="month_end")
    write_bpmn(work, tmp_path / "new.bpmn")
    start = read_bpmn(tmp_path / "new.bpmn").procedures[0].node_of["s"]
    assert isinstance(start, Start) and start.trigger == "month_end"
    assert "sd" not in bpmn_text(work).split("startEvent")[1]


def test_a_new_condition_takes_the_place_of_the_kept_program(read: BpmnRead, tmp_path: Path) -> None:
    work = read.procedures[0]
    flows = tuple(
        replace(flow, condition=Condition.parse("a > 1")) if flow.id == "f4" else flow for flow in work.flows
    )
    text = bpmn_text(replace(work, flows=flows))
    assert "a &gt; 1" in text
    assert "isPaid" not in text


def test_what_hung_on_a_step_that_is_gone_is_left_out_and_told(read: BpmnRead, tmp_path: Path) -> None:
    work = read.procedures[0]
    gone = {"t", "user"}
    less = replace(
        work,
        nodes=tuple(node for node in work.nodes if node.id not in gone),
        flows=tuple(flow for flow in work.flows if not gone & {flow.source, flow.target}),
    )
    told = write_bpmn(less, tmp_path / "less.bpmn")
    text = (tmp_path / "less.bpmn").read_text(encoding="utf-8")
    assert dangling_references(text) == ()
    assert {problem.where for problem in told} >= {
        "late",
        "as",
        "work",
    }  # its boundary event, its note, the drawing
    late = read_bpmn(tmp_path / "less.bpmn").procedures[0].node_of["late"]
    assert isinstance(late, Timer)
    assert 'id="as"' not in text
    assert 'id="dia1"' not in text
    assert 'bpmnElement="bt"' in text  # the other pool is drawn anew too


def test_the_drawing_stays_while_only_names_and_numbers_change(read: BpmnRead) -> None:
    work = changed(
        read.procedures[0], "user", title=replace(read.procedures[0].node_of["user"].title, ja="別名")
    )
    text = bpmn_text(work)
    assert 'id="dia1"' in text
    assert 'name="別名"' in text


def test_a_pool_is_renamed_with_its_procedure(read: BpmnRead) -> None:
    work = read.procedures[0]
    text = bpmn_text(replace(work, id="renewed", title=replace(work.title, ja="市民課")))
    assert '<semantic:participant id="hall" name="市民課" processRef="renewed">' in text
    assert dangling_references(text) == ()


def test_a_new_role_and_step_join_what_was_there(read: BpmnRead, tmp_path: Path) -> None:
    work = read.procedures[0]
    more = replace(
        work,
        roles=(*work.roles, Role(id="監査", part_of="section")),
        nodes=(*work.nodes, Task(id="監査", role="監査"), End(id="済"), Gateway(id="as", logic="parallel")),
        flows=(*work.flows, Flow(source="監査", target="済"), Flow(source="監査", target="as")),
    )
    write_bpmn(more, tmp_path / "more.bpmn")
    again = read_bpmn(tmp_path / "more.bpmn").procedures[0]
    assert [role.id for role in again.roles] == [
        "section",
        "chief",
        "clerk",
        "監査",
        "other",
    ] or again.roles == more.roles
    assert again.nodes == more.nodes
    assert again.flows == more.flows
    assert dangling_references((tmp_path / "more.bpmn").read_text(encoding="utf-8")) == ()
