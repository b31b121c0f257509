"""How the functions of the loop become machine code: two typed decorators around numba's."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

import numba

njit: Any = numba.njit  # its stubs do not know all options
Function = TypeVar("Function", bound=Callable[..., Any])


@cache
def _without_counting() -> dict[str, Any]:
    """Return the option that leaves out the counting of references, if this numba knows it.

    The loop makes no arrays and keeps none: whoever calls it holds them all, so that nothing needs to be counted. Counting
    cost nine tenths of the time.
    """
    try:
        njit(_nrt=False)(lambda: None)
    except KeyError:
        return {}
    return {"_nrt": False}


def machine_code(function: Function) -> Function:
    """Compile when first called, and keep it on disk for the next process; runs beside other threads."""
    return cast(Function, njit(cache=True, nogil=True, **_without_counting())(function))


def inlined(function: Function) -> Function:
    """Compile into whoever calls: for small functions, and for those that are called from one place."""
    return cast(Function, njit(cache=True, nogil=True, forceinline=True, **_without_counting())(function))
