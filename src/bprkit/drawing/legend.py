"""The legend: only what a picture shows, in rows as wide as the picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bprkit.drawing.changes import WORDS
from bprkit.drawing.geometry import Box, Drawing, Label, Sample, ShapeKind
from bprkit.drawing.text import width
from bprkit.drawing.theme import Theme
from bprkit.language import tell

_ROW = 26.0
_SIZE = 12.0
EVENTS: Mapping[str, ShapeKind] = {
    "start": "start",
    "end": "end",
    "timer": "timer",
    "deadline": "timer",
    "send": "message",
    "receive": "message",
}
"""The shapes of entries that stand for an event."""


def legend(
    drawings: Iterable[Drawing], x: float, y: float, room: float, scale: float = 1.0
) -> tuple[list[Sample], float]:
    """Return the entries and how tall they are together."""
    entries = _entries(list(drawings))
    placed: list[Sample] = []
    at, row = x, 0
    size = _SIZE * scale
    for kind, text in entries:
        mark = (30.0 if kind in WORDS or kind in _WIDE else 19.0) * scale
        need = mark + (7 + 22) * scale + width(text, size)
        if at > x and at + need > x + room:
            at, row = x, row + 1
        top = y + row * _ROW * scale
        tall = (17.0 if kind in WORDS or kind in _WIDE else 19.0) * scale
        wide = round(width(text, size) + 0.5, 2)
        label = Label(Box(at + mark + 7 * scale, top + scale, wide, 17 * scale), (text,), size, 16.0 * scale)
        placed.append(Sample(kind, Box(at, top + (19 * scale - tall) / 2, mark, tall), label))
        at += need
    return placed, (row + 1) * _ROW * scale if placed else 0.0


_WIDE = (
    "rework",
    "touch",
    "wait",
    "system_role",
    "staff",
    "applicant",
    "system",
    "outside",
    "observed",
    "heat",
)


def _entries(drawings: list[Drawing]) -> list[tuple[str, str]]:
    shapes = [shape for drawing in drawings for shape in drawing.shapes]
    changes = {shape.change for shape in shapes}
    badges = {(badge.kind, badge.icon) for shape in shapes for badge in shape.badges}
    icons = {icon for kind, icon in badges if kind == "icon"}
    kinds = {kind for kind, _ in badges}
    marks = {(shape.kind, shape.mark) for shape in shapes}
    found: list[tuple[str, str]] = []

    def add(when: bool, kind: str, en: str, ja: str) -> None:
        if when:
            found.append((kind, tell(en=en, ja=ja)))

    add("removed" in changes, "removed", "removed step", "廃止する工程")
    add("added" in changes, "added", "new step", "新設する工程")
    add("changed" in changes, "changed", "changed step", "変更する工程")
    add("moved" in changes, "moved", "moved to another role", "移管する工程（担当の変更）")
    add("parallel" in changes, "parallel", "now in parallel", "並列化する工程")
    add(
        any(route.rework for drawing in drawings for route in drawing.routes),
        "rework",
        "sent back",
        "差戻し（手戻り）",
    )
    add("touch" in kinds, "touch", "work of a person", "作業時間")
    add("wait" in kinds, "wait", "wait before the step", "着手までの待ち")
    add("observed" in kinds, "observed", "measured in the log", "ログの実測")
    add(
        any(shape.heat is not None for shape in shapes),
        "heat",
        "share of the time: small to large",
        "時間の割合（小→大）",
    )
    add("paper" in icons, "paper", "paper", "紙")
    add("seal" in icons, "seal", "seal", "押印")
    add("system" in icons, "system_icon", "system", "システム")
    add("phone" in icons, "phone", "telephone", "電話")
    add("counter" in icons, "counter", "counter", "窓口")
    add("mandatory" in kinds, "lock", "required by law or rule", "法令等で定められた工程")
    add("batch" in kinds, "stack", "done in batches", "まとめ処理")
    add("systems" in kinds, "fold", "folded part", "内訳を畳んだ工程")
    add(("gateway", "exclusive") in marks, "gateway:exclusive", "one of the ways", "いずれか一つへ")
    add(("gateway", "parallel") in marks, "gateway:parallel", "all ways at once", "すべて並行して")
    add(("gateway", "inclusive") in marks, "gateway:inclusive", "one way or more", "一つ以上へ")
    add(("timer", "deadline") in marks, "deadline", "deadline", "期限")
    add(("timer", "timer") in marks, "timer", "waits for a time", "期間の経過を待つ")
    add(("message", "send") in marks, "send", "sends", "送付")
    add(any(mark == "receive" for _, mark in marks), "receive", "receives", "受領")
    add(
        any(mark.startswith("link:") for _, mark in marks),
        "link:A",
        "goes on in another row",
        "別の段へ続く（同じ文字へ）",
    )
    return found


def heat_strip(box: Box, theme: Theme) -> list[tuple[Box, str]]:
    """Return the shades of heat side by side, each with its part of the box."""
    wide = box.width / len(theme.heats)
    return [
        (Box(box.x + number * wide, box.y, wide, box.height), shade)
        for number, shade in enumerate(theme.heats)
    ]
