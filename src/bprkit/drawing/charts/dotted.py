"""The dotted chart: a row a case, a dot for everything that was done in it, by date and by the age of the case."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bprkit.drawing.charts.plot import LABEL, WIDTH, About, Plot, across, both_ends
from bprkit.drawing.charts.ticks import durations, moments
from bprkit.drawing.figures import DAY, HOUR, Clock, count, counted
from bprkit.drawing.framing import framed, keys
from bprkit.drawing.geometry import Box
from bprkit.drawing.painted import Painted
from bprkit.drawing.shades import KINDS, OTHERS
from bprkit.drawing.svg.elements import element, num, safe, text_lines
from bprkit.drawing.text import plain
from bprkit.drawing.theme import Theme
from bprkit.language import tell

_LEFT, _TOP, _GAP = 26.0, 24.0, 34.0
_HALF = (WIDTH - _LEFT - _GAP - 8) / 2
_HIGH = 420.0
_WITHIN = 0.98
"""The part of the dots that the scale of ages reaches: one case of ten years must not press all others into a line."""


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
    own, others = _coloured(dots)
    ages = _ages(dots)
    first, last = min(dot.when for dot in dots), max(dot.when for dot in dots)
    margin = max((last - first).total_seconds() / DAY, 1.0) * 0.015
    rows = max(shown - 0.5, 0.5), -0.5
    by_date = Plot(Box(_LEFT, _TOP, _HALF, _HIGH), _day(first) - margin, _day(last) + margin, *rows)
    reach = max(sorted(ages)[math.ceil(_WITHIN * len(ages)) - 1], HOUR)
    by_age = Plot(Box(_LEFT + _HALF + _GAP, _TOP, _HALF, _HIGH), -reach * 0.015, reach * 1.015, *rows)
    radius = min(max(_HIGH / max(shown, 1) * 0.8, 1.5), 5.0)
    parts = [_field(by_date, theme), _field(by_age, theme)]
    near = [(dot, age) for dot, age in zip(dots, ages, strict=True) if age <= reach]
    for name, colour in [(None, OTHERS), *reversed(list(zip(own, KINDS, strict=False)))]:
        kind = _told_by(name, own)
        dated = [(by_date.x(_day(dot.when)), by_date.y(dot.case)) for dot in dots if kind(dot)]
        aged = [(by_age.x(age), by_age.y(dot.case)) for dot, age in near if kind(dot)]
        words = plain(name) if name is not None else tell(en="others", ja="その他")
        parts += [_dots(dated, words, radius, colour), _dots(aged, words, radius, colour)]
    parts.append(across(by_date, moments(first.date(), last.date(), 8), theme))
    parts.append(
        across(by_age, [tick for tick in durations(reach, Clock(), 5) if tick[0] <= reach * 1.015], theme)
    )
    parts += _heads(by_date, by_age, theme)
    entries = [
        (_key(colour), both_ends(plain(name) or "—", 230, LABEL))
        for name, colour in zip(own, KINDS, strict=False)
    ]
    if others:
        entries.append((_key(OTHERS), tell(en=f"{others} others", ja=f"ほか{others}処理")))
    legend, tall = keys(entries, (_LEFT, by_date.box.bottom + 48), WIDTH - _LEFT, theme, sample=12.0)
    left_out = _left_out(shown, total, len(dots) - len(near), reach)
    return framed(
        element("g", *parts, legend, class_="dotted"),
        (WIDTH, by_date.box.bottom + 48 + tall),
        kind="chart",
        title=tell(en="Everything done, case by case", ja="案件ごとの処理の時期（ドットチャート）"),
        subtitle=about.subtitle,
        notes=[*left_out, *notes],
        theme=theme,
        fonts=about.fonts,
        left_out=left_out,
    )


def _coloured(dots: Sequence[Dot]) -> tuple[list[str], int]:
    """Return the activities with colours of their own, the commonest first, and how many others there are."""
    often: dict[str, int] = {}
    for dot in dots:
        often[dot.activity] = often.get(dot.activity, 0) + 1
    ranked = sorted(often, key=lambda name: (-often[name], name))
    own = ranked[: len(KINDS)] if len(ranked) <= len(KINDS) else ranked[: len(KINDS) - 1]
    return own, len(ranked) - len(own)


def _told_by(name: str | None, own: Sequence[str]) -> Callable[[Dot], bool]:
    return lambda dot: dot.activity not in own if name is None else dot.activity == name


def _ages(dots: Sequence[Dot]) -> list[float]:
    """Return for each dot the seconds since the first one of its case."""
    begun: dict[int, datetime] = {}
    for dot in dots:
        begun[dot.case] = min(begun.get(dot.case, dot.when), dot.when)
    return [(dot.when - begun[dot.case]).total_seconds() for dot in dots]


def _left_out(shown: int, total: int, beyond: int, reach: float) -> list[str]:
    told = [
        tell(
            en=f"A sample: {count(shown)} of {count(total)} cases, chosen by a hash of their number, each with all that was "
            "done in it.",
            ja=f"標本です：全{count(total)}件から、案件番号のハッシュ値で選んだ{count(shown)}件を、すべての処理とともに示しています。",
        )
        if shown < total
        else tell(en=f"All {count(total)} cases are shown.", ja=f"全{count(total)}件を示しています。")
    ]
    if beyond:
        told.append(
            tell(
                en=f"On the right, {counted(beyond, 'dot')} beyond {Clock().say(reach)} left out.",
                ja=f"右の図では、{Clock().say(reach)}を超える{count(beyond)}個の点を省いています。",
            )
        )
    return told


def _day(moment: datetime) -> float:
    midnight = datetime(moment.year, moment.month, moment.day)
    return moment.toordinal() + (moment - midnight).total_seconds() / DAY


def _heads(by_date: Plot, by_age: Plot, theme: Theme) -> list[str]:
    words = (
        (by_date, tell(en="by date", ja="日付順")),
        (by_age, tell(en="since the case began (clock time)", ja="案件の開始から（経過時間）")),
    )
    side = tell(en="cases, the earliest above", ja="案件（上ほど早く開始）")
    return [
        *(
            text_lines((text,), plot.box.x, 8, LABEL, 14, theme.soft_ink, anchor="start")
            for plot, text in words
        ),
        element(
            "g",
            text_lines((side,), 0, 0, LABEL, 14, theme.soft_ink),
            transform=f"translate(10 {num(by_date.box.middle.y)}) rotate(-90)",
        ),
    ]


def _field(plot: Plot, theme: Theme) -> str:
    box = plot.box
    return element(
        "rect", x=box.x, y=box.y, width=box.width, height=box.height, fill="none", stroke=theme.lane_line
    )


def _dots(places: Sequence[tuple[float, float]], words: str, radius: float, colour: str) -> str:
    """Return all dots of a kind as one path: a dot is a line of no length with round ends."""
    if not places:
        return ""
    return element(
        "path",
        element("title", safe(f"{words}: {count(len(places))}")),
        d="".join(f"M{x:.1f} {y:.1f}h0" for x, y in places),
        fill="none",
        stroke=colour,
        stroke_width=2 * radius,
        stroke_linecap="round",
        stroke_opacity=0.85,
    )


def _key(colour: str) -> str:
    return element("circle", cx=6, cy=7, r=5, fill=colour)
