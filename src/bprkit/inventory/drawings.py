"""The drawings of the page as SVG: treemap of hours, matrix of effect and effort, heat map of months.

Looks are attributes, for the page's security policy allows no styles but its own; text takes the page's ink.
"""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import fsum

from bprkit.inventory.answers import Answers
from bprkit.inventory.hours import KINDS, kind_of, peak_of
from bprkit.inventory.model import MONTHS, Task
from bprkit.inventory.review import Placement, Size
from bprkit.inventory.treemap import Box, squarified
from bprkit.inventory.words import month_name, word
from bprkit.language import tell
from bprkit.report.cells import ELLIPSIS, shorten, width

_COLORS = dict(zip(KINDS, ("#8fb3d9", "#b9a3d6", "#f0b27a", "#e8d27c", "#c3c9cf"), strict=True))
_INK = "#17202a"
_WIDE = 1160.0
_MOST_SECTIONS = 20
_NARROW = 0.64  # width of a half-width letter over the size of the font, in the wider fonts of browsers


def treemap(answers: Answers) -> str:
    """Return where the hours go: a block a section, within it a colour a kind."""
    tasks: dict[str, list[Task]] = defaultdict(list)
    for task in answers.inventory.tasks:
        if task.hours > 0:
            tasks[task.section].append(task)
    groups = [group for group in answers.sections if group.hours > 0]
    tall = 540.0
    parts: list[str] = []
    for group, block in zip(
        groups, squarified([each.hours for each in groups], Box(0, 0, _WIDE, tall)), strict=True
    ):
        parts += _section_block(group.name, group.hours, group.share, tasks[group.name], block.inset(1.5))
    shown = [kind for kind in KINDS if any(kind_of(task) == kind for each in tasks.values() for task in each)]
    legend = _legend([(word(kind), _COLORS[kind]) for kind in shown], tall + 26)
    label = tell(en="Hours a year by section and kind", ja="課と業務の性質ごとの年間時間")
    note = tell(en="area: hours a year", ja="面積：年間時間")
    beside = _text(note, _WIDE, tall + 26, 13, anchor="end")
    return _svg(_WIDE, tall + 52, label, [*parts, *legend, beside])


def _section_block(name: str, hours: float, share: float, tasks: Sequence[Task], block: Box) -> Iterator[str]:
    by_kind = {kind: fsum(task.hours for task in tasks if kind_of(task) == kind) for kind in KINDS}
    kinds = sorted((kind for kind in KINDS if by_kind[kind] > 0), key=lambda kind: -by_kind[kind])
    said = f"{name} {_hours(hours)} ({share:.1%})"
    yield f"<g><title>{_safe(said)}</title>"
    for kind, box in zip(kinds, squarified([by_kind[kind] for kind in kinds], block), strict=True):
        told = f"{name}: {word(kind)} {_hours(by_kind[kind])}"
        yield (
            f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
            f'fill="{_COLORS[kind]}"><title>{_safe(told)}</title></rect>'
        )
    room = block.width - 9
    size = max(min(15.0, block.height / 5, room / max(_em(name), 1)), 10.0)
    shown = _fitted(name, room, size)
    if block.height >= size * 1.6 and len(shown) > 1:
        yield _text(shown, block.x + 5, block.y + size + 2, size, fill=_INK, bold=True)
        if block.height >= size * 3 and _em(_hours(hours)) * size * 0.85 <= room:
            yield _text(_hours(hours), block.x + 5, block.y + 2.3 * size + 2, size * 0.85, fill=_INK)
    yield "</g>"


def matrix(answers: Answers) -> str:
    """Return effect against effort: four fields, each with its hours and the tasks of the most hours."""
    sizes: tuple[tuple[Size, Size, str, str, str], ...] = (
        ("large", "small", "#5b9a68", "Begin here", "まず取り組む"),
        ("large", "large", "#c98a2b", "Plan it", "計画して取り組む"),
        ("small", "small", "#5f8fbf", "Do in passing", "ついでに直す"),
        ("small", "large", "#8b949d", "Leave for now", "今は見送る"),
    )
    field, tall, left, top = (_WIDE - 40) / 2, 232.0, 40.0, 24.0
    parts: list[str] = []
    for turn, (effect, effort, color, en, ja) in enumerate(sizes):
        box = Box(left + turn % 2 * field, top + turn // 2 * tall, field, tall).inset(4)
        inside = [each for each in answers.matrix if (each.effect, each.effort) == (effect, effort)]
        parts += _field(tell(en=en, ja=ja), color, inside, box)
    for turn, size in enumerate(("small", "large")):
        said = f"{tell(en='effort: ', ja='手間：')}{word(size)}"
        parts.append(_text(said, left + (turn + 0.5) * field, 16, 13, anchor="middle", bold=True))
    for turn, size in enumerate(("large", "small")):
        said = f"{tell(en='effect: ', ja='効果：')}{word(size)}"
        middle = top + (turn + 0.5) * tall
        parts.append(_text(said, 16, middle, 13, anchor="middle", bold=True, turned=True))
    return _svg(_WIDE, top + 2 * tall, tell(en="Effect and effort", ja="効果と手間"), parts)


def _field(title: str, color: str, placed: Sequence[Placement], box: Box) -> Iterator[str]:
    yield (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="6" '
        f'fill="{color}" fill-opacity="0.13" stroke="{color}" stroke-opacity="0.7"/>'
    )
    yield _text(title, box.x + 14, box.y + 25, 16, bold=True)
    hours = fsum(each.task.hours for each in placed)
    count = tell(
        en=f"{len(placed):,} {'task' if len(placed) == 1 else 'tasks'}, {_hours(hours)}",
        ja=f"{len(placed):,}業務、{_hours(hours)}",
    )
    yield _text(count, box.x + box.width - 14, box.y + 25, 13, anchor="end")
    for turn, each in enumerate(placed[:7]):
        y = box.y + 52 + turn * 23
        mark = "" if each.told else " *"
        said = f"{each.task.name}{tell(en=' – ', ja='：')}{each.task.section}{mark}"
        yield _text(_fitted(said, box.width - 110, 13), box.x + 14, y, 13)
        yield _text(_hours(each.task.hours), box.x + box.width - 14, y, 13, anchor="end")


def heat_map(answers: Answers) -> str:
    """Return the months of the office and of the sections with the highest peaks, as shades over their mean month."""
    if not answers.months:
        return ""
    office = {month.month: month.hours for month in answers.months}
    rows = [(tell(en="Whole office", ja="全体"), office)]
    rows += list(answers.section_months.items())[:_MOST_SECTIONS]
    left, across, down, top = 210.0, 74.0, 25.0, 24.0
    parts = [
        _text(month_name(month), left + (place + 0.5) * across, 16, 12.5, anchor="middle")
        for place, month in enumerate(MONTHS)
    ]
    for turn, (name, months) in enumerate(rows):
        y = top + turn * down + (6 if turn else 0)
        said = _fitted(name, left - 12, 13)
        parts.append(_text(said, left - 10, y + 17, 13, anchor="end", bold=not turn))
        mean = fsum(months.values()) / len(MONTHS)
        highest = peak_of(months)
        for place, month in enumerate(MONTHS):
            ratio = months.get(month, 0.0) / mean if mean else 0.0
            shade = min(max((ratio - 0.5) / 2.5, 0.03), 1.0)
            x = left + place * across
            parts.append(
                f'<rect x="{x + 1:.1f}" y="{y + 1:.1f}" width="{across - 2:.1f}" height="{down - 2:.1f}" rx="3" '
                f'fill="#c4572f" fill-opacity="{shade:.2f}"><title>{_safe(name)} {month_name(month)}: '
                f"{_hours(months.get(month, 0.0))}</title></rect>"
            )
            if ratio >= 1.3:
                ink = "#ffffff" if shade > 0.85 else "currentColor"
                said = f"×{ratio:.1f}"
                parts.append(
                    _text(said, x + across / 2, y + 17, 12, anchor="middle", fill=ink, bold=ratio == highest)
                )
    label = tell(en="Hours by month over the mean month", ja="月別の時間（平均の月に対する倍率）")
    return _svg(_WIDE, top + len(rows) * down + 8, label, parts)


def _hours(hours: float) -> str:
    return tell(en=f"{hours:,.0f} h", ja=f"{hours:,.0f}時間")


def _em(said: str) -> float:
    """Return the width of a text over the size of its font, at most."""
    return sum(1.0 if width(letter) > 1 or letter == ELLIPSIS else _NARROW for letter in said)


def _fitted(said: str, room: float, size: float) -> str:
    """Return a text that is no wider than the room, its middle left out where it is longer."""
    cells = width(said)
    shown = said
    while cells > 2 and _em(shown) * size > room:
        cells -= 1
        shown = shorten(said, cells)
    return shown if _em(shown) * size <= room else ""


def _legend(words: Sequence[tuple[str, str]], y: float) -> Iterator[str]:
    x = 0.0
    for said, color in words:
        yield f'<rect x="{x:.1f}" y="{y - 11:.1f}" width="14" height="14" rx="2" fill="{color}"/>'
        yield _text(said, x + 20, y, 13)
        x += 46 + _em(said) * 13


def _text(
    said: str,
    x: float,
    y: float,
    size: float,
    *,
    fill: str = "currentColor",
    anchor: str = "start",
    bold: bool = False,
    turned: bool = False,
) -> str:
    weight = ' font-weight="600"' if bold else ""
    turn = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if turned else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" fill="{fill}" text-anchor="{anchor}"{weight}{turn}>'
        f"{_safe(said)}</text>"
    )


def _svg(wide: float, tall: float, label: str, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {tall:.0f}" width="100%" role="img" '
        f'aria-label="{_safe(label)}">{"".join(parts)}</svg>'
    )


def _safe(text: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return html.escape(printable, quote=True)
