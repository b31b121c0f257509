"""What a case takes in yen, as cards of a comparison: hours at their pay, and cash, never added together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.procedure.model import Title

if TYPE_CHECKING:
    from bprkit.drawing import Figure
    from bprkit.procedure.comparing import Comparison
    from bprkit.procedure.expecting import Expected
    from bprkit.procedure.model import Procedure
    from bprkit.savings import Charge, Costs
    from bprkit.savings.figures import Sourced
    from bprkit.savings.prices import BenefitClass

STAFF_TIME = Title("人件費換算（予算は減りません）", "Staff time at pay (budget unchanged)")
_CASH: Mapping[BenefitClass, Title] = {
    "cash_out": Title("現金の支出", "Cash paid"),
    "revenue": Title("現金の収入", "Cash received"),
}
_THINGS = {
    "sheet": Title("用紙", "paper"),
    "letter": Title("郵送", "postage"),
    "seal": Title("押印", "seals"),
    "storage": Title("保管", "storage"),
}
_CHARGES = Title("手数料など", "fees")
_SMALLEST = 0.005
"""Yen a case below which a part of the cash is not named, for it would read as nothing."""


def yen_cards(comparison: Comparison, costs: Costs) -> tuple[Figure, ...]:
    """Return yen a case of each state: staff time at its pay, then cash paid, then cash received, each where there is any.

    Cash is what the price list holds as such: materials whose budget line falls, and charges of the steps. What is only
    avoided later, and what the change itself costs, is none of it. Raises InputError for a state of which the average case
    cannot be computed, for a price that is missing, and for a charge of a step that no state has.

    >>> from bprkit.procedure.comparing import compare
    >>> from bprkit.procedure.yaml import loads_procedure
    >>> from bprkit.savings import load_costs
    >>> text = "title: 伝票\\nroles: [職員]\\nsteps: [{task: 確認, role: 職員, touch: %s}]"
    >>> before, after = loads_procedure(text % "30 min"), loads_procedure(text % "15 min")
    >>> [card.values for card in yen_cards(compare(before, after), load_costs())]
    [(2050.0, 1025.0)]
    """
    states = list(zip(comparison.procedures, _averages(comparison), strict=True))
    charges = _charges(comparison.procedures, costs)
    cards = (
        _staff_time(states, costs),
        *(_cash(kind, states, costs, charges) for kind in _CASH),
    )
    return tuple(card for card in cards if any(card.values))


def _averages(comparison: Comparison) -> Iterator[Expected]:
    for totals in comparison.totals:
        if totals.case.expected is None:
            assert totals.case.why_not is not None
            raise totals.case.why_not
        yield totals.case.expected


def _charges(procedures: Sequence[Procedure], costs: Costs) -> list[Charge]:
    names = {procedure.id for procedure in procedures}
    steps = {task.id for procedure in procedures for task in procedure.tasks}
    found = [charge for charge in costs.charges if charge.procedure in names]
    for charge in found:
        if charge.step not in steps:
            listed = costs.file or "--costs"
            raise InputError(
                en=f"{listed}: the charge '{charge.title}' is for the step '{charge.step}', which no state has. "
                "Correct its id.",
                ja=f"{listed}：「{charge.title}」の工程「{charge.step}」はどの状態にもありません。idを直してください。",
            )
    return found


def _staff_time(states: Sequence[tuple[Procedure, Expected]], costs: Costs) -> Figure:

    used: dict[str, Sourced] = {}
    values = []
    for procedure, case in states:
        yen = 0.0
        for name, minutes in case.touch_by_role.items():
            role = procedure.role_of.get(name)
            if role is None or role.kind == "staff":
                key = costs.hour_of(role.rate, role.rank) if role is not None else costs.hour_of(None, None)
                used[key] = costs.price(key, str(role.title or role.id) if role is not None else "")
                yen += minutes / 60 * used[key].likely
        values.append(yen)
    how = tell(
        en="staff work × the price of an hour; hours that become free lower no budget by themselves",
        ja="職員の作業時間×1時間の単価。時間が空いても、それだけでは予算は減りません",
    )
    return _figure(str(STAFF_TIME), values, tuple(used.values()), how, costs)


def _cash(
    kind: BenefitClass,
    states: Sequence[tuple[Procedure, Expected]],
    costs: Costs,
    charges: Sequence[Charge],
) -> Figure:
    """Return cash of one class; its title names the parts that it is made of."""
    from bprkit.savings.uses import things_a_case

    taken = [things_a_case(procedure, case) for procedure, case in states]
    parts: list[tuple[Title, Sourced, list[float]]] = [
        (title, costs.prices[key], [each[key] * costs.prices[key].likely for each in taken])
        for key, title in _THINGS.items()
        if key in costs.prices and costs.prices[key].benefit == kind
    ]
    parts += [
        (_CHARGES, charge, [case.visits.get(charge.step, 0.0) * charge.likely for _, case in states])
        for charge in charges
        if charge.benefit == kind
    ]
    shown = [part for part in parts if max(part[2]) >= _SMALLEST]
    names = tell(en=", ", ja="・").join(dict.fromkeys(str(title) for title, _, _ in shown))
    title = str(_CASH[kind]) + tell(en=f" ({names})", ja=f"（{names}）")
    values = [sum(yen[place] for _, _, yen in shown) for place in range(len(states))]
    return _figure(
        title,
        values,
        [price for _, price, _ in shown],
        tell(
            en="pieces × prices; what the change costs is not in it", ja="数量×単価。見直しの経費は含みません"
        ),
        costs,
        about=[tell(en="cost of change apart", ja="見直しの経費は別")],
        less_is_better=kind == "cash_out",
    )


def _figure(
    title: str,
    values: Sequence[float],
    prices: Sequence[Sourced],
    how: str,
    costs: Costs,
    *,
    about: Sequence[str] = (),
    less_is_better: bool = True,
) -> Figure:
    from bprkit.drawing import Figure

    guessed = any(price.estimate for price in prices)
    notes = [
        tell(en="average of a case", ja="1件平均"),
        *([tell(en="estimated prices", ja="単価は推計")] if guessed else []),
        *about,
    ]
    note = tell(en=", ", ja="・").join(notes)
    listed = tell(en="; ", ja="、").join(map(_price, prices))
    where = tell(en=f"{costs.title} ({costs.year})", ja=f"{costs.title}（{costs.year}年）")
    source = tell(
        en=f"{title}: {how}. Prices: {listed}. Price list: {where}.",
        ja=f"{title}：{how}。単価：{listed}。単価表：{where}。",
    )
    return Figure(
        title, tuple(values), tell(en=" yen", ja="円"), note, source=source, less_is_better=less_is_better
    )


def _price(price: Sourced) -> str:
    unit = str(getattr(price, "unit", "")) or tell(en="yen", ja="円")
    amount = f"{price.likely:,.10g}"
    about = tell(en=" (estimate)", ja="〔推計〕") if price.estimate else ""
    named = tell(en=f"{price.title}: ", ja=str(price.title)) if price.title else ""
    return named + tell(en=f"{amount} {unit}", ja=f"{amount}{unit}") + about
