"""Bottlenecks, the worst first, with what they come to together: few of them hold most of the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bprkit.drawing.charts.plot import LABEL, WIDTH, About, Plot, both_ends, line_key, polyline
from bprkit.drawing.charts.ticks import shares
from bprkit.drawing.figures import count, counted, percent
from bprkit.drawing.framing import framed, keys
from bprkit.drawing.geometry import Box
from bprkit.drawing.painted import Painted
from bprkit.drawing.shades import SERIES
from bprkit.drawing.svg.elements import element, num, safe, text_lines
from bprkit.drawing.text import plain, width
from bprkit.language import tell

MOST = 12
NAME = 12.0
_NAMES = 270.0
_BARS = 392.0
_ROW = 34.0


def draw_pareto(rows: Sequence[Mapping[str, Any]], about: About, notes: Sequence[str] = ()) -> Painted:
    """Draw the steps on which most time goes by, and which share of all such time they hold together.

    rows: with `source`, `target`, `count` and `seconds` (in all), the worst first.
    """
    theme, clock = about.theme, about.clock
    total = sum(row["seconds"] for row in rows)
    worst = [row for row in rows if row["seconds"] > 0][:MOST]
    height = max(len(worst), 1) * _ROW
    plot = Plot(Box(_BARS, 26, WIDTH - _BARS - 40, height), 0.0, 1.0, 0.0, 1.0)
    parts = []
    for value, text in shares(1.0):
        x = plot.x(value)
        parts.append(
            element(
                "path",
                d=f"M{num(x)} {num(plot.box.y)}V{num(plot.box.bottom)}",
                stroke=theme.lane_line,
                stroke_width=0.6,
            )
        )
        parts.append(text_lines((text,), x, plot.box.y - 10, LABEL, 14, theme.soft_ink))
    carried, places = 0.0, []
    for number, row in enumerate(worst):
        share = row["seconds"] / total
        carried += share
        middle = plot.box.y + (number + 0.5) * _ROW
        places.append((plot.x(min(carried, 1.0)), middle))
        parts.append(_row(row, share, number, middle, plot, about))
    parts.append(polyline(places, SERIES[1], 2.0, "5 3"))
    for number, (x, y) in enumerate(places):
        parts.append(element("circle", cx=x, cy=y, r=3.4, fill=SERIES[1]))
        if number:
            so_far = percent(sum(row["seconds"] for row in worst[: number + 1]) / total)
            parts.append(
                text_lines((so_far,), x + 6, y - 8, LABEL, 14, SERIES[1], anchor="start", halo=theme.paper)
            )
    bar = element("rect", x=2, y=2, width=22, height=10, fill=SERIES[0])
    entries = [
        (bar, tell(en="share of all time between steps", ja="処理の間の時間全体に占める割合")),
        (line_key(SERIES[1], "5 3"), tell(en="together so far", ja="上からの累計")),
    ]
    legend, tall = keys(entries, (0, plot.box.bottom + 16), WIDTH, theme)
    rest = sum(1 for row in rows if row["seconds"] > 0) - len(worst)
    left_out = [
        tell(
            en=f"The other {percent(1 - carried)} of the time: {counted(rest, 'further step')}.",
            ja=f"ほかの{rest}区間が、残りの{percent(1 - carried)}を占めます。",
        )
    ] * (rest > 0)
    return framed(
        element("g", *parts, legend, class_="pareto"),
        (WIDTH, plot.box.bottom + 16 + tall),
        kind="chart",
        title=tell(en="Where most time goes by", ja="ボトルネック（時間のかかる区間）"),
        subtitle=[*about.subtitle, tell(en=f"Times in {clock.name}.", ja=f"時間は{clock.name}です。")],
        notes=[*left_out, *notes],
        theme=theme,
        fonts=about.fonts,
        left_out=left_out,
    )


def _row(row: Mapping[str, Any], share: float, number: int, middle: float, plot: Plot, about: About) -> str:
    theme, clock = about.theme, about.clock
    source, target = plain(row["source"]) or "—", plain(row["target"]) or "—"
    name = f"{source} → {target}"
    room = _NAMES - 34
    lines = (
        [name]
        if width(name, NAME) <= room
        else [both_ends(source, room, NAME), "→ " + both_ends(target, room - width("→ ", NAME), NAME)]
    )
    words, part = clock.say(row["seconds"]), percent(share)
    title = tell(
        en=f"{name}: {words} ({part}), {count(row['count'])}×",
        ja=f"{name}：{words}（{part}）、{count(row['count'])}回",
    )
    return element(
        "g",
        element("title", safe(title)),
        text_lines((f"{number + 1}",), 14, middle, LABEL, 14, theme.soft_ink, anchor="end"),
        text_lines(lines, 24, middle, NAME, 14.5, theme.ink, anchor="start"),
        text_lines((words,), _NAMES + 70, middle, LABEL, 14, theme.ink, anchor="end"),
        text_lines((part,), _NAMES + 112, middle, LABEL, 14, theme.ink, anchor="end", bold=True),
        element(
            "rect",
            x=plot.box.x,
            y=middle - 9,
            width=max(plot.x(share) - plot.box.x, 0.5),
            height=18,
            fill=SERIES[0],
        ),
        class_="step",
    )
