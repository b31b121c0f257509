"""How the functions of the loop become machine code: typed decorators around numba's."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
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


@cache
def _sources() -> str:
    """Return a fingerprint of all that goes into the loop."""
    found = blake2b(digest_size=16)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()


def machine_code(function: Function) -> Function:
    """Compile as part of an entry point that calls it; runs beside other threads."""
    return cast(Function, njit(nogil=True, **_without_counting())(function))


def inlined(function: Function) -> Function:
    """Compile into whoever calls: for small functions, and for those that are called from one place."""
    return cast(Function, njit(nogil=True, forceinline=True, **_without_counting())(function))


def entry_point(function: Function) -> Function:
    """Compile when first called from Python, and keep it on disk for the next process.

    numba keeps it beside this file, or among the user's caches where that folder cannot be written to; where neither can,
    every process compiles anew. What it keeps holds the functions of other files, too, so that it is good for as long as
    all of them stay as they are.
    """
    options = {"nogil": True, **_without_counting()}
    try:
        compiled = njit(cache=True, **options)(function)
    except RuntimeError:  # there is no place to keep it
        return cast(Function, njit(**options)(function))
    index: Any = getattr(getattr(compiled, "_cache", None), "_cache_file", None)
    if hasattr(index, "_source_stamp"):
        index._source_stamp = _sources()
    return cast(Function, compiled)
