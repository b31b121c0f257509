"""The page of a sample: every figure of all documents has its interval, every other is told to be the sample's."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

import bprkit
from bprkit.language import tell
from bprkit.report.cells import width
from bprkit.report.html import to_html
from bprkit.report.intervals import between
from bprkit.report.model import Page, Section
from bprkit.report.page import page
from bprkit.report.parts import Facts
from bprkit.report.terminal import print_page
from sampled_stamps import stamps

NOT_OF_CASES = ("sample", "columns", "quality", "quality-examples", "method")


@pytest.fixture(scope="module")
def log() -> Iterator[bprkit.EventLog]:
    log = bprkit.stamps_log(stamps())
    yield log
    log.events.engine.close()


@pytest.fixture(params=["whole", "part"])
def mined(request: pytest.FixtureRequest, log: bprkit.EventLog, spoken: str) -> bprkit.Mined:
    return bprkit.mine(log if request.param == "whole" else log.filter(started_from="2025-05-01"))


def tables(shown: Page) -> Iterator[Section]:
    return (each for each in shown.sections if each.table is not None and each.id not in NOT_OF_CASES)


def test_every_figure_has_an_interval_or_is_told_to_be_of_the_sample(mined: bprkit.Mined) -> None:
    marks = tell(en="(sample)", ja="(標本)")
    seen = set()
    for section in tables(page(mined.answers)):
        assert section.table is not None
        for place, head in enumerate(section.table.columns):
            if (head.kind in ("text", "date") and head.key != "mean") or head.key in ("rank", "variant"):
                continue
            for row in section.table.rows:
                told = bool(row[place].beside) or marks in head.head or row[place].value is None
                assert told, (section.id, head.title, row[place])
            seen.add(section.id)
    assert seen >= {
        "bottlenecks",
        "lead-time",
        "lead-time-by-month",
        "transitions",
        "activities",
        "variants",
        "backlog",
    }


def test_totals_are_estimated_for_all_documents(mined: bprkit.Mined) -> None:
    section = next(each for each in tables(page(mined.answers)) if each.id == "bottlenecks")
    assert section.table is not None
    place = next(n for n, head in enumerate(section.table.columns) if head.key == "working_seconds_total")
    assert section.table.columns[place].head[-1] == tell(en="(estimated)", ja="(全体推計)")
    for row, worst in zip(section.table.rows, mined["bottlenecks"], strict=True):
        assert row[place].value == pytest.approx(worst["working_seconds_total"] * 600 / 40)


def test_a_terminal_of_100_cells_shows_every_bottleneck_column(mined: bprkit.Mined, spoken: str) -> None:
    out = io.StringIO()
    print_page(page(mined.answers), Console(file=out, width=100, color_system=None))
    lines = out.getvalue().splitlines()
    assert max(map(width, lines)) <= 100
    assert tell(en="[too few]", ja="[件数不足]") in out.getvalue()
    start = next(
        n for n, line in enumerate(lines) if line.startswith(tell(en="Bottlenecks", ja="ボトルネック"))
    )
    end = next(
        n
        for n, line in enumerate(lines)
        if n > start and line.startswith(tell(en="Lead time", ja="案件の所要"))
    )
    assert not [line for line in lines[start:end] if "--csv" in line]


def test_the_html_page_holds_all_intervals(mined: bprkit.Mined) -> None:
    shown = page(mined.answers)
    besides = {cell.beside for each in tables(shown) for row in each.table.rows for cell in row}  # type: ignore[union-attr]
    html = to_html(shown)
    for beside in besides - {""}:
        assert f'<small class="beside">{beside}</small>' in html


def test_the_summary_says_how_far_its_figures_hold(mined: bprkit.Mined) -> None:
    half = next(
        row
        for row in mined["sample"]["figures"]
        if (row["section"], row["figure"]) == ("lead_time", "working_seconds_median")
    )
    ends = f"{half['low'] / 27_900:.1f}–{half['high'] / 27_900:.1f}"
    assert ends in mined["summary"][1]
    assert "–" in mined["summary"][2]


def test_both_ends_are_told_in_one_unit(log: bprkit.EventLog, english: None) -> None:
    facts = Facts.of(bprkit.mine(log).answers, 10)
    day, hour = 27_900.0, 3600.0

    def told(kind: Any, estimate: float, low: float | None, high: float | None) -> str:
        return between(facts, kind, {"estimate": estimate, "low": low, "high": high})

    assert told("working", 2 * day, 0.5 * day, 3 * day) == "[0.5–3.0]"
    assert told("working", 6 * hour, 0.5 * day, 3 * day) == "[0.5–3.0 wd]"
    assert told("working", 150 * day, 38.4 * day, 1699 * day) == "[38–1,699]"
    assert told("clock", 2 * hour, hour, 3 * hour) == "[1 h 00 min–3 h 00 min]"
    assert told("share", 0.5, 0.25, 0.75) == "[25.0–75.0]"
    assert told("share", 0.5, None, None) == "[too few]"


def test_documents_at_hand_get_no_interval_and_no_mark(log: bprkit.EventLog, english: None) -> None:
    assert log.sample is not None
    at_hand = bprkit.mine(replace(log, sample=replace(log.sample, drawn="at_hand")))
    shown = page(at_hand.answers)
    assert not [cell for each in tables(shown) for row in each.table.rows for cell in row if cell.beside]  # type: ignore[union-attr]
    assert "not drawn by chance" in shown.warnings[0]
