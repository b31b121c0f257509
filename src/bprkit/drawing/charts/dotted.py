"""The dotted chart: a row a case, a dot for everything that was done in it, at its time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bprkit.drawing.charts.plot import WIDTH, About, Plot, across
from bprkit.drawing.charts.ticks import months
from bprkit.drawing.figures import count
from bprkit.drawing.framing import framed, keys
from bprkit.drawing.geometry import Box
from bprkit.drawing.painted import Painted
from bprkit.drawing.shades import KINDS, OTHERS
from bprkit.drawing.svg.elements import element, num, safe, text_lines
from bprkit.drawing.text import plain, shortened
from bprkit.language import tell

_LEFT = 26.0
_HIGH = 420.0
_DAY = 86_400.0


@dataclass(frozen=True)
class Dot:
    """Something done: in which case (by its place in the order of starts), what, and when."""

    case: int
    activity: str
    when: datetime


def draw_dotted(
    dots: Sequence[Dot], shown: int, total: int, about: About, notes: Sequence[str] = ()
) -> Painted:
    """Draw cases in the order of their starts from above, each with a dot for everything done in it.

    dots: of the cases drawn. shown, total: how many cases are drawn, and how many there are.
    """
    theme = about.theme
    often: dict[str, int] = {}
    for dot in dots:
        often[dot.activity] = often.get(dot.activity, 0) + 1
    ranked = sorted(often, key=lambda name: (-often[name], name))
    own = ranked[: len(KINDS)] if len(ranked) <= len(KINDS) else ranked[: len(KINDS) - 1]
    first, last = min(dot.when for dot in dots), max(dot.when for dot in dots)
    left, right = _days(first), _days(last)
    room = max(right - left, 1.0) * 0.015
    plot = Plot(
        Box(_LEFT, 8, WIDTH - _LEFT - 8, _HIGH), left - room, right + room, max(shown - 0.5, 0.5), -0.5
    )
    parts = [
        element(
            "rect",
            x=plot.box.x,
            y=plot.box.y,
            width=plot.box.width,
            height=plot.box.height,
            fill="none",
            stroke=theme.lane_line,
        )
    ]
    radius = min(max(_HIGH / max(shown, 1) * 0.8, 1.6), 5.0)
    for name in reversed([*own, ""]):
        places = [dot for dot in dots if (dot.activity == name if name else dot.activity not in own)]
        if places:
            colour = KINDS[own.index(name)] if name else OTHERS
            parts.append(_dots(places, name, plot, radius, colour))
    marked = _moments(first, last)
    parts.append(across(plot, marked, theme))
    parts.append(
        element(
            "g",
            text_lines(
                (tell(en="cases, the earliest above", ja="案件（上ほど早く開始）"),),
                0,
                0,
                11.0,
                14,
                theme.soft_ink,
            ),
            transform=f"translate(10 {num(plot.box.middle.y)}) rotate(-90)",
        )
    )
    entries = [
        (_key(KINDS[number]), shortened(plain(name) or "—", 200, 11.0)) for number, name in enumerate(own)
    ]
    if len(ranked) > len(own):
        entries.append(
            (
                _key(OTHERS),
                tell(en=f"{len(ranked) - len(own)} others", ja=f"ほか{len(ranked) - len(own)}処理"),
            )
        )
    legend, tall = keys(entries, (_LEFT, plot.box.bottom + 48), WIDTH - _LEFT, theme, sample=12.0)
    left_out = [
        tell(
            en=f"A sample: {count(shown)} of {count(total)} cases, chosen by a hash of their number, each with all that was "
            "done in it.",
            ja=f"標本です：全{count(total)}件から、案件番号のハッシュ値で選んだ{count(shown)}件を、すべての処理とともに示しています。",
        )
        if shown < total
        else tell(en=f"All {count(total)} cases are shown.", ja=f"全{count(total)}件を示しています。")
    ]
    return framed(
        element("g", *parts, legend, class_="dotted"),
        (WIDTH, plot.box.bottom + 48 + tall),
        kind="chart",
        title=tell(en="Everything done, case by case", ja="案件ごとの処理の時期（ドットチャート）"),
        subtitle=about.subtitle,
        notes=[*left_out, *notes],
        theme=theme,
        fonts=about.fonts,
        left_out=left_out,
    )


def _days(moment: datetime) -> float:
    midnight = datetime(moment.year, moment.month, moment.day)
    return moment.toordinal() + (moment - midnight).total_seconds() / _DAY


def _moments(first: datetime, last: datetime) -> list[tuple[float, str]]:
    """Return ticks: months, or days where it is all within two months."""
    found = months(first.date(), last.date())
    if len(found) > 1:
        return [(float(day.toordinal()), text) for day, text in found]
    low, high = first.toordinal(), last.toordinal() + 1
    step = max((high - low) // 8, 1)
    return [
        (float(number), date.fromordinal(number).isoformat()[5:].replace("-", "/"))
        for number in range(low, high + 1, step)
    ]


def _dots(dots: Sequence[Dot], name: str, plot: Plot, radius: float, colour: str) -> str:
    """Return all dots of a kind as one path: a dot is a line of no length with round ends."""
    path = "".join(f"M{num(plot.x(_days(dot.when)))} {num(plot.y(dot.case))}h0" for dot in dots)
    title = f"{plain(name)}: {count(len(dots))}" if name else tell(en="others", ja="その他")
    return element(
        "path",
        element("title", safe(title)),
        d=path,
        fill="none",
        stroke=colour,
        stroke_width=2 * radius,
        stroke_linecap="round",
        stroke_opacity=0.85,
    )


def _key(colour: str) -> str:
    return element("circle", cx=6, cy=7, r=5, fill=colour)
