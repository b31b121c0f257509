"""A played log can be mined: no event of it is taken for a step, and cases begin when they come in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

import bprkit
from bprkit.language import speaking
from bprkit.procedure.distributions import Constant
from bprkit.procedure.model import End, Flow, Message, Procedure, Role, Start, SubProcess, Task, Title, Volume
from bprkit.simulation import simulate


@pytest.fixture
def japanese() -> Iterator[None]:
    """Names in Japanese, whatever the locale."""
    with speaking("ja"):
        yield


def in_a_row(*nodes: object, **further: object) -> Procedure:
    """Return a procedure whose nodes follow each other."""
    flows = tuple(Flow(source=one.id, target=other.id) for one, other in pairwise(nodes))  # type: ignore[attr-defined]
    return Procedure(
        id="p",
        volume=Volume(1200),
        roles=(Role(id="担当者", headcount=3),),
        nodes=nodes,
        flows=flows,
        **further,
    )  # type: ignore[arg-type]


def step(name: str, **further: object) -> Task:
    return Task(id=name, title=Title(name), role="担当者", touch=Constant(5), **further)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (Start(id="s", trigger="application"), "案件の開始"),
        (Start(id="s", title=Title("申請")), "申請"),
        (Start(id="s", title=Title("受付")), "案件の開始：受付"),
        (Start(id="s", title=Title("収受")), "案件の開始：収受"),  # under which logs record the step
    ],
)
def test_a_step_is_not_mined_as_rework_because_the_case_begins_under_its_name(
    start: Start, name: str, japanese: None
) -> None:
    found = simulate(
        in_a_row(start, step("受付", recorded_as=("収受",)), step("審査"), End(id="e")),
        cases=30,
        replications=1,
        log=True,
    )
    log = bprkit.read_log(found.log)
    assert found.log is not None
    assert set(found.log["activity"]) == {name, "受付", "審査"}
    assert bprkit.rework(log)["cases"].sum() == 0
    lead = bprkit.mine(log)["lead_time"]["clock_seconds"]["mean"]
    assert lead == pytest.approx(found.lead_time(), abs=1)


def test_a_start_inside_a_sub_process_is_no_event_of_the_log() -> None:
    inner = (Start(id="s0"), step("登録"), End(id="e0"))
    flows = (Flow(source="s0", target="登録"), Flow(source="登録", target="e0"))
    part = SubProcess(id="part", nodes=inner, flows=flows)
    found = simulate(
        in_a_row(Start(id="s", title=Title("申請")), part, End(id="e")), cases=5, replications=1, log=True
    )
    assert found.log is not None
    assert set(found.log["activity"]) == {"申請", "登録"}


def test_a_message_named_like_a_step_is_told_apart_from_it(japanese: None) -> None:
    message = Message(id="m", title=Title("確認"), direction="receive")
    found = simulate(
        in_a_row(Start(id="s"), step("確認"), message, End(id="e")), cases=5, replications=1, log=True
    )
    assert found.log is not None
    assert set(found.log["activity"]) == {"案件の開始", "確認", "連絡：確認"}
