"""The page as one self-contained HTML file: nothing is loaded from anywhere, and nothing in a log can run.

A content security policy allows only the style and the script of this module, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bprkit.files import write_beside
from bprkit.language import tell
from bprkit.report.model import WIDEST_PICTURE, Cell, Column, Figure, Page, Section, Table
from bprkit.report.style import SCRIPT, STYLE

if TYPE_CHECKING:
    from bprkit.drawing.painted import Painted

_NUMBER = re.compile(r"[<>-]?\d[\d,.]*%?")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def write_html(page: Page, path: str | os.PathLike[str]) -> Path:
    """Write a page as one HTML file in UTF-8 and return its path.

    The file appears when it is whole; on an error a file that was there stays. Raises OutputError where it
    cannot be written (`bprkit.files.write_beside`).

    >>> import tempfile
    >>> page = Page("en", "Where cases wait", "", (), ("Most wait at B.",), (), (), "")
    >>> write_html(page, Path(tempfile.mkdtemp()) / "page.html").name
    'page.html'
    """
    with write_beside(path) as unfinished:
        unfinished.write_text(to_html(page), encoding="utf-8", newline="\n")
    return Path(path)


def to_html(page: Page) -> str:
    """Return a page as HTML text; all texts of the page are escaped.

    >>> to_html(Page("en", "<b>", "", (), (), (), (), "")).count("&lt;b&gt;")
    2
    """
    return "\n".join(_document(page)) + "\n"


def _document(page: Page) -> Iterator[str]:
    policy = "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_hash(STYLE)}'",
            f"script-src '{_hash(SCRIPT)}'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    yield "<!DOCTYPE html>"
    yield f'<html lang="{_safe(page.language)}">'
    yield '<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{_safe(page.title)}</title>"
    yield f"<style>{STYLE}</style>\n</head>"
    yield '<body>\n<div class="page">'
    yield from _top(page)
    yield "<main>"
    for section in page.sections:
        yield from _section(section)
    yield "</main>"
    yield f"<footer>{_words(page.more)}</footer>"
    yield f"</div>\n<script>{SCRIPT}</script>\n</body>\n</html>"


def _top(page: Page) -> Iterator[str]:
    yield f"<header>\n<h1>{_safe(page.title)}</h1>"
    basis = "".join(f"<span>{_safe(part)}</span>" for part in page.subtitle.split(" · "))
    yield f'<p class="basis">{basis}</p>'
    yield from (f'<p class="warning" role="note">{_words(warning)}</p>' for warning in page.warnings)
    if page.summary:
        yield '<ul class="summary">'
        yield from (f"<li>{_words(sentence)}</li>" for sentence in page.summary)
        yield "</ul>"
    yield "</header>"
    yield '<dl class="figures">'
    yield from (_figure(figure) for figure in page.figures)
    yield "</dl>"
    whole = (section for section in page.sections if section.under is None)
    links = (f'<li><a href="#{_safe(section.id)}">{_safe(section.title)}</a></li>' for section in whole)
    yield f'<nav aria-label="{tell(en="Contents", ja="目次")}"><ul>{"".join(links)}</ul></nav>'


def _figure(figure: Figure) -> str:
    return (
        f'<div><dt>{_safe(figure.label)}</dt><dd class="value">{_with_small_units(figure.text)}</dd>'
        f'<dd class="note">{_safe(figure.note)}</dd></div>'
    )


def _section(section: Section) -> Iterator[str]:
    heading, kind = ("h3", ' class="detail"') if section.under else ("h2", "")
    yield f'<section id="{_safe(section.id)}"{kind}>'
    yield f"<{heading}>{_safe(section.title)}</{heading}>"
    if section.note:
        yield f"<p>{_words(section.note)}</p>"
    yield from map(_picture, section.pictures)
    table = section.table
    if table is not None and table.total <= table.top:
        yield from _table(table, table.rows, section.title)
    elif table is not None:
        yield '<div class="short">'
        yield from _table(table, table.rows[: table.top], section.title)
        yield "</div>"
        yield from _whole(table, section.title)
    yield "</section>"


def _picture(picture: Painted) -> str:
    """Return a picture as it is: its painter has escaped all texts, and it has neither script nor style."""
    kind = "picture wide" if picture.width > WIDEST_PICTURE else "picture"
    return f'<figure class="{kind}" tabindex="0">{picture.inline}</figure>'


def _whole(table: Table, title: str) -> Iterator[str]:
    """Yield all rows that the page holds, folded, and where to find those that it does not hold."""
    shown, total = f"{len(table.rows):,}", f"{table.total:,}"
    if len(table.rows) == table.total:
        offered = tell(en=f"All {total} rows", ja=f"全{total}行を表示")
    else:
        offered = tell(en=f"The first {shown} of {total} rows", ja=f"全{total}行のうち先頭の{shown}行を表示")
    yield f"<details><summary>{offered}</summary>"
    yield from _table(table, table.rows, title)
    if len(table.rows) < table.total:
        rest = tell(
            en=f"{total} rows in all: --csv and --json have them.",
            ja=f"全{total}行は--csvと--jsonにあります。",
        )
        yield f'<p class="cut">{_words(rest)}</p>'
    yield "</details>"


def _table(table: Table, rows: tuple[tuple[Cell, ...], ...], title: str) -> Iterator[str]:
    yield f'<div class="scroll" role="region" aria-label="{_safe(title)}" tabindex="0"><table>'
    headed = any(any(column.head) for column in table.columns)
    if headed:
        yield f"<thead><tr>{''.join(_heading(column, table) for column in table.columns)}</tr></thead>"
    largest = max((_number(cell) for row in rows for cell in _barred(table, row)), default=0.0)
    yield "<tbody>"
    for row in rows:
        cells = (
            _cell(column, cell, table, largest, as_heading=not headed and place == 0)
            for place, (column, cell) in enumerate(zip(table.columns, row, strict=True))
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"


def _barred(table: Table, row: tuple[Cell, ...]) -> list[Cell]:
    return [cell for column, cell in zip(table.columns, row, strict=True) if column.key == table.bar]


def _heading(column: Column, table: Table) -> str:
    title = "<br>".join(map(_safe, column.head))
    numbers = "" if column.kind in ("text", "date") else " data-numbers"
    kind = "part" if column.key == table.bar else column.align
    inside = f'<button type="button">{title}</button>' if table.sortable and title else title
    return f'<th scope="col" class="{kind}"{numbers}>{inside}</th>'


def _cell(column: Column, cell: Cell, table: Table, largest: float, *, as_heading: bool) -> str:
    if as_heading:
        return f'<th scope="row">{_safe(cell.text)}</th>'
    inside = _with_small_units(cell.text) if column.kind in ("clock", "working") else _safe(cell.text)
    if cell.beside:
        inside += f'<small class="beside">{_safe(cell.beside)}</small>'
    if column.key == table.bar:
        kind, inside = "part", f"<span>{inside}</span>{_bar(_number(cell), largest)}"
    elif column.kind == "text":
        kind = {0: "words", 3: "chain"}.get(column.lines, "name")
    else:
        kind = "date" if column.kind == "date" else "right"
    value = "" if cell.value is None else _safe(str(cell.value))
    return f'<td class="{kind}" data-value="{value}">{inside}</td>'


def _bar(value: float, largest: float) -> str:
    across = 100 * value / largest if largest else 0
    return (
        '<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="room" width="100" height="6"/>'
        f'<rect class="bar" width="{across:.1f}" height="6"/></svg>'
    )


def _number(cell: Cell) -> float:
    return float(cell.value) if isinstance(cell.value, int | float) else 0.0


def _with_small_units(text: str) -> str:
    """Return a duration with its numbers large and its units small."""
    done, place = "", 0
    for found in _NUMBER.finditer(text):
        done += _small(text[place : found.start()]) + _safe(found[0])
        place = found.end()
    return done + _small(text[place:]) if place else _safe(text)


def _small(unit: str) -> str:
    return f"<small>{_safe(unit.strip())}</small>{' ' if unit.endswith(' ') else ''}" if unit.strip() else ""


def _words(text: str) -> str:
    """Return a sentence, its command-line options kept whole."""
    return _OPTION.sub(r"<code>\g<0></code>", _safe(text))


def _safe(text: str) -> str:
    return html.escape(_UNPRINTABLE.sub("\ufffd", text), quote=True)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
