"""A folder of files that the sections sent back, as one inventory: nothing is dropped without being told."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bprkit.errors import InputError
from bprkit.inventory.columns import plain
from bprkit.inventory.grids import BOOKS, TEXTS, Grid, open_grids
from bprkit.inventory.headers import Header, find_header
from bprkit.inventory.layout import ALWAYS_WRITTEN, OUTPUT_SHEETS, OUTPUT_TABLES, SHEETS
from bprkit.inventory.model import Inventory, Place, Repair, Table, Task
from bprkit.inventory.owners import Owner, owner_on
from bprkit.inventory.tables import read_table
from bprkit.language import tell

_OURS = {plain(name) for names in SHEETS.values() for name in names}
_OWN_TABLES = {f"{name}.csv" for name in OUTPUT_TABLES}
_MOSTLY = 0.6
_EXAMPLES = re.compile(r"記入例|記載例|入力例|作成例|サンプル|sample|example", re.IGNORECASE)


def read_inventory(folder: str | os.PathLike[str]) -> Inventory:
    """Read the forms in a folder and its sub-folders (or one file) and merge them; every repair is listed.

    Files are read in the order of their names: .xlsx, .xlsm, .xlsb, .xls, .ods, .csv. Hours are hours a year. Raises
    InputError where the folder is missing, or no file in it has a table of tasks.

    >>> import tempfile
    >>> from bprkit.inventory.form import write_form
    >>> place = Path(tempfile.mkdtemp())
    >>> write_form(place / "市民課.xlsx")
    >>> [repair.code for repair in read_inventory(place).repairs]
    ['empty_form']
    """
    root = Path(folder)
    paths = _paths(root)
    repairs: list[Repair] = []
    tables: list[Table] = []
    files: list[str] = []
    by_content: dict[str, str] = {}
    for path in paths:
        name = path.relative_to(root).as_posix() if root.is_dir() else path.name
        at = Place(name)
        if _is_own_table(path):
            repairs.append(Repair("own_output", at, name))
            continue
        if path.suffix.lower() not in (*BOOKS, *TEXTS) or path.name.startswith(("~$", ".")):
            repairs.append(Repair("other_file", at, name))
            continue
        try:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            if content in by_content:
                repairs.append(Repair("same_file", at, by_content[content]))
                continue
            by_content[content] = name
            grids = open_grids(path, name)
        except (InputError, OSError) as error:
            repairs.append(Repair("unreadable_file", at, _reason(error)))
            continue
        if {grid.sheet for grid in grids} & OUTPUT_SHEETS:
            repairs.append(Repair("own_output", at, name))
            continue
        files.append(name)
        found, told = _read_file(name, path.suffix.lower(), grids)
        tables += found
        repairs += told
    kept, told = _without_duplicates(tables)
    repairs += told
    kept, told = _spelt_alike(kept)
    repairs += told
    if not tables:
        raise _nothing_to_read(root, repairs, files)
    return Inventory(str(folder), tuple(files), tuple(kept), tuple(repairs))


def _nothing_to_read(root: Path, repairs: Sequence[Repair], files: Sequence[str]) -> InputError:
    """Return the error that no file holds tasks; where none could be opened, with what is wrong with each."""
    damaged = [
        f"{each.place.file}: {each.before}"
        for each in repairs
        if each.code == "unreadable_file" and not files
    ]
    if damaged:
        return InputError(
            en=f"{root}: no file can be read. {' '.join(damaged)}",
            ja=f"{root}：読み込めるファイルがありません。{''.join(damaged)}",
        )
    return InputError(
        en=f"{root} has no file with a table of tasks. Give the folder with the forms that came back (the header "
        "needs the name of the task and two columns more; `bprkit template inventory` writes one).",
        ja=f"{root} に業務の一覧のあるファイルがありません。回収した調査票のフォルダーを指定してください"
        "（見出しに「業務名」とほかの2列以上が必要です。様式は bprkit template inventory で作れます）。",
    )


def _paths(root: Path) -> list[Path]:
    if not root.exists():
        raise InputError(
            en=f"{root} is not there. Give the folder with the forms that came back.",
            ja=f"{root} がありません。回収した調査票のフォルダーを指定してください。",
        )
    if root.is_file():
        return [root]
    return sorted(path for path in root.rglob("*") if path.is_file())


def _is_own_table(path: Path) -> bool:
    """Tell a table that `--csv` wrote, which holds the tasks a second time; forms may lie beside it."""
    beside = (path.with_name(f"{name}.csv") for name in ALWAYS_WRITTEN)
    return path.name in _OWN_TABLES and all(each.exists() for each in beside)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or tell(en="not permitted", ja="許可がありません")
    return str(error)


def _read_file(name: str, suffix: str, grids: Sequence[Grid]) -> tuple[list[Table], list[Repair]]:
    repairs: list[Repair] = []
    if suffix != ".xlsx":
        repairs.append(Repair("file_format", Place(name), suffix))
    repairs += [Repair("encoding", Place(name), grid.encoding) for grid in grids if grid.encoding]
    with_tables: list[tuple[Grid, Header]] = []
    about = Owner()
    for grid in grids:
        if grid.hidden:
            repairs.append(Repair("hidden_sheet", Place(name, grid.sheet), _what_is_on(grid)))
            continue
        if _EXAMPLES.search(grid.sheet):
            repairs.append(Repair("example_sheet", Place(name, grid.sheet), _what_is_on(grid)))
            continue
        header = find_header(grid)
        if header is not None:
            with_tables.append((grid, header))
            continue
        owner, used = owner_on(grid, range(len(grid.rows)))
        about = about.also(owner)
        if (
            not used
            and plain(grid.sheet) not in _OURS
            and any(cell is not None for row in grid.rows for cell in row)
        ):
            repairs.append(Repair("other_sheet", Place(name, grid.sheet)))
    if not with_tables:
        repairs.append(Repair("no_table", Place(name)))
    repairs += about.repairs
    tables: list[Table] = []
    for grid, header in with_tables:
        if grid.sheet and plain(grid.sheet) not in _OURS:
            repairs.append(
                Repair(
                    "renamed_sheet",
                    Place(name, grid.sheet),
                    grid.sheet,
                    tell(en=SHEETS["tasks"][1], ja=SHEETS["tasks"][0]),
                )
            )
        table, told = read_table(grid, header, about)
        if any(table.staff == one.staff for one in tables):
            table = replace(table, staff=None)  # one sheet tells it for the whole file
        if table.tasks:
            repairs += told
            tables.append(table)
        elif len(with_tables) == 1:
            repairs += [
                each for each in told if each.code not in ("example_row", "title_row", "section_from")
            ]
            repairs.append(Repair("empty_form", Place(name, grid.sheet)))
            tables.append(table)
    return tables, repairs


def _what_is_on(grid: Grid) -> str:
    """Say whether a hidden sheet holds tasks, which somebody may miss."""
    header = find_header(grid)
    tasks = len(read_table(grid, header, Owner())[0].tasks) if header is not None else 0
    return tell(en=f"with {tasks} tasks", ja=f"業務が{tasks}件あります") if tasks else ""


def _without_duplicates(tables: Sequence[Table]) -> tuple[list[Table], list[Repair]]:
    kept: list[Table] = []
    repairs: list[Repair] = []
    for table in tables:
        same = next((one for one in kept if table.tasks and _content(one) == _content(table)), None)
        if same is not None:
            repairs.append(Repair("same_table", table.place, str(same.place)))
            continue
        repairs += [Repair("two_answers", table.place, str(one.place)) for one in kept if _rivals(one, table)]
        kept.append(table)
    return kept, repairs


def _spelt_alike(tables: Sequence[Table]) -> tuple[list[Table], list[Repair]]:
    """Give a section one spelling, that of most of its tasks: ＤＸ推進課 and DX推進課 are one."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for table in tables:
        for task in table.tasks:
            spellings[plain(task.section)][task.section] += 1
    usual = {key: counts.most_common(1)[0][0] for key, counts in spellings.items()}
    repairs = []
    done = []
    for table in tables:
        other = {task.section for task in table.tasks} - set(usual.values())
        repairs += [
            Repair("section_spelling", table.place, each, usual[plain(each)]) for each in sorted(other)
        ]
        tasks = tuple(replace(task, section=usual[plain(task.section)]) for task in table.tasks)
        done.append(replace(table, tasks=tasks))
    return done, repairs


def _content(table: Table) -> list[tuple[object, ...]]:
    return [(*_who(task), task.cases, task.minutes, task.hours) for task in table.tasks]


def _who(task: Task) -> tuple[str, ...]:
    return tuple(map(plain, (task.section, task.unit, task.name)))


def _rivals(one: Table, other: Table) -> bool:
    mine, yours = (set(_names(table)) for table in (one, other))
    return len(mine & yours) > _MOSTLY * min(len(mine), len(yours)) if mine and yours else False


def _names(table: Table) -> Iterator[tuple[str, ...]]:
    return (_who(task) for task in table.tasks)
