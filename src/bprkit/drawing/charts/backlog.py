"""The backlog week by week: what lies there, what comes in, what goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bprkit.drawing.charts.plot import WIDTH, About, Plot, across, box_key, line_key, polyline, upright
from bprkit.drawing.charts.ticks import counts, day, moments, top_of
from bprkit.drawing.figures import count
from bprkit.drawing.framing import framed, keys
from bprkit.drawing.geometry import Box
from bprkit.drawing.painted import Painted
from bprkit.drawing.shades import SERIES
from bprkit.drawing.svg.elements import element, num, safe
from bprkit.language import tell

_LEFT = 60.0
_WEEK = 7


def draw_backlog(weeks: Sequence[Mapping[str, Any]], about: About, notes: Sequence[str] = ()) -> Painted:
    """Draw the cases in progress at the end of each week, and below what came in and was finished in it.

    weeks: rows with `week` (the ISO date of its Monday), `arrivals`, `completions`, `in_progress`, in order, no gaps.
    """
    theme = about.theme
    days = [day(row["week"]) for row in weeks]
    first, last = days[0].toordinal(), days[-1].toordinal() + _WEEK
    room = WIDTH - _LEFT - 12
    most = counts(max(row["in_progress"] for row in weeks))
    flow = counts(max(max(row["arrivals"], row["completions"]) for row in weeks), 3)
    plot = Plot(Box(_LEFT, 28, room, 190), first, last, 0.0, top_of(most))
    under = Plot(Box(_LEFT, plot.box.bottom + 44, room, 110), first, last, 0.0, top_of(flow))
    ends = [
        (plot.x(day.toordinal() + _WEEK), plot.y(row["in_progress"]))
        for day, row in zip(days, weeks, strict=True)
    ]
    outline = "L".join(f"{num(x)} {num(y)}" for x, y in [(plot.x(first), plot.y(0)), *ends])
    peak = max(weeks, key=lambda row: row["in_progress"])
    title = tell(
        en=f"Most: {count(peak['in_progress'])} in the week from {peak['week']}",
        ja=f"最多は{peak['week']}からの週の{count(peak['in_progress'])}件",
    )
    area = element(
        "path",
        element("title", safe(title)),
        d=f"M{outline}V{num(plot.box.bottom)}Z",
        fill="#c3dbef",
    )
    parts = [
        area,
        upright(
            plot, most, theme, tell(en="cases in progress at the end of the week", ja="週末の処理中の案件数")
        ),
        polyline(ends, SERIES[0], 2.2),
        across(plot, [], theme),
        upright(under, flow, theme, tell(en="cases a week", ja="1週間の件数")),
    ]
    styles = {
        "arrivals": (SERIES[2], "", tell(en="came in", ja="発生")),
        "completions": (SERIES[1], "5 3", tell(en="finished", ja="完了")),
    }
    for key, (colour, dash, _) in styles.items():
        middles = [
            (under.x(day.toordinal() + _WEEK / 2), under.y(row[key]))
            for day, row in zip(days, weeks, strict=True)
        ]
        parts.append(polyline(middles, colour, 1.8, dash))
    parts.append(across(under, moments(days[0], days[-1]), theme))
    entries = [(box_key("#c3dbef", SERIES[0]), tell(en="in progress", ja="処理中"))]
    entries += [(line_key(colour, dash), words) for colour, dash, words in styles.values()]
    legend, tall = keys(entries, (_LEFT, under.box.bottom + 50), room, theme)
    return framed(
        element("g", *parts, legend, class_="backlog"),
        (WIDTH, under.box.bottom + 50 + tall),
        kind="chart",
        title=tell(en="Backlog by week", ja="処理中の案件の推移（週別）"),
        subtitle=about.subtitle,
        notes=notes,
        theme=theme,
        fonts=about.fonts,
    )
