"""Classes of cases: the space of their attributes, cut where conditions cut it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, product

from bprkit.procedure.conditions import Condition, Value, written
from bprkit.procedure.distributions import Constant, Empirical, LogNormal, Triangular
from bprkit.procedure.model import Attribute, Categories, Flow, Logic


@dataclass(frozen=True)
class Piece:
    """A piece of an attribute: a word, or the numbers from `low` to `high`, of which `sample` is one."""

    attribute: str
    sample: Value
    low: float = -math.inf
    high: float = math.inf

    def __str__(self) -> str:
        if isinstance(self.sample, str) or self.low == self.high:
            return f"{self.attribute} = {written(self.sample)}"
        low = f"{written(self.low)} < " if math.isfinite(self.low) else ""
        high = f" < {written(self.high)}" if math.isfinite(self.high) else ""
        return f"{low}{self.attribute}{high}"


CaseClass = tuple[Piece, ...]


def described(case: CaseClass) -> str:
    """Return a class as one reads it: `500,000 < amount < 2,000,000 and kind = 物品`."""
    return " and ".join(map(str, case))


def described_together(cases: Sequence[CaseClass], every: Sequence[CaseClass]) -> str:
    """Return several classes as one reads them, out of all that there are; one of them where they make no block.

    >>> from bprkit.procedure.distributions import LogNormal
    >>> every = case_classes({"amount": LogNormal(9.0, 1.0)}, [Condition.parse("amount < 5 and amount < 9")], 100)
    >>> described_together(every[1:4], every), described_together(every[:2], every), described_together(every, every)
    ('5 <= amount <= 9', 'amount <= 5', '')
    """
    if not cases:
        return ""
    names = [piece.attribute for piece in cases[0]]
    chosen = [{case[place] for case in cases} for place in range(len(names))]
    if len(set(cases)) != math.prod(map(len, chosen)):
        return described(cases[0])
    told = []
    for place, some in enumerate(chosen):
        known = list(dict.fromkeys(case[place] for case in every))
        if len(some) < len(known):
            told.append(" / ".join(_runs(some, known)))
    return " and ".join(told)


def _runs(some: Collection[Piece], known: Sequence[Piece]) -> Iterator[str]:
    """Yield the pieces, those of numbers that follow one another as one."""
    if any(isinstance(piece.sample, str) for piece in known):
        yield from (str(piece) for piece in known if piece in some)
        return
    for chosen, run in groupby(enumerate(known), key=lambda found: found[1] in some):
        if chosen:
            numbered = list(run)
            (first, low), (last, high) = numbered[0], numbered[-1]
            yield _run(low, high, first > 0, last < len(known) - 1)


def _run(low: Piece, high: Piece, has_low: bool, has_high: bool) -> str:
    if low == high and low.low == low.high:
        return str(low)
    or_equal, or_equal_above = "=" * (low.low == low.high), "=" * (high.low == high.high)
    if not has_high:
        return f"{low.attribute} >{or_equal} {written(low.low)}"
    above = f"{written(low.low)} <{or_equal} " if has_low else ""
    return f"{above}{low.attribute} <{or_equal_above} {written(high.high)}"


def samples(case: CaseClass) -> dict[str, Value]:
    """Return the attributes of one case of a class."""
    return {piece.attribute: piece.sample for piece in case}


def case_classes(
    attributes: Mapping[str, Attribute], conditions: Iterable[Condition], most: int
) -> list[CaseClass] | None:
    """Return the classes that there are cases of; None if there are more than `most`."""
    cuts: dict[str, set[Value]] = {}
    for condition in conditions:
        for test in condition.tests:
            if test.attribute in attributes:
                cuts.setdefault(test.attribute, set()).add(test.value)
    cut = [pieces(name, attributes[name], values) for name, values in cuts.items()]
    if math.prod(map(len, cut)) > most:
        return None
    return list(product(*cut))


def pieces(name: str, attribute: Attribute, values: Iterable[Value]) -> list[Piece]:
    """Return the pieces of an attribute between the values; those of which there is no case are left out."""
    if isinstance(attribute, Categories):
        return [Piece(name, word) for word, share in attribute.shares.items() if share > 0]
    cuts = sorted({float(value) for value in values if not isinstance(value, str)})
    found = []
    for low, high in zip([-math.inf, *cuts], [*cuts, math.inf], strict=True):
        found += _between(name, attribute, low, high)
        if math.isfinite(high) and _is_possible(attribute, high):
            found.append(Piece(name, high, high, high))
    return found


def understood(condition: Condition, attributes: Mapping[str, Attribute]) -> bool:
    """Tell whether all that a condition asks about is known of the cases, and of the right kind."""
    return all(
        test.attribute in attributes
        and isinstance(attributes[test.attribute], Categories) == isinstance(test.value, str)
        for test in condition.tests
    )


def taken(
    flows: Sequence[Flow], logic: Logic, case: Mapping[str, Value], attributes: Mapping[str, Attribute]
) -> list[Flow]:
    """Return the flows by which a case of a class may leave a node; of conditions that are not understood, either."""
    if logic == "parallel":
        return list(flows)
    chosen, settled = [], False
    for flow in flows:
        if flow.otherwise:
            continue
        if flow.condition is None:
            if flow.share is None or flow.share > 0:
                chosen.append(flow)
        elif not understood(flow.condition, attributes):
            chosen.append(flow)
        elif not (settled and logic != "inclusive") and flow.condition.holds(case):
            chosen.append(flow)
            settled = True
    if not settled:
        chosen += [flow for flow in flows if flow.otherwise]
    return chosen


def _support(attribute: Attribute) -> tuple[float, float]:
    if isinstance(attribute, Triangular):
        return attribute.low, attribute.high
    return (0.0, math.inf) if isinstance(attribute, LogNormal) else (-math.inf, math.inf)


def _listed(attribute: Attribute) -> tuple[float, ...] | None:
    if isinstance(attribute, Constant):
        return (attribute.value,)
    if isinstance(attribute, LogNormal) and attribute.sd == 0:
        return (attribute.mean,)
    if isinstance(attribute, Triangular) and attribute.low == attribute.high:
        return (attribute.low,)
    return attribute.values if isinstance(attribute, Empirical) else None


def _between(name: str, attribute: Attribute, low: float, high: float) -> list[Piece]:
    values = _listed(attribute)
    if values is not None:
        inside = [value for value in values if low < value < high]
        return [Piece(name, inside[0], low, high)] if inside else []
    low, high = max(low, _support(attribute)[0]), min(high, _support(attribute)[1])
    if not low < high:
        return []
    if math.isfinite(low) and math.isfinite(high):
        return [Piece(name, (low + high) / 2, low, high)]
    if math.isfinite(low):
        return [Piece(name, low + max(1.0, abs(low)), low, high)]
    return [Piece(name, high - max(1.0, abs(high)) if math.isfinite(high) else 0.0, low, high)]


def _is_possible(attribute: Attribute, value: float) -> bool:
    values = _listed(attribute)
    if values is not None:
        return value in values
    low, high = _support(attribute)
    return low <= value <= high and value != 0 if isinstance(attribute, LogNormal) else low <= value <= high
