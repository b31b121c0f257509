"""Numbers that vary, as attributes of XML: exact, and still readable."""

from __future__ import annotations

import re

from bprkit.procedure.distributions import AnyDistribution, Constant, Empirical, LogNormal, Triangular
from bprkit.procedure.model import Wait

_CALL = re.compile(r"^(triangular|lognormal|measured)\((.*)\)$")
_WAIT = re.compile(r"^(.*) (minutes|working_days)$")


def number_text(value: float) -> str:
    """Return a number that reads back as the very same.

    >>> number_text(3.0), number_text(0.1)
    ('3', '0.1')
    """
    return repr(float(value)).removesuffix(".0")


def distribution_text(distribution: AnyDistribution) -> str:
    """Return a distribution as text, in its own unit.

    >>> distribution_text(Constant(3)), distribution_text(Triangular(20, 30, 40))
    ('3', 'triangular(20, 30, 40)')
    """
    if isinstance(distribution, Constant):
        return number_text(distribution.value)
    if isinstance(distribution, Triangular):
        return _call("triangular", (distribution.low, distribution.likely, distribution.high))
    if isinstance(distribution, LogNormal):
        return _call("lognormal", (distribution.mean, distribution.sd))
    return _call("measured", distribution.values)


def _call(name: str, values: tuple[float, ...]) -> str:
    return f"{name}({', '.join(map(number_text, values))})"


def distribution_from(text: str) -> AnyDistribution:
    """Read what `distribution_text` wrote; raise ValueError for anything else.

    >>> distribution_from("lognormal(30, 15)")
    LogNormal(mean=30.0, sd=15.0)
    """
    found = _CALL.match(text.strip())
    if not found:
        return Constant(float(text))
    values = tuple(float(part) for part in found[2].split(","))
    if found[1] == "measured":
        return Empirical(values)
    if found[1] == "triangular" and len(values) == 3:
        return Triangular(*values)
    if found[1] == "lognormal" and len(values) == 2:
        return LogNormal(*values)
    raise ValueError(text)


def wait_text(wait: Wait) -> str:
    """Return a wait with its unit.

    >>> wait_text(Wait(Constant(0.5)))
    '0.5 working_days'
    """
    return f"{distribution_text(wait.length)} {wait.unit}"


def wait_from(text: str) -> Wait:
    """Read what `wait_text` wrote; raise ValueError for anything else."""
    found = _WAIT.match(text.strip())
    if not found:
        raise ValueError(text)
    return Wait(distribution_from(found[1]), "minutes" if found[2] == "minutes" else "working_days")
