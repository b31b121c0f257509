"""The page of an inventory as one self-contained HTML file: the page of every report, with its drawings in place."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

from bprkit.files import write_beside
from bprkit.inventory.answers import Answers
from bprkit.inventory.drawings import heat_map, matrix, treemap
from bprkit.inventory.page import page
from bprkit.report.html import to_html
from bprkit.report.model import Page, Section
from bprkit.report.parts import MOST_ROWS


def write_inventory_html(answers: Answers, path: str | os.PathLike[str], *, top: int = 10) -> Path:
    """Write the answers as one HTML file in the language in use, and return its path.

    Raises OutputError where it cannot be written.
    """
    with write_beside(path) as unfinished:
        unfinished.write_text(inventory_html(answers, top=top), encoding="utf-8", newline="\n")
    return Path(path)


def inventory_html(answers: Answers, *, top: int = 10) -> str:
    """Return the page as HTML text, a drawing under the heading of its section."""
    text = to_html(_cut(page(answers, top=top)))
    for section, drawing in (
        ("hours", treemap(answers)),
        ("matrix", matrix(answers)),
        ("months", heat_map(answers)),
    ):
        place = re.search(rf'<section id="{section}">\n<h2>.*?</h2>(?:\n<p>.*?</p>)?', text, re.DOTALL)
        if place is not None and drawing:
            text = f'{text[: place.end()]}\n<div class="drawing">{drawing}</div>{text[place.end() :]}'
    return text


def _cut(whole: Page) -> Page:
    """Keep the page light: each table says how many rows there are beyond those it holds."""
    return replace(whole, sections=tuple(map(_shortened, whole.sections)))


def _shortened(section: Section) -> Section:
    if section.table is None:
        return section
    return replace(section, table=replace(section.table, rows=section.table.rows[:MOST_ROWS]))
