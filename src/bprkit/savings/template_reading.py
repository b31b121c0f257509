"""Read the price list from a workbook: every wrong cell is told at once, by its address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any

from bprkit.errors import InputError
from bprkit.procedure.excel.workbook import letters
from bprkit.procedure.problems import Problem
from bprkit.savings.loading import DEFAULT, load_costs
from bprkit.savings.prices import Costs
from bprkit.savings.template_layout import PRICES, SETTING_ROWS, SETTINGS, SHEETS, USE, Field, SheetLayout
from bprkit.savings.validating import TITLES, CostsError, Path, number_of, validated

_Rows = Sequence[Sequence[Any]]


def read_costs_workbook(file: FilePath) -> Costs:
    """Return the price list of a workbook; raises InputError where it is none, CostsError with every wrong cell."""
    sheets = _sheets(file)
    reading = _Reading(str(file))
    reading.settings(sheets[SETTINGS])
    for layout in SHEETS:
        if layout.name in sheets:
            reading.rows(layout, sheets[layout.name])
    try:
        costs = validated(reading.data, lambda path: (None, reading.address(path)), str(file))
    except CostsError as error:
        raise CostsError([*reading.problems, *error.problems]) from None
    if reading.problems:
        raise CostsError(reading.problems)
    return costs


def _sheets(file: FilePath) -> dict[str, _Rows]:
    from python_calamine import CalamineError, CalamineWorkbook

    if not file.exists():
        raise InputError(
            en=f"{file} cannot be read: there is no such file. Give the workbook of a price list.",
            ja=f"{file} を読めません（ファイルがありません）。単価表のExcelファイルを指定してください。",
        )
    try:
        with CalamineWorkbook.from_path(str(file)) as book:
            found: dict[str, _Rows] = {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in book.sheet_names
            }
    except (CalamineError, OSError) as error:
        raise InputError(
            en=f"{file} cannot be read as a workbook ({error}). Save it again as .xlsx.",
            ja=f"{file} をExcelファイルとして読めません（{error}）。.xlsx で保存し直してください。",
        ) from None
    missing = [name for name in (SETTINGS, PRICES.name) if name not in found]
    if missing:
        raise InputError(
            en=f"{file} has no sheet {', '.join(missing)}. Begin with the template: bprkit savings --template costs.xlsx",
            ja=f"{file} にシート「{'」「'.join(missing)}」がありません。ひな形から作ってください"
            "（bprkit savings --template costs.xlsx）。",
        )
    return found


def _english() -> dict[str, str]:
    """Return the English of what the usual prices say in Japanese."""
    usual = load_costs(DEFAULT)
    items = (usual, *usual.prices.values(), *usual.charges, *usual.changes)
    titles = [getattr(item, name, None) for item in items for name in TITLES]
    return {title.ja: title.en for title in titles if title is not None and title.en}


class _Reading:
    """The data of a workbook, where each of its values stands, and what could not be read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: dict[str, Any] = {}
        self.places: dict[Path, str] = {}
        self.problems: list[Problem] = []
        self.english = _english()

    def address(self, path: Path) -> str:
        """Return where a value stands, or what it is in."""
        ends = (path[:end] for end in range(len(path), 0, -1))
        return next((self.places[end] for end in ends if end in self.places), SETTINGS)

    def settings(self, rows: _Rows) -> None:
        """Read the sheet of settings: a header, and its value beside it."""
        fields = {field.header: field for field in SETTING_ROWS}
        for number, row in enumerate(rows[1:], 2):
            header = str(row[0]).strip() if row else ""
            value = row[1] if len(row) > 1 else ""
            if not header or value == "":
                continue
            where = f"{SETTINGS}!B{number}"
            if header not in fields:
                self._unknown(header, f"{SETTINGS}!A{number}")
                continue
            field = fields[header]
            path: Path = tuple(int(part) if part.isdigit() else part for part in field.key.split("."))
            self._put(path, self._cell(field, value), where)

    def _put(self, path: Path, value: Any, where: str) -> None:
        here: Any = self.data
        for part, following in pairwise(path):
            fresh: Any = [] if isinstance(following, int) else {}
            here = here.setdefault(part, fresh)
        if isinstance(here, list):
            here.append(value)
        else:
            here[path[-1]] = value
        self.places[path] = where

    def rows(self, layout: SheetLayout, rows: _Rows) -> None:
        """Read a sheet of rows below its headers."""
        heads = [str(head).strip() for head in rows[0]] if rows else []
        fields = {field.header: field for field in layout.fields}
        for place, head in enumerate(heads):
            if head and head not in fields:
                self._unknown(head, f"{layout.name}!{letters(place)}1")
        found: Any = {} if layout is PRICES else []
        for number, row in enumerate(rows[1:], 2):
            self._row(layout, fields, heads, number, row, found)
        self.data[layout.key] = found

    def _row(
        self,
        layout: SheetLayout,
        fields: dict[str, Field],
        heads: list[str],
        number: int,
        row: Any,
        found: Any,
    ) -> None:
        cells: dict[str, Any] = {}
        where: dict[str, str] = {}
        for place, (head, value) in enumerate(zip(heads, row, strict=False)):
            if head in fields and value != "":
                field = fields[head]
                cells[field.key] = self._cell(field, value)
                where[field.key] = f"{layout.name}!{letters(place)}{number}"
        if not cells or (layout is not PRICES and not self._is_used(layout, cells, number)):
            return
        base: Path = (layout.key, len(found))
        if layout is PRICES:
            key = str(cells.pop("key", ""))
            base = (layout.key, key)
            if not key or key in found:
                self._twice(key, f"{layout.name}!A{number}")
            found[key] = cells
        else:
            found.append(cells)
        self.places[base] = f"{layout.name}!A{number}"
        self.places |= {(*base, name): place for name, place in where.items()}

    def _is_used(self, layout: SheetLayout, cells: dict[str, Any], number: int) -> bool:
        use = cells.pop(USE.key, "")
        if use not in dict(USE.words):
            self._note(
                f"{layout.name}!A{number}",
                str(use),
                "It is not said whether this row counts. Choose はい, いいえ or 例 under 使う.",
                "この行を使うかどうかが書かれていません。「使う」の欄で はい・いいえ・例 から選んでください。",
            )
        return bool(use == "yes")

    def _cell(self, field: Field, value: Any) -> Any:
        codes = {word: code for code, word in field.words}
        if field.words:
            return codes.get(str(value).strip(), str(value).strip())
        if isinstance(value, dt.datetime):
            return value.date()
        if field.kind == "names":
            return [rank.strip() for rank in re.split("[、,，]", str(value)) if rank.strip()]
        if field.kind == "share" and isinstance(value, str):
            return number_of(value)
        if field.kind == "text" and isinstance(value, float):
            return f"{value:g}"
        return self._in_both(str(value)) if field.key.rpartition(".")[2] in TITLES else value

    def _in_both(self, text: str) -> Any:
        """Return a text with its English, where it still is as the template had it."""
        english = self.english.get(text.strip())
        return text if english is None else {"ja": text, "en": english}

    def _unknown(self, head: str, where: str) -> None:
        self._note(
            where,
            head,
            f"There is no '{head}' in the template. Put the header back as it was, or take it away.",
            f"「{head}」はひな形にない項目です。元の見出しに戻すか、消してください。",
        )

    def _twice(self, key: str, where: str) -> None:
        self._note(
            where,
            key,
            f"The key '{key}' is missing or stands twice. Give every price a key of its own.",
            f"記号「{key}」が空か、重複しています。単価ごとに別の記号を付けてください。",
        )

    def _note(self, where: str, value: str, en: str, ja: str) -> None:
        self.problems.append(Problem("bad_costs", "error", en, ja, None, self.file, None, where, value))
