"""States of a procedure compared: `compare(as_is, to_be)` gives a `Comparison`."""

from bprkit.procedure.comparing.comparison import Comparison, compare

__all__ = ["Comparison", "compare"]
