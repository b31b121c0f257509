"""Every form in which a picture is saved, by the ending of the file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bprkit.drawing.glyphs import warn_of_other_fonts
from bprkit.errors import InputError
from bprkit.language import speaking
from bprkit.procedure.model import Procedure

if TYPE_CHECKING:
    from bprkit.drawing.picture import Picture

Painter = Callable[["Picture"], bytes]


def painter_for(path: Path, *, several: bool = False) -> Painter:
    """Return what paints a file of this ending; raise InputError where nothing does.

    several: the picture shows several states.

    >>> painter_for(Path("x.SVG")) is FORMS[".svg"]
    True
    """
    ending = path.suffix.lower()
    if several and ending in OF_ONE_STATE:
        raise InputError(
            en=f"{path}: a {ending} file holds one state, not a comparison. Draw each state into a file of its own "
            "(bprkit draw).",
            ja=f"{path}：{ending} のファイルに入る状態は1つで、前後比較は入りません。"
            "状態ごとに別のファイルへ出力してください（bprkit draw）。",
        )
    if ending not in FORMS:
        known = ", ".join(form for form in FORMS if not (several and form in OF_ONE_STATE))
        raise InputError(
            en=f"{path}: pictures are not written as {ending or 'a file without an ending'}. Use {known}.",
            ja=f"{path}：図は{ending or '拡張子のないファイル'}の形式では保存できません。{known} のいずれかにしてください。",
        )
    return FORMS[ending]


def _svg(picture: Picture) -> bytes:
    with speaking(picture.language):
        warn_of_other_fonts(picture.sheet.texts)
    return picture.svg.encode("utf-8")


def _png(picture: Picture) -> bytes:
    return picture.png()


def _pdf(picture: Picture) -> bytes:
    from bprkit.drawing.pdf import pdf_bytes

    return pdf_bytes(picture, picture.paper)


def _pptx(picture: Picture) -> bytes:
    from bprkit.drawing.pptx import pptx_bytes

    return pptx_bytes(picture)


def _xlsx(picture: Picture) -> bytes:
    from bprkit.drawing.xlsx import xlsx_bytes

    return xlsx_bytes(picture)


def _html(picture: Picture) -> bytes:
    from bprkit.drawing.html import html_text

    return html_text(picture).encode("utf-8")


def _bpmn(picture: Picture) -> bytes:
    from bprkit.drawing.bpmn_di import bpmn_bytes

    return bpmn_bytes(picture)


def _mermaid(picture: Picture) -> bytes:
    from bprkit.procedure.exports import to_mermaid

    return _text(picture, to_mermaid)


def _dot(picture: Picture) -> bytes:
    from bprkit.procedure.exports import to_dot

    return _text(picture, to_dot)


def _text(picture: Picture, written: Callable[[Procedure], str]) -> bytes:
    with speaking(picture.language):
        return written(picture.procedures[0]).encode("utf-8")


FORMS: Mapping[str, Painter] = {
    ".svg": _svg,
    ".png": _png,
    ".pdf": _pdf,
    ".pptx": _pptx,
    ".xlsx": _xlsx,
    ".html": _html,
    ".bpmn": _bpmn,
    ".mmd": _mermaid,
    ".dot": _dot,
}
"""What paints a file of each ending."""
OF_ONE_STATE = (".bpmn", ".mmd", ".dot")
"""The endings of files that cannot hold a comparison."""
PRINTED = (".svg", ".png", ".pdf", ".pptx", ".xlsx")
"""The endings of files that show the pages of a paper."""
