"""Totals before and after, as cards: staff and applicants apart. Yen stand there only where they are given from outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bprkit.drawing import words
from bprkit.drawing.geometry import Box, Card
from bprkit.drawing.text import width
from bprkit.language import tell

if TYPE_CHECKING:
    from bprkit.procedure.comparing.totals import Totals
    from bprkit.procedure.expecting import Expected

HEIGHT = 76.0
BETWEEN_CARDS = 10.0
_LEAST = 150.0
_VALUE = 18.0
_SAME = "±0%"


@dataclass(frozen=True)
class Figure:
    """One total of all states, the earliest first.

    unit: as it follows the number, its blank included. note: on the card, in a few words; source: where the figure comes
    from, in a sentence below the drawings. minutes: whether it is told as minutes or hours. less_is_better: what the
    colour of its change says.
    """

    title: str
    values: tuple[float, ...]
    unit: str = ""
    note: str = ""
    minutes: bool = False
    source: str = ""
    less_is_better: bool = True

    @property
    def before(self) -> float:
        """That of the first state."""
        return self.values[0]

    @property
    def after(self) -> float:
        """That of the last state."""
        return self.values[-1]


def figures(totals: Sequence[Totals]) -> list[Figure]:
    """Return what there is to say of the states, in the order in which it is shown; what none of them has is left out."""
    steps = Figure(
        tell(en="Steps", ja="工程数"),
        tuple(float(each.tasks) for each in totals),
        tell(en="", ja="工程"),
        tell(en="all steps listed", ja="書かれた工程の数"),
    )
    known = [each.case.expected if each.case is not None else None for each in totals]
    expected = [each for each in known if each is not None]
    others = _of_a_case(expected) if len(expected) == len(totals) else _listed(totals)
    return [figure for figure in (steps, *others) if any(figure.values)]


def _of_a_case(expected: Sequence[Expected]) -> list[Figure]:
    note = tell(en="average of a case", ja="1件あたりの平均")

    def figure(
        en: str, ja: str, of: Callable[[Expected], float], unit: str = "", minutes: bool = False
    ) -> Figure:
        return Figure(tell(en=en, ja=ja), tuple(of(each) for each in expected), unit, note, minutes)

    times, sheets = tell(en="", ja="回"), tell(en="", ja="枚")
    return [
        figure("Staff work", "職員の作業時間", lambda each: each.touch_minutes, minutes=True),
        figure(
            "Applicant's work",
            "申請者の作業時間",
            lambda each: each.touch_by_kind.get("applicant", 0.0),
            minutes=True,
        ),
        _lead_time(expected),
        figure("Approvals", "承認・決裁", lambda each: each.approvals, times),
        replace(
            figure("Handovers", "受渡し", lambda each: each.handovers, times),
            note=tell(en="between people, per case", ja="人から人へ・1件平均"),
        ),
        figure("Seals", "押印", lambda each: each.seals, times),
        figure("Sheets of paper", "紙", lambda each: each.sheets, sheets),
    ]


def _lead_time(expected: Sequence[Expected]) -> Figure:
    note = (
        tell(en="average, no waits for queues or batches", ja="1件平均・順番待ち・まとめ処理の待ちを含まず")
        if any(each.leaves_out_batches for each in expected)
        else tell(en="average, no queues", ja="1件平均・順番待ちを含まず")
    )
    days = tuple(each.lead_time.mean_days for each in expected)
    if max(days) < 1:
        minutes = tuple(each.lead_time.mean for each in expected)
        return Figure(tell(en="Lead time", ja="所要時間"), minutes, note=note, minutes=True)
    return Figure(tell(en="Lead time", ja="所要期間"), days, tell(en=" working days", ja="開庁日"), note)


def _listed(totals: Sequence[Totals]) -> list[Figure]:
    """Return sums over all steps, where the average of a case cannot be computed."""
    note = tell(en="sum of all steps", ja="全工程の合計")

    def figure(
        en: str, ja: str, of: Callable[[Totals], float], unit: str = "", minutes: bool = False
    ) -> Figure:
        return Figure(tell(en=en, ja=ja), tuple(of(each) for each in totals), unit, note, minutes)

    times, sheets = tell(en="", ja="回"), tell(en="", ja="枚")
    return [
        figure("Staff work", "職員の作業時間", lambda each: each.listed_minutes_staff, minutes=True),
        figure(
            "Applicant's work", "申請者の作業時間", lambda each: each.listed_minutes_applicant, minutes=True
        ),
        figure("Approvals", "承認・決裁", lambda each: each.approvals, times),
        figure("Handovers", "受渡し", lambda each: each.handovers, times),
        figure("Seals", "押印", lambda each: each.seals, times),
        figure("Sheets of paper", "紙", lambda each: each.sheets, sheets),
    ]


def cards(
    found: Sequence[Figure], x: float, y: float, room: float, scale: float = 1.0
) -> tuple[list[Card], float]:
    """Return cards in as many rows as they need, and how tall they are together."""
    texts = [_value(figure) for figure in found]
    gap, tall = BETWEEN_CARDS * scale, HEIGHT * scale
    least = (
        max([_LEAST, *(width(text, _VALUE, True) + 26 for text in texts), *map(_head_width, found)]) * scale
    )
    per_row = max(1, min(len(found), int((room + gap) // (least + gap))))
    rows = -(-len(found) // per_row)
    per_row = -(-len(found) // rows)
    wide = min((room - gap * (per_row - 1)) / per_row, 330.0 * scale)
    placed = [
        Card(
            Box(
                round(x + number % per_row * (wide + gap), 2),
                round(y + number // per_row * (tall + gap), 2),
                round(wide, 2),
                round(tall, 2),
            ),
            figure.title,
            text,
            _change(figure),
            None if _change(figure) == _SAME else (figure.after < figure.before) == figure.less_is_better,
            figure.note,
            scale,
        )
        for number, (figure, text) in enumerate(zip(found, texts, strict=True))
    ]
    return placed, rows * (tall + gap) - gap


def _head_width(figure: Figure) -> float:
    return max(
        width(figure.title, 12.0) + width(_change(figure), 12.5, True) + 32, width(figure.note, 10.0) + 22
    )


def _value(figure: Figure) -> str:
    if figure.minutes:
        return words.in_a_row(figure.values, words.minutes)
    return " → ".join(map(words.number, figure.values)) + words.unit(figure.after, figure.unit)


def _change(figure: Figure) -> str:
    if figure.before == figure.after:
        return _SAME
    if not figure.before:
        return tell(en="new", ja="新たに発生")
    share = (figure.after - figure.before) / figure.before * 100
    return f"{share:+.0f}%".replace("-", "−") if abs(share) >= 0.5 else _SAME
