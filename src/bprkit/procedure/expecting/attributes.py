"""Cases fall into classes by their attributes: within one, every condition of the procedure has the same answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, product
from typing import TYPE_CHECKING

from bprkit.errors import InputError
from bprkit.procedure.conditions import Condition, Test, Value
from bprkit.procedure.model import Attribute, Categories

if TYPE_CHECKING:
    from bprkit.procedure.distributions import AnyDistribution

Cell = tuple[float, Value]
MOST_CLASSES = 50_000
_NOTHING = 1e-12
_NO_WORD = "\0other"


def classes(
    attributes: Mapping[str, Attribute], conditions: Iterable[Condition]
) -> Iterator[tuple[float, Mapping[str, Value]]]:
    """Yield the share of each class and one case that stands for it; attributes are independent of each other.

    Numbers are split at the thresholds that conditions name, words into those named and the others. Raises InputError
    if that makes more than 50,000 classes.

    >>> from bprkit.procedure.distributions import Triangular
    >>> for share, case in classes({"amount": Triangular(0, 50, 100)}, [Condition.parse("amount < 50")]):
    ...     print(round(share, 6), case)
    0.5 {'amount': 49.0}
    0.5 {'amount': 51.0}
    """
    tests: dict[str, list[Test]] = {}
    for condition in conditions:
        for test in condition.tests:
            if test.attribute in attributes:
                tests.setdefault(test.attribute, []).append(test)
    cells = [_cells(attributes[name], asked) for name, asked in tests.items()]
    count = 1
    for of_one in cells:
        count *= len(of_one)
    if count > MOST_CLASSES:
        raise InputError(
            en=f"The conditions on {', '.join(tests)} make {count:,} kinds of cases; up to {MOST_CLASSES:,} can be computed. "
            "Use fewer thresholds, or shares in place of conditions.",
            ja=f"{'、'.join(tests)} の条件で案件が {count:,} 種類に分かれます（上限 {MOST_CLASSES:,}）。"
            "境目を減らすか、条件の代わりに割合で書いてください。",
        )
    for combined in product(*cells):
        share = 1.0
        for part, _ in combined:
            share *= part
        yield share, {name: value for name, (_, value) in zip(tests, combined, strict=True)}


def _cells(attribute: Attribute, tests: list[Test]) -> list[Cell]:
    found = _words(attribute, tests) if isinstance(attribute, Categories) else _numbers(attribute, tests)
    found = [(share, value) for share, value in found if share > _NOTHING]
    total = sum(share for share, _ in found)
    return [(share / total, value) for share, value in found]


def _words(attribute: Categories, tests: list[Test]) -> list[Cell]:
    asked = {test.value for test in tests}
    named: list[Cell] = [(share, word) for word, share in attribute.shares.items() if word in asked]
    return [*named, (sum(share for word, share in attribute.shares.items() if word not in asked), _NO_WORD)]


def _numbers(attribute: AnyDistribution, tests: list[Test]) -> list[Cell]:
    """Return the cells below, at, between and above the thresholds: a value measured often can lie right at one."""
    import numpy as np

    edges = sorted({test.value for test in tests if not isinstance(test.value, str)})
    if not edges:
        return [(1.0, 0.0)]
    up_to = [float(share) for share in attribute.cdf(np.array(edges))]
    below = [float(share) for share in attribute.cdf(np.nextafter(np.array(edges), -np.inf))]
    between = [
        edges[0] - 1,
        *((low + high) / 2 for low, high in pairwise(edges)),
        edges[-1] + 1,
    ]
    cells: list[Cell] = []
    for place, value in enumerate(between):
        before = up_to[place - 1] if place else 0.0
        cells.append(((below[place] if place < len(edges) else 1.0) - before, value))
        if place < len(edges):
            cells.append((up_to[place] - below[place], edges[place]))
    return cells
