"""YAML files of procedures for tests: one that uses every form there is, and a short way to load a text."""

from __future__ import annotations

from bprkit.procedure.model import Procedure
from bprkit.procedure.problems import Problem, ProcedureError
from bprkit.procedure.yaml import loads_procedure

EVERY_FORM = """\
id: approval-circulation
title: {ja: 決裁文書の回議, en: Approval circulation}
state: as_is
owner: 総務課
legal_basis: [文書管理規程]
calendar: jp
volume:
  {per_year: 25,000 / year, monthly: [11, 8, 8, 8, 7, 8, 8, 8, 8, 7, 8, 11], hourly: {9: 60%, 13時台: 40%},
   estimate: true, source: 推計}
sections: {税務課: 20%, 総務課: 80%}
attributes:
  amount: {mean: 600,000, sd: 900,000}
  kind: {物品: 60%, 委託: 40%}
  sheets: {low: 1, likely: 4, high: 30}
  measured: {values: [3, 4, 8]}
delegation: default
roles:
  - id: drafter
    title: {ja: 担当者, en: Person in charge}
    kind: staff
    headcount: 4
    rate: regular
    rank: 主事
    calendar: jp
  - {id: clerk, title: 庶務, headcount: {税務課: 5, 総務課: 3}, pooled: true, section: 総務課, part_of: drafter}
  - 係長
  - 課長
  - 部長
  - 財政課
steps:
  - start: application
  - id: draft
    task: {ja: 起案, en: Drafting}
    role: drafter
    touch: 20–40 min, mostly 30
    wait: 0.5 working days
    medium: [paper, seal]
    materials: {sheets: 4, copies: 2, letters: 1, seals: 1}
    systems: [文書管理]
    batch: {size: 10, days: [Tue, Fri], at: [9:00, 13:00]}
    mandatory: 地方自治法232条の4
    recorded_as: [起案, 起案登録]
    value: control
    act: 起案
    draft: draft
    delegated: [goods, decision]
    estimate: true
    source: domain.md
    note: |
      二行の
      メモ
    type: manual
  - {task: 確認, role: 係長, touch: 3分, wait: 0.5開庁日, controls: [draft], returns: {share: 12%, to: draft}}
  - gateway: 決裁区分？
    id: who
    next:
      - {to: chief, when: "amount < 500,000", title: 課長専決}
      - {to: director, otherwise: true}
      - {to: draft, share: 12%, rework: true, title: 差戻し}
  - {task: 専決, id: chief, role: 課長, act: 専決, touch: {mean: 3 min, sd: 1 min}, next: concur}
  - {task: 決裁, id: director, role: 部長, act: decide, touch: {values: [3 min, 4 min]}}
  - choice: 合議？
    id: concur
    branches:
      - {share: 40%, title: あり, steps: [{task: 合議, role: 財政課, medium: paper}]}
      - {otherwise: true, title: なし, steps: []}
  - parallel:
      - [{task: 写し, role: clerk}, {task: 綴り, role: clerk}]
      - [{task: 登録, role: clerk}]
  - timer: 見積期間
    period: {amount: 10 calendar days, first_day_counts: false, on_closed_day: next_open, citation: 予決令}
    deadline: true
  - {send: 通知, partner: 申請者}
  - {receive: 意見書, partner: 申請者, wait: 2 working hours}
  - subprocess: 公印
    id: sealing
    steps: [{start: none}, {task: 押印, role: clerk}, {end: done}]
  - circulation:
      id: ringi
      drafter: drafter
      draft: {touch: 30 min, medium: paper}
      route:
        - {role: 係長, touch: 3 min, wait: 0.5 working days}
        - {role: 課長, touch: 3 min, wait: 1 working day, decides: "amount < 500,000"}
        - {role: 部長, touch: 3 min, wait: 1.5 working days, decides: otherwise}
      concur: {roles: [財政課], order: serial, share: 40%, after: 課長, touch: 3 min, wait: 1.5 working days}
      returns: 12%
      afterwards: [{act: 供覧, role: clerk, touch: 1 min}]
      issue: {role: drafter, touch: 8 min}
  - {event: 信号, throws: true, bpmn: {tag: signal, attributes: {name: s}, children: ["<a/>"]}}
  - end: {id: over, title: 完結, outcome: done}
flows:
  - {from: who, to: over, share: 1%, title: 取下げ, mandatory: 文書管理規程, estimate: true, id: f1}
needs:
  - {kind: rule, title: 決裁規程の改正, citation: 決裁規程, network: LGWAN, note: 例規審査}
loses:
  - {role: 課長補佐, step: 補佐の確認, agreed_by: 総務部長, agreed_on: 2026-07-01}
source: domain.md
note: 例
"""


def loaded(text: str, *roles: str) -> Procedure:
    """Return the procedure whose steps are given, with these roles."""
    return loads_procedure(f"roles: [{', '.join(roles)}]\nsteps:\n{text}")


def ways(procedure: Procedure) -> list[tuple[str, str]]:
    """Return where each flow comes from and leads to."""
    return [(flow.source, flow.target) for flow in procedure.flows]


def problems(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a text; fails if nothing is."""
    try:
        loads_procedure(text, name="test.yaml")
    except ProcedureError as error:
        return error.problems
    raise AssertionError("the text was taken as it is")


def only_problem(text: str) -> Problem:
    """Return the one thing that is wrong with a text."""
    (problem,) = problems(text)
    return problem
