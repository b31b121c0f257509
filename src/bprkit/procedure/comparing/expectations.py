"""What a case takes on average, every step by how often it is done, or why that cannot be computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bprkit.errors import InputError

if TYPE_CHECKING:
    from bprkit.procedure.expecting import Expected
    from bprkit.procedure.model import Procedure


@dataclass(frozen=True)
class Average:
    """The averages of a case without queues; none for a procedure that has no answer, and then why."""

    expected: Expected | None
    why_not: InputError | None = None


def average_case(procedure: Procedure) -> Average:
    """Return the averages of a case.

    >>> from bprkit.procedure.distributions import Constant
    >>> from bprkit.procedure.model import Procedure, Task
    >>> found = average_case(Procedure(id="p", nodes=(Task(id="draft", touch=Constant(30)),)))
    >>> found.expected is not None and found.expected.touch_minutes
    30.0
    """
    from bprkit.procedure.expecting import expected

    try:
        return Average(expected(procedure))
    except InputError as error:  # a drawing that is not finished can be compared all the same
        return Average(None, error)
