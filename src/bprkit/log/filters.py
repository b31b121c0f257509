"""Conditions on cases: which ones a question is asked of. A case is kept or left whole."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.language import tell

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bprkit.log.eventlog import EventLog

PERIODS = ("started", "contained", "touching")
_EPOCH = date(1970, 1, 1)
_DAY = 86_400_000_000
_UNITS = {"千": 1_000, "万": 10_000, "億": 100_000_000}
_FULL_WIDTH = "０１２３４５６７８９．，－"
_HALF_WIDTH = "0123456789.,-"
_WHERE = re.compile(r"\s*(?P<column>.+?)\s*(?P<operator>!=|=|<|>|~)\s*(?P<value>.*?)\s*\Z", re.DOTALL)


@dataclass(frozen=True)
class CaseFilter:
    """One condition in words (both languages), and the function from a log to the codes of the cases that meet it."""

    en: str
    ja: str
    kept: Callable[[EventLog], ir.Table]

    def __str__(self) -> str:
        return tell(en=self.en, ja=self.ja)


def case_filters(
    log: EventLog,
    *,
    started_from: str | date | None,
    started_to: str | date | None,
    period: str,
    activity: str | Sequence[str] | None,
    without_activity: str | Sequence[str] | None,
    variant_share: float | None,
    complete: bool,
    where: str | Sequence[str] | Mapping[str, str] | None,
) -> Iterator[CaseFilter]:
    """Yield the conditions asked for, checked against the log."""
    if period not in PERIODS:
        raise InputError(
            en=f"period (--cases) {period!r} is unknown. Use started, contained or touching; "
            "dates go to started_from (--from) and started_to (--to).",
            ja=f"period（--cases）に「{period}」は指定できません。{'、'.join(PERIODS)} のいずれかにしてください。"
            "日付は started_from（--from）と started_to（--to）で指定します。",
        )
    if started_from is not None or started_to is not None:
        yield _in_period(_day("--from", started_from), _day("--to", started_to), period)
    if activity is not None:
        yield _with_activity(log, _listed(activity), wanted=True)
    if without_activity is not None:
        yield _with_activity(log, _listed(without_activity), wanted=False)
    if complete:
        yield _complete(log)
    conditions = (
        [f"{k}={v}" for k, v in where.items()] if isinstance(where, Mapping) else _listed(where or ())
    )
    for condition in conditions:
        yield _where(log, condition)
    if variant_share is not None:
        yield _common_variants(variant_share)


def _listed(names: str | Sequence[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _day(option: str, text: str | date | None) -> date | None:
    from bprkit.log.dates.formats import parse_stamp

    if text is None or (isinstance(text, date) and not isinstance(text, datetime)):
        return text
    stamp = parse_stamp(str(text))
    if stamp is None:
        raise InputError(
            en=f"{option} {text} cannot be read as a date. Write for example 2024-04-01 or R6.4.1.",
            ja=f"{option} {text} は日付として読めません。2024-04-01 や R6.4.1 のように指定してください。",
        )
    return stamp.date


def _in_period(first: date | None, last: date | None, period: str) -> CaseFilter:
    if first is not None and last is not None and last < first:
        raise InputError(
            en=f"The period ends ({last}) before it begins ({first}). Exchange --from and --to.",
            ja=f"期間の終わり（{last}）が始まり（{first}）より前です。--from と --to を入れ替えてください。",
        )

    def kept(log: EventLog) -> ir.Table:
        cases = log.prepared().cases
        clock = log.zone_clock
        begin = None if first is None else clock.instant_of((first - _EPOCH).days * _DAY)
        end = None if last is None else clock.instant_of((last + timedelta(days=1) - _EPOCH).days * _DAY)
        first_moment, last_moment = cases["first"], cases["last"]
        tested_after = last_moment if period == "touching" else first_moment
        tested_before = last_moment if period == "contained" else first_moment
        if begin is not None:
            cases = cases.filter(tested_after >= begin)
        if end is not None:
            cases = cases.filter(tested_before < end)
        return cases.select("case")

    what_en = {"started": "started", "contained": "started and ended", "touching": "were in progress"}[period]
    what_ja = {"started": "開始した", "contained": "開始から終了までが収まる", "touching": "進行中だった"}[
        period
    ]
    return CaseFilter(
        f"cases that {what_en} from {first or '…'} to {last or '…'}",
        f"{first or '…'}から{last or '…'}までに{what_ja}案件",
        kept,
    )


def _with_activity(log: EventLog, activities: list[str], *, wanted: bool) -> CaseFilter:
    known = log.prepared().names["activity"]
    for name in activities:
        if name not in set(known):
            raise unknown_activity(log, name)

    def kept(log: EventLog) -> ir.Table:
        prepared = log.prepared()
        codes = [code for code, name in enumerate(prepared.names["activity"]) if name in activities]
        instances = prepared.instances
        having = instances.filter(instances.activity.isin(codes or [-1])).select("case").distinct()
        return having if wanted else prepared.cases.anti_join(having, "case").select("case")

    shown = ", ".join(activities)
    if wanted:
        return CaseFilter(f"cases with {shown}", f"「{shown}」を含む案件", kept)
    return CaseFilter(f"cases without {shown}", f"「{shown}」を含まない案件", kept)


def unknown_activity(log: EventLog, name: str) -> InputError:
    """Return the error for an activity that the log does not have, with the nearest that it has."""
    from difflib import get_close_matches

    if "activity" in log.prepared().codes_for_people:
        return InputError(
            en=f"{log.events.name} has no activity {name!r}; what it has are names of persons, which are not listed.",
            ja=f"{log.events.name} に「{name}」という処理はありません。処理の列は個人を示すため、候補は表示しません。",
        )
    known = [str(activity) for activity in log.prepared().names["activity"]]
    near = get_close_matches(name, known, n=3, cutoff=0.5) or known[:10]
    listed = ", ".join(near)
    return InputError(
        en=f"{log.events.name} has no activity {name!r}. Did you mean one of: {listed}?",
        ja=f"{log.events.name} に「{name}」という処理はありません。次のいずれかではありませんか：{listed}",
    )


def _complete(log: EventLog) -> CaseFilter:
    if not log.end_activities:
        raise InputError(
            en="Which activities end a case? Name them with --end-activity, so that complete cases can be told from open ones.",
            ja="どの処理で案件が終わるのか分かりません。--end-activity で終了の処理を指定すると、完了した案件だけに絞れます。",
        )

    def kept(log: EventLog) -> ir.Table:
        cases = log.cases_with_status()
        return cases.filter(cases.complete).select("case")

    return CaseFilter("complete cases", "完了した案件", kept)


def _common_variants(share: float) -> CaseFilter:
    if not 0 < share <= 1:
        raise InputError(
            en=f"The share of variants is {share}; it has to be above 0 and at most 1, for example 0.8.",
            ja=f"バリアントの割合が {share} です。0より大きく1以下（例：0.8）にしてください。",
        )

    def kept(log: EventLog) -> ir.Table:
        import ibis

        prepared = log.prepared()
        variants = prepared.variants
        before = variants.cases.sum().over(ibis.cumulative_window(order_by="variant")) - variants.cases
        common = variants.mutate(before=before)
        enough = round(share * prepared.case_count, 6)  # 0.07 * 100 is a little over 7
        common = common.filter(common.before < enough).select("length", "low", "high")
        return prepared.cases.semi_join(common, ["length", "low", "high"]).select("case")

    return CaseFilter(
        f"the most frequent variants, {share:.0%} of the cases",
        f"多い順に案件の{share:.0%}を占めるバリアント",
        kept,
    )


def _where(log: EventLog, condition: str) -> CaseFilter:
    found = _WHERE.match(condition)
    if found is None:
        raise InputError(
            en=f"--where {condition!r} has no comparison. Write for example section=税務課 or amount>500000.",
            ja=f"--where「{condition}」に比較がありません。section=税務課 や 金額>500000 のように指定してください。",
        )
    column, operator, value = found["column"], found["operator"], found["value"]
    _refuse_free_text(log, column)
    key = log.key(column)
    number = as_number(value)
    if operator in "<>" and number is None:
        raise InputError(
            en=f"--where {condition!r}: {value!r} is not a number, and {operator} compares numbers. Write it in digits, "
            "for example 100000 or 10万.",
            ja=f"--where「{condition}」：「{value}」は数として読めません。{operator} は数の比較に使います。"
            "100000 や 10万 のように書いてください。",
        )
    read_as = f" ({number:.15g})" if operator in "<>" and value != f"{number:.15g}" else ""
    return _condition(column, operator, value + read_as, key, value, number)


def _refuse_free_text(log: EventLog, column: str) -> None:
    if column in log.events.recognised.free_text and column not in log.events.available:
        raise InputError(
            en=f"{log.events.name}: {column} was set aside as free text that may hold personal data, so cases cannot be "
            "chosen by it. Use another column, or choose the cases in the file.",
            ja=f"{log.events.name}：「{column}」は個人情報を含みうる自由記述として使わない列のため、条件にできません。"
            "別の列を使うか、元のファイルで案件を絞ってください。",
        )


def _condition(
    column: str, operator: str, shown: str, key: str, value: str, number: float | None
) -> CaseFilter:
    """Return the condition on a column; `shown` tells the value and, where it was read as one, the number."""

    def kept(log: EventLog) -> ir.Table:
        events = log.events.with_columns([key])
        met = events.filter(_meets(events[key], operator, value, number), events.case.notnull())
        having = met.select(case=log.events.engine.hash_text(met.case)).distinct()
        return log.prepared().cases.anti_join(having, "case").select("case") if operator == "!=" else having

    return CaseFilter(f"{column} {operator} {shown}", f"{column} {operator} {shown}", kept)


def _meets(column: Any, operator: str, value: str, number: float | None) -> Any:
    if operator == "~":
        return column.contains(value)
    if operator == "<":
        return numeric(column) < number
    if operator == ">":
        return numeric(column) > number
    same = column == value
    if number is not None:  # 500000 finds "500,000", too
        same = same | (numeric(column) == number)
    return same


def numeric(column: ir.StringValue) -> ir.FloatingValue:
    """Return the number that a text such as "1,234,000", "¥500" or "５００円" writes; null where it writes none."""
    half = column.translate(_FULL_WIDTH, _HALF_WIDTH)
    number = half.re_replace(r"[,\s¥￥\\円]", "").try_cast("float64")
    # a text "NaN" reads as a number larger than any
    return number.between(-1e300, 1e300).ifelse(number, None)


def as_number(text: str) -> float | None:
    """Return the number that a text writes, as `numeric` does in the engine.

    Of a value that a user writes, 10万 and 1億 are read, too.

    >>> as_number("１，２３４円"), as_number("１０万"), as_number("1.5億円")
    (1234.0, 100000.0, 150000000.0)
    >>> as_number("税務課") is None
    True
    """
    plain = re.sub(r"[,\s¥\\円]", "", unicodedata.normalize("NFKC", text))
    times = _UNITS.get(plain[-1:], 1)
    try:
        number = float(plain if times == 1 else plain[:-1]) * times
    except ValueError:
        return None
    return number if math.isfinite(number) else None
