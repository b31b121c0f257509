"""A procedure from one form of file to another; what a form cannot hold is told."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bprkit.errors import InputError
from bprkit.files import write_beside
from bprkit.procedure.model import Procedure
from bprkit.procedure.problems import Problem

READABLE = (".yaml", ".yml", ".bpmn", ".xlsx")


@dataclass(frozen=True)
class Converted:
    """A file that was written, and what there is to tell about what was read."""

    path: Path
    problems: tuple[Problem, ...] = ()


def convert_procedure(source: str | os.PathLike[str], target: str | os.PathLike[str]) -> Converted:
    """Write a procedure in the form that the target's ending names: YAML, BPMN, Excel, Mermaid or DOT.

    `source` is a file or the name of a bundled procedure. Raises InputError for an ending that is none of these, for a
    target that is the source, and for a BPMN file of several processes.
    """
    path = Path(target)
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        known = ", ".join(_WRITERS)
        raise InputError(
            en=f"{path}: a procedure is written as {known}. Give the target one of these endings.",
            ja=f"{path}：手続は {known} のどれかで書き出します。出力先の拡張子を変えてください。",
        )
    if path.exists() and Path(source).exists() and path.samefile(source):
        raise InputError(
            en=f"{path} is what is read. Give the target another name.",
            ja=f"{path} は読み込むファイルそのものです。出力先に別の名前を付けてください。",
        )
    procedure, problems = _read(source)
    write(procedure, path)
    return Converted(path, problems)


def _read(source: str | os.PathLike[str]) -> tuple[Procedure, tuple[Problem, ...]]:
    if Path(source).suffix.lower() == ".bpmn":
        from bprkit.procedure.bpmn import read_bpmn

        found = read_bpmn(Path(source))
        if len(found.procedures) != 1:
            listed = ", ".join(str(procedure.title) or procedure.id for procedure in found.procedures)
            raise InputError(
                en=f"{source} holds {len(found.procedures)} processes ({listed}). Save each in a file of its own.",
                ja=f"{source} には{len(found.procedures)}個のプロセス（{listed}）があります。1つずつ別のファイルにしてください。",
            )
        return found.procedures[0], found.problems
    from bprkit.procedure.files import open_procedure

    return open_procedure(source), ()


def _yaml(procedure: Procedure, path: Path) -> None:
    from bprkit.procedure.yaml import save_procedure

    save_procedure(procedure, path)


def _bpmn(procedure: Procedure, path: Path) -> None:
    from bprkit.procedure.bpmn import write_bpmn

    write_bpmn(procedure, path)


def _excel(procedure: Procedure, path: Path) -> None:
    from bprkit.language import current
    from bprkit.procedure.excel import write_flow_sheet

    write_flow_sheet(procedure, path, lang=current())


def _mermaid(procedure: Procedure, path: Path) -> None:
    from bprkit.procedure.exports import to_mermaid

    _text(to_mermaid(procedure), path)


def _dot(procedure: Procedure, path: Path) -> None:
    from bprkit.procedure.exports import to_dot

    _text(to_dot(procedure), path)


def _text(text: str, path: Path) -> None:
    with write_beside(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8")


_WRITERS: Mapping[str, Callable[[Procedure, Path], None]] = {
    ".yaml": _yaml,
    ".yml": _yaml,
    ".bpmn": _bpmn,
    ".xlsx": _excel,
    ".mmd": _mermaid,
    ".dot": _dot,
}
