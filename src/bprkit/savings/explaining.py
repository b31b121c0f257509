"""The chain from step to yen, in words and figures that can be checked by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.procedure.code_words import STATES, word
from bprkit.savings.answers import Line, Savings
from bprkit.savings.conversions import ContractCut, PostCut
from bprkit.savings.explaining_cash import cash_by_year, paybacks
from bprkit.savings.inputs import Input, inputs_of, likely, state_title
from bprkit.savings.planning import Plan
from bprkit.savings.uses import THINGS, StateUse
from bprkit.savings.words import CLASSES, exact_yen, hours, sourced

_NOTHING = 1e-9


def explained(savings: Savings, key: str | None) -> str:
    """Return the chains of all lines, or of one; raises InputError for one that there is not."""
    chains = dict(_chains(savings))
    if key is None:
        return "\n\n".join(chains.values())
    if key not in chains:
        raise InputError(
            en=f"There is no line '{key}'. The lines are {', '.join(chains)}.",
            ja=f"「{key}」という行はありません。次のどれかです：{'、'.join(chains)}。",
        )
    return chains[key]


def _chains(savings: Savings) -> Iterator[tuple[str, str]]:
    figures = {one.key: one for one in inputs_of(savings.plan)}
    for line in (*savings.cash_out, *savings.revenue, *savings.cost_avoidance):
        yield line.key, "\n".join(_line(savings, line, figures))
    yield "capacity", "\n".join(_capacity(savings, figures))
    if savings.applicant_hours:
        yield "applicant", "\n".join(_applicant(savings, figures))
    for cost in savings.change_costs:
        tax = savings.costs.tax
        item = savings.plan.changes.items[int(cost.key.partition("/")[2])]
        taxed = "" if item.tax_included or not cost.yen else f" = {exact_yen(item.likely)} × (1 + {tax:.0%})"
        years = (
            f"{cost.first_year}–{cost.last_year}"
            if cost.last_year > cost.first_year
            else f"{cost.first_year}"
        )
        own = (
            tell(en=f", {hours(cost.hours)} of staff", ja=f"、職員{hours(cost.hours)}") if cost.hours else ""
        )
        yield (
            cost.key,
            tell(
                en=f"Cost: {cost.title}: {exact_yen(cost.yen)}{taxed} in year {years}{own}{_source(cost)}",
                ja=f"経費：{cost.title}：{exact_yen(cost.yen)}{taxed}（{years}年目）{own}{_source(cost)}",
            ),
        )
    yield "net_present_value", "\n".join(cash_by_year(savings))
    if savings.payback is not None:
        yield "payback", "\n".join(paybacks(savings, savings.payback))


def _line(savings: Savings, line: Line, figures: Mapping[str, Input]) -> Iterator[str]:
    of = tell(en=f", {line.budget_line}", ja=f"、{line.budget_line}") if line.budget_line else ""
    yield tell(
        en=f"{CLASSES[line.benefit]}{of}: {line.title}: {exact_yen(line.yen)} a year in full effect",
        ja=f"{CLASSES[line.benefit]}{of}：{line.title}：年{exact_yen(line.yen)}（全面実施時）",
    )
    plan = savings.plan
    topic, _, place = line.key.partition("/")
    if line.key in THINGS:
        yield from _thing(plan, line.key, figures)
    elif topic == "charge":
        charge = plan.charges[int(place)]
        before, after = (_done(state, charge.step) for state in (plan.as_is, plan.to_be))
        gain = before - after if charge.benefit == "cash_out" else after - before
        yield (
            f"  = ({before:,.0f} → {after:,.0f}){_reached(plan, gain)} × {charge.likely:,.0f}"
            f"{tell(en=' yen each time', ja='円/回')} [{charge.step}]{_source(charge)}"
        )
    elif topic == "benefit":
        yield f"  = {exact_yen(plan.benefits[int(place)].likely)}{_source(line)}"
    else:
        yield from _conversion(savings, line)


def _thing(plan: Plan, key: str, figures: Mapping[str, Input]) -> Iterator[str]:
    price = figures[f"price/{key}"]
    totals = [_total(state, key) for state in (plan.as_is, plan.to_be)]
    gone = totals[0] - totals[1]
    yield (
        f"  = ({totals[0]:,.0f} − {totals[1]:,.0f} = {gone:,.0f}){_reached(plan, gone)} × {price.likely:g} {price.unit}"
        f"{_source(price)}"
    )
    for name, state in (
        (str(state_title(plan, "as_is")), plan.as_is),
        (str(state_title(plan, "to_be")), plan.to_be),
    ):
        for step in state.steps:
            if step.things[key]:
                each = step.things[key] / step.visits
                yield (
                    f"    {name} [{step.id}] {step.title}: {state.volume:,.0f} × {step.visits:.4g} × {each:g}"
                    f" = {step.things[key] * state.volume:,.0f}"
                )


def _reached(plan: Plan, gain: float) -> str:
    """Return the factor of what is reached of a gain; losses count in full."""
    uptake = plan.ramp.uptake.likely if gain > _NOTHING else 1.0
    return f" × {uptake:.0%}" if uptake != 1 else ""


def _conversion(savings: Savings, line: Line) -> Iterator[str]:
    plan = savings.plan
    cut = dict(plan.in_order)[line.key]
    price = cut.yen_per_hour if isinstance(cut, ContractCut) else plan.costs.prices[cut.rate].likely
    if isinstance(cut, PostCut) and cut.yen_per_post is not None:
        posts = line.hours / plan.costs.hours_per_post
        yield f"  = {posts:g} × {exact_yen(cut.yen_per_post)}{_source(line)}"
    else:
        yield f"  = {hours(line.hours)} × {price:g} {tell(en='yen/hour', ja='円/時間')}{_source(line)}"
    yield tell(en=f"    cap: {line.cap}; from {line.start}", ja=f"    上限：{line.cap}、開始：{line.start}")


def _capacity(savings: Savings, figures: Mapping[str, Input]) -> Iterator[str]:
    found, plan = savings.capacity, savings.plan
    yield tell(
        en=f"{CLASSES['capacity']}: {hours(found.hours)} a year in full effect = {found.full_time_equivalents:,.2f} "
        f"full-time equivalents of {plan.costs.hours_per_post:,.0f} h; what they are paid, {exact_yen(found.yen_equivalent)}, "
        "is no source of funds",
        ja=f"{CLASSES['capacity']}：年{hours(found.hours)}（全面実施時）= {found.full_time_equivalents:,.2f}人分"
        f"（1人{plan.costs.hours_per_post:,.0f}時間）。人件費換算 {exact_yen(found.yen_equivalent)} は財源になりません",
    )
    values: Mapping[str, Any] = likely(tuple(figures.values()))
    for role in plan.staff:
        rate = plan.rate(role)
        basis = tell(en=f"on {rate.basis_hours:,.0f} h", ja=f"年{rate.basis_hours:,.0f}時間で除算")
        yield from _role(plan, role, values, f"{rate.likely:,.0f} {rate.unit} ({basis}){_source(rate)}")
    taken = sum(line.hours for line in (*savings.cash_out, *savings.cost_avoidance))
    if taken:
        yield tell(
            en=f"  less {hours(taken)} made money of", ja=f"  うち現金等に換えた {hours(taken)} を除く"
        )
    running = [item for item in plan.changes.items if item.kind == "running" and item.hours]
    for item in running:
        yield tell(
            en=f"  less {hours(item.hours)} that running takes: {item.title}",
            ja=f"  運用にかかる {hours(item.hours)} を除く：{item.title}",
        )


def _applicant(savings: Savings, figures: Mapping[str, Input]) -> Iterator[str]:
    """Yield the Standard Cost Model: price × time × quantity × frequency, the last two together the cases a year."""
    plan, price = savings.plan, savings.costs.prices["applicant"]
    saved = savings.applicant_yen / price.likely if price.likely else 0.0
    yield tell(
        en=f"Applicants (Standard Cost Model: price × time × cases a year), nobody's budget: {hours(saved)} × "
        f"{price.likely:,.0f} {price.unit} = {exact_yen(savings.applicant_yen)}{_source(price)}",
        ja=f"申請者（標準費用モデル：単価×時間×年間件数）。市の財源ではない：{hours(saved)} × "
        f"{price.likely:,.0f} {price.unit} = {exact_yen(savings.applicant_yen)}{_source(price)}",
    )
    values: Mapping[str, Any] = likely(tuple(figures.values()))
    for role, own in plan.roles.items():
        if own.kind == "applicant":
            yield from _role(plan, role, values, "")


def _role(plan: Plan, role: str, values: Mapping[str, Any], note: str) -> Iterator[str]:
    """Yield the hours of a role, less what is not reached of a gain, and the steps that they come from."""
    parts = [list(_steps(state, role, values)) for state in (plan.as_is, plan.to_be)]
    before, after = (sum(own for _, own in part) for part in parts)
    if not before and not after:
        return
    saved = before - after
    uptake = plan.ramp.uptake.likely if saved > _NOTHING else 1.0
    unit = tell(en=" h", ja="時間")
    share = f"{_reached(plan, saved)} = {saved * uptake:z,.1f}{unit}" if uptake != 1 else ""
    told = f"{before:,.1f} − {after:,.1f} = {saved:z,.1f}{unit}{share}"
    of = plan.roles[role].title or role
    yield tell(en=f"  {of}: {told}", ja=f"  {of}：{told}") + (tell(en="; ", ja="、") + note if note else "")
    for text, _ in (*parts[0], *parts[1]):
        yield text


def _steps(state: StateUse, role: str, values: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for step in state.steps:
        if step.role == role and step.key in values:
            own = step.visits * values[step.key] * state.volume / 60
            name = word(STATES, state.procedure.state)
            guess = tell(en=" (estimate)", ja="（推計）") if step.estimate else ""
            yield (
                f"    {name} [{step.id}] {step.title}: {state.volume:,.0f} × {step.visits:.4g} × "
                f"{values[step.key]:g}{tell(en=' min', ja='分')} ÷ 60 = {own:,.1f}{tell(en=' h', ja='時間')}{guess}",
                own,
            )


def _total(state: StateUse, key: str) -> float:
    return sum(step.things[key] for step in state.steps) * state.volume


def _done(state: StateUse, step: str) -> float:
    return sum(own.visits for own in state.steps if own.id == step) * state.volume


def _source(item: Any) -> str:
    named = sourced(item)
    return tell(en=f" ({named})", ja=f"（{named}）") if named else ""
