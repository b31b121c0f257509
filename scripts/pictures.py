"""Make the pictures of the README: what the commands show, photographed by Chromium.

    python scripts/pictures.py [FOLDER]      default: docs/images

The terminal page is what `bprkit mine` writes to a terminal of 100 columns, colours and all; the HTML
page is what `--html` writes. Needs Chromium and a Japanese font (Debian: chromium, fonts-noto-cjk).
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
LOGS = {"ja": "approval_circulation_cp932.csv", "en": "approval_circulation_en.csv"}
LAST_HEADINGS = {"ja": "案件の所要期間", "en": "Lead time of a case"}
COLUMNS = 100
LARGEST = 400_000
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: {background}; width: max-content }}
pre {{ margin: 0; padding: 18px 22px; color: {foreground};
       font: 15px/1.4 "Noto Sans Mono CJK JP", "MS Gothic", monospace; width: 50em }}
code {{ font-family: inherit }}
i {{ display: inline-block; vertical-align: middle; border-top: 1px solid }}
i.thick {{ border-width: 4px }}
{stylesheet}
</style><pre><code>{code}</code></pre>"""


def run(asked: list[str], environment: dict[str, str]) -> str:
    """Run bprkit beside the example logs and return what it prints."""
    python = [sys.executable, "-c", "from bprkit.cli import main; main()", *asked[1:]]
    done = subprocess.run(
        python, cwd=ROOT / "examples", env=os.environ | environment, capture_output=True, check=True
    )
    return done.stdout.decode("utf-8")


def command(language: str, *more: str) -> list[str]:
    """Return the command of the README, for this language's example."""
    return ["bprkit", "mine", LOGS[language], "--lang", language, *more]


def terminal_text(language: str) -> str:
    """Run the command as in a terminal and return what it writes, up to the end of the bottlenecks."""
    asked = command(language)
    page = run(asked, {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)}).splitlines()
    last = next(n for n, line in enumerate(page) if LAST_HEADINGS[language] in line)
    return "\n".join([f"$ {' '.join(asked)}", *page[:last]]).rstrip()


def terminal_html(ansi: str) -> str:
    """Return a page that shows a terminal's text in a font whose kanji are two cells wide."""
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, legacy_windows=False
    )
    console.print(Text.from_ansi(ansi), soft_wrap=True)
    html = console.export_html(theme=MONOKAI, code_format=TERMINAL, inline_styles=True)
    return re.sub("─+|━+", _drawn_line, html)


def _drawn_line(found: re.Match[str]) -> str:
    """Draw a run of box characters as a line: a Japanese font has them two cells wide, a terminal one."""
    thick = " class=thick" if found[0][0] == "━" else ""
    return f'<i{thick} style="width: {len(found[0]) / 2}em"></i>'


def write_html_page(language: str, file: Path) -> None:
    """Run the command with `--html`."""
    run(command(language, "--html", str(file)), {})


def photograph(
    browser: Any, page: Path, target: Path, *, width: int, height: int | None, scale: float
) -> None:
    """Save a page as PNG: its first `height` pixels, or all of it."""
    sheet = browser.new_page(viewport={"width": width, "height": height or 600}, device_scale_factor=scale)
    sheet.goto(page.as_uri())
    sheet.wait_for_timeout(300)
    if height is None:
        sheet.locator("pre").screenshot(path=str(target))
    else:
        sheet.screenshot(path=str(target))
    sheet.close()
    size = target.stat().st_size
    print(f"{target}  {size / 1000:.0f} kB")
    if size > LARGEST:
        raise SystemExit(f"{target} has {size:,} bytes, more than {LARGEST:,}: make it smaller.")


def make(folder: Path) -> None:
    """Write terminal-ja.png, terminal-en.png, page-ja.png and page-en.png."""
    from playwright.sync_api import sync_playwright

    chromium = (
        os.environ.get("BPRKIT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    if chromium is None:
        raise SystemExit("Chromium is needed (Debian: apt-get install chromium fonts-noto-cjk).")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for language in LOGS:
            terminal, page = Path(work, "terminal.html"), Path(work, f"{language}.html")
            terminal.write_text(terminal_html(terminal_text(language)), encoding="utf-8")
            photograph(
                browser, terminal, folder / f"terminal-{language}.png", width=1000, height=None, scale=1.5
            )
            write_html_page(language, page)
            photograph(browser, page, folder / f"page-{language}.png", width=1100, height=1640, scale=1)
        browser.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
