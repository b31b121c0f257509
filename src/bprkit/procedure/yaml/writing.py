"""Write a procedure as YAML: the full form, so that reading it gives the same procedure; comments in a file stay."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.files import write_beside
from bprkit.procedure.model import Procedure
from bprkit.procedure.yaml.loading import file_text, read_procedure
from bprkit.procedure.yaml.plain import Folded, Inline, InlineList, to_plain

if TYPE_CHECKING:
    from bprkit.procedure.yaml.comments import Before

_WIDE = 1_000_000
_SIMPLE_LINE = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff][^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]*(?<!\s)"
)
_BREAKS_OUT_OF_BRACES = re.compile(r"""^[-&*!|>%@`?=<~]|[\[\]{},:#'"\\]""")
_TRUE_TO_OTHERS = ("y", "yes", "on", "n", "no", "off")  # to readers of YAML 1.1
_SECTIONS = ("roles", "steps", "flows", "needs", "loses")


def dumps_procedure(procedure: Procedure) -> str:
    """Return a procedure as YAML text; `loads_procedure` returns an equal one.

    >>> from bprkit.procedure.yaml import loads_procedure
    >>> procedure = loads_procedure("id: a\\nroles: [窓口]\\nsteps: [{task: 受付, role: 窓口, touch: 3分}, {end: done}]")
    >>> print(dumps_procedure(procedure))
    id: a
    state: as_is
    <BLANKLINE>
    roles:
      - 窓口
    <BLANKLINE>
    steps:
      - task: 受付
        id: 受付
        role: 窓口
        touch: 3 min
      - end: done
        id: end
    <BLANKLINE>
    """
    return dump(to_plain(procedure))


def save_procedure(procedure: Procedure, path: str | os.PathLike[str]) -> FilePath:
    """Write a procedure to a YAML file and return its path; onto a file of a procedure, keep its comments and key order.

    A file that says the same already stays as it is, short forms and all. Raises InputError for a path that does not
    end in .yaml or .yml (`convert_procedure` writes the other forms), OutputError where nothing can be written there.
    """
    from bprkit.procedure.yaml.comments import kept

    file = FilePath(path)
    if file.suffix.lower() not in (".yaml", ".yml"):
        raise InputError(
            en=f"{file}: save_procedure writes YAML. Let the name end in .yaml, or take convert_procedure (on the "
            "command line `bprkit convert`) for BPMN, Excel and diagrams.",
            ja=f"{file}：save_procedure はYAMLを書き出します。名前を .yaml で終わらせるか、BPMN・Excel・図には "
            "convert_procedure（コマンドでは bprkit convert）を使ってください。",
        )
    before = _read_before(file) if file.is_file() else None
    if before is not None and before[1] == procedure:
        return file
    text = dumps_procedure(procedure) if before is None else kept(before, procedure)
    with write_beside(file) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
    return file


def _read_before(file: FilePath) -> Before | None:
    try:
        text = file_text(file)
        return (text, *read_procedure(text, str(file)))
    except InputError:
        return None  # no procedure that anything could be kept of


def dump(data: Any, *, apart: bool = True) -> str:
    """Return plain data as YAML text; `apart`: with a blank line before each long part."""
    from ruamel.yaml import YAML

    writer = YAML()
    writer.width = _WIDE
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    writer.dump(_styled(data), stream)
    text = stream.getvalue()
    return text if not apart else re.sub(rf"(?m)^(?=(?:{'|'.join(_SECTIONS)}):)", "\n", text)


def _styled(value: Any, inline: bool = False) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import (
        DoubleQuotedScalarString,
        FoldedScalarString,
        LiteralScalarString,
        SingleQuotedScalarString,
    )

    if isinstance(value, dict):
        inline = inline or isinstance(value, Inline) or not value
        mapping = CommentedMap({str(key): _styled(part, inline) for key, part in value.items()})
        if inline:
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list | tuple):
        inline = inline or isinstance(value, InlineList) or not value
        sequence = CommentedSeq([_styled(part, inline) for part in value])
        if inline:
            sequence.fa.set_flow_style()
        return sequence
    if isinstance(value, Folded) and not inline:
        folded = FoldedScalarString(value)
        folded.fold_pos = list(value.ends)
        return folded
    if isinstance(value, str):
        lines = value.removesuffix("\n").split("\n")
        if (
            "\n" in value
            and not inline
            and lines[0]
            and all(not line or _SIMPLE_LINE.fullmatch(line) for line in lines)
        ):
            return LiteralScalarString(value)
        if value and not _SIMPLE_LINE.fullmatch(value):
            return DoubleQuotedScalarString(value)
        return (
            SingleQuotedScalarString(value) if inline and _BREAKS_OUT_OF_BRACES.search(value) else str(value)
        )
    return value
