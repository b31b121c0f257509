"""What a procedure takes without queues, from its graph alone: `expected`."""

from __future__ import annotations

from bprkit.procedure.expecting.answers import CaseClass, Expected, LeadTime
from bprkit.procedure.expecting.computing import expected

__all__ = ["CaseClass", "Expected", "LeadTime", "expected"]
