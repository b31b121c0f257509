"""Procedures and price lists as small as they can be, for what is known of their savings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from bprkit.procedure.distributions import AnyDistribution, Constant
from bprkit.procedure.model import End, Flow, Materials, Procedure, Role, Start, Task, Title, Volume
from bprkit.savings import Costs, Price, Ramp, Savings, estimate_savings, load_costs

STAFF = (Role(id="staff", title=Title("職員", "Staff"), rate="regular"),)


def procedure(
    minutes: float | Mapping[str, float] | AnyDistribution,
    *,
    volume: float | None = 1_000,
    sheets: float = 0,
    letters: float = 0,
    roles: tuple[Role, ...] = STAFF,
    state: Any = "as_is",
    sections: Any = 1,
    estimate: bool = False,
) -> Procedure:
    """Return a procedure of one step a role, one after another; only the first uses paper."""
    each = minutes if isinstance(minutes, Mapping) else {"staff": minutes}
    tasks = [
        Task(
            id=f"{role}_works",
            title=Title(f"{role}の作業", f"Work of {role}"),
            role=role,
            touch=touch if not isinstance(touch, int | float) else Constant(float(touch)),
            materials=Materials(sheets=sheets, letters=letters) if not place else Materials(),
            estimate=estimate,
        )
        for place, (role, touch) in enumerate(each.items())
    ]
    nodes = (Start(id="start"), *tasks, End(id="end"))
    return Procedure(
        id="slips",
        title=Title("伝票", "Slips"),
        state=state,
        volume=None if volume is None else Volume(volume),
        sections=sections,
        roles=roles,
        nodes=nodes,
        flows=tuple(Flow(source=one.id, target=other.id) for one, other in pairwise(nodes)),
    )


def costs(*, regular: float = 2_796, **changes: Any) -> Costs:
    """Return usual prices without anything uncertain: nothing phased in, nothing learnt, all of the effect reached."""
    usual = load_costs()
    exact: dict[str, Price] = {
        key: replace(price, low=None, high=None) for key, price in usual.prices.items()
    }
    exact["regular"] = replace(exact["regular"], likely=regular)
    return replace(usual, prices=exact, ramp=Ramp(), changes=(), city=None, **changes)


def change(before: float = 6, after: float = 3, **options: Any) -> Savings:
    """Return what a thousand slips save that take fewer minutes and pages."""
    given_costs = options.pop("costs", costs())
    as_is, to_be = (
        procedure(minutes, sheets=sheets, state=state)
        for minutes, sheets, state in ((before, 4, "as_is"), (after, 1, "to_be"))
    )
    return estimate_savings(as_is, to_be, given_costs, **{"samples": 100, **options})
