"""The sheets of a workbook of prices, whatever their language: which is which, and what cannot be told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from bprkit.errors import InputError
from bprkit.language import Language
from bprkit.procedure.model import Title
from bprkit.savings.template_layout import SETTINGS, USE, SheetLayout, folded, spellings, written_in
from bprkit.savings.template_sheets import PRICES, SHEETS

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Found:
    """A sheet of the template: its name as it stands in the file, the language of that name, and its cells."""

    layout: SheetLayout
    name: str
    lang: Language
    rows: Rows


def open_sheets(file: FilePath) -> Mapping[str, Found]:
    """Return the sheets of the template by the keys of their layouts.

    Raises InputError where the file cannot be opened, a sheet that is needed is not there, is there in both languages,
    or was renamed although it holds rows that should count.
    """
    cells = _cells(file)
    found: dict[str, Found] = {}
    for name, rows in cells.items():
        layout = _named(name)
        if layout is None:
            continue
        if layout.key in found:
            _refuse_two(file, found[layout.key].name, name)
        lang: Language = "ja" if folded(name) == folded(layout.name.ja) else "en"
        found[layout.key] = Found(layout, name, lang, rows)
    _refuse_missing(file, found)
    for name, rows in cells.items():
        if _named(name) is None and (like := _looks_like(rows)) is not None:
            _refuse_renamed(file, name, like, found[SETTINGS.key].lang)
    return found


def _cells(file: FilePath) -> dict[str, Rows]:
    from python_calamine import CalamineError, CalamineWorkbook

    if not file.exists():
        raise InputError(
            en=f"{file} cannot be read: there is no such file. Give the workbook of a price list.",
            ja=f"{file} を読めません（ファイルがありません）。単価表のExcelファイルを指定してください。",
        )
    try:
        with CalamineWorkbook.from_path(str(file)) as book:
            return {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in book.sheet_names
            }
    except (CalamineError, OSError) as error:
        raise InputError(
            en=f"{file} cannot be read as a workbook ({error}). Save it again as .xlsx.",
            ja=f"{file} をExcelファイルとして読めません（{error}）。.xlsx で保存し直してください。",
        ) from None


def _named(name: str) -> SheetLayout | None:
    layouts = (SETTINGS, *SHEETS)
    return next((one for one in layouts if folded(name) in map(folded, spellings(one.name))), None)


def _looks_like(rows: Rows) -> SheetLayout | None:
    """Return the sheet that the headers are of, where a row says that it is to be used."""
    heads = [folded(head) for head in rows[0]] if rows else []
    for layout in SHEETS:
        if layout is not PRICES and sum(head in layout.by_header for head in heads) == len(layout.fields):
            use = next(place for place, head in enumerate(heads) if layout.by_header.get(head) is USE)
            if any(USE.code(str(row[use])) == "yes" for row in rows[1:]):
                return layout
    return None


def _refuse_missing(file: FilePath, found: Mapping[str, Found]) -> None:
    missing = [layout.name for layout in (SETTINGS, PRICES) if layout.key not in found]
    if missing:
        langs = {one.lang for one in found.values()}
        known: Language | None = langs.pop() if len(langs) == 1 else None
        en, ja = (_listed(missing, known or lang) for lang in ("en", "ja"))
        raise InputError(
            en=f"{file} has no sheet {en}. Begin with the template: bprkit savings --template costs.xlsx",
            ja=f"{file} にシート{ja}がありません。ひな形から作ってください（bprkit savings --template costs.xlsx）。",
        )


def _listed(names: Sequence[Title], lang: Any) -> str:
    said = [written_in(name, lang) for name in names]
    return (
        ", ".join(f"'{name}'" for name in said) if lang == "en" else "".join(f"「{name}」" for name in said)
    )


def _refuse_two(file: FilePath, one: str, other: str) -> None:
    raise InputError(
        en=f"{file}: the sheets '{one}' and '{other}' are the same in two languages. Put all rows into one of them, and "
        "take the other away.",
        ja=f"{file}：シート「{one}」と「{other}」は同じ内容の日本語版と英語版です。片方にまとめ、もう片方を消してください。",
    )


def _refuse_renamed(file: FilePath, name: str, like: SheetLayout, lang: Language) -> None:
    usual = written_in(like.name, lang)
    raise InputError(
        en=f"{file}: the sheet '{name}' looks like '{usual}', and would not be read. Name it '{usual}', or take it away.",
        ja=f"{file}：シート「{name}」は「{usual}」と同じ形ですが、この名前では読み込めません。"
        f"「{usual}」に直すか、消してください。",
    )
