"""A procedure by its name or its file, whatever the form of the file."""

from __future__ import annotations

import os
from pathlib import Path

from bprkit.errors import InputError
from bprkit.procedure.model import Procedure

ENDINGS = (".yaml", ".yml", ".bpmn", ".xlsx")


def is_procedure(name_or_path: str | os.PathLike[str]) -> bool:
    """Tell a procedure from a log: by the ending, a workbook by its headers, a bundled name by there being no file.

    >>> is_procedure("ringi.bpmn"), is_procedure("log.csv"), is_procedure("payment-order/as_is")
    (True, False, True)
    """
    path, ending = Path(name_or_path), Path(name_or_path).suffix.lower()
    if ending == ".xlsx" and path.is_file():
        from bprkit.procedure.excel import is_flow_sheet

        return is_flow_sheet(path)
    if ending or path.exists():
        return ending in (".yaml", ".yml", ".bpmn")
    from bprkit.procedure.library import procedures

    return path.as_posix().partition("/")[0] in {bundled.name for bundled in procedures()}


def open_procedure(name_or_path: str | os.PathLike[str]) -> Procedure:
    """Return the procedure in a file (.yaml, .yml, .bpmn, .xlsx), or a bundled one, such as payment-order/to_be.

    Raises InputError where there is no such file or procedure, where a BPMN file holds several processes, and
    ProcedureError with all errors of a file.

    >>> open_procedure("payment-order/as_is").state
    'as_is'
    """
    path = Path(name_or_path)
    ending = path.suffix.lower()
    if ending in (".yaml", ".yml"):
        from bprkit.procedure.yaml import load_procedure

        return load_procedure(path)
    if ending == ".bpmn":
        return _one_of_bpmn(path)
    if ending == ".xlsx":
        from bprkit.procedure.excel import read_flow_sheet

        return read_flow_sheet(path)
    if ending or path.is_file():
        raise InputError(
            en=f"{path} is no procedure by its ending. Give a file that ends in {', '.join(ENDINGS)}, or a bundled name; "
            "a log of events goes to bprkit mine.",
            ja=f"{path} は手続のファイルではないようです。{'、'.join(ENDINGS)} のどれかか、付属の手続の名前を指定してください。"
            "処理履歴（ログ）なら bprkit mine を使ってください。",
        )
    if path.is_dir():
        return _in_folder(path)
    from bprkit.procedure.library import find_procedure
    from bprkit.procedure.yaml import load_procedure

    return load_procedure(find_procedure(path.as_posix()))


def _one_of_bpmn(path: Path) -> Procedure:
    from bprkit.procedure.bpmn import read_bpmn

    found = read_bpmn(path).procedures
    if len(found) == 1:
        return found[0]
    listed = ", ".join(str(procedure.title) or procedure.id for procedure in found)
    raise InputError(
        en=f"{path} holds {len(found)} processes ({listed}). Save the one that is meant in a file of its own.",
        ja=f"{path} には{len(found)}個のプロセス（{listed}）があります。使うものを一つだけ別のファイルに保存してください。",
    )


def _in_folder(folder: Path) -> Procedure:
    """Return the procedure of a folder such as processes/payment-order, as it is."""
    from bprkit.procedure.yaml import load_procedure

    file = folder / "as_is.yaml"
    if not file.is_file():
        raise InputError(
            en=f"{folder} is a folder without as_is.yaml. Give the file of a procedure.",
            ja=f"{folder} はフォルダーですが as_is.yaml がありません。手続のファイルを指定してください。",
        )
    return load_procedure(file)
