"""What a price list names and a procedure does not have: steps, roles, sections; all of it told at once, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bprkit.procedure.problems import Problem
from bprkit.savings.conversions import OvertimeCut
from bprkit.savings.planning import Conversion, Plan, section_of
from bprkit.savings.prices import Charge
from bprkit.savings.validating import LISTS, CostsError


def refuse_mistakes(plan: Plan) -> None:
    """Raise CostsError with everything in the price list that is about a part that neither state has."""
    wrong = [*_charges(plan), *_conversions(plan)]
    if wrong:
        raise CostsError(wrong)


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
                "its id under 'procedure'.",
                f"担当「{cut.role}」はどちらの状態にもありません。{known} のどれかにしてください。別の手続についてのものなら、"
                "procedure（手続のid）を書いてください。",
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
                "procedure, write its id under 'procedure'.",
                f"課「{section}」は手続に出てきません。{'、'.join(sections)} のどれかにしてください。別の手続についてのものなら、"
                "procedure（手続のid）を書いてください。",
            )


def _problem(plan: Plan, item: Charge | Conversion, part: str, value: str, en: str, ja: str) -> Problem:
    costs = plan.costs
    path = next(
        (
            f"{key}[{number}].{part}"
            for key in LISTS
            for number, own in enumerate(getattr(costs, key))
            if own is item
        ),
        None,
    )
    line, place = costs.places.get(path or "", (None, path))
    file = costs.file if path else None
    return Problem("bad_costs", "error", en, ja, value, file, line, place, value)


def _sections(plan: Plan) -> tuple[str, ...]:
    """Return the sections that are named; none where the procedure only says how many there are."""
    found: dict[str, None] = {}
    for state in (plan.as_is, plan.to_be):
        if not isinstance(state.procedure.sections, Mapping):
            return ()
        found |= dict.fromkeys(state.procedure.sections)
        found |= dict.fromkeys(role.section for role in state.procedure.roles if role.section)
    return tuple(found)
