"""`draw_map`: from the tables that mining makes to a picture."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bprkit.drawing.figures import DAY, Clock
from bprkit.drawing.framing import framed
from bprkit.drawing.painted import Painted
from bprkit.drawing.process_map.detail import Shown, shown
from bprkit.drawing.process_map.dot import dot_text
from bprkit.drawing.process_map.laying import lay_out
from bprkit.drawing.process_map.painting import Scales, legend, painted, scales_of
from bprkit.drawing.process_map.slider import page_with_slider
from bprkit.drawing.process_map.tables import Measure, Statistic, Tables, read_tables
from bprkit.drawing.svg.elements import element, num
from bprkit.drawing.theme import LIGHT, Theme
from bprkit.language import Language, current, speaking, tell

if TYPE_CHECKING:
    import pandas as pd

LEVELS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1.0)
"""The details between which a page lets choose."""
_LEGEND_GAP = 22.0
_LEGEND_LEAST = 560.0


def draw_map(
    activities: pd.DataFrame,
    transitions: pd.DataFrame,
    starts: pd.DataFrame,
    ends: pd.DataFrame,
    *,
    detail: float = 0.8,
    time: Statistic = "median",
    working_day: float | None = None,
    vertical: bool = False,
    title: str = "",
    about: str = "",
    theme: Theme = LIGHT,
    language: Language | None = None,
    fonts: Sequence[str | os.PathLike[str]] = (),
) -> Painted:
    """Draw what is done in a log and what follows what, from the tables as `bprkit.mining` makes them.

    activities, transitions: as the questions of these names answer; starts, ends: with what cases begin and end
    (`activity`, `count`). detail: from 0 (the main path) to 1 (everything): the share of all steps that the paths shown
    carry; what is left out is counted below the map. time: which statistic of the times stands on the lines. working_day:
    its length in seconds, to show working time; None for clock time. Raises InputError for a detail or a time that there
    is not, for tables that do not fit together, and where Graphviz is missing.

    >>> import pandas as pd
    >>> done = pd.DataFrame({"activity": ["起案", "決裁"], "instances": [5, 5]})
    >>> steps = pd.DataFrame({"source": ["起案"], "target": ["決裁"], "count": [5], "clock_seconds_median": [86400.0]})
    >>> first, last = (pd.DataFrame({"activity": [name], "count": [5]}) for name in ("起案", "決裁"))
    >>> picture = draw_map(done, steps, first, last, language="ja")
    >>> ">起案</text>" in picture.svg, picture.left_out
    (True, ('すべての処理と経路を示しています。',))
    """
    with speaking(language or current()):
        tables = read_tables(activities, transitions, starts, ends, time=time, work=working_day is not None)
        clock = Clock(working_day, working=True) if tables.working else Clock(DAY)
        style = _Style(
            clock,
            scales_of(tables, clock),
            vertical,
            title or tell(en="Process map", ja="プロセスマップ"),
            tuple(line for line in (about, _figures(tables, time, clock)) if line),
            theme,
            tuple(map(Path, fonts)),
        )
        part = shown(tables, detail)
        dot = partial(dot_text, tables, part, style.scales, clock, style.title, theme)
        return replace(
            _picture(tables, part, style), forms={".dot": dot, ".html": partial(_page, tables, style, detail)}
        )


@dataclass(frozen=True)
class _Style:
    """What maps of a log have in common whatever their detail."""

    clock: Clock
    scales: Scales
    vertical: bool
    title: str
    subtitle: tuple[str, ...]
    theme: Theme
    fonts: tuple[Path, ...]


def _picture(tables: Tables, part: Shown, style: _Style) -> Painted:
    clock, scales, theme = style.clock, style.scales, style.theme
    layout = lay_out(tables, part, clock, vertical=style.vertical)
    wide, below = max(layout.width, _LEGEND_LEAST), layout.height + _LEGEND_GAP
    words, tall = legend(layout, scales, clock, (0, below), wide, theme)
    aside = f"translate({num((wide - layout.width) / 2)} 0)" if wide > layout.width else None
    return framed(
        element("g", painted(layout, tables, scales, clock, theme), transform=aside) + words,
        (wide, below + tall),
        kind="map",
        title=style.title,
        subtitle=style.subtitle,
        notes=part.left_out,
        theme=theme,
        fonts=style.fonts,
        left_out=part.left_out,
    )


def _page(tables: Tables, style: _Style, detail: float) -> str:
    """Return a page with a slider: a map for each detail that shows something else than the one before."""
    parts: dict[Shown, float] = {}
    for level in sorted({*LEVELS, detail}):
        parts.setdefault(shown(tables, level), level)
    pictures = [_picture(tables, part, style) for part in parts]
    return page_with_slider(pictures, list(parts).index(shown(tables, detail)))


def _figures(tables: Tables, time: Statistic, clock: Clock) -> str:
    """Return what the figures on the map are."""
    if all(way.seconds is None for way in tables.ways):
        return tell(en="On the lines: how often.", ja="線の数字は回数です。")
    statistic = {
        "median": tell(en="median", ja="中央値"),
        "mean": tell(en="mean", ja="平均"),
        "p95": tell(en="time that 95% stay within", ja="95%点"),
        "total": tell(en="total", ja="合計"),
    }[time]
    what: dict[Measure, str] = {
        "waiting": tell(
            en="waiting, from being ready to the start", ja="着手できる状態から開始までの待ち時間"
        ),
        "sojourn": tell(
            en="time from one completion to the next", ja="前の処理の完了から次の処理の完了までの時間"
        ),
        "mixed": tell(
            en="waiting where starts were recorded, else the time from one completion to the next",
            ja="開始の記録がある処理は待ち時間、ない処理は前の処理の完了からの時間",
        ),
    }
    return tell(
        en=f"On the lines: how often, and the {statistic} of the {what[tables.measure]} ({clock.name}).",
        ja=f"線の数字は回数と、{what[tables.measure]}の{statistic}（{clock.name}）です。",
    )
