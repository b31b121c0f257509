"""The page: tools above, the picture, and beside it what is known of a step; nothing is loaded, nothing else may run."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bprkit.drawing.glyphs import warn_of_other_fonts
from bprkit.drawing.html.details import Detail, Link, details_of
from bprkit.drawing.html.script import SCRIPT
from bprkit.drawing.html.style import STYLE, paper_style
from bprkit.drawing.svg import paint
from bprkit.drawing.svg.elements import safe
from bprkit.files import write_beside
from bprkit.language import speaking, tell

if TYPE_CHECKING:
    from bprkit.drawing.picture import Picture


def write_html(picture: Picture, path: str | os.PathLike[str]) -> Path:
    """Write a picture as one HTML file; return the path.

    Raises OutputError where the file cannot be written.
    """
    text = html_text(picture)
    with write_beside(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
    return Path(path)


def html_text(picture: Picture) -> str:
    """Return a picture as the text of an HTML file that needs nothing else.

    Characters that the bundled font lacks are told by a `MissingGlyphs` warning.

    >>> from bprkit.drawing import draw
    >>> from bprkit.procedure.model import Procedure, Task, Title
    >>> page = html_text(draw(Procedure(id="p", nodes=(Task(id="a", title=Title("<起案>")),)), language="ja"))
    >>> page.startswith("<!DOCTYPE html>"), "<起案>" in page
    (True, False)
    """
    with speaking(picture.language):
        warn_of_other_fonts(picture.sheet.texts)
        return "\n".join(_document(picture)) + "\n"


def _document(picture: Picture) -> Iterator[str]:
    style = STYLE + paper_style(picture.sheet.width, picture.sheet.height)
    policy = "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(SCRIPT)}'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    title = safe(" ".join(picture.sheet.title.lines))
    yield "<!DOCTYPE html>"
    yield f'<html lang="{picture.language}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>"
    yield f"<header><h1>{title}</h1>"
    yield from _tools(compared=picture.comparison is not None)
    yield "</header>\n<main>"
    yield paint(picture.sheet, picture.theme)
    yield "</main>"
    yield from _aside(compared=picture.comparison is not None)
    yield f'<script type="application/json" id="bprkit-details">{_json(details_of(picture))}</script>'
    yield f"<script>{SCRIPT}</script>\n</body>\n</html>"


def _tools(*, compared: bool) -> Iterator[str]:
    yield f'<div class="tools" role="toolbar" aria-label="{tell(en="View", ja="表示")}">'
    if compared:
        only = tell(en="Changes only", ja="変更のある工程だけ")
        yield f'<button type="button" data-does="filter" aria-pressed="false">{only}</button>'
    yield f'<button type="button" data-does="out" aria-label="{tell(en="Smaller", ja="縮小")}">−</button>'
    yield f'<output aria-label="{tell(en="Size", ja="倍率")}"></output>'
    yield f'<button type="button" data-does="in" aria-label="{tell(en="Larger", ja="拡大")}">＋</button>'
    yield f'<button type="button" data-does="fit">{tell(en="Whole picture", ja="全体を表示")}</button>'
    yield f'<button type="button" data-does="print">{tell(en="Print", ja="印刷")}</button>'
    yield "</div>"


def _aside(*, compared: bool) -> Iterator[str]:
    yield f'<aside aria-live="polite" aria-label="{tell(en="About the step", ja="工程の説明")}">'
    yield f"<h2>{tell(en='Point at a step', ja='工程にマウスを合わせてください')}</h2>"
    told = tell(en="What is known of it is shown here.", ja="その工程の内容がここに表示されます。")
    if compared:
        told += tell(
            en=" The same step in the other state lights up.", ja="もう一方の図の同じ工程が光ります。"
        )
    yield f"<p>{told}</p>"
    yield f'<h3>{tell(en="Mouse and keys", ja="操作")}</h3><ul class="keys">'
    for key, what in _keys(compared):
        yield f"<li><kbd>{key}</kbd><span>{what}</span></li>"
    yield "</ul></aside>"


def _keys(compared: bool) -> Iterator[tuple[str, str]]:
    yield tell(en="wheel", ja="ホイール"), tell(en="larger, smaller", ja="拡大・縮小")
    yield tell(en="drag", ja="ドラッグ"), tell(en="move the picture", ja="図を動かす")
    yield tell(en="click", ja="クリック"), tell(en="keep a step shown", ja="工程の説明を表示したままにする")
    yield "Tab", tell(en="next step", ja="次の工程へ")
    yield "← ↑ ↓ →", tell(en="move the picture", ja="図を動かす")
    yield "＋ − 0", tell(en="larger, smaller, whole", ja="拡大・縮小・全体")
    if compared:
        yield "T", tell(en="same step in the other state", ja="もう一方の図の同じ工程へ")
        yield "C", tell(en="changes only", ja="変更のある工程だけ表示")
    yield "Esc", tell(en="let go", ja="選択をやめる")


def _json(details: tuple[Detail, ...]) -> str:
    """Return what the script tells, so written that no text of it can end the element."""
    words = {
        "changes": tell(en="What changes", ja="変更点"),
        "twins": tell(en="In the other state", ja="対応する工程"),
        "ways": tell(en="Goes on to", ja="次の工程"),
    }
    steps = [_step(detail) for detail in details]
    text = json.dumps({"words": words, "steps": steps}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _step(detail: Detail) -> dict[str, Any]:
    return {
        "key": detail.key,
        "title": detail.title,
        "state": detail.state,
        "change": detail.change,
        "word": detail.word,
        "facts": detail.facts,
        "changes": detail.changes,
        "ways": [_link(link) for link in detail.ways],
        "twins": [_link(link) for link in detail.twins],
    }


def _link(link: Link) -> dict[str, str]:
    return {"key": link.key, "title": link.title, "about": link.about}


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
