"""How often each way is taken by one class of cases."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import prod

from bprkit.errors import InputError
from bprkit.procedure.conditions import Condition, Value
from bprkit.procedure.expecting.plain import Plain, Way, name_of

_ROUNDING = 0.0051


def weights(drawn: Plain, declared: Collection[str], case: Mapping[str, Value]) -> tuple[float, ...]:
    """Return for each way the probability that a token at its source takes it.

    Of an exclusive split they sum to 1; of an inclusive one each is on its own, and `otherwise` is taken if no other is.
    A condition on an attribute that is not declared counts by its share. Raises InputError where a split cannot be
    resolved.
    """
    found = [way.share for way in drawn.ways]
    for place, numbers in drawn.ways_from().items():
        split = drawn.places[place].split
        if split == "all" or all(drawn.ways[number].flow is None for number in numbers):
            continue
        ways = [drawn.ways[number] for number in numbers]
        resolve = _of_which_one if split == "one" else _of_which_some
        for number, weight in zip(numbers, resolve(drawn, place, ways, declared, case), strict=True):
            found[number] = weight
    return tuple(found)


def conditions(drawn: Plain) -> list[Condition]:
    """Return all conditions, in the order of the ways."""
    return [
        way.flow.condition for way in drawn.ways if way.flow is not None and way.flow.condition is not None
    ]


def _of_which_one(
    drawn: Plain, place: str, ways: Sequence[Way], declared: Collection[str], case: Mapping[str, Value]
) -> list[float]:
    flows = [way.flow for way in ways if way.flow is not None]
    if len(flows) == 1:
        return [1.0]
    by_condition = [flow for flow in flows if flow.condition is not None]
    unknown = [
        name
        for flow in by_condition
        if flow.condition
        for name in flow.condition.attributes
        if name not in declared
    ]
    where = name_of(drawn.places[place], place)
    if by_condition and not unknown:
        taken = next((flow for flow in by_condition if flow.condition and flow.condition.holds(case)), None)
        if taken is not None:
            return [float(flow is taken) for flow in flows]
        rest = [flow for flow in flows if flow.otherwise] or [
            flow for flow in flows if flow.condition is None
        ]
        if not rest:
            raise InputError(
                en=f"At '{where}' there are cases that meet none of the conditions. Mark one way 'otherwise'.",
                ja=f"「{where}」で、どの条件にも合わない案件があります。一つの流れに otherwise を付けてください。",
            )
        told = sum(flow.share or 0.0 for flow in rest)
        if len(rest) > 1 and (told == 0 or any(flow.share is None for flow in rest)):
            return _by_share(drawn, where, [flow.share if flow in rest else 0.0 for flow in flows])
        return [((flow.share or 0.0) / told if len(rest) > 1 else 1.0) * (flow in rest) for flow in flows]
    shares = [None if flow.otherwise else flow.share for flow in flows]
    if unknown and shares.count(None) > 1:
        raise InputError(
            en=f"At '{where}' a condition asks for '{unknown[0]}'. Say under 'attributes' how it varies, or give shares.",
            ja=f"「{where}」の条件に「{unknown[0]}」があります。attributes に分布を書くか、流れに割合を書いてください。",
        )
    return _by_share(drawn, where, shares)


def _by_share(drawn: Plain, where: str, shares: Sequence[float | None]) -> list[float]:
    """Return the shares, what is left divided among those without one."""
    total = sum(share for share in shares if share is not None)
    missing = shares.count(None)
    if total > 1 + _ROUNDING or (not missing and abs(total - 1) > _ROUNDING and total < 1):
        raise InputError(
            en=f"The shares at '{where}' sum to {total:.1%}, not 100%. Correct them.",
            ja=f"「{where}」の割合の合計が{total:.1%}です。100%になるように直してください。",
        )
    if missing > 1:
        told = (
            f"At '{where}' the {missing} ways without a share are taken equally often.",
            f"「{where}」で割合のない{missing}つの流れは、同じ割合で通るとしました。",
        )
        if told not in drawn.assumed:
            drawn.assumed.append(told)
    rest = max(1 - total, 0.0)
    found = [rest / missing if share is None else share for share in shares]
    return [share / sum(found) for share in found]


def _of_which_some(
    drawn: Plain, place: str, ways: Sequence[Way], declared: Collection[str], case: Mapping[str, Value]
) -> list[float]:
    flows = [way.flow for way in ways if way.flow is not None]
    found: list[float] = []
    for flow in flows:
        unknown = [
            name for name in (flow.condition.attributes if flow.condition else ()) if name not in declared
        ]
        if flow.otherwise:
            found.append(0.0)
        elif flow.condition is not None and not unknown:
            found.append(float(flow.condition.holds(case)))
        elif flow.condition is not None and flow.share is None:
            where = name_of(drawn.places[place], place)
            raise InputError(
                en=f"At '{where}' a condition asks for '{unknown[0]}'. Say under 'attributes' how it varies, or give shares.",
                ja=f"「{where}」の条件に「{unknown[0]}」があります。attributes に分布を書くか、流れに割合を書いてください。",
            )
        else:
            found.append(1.0 if flow.share is None else flow.share)
    none = prod(1 - weight for weight in found)
    return [none if flow.otherwise else weight for flow, weight in zip(flows, found, strict=True)]
