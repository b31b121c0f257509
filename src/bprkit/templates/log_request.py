"""What to ask of a vendor or the document section, so that the right export comes back; and their answer, read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from bprkit.language import Language, current, speaking
from bprkit.procedure.model import Title
from bprkit.templates.form import Answers, Content, Value
from bprkit.templates.log_request_form import FORM, PARTS, WANTED
from bprkit.templates.painting import write_form
from bprkit.templates.reading import read_form


@dataclass(frozen=True)
class WantedColumn:
    """A column that was asked for, and what was answered. part: what bprkit takes it for; None for one people added."""

    wanted: str
    part: str | None = None
    cells: Answers = field(default_factory=dict)

    @property
    def header(self) -> str | None:
        """The header in the export, if it can be given."""
        given = self.cells.get("header")
        return str(given) if given and self.cells.get("answer") != "no" else None


@dataclass(frozen=True)
class LogRequest:
    """A request with its answers. letter: by key, such as due and encoding."""

    letter: Answers
    columns: tuple[WantedColumn, ...]

    @property
    def reading(self) -> Mapping[str, str]:
        """The arguments of `bprkit.read_log` that fit the export: headers by part, and the encoding."""
        found = {
            each.part: each.header for each in self.columns if each.part in PARTS and each.header is not None
        }
        encoding = self.letter.get("encoding")
        return {**found, **({"encoding": str(encoding)} if encoding == "cp932" else {})}

    @property
    def missing(self) -> tuple[str, ...]:
        """The required columns that cannot be given, or of which nothing was said."""
        return tuple(
            each.wanted
            for each in self.columns
            if each.cells.get("need") == "required" and each.header is None
        )


def write_log_request(
    path: str | os.PathLike[str], request: LogRequest | None = None, *, lang: Language | None = None
) -> None:
    """Write the request, blank, or one that was read, in a language (the one in use by default)."""
    with speaking(lang or current()):
        rows = (
            _rows()
            if request is None
            else [{"wanted": each.wanted, **each.cells} for each in request.columns]
        )
    content: Content = {"columns": rows, "letter": {} if request is None else request.letter}
    write_form(FORM, path, content, lang=lang)


def _rows() -> list[dict[str, Value]]:
    return [
        {
            "wanted": str(Title(*wanted)),
            "format": str(Title(*form)),
            "need": need,
            "sample": str(Title(*sample)),
        }
        for _, wanted, form, need, sample in WANTED
    ]


def read_log_request(path: str | os.PathLike[str]) -> LogRequest:
    """Return a request with its answers; raises InputError where the file is none, FormError with every wrong cell."""
    filled = read_form(FORM, path)
    parts = {text: part for part, wanted, *_ in WANTED for text in wanted}
    columns = []
    headers: dict[str, int] = {}
    for row in filled.rows("columns"):
        cells = dict(row.values)
        wanted = str(cells.pop("wanted", ""))
        cells.pop("no", None)
        found = WantedColumn(wanted, parts.get(wanted), cells)
        columns.append(found)
        if cells.get("answer") in ("yes", "partly") and "header" not in cells:
            filled.note(
                "columns",
                row.number,
                "header",
                "",
                en=f"'{wanted}' can be given, but under which header? Write it as it stands in the export.",
                ja=f"「{wanted}」は出せるとありますが、列名が空です。出力の見出しどおりに書いてください。",
            )
        if found.header is not None and headers.setdefault(found.header, row.number) != row.number:
            filled.note(
                "columns",
                row.number,
                "header",
                found.header,
                en=f"The header {found.header} stands in row {headers[found.header]} already. Write another.",
                ja=f"列名 {found.header} は{headers[found.header]}行目にもあります。別の列名を書いてください。",
            )
    filled.refuse()
    return LogRequest(filled.answers("letter"), tuple(columns))
