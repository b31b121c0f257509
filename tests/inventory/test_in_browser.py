"""The page in a browser: nothing is refused by its own security policy, and no text of a drawing is cut off or covered."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bprkit import language
from bprkit.inventory.answers import answer_inventory
from bprkit.inventory.html import write_inventory_html
from bprkit.language import Language
from inventories import inventory, task

LONG = "国民健康保険高額療養費・高額介護合算療養費の支給申請の受付及び審査並びに支給決定の通知"
TEXTS_THAT_COLLIDE = """svg => {
  const frame = svg.getBoundingClientRect(), found = [];
  const boxes = [...svg.querySelectorAll("text")].map(t => [t.textContent, t.getBoundingClientRect()]);
  boxes.forEach(([said, a], place) => {
    if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.bottom > frame.bottom + 1) found.push(said);
    for (const [other, b] of boxes.slice(place + 1))
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4)
        found.push(said + " | " + other);
  });
  return found;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = (
        os.environ.get("BPRKIT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    if not chromium:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_drawings_are_shown_whole(browser: Any, tmp_path: Path, lang: Language) -> None:
    months = dict.fromkeys(range(1, 13), 10.0)
    tasks = [
        task(
            f"{LONG}{number}",
            f"第{number}長寿社会・国民健康保険課",
            2000 / number,
            months=months | {number % 12 + 1: 100.0},
            core="core" if number % 2 else "non_core",
            routine="routine" if number % 3 else "non_routine",
            effort="large" if number % 4 else "small",
        )
        for number in range(1, 41)
    ]
    with language.speaking(lang):
        page = write_inventory_html(answer_inventory(inventory(*tasks)), tmp_path / "page.html")
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("request", lambda request: said.append(request.url) if request.url != page.as_uri() else None)
    tab.goto(page.as_uri())
    assert said == []
    for section in ("hours", "matrix", "months"):
        assert tab.locator(f"#{section} .drawing svg").evaluate(TEXTS_THAT_COLLIDE) == [], section
    tab.close()
