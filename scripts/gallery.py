"""Draw the gallery: every bundled procedure before and after, in both languages.

    python scripts/gallery.py [FOLDER]      all of them as PNG; default: gallery
    python scripts/gallery.py --docs        the few that docs/gallery.md shows, as PNG of few colours, into docs/pictures

Needs Pillow for --docs.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bprkit.drawing import PRINT, draw, draw_comparison
from bprkit.procedure.files import open_procedure
from bprkit.procedure.library import procedures

if TYPE_CHECKING:
    from bprkit.drawing import Picture
    from bprkit.language import Language

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES: tuple[Language, ...] = ("ja", "en")
LOGS = {"ja": "approval_circulation_cp932.csv", "en": "approval_circulation_en.csv"}
WIDEST, TALLEST = 3200, 5400
COLOURS = 192


def pair(name: str, language: Language, *, vertical: bool = False) -> Picture:
    """Draw a bundled procedure before and after."""
    states = (open_procedure(f"{name}/{state}") for state in ("as_is", "to_be"))
    return draw_comparison(*states, vertical=vertical, language=language)


def strip(name: str, language: Language) -> Picture:
    """Draw all states of a bundled procedure."""
    states = (open_procedure(f"{name}/{state}") for state in ("as_is", "can_be", "to_be"))
    return draw_comparison(*states, language=language)


def heated(language: Language) -> Picture:
    """Draw the circulation of approvals with what the example log says of it."""
    from bprkit.language import speaking
    from bprkit.log.reading import read_log
    from bprkit.report.heat import heat_of

    as_is = open_procedure("approval-circulation/as_is")
    with speaking(language):
        heat = heat_of(read_log(ROOT / "examples" / LOGS[language]), as_is)
    return draw(as_is, heat=heat, language=language)


def everything() -> Iterator[tuple[str, Picture]]:
    """Yield every picture of the gallery with its name."""
    for language in LANGUAGES:
        for bundled in procedures():
            yield f"{bundled.name}-{language}", pair(bundled.name, language)
            yield f"{bundled.name}-down-{language}", pair(bundled.name, language, vertical=True)


def shown() -> Iterator[tuple[str, Picture]]:
    """Yield what the docs show."""
    for language in LANGUAGES:
        yield f"approval-circulation-{language}", pair("approval-circulation", language)
        yield f"grant-award-{language}", pair("grant-award", language)
        yield f"leave-request-down-{language}", pair("leave-request", language, vertical=True)
        yield f"three-states-{language}", strip("room-booking", language)
        yield f"heat-{language}", heated(language)
        rows = draw(open_procedure("tendering/as_is"), theme=PRINT, paper="a4", language=language)
        yield f"rows-{language}", rows
        states = (open_procedure(f"approval-circulation/{state}") for state in ("as_is", "to_be"))
        yield f"pages-{language}", draw_comparison(*states, paper="a3", language=language)


def few_colours(png: bytes) -> bytes:
    """Return a PNG with a palette, so that the repository stays small."""
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    made = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()


def main(arguments: list[str]) -> None:
    """Draw into the folder, or into the docs."""
    docs = arguments == ["--docs"]
    folder = ROOT / "docs" / "pictures" if docs else Path(arguments[0] if arguments else "gallery")
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in shown() if docs else everything():
        tall = sum(sheet.height for sheet in picture.printed)
        zoom = min(1.6, WIDEST / picture.printed[0].width, TALLEST / tall) if docs else 1.0
        png = picture.png(zoom)
        path = folder / f"{name}.png"
        path.write_bytes(few_colours(png) if docs else png)
        print(f"{path}  {path.stat().st_size / 1000:.0f} kB", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
