"""Stamps after today: a mistyped year, which bends every sum and mean that it enters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bprkit.language import counted, tell
from bprkit.log.extent import tomorrow

if TYPE_CHECKING:
    from bprkit.log.eventlog import EventLog


def stamps_after_today(log: EventLog) -> int:
    """Return how many completions of these cases lie after today, in whatever zone today is."""
    prepared = log.prepared()
    if prepared.extent.last < tomorrow() - 86_400_000_000:  # as recorded: of the wall clock
        return 0
    late = prepared.instances.end >= tomorrow()
    return int(late.sum().to_pyarrow().as_py() or 0)


def end_of_past(log: EventLog) -> int | None:
    """Return the instant (µs) from which stamps are left out of counts by week; None where all count.

    A log that lies after today as a whole, as a played one may, is counted as it stands.
    """
    late = stamps_after_today(log)
    instances = log.prepared().instances
    if not late or late == int(instances.count().to_pyarrow().as_py()):
        return None
    return tomorrow()


def future_warning(log: EventLog, quality: Sequence[Mapping[str, Any]]) -> str | None:
    """Return what stamps after today do to the figures and what to do about them; None where there are none."""
    late = stamps_after_today(log)
    if not late:
        return None
    listed = _where(next((row["examples"] for row in quality if row["check"] == "after_today"), ()), late)
    weeks = end_of_past(log) is not None
    today = datetime.now(UTC).date().isoformat()
    en = f"{counted(late, 'stamp lies', 'stamps lie')} after today{listed[0]}. "
    ja = f"今日より後の日付が{late:,}件あります{listed[1]}。"
    en += (
        "Such a date lengthens its case and so bends the lead times, the bottlenecks and every mean and total"
    )
    ja += "案件の期間が延びるため、所要時間・ボトルネック・平均や合計が実際とずれます"
    en += "; the backlog by week leaves it out. " if weeks else ". "
    ja += "（週別の処理中の件数からは除いています）。" if weeks else "。"
    en += f"Correct it in the file, or leave its cases out: --cases contained --to {today}."
    ja += f"元のファイルを直すか、--cases contained --to {today} でその案件を除いてください。"
    return tell(en=en, ja=ja)


def _where(examples: Sequence[Mapping[str, Any]], count: int) -> tuple[str, str]:
    rows = [str(example["row"]) for example in examples if example.get("row") is not None]
    cases = [str(example["case"]) for example in examples if example.get("case") is not None]
    names = rows or cases
    if not names:
        return "", ""
    what = ("row" if len(names) == 1 else "rows") if rows else ("case" if len(names) == 1 else "cases")
    more_en, more_ja = (" such as", "など") if count > len(names) else ("", "")
    listed = "、".join(names)
    placed = f"{listed}行目" if rows else f"案件{listed}"
    return f" ({what}{more_en} {', '.join(names)})", f"（{placed}{more_ja}）"
