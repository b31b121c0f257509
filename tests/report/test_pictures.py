"""The page of a result shows a map and charts; what a log cannot show is left out, and nothing in it can run."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import bprkit
from bprkit.errors import InputError
from bprkit.language import speaking
from bprkit.mining.mined import Mined, mine
from bprkit.report.charts import CHARTS, draw_chart
from bprkit.report.html import to_html
from bprkit.report.maps import draw_map
from bprkit.report.model import WIDEST_PICTURE, Page
from bprkit.report.page import page
from bprkit.report.pictures import illustrated
from mined_tables import HOSTILE

OF_CASES = ("lead-time-distribution", "dotted")


def made(*, hostile: bool = False, posts: bool = True) -> bprkit.EventLog:
    names = HOSTILE[:3] if hostile else ("起案", "審査", "決裁")
    begin = pd.Timestamp("2024-04-01 09:00")
    rows = [
        (
            f"c{case:03}",
            names[place],
            begin + pd.Timedelta(days=case, hours=3 * place),
            f"秘密{place}{case % 4}",
            post,
        )
        for case in range(60)
        for place, post in enumerate(("主事", "係長", "課長")[: 2 + case % 2])
    ]
    frame = pd.DataFrame(rows, columns=["案件番号", "処理", "日時", "担当者", "役職"])
    return bprkit.read_log(frame if posts else frame.drop(columns="役職"))


@pytest.fixture(scope="module")
def log() -> bprkit.EventLog:
    return made()


@pytest.fixture(scope="module")
def mined(log: bprkit.EventLog) -> Mined:
    with speaking("en"):
        return mine(log, persons=True)


@pytest.fixture(scope="module")
def shown(log: bprkit.EventLog, mined: Mined) -> Page:
    with speaking("en"):
        return illustrated(page(mined.answers), mined, log)


def test_the_page_shows_a_map_and_every_chart(shown: Page) -> None:
    pictures = {section.id: len(section.pictures) for section in shown.sections if section.pictures}
    assert pictures == {
        "process-map": 1,
        "bottlenecks": 1,
        "lead-time": 2,
        "variants": 1,
        "dotted": 1,
        "handovers": 1,
        "backlog": 1,
    }
    assert sum(pictures.values()) == len(CHARTS) + 1


def test_a_long_process_runs_down_the_page_instead_of_out_of_it() -> None:
    begin = pd.Timestamp("2024-04-01 09:00")
    rows = [
        (f"c{case}", f"処理の段階{place}", begin + pd.Timedelta(days=case, hours=place))
        for case in range(6)
        for place in range(16)
    ]
    log = bprkit.read_log(pd.DataFrame(rows, columns=["案件番号", "処理", "日時"]))
    with speaking("ja"):
        answers = mine(log)
        found = illustrated(page(answers.answers), answers, log)
    drawn = next(section.pictures[0] for section in found.sections if section.id == "process-map")
    assert draw_map(log).width > WIDEST_PICTURE > drawn.width
    assert drawn.height > drawn.width


def test_pictures_load_nothing_and_bring_no_style_or_script(shown: Page) -> None:
    text = to_html(shown)
    assert text.count("<figure") == 8
    assert not re.findall(r"https?:|@import|url\(|<link|<img|<iframe|<foreignObject", text)
    assert text.count("<script>") == 1 and text.count("<style>") == 1
    assert not re.search(r"<[^>]*\s(style|on\w+)=", text)


def test_ids_are_there_once_on_the_whole_page(shown: Page) -> None:
    ids = re.findall(r'\sid="([^"]*)"', to_html(shown))
    assert len(ids) == len(set(ids))


def test_names_of_persons_are_in_no_picture_even_if_tables_show_them(shown: Page) -> None:
    assert "秘密" in to_html(shown)
    assert not any("秘密" in picture.svg for section in shown.sections for picture in section.pictures)


def test_the_same_log_gives_the_same_page(mined: Mined, log: bprkit.EventLog, shown: Page) -> None:
    with speaking("en"):
        assert to_html(illustrated(page(mined.answers), mined, log)) == to_html(shown)


def test_a_log_without_posts_has_no_matrix_and_all_the_rest() -> None:
    log = made(posts=False)
    with speaking("ja"):
        answers = mine(log)
        found = illustrated(page(answers.answers), answers, log)
        with pytest.raises(InputError, match="役職"):
            draw_chart(answers, "handovers")
    assert sum(len(section.pictures) for section in found.sections) == len(CHARTS)


def test_hostile_names_do_not_get_out_of_the_pictures() -> None:
    log = made(hostile=True)
    with speaking("en"):
        answers = mine(log)
        text = to_html(illustrated(page(answers.answers), answers, log))
    assert "<script>alert" not in text
    assert text.count("<script>") == 1


@pytest.mark.parametrize("name", CHARTS)
def test_charts_of_a_log_are_those_of_its_result(log: bprkit.EventLog, mined: Mined, name: str) -> None:
    if name in OF_CASES:
        with pytest.raises(InputError, match="Give the log"), speaking("en"):
            draw_chart(mined, name)
    else:
        assert draw_chart(log, name, language="en").svg == draw_chart(mined, name, language="en").svg


def test_the_map_of_a_log_is_that_of_its_result(log: bprkit.EventLog, mined: Mined) -> None:
    assert draw_map(log, language="ja").svg == draw_map(mined, language="ja").svg


@pytest.mark.parametrize("extension", [".svg", ".png", ".pdf"])
def test_charts_are_saved_by_extension(log: bprkit.EventLog, tmp_path: Path, extension: str) -> None:
    path = draw_chart(log, "backlog").save(tmp_path / f"chart{extension}")
    assert path.stat().st_size > 1000
    with pytest.raises(InputError, match="svg"):
        draw_chart(log, "backlog").save(tmp_path / "chart.dot")


def test_a_chart_that_there_is_not_is_refused(log: bprkit.EventLog) -> None:
    with pytest.raises(InputError, match="backlog"):
        draw_chart(log, "pie")


def test_ends_that_nobody_declared_are_warned_of(log: bprkit.EventLog) -> None:
    assert "No end activity was declared" in draw_chart(log, "backlog", language="en").svg
    ended = bprkit.read_log(made().to_pandas(), end=["審査", "決裁"])
    assert "No end activity" not in draw_chart(ended, "backlog", language="en").svg


def test_without_a_calendar_charts_tell_clock_time() -> None:
    log = bprkit.read_log(made().to_pandas(), calendar="none")
    svg = draw_chart(log, "bottlenecks", language="en").svg
    assert "clock time" in svg and "working time" not in svg
