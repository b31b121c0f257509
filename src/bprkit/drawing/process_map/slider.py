"""A page with maps of several details and a slider between them; it needs nothing else, and nothing else in it may run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from bprkit.drawing.painted import Painted
from bprkit.drawing.svg.elements import safe
from bprkit.language import current, tell

_STYLE = """
body { margin: 0; background: #fff; color: #1b2733; font-family: system-ui, "Hiragino Sans", "Yu Gothic UI",
  "Noto Sans JP", Meiryo, sans-serif; }
header { position: sticky; top: 0; left: 0; display: flex; flex-wrap: wrap; gap: .4rem 1.5rem; align-items: center;
  padding: .7rem 1.5rem; background: #eef3f8; border-bottom: 1px solid #b4c0cb; }
label { display: flex; gap: .6rem; align-items: center; font-size: .9375rem; }
input[type=range] { width: 16rem; accent-color: #1d5c9e; }
output { min-width: 18em; font-size: .875rem; color: #4d5b68; }
figure { margin: 0; overflow-x: auto; }
figure[hidden] { display: none; }
figure svg { display: block; }
.fit figure svg { width: 100%; height: auto; }
@media print { header { display: none; } figure svg { width: 100%; height: auto; } }
"""
_SCRIPT = """
"use strict";
const slider = document.querySelector("input[type=range]"), fit = document.querySelector("input[type=checkbox]");
const maps = Array.from(document.querySelectorAll("figure")), said = document.querySelector("output");
function show() {
  maps.forEach(function (map, place) { map.hidden = place !== Number(slider.value); });
  said.textContent = maps[Number(slider.value)].dataset.said;
}
slider.addEventListener("input", show);
fit.addEventListener("change", function () { document.body.classList.toggle("fit", fit.checked); });
show();
"""


def page_with_slider(pictures: Sequence[Painted], first: int) -> str:
    """Return a page that shows one of the maps, from the one with least detail to that with most; first: which at first."""
    allowed = f"style-src '{_hash(_STYLE)}'; script-src '{_hash(_SCRIPT)}'"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    less, more = tell(en="main path", ja="主な流れ"), tell(en="everything", ja="すべて")
    figures = (_figure(picture, place, place == first) for place, picture in enumerate(pictures))
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{current()}">',
            '<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{safe(pictures[first].title)}</title>",
            f"<style>{_STYLE}</style>\n</head>\n<body>",
            f'<header><label>{tell(en="Detail", ja="詳しさ")}: {less} <input type="range" min="0" '
            f'max="{len(pictures) - 1}" step="1" value="{first}" autocomplete="off"> {more}</label>',
            f'<label><input type="checkbox" autocomplete="off"> {tell(en="fit the window", ja="画面の幅に合わせる")}</label>',
            '<output aria-live="polite"></output></header>',
            *figures,
            f"<script>{_SCRIPT}</script>\n</body>\n</html>\n",
        ]
    )


def _figure(picture: Painted, place: int, shown: bool) -> str:
    """Return a map; ids are of one map alone."""
    said = safe(" ".join(picture.left_out))
    inline = picture.inline.replace(' id="map-', f' id="map{place}-')
    return f'<figure data-said="{said}"{"" if shown else " hidden"}>{inline}</figure>'


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
