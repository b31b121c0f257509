"""The page needs nothing else, lets nothing else run, and lets one look around: shown in Chromium."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from bprkit.drawing import Picture, draw, draw_comparison
from bprkit.drawing.html import html_text
from bprkit.procedure.files import open_procedure
from bprkit.procedure.model import Flow, Procedure, Role, Task, Title
from browsers import chromium

ATTACK = "</script><script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"
ZOOM = "() => Number(getComputedStyle(document.querySelector('main svg')).transform.match(/matrix\\(([^,]+)/)[1])"


class Tags(HTMLParser):
    """The tags of a page with the names of their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [key for key, _ in attrs]))


def compared(language: Any = "ja") -> Picture:
    states = (open_procedure(f"environment-notification/{state}") for state in ("as_is", "to_be"))
    return draw_comparison(*states, language=language)


def attacked() -> Picture:
    nodes = tuple(Task(id=ATTACK + key, title=Title(ATTACK), role=ATTACK, note=ATTACK) for key in "ab")
    flows = (Flow(source=nodes[0].id, target=nodes[1].id, title=Title(ATTACK)),)
    return draw(Procedure(id="p", title=Title(ATTACK), roles=(Role(id=ATTACK),), nodes=nodes, flows=flows))


def test_the_page_loads_nothing_and_only_its_own_script_may_run() -> None:
    for picture in (compared(), attacked()):
        text = html_text(picture)
        outside = text.replace("http://www.w3.org/2000/svg", "")
        assert not re.findall(r"https?:|@import|url\(|<link|<img|<iframe", outside)
        attributes = [key for _, keys in Tags(text).found for key in keys]
        assert not [key for key in attributes if key.startswith("on") or key in ("src", "href", "style")]
        scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
        styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
        assert (len(scripts), len(styles)) == (1, 1)
        policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)[0]
        for kind, content in (("script", scripts[0]), ("style", styles[0])):
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            assert f"{kind}-src 'sha256-{digest}'" in policy
        assert "default-src 'none'" in policy


def test_steps_know_their_twins_and_what_changes() -> None:
    text = html_text(compared())
    told = json.loads(re.findall(r'id="bprkit-details">(.*?)</script>', text, re.DOTALL)[0])
    steps = {step["key"]: step for step in told["steps"]}
    twins = [(key, twin["key"]) for key, step in steps.items() for twin in step["twins"]]
    assert twins
    assert {(one, other) for one, other in twins} == {(other, one) for one, other in twins}
    assert all(one.startswith("as-is") != other.startswith("as-is") for one, other in twins)
    changed = [step for step in steps.values() if step["change"]]
    assert changed
    assert all(step["word"] and step["changes"] for step in changed)


@pytest.mark.parametrize(("language", "word"), [("ja", "変更のある工程だけ"), ("en", "Changes only")])
def test_the_page_speaks_the_language_of_its_picture(language: str, word: str) -> None:
    text = html_text(compared(language))
    assert f'<html lang="{language}">' in text
    assert word in text


def test_a_single_procedure_has_no_filter() -> None:
    assert 'data-does="filter"' not in html_text(draw(open_procedure("disclosure/as_is")))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """The comparison in a window, without a word in the console."""
    compared().save(tmp_path / "x.html")
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((tmp_path / "x.html").as_uri())
    yield page
    page.close()
    assert said == []


def twin_of(page: Any) -> tuple[str, str]:
    told = page.evaluate("() => JSON.parse(document.getElementById('bprkit-details').textContent).steps")
    found = next(step for step in told if step["change"] and step["twins"])
    return found["key"], found["twins"][0]["key"]


def test_at_first_the_whole_picture_is_in_the_window(page: Any) -> None:
    box = page.locator("main > svg").bounding_box()
    room = page.locator("main").bounding_box()
    assert box["x"] >= room["x"] - 1
    assert box["x"] + box["width"] <= room["x"] + room["width"] + 1
    assert box["y"] + box["height"] <= room["y"] + room["height"] + 1


def test_pointing_at_a_step_lights_its_twin_and_tells_of_it(page: Any) -> None:
    one, other = twin_of(page)
    page.locator(f'[id="{one}"] .body').hover()
    assert page.locator(".lit").get_attribute("id") == one
    assert page.locator(".twin").get_attribute("id") == other
    title = page.evaluate("key => document.getElementById(key).querySelector('title').textContent", one)
    assert title.startswith(page.locator("aside h2").inner_text())
    assert page.locator("aside dt").count() >= 2
    page.mouse.move(2, 2)
    assert page.locator(".lit, .twin").count() == 0


def test_a_click_keeps_a_step_until_escape(page: Any) -> None:
    one, _ = twin_of(page)
    page.locator(f'[id="{one}"] .body').click()
    page.mouse.move(2, 2)
    assert page.locator(".chosen").get_attribute("id") == one
    page.keyboard.press("Escape")
    assert page.locator(".chosen, .lit, .twin").count() == 0
    assert page.locator("aside kbd").count() > 5


def test_the_filter_leaves_the_changes(page: Any) -> None:
    def clear() -> dict[str, int]:
        found: dict[str, int] = page.evaluate(
            "() => Object.fromEntries([...document.querySelectorAll('.node')].map(node => "
            "[node.id, Number(getComputedStyle(node).opacity) === 1 ? 1 : 0]))"
        )
        return found

    everything = clear()
    assert all(everything.values())
    page.get_by_role("button", name="変更のある工程だけ").click()
    page.wait_for_timeout(400)
    changed = page.evaluate("() => [...document.querySelectorAll('.node.differs')].map(node => node.id)")
    assert {key for key, shown in clear().items() if shown} == set(changed)
    assert 0 < len(changed) < len(everything)
    page.keyboard.press("c")
    page.wait_for_timeout(400)
    assert clear() == everything


def test_wheel_buttons_and_keys_make_it_larger_and_smaller(page: Any) -> None:
    start = page.evaluate(ZOOM)
    page.mouse.move(500, 400)
    page.mouse.wheel(0, -300)
    by_wheel = page.evaluate(ZOOM)
    assert by_wheel > start
    page.keyboard.press("+")
    assert page.evaluate(ZOOM) == pytest.approx(by_wheel * 1.25, rel=1e-4)
    page.keyboard.press("-")
    page.get_by_label("縮小").click()
    assert page.evaluate(ZOOM) == pytest.approx(by_wheel * 0.8, rel=1e-4)
    page.keyboard.press("0")
    assert page.evaluate(ZOOM) == pytest.approx(start)
    assert page.locator("output").inner_text() == f"{start * 100:.0f}%"


def test_the_wheel_keeps_the_place_under_the_pointer(page: Any) -> None:
    one, _ = twin_of(page)
    body = page.locator(f'[id="{one}"] .body')
    box = body.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.wheel(0, -500)
    larger = body.bounding_box()
    assert larger["x"] + larger["width"] / 2 == pytest.approx(x, abs=1)
    assert larger["y"] + larger["height"] / 2 == pytest.approx(y, abs=1)
    assert larger["width"] > box["width"] * 1.5


def test_it_is_dragged_and_moved_by_arrows_and_a_drag_chooses_nothing(page: Any) -> None:
    one, _ = twin_of(page)
    body = page.locator(f'[id="{one}"] .body')
    before = body.bounding_box()
    x, y = before["x"] + 5, before["y"] + 5
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.up()
    after = body.bounding_box()
    assert (after["x"] - before["x"], after["y"] - before["y"]) == (
        pytest.approx(60, abs=1),
        pytest.approx(40, abs=1),
    )
    assert page.locator(".chosen").count() == 0
    page.keyboard.press("ArrowLeft")
    assert body.bounding_box()["x"] == pytest.approx(after["x"] + 60, abs=1)


def test_steps_are_reached_by_keys_and_so_is_the_twin(page: Any) -> None:
    page.keyboard.press("+")
    while not page.evaluate("() => document.activeElement.classList.contains('node')"):
        page.keyboard.press("Tab")
    for _ in range(60):
        if page.evaluate("() => document.querySelector('.twin') !== null"):
            break
        page.keyboard.press("Tab")
    here = page.evaluate("() => document.activeElement.id")
    page.keyboard.press("t")
    there = page.evaluate("() => document.activeElement.id")
    assert here.startswith("as-is-")
    assert there.startswith("to-be-")
    box, room = page.locator(f'[id="{there}"] .body').bounding_box(), page.locator("main").bounding_box()
    assert room["y"] <= box["y"]
    assert box["y"] + box["height"] <= room["y"] + room["height"]


def test_on_paper_the_whole_picture_fills_one_sheet(page: Any, tmp_path: Path) -> None:
    for _ in range(8):
        page.keyboard.press("+")
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1 or len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
    assert re.search(rb"/MediaBox \[0 0 11(90|91)[.\d]* 84[12]", printed)
    page.emulate_media(media="print")
    assert page.locator("header").is_hidden()
    assert page.evaluate("() => getComputedStyle(document.querySelector('main svg')).transform") == "none"


def test_hostile_texts_are_shown_and_do_nothing(browser: Any, tmp_path: Path) -> None:
    attacked().save(tmp_path / "x.html")
    page = browser.new_page()
    page.goto((tmp_path / "x.html").as_uri())
    page.locator(".node .body").first.click()
    assert page.title() != "hacked"
    assert ATTACK in page.locator("aside h2").inner_text()
    assert page.locator("img").count() == 0
    page.close()
