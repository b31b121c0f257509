"""A change in words: what kind, which steps, and what it was and becomes, in the language in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bprkit.language import counted, tell
from bprkit.procedure.code_words import ACTS, MEDIA, ROLE_KINDS, TYPES, Words, said, word
from bprkit.procedure.comparing.changes import Aspect, Change, ChangeKind
from bprkit.procedure.comparing.circumstances import Circumstance, CircumstanceKind
from bprkit.procedure.comparing.course import Guard, Step, name_of
from bprkit.procedure.distributions import Constant, Empirical, LogNormal, Triangular
from bprkit.procedure.model import Batch, Mandate, Materials, Period, Role, Title, Wait
from bprkit.procedure.translating import spoken
from bprkit.procedure.units import write_number, write_period

KINDS: Mapping[ChangeKind, Words] = {
    "removed": ("removed", "廃止"),
    "added": ("added", "新設"),
    "merged": ("merged", "統合"),
    "split": ("split", "分割"),
    "moved": ("other role", "担当変更"),
    "for_information": ("for information", "供覧化"),
    "parallel": ("in parallel", "並行化"),
    "serial": ("one by one", "直列化"),
    "reordered": ("reordered", "順序変更"),
    "reconditioned": ("condition", "条件変更"),
    "retimed": ("time", "時間変更"),
    "remediumed": ("medium", "媒体変更"),
    "retitled": ("title", "名称変更"),
    "altered": ("other change", "その他変更"),
}
ASPECTS: Mapping[Aspect, Words] = {
    "role": ("role", "担当"),
    "order": ("order", "順序"),
    "touch": ("touch time", "処理時間"),
    "wait": ("wait", "待ち"),
    "medium": ("medium", "媒体"),
    "reached": ("when it is done", "行う条件"),
    "return": ("sent back", "差戻し"),
    "title": ("title", "名称"),
    "act": ("act", "決裁上の役割"),
    "type": ("type", "種別"),
    "materials": ("materials", "帳票等"),
    "systems": ("systems", "システム"),
    "batch": ("batch", "まとめ処理"),
    "mandatory": ("required by", "根拠"),
    "demanded_order": ("demanded order", "順序の根拠"),
    "delegated": ("delegation", "専決区分"),
    "period": ("period", "期間"),
    "deadline": ("deadline", "期限"),
    "partner": ("partner", "相手"),
    "direction": ("direction", "方向"),
}

CIRCUMSTANCES: Mapping[CircumstanceKind, Words] = {
    "volume": ("cases a year", "年間件数"),
    "sections": ("sections", "課の数"),
    "attributes": ("attributes of cases", "案件の属性"),
    "delegation": ("delegation table", "専決規程"),
    "calendar": ("calendar", "カレンダー"),
    "owner": ("owner", "所管"),
    "legal_basis": ("legal basis", "根拠法令"),
    "triggers": ("what brings cases", "開始のきっかけ"),
    "outcomes": ("how cases end", "終わり方"),
    "role_added": ("new role", "担当の新設"),
    "role_removed": ("role not there any more", "担当の廃止"),
    "headcount": ("people", "人数"),
    "pooled": ("serves all sections", "課をまたぐ"),
    "section": ("section", "所属"),
    "rate": ("rate", "単価"),
    "rank": ("rank", "職位"),
    "role_kind": ("kind of role", "担当の区分"),
    "role_calendar": ("calendar", "カレンダー"),
}


def listed(texts: Iterable[str]) -> str:
    """Return texts in a row."""
    return tell(en=", ", ja="、").join(texts)


def steps_text(steps: Sequence[Step]) -> str:
    """Return the titles of steps in a row."""
    return tell(en=" + ", ja="＋").join(map(str, steps))


def change_text(change: Change) -> str:
    """Return what it was and what it becomes; "" for a change that the steps on both sides tell."""
    if change.aspect in (None, "title", "order"):
        return ""
    was, becomes = (value_text(change.aspect, value) for value in (change.was, change.becomes))
    about = (
        "" if change.aspect in ("role", "medium") else said(ASPECTS[change.aspect]) + tell(en=": ", ja="：")
    )
    return f"{about}{was} → {becomes}"


def circumstance_text(circumstance: Circumstance) -> tuple[str, str, str]:
    """Return what it is, of which role, and what it was and becomes."""
    was, becomes = (_around(circumstance.kind, value) for value in (circumstance.was, circumstance.becomes))
    role = name_of(circumstance.role)
    if circumstance.kind in ("role_added", "role_removed"):
        return said(CIRCUMSTANCES[circumstance.kind]), role, ""
    return said(CIRCUMSTANCES[circumstance.kind]), role, f"{was} → {becomes}"


def _around(kind: CircumstanceKind, value: Any) -> str:
    if kind == "attributes":
        return listed(value) or "–"
    if kind == "role_kind":
        return word(ROLE_KINDS, value)
    if isinstance(value, Mapping):
        return listed(f"{key} {write_number(round(each, 4))}" for key, each in value.items())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,.10g}"
    return _other(value)


def value_text(aspect: Aspect | None, value: Any) -> str:
    """Return a value of the model as a reader knows it; a dash for nothing."""
    if aspect in ("touch", "wait") and value is not None:
        return _time(value)
    if aspect == "medium":
        return listed(word(MEDIA, each) for each in value) or "–"
    if aspect == "act" and value is not None:
        return word(ACTS, value)
    if aspect == "type" and value is not None:
        return word(TYPES, value)
    return _other(value)


def _time(value: Any) -> str:
    if isinstance(value, Wait):
        length = _spread(value.length)
        if value.unit == "minutes":
            return tell(en=f"{length} min", ja=f"{length}分")
        return tell(en=counted(length, "working day"), ja=f"{length}開庁日")
    return (_short(value) if isinstance(value, float | int) else _spread(value)) + tell(en=" min", ja="分")


def _spread(value: Any) -> str:
    match value:
        case Triangular():
            ends = f"{_short(value.low)}–{_short(value.high)}"
            return tell(
                en=f"{ends} (mostly {_short(value.likely)})", ja=f"{ends}(多くは{_short(value.likely)})"
            )
        case Constant():
            return _short(value.value)
        case LogNormal() | Empirical():
            return tell(en=f"{_short(value.mean)} on average, ", ja=f"平均{_short(value.mean)}") + (
                tell(en=f"±{_short(value.variance**0.5)}", ja=f"±{_short(value.variance**0.5)}")
            )
    return str(value)


def _short(value: float) -> str:
    return write_number(round(value, 2))


def _other(value: Any) -> str:
    match value:
        case None | () | False | "":
            return "–"
        case True:
            return tell(en="yes", ja="あり")
        case Role():
            return name_of(value)
        case Title() | Guard():
            return str(value)
        case Mandate():
            return value.citation
        case Materials():
            return _materials(value)
        case Period():
            return write_period(value.amount, value.unit)
        case Batch():
            return _batch(value)
        case tuple():
            return listed(map(_other, value))
        case str():
            return spoken(value)
    return str(value)


def _materials(value: Materials) -> str:
    words = {
        "sheets": ("sheet", "sheets", "枚"),
        "copies": ("copy", "copies", "部"),
        "letters": ("letter", "letters", "通"),
        "seals": ("seal", "seals", "印"),
    }
    parts = []
    for name, (one, several, ja) in words.items():
        count = getattr(value, name)
        if count:
            parts.append(_short(count) + tell(en=f" {one if count == 1 else several}", ja=ja))
    return listed(parts) or "–"


def _batch(value: Batch) -> str:
    days = tell(en="Mon Tue Wed Thu Fri Sat Sun", ja="月 火 水 木 金 土 日").split()
    parts = [] if value.size is None else [tell(en=f"{value.size} at once", ja=f"{value.size}件ごと")]
    parts += [days[day] for day in value.days if day < 7]
    parts += [f"{time:%H:%M}" for time in value.times_of_day]
    return tell(en=" ", ja="・").join(parts) or "–"
