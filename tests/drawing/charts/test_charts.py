"""Charts show the figures they are given, say what they leave out, and stay pictures whatever the names are."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from lxml import etree

from bprkit.drawing.charts import (
    About,
    Dot,
    draw_backlog,
    draw_distribution,
    draw_dotted,
    draw_handovers,
    draw_pareto,
    draw_trend,
    draw_variants,
)
from bprkit.drawing.figures import Clock
from bprkit.drawing.painted import Painted
from bprkit.drawing.text import width
from bprkit.language import speaking
from mined_tables import DAY, HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
OFFICE = About(Clock(DAY, working=True), "log.csv, 10 cases")


def parsed(picture: Painted) -> etree._Element:
    return etree.fromstring(picture.svg.encode("utf-8"))


def written(picture: Painted) -> list[str]:
    return [element.text or "" for element in parsed(picture).iter(f"{SVG}text")]


def titles(picture: Painted) -> list[str]:
    return [element.text or "" for element in parsed(picture).iter(f"{SVG}title")]


def distribution(cases: tuple[int, ...] = (4, 9, 2, 0, 1)) -> Painted:
    rows = [
        {"from_seconds": n * DAY, "to_seconds": (n + 1) * DAY, "cases": often}
        for n, often in enumerate(cases)
    ]
    rest = {"from_seconds": len(cases) * DAY, "to_seconds": None, "cases": 3}
    return draw_distribution([*rows, rest], [("half within", 1.4 * DAY), ("90% within", 1.6 * DAY)], OFFICE)


def trend() -> Painted:
    rows = [
        {
            "month": f"2024-{month:02}",
            "cases": 20 if month < 6 else 3,
            "median": month * DAY,
            "p90": 2 * month * DAY,
        }
        for month in (1, 2, 3, 5, 6)
    ]
    return draw_trend(rows, OFFICE)


def backlog(number: int = 30) -> Painted:
    begin = datetime(2024, 4, 1)
    weeks = [
        {
            "week": (begin + timedelta(weeks=n)).date().isoformat(),
            "arrivals": 5 + n % 3,
            "completions": 5,
            "in_progress": 10 + n % 7,
        }
        for n in range(number)
    ]
    return draw_backlog(weeks, OFFICE)


def pareto(names: tuple[str, ...] = ("起案", "決裁", "施行")) -> Painted:
    rows = [
        {
            "source": names[n % len(names)],
            "target": names[(n + 1) % len(names)],
            "count": 10,
            "seconds": 1000.0 * (20 - n),
        }
        for n in range(20)
    ]
    return draw_pareto(rows, OFFICE)


def variants(
    ways: tuple[tuple[str, ...], ...] = (("起案", "決裁"), ("起案", "差戻し", "起案", "決裁")),
) -> Painted:
    rows = [
        {
            "variant": n + 1,
            "activities": list(way),
            "cases": 10 - n,
            "share": 0.3,
            "cumulative_share": 0.3 * (n + 1),
            "median": DAY,
        }
        for n, way in enumerate(ways)
    ]
    return draw_variants(rows, 40, OFFICE)


def handovers(names: tuple[str, ...] = ("担当者", "係長", "課長")) -> Painted:
    pairs = [
        {"source": one, "target": other, "count": 10 * (n + 1)}
        for n, (one, other) in enumerate(itertools.pairwise(names))
    ]
    return draw_handovers(pairs, OFFICE, "役職")


def dotted(names: tuple[str, ...] = ("起案", "決裁"), total: int = 50) -> Painted:
    begin = datetime(2024, 4, 1, 9)
    dots = [
        Dot(case, name, begin + timedelta(days=10 * case + place))
        for case in range(12)
        for place, name in enumerate(names)
    ]
    return draw_dotted(dots, 12, total, OFFICE)


ALL: dict[str, Callable[[], Painted]] = {
    draw.__name__: draw for draw in (distribution, trend, backlog, pareto, variants, handovers, dotted)
}
NAMED: dict[str, Callable[[], Painted]] = {
    "pareto": lambda: pareto(HOSTILE),
    "variants": lambda: variants((HOSTILE, HOSTILE[::-1], HOSTILE * 4)),
    "handovers": lambda: handovers(HOSTILE),
    "dotted": lambda: dotted(HOSTILE),
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", ALL)
def test_the_same_rows_give_the_same_bytes(name: str, language: str) -> None:
    with speaking(language):  # type: ignore[arg-type]
        one, other = ALL[name](), ALL[name]()
    assert one.svg == other.svg and one.png(1.0) == other.png(1.0)
    assert one.language == language


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", [*ALL, *(f"hostile {name}" for name in NAMED)])
def test_no_text_leaves_the_paper(name: str, language: str) -> None:
    with speaking(language):  # type: ignore[arg-type]
        picture = NAMED[name.removeprefix("hostile ")]() if name.startswith("hostile") else ALL[name]()
    for element in parsed(picture).iter(f"{SVG}text"):
        moved = next(
            (
                group.get("transform", "")
                for group in element.iterancestors(f"{SVG}g")
                if group.get("class") == "body"
            ),
            "",
        )
        if any("rotate" in group.get("transform", "") for group in element.iterancestors(f"{SVG}g")):
            continue
        inner = [group.get("transform", "") for group in element.iterancestors(f"{SVG}g")]
        across = sum(float(found[1]) for text in inner if (found := re.match(r"translate\(([-\d.]+)", text)))
        assert moved or not inner or across == 0
        wide = width(
            element.text or "", float(element.get("font-size", "0")), element.get("font-weight") == "700"
        )
        anchor = element.get("text-anchor", "start")
        left = across + float(element.get("x", "0")) - wide * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        assert left >= 0, element.text
        assert left + wide <= picture.width, element.text


@pytest.mark.parametrize("name", NAMED)
def test_hostile_names_stay_text(name: str) -> None:
    with speaking("en"):
        picture = NAMED[name]()
    tags = {element.tag.removeprefix(SVG) for element in parsed(picture).iter()}
    assert tags <= {"svg", "title", "rect", "g", "path", "circle", "text"}
    assert "\x00" not in picture.svg and "‮" not in picture.svg


def test_bars_of_a_distribution_are_as_high_as_their_counts() -> None:
    with speaking("en"):
        bars = [
            rect
            for rect in parsed(distribution((4, 8, 2))).iter(f"{SVG}rect")
            if (rect.findtext(f"{SVG}title") or "").count("wd")
            or "and over" in (rect.findtext(f"{SVG}title") or "")
        ]
    heights = [float(rect.get("height", "0")) for rect in bars]
    assert heights[1] == pytest.approx(2 * heights[0], rel=0.01) == pytest.approx(4 * heights[2], rel=0.01)


def test_statistics_close_together_stand_in_rows_of_their_own() -> None:
    with speaking("en"):
        places = {
            element.text: float(element.get("y", "0"))
            for element in parsed(distribution()).iter(f"{SVG}text")
        }
    assert abs(places["half within"] - places["90% within"]) >= 14


def test_a_month_without_cases_breaks_the_line() -> None:
    with speaking("en"):
        lines = [path for path in parsed(trend()).iter(f"{SVG}path") if path.get("stroke-width") == "2.2"]
    assert len(lines) == 4


def test_months_with_few_cases_are_hollow_and_explained() -> None:
    with speaking("en"):
        picture = trend()
    hollow = [c for c in parsed(picture).iter(f"{SVG}circle") if c.get("fill") == "#ffffff"]
    assert len(hollow) == 2 + 1
    assert "fewer than 5 cases" in written(picture)


def test_the_height_of_the_backlog_is_told() -> None:
    with speaking("en"):
        assert any(title.startswith("Most: 16 in the week from 2024-05-13") for title in titles(backlog()))


def test_shares_of_bottlenecks_add_up_and_the_rest_is_told() -> None:
    with speaking("en"):
        picture = pareto()
    total = sum(1000.0 * (20 - n) for n in range(20))
    twelve = sum(1000.0 * (20 - n) for n in range(12)) / total
    assert f"{twelve:.0%}" in written(picture)
    assert picture.left_out == (f"The other {1 - twelve:.0%} of the time: 8 further steps.",)


def test_work_done_again_is_told_from_work_that_the_commonest_way_lacks() -> None:
    with speaking("en"):
        second = [group for group in parsed(variants()).iter(f"{SVG}g") if group.get("class") == "variant"][1]
    dashes = [path.get("stroke-dasharray") for path in second.iter(f"{SVG}path")]
    assert dashes == [None, "4 2", "1.5 2", None]


def test_variants_left_out_are_counted() -> None:
    with speaking("en"):
        assert variants().left_out == (
            "The 2 commonest of 40 ways are shown; 60% of the cases go one of them.",
        )


def test_posts_stand_in_the_order_in_which_they_hand_over() -> None:
    with speaking("ja"):
        texts = written(handovers(("担当者", "係長", "課長", "部長")))
    sides = [text for text in texts if text in ("担当者", "係長", "課長", "部長")]
    assert sides[:4] == ["担当者", "係長", "課長", "部長"] == sides[4:]


def test_posts_that_do_not_fit_are_counted() -> None:
    with speaking("en"):
        picture = handovers(tuple(f"課{n:02}" for n in range(30)))
    assert picture.left_out[0].startswith("14 of 30 left out")


def test_a_sample_says_so_and_all_cases_say_so() -> None:
    with speaking("en"):
        assert dotted().left_out[0].startswith("A sample: 12 of 50 cases")
        assert dotted(total=12).left_out == ("All 12 cases are shown.",)


def test_there_is_a_dot_for_everything_done() -> None:
    with speaking("en"):
        picture = dotted()
    drawn = sum(path.get("d", "").count("h0") for path in parsed(picture).iter(f"{SVG}path"))
    assert drawn == 2 * 12 * 2


def test_a_dot_that_is_left_out_on_the_right_is_counted() -> None:
    begin = datetime(2024, 4, 1, 9)
    dots = [Dot(case, "起案", begin + timedelta(days=case)) for case in range(100)]
    dots += [Dot(0, "決裁", begin + timedelta(days=900))]
    with speaking("en"):
        assert "1 dot beyond 1 h left out" in draw_dotted(dots, 100, 100, OFFICE).left_out[1]
