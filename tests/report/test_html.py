"""The HTML page: alone, harmless, complete."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from bprkit.errors import OutputError
from bprkit.report.html import to_html, write_html
from bprkit.report.page import page

Result = Callable[[str], dict[str, Any]]
ATTACK = "<script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"
VOID = {"meta", "br", "rect"}


class Outline(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def attacked(mined: dict[str, Any]) -> dict[str, Any]:
    mined["bottlenecks"][0]["source"] = ATTACK
    mined["variants"][0]["activities"][0] = ATTACK
    mined["columns"][0]["column"] = ATTACK
    mined["warnings"] = [ATTACK]
    mined["summary"] = [ATTACK]
    mined["settings"]["files"] = [ATTACK.replace("/", "")]
    mined["quality"][0]["examples"][0][ATTACK] = ATTACK
    return mined


def test_the_page_loads_nothing_from_anywhere(result: Result, spoken: str) -> None:
    text = to_html(page(result(spoken)))
    assert not re.findall(r"https?:|//[a-z]|@import|url\(|<link|<img|<iframe", text)
    assert all("src" not in attributes for _, attributes in Outline(text).tags)


def test_tags_are_closed_and_the_language_is_said(result: Result, spoken: str) -> None:
    outline = Outline(to_html(page(result(spoken))))
    assert outline.open == []
    assert ("html", {"lang": spoken}) in outline.tags


def test_every_anchor_leads_somewhere_and_no_id_is_there_twice(result: Result, spoken: str) -> None:
    tags = Outline(to_html(page(result(spoken)))).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    anchors = [attributes["href"] for tag, attributes in tags if tag == "a"]
    assert len(ids) == len(set(ids))
    assert len(anchors) >= 10
    assert {str(anchor)[1:] for anchor in anchors} <= set(ids)


def test_only_the_script_of_the_page_may_run(result: Result, spoken: str) -> None:
    text = to_html(page(attacked(result(spoken))))
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    policy = next(str(a["content"]) for tag, a in Outline(text).tags if a.get("http-equiv"))
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_no_tag_comes_from_a_name_in_the_log(result: Result, spoken: str) -> None:
    plain = [tag for tag, _ in Outline(to_html(page(result(spoken)))).tags]
    tags = [tag for tag, _ in Outline(to_html(page(attacked(result(spoken))))).tags]
    assert set(tags) <= set(plain)
    assert tags.count("script") == 1


def test_characters_that_html_forbids_are_replaced(result: Result, tmp_path: Path) -> None:
    mined = result("ja")
    mined["bottlenecks"][0]["source"] = "a\x00\x1b[31m\udc8d"
    text = write_html(page(mined), tmp_path / "page.html").read_text("utf-8")
    assert "a\ufffd\ufffd[31m\ufffd" in text


def test_a_table_longer_than_its_top_is_there_whole_and_folded(result: Result, english: None) -> None:
    text = to_html(page(result("en"), top=4))
    folded = re.search(
        r'id="transitions".*?<details><summary>All 16 rows</summary>(.*?)</details>', text, re.DOTALL
    )
    assert folded
    assert folded[1].count("<tr>") == 1 + 16


def test_more_than_500_rows_are_told(result: Result, english: None) -> None:
    mined = result("en")
    mined["transitions"] *= 100
    text = to_html(page(mined))
    assert "The first 500 of 1,600 rows" in text
    assert "1,600 rows in all" in text


def test_names_are_never_cut(result: Result, japanese: None) -> None:
    mined = result("ja")
    mined["bottlenecks"][0]["source"] = "合議" * 60
    assert "合議" * 60 in to_html(page(mined))


def test_people_cannot_be_ranked_by_a_click(result: Result, english: None) -> None:
    mined = result("en")
    shared = {"by": "resource", "cases": 9, "share": 0.1, "first": None, "last": None, "instances": 5}
    mined["workload"] = [{**shared, "name": name} for name in ("P1", "P2")]
    text = to_html(page(mined))
    people = re.search(r'id="workload-resource".*?</section>', text, re.DOTALL)
    assert people
    assert "<button" not in people[0]


def test_the_same_result_gives_the_same_bytes(result: Result, spoken: str, tmp_path: Path) -> None:
    first, second = (write_html(page(result(spoken)), tmp_path / name).read_bytes() for name in ("a", "b"))
    assert first == second


def test_a_missing_folder_is_told(result: Result, tmp_path: Path, spoken: str) -> None:
    with pytest.raises(OutputError):
        write_html(page(result(spoken)), tmp_path / "none" / "page.html")


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


def opened(browser: Any, path: Path, width: int = 1280) -> tuple[Any, list[str]]:
    tab = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: said.append(request.url) if request.url != path.as_uri() else None)
    tab.goto(path.as_uri())
    return tab, said


def test_a_click_on_a_heading_sorts_and_a_second_turns_it_round(
    result: Result, english: None, browser: Any, tmp_path: Path
) -> None:
    tab, said = opened(browser, write_html(page(result("en"), top=100), tmp_path / "page.html"))
    heading = tab.locator("#transitions th", has_text="times")
    place = heading.evaluate("head => head.cellIndex")

    def values() -> list[float]:
        cells = tab.locator(f"#transitions tbody td:nth-child({place + 1})")
        return [
            float(value) for value in cells.evaluate_all("cells => cells.map(cell => cell.dataset.value)")
        ]

    unsorted = values()
    heading.locator("button").click()
    assert values() == sorted(unsorted, reverse=True) != unsorted
    assert heading.get_attribute("aria-sort") == "descending"
    heading.locator("button").press("Enter")
    assert values() == sorted(unsorted)
    assert said == []


def test_unknown_values_sort_last_whichever_way(
    result: Result, english: None, browser: Any, tmp_path: Path
) -> None:
    tab, _ = opened(browser, write_html(page(result("en"), top=100), tmp_path / "page.html"))
    heading = tab.locator("#attribute-values th", has_text="delta")
    for _ in range(2):
        heading.locator("button").click()
        texts = tab.locator("#attribute-values tbody td:last-child").all_inner_texts()
        assert [text == "–" for text in texts] == sorted(text == "–" for text in texts)
        assert texts.count("–") == 4


def test_nothing_of_an_attack_runs(result: Result, english: None, browser: Any, tmp_path: Path) -> None:
    tab, said = opened(browser, write_html(page(attacked(result("en"))), tmp_path / "page.html"))
    assert tab.title() != "hacked"
    assert said == []
    tab.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"document.title=`hacked`\">')"
    )
    tab.wait_for_timeout(100)
    assert tab.title() != "hacked"
    assert any("Content Security Policy" in text for text in said)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_itself_never_scrolls_sideways(
    result: Result, spoken: str, browser: Any, tmp_path: Path, width: int
) -> None:
    mined = result(spoken)
    mined["bottlenecks"][0]["source"] = "合議" * 40
    mined["warnings"].append("x" * 200)
    tab, _ = opened(browser, write_html(page(mined), tmp_path / "page.html"), width)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_opening_the_whole_table_hides_the_short_one(
    result: Result, english: None, browser: Any, tmp_path: Path
) -> None:
    tab, _ = opened(browser, write_html(page(result("en")), tmp_path / "page.html"))
    short = tab.locator("#bottlenecks .short")
    assert short.is_visible()
    tab.locator("#bottlenecks summary").click()
    assert not short.is_visible()
    assert tab.locator("#bottlenecks details tbody tr").count() == 16
