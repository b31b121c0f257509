"""What a picture says of times, batches, periods and ways, in the language in use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bprkit.drawing.geometry import ShapeKind
from bprkit.drawing.text import in_one, plain, shortened, width, wrap
from bprkit.language import counted, tell
from bprkit.procedure.code_words import DAYS
from bprkit.procedure.model import Batch, Flow, Message, Period, Task, Wait


def number(value: float) -> str:
    """Return a number with two significant digits below ten, thousands separated.

    >>> number(0.5), number(12.04), number(1234.5)
    ('0.5', '12', '1,234')
    """
    digits = 2 if abs(value) < 1 else 1 if abs(value) < 100 else 0
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def minutes(value: float, beside: float = 0.0) -> str:
    """Return a length of work: minutes below two hours, else hours.

    beside: a longer one that stands beside it; from an hour on both are told in its unit.
    """
    if max(value, beside) < 120 or 0 < value < 60:
        return tell(en=f"{number(value)} min", ja=f"{number(value)}分")
    return tell(en=f"{number(value / 60)} h", ja=f"{number(value / 60)}時間")


def touch(task: Task, was: Task | None = None) -> str:
    """Return the pill of a task's work, with what it was before; "" where nothing is known of any."""
    now = task.touch.mean if task.touch is not None else 0.0
    before = was.touch.mean if was is not None and was.touch is not None else now
    if now <= 0 and before <= 0:
        return ""
    about = tell(en="~", ja="約") if task.estimate else ""
    return tell(en="work ", ja="作業 ") + about + _from_to(before, now, minutes)


def wait(waiting: Wait | None, estimate: bool = False, was: Wait | None = None) -> str:
    """Return the pill of a wait, with what it was before; "" for none."""
    unit = waiting.unit if waiting is not None else was.unit if was is not None else "minutes"
    now = waiting.length.mean if waiting is not None else 0.0
    before = was.length.mean if was is not None and was.unit == unit else now
    if now <= 0 and before <= 0:
        return ""
    about = tell(en="~", ja="約") if estimate else ""
    return (
        tell(en="wait ", ja="待ち ") + about + _from_to(before, now, minutes if unit == "minutes" else days)
    )


def days(value: float, beside: float = 0.0) -> str:
    """Return a length in office days."""
    return tell(en=counted(number(value), "working day"), ja=f"{number(value)}開庁日")


def unit(value: float, several: str) -> str:
    """Return the unit of a number: that of several, or of one working day.

    >>> unit(1, " working days"), unit(2, " working days"), unit(1, "円")
    (' working day', ' working days', '円')
    """
    return several.removesuffix("s") if several == " working days" and number(value) == "1" else several


def _from_to(before: float, now: float, say: Callable[[float, float], str]) -> str:
    """Return what it is, after what it was where that differs: 「30→20分」."""
    return in_a_row((before, now), say, "→") if say(before, now) != say(now, before) else say(now, before)


def in_a_row(values: Sequence[float], say: Callable[[float, float], str], arrow: str = " → ") -> str:
    """Return values in a row; a unit that all of them have is named once, at the end.

    >>> from bprkit.language import speaking
    >>> with speaking("en"):
    ...     in_a_row((2, 1), days), in_a_row((1, 0.5), days)
    ('2 → 1 working day', '1 → 0.5 working days')
    """
    longest = max(values)
    told = [say(value, longest) for value in values]
    units = [text.lstrip("0123456789.,") for text in told]
    if len({unit.removesuffix("s") for unit in units}) == 1:
        bare = [text.removesuffix(unit) for text, unit in zip(told, units, strict=True)]
        told = [*bare[:-1], told[-1]]
    return arrow.join(told)


def batch(batch: Batch) -> str:
    """Return when work that is done together is done."""
    days = tell(
        en=" ".join(DAYS[day][0] for day in batch.days if day < 7),
        ja="・".join(DAYS[day][1] for day in batch.days if day < 7),
    )
    parts = [tell(en=f"{batch.size} at once", ja=f"{batch.size}件ごと")] if batch.size else []
    parts += [days] if days else []
    parts += [tell(en=" ", ja="・").join(f"{at.hour}:{at.minute:02}" for at in batch.times_of_day)]
    return tell(en="batch ", ja="まとめ ") + " ".join(part for part in parts if part)


_UNITS = {
    "calendar_days": ("calendar day", "暦日"),
    "working_days": ("working day", "開庁日"),
    "calendar_months": ("month", "か月"),
    "working_hours": ("working hour", "執務時間"),
}


def period(period: Period, deadline: bool) -> str:
    """Return a deadline or a time to be waited for."""
    english, japanese = _UNITS[period.unit]
    length = tell(en=counted(number(period.amount), english), ja=number(period.amount) + japanese)
    return tell(en=f"within {length}", ja=f"期限 {length}以内") if deadline else length


def share(value: float) -> str:
    """Return a share in percent.

    >>> share(0.125), share(0.4)
    ('12.5%', '40%')
    """
    return number(round(value * 100, 1)) + "%"


def flow_label(flow: Flow) -> str:
    """Return what stands beside a way: its name or its condition, its share, and that it is a return."""
    return " ".join(part for part in (_way_name(flow), _way_share(flow)) if part)


def flow_lines(flow: Flow, limit: float, size: float, most: int) -> tuple[str, ...]:
    """Return what stands beside a way in so many lines at most: words are cut where there are too many, never the share.

    >>> from bprkit.procedure.model import Title
    >>> way = Flow(source="a", target="b", title=Title("添付書類がすべてそろっている場合"), share=0.85)
    >>> flow_lines(way, 60, 12, 2)
    ('添付書類が', 'す… 85%')
    """
    whole = wrap(flow_label(flow), limit, size)
    said = _way_share(flow)
    if len(whole) <= most or not said:
        return wrap(flow_label(flow), limit, size, most=most)
    told = wrap(_way_name(flow), limit, size)
    ending = f" {said}"
    return (
        *told[: most - 1],
        shortened(in_one(told[most - 1 :]), limit - width(ending, size), size) + ending,
    )


def _way_name(flow: Flow) -> str:
    name = plain(str(flow.title))
    if not name and flow.condition is not None:
        return str(flow.condition)
    if not name and flow.otherwise:
        return tell(en="otherwise", ja="それ以外")
    if not name and flow.rework:
        return tell(en="sent back", ja="差戻し")
    return name


def _way_share(flow: Flow) -> str:
    if flow.share is None:
        return ""
    return (tell(en="~", ja="約") if flow.estimate else "") + share(flow.share)


def flow_about(flow: Flow) -> str:
    """Return all that is said of a way, for who points at it."""
    parts = [flow_label(flow)]
    if flow.condition is not None:
        parts.append(str(flow.condition))
    if flow.rework:
        parts.append(tell(en="sent back", ja="差戻し"))
    if flow.mandatory is not None:
        parts.append(tell(en="order required by ", ja="順序の根拠 ") + flow.mandatory.citation)
    return tell(en="; ", ja="、").join(dict.fromkeys(part for part in parts if part))


def message_direction(message: Message) -> str:
    """Return to or from whom a message goes."""
    partner = plain(message.partner or "")
    if not partner:
        return ""
    return tell(
        en=f"to {partner}" if message.direction == "send" else f"from {partner}",
        ja=f"{partner}へ" if message.direction == "send" else f"{partner}から",
    )


_KINDS: Mapping[ShapeKind, tuple[str, str]] = {
    "task": ("step", "工程"),
    "subprocess": ("sub-process", "サブプロセス"),
    "gateway": ("gateway", "分岐・合流"),
    "start": ("start", "開始"),
    "end": ("end", "終了"),
    "timer": ("timer", "時間"),
    "message": ("message", "連絡"),
    "event": ("event", "事象"),
}


def kind_name(kind: ShapeKind) -> str:
    """Return what a kind of shape is called; a shape without a title has this for one."""
    english, japanese = _KINDS[kind]
    return tell(en=english, ja=japanese)
