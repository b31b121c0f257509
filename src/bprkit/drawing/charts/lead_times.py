"""Lead times: how they are spread, and how they change from month to month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bprkit.drawing.charts.plot import LABEL, WIDTH, About, Plot, across, line_key, polyline, upright
from bprkit.drawing.charts.ticks import counts, durations, months, top_of
from bprkit.drawing.figures import count, percent
from bprkit.drawing.framing import framed, keys
from bprkit.drawing.geometry import Box
from bprkit.drawing.painted import Painted
from bprkit.drawing.shades import SERIES
from bprkit.drawing.svg.elements import element, num, safe, text_lines
from bprkit.drawing.text import width
from bprkit.language import tell

FEW = 5
"""Months with fewer cases are drawn hollow: their statistics say little."""
_LEFT = 60.0
_HIGH = 250.0
_LAST = 46.0
Row = Mapping[str, Any]


def draw_distribution(
    classes: Sequence[Row], marks: Sequence[tuple[str, float]], about: About, notes: Sequence[str] = ()
) -> Painted:
    """Draw how many cases take how long.

    classes: rows with `from_seconds`, `to_seconds` (None: and over) and `cases`, of the same width, the shortest first.
    marks: words and seconds of statistics that stand as lines.
    """
    theme, clock = about.theme, about.clock
    closed = [row for row in classes if row["to_seconds"] is not None]
    rest = next((row for row in classes if row["to_seconds"] is None and row["cases"]), None)
    end = closed[-1]["to_seconds"] if closed else 1.0
    ticks = counts(max((row["cases"] for row in classes), default=1))
    room = WIDTH - _LEFT - (_LAST + 24 if rest else 12)
    within_end = [mark for mark in marks if mark[1] <= end]
    rows = _rows_of(within_end, Plot(Box(_LEFT, 0, room, 0), 0.0, end, 0.0, 1.0))
    above = 32.0 + 16 * max((row for row, _ in rows), default=0)
    plot = Plot(Box(_LEFT, above, room, _HIGH), 0.0, end, 0.0, top_of(ticks))
    total = sum(row["cases"] for row in classes)
    parts = [upright(plot, ticks, theme, tell(en="cases", ja="件数"))]
    parts += [
        _bar(
            plot.x(row["from_seconds"]),
            plot.x(row["to_seconds"]),
            row["cases"],
            plot,
            _said(row, total, about),
        )
        for row in closed
    ]
    if rest:
        left = plot.box.right + 14
        parts.append(_bar(left, left + _LAST, rest["cases"], plot, _said(rest, total, about), pale=True))
        often, over = count(rest["cases"]), plot.y(rest["cases"]) - 9
        parts.append(text_lines((often,), left + _LAST / 2, over, LABEL, 14, theme.soft_ink))
        words = tell(en=f"{clock.say(end)}\nand over", ja=f"{clock.say(end)}\n以上").split("\n")
        parts.append(text_lines(words, left + _LAST / 2, plot.box.bottom + 20, LABEL, 14, theme.soft_ink))
    within = [tick for tick in durations(end, clock, 10) if tick[0] <= end * 1.0001]
    if rest and within and plot.x(within[-1][0]) > plot.box.right - 30:
        within = within[:-1]
    parts.append(across(plot, within, theme))
    parts.append(_marks(within_end, rows, plot))
    return framed(
        element("g", *parts, class_="distribution"),
        (WIDTH, plot.box.bottom + 36),
        kind="chart",
        title=tell(en="How long cases take", ja="所要期間の分布"),
        subtitle=[
            *about.subtitle,
            tell(
                en=f"Lead time of {count(total)} cases, {clock.name}.",
                ja=f"{count(total)}件の所要期間（{clock.name}）。",
            ),
        ],
        notes=notes,
        theme=theme,
        fonts=about.fonts,
    )


def _said(row: Row, total: int, about: About) -> str:
    low, high = about.clock.say(row["from_seconds"]), row["to_seconds"]
    often = f"{count(row['cases'])} ({percent(row['cases'] / max(total, 1))})"
    if high is None:
        return tell(en=f"{low} and over: {often}", ja=f"{low}以上：{often}")
    return tell(
        en=f"{low} to {about.clock.say(high)}: {often}", ja=f"{low}以上{about.clock.say(high)}未満：{often}"
    )


def _bar(left: float, right: float, cases: int, plot: Plot, title: str, *, pale: bool = False) -> str:
    top = plot.y(cases)
    gap = 0.5 if right - left > 3 else 0.0
    return element(
        "rect",
        element("title", safe(title)),
        x=left + gap,
        y=top,
        width=max(right - left - 2 * gap, 0.4),
        height=plot.box.bottom - top,
        fill="#8db9dd" if pale else SERIES[0],
    )


def _rows_of(marks: Sequence[tuple[str, float]], plot: Plot) -> list[tuple[int, float]]:
    """Return for the words of each mark in which row above the plot they stand, and where they begin: none touch."""
    ends: list[float] = []
    found = []
    for words, seconds in marks:
        x, wide = plot.x(seconds), width(words, LABEL, bold=True)
        left = x + 5 if x + 5 + wide <= WIDTH else x - 5 - wide
        row = next((row for row, end in enumerate(ends) if left > end), len(ends))
        ends = [*ends[:row], left + wide + 10, *ends[row + 1 :]]
        found.append((row, left))
    return found


def _marks(marks: Sequence[tuple[str, float]], rows: Sequence[tuple[int, float]], plot: Plot) -> str:
    """Return lines for statistics with their words above the plot."""
    parts = []
    for (words, seconds), (row, left) in zip(marks, rows, strict=True):
        x, y = plot.x(seconds), plot.box.y - 12 - 16 * row
        parts.append(
            element(
                "path",
                d=f"M{num(x)} {num(y - 6)}V{num(plot.box.bottom)}",
                stroke=SERIES[1],
                stroke_width=1.6,
                stroke_dasharray="5 3",
            )
        )
        parts.append(text_lines((words,), left, y, LABEL, 14, SERIES[1], anchor="start", bold=True))
    return element("g", *parts, class_="marks")


def draw_trend(rows: Sequence[Row], about: About, notes: Sequence[str] = ()) -> Painted:
    """Draw lead times by the month in which cases started.

    rows: with `month` ("2024-04"), `cases`, `median` and `p90` (seconds, None where nothing is known), in order of time.
    """
    theme, clock = about.theme, about.clock
    days = [date.fromisoformat(f"{row['month']}-01") for row in rows]
    places = [_number(day) for day in days]
    high = max((row[key] for row in rows for key in ("median", "p90") if row[key] is not None), default=1.0)
    ticks, below = durations(high, clock), counts(max((row["cases"] for row in rows), default=1), 2)
    first, last = min(places, default=0), max(places, default=1)
    room = WIDTH - _LEFT - 12
    plot = Plot(Box(_LEFT, 26, room, _HIGH), first - 0.5, last + 0.5, 0.0, top_of(ticks))
    under = Plot(Box(_LEFT, plot.box.bottom + 40, room, 64), plot.left, plot.right, 0.0, top_of(below))
    parts = [upright(plot, ticks, theme), across(plot, [], theme)]
    styles = {
        "p90": (SERIES[1], "6 3", tell(en="90% end within", ja="90%の案件が終わるまで")),
        "median": (SERIES[0], "", tell(en="half end within (median)", ja="半数の案件が終わるまで（中央値）")),
    }
    for key, (colour, dash, _) in styles.items():
        parts.append(_series(rows, places, key, plot, colour, dash))
        parts += [
            _point(plot, place, row, key, colour, about) for place, row in zip(places, rows, strict=True)
        ]
    parts.append(upright(under, below, theme, tell(en="cases started", ja="開始した案件数")))
    across_bar = room / (last - first + 1)
    parts += [
        element(
            "rect",
            element("title", safe(f"{row['month']}: {count(row['cases'])}")),
            x=under.x(place) - across_bar * 0.36,
            y=under.y(row["cases"]),
            width=across_bar * 0.72,
            height=under.box.bottom - under.y(row["cases"]),
            fill=SERIES[2],
        )
        for place, row in zip(places, rows, strict=True)
    ]
    marked = months(days[0], days[-1]) if days else []
    parts.append(across(under, [(_number(day), text) for day, text in marked], theme))
    entries = [(line_key(colour, dash), words) for colour, dash, words in styles.values()]
    if any(row["cases"] < FEW for row in rows):
        hollow = element("circle", cx=13, cy=7, r=4, fill=theme.paper, stroke=theme.line, stroke_width=1.5)
        entries.append((hollow, tell(en=f"fewer than {FEW} cases", ja=f"{FEW}件未満の月")))
    legend, tall = keys(entries, (_LEFT, under.box.bottom + 50), room, theme)
    return framed(
        element("g", *parts, legend, class_="trend"),
        (WIDTH, under.box.bottom + 50 + tall),
        kind="chart",
        title=tell(en="Lead time by month of the start", ja="所要期間の推移（開始した月別）"),
        subtitle=[*about.subtitle, tell(en=f"In {clock.name}.", ja=f"時間は{clock.name}です。")],
        notes=notes,
        theme=theme,
        fonts=about.fonts,
    )


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _series(rows: Sequence[Row], places: Sequence[int], key: str, plot: Plot, colour: str, dash: str) -> str:
    """Return the line of a statistic, broken where months have no cases."""
    runs: list[list[tuple[float, float]]] = [[]]
    before = None
    for place, row in zip(places, rows, strict=True):
        if row[key] is None or (before is not None and place != before + 1):
            runs.append([])
        if row[key] is not None:
            runs[-1].append((plot.x(place), plot.y(row[key])))
        before = place
    return "".join(polyline(run, colour, 2.2, dash) for run in runs)


def _point(plot: Plot, place: int, row: Row, key: str, colour: str, about: About) -> str:
    if row[key] is None:
        return ""
    title = f"{row['month']}: {about.clock.say(row[key])} ({count(row['cases'])})"
    return element(
        "circle",
        element("title", safe(title)),
        cx=plot.x(place),
        cy=plot.y(row[key]),
        r=3.2,
        fill=about.theme.paper if row["cases"] < FEW else colour,
        stroke=colour,
        stroke_width=1.5,
    )
