"""A price list from a YAML file, a workbook, or one that comes with bprkit."""

from __future__ import annotations

import os
from functools import lru_cache
from importlib import resources
from pathlib import Path as FilePath

from bprkit.errors import InputError
from bprkit.savings.prices import Costs
from bprkit.savings.validating import LISTS, Path, validated

DEFAULT = "default"


def load_costs(name_or_path: str | os.PathLike[str] = DEFAULT) -> Costs:
    """Return a price list: a bundled one by its name, a YAML file, or a workbook made by `write_costs_template`.

    Prices are yen with tax. Raises InputError where there is no such file, CostsError with all that is wrong in it.

    >>> costs = load_costs("default")
    >>> costs.prices["regular"].likely, costs.prices["regular"].basis_hours
    (4100.0, 1860.0)
    """
    file = FilePath(name_or_path)
    ending = file.suffix.lower()
    if ending in (".yaml", ".yml"):
        return _from_yaml(_text(file), str(file))
    if ending in (".xlsx", ".xlsm", ".ods"):
        from bprkit.savings.template_reading import read_costs_workbook

        return read_costs_workbook(file)
    return _bundled(str(name_or_path))


@lru_cache(maxsize=8)
def _bundled(name: str) -> Costs:
    folder = resources.files("bprkit").joinpath("data", "costs")
    known = sorted(
        entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")
    )
    if name not in known:
        raise InputError(
            en=f"There is no price list '{name}'. Use {', '.join(known)}, or the path of a .yaml or .xlsx file.",
            ja=f"単価表「{name}」はありません。{'、'.join(known)} か、.yaml・.xlsx ファイルのパスを指定してください。",
        )
    return _from_yaml(folder.joinpath(f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml")


def _from_yaml(text: str, file: str) -> Costs:
    from bprkit.procedure.yaml.reading import read_document, written_path

    if not any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines()):
        raise InputError(
            en=f"{file} is empty. Copy data/costs/default.yaml and put in your own prices.",
            ja=f"{file} に内容がありません。付属の default.yaml を写して単価を書いてください。",
        )
    document = read_document(text, file)
    document.refuse()
    data = dict(document.data)
    for key in LISTS:  # an empty list may be written as nothing
        if key in data and data[key] is None:
            del data[key]

    def place_of(path: Path) -> tuple[int | None, str]:
        ends = (path[:end] for end in range(len(path), -1, -1))
        return next((document.lines[end] for end in ends if end in document.lines), None), written_path(path)

    return validated(data, place_of, file)


def _text(file: FilePath) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            en=f"{file} is not UTF-8. Save it as UTF-8.",
            ja=f"{file} はUTF-8ではありません。UTF-8で保存し直してください。",
        ) from None
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise InputError(
            en=f"{file} cannot be read ({'there is no such file' if missing else error.strerror or error}). "
            "Give the YAML file or the workbook of a price list.",
            ja=f"{file} を読めません（{'ファイルがありません' if missing else error.strerror or error}）。"
            "単価表のYAMLファイルかExcelファイルを指定してください。",
        ) from None
