"""The file: slides, speaker notes, fonts and fixed properties; the same picture gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import os
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bprkit.drawing.geometry import Sheet
from bprkit.drawing.glyphs import warn_of_other_fonts
from bprkit.drawing.pptx.notes import comparison_notes, further_notes, state_notes
from bprkit.drawing.pptx.paper import scale_on, size_of, slide_size
from bprkit.drawing.pptx.slide import sheet_pieces
from bprkit.drawing.pptx.xml import Page, solid, tag
from bprkit.drawing.sheets import single_sheet, totals_of
from bprkit.drawing.text import FAMILY
from bprkit.drawing.theme import Theme
from bprkit.files import write_beside
from bprkit.language import speaking

if TYPE_CHECKING:
    from bprkit.drawing.picture import Picture

WINDOWS_FONT = "Yu Gothic"
"""What the theme names for Japanese beside our font, for machines that have not got it."""
_MOMENT = dt.datetime(2026, 1, 1)
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_TITLE_ONLY = 5
_TEMPLATE_WIDTH, _TEMPLATE_HEIGHT = 9_144_000, 6_858_000


def write_pptx(picture: Picture, path: str | os.PathLike[str]) -> Path:
    """Write a picture as a PowerPoint file of native shapes; return the path.

    Raises OutputError where the file cannot be written.
    """
    content = pptx_bytes(picture)
    with write_beside(path) as unfinished:
        unfinished.write_bytes(content)
    return Path(path)


def pptx_bytes(picture: Picture) -> bytes:
    """Return a picture as a PowerPoint file: a comparison on one slide and each of its states on another;
    where it goes on over pages of a paper, each page on a slide of that paper.

    Characters that the bundled font lacks are told by a `MissingGlyphs` warning.

    >>> import io, pptx
    >>> from bprkit.drawing import draw
    >>> from bprkit.procedure.model import Procedure, Task
    >>> file = pptx_bytes(draw(Procedure(id="p", nodes=(Task(id="起案"),)), language="ja"))
    >>> len(pptx.Presentation(io.BytesIO(file)).slides)
    1
    """
    from pptx import Presentation
    from pptx.util import Emu

    with speaking(picture.language):
        slides = _slides(picture)
        warn_of_other_fonts("".join(sheet.texts for sheet, _ in slides))
        presentation = Presentation()
        width, height = _size(picture, [sheet for sheet, _ in slides])
        scale = min(scale_on(sheet, width, height) for sheet, _ in slides) if picture.pages else None
        presentation.slide_width, presentation.slide_height = Emu(width), Emu(height)
        for master_part in (presentation.slide_master, *presentation.slide_layouts):
            _stretch(master_part.element, width / _TEMPLATE_WIDTH, height / _TEMPLATE_HEIGHT)
        layout = presentation.slide_layouts[_TITLE_ONLY]
        for sheet, notes in slides:
            slide = presentation.slides.add_slide(layout)
            _fill(slide, sheet, picture, width, height, scale)
            frame = slide.notes_slide.notes_text_frame
            if frame is not None:
                frame.text = notes
        _properties(presentation, picture)
        _fonts(presentation)
        raw = io.BytesIO()
        presentation.save(raw)
    return _dateless(raw.getvalue())


def _slides(picture: Picture) -> list[tuple[Sheet, str]]:
    """Return the sheets with their notes: the picture's own, and each state of a comparison."""
    if picture.comparison is None:
        (procedure,) = picture.procedures[:1] or (None,)
        first, *rest = picture.printed
        notes = comparison_notes(first) if procedure is None else state_notes(procedure, first)
        return [(first, notes), *((sheet, further_notes(sheet)) for sheet in rest)]
    slides = [(sheet, comparison_notes(sheet)) for sheet in picture.printed]
    totals = totals_of(picture.comparison, picture.procedures)
    for place, procedure in enumerate(picture.procedures):
        first, *rest = _alone(picture, place)
        own = [replace(card, values=(card.values[place],)) for card in picture.cards]
        slides.append((first, state_notes(procedure, first, totals[place], own)))
        slides += [(sheet, further_notes(sheet)) for sheet in rest]
    return slides


def _alone(picture: Picture, place: int) -> Sequence[Sheet]:
    """Return the sheets of one state of a comparison."""
    if picture.pages is not None:
        return picture.pages.of_states[place]
    return [single_sheet(picture.procedures[place], (picture.drawings[place],), picture.theme)]


def _size(picture: Picture, sheets: Sequence[Sheet]) -> tuple[int, int]:
    """Return width and height of the slides: of the paper that was asked for, else of one on which all can be read."""
    return slide_size(sheets) if picture.pages is None else size_of(picture.pages.paper)


def _fill(
    slide: Any, sheet: Sheet, picture: Picture, width: int, height: int, same: float | None = None
) -> None:
    """Put a sheet on a slide; same: the scale that all slides share, else it fills the slide."""
    from pptx.oxml import parse_xml

    tree = slide.shapes._spTree
    for placeholder in list(slide.placeholders):
        tree.remove(placeholder._element)
    scale = same or scale_on(sheet, width, height)
    left, top = (width - sheet.width * scale) / 2, (height - sheet.height * scale) / 2
    page = Page(itertools.count(2), scale, left, max(0.0, min(top, 24 * scale)), picture.language)
    pieces = "".join(piece.xml for piece in sheet_pieces(sheet, page, picture.theme))
    for element in list(parse_xml(f"<p:spTree {_SPACES}>{pieces}</p:spTree>")):
        tree.append(element)
    _background(tree, picture.theme)


def _background(tree: Any, theme: Theme) -> None:
    if theme.paper.lower() == "#ffffff":
        return
    from pptx.oxml import parse_xml

    inside = tag("p:bgPr", solid(theme.paper), tag("a:effectLst"))
    tree.addprevious(parse_xml(f"<p:bg {_SPACES}>{inside}</p:bg>"))


def _stretch(element: Any, across: float, down: float) -> None:
    """Make the placeholders of a layout fit the size of the slides, for whoever adds one."""
    from pptx.oxml.ns import qn

    for place in element.iter(qn("a:off"), qn("a:ext")):
        for key, by in (("x", across), ("cx", across), ("y", down), ("cy", down)):
            if key in place.attrib:
                place.set(key, str(round(int(place.get(key)) * by)))


def _properties(presentation: Any, picture: Picture) -> None:
    core = presentation.core_properties
    core.title = "".join(picture.sheet.title.lines)[:255]
    core.author = core.last_modified_by = "bprkit"
    core.created = core.modified = _MOMENT
    core.revision = 1
    core.language = picture.language
    core.subject = core.keywords = core.comments = ""


def _fonts(presentation: Any) -> None:
    """Name our font in every theme, as a Japanese sans serif so that one like it stands in, and drop the old thumbnail."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    kind = 'panose="020B0604020202020204" pitchFamily="34" charset="-128"'
    package = presentation.part.package
    for part in package.iter_parts():
        if "/theme/" not in str(part.partname):
            continue
        text = bytes(part.blob).decode("utf-8")
        for script in ("latin", "ea"):
            text = re.sub(
                rf'<a:{script} typeface="[^"]*"[^>]*/>', f'<a:{script} typeface="{FAMILY}" {kind}/>', text
            )
        text = re.sub(r'(script="Jpan" typeface=)"[^"]*"', rf'\1"{WINDOWS_FONT}"', text)
        _replace(part, text.encode("utf-8"))
    for id, relation in list(package._rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package._rels.pop(id)


def _replace(part: Any, content: bytes) -> None:
    from pptx.oxml import parse_xml

    if hasattr(part, "_element"):
        part._element = parse_xml(content)
    else:
        part.blob = content


def _dateless(content: bytes) -> bytes:
    """Return the same zip without the time at which it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return made.getvalue()
