"""The ways cases go: each variant as a chain of activities, what it has that the commonest has not marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bprkit.drawing.charts.plot import LABEL, About, box_key
from bprkit.drawing.figures import count, percent
from bprkit.drawing.framing import framed, keys
from bprkit.drawing.painted import Painted
from bprkit.drawing.shades import SERIES
from bprkit.drawing.svg.elements import element, num, safe, text_lines
from bprkit.drawing.text import plain, width, wrap
from bprkit.drawing.theme import Theme
from bprkit.language import tell

MOST = 12
MOST_STEPS = 14
_BEGIN = 250.0
_BAR = 104.0
_HIGH, _POINT = 36.0, 8.0
_NARROWEST, _WIDEST, _ALL = 74.0, 112.0, 1120.0
"""How wide an activity is drawn at least and at most, and a whole chain at best."""
_ROW = 48.0
_NAME, _NAME_LEADING = 9.5, 11.5
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
    tile = min(max(_ALL / longest, _NARROWEST), _room_for(shown))
    wide = _BEGIN + longest * tile + 56
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
        parts.append(_row(row, 22 + number * _ROW, usual, most, tile, about))
    bottom = 22 + len(shown) * _ROW
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


def _room_for(rows: Sequence[Mapping[str, Any]]) -> float:
    """Return how wide an activity need be drawn so that names fit in two lines."""
    names = {plain(name) for row in rows for name in row["activities"][:MOST_STEPS]}
    wanted = max((width(name, _NAME) for name in names), default=0.0) / 2 * 1.35 + _POINT + 6
    return min(max(wanted, _NARROWEST), _WIDEST)


def _row(row: Mapping[str, Any], top: float, usual: set[str], most: float, tile: float, about: About) -> str:
    theme = about.theme
    middle = top + _HIGH / 2
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
        parts.append(
            text_lines(
                (about.clock.say(row["median"]),), _BEGIN - 18, middle, LABEL, 14, theme.ink, anchor="end"
            )
        )
    done: set[str] = set()
    for place, name in enumerate(activities[:MOST_STEPS]):
        look = _AGAIN if name in done else _SAME if name in usual else _OTHER
        done.add(name)
        parts.append(_tile(name, _BEGIN + place * tile, top, tile, look, theme, first=place == 0))
    rest = len(activities) - MOST_STEPS
    if rest > 0:
        words = tell(en=f"+{rest} more", ja=f"ほか{rest}")
        x = _BEGIN + MOST_STEPS * tile + 12
        parts.append(text_lines((words,), x, middle, LABEL, 14, theme.soft_ink, anchor="start"))
    return element("g", *parts, class_="variant")


def _tile(
    name: str, x: float, y: float, tile: float, look: tuple[str, str, str], theme: Theme, *, first: bool
) -> str:
    """Return an activity as a link of a chain that points to the next."""
    fill, stroke, dash = look
    right, low = x + tile - 3, y + _HIGH
    notch = "" if first else f"L{num(x + _POINT)} {num(y + _HIGH / 2)}"
    outline = (
        f"M{num(x)} {num(y)}H{num(right)}L{num(right + _POINT)} {num(y + _HIGH / 2)}L{num(right)} {num(low)}"
        f"H{num(x)}{notch}Z"
    )
    room = tile - 5 - (0 if first else _POINT)
    lines = wrap(plain(name) or "—", room, _NAME, most=3)
    middle = x + (0 if first else _POINT) + 2 + room / 2
    return element(
        "path", d=outline, fill=fill, stroke=stroke, stroke_width=1.1, stroke_dasharray=dash or None
    ) + text_lines(lines, middle, y + _HIGH / 2, _NAME, _NAME_LEADING, theme.ink)
