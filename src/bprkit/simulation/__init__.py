"""A procedure run through time: cases arrive, wait for people in office hours, and move on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bprkit.simulation.simulated import Simulated
    from bprkit.simulation.simulating import simulate

__all__ = ["Simulated", "simulate"]
_HOMES = {"Simulated": "bprkit.simulation.simulated", "simulate": "bprkit.simulation.simulating"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'bprkit.simulation' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
