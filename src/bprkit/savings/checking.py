"""What a price list names and a procedure does not have: steps, roles, sections; all of it told at once, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bprkit.language import Language
from bprkit.procedure.problems import Problem
from bprkit.savings.conversions import OvertimeCut
from bprkit.savings.loading import load_costs
from bprkit.savings.planning import Conversion, Plan, plan_of, section_of
from bprkit.savings.prices import Charge
from bprkit.savings.uses import StateUse
from bprkit.savings.validating import LISTS, CostsError


def refuse_mistakes(plan: Plan) -> None:
    """Raise CostsError with everything in the price list that is about a part that neither state has."""
    wrong = mistakes(plan)
    if wrong:
        raise CostsError(wrong)


def mistakes(plan: Plan) -> list[Problem]:
    """Return everything in the price list that is about a part that neither state has, or is counted twice."""
    return [*_charges(plan), *_conversions(plan), *_overtime_twice(plan), *_contracts_twice(plan)]


def mistakes_in(named: Mapping[str, Any], states: tuple[StateUse, StateUse]) -> list[Problem]:
    """Return the same of a price list that is wrong elsewhere. named: what it names, as fields of a price list."""
    usual = load_costs()
    rates = {
        role.rate: usual.prices["regular"] for state in states for role in state.procedure.roles if role.rate
    }
    costs = replace(usual, **named, prices={**rates, **usual.prices})
    decided = dict.fromkeys(("changes", "conversions", "ramp", "discount_rate"))
    return mistakes(plan_of(states, costs, years=1, **decided))


def _overtime_twice(plan: Plan) -> Iterator[Problem]:
    """Find rows about the same people: each would be capped by the same hours worked, and together go past them."""
    rows = plan.conversions.overtime
    for number, row in enumerate(rows):
        for place, first in enumerate(rows[:number]):
            if _meet(row.section, first.section) and _meet(row.role, first.role):
                named = [own for own in (row.section or first.section, row.role or first.role) if own]
                yield _problem(
                    plan,
                    row,
                    "section",
                    "・".join(named),
                    f"This row and {_where(plan, first, 'section', 'en') or f'row {place + 1}'} are about the same overtime "
                    f"({' / '.join(named) or 'everybody'}), whose hours worked would count twice. Make one row of them, or give "
                    "each a section or a role of its own.",
                    f"この行と{_where(plan, first, 'section', 'ja') or f'{place + 1}行目'}は同じ時間外勤務"
                    f"（{'・'.join(named) or '全庁・全員'}）についてのもので、実績の時間が二重に数えられます。1行にまとめるか、"
                    "課または担当を重ならないように分けてください。",
                )
                break


def _contracts_twice(plan: Plan) -> Iterator[Problem]:
    """Find a contract that is named twice, so that it could shrink by more than it costs."""
    rows = plan.conversions.contracts
    for number, row in enumerate(rows):
        first = next((own for own in rows[:number] if own.title == row.title), None)
        if first is not None:
            place = rows.index(first) + 1
            at_en, at_ja = (
                _where(plan, first, "title", "en") or f"row {place}",
                _where(plan, first, "title", "ja") or f"{place}行目",
            )
            yield _problem(
                plan,
                row,
                "title",
                str(row.title),
                f"The contract '{row.title}' stands here and in {at_en}: its yen a year would count twice. Make one row of "
                "them, or give each part a title and its part of the yen.",
                f"委託「{row.title}」がこの行と{at_ja}にあり、契約額が二重に数えられます。1行にまとめるか、名称と契約額を分けて"
                "ください。",
            )


def _meet(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _charges(plan: Plan) -> Iterator[Problem]:
    steps = {step.id for state in (plan.as_is, plan.to_be) for step in state.steps}
    for charge in plan.charges:
        if charge.step not in steps:
            yield _problem(
                plan,
                charge,
                "step",
                charge.step,
                f"The charge '{charge.title}' is for the step '{charge.step}', which neither state has. Correct its id.",
                f"「{charge.title}」の工程「{charge.step}」はどちらの状態にもありません。idを直してください。",
            )


def _conversions(plan: Plan) -> Iterator[Problem]:
    sections = _sections(plan)
    for _, cut in plan.in_order:
        if cut.role is not None and cut.role not in plan.roles:
            known = ", ".join(role for role in plan.roles if role)
            yield _problem(
                plan,
                cut,
                "role",
                cut.role,
                f"Neither state has the role '{cut.role}'. Use one of {known}; or, if this is about another procedure, write "
                "the id of that one (procedure).",
                f"担当「{cut.role}」はどちらの状態にもありません。{known} のどれかにしてください。別の手続についてのものなら、"
                "手続のidを書いてください。",
            )
        elif isinstance(cut, OvertimeCut) and cut.role is not None and cut.role not in plan.paid_overtime:
            rank = plan.roles[cut.role].rank or plan.roles[cut.role].kind
            yield _problem(
                plan,
                cut,
                "role",
                cut.role,
                f"The role '{cut.role}' ({rank}) is paid no overtime, so none can be cut. Name another role, or none.",
                f"担当「{cut.role}」（{rank}）には時間外勤務手当が支給されないため、削減できません。別の担当にするか、空欄に"
                "してください。",
            )
        section = section_of(cut)
        if section is not None and sections and section not in sections:
            yield _problem(
                plan,
                cut,
                "section",
                section,
                f"Neither state names the section '{section}'. Use one of {', '.join(sections)}; or, if this is about another "
                "procedure, write the id of that one (procedure).",
                f"課「{section}」は手続に出てきません。{'、'.join(sections)} のどれかにしてください。別の手続についてのものなら、"
                "手続のidを書いてください。",
            )


def _problem(plan: Plan, item: Charge | Conversion, part: str, value: str, en: str, ja: str) -> Problem:
    path = _path(plan, item, part)
    line, place = plan.costs.places.get(path or "", (None, path))
    file = plan.costs.file if path else None
    return Problem("bad_costs", "error", en, ja, value, file, line, place, value)


def _path(plan: Plan, item: Charge | Conversion, part: str) -> str | None:
    """Return where an item stands in the price list, if it is from there."""
    return next(
        (
            f"{key}[{number}].{part}"
            for key in LISTS
            for number, own in enumerate(getattr(plan.costs, key))
            if own is item
        ),
        None,
    )


def _where(plan: Plan, item: Conversion, part: str, language: Language) -> str | None:
    """Return the line or the cell of an item, as people look for it."""
    path = _path(plan, item, part)
    line, place = plan.costs.places.get(path or "", (None, path))
    return place if line is None else (f"line {line}" if language == "en" else f"{line}行目")


def _sections(plan: Plan) -> tuple[str, ...]:
    """Return the sections that are named; none where the procedure only says how many there are."""
    found: dict[str, None] = {}
    for state in (plan.as_is, plan.to_be):
        if not isinstance(state.procedure.sections, Mapping):
            return ()
        found |= dict.fromkeys(state.procedure.sections)
        found |= dict.fromkeys(role.section for role in state.procedure.roles if role.section)
    return tuple(found)
