"""The circulation of an approval (domain §7-1) as it is and as it is to be, written with the model itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from bprkit.procedure.conditions import Condition
from bprkit.procedure.distributions import Constant, LogNormal
from bprkit.procedure.model import (
    End,
    Flow,
    Gateway,
    Loss,
    Materials,
    Need,
    Node,
    Procedure,
    Role,
    Start,
    SubProcess,
    Task,
    Title,
    Volume,
    Wait,
)

ROLES = tuple(
    Role(id=key, title=Title(ja, en))
    for key, ja, en in (
        ("drafter", "担当者", "Person in charge"),
        ("chief", "係長", "Chief"),
        ("deputy", "課長補佐", "Deputy"),
        ("head", "課長", "Head of section"),
        ("finance", "財政課", "Finance section"),
        ("general", "総務課", "General affairs"),
        ("director", "部長", "Director"),
    )
)


def step(key: str, ja: str, role: str, minutes: float, days: float | None = None, **more: Any) -> Task:
    """A step with minutes of work, after a wait of working days."""
    wait = None if days is None else Wait(Constant(days))
    return Task(id=key, title=Title(ja), role=role, touch=Constant(minutes), wait=wait, **more)


def way(source: str, target: str, **more: Any) -> Flow:
    return Flow(source=source, target=target, **more)


def chain(*ids: str) -> tuple[Flow, ...]:
    return tuple(way(one, other) for one, other in pairwise(ids))


def as_is() -> Procedure:
    """On paper: five reviewers, concurrence one after the other, a seal, 12 % sent back."""
    nodes: tuple[Node, ...] = (
        Start(id="s", title=Title("起案の必要"), trigger="application", role="drafter"),
        step("draft", "起案", "drafter", 30, act="draft", medium=("paper",)),
        step("print", "印刷・綴じ", "drafter", 5, medium=("paper",), materials=Materials(sheets=4, copies=1)),
        step("r_chief", "係長の確認", "chief", 3, 0.5, act="review", medium=("paper", "seal")),
        step("r_deputy", "課長補佐の確認", "deputy", 2, 0.5, act="review", medium=("paper", "seal")),
        step("r_head", "課長の確認", "head", 3, 1, act="review", medium=("paper", "seal")),
        Gateway(id="need_concur", title=Title("合議は必要か")),
        step("c_finance", "財政課の合議", "finance", 3, 1.5, act="concur", medium=("paper", "seal")),
        step("c_general", "総務課の合議", "general", 3, 1.5, act="concur", medium=("paper", "seal")),
        Gateway(id="joined"),
        step("decide", "部長の決裁", "director", 3, 1.5, act="decide", medium=("paper", "seal")),
        Gateway(id="ok", title=Title("差戻しか")),
        step("issue", "施行", "drafter", 8, act="issue", medium=("paper",)),
        step("bind", "編綴", "drafter", 5, medium=("paper",)),
        End(id="e"),
    )
    flows = (
        *chain("s", "draft", "print", "r_chief", "r_deputy", "r_head", "need_concur"),
        way("need_concur", "c_finance", share=0.4, title=Title("あり")),
        way("need_concur", "joined", otherwise=True),
        *chain("c_finance", "c_general", "joined", "decide", "ok"),
        way("ok", "draft", share=0.12, rework=True, title=Title("差戻し")),
        way("ok", "issue", share=0.88),
        *chain("issue", "bind", "e"),
    )
    return Procedure(
        id="approval",
        title=Title("決裁文書の回議", "Approval circulation"),
        volume=Volume(25_000),
        roles=ROLES,
        nodes=nodes,
        flows=flows,
    )


def to_be() -> Procedure:
    """By system: no deputy, no printing and binding, concurrence side by side, one of them for information."""
    nodes: tuple[Node, ...] = (
        Start(id="s", title=Title("起案の必要"), trigger="application", role="drafter"),
        step("draft", "起案", "drafter", 20, act="draft", medium=("system",)),
        step("r_chief", "係長の確認", "chief", 3, 0.25, act="review", medium=("system",)),
        step("r_head", "課長の確認", "head", 3, 0.5, act="review", medium=("system",)),
        Gateway(id="need_concur", title=Title("合議は必要か")),
        Gateway(id="split", logic="parallel"),
        step("c_finance", "財政課の合議", "finance", 3, 1.5, act="concur", medium=("system",)),
        step("c_general", "総務課の合議", "general", 3, 1.5, act="inform", medium=("system",)),
        Gateway(id="both", logic="parallel"),
        Gateway(id="joined"),
        step("decide", "決裁", "head", 3, 0.5, act="decide", medium=("system",)),
        Gateway(id="ok", title=Title("差戻しか")),
        step("issue", "施行", "drafter", 8, act="issue", medium=("system",)),
        End(id="e"),
    )
    flows = (
        *chain("s", "draft", "r_chief", "r_head", "need_concur"),
        way("need_concur", "split", share=0.1, title=Title("あり")),
        way("need_concur", "joined", otherwise=True),
        *chain("split", "c_finance", "both"),
        *chain("split", "c_general", "both", "joined", "decide", "ok"),
        way("ok", "draft", share=0.05, rework=True, title=Title("差戻し")),
        way("ok", "issue", share=0.95),
        *chain("issue", "e"),
    )
    return replace(
        as_is(),
        state="to_be",
        roles=tuple(role for role in ROLES if role.id not in ("deputy", "director")),
        nodes=nodes,
        flows=flows,
        needs=(Need("rule", Title("決裁規程の改正"), citation="決裁規程"),),
        loses=(Loss("課長補佐", "課長補佐の確認", agreed_by="総務部長"),),
    )


def with_amounts(procedure: Procedure, limit: str) -> Procedure:
    """The same, with a decision by the head below a limit and by the director from it on."""
    return replace(
        procedure,
        nodes=(
            Start(id="s"),
            step("draft", "起案", "drafter", 30, act="draft"),
            Gateway(id="who"),
            step("low", "課長専決", "head", 3, act="decide"),
            step("review", "課長の確認", "head", 3, act="review"),
            step("high", "部長決裁", "director", 3, act="decide"),
            Gateway(id="end_of_who"),
            End(id="e"),
        ),
        flows=(
            *chain("s", "draft", "who"),
            way("who", "low", condition=Condition.parse(f"amount < {limit}")),
            way("who", "review", otherwise=True),
            *chain("review", "high", "end_of_who"),
            *chain("low", "end_of_who", "e"),
        ),
        attributes={"amount": LogNormal(600_000, 900_000)},
    )


def renamed(procedure: Procedure, new: Any) -> Procedure:
    """The same procedure with every id of a node replaced by `new(id)`, as a drawing tool does it."""

    def node(old: Node) -> Node:
        changed: dict[str, Any] = {"id": new(old.id)}
        if isinstance(old, SubProcess):
            changed |= {"nodes": tuple(map(node, old.nodes)), "flows": tuple(map(flow, old.flows))}
        if isinstance(old, Task):
            changed["controls"] = tuple(map(new, old.controls))
            changed["draft"] = None if old.draft is None else new(old.draft)
        return replace(old, **changed)

    def flow(old: Flow) -> Flow:
        return replace(old, source=new(old.source), target=new(old.target))

    return replace(
        procedure,
        nodes=tuple(map(node, procedure.nodes)),
        flows=tuple(map(flow, procedure.flows)),
    )
