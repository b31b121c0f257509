"""Who hands over to whom, as a matrix of posts or sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bprkit.drawing.charts.plot import LABEL, About
from bprkit.drawing.figures import count, percent
from bprkit.drawing.framing import framed
from bprkit.drawing.painted import Painted
from bprkit.drawing.shades import MANY, between, ink_on
from bprkit.drawing.svg.elements import element, safe, text_lines
from bprkit.drawing.text import plain, width, wrap
from bprkit.language import tell

MOST = 16
_CELL, _ROW = 62.0, 32.0
_WIDEST = 170.0


def draw_handovers(
    pairs: Sequence[Mapping[str, Any]], about: About, of: str, notes: Sequence[str] = ()
) -> Painted:
    """Draw how often work goes from one post or section to another.

    pairs: rows with `source`, `target` and `count`. of: what hands over, such as "post".
    """
    theme = about.theme
    names = _in_order(pairs)
    shown, total = names[:MOST], sum(row["count"] for row in pairs)
    counts = {(row["source"], row["target"]): row["count"] for row in pairs}
    most = max(counts.values(), default=1)
    heads = {name: wrap(plain(name) or "—", _CELL - 8, 10.0, most=4) for name in shown}
    sides = {name: wrap(plain(name) or "—", _WIDEST, LABEL, most=2) for name in shown}
    left = max((width(line, LABEL) for lines in sides.values() for line in lines), default=0) + 34
    top = 30 + 13.0 * max((len(lines) for lines in heads.values()), default=1)
    to = tell(en="to", ja="受け取る側") + " →"
    parts = [
        text_lines((to,), left, 8, LABEL, 14, theme.soft_ink, anchor="start"),
        text_lines(
            (tell(en="from", ja="渡す側") + " ↓",), 0, top - 10, LABEL, 14, theme.soft_ink, anchor="start"
        ),
    ]
    for column, name in enumerate(shown):
        lines = heads[name]
        middle = top - 8 - 13.0 * len(lines) / 2
        parts.append(text_lines(lines, left + (column + 0.5) * _CELL, middle, 10.0, 13.0, theme.ink))
    for row, source in enumerate(shown):
        y = top + row * _ROW
        parts.append(text_lines(sides[source], left - 10, y + _ROW / 2, LABEL, 13.5, theme.ink, anchor="end"))
        for column, target in enumerate(shown):
            parts.append(
                _cell(source, target, counts.get((source, target)), most, left + column * _CELL, y, about)
            )
    within = sum(often for (source, target), often in counts.items() if {source, target} <= set(shown))
    left_out = [
        tell(
            en=f"{len(names) - len(shown)} of {len(names)} left out, with {percent(1 - within / total)} of the handovers.",
            ja=f"全{len(names)}のうち{len(names) - len(shown)}（受渡しの{percent(1 - within / total)}）は省いています。",
        )
    ] * (len(names) > len(shown))
    return framed(
        element("g", *parts, class_="handovers"),
        (left + len(shown) * _CELL + 4, top + len(shown) * _ROW + 2),
        kind="chart",
        title=tell(en=f"Handovers between {of}s", ja=f"{of}の間の受渡し"),
        subtitle=[
            *about.subtitle,
            tell(
                en=f"{count(total)} handovers; darker: oftener.",
                ja=f"受渡しは{count(total)}回。色が濃いほど多く受け渡しています。",
            ),
        ],
        notes=[*left_out, *notes],
        theme=theme,
        fonts=about.fonts,
        left_out=left_out,
    )


def _in_order(pairs: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the names, the largest first to be kept, in the order in which work runs: along the diagonal.

    Next comes who, among those left, hands over most of what passes through its hands.
    """
    weight = {(row["source"], row["target"]): row["count"] for row in pairs}
    size: dict[str, int] = {}
    for ends, often in weight.items():
        for name in set(ends):
            size[name] = size.get(name, 0) + often
    ranked = sorted(size, key=lambda name: (-size[name], name))
    waiting, rest = ranked[:MOST], ranked[MOST:]
    ordered: list[str] = []
    while waiting:

        def giving(name: str, left: Sequence[str] = tuple(waiting)) -> float:
            given = sum(weight.get((name, other), 0) for other in left)
            taken = sum(weight.get((other, name), 0) for other in left)
            return (given - taken) / max(given + taken, 1)

        following = max(waiting, key=lambda name: (giving(name), size[name]))
        ordered.append(following)
        waiting.remove(following)
    return [*ordered, *rest]


def _cell(source: str, target: str, often: int | None, most: int, x: float, y: float, about: About) -> str:
    theme = about.theme
    if often is None:
        fill = theme.lane_pale if source == target else theme.paper
        return element(
            "rect", x=x, y=y, width=_CELL, height=_ROW, fill=fill, stroke=theme.lane_line, stroke_width=0.5
        )
    fill = between(MANY, (often / most) ** 0.5)
    title = f"{plain(source)} → {plain(target)}: {count(often)}"
    return element(
        "g",
        element("title", safe(title)),
        element(
            "rect", x=x, y=y, width=_CELL, height=_ROW, fill=fill, stroke=theme.lane_line, stroke_width=0.5
        ),
        text_lines((count(often),), x + _CELL / 2, y + _ROW / 2, LABEL, 14, ink_on(fill)),
        class_="cell",
    )
