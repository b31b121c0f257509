"""Stamp dates copied from sampled files (簿冊): a row a document, a date column a stamp, and how the sample was drawn."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from bprkit.language import Language
from bprkit.templates.form import Content, Filled, FilledRow, Value
from bprkit.templates.painting import write_form
from bprkit.templates.reading import is_form, read_form
from bprkit.templates.stamps_form import ATTRIBUTES, DOCUMENTS, FORM, MILESTONES, SAMPLING

_FIRST_DAY = dt.date(1989, 1, 8)


@dataclass(frozen=True)
class Document:
    """A sampled document. stamps: by name, in the order of the sheet. row: where it stands, from 1."""

    number: str
    stamps: Mapping[str, dt.date]
    attributes: Mapping[str, Value] = field(default_factory=dict)
    note: str = ""
    row: int = 0


@dataclass(frozen=True)
class Sample:
    """How the documents were drawn. population: how many there are in all; None: very many. drawn: as in `SampleDesign`."""

    drawn: str
    population: int | None = None
    register: str = ""
    period_from: dt.date | None = None
    period_to: dt.date | None = None
    by: str = ""


@dataclass(frozen=True)
class Stamps:
    """Sampled documents with the dates of their stamps. milestones: the names of the stamps, in the order of the work."""

    file: str
    milestones: tuple[str, ...]
    documents: tuple[Document, ...]
    sample: Sample


def write_stamps(
    path: str | os.PathLike[str],
    *,
    population: int | None = None,
    documents: int | None = None,
    lang: Language | None = None,
) -> None:
    """Write the blank form for stamp dates; `documents` is how many rows it has (200), `population` how many there are."""
    from dataclasses import replace

    sheets = (DOCUMENTS if documents is None else replace(DOCUMENTS, blank=max(documents, 1)), SAMPLING)
    content: Content = {} if population is None else {"sampling": {"population": population}}
    write_form(replace(FORM, sheets=sheets), path, content, lang=lang)


def save_stamps(stamps: Stamps, path: str | os.PathLike[str], *, lang: Language | None = None) -> None:
    """Write sampled documents as the form, so that `read_stamps` returns them again."""
    names = {
        _bare(head): column.key for column in MILESTONES for head in (column.head.ja, column.head.en or "")
    }
    rows = []
    for document in stamps.documents:
        found = {names.get(name, f"{name}（日付）"): value for name, value in document.stamps.items()}
        note = {"note": document.note} if document.note else {}
        rows.append({"number": document.number, **document.attributes, **note, **found})
    sample = {key: value for key, value in vars(stamps.sample).items() if value not in (None, "")}
    write_form(FORM, path, {"documents": rows, "sampling": sample}, lang=lang)


def is_stamps(path: str | os.PathLike[str]) -> bool:
    """Tell a filled form of stamp dates from other files, by its sheets.

    >>> is_stamps("log.csv")
    False
    """
    return is_form(FORM, path)


def read_stamps(path: str | os.PathLike[str]) -> Stamps:
    """Return the sampled documents of a filled form.

    Names of stamps are those of the headers without （日付）. Raises InputError where the file is no such form, FormError
    with every wrong cell.
    """
    filled = read_form(FORM, path)
    names = _names_of_milestones(filled)
    documents = tuple(_document(row, names) for row in filled.rows("documents"))
    for document in documents:
        _check_dates(filled, document, {name: key for key, name in names.items()})
    _check_numbers(filled, documents)
    said = dict(filled.answers("sampling"))
    population = said.get("population")
    if isinstance(population, int) and population < len(documents):
        line = filled.sheets["sampling"].lines["population"]
        filled.note(
            "sampling",
            line,
            "population",
            population,
            en=f"There are {population} documents in all, but {len(documents)} were drawn. Correct one of them.",
            ja=f"総数が{population}件なのに、{len(documents)}件抜き出されています。どちらかを直してください。",
        )
    if not documents and not filled.problems:
        filled.note(
            "documents",
            2,
            "number",
            "",
            en="There is no document yet. Fill in a row a document.",
            ja="文書が1件も記入されていません。1件を1行に記入してください。",
        )
    filled.refuse()
    used = [name for name in names.values() if any(name in document.stamps for document in documents)]
    return Stamps(str(path), tuple(used), documents, _sample(said))


def _sample(said: Mapping[str, Value]) -> Sample:
    def text(key: str) -> str:
        return str(said.get(key, ""))

    def day(key: str) -> dt.date | None:
        value = said.get(key)
        return value if isinstance(value, dt.date) else None

    population = said.get("population")
    return Sample(
        text("drawn"),
        population if isinstance(population, int) else None,
        text("register"),
        day("period_from"),
        day("period_to"),
        text("by"),
    )


def _names_of_milestones(filled: Filled) -> dict[str, str]:
    """Return what each column of dates is called, by its key or header, from left to right."""
    sheet = filled.sheets["documents"]
    milestones = {column.key for column in MILESTONES}
    attributes = {column.key for column in DOCUMENTS.columns} - milestones
    places = sorted((place, key) for key, place in sheet.places.items() if key not in attributes)
    return {key: _bare(sheet.heads[key]) for _, key in places}


def _bare(header: str) -> str:
    import re

    return re.sub(r"\s*[（(][^（()）]*[)）]$", "", header)


def _document(row: FilledRow, names: Mapping[str, str]) -> Document:
    cells = {**row.values, **row.more}
    stamps = {name: value for key, name in names.items() if isinstance(value := cells.get(key), dt.date)}
    attributes = {column.key: row.values[column.key] for column in ATTRIBUTES if column.key in row.values}
    number, note = str(row.values.get("number", "")), str(row.values.get("note", ""))
    return Document(number, stamps, attributes, note, row.number)


def _check_dates(filled: Filled, document: Document, keys: Mapping[str, str]) -> None:
    tomorrow = dt.date.today() + dt.timedelta(days=1)
    for name, value in document.stamps.items():
        day = value.date() if isinstance(value, dt.datetime) else value
        if not _FIRST_DAY <= day <= tomorrow:
            filled.note(
                "documents",
                document.row,
                keys[name],
                value,
                en=f"{day} is no date of a stamp: it lies in the future, or long ago. Check the year.",
                ja=f"{day} は押印日として考えられません（未来か、遠い過去です）。年を確かめてください。",
            )
    if len(document.stamps) < 2 and not filled.is_told("documents", document.row):
        filled.note(
            "documents",
            document.row,
            "number",
            document.number,
            en="This document has fewer than two dates, so no time can be told. Add dates, or take the row away.",
            ja="日付が2つ以上ないため、期間を計れません。日付を足すか、この行を消してください。",
        )


def _check_numbers(filled: Filled, documents: tuple[Document, ...]) -> None:
    first: dict[str, int] = {}
    for document in documents:
        before = first.setdefault(document.number, document.row)
        if document.number and before != document.row:
            filled.note(
                "documents",
                document.row,
                "number",
                document.number,
                en=f"{document.number} stands in row {before} already. Give each document a number of its own.",
                ja=f"文書番号 {document.number} は{before}行目にもあります。文書ごとに別の番号にしてください。",
            )
