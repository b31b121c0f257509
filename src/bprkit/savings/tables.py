"""The values of an outcome as the tables of the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bprkit.procedure.model import RoleKind, Title
from bprkit.savings.answers import Capacity, Cost, Hours, Line, Quantity, Year
from bprkit.savings.conversions import ContractCut, OvertimeCut, PostCut
from bprkit.savings.evaluating import Outcome, YearValues
from bprkit.savings.planning import Conversion, Plan
from bprkit.savings.prices import BenefitClass
from bprkit.savings.uses import THINGS, StateUse


def one(value: Any) -> float:
    """Return the one number that stands in an array."""
    import numpy as np

    return float(np.asarray(value, dtype=np.float64).ravel()[0])


def hours_tables(
    plan: Plan, draw: Mapping[str, Any]
) -> tuple[tuple[Hours, ...], tuple[Hours, ...], tuple[Hours, ...]]:
    """Return the hours of staff, of applicants and of others, by role and section."""
    before, after = _hours(plan.as_is, draw), _hours(plan.to_be, draw)
    found = [
        Hours(
            role,
            own.title or Title(role),
            own.kind,
            section,
            before.get(role, 0.0) * plan.as_is.share(role, section),
            after.get(role, 0.0) * plan.to_be.share(role, section),
        )
        for role, own in plan.roles.items()
        for section in _sections(plan, role)
        if before.get(role) or after.get(role)
    ]

    def of(*kinds: RoleKind) -> tuple[Hours, ...]:
        return tuple(own for own in found if own.kind in kinds)

    return of("staff"), of("applicant"), of("outside", "system")


def _hours(state: StateUse, draw: Mapping[str, Any]) -> dict[str, float]:
    found: dict[str, float] = {}
    for step in state.steps:
        minutes = draw.get(step.key, 0.0)
        found[step.role] = found.get(step.role, 0.0) + step.visits * minutes * state.volume / 60
    return found


def _sections(plan: Plan, role: str) -> tuple[str | None, ...]:
    """Return the sections in which a role works; None where they are not named."""
    named: dict[str | None, None] = {}
    for state in (plan.as_is, plan.to_be):
        own = state.procedure.role_of.get(role)
        sections = state.procedure.sections
        if own is not None and own.section is not None:
            named[own.section] = None
        elif isinstance(sections, Mapping) and (own is None or own.kind == "staff"):
            named |= dict.fromkeys(sections)
        elif own is not None or role == "":
            return (None,)
    return tuple(named) or (None,)


def quantities_of(plan: Plan) -> tuple[Quantity, ...]:
    """Return what is used up a year, and how often outside parties are dealt with."""
    titles = {
        "sheet": (Title("用紙", "Pages"), Title("面", "pages")),
        "letter": (Title("郵送", "Letters"), Title("通", "letters")),
        "seal": (Title("押印", "Seals"), Title("回", "seals")),
        "storage": (Title("保管する文書", "Sheets to be kept"), Title("枚", "sheets")),
    }
    states = (plan.as_is, plan.to_be)
    found = [
        Quantity(
            key,
            *titles[key],
            *(sum(step.things[key] for step in state.steps) * state.volume for state in states),
        )
        for key in THINGS
    ]
    dealings = [state.outside * state.volume for state in states]
    title = Title("外部とのやり取り", "Dealings with outside parties")
    return (*found, Quantity("outside", title, Title("回", "times"), *dealings))


def lines_of(plan: Plan, outcome: Outcome, draw: Mapping[str, Any]) -> tuple[Line, ...]:
    """Return the yen of a year of full effect, line by line; lines of nothing are left out."""
    found = []
    for key, (benefit, yen) in outcome.full.lines.items():
        line = _line(plan, outcome.full, key, benefit, one(yen))
        if line.yen or key.partition("/")[0] in ("overtime", "post", "contract"):
            found.append(line)
    return tuple(found)


def _line(plan: Plan, full: YearValues, key: str, benefit: BenefitClass, yen: float) -> Line:
    topic, _, place = key.partition("/")
    if key in THINGS:
        price = plan.costs.prices[key]
        return Line(
            key, benefit, price.title, price.budget_line, yen, estimate=price.estimate, source=price.source
        )
    if topic in ("charge", "benefit"):
        item = plan.charges[int(place)] if topic == "charge" else plan.benefits[int(place)]
        start = None if topic == "charge" else plan.benefits[int(place)].start
        return Line(
            key,
            benefit,
            item.title,
            item.budget_line,
            yen,
            start=start,
            estimate=item.estimate,
            source=item.source,
        )
    return _converted(plan, dict(plan.in_order)[key], key, benefit, yen, one(full.taken[key]))


def _converted(
    plan: Plan, cut: Conversion, key: str, benefit: BenefitClass, yen: float, hours: float
) -> Line:
    if isinstance(cut, ContractCut):
        cap = Title(f"年{cut.yen_per_year:,.0f}円まで", f"up to ¥{cut.yen_per_year:,.0f} a year")
        return Line(key, benefit, cut.title, cut.budget_line, yen, hours, cut.renewal, cap, False, cut.source)
    place = cut.section or (str(plan.roles[cut.role].title) if cut.role else "")
    price = plan.costs.prices[cut.rate]
    if isinstance(cut, OvertimeCut):
        title = Title(f"時間外勤務の縮減{place and f'（{place}）'}", f"Overtime cut{place and f' ({place})'}")
        cap = Title(
            f"実績 {cut.worked_hours:,.0f} 時間、削減 {cut.cut_hours:,.0f} 時間まで",
            f"{cut.worked_hours:,.0f} h worked, {cut.cut_hours:,.0f} h to be cut",
        )
    else:
        assert isinstance(cut, PostCut)
        gone = cut.kind == "abolished"
        title = Title(
            f"{'定数の削減' if gone else '採用の抑制'}{place and f'（{place}）'}",
            f"{'Posts that go' if gone else 'Hires not needed'}{place and f' ({place})'}",
        )
        cap = Title(f"{cut.posts}人まで、端数は切捨て", f"{cut.posts} at most, whole posts only")
    return Line(
        key, benefit, title, price.budget_line, yen, hours, cut.start, cap, price.estimate, cut.source
    )


def capacity_of(plan: Plan, values: YearValues) -> Capacity:
    """Return the hours of a year that become free and stay so."""
    hours = one(values.capacity_hours)
    return Capacity(hours, hours / plan.costs.hours_per_post, one(values.capacity_yen))


def costs_table(plan: Plan, draw: Mapping[str, Any]) -> tuple[Cost, ...]:
    """Return what the change costs, item by item, with tax."""
    found = []
    for place, item in enumerate(plan.changes.items):
        first, last = item.years(plan.years)
        tax = 1.0 if item.tax_included else 1.0 + plan.costs.tax
        found.append(
            Cost(
                f"change/{place}",
                item.kind,
                item.title,
                item.budget_line,
                draw[f"change/{place}"] * tax,
                item.hours,
                first,
                min(last, plan.years),
                item.estimate,
                item.source,
            )
        )
    return tuple(found)


def years_of(plan: Plan, outcome: Outcome) -> tuple[Year, ...]:
    """Return every year of the plan."""
    return tuple(_year(plan, values) for values in outcome.years)


def _year(plan: Plan, values: YearValues) -> Year:
    year = values.year or 0

    def lines(benefit: BenefitClass) -> dict[str, float]:
        return dict(_of_class(values, benefit))

    return Year(
        year=year,
        fiscal_year=plan.fiscal_year(year),
        hours_saved=one(sum(values.hours.values(), 0.0)),
        applicant_hours_saved=one(values.applicant_hours),
        cash_out=lines("cash_out"),
        revenue=lines("revenue"),
        cost_avoidance=lines("cost_avoidance"),
        capacity=capacity_of(plan, values),
        costs={key: one(yen) for key, yen in values.change_yen.items()},
        change_hours=one(values.change_hours),
        net_cash=one(values.net_cash),
    )


def _of_class(values: YearValues, benefit: BenefitClass) -> Iterator[tuple[str, float]]:
    for key, (kind, yen) in values.lines.items():
        if kind == benefit and one(yen):
            yield key, one(yen)
