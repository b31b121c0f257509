"""What a log says, in plain words, and what to beware of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bprkit.language import counted, tell
from bprkit.log.names import shown_name
from bprkit.log.repeated_cases import CHECK as REPEATED
from bprkit.log.repeated_cases import repeated_cases_warning
from bprkit.log.zones import DAY
from bprkit.mining.future import future_warning
from bprkit.mining.naming import MINIMUM_CASES
from bprkit.mining.sampling.lookup import Intervals

if TYPE_CHECKING:
    from bprkit.log.eventlog import EventLog

MUCH_OUTSIDE = 0.3
_SAMPLED = 200_000


def warnings(log: EventLog, quality: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what may make the figures misleading, most serious first; `quality` is what was found in the log."""
    found = []
    future = future_warning(log, quality)
    if future is not None:
        found.append(future)
    found += [repeated_cases_warning(log, row["count"]) for row in quality if row["check"] == REPEATED]
    outside = share_outside_hours(log)
    if outside is not None and outside >= MUCH_OUTSIDE:
        when = "閉庁日" if log.events.dates_only else "閉庁中の時刻"
        found.append(
            tell(
                en=f"{outside:.0%} of what was done happened while the calendar ({log.calendar.title}) says closed: working "
                "times are not to be trusted. Name the right calendar and zone with --calendar and --timezone, or "
                "count clock time with --calendar none.",
                ja=f"処理の{outside:.0%}がカレンダー（{log.calendar.title}）では{when}に行われています。開庁時間での"
                "集計は当てになりません。--calendar と --timezone で正しいものを指定するか、--calendar none で実時間の集計に"
                "してください。",
            )
        )
    return found


def share_outside_hours(log: EventLog) -> float | None:
    """Return the share of completions at moments when the office is closed (None: no hours); of dates, on days of closure.

    Measured on some 200,000 instances of evenly chosen cases.
    """
    import numpy as np

    if log.calendar.never_closes:
        return None
    prepared = log.prepared()
    instances = prepared.instances
    every = max(1, prepared.extent.usable // _SAMPLED)
    chosen = (
        instances.filter(log.events.engine.hash_number(instances.end) % every == 0)
        if every > 1
        else instances
    )
    local = chosen.select(local=log.to_local(chosen.end)).to_pyarrow()["local"].to_numpy()
    if not len(local):
        return None
    moments = local.astype("datetime64[us]")
    if log.events.dates_only:
        days = moments.astype("datetime64[D]").astype("datetime64[us]")
        begin, end = days, days + np.timedelta64(DAY, "us")
    else:
        minute = np.timedelta64(60_000_000, "us")
        begin, end = moments - minute, moments + minute
    around = log.calendar.cumulative(end) - log.calendar.cumulative(begin)
    return float((around == 0).mean())


def summary(answers: Mapping[str, Any]) -> list[str]:
    """Return the findings in a few sentences."""
    overview, lead = answers["overview"], answers["lead_time"]
    day = answers["settings"]["calendar"]["working_day_seconds"]
    works = answers["settings"]["calendar"]["name"] != "none"
    sentences = [
        tell(
            en=f"{counted(overview['cases'], 'case')}, {counted(overview['activity_instances'], 'activity instance')}, "
            f"{_date(overview['first'])} to {_date(overview['last'])}.",
            ja=f"{_date(overview['first'])}から{_date(overview['last'])}までの{overview['cases']:,}件、"
            f"処理は延べ{overview['activity_instances']:,}回です。",
        )
    ]
    measure = "working_seconds" if works else "clock_seconds"
    unit = day if works else 86_400
    days_en, days_ja = ("working days", "開庁日") if works else ("days", "日")
    middle, slow = lead[measure]["median"], lead[measure]["p95"]
    within = Intervals.of(answers)
    if middle is not None:
        half, most = (within.text("lead_time", f"{measure}_{name}", unit) for name in ("median", "p95"))
        sentences.append(_lead_times(middle / unit, slow / unit, half, most, (days_en, days_ja)))
    sentences += _worst(answers, within, unit, days_en, days_ja)
    again = answers["rework"]["share_of_cases"]
    if again:
        sentences.append(
            tell(
                en=f"In {again:.0%} of the cases something is done more than once.",
                ja=f"{again:.0%}の案件で、同じ処理が2回以上行われています。",
            )
        )
    if not overview["has_starts"]:
        sentences.append(
            tell(
                en="Only completions are recorded, so waiting and working cannot be told apart: times run from one "
                "completion to the next.",
                ja="完了の日時しか記録がないため、待ち時間と作業時間は分けられません。直前の処理の完了からの時間を示します。",
            )
        )
    return sentences


def _worst(
    answers: Mapping[str, Any], within: Intervals, unit: float, days_en: str, days_ja: str
) -> Iterator[str]:
    """Yield the worst bottleneck; where it is one of a few cases, that it is, and the worst of more."""
    ranked = [row for row in answers["bottlenecks"] if row["working_seconds_total"]]
    if not ranked:
        return
    yield _bottleneck(ranked[0], within, unit, days_en, days_ja)
    few = ranked[0]["cases"]
    if few >= MINIMUM_CASES:
        return
    yield tell(
        en=f"That is {counted(few, 'case')} only: see whether {'its' if few == 1 else 'their'} dates are right before "
        "concluding anything.",
        ja=f"ただし、これは{few:,}件だけの結果です。日付に誤りがないか、先に確かめてください。",
    )
    more = next((row for row in ranked if row["cases"] >= MINIMUM_CASES), None)
    if more is not None:
        said = _bottleneck(more, within, unit, days_en, days_ja)
        yield tell(
            en=f"Of steps in more cases, {said[0].lower()}{said[1:]}", ja=f"件数の多い区間では、{said}"
        )


def _bottleneck(row: Mapping[str, Any], within: Intervals, unit: float, days_en: str, days_ja: str) -> str:
    before, after = shown_name(row["source"]), shown_name(row["target"])
    saved = row["mean_lead_time"] - row["mean_lead_time_if_halved"]
    waiting = row["measure"] == "waiting"
    share = within.text("bottlenecks", "share_of_lead_time", 0.01, row["source"], row["target"])
    gain = within.text("bottlenecks", "mean_lead_time_saved", unit, row["source"], row["target"])
    return tell(
        en=f"Most time is lost before {after} (after {before}): "
        f"{row['share_of_lead_time']:.0%}{share} of all lead time, in {counted(row['cases'], 'case')}. "
        f"If it {'waited' if waiting else 'took'} half as long, the mean would fall by "
        f"{_days(saved / unit)}{gain} {days_en}.",
        ja=f"最も時間がかかっているのは「{before}」の後の「{after}」"
        f"{'を待つ間' if waiting else 'まで'}です"
        f"（全所要時間の{row['share_of_lead_time']:.0%}{share}、{row['cases']:,}件）。"
        f"これが半分になれば、平均は{_days(saved / unit)}{gain}{days_ja}短くなります。",
    )


def _lead_times(middle: float, slow: float, half: str, most: str, days: tuple[str, str]) -> str:
    """Say how long cases take from the median and the 95th percentile, in days, with their intervals."""
    if not slow:
        return tell(
            en="Nearly all cases begin and end at the same moment or while the office is closed: no time is to be seen.",
            ja="ほぼすべての案件で、最初と最後の記録の間に数えられる時間がありません（日時が同じか、閉庁中）。",
        )
    typical, longest = _days(middle), _days(slow)
    if typical == longest:
        return tell(
            en=f"The cases take about the same time: half of them and nineteen in twenty up to {longest}{most} {days[0]}.",
            ja=f"案件の所要期間はほぼ同じで、半数も、20件中19件も、{longest}{most}{days[1]}以内です。",
        )
    return tell(
        en=f"Half of the cases take more than {typical}{half} {days[0]}, one in twenty more than {longest}{most}.",
        ja=f"半数の案件は{typical}{half}{days[1]}を超え、20件に1件は{longest}{most}{days[1]}を超えます。",
    )


def _days(days: float) -> str:
    """Return days with one decimal; what is not nothing never reads as 0.0."""
    return f"{days:.1g}" if 0 < days < 0.05 else f"{days:.1f}"


def _date(moment: str | None) -> str:
    return (moment or "")[:10]
