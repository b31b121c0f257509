"""The ways cases go: each variant as a chain of activities, what it has that the commonest has not marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bprkit.drawing.charts.plot import LABEL, About, box_key
from bprkit.drawing.figures import count, percent
from bprkit.drawing.framing import framed, keys
from bprkit.drawing.painted import Painted
from bprkit.drawing.shades import SERIES
from bprkit.drawing.svg.elements import element, num, safe, text_lines
from bprkit.drawing.text import pieces, plain, width, wrap
from bprkit.drawing.theme import Theme
from bprkit.language import tell

MOST = 12
MOST_STEPS = 14
_BEGIN = 250.0
_BAR = 104.0
_POINT, _BETWEEN = 8.0, 12.0
_NARROWEST, _WIDEST, _ALL = 74.0, 112.0, 1120.0
"""How wide an activity is drawn at least and at most, and a whole chain at best."""
_NAME, _NAME_LEADING, _LINES = 9.5, 11.5, 4
_SAME = ("#eaf2fa", "#4b8cc4", "")
_OTHER = ("#fff1e0", "#c4560a", "4 2")
_AGAIN = ("#f7ddd0", "#7a1f06", "1.5 2")


def draw_variants(
    rows: Sequence[Mapping[str, Any]], total: int, about: About, notes: Sequence[str] = ()
) -> Painted:
    """Draw the commonest variants: how many cases go that way, how long they take, and what is done in what order.

    rows: with `variant`, `activities`, `cases`, `share`, `cumulative_share` and `median` (seconds, or None), the commonest
    first. total: how many variants there are.
    """
    theme, clock = about.theme, about.clock
    shown = rows[:MOST]
    usual = set(shown[0]["activities"]) if shown else set()
    longest = max((min(len(row["activities"]), MOST_STEPS) for row in shown), default=1)
    tile = _tile_for(shown)
    wide = _BEGIN + longest * tile.width + 56
    below = tile.height + _BETWEEN
    heads = (
        (24.0, "start", tell(en="cases", ja="案件数")),
        (_BEGIN - 18, "end", tell(en="median", ja="中央値")),
        (_BEGIN, "start", tell(en="what is done, in order", ja="処理の並び")),
    )
    parts = [
        text_lines((words,), x, 8, LABEL, 14, theme.soft_ink, anchor=anchor) for x, anchor, words in heads
    ]
    most = max((row["share"] for row in shown), default=1.0)
    for number, row in enumerate(shown):
        parts.append(_row(row, 22 + number * below, usual, most, tile, about))
    bottom = 22 + len(shown) * below
    entries = [
        (box_key(*_SAME[:2]), tell(en="also in the commonest way", ja="最も多い流れにもある処理")),
        (box_key(*_OTHER), tell(en="not in the commonest way", ja="最も多い流れにない処理")),
        (box_key(*_AGAIN), tell(en="done again", ja="やり直し（2回目以降）")),
    ]
    legend, tall = keys(entries, (0, bottom + 8), wide, theme)
    covered = percent(shown[-1]["cumulative_share"]) if shown else "0%"
    left_out = [
        tell(
            en=f"The {len(shown)} commonest of {count(total)} ways are shown; {covered} of the cases go one of them.",
            ja=f"全{count(total)}通りのうち、多い順に{len(shown)}通りを示しています（全案件の{covered}）。",
        )
    ] * (total > len(shown))
    return framed(
        element("g", *parts, legend, class_="variants"),
        (wide, bottom + 8 + tall),
        kind="chart",
        title=tell(en="The ways cases go", ja="処理の流れのパターン"),
        subtitle=[
            *about.subtitle,
            tell(en=f"Median lead time in {clock.name}.", ja=f"中央値は所要期間（{clock.name}）です。"),
        ],
        notes=[*left_out, *notes],
        theme=theme,
        fonts=about.fonts,
        left_out=left_out,
    )


@dataclass(frozen=True)
class _Tile:
    """How large activities are drawn: as links of a chain, each pointing to the next."""

    width: float
    height: float

    def lines(self, name: str) -> tuple[str, ...]:
        return wrap(plain(name) or "—", self.width - 5 - _POINT, _NAME, most=_LINES)


def _tile_for(rows: Sequence[Mapping[str, Any]]) -> _Tile:
    """Return tiles in which most names fit, and chains that are not wider than a page where that is possible."""
    names = {name for row in rows for name in row["activities"][:MOST_STEPS]}
    longest = max((min(len(row["activities"]), MOST_STEPS) for row in rows), default=1)
    halves = max((width(plain(name), _NAME) for name in names), default=0.0) / 2 * 1.35 + _POINT + 6
    words = (width(word.rstrip(), _NAME) for name in names for word in pieces(plain(name)))
    least = max(_NARROWEST, max(words, default=0.0) + _POINT + 6)  # else a word is broken
    across = min(max(_ALL / longest, least), max(halves, least), _WIDEST)
    tile = _Tile(across, 0.0)
    most = max((len(tile.lines(name)) for name in names), default=1)
    return _Tile(across, max(36.0, most * _NAME_LEADING + 9))


def _row(row: Mapping[str, Any], top: float, usual: set[str], most: float, tile: _Tile, about: About) -> str:
    theme = about.theme
    middle = top + tile.height / 2
    share = f"{count(row['cases'])} ({percent(row['share'])})"
    activities = list(row["activities"])
    parts = [
        element("title", safe(f"{share}: " + " → ".join(plain(name) for name in activities))),
        text_lines((f"{row['variant']}",), 14, middle, LABEL, 14, theme.soft_ink, anchor="end"),
        text_lines((share,), 24, middle - 8, LABEL, 14, theme.ink, anchor="start"),
        element(
            "rect", x=24, y=middle + 2, width=_BAR * row["share"] / (most or 1), height=8, fill=SERIES[0]
        ),
    ]
    if row["median"] is not None:
        said = about.clock.say(row["median"])
        parts.append(text_lines((said,), _BEGIN - 18, middle, LABEL, 14, theme.ink, anchor="end"))
    done: set[str] = set()
    for place, name in enumerate(activities[:MOST_STEPS]):
        look = _AGAIN if name in done else _SAME if name in usual else _OTHER
        done.add(name)
        parts.append(_link(name, _BEGIN + place * tile.width, top, tile, look, theme, first=place == 0))
    rest = len(activities) - MOST_STEPS
    if rest > 0:
        words = tell(en=f"+{rest} more", ja=f"ほか{rest}")
        x = _BEGIN + MOST_STEPS * tile.width + 12
        parts.append(text_lines((words,), x, middle, LABEL, 14, theme.soft_ink, anchor="start"))
    return element("g", *parts, class_="variant")


def _link(
    name: str, x: float, y: float, tile: _Tile, look: tuple[str, str, str], theme: Theme, *, first: bool
) -> str:
    """Return an activity as a link of a chain that points to the next."""
    fill, stroke, dash = look
    right, middle, low = x + tile.width - 3, y + tile.height / 2, y + tile.height
    notch = "" if first else f"L{num(x + _POINT)} {num(middle)}"
    outline = (
        f"M{num(x)} {num(y)}H{num(right)}L{num(right + _POINT)} {num(middle)}L{num(right)} {num(low)}"
        f"H{num(x)}{notch}Z"
    )
    begin = x if first else x + _POINT
    return element(
        "path", d=outline, fill=fill, stroke=stroke, stroke_width=1.1, stroke_dasharray=dash or None
    ) + text_lines(tile.lines(name), (begin + right) / 2 + 1, middle, _NAME, _NAME_LEADING, theme.ink)
