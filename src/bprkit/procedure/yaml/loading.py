"""Read a procedure from YAML, or say all that is wrong with it at once."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path as FilePath
from typing import cast

from bprkit.errors import InputError
from bprkit.files import decoded
from bprkit.procedure.code_words import STATES, state_words
from bprkit.procedure.model import Procedure, State
from bprkit.procedure.unreadable import unreadable
from bprkit.procedure.yaml.building import build
from bprkit.procedure.yaml.mistakes import shaped
from bprkit.procedure.yaml.reading import LARGEST_FILE, Document, Path, read_document


def load_procedure(path: str | os.PathLike[str]) -> Procedure:
    """Return the procedure that a YAML file holds (UTF-8, or CP932 from an old editor).

    A file without `state` has that of its name (as_is.yaml, 現状.yaml); one without `id` is called by its name, or by its
    folder's where the name is that of a state. Raises InputError where
    the file cannot be read, and ProcedureError, whose `problems` are all errors that were found.
    """
    file = FilePath(path)
    return loads_procedure(file_text(file), name=str(file))


def loads_procedure(text: str, name: str = "procedure") -> Procedure:
    """Return the procedure that a YAML text holds; `name` is what messages call it. Raises ProcedureError.

    >>> procedure = loads_procedure("title: 届出\\nroles: [窓口]\\nsteps: [{task: 受付, role: 窓口, touch: 3分}]")
    >>> [(task.id, task.touch.mean) for task in procedure.tasks]
    [('受付', 3.0)]
    """
    return read_procedure(text, name)[0]


def read_procedure(text: str, name: str) -> tuple[Procedure, dict[str, Path], Document]:
    """Return the procedure, where each of its nodes is written, and the document; raises ProcedureError."""
    document = read_document(text, name)
    shape = shaped(document)
    file = FilePath(name)
    state = _state_named(file.stem)
    folder = file.absolute().parent.name if state and file.suffix else ""
    if shape is not None:
        procedure, origins = build(
            shape, document, id_=folder or file.stem or "procedure", state=state or "as_is"
        )
        document.refuse()
        return procedure, origins, document
    document.refuse()
    raise AssertionError("a shape is missing only where an error was noted")


def _state_named(stem: str) -> State | None:
    """Return the state that a file is named after: to_be.yaml, 改善後.yaml."""
    named = unicodedata.normalize("NFC", stem)
    return next((cast(State, state) for state in STATES if named in state_words(state)), None)


def file_text(file: FilePath) -> str:
    """Return the text of a file; raises InputError where it cannot be read, or is too large for one procedure."""
    try:
        data = file.read_bytes() if file.stat().st_size <= LARGEST_FILE else None
    except OSError as error:
        raise unreadable(
            file, error, en="Give the YAML file of a procedure.", ja="手続のYAMLファイルを指定してください。"
        ) from None
    if data is None:
        raise InputError(
            en=f"{file} is larger than {LARGEST_FILE:,} bytes. Give one procedure a file.",
            ja=f"{file} は {LARGEST_FILE:,} バイトを超えています。1ファイルに1手続としてください。",
        )
    return decoded(data, file)
