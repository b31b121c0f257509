"""How large boxes and labels are, from the widths of our own font: Graphviz measures Japanese too narrow."""

from __future__ import annotations

from dataclasses import dataclass

from bprkit.drawing.figures import Clock, count, counted
from bprkit.drawing.process_map.detail import Shown
from bprkit.drawing.process_map.tables import Tables, Way
from bprkit.drawing.text import plain, width, wrap
from bprkit.language import tell

NAME, NAME_LEADING = 13.0, 17.0
UNDER, UNDER_LEADING = 11.0, 14.0
LABEL, LABEL_LEADING = 11.0, 13.0
LOOP, LOOP_LEADING = 16.0, 21.0
"""How high the pill is that says how often an activity is done again at once, and the room that it takes in the box."""
LOOP_SIGN = 17.0
"""How wide the sign in the pill is."""
MARK = 30.0
_WIDEST, _LEAST = 132.0, 84.0
_BESIDE, _ABOVE = 11.0, 8.0
_AROUND = 4.0


@dataclass(frozen=True)
class Cell:
    """An activity's texts, and the size of its box; loop: what the pill in it says."""

    number: int
    lines: tuple[str, ...]
    under: tuple[str, ...]
    loop: tuple[str, ...]
    width: float
    height: float


@dataclass(frozen=True)
class Tag:
    """A label's texts, and the size of the gap that its line leaves for it."""

    ends: tuple[int, int]
    lines: tuple[str, ...]
    width: float
    height: float


def cell(number: int, tables: Tables, shown: Shown, clock: Clock) -> Cell:
    """Return how an activity is shown."""
    doing = tables.doings[number]
    lines = wrap(plain(doing.name) or "—", _WIDEST, NAME, bold=True, most=4)
    under = [tell(en=f"{count(doing.count)}×", ja=f"{count(doing.count)}回")]
    if doing.seconds is not None:
        under.append(tell(en="work ", ja="作業 ") + clock.say(doing.seconds))
    loops = [way for way in shown.ways if way.ends == (number, number)]
    loop = (" ".join(words(loops[0], clock)),) if loops else ()
    widths = [width(line, NAME, bold=True) for line in lines] + [width(line, UNDER) for line in under]
    widths += [loop_width(line) for line in loop]
    height = len(lines) * NAME_LEADING + len(under) * UNDER_LEADING + len(loop) * LOOP_LEADING + 2 * _ABOVE
    across = max(_LEAST, *(wide + 2 * _BESIDE for wide in widths))
    return Cell(number, lines, tuple(under), loop, round(across, 1), round(height, 1))


def loop_width(words: str) -> float:
    """Return how wide the pill with these words is."""
    return width(words, UNDER) + LOOP_SIGN + 11


def tag(way: Way, clock: Clock) -> Tag:
    """Return how a way is labelled."""
    lines = words(way, clock)
    across = max(width(line, LABEL) for line in lines) + 2 * _AROUND
    return Tag(way.ends, lines, round(across, 1), len(lines) * LABEL_LEADING + 2.0)


def words(way: Way, clock: Clock) -> tuple[str, ...]:
    """Return how often a way is taken, and how long it takes."""
    often = tell(en=f"{count(way.count)}×", ja=f"{count(way.count)}回")
    if way.source < 0 or way.target < 0:
        often = tell(en=counted(way.count, "case"), ja=f"{count(way.count)}件")
    return (often,) if way.seconds is None else (often, clock.say(way.seconds))
