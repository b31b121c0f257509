"""What is wrong or notable in a log: each check counts, shows example rows, and says what was done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from bprkit.language import counted
from bprkit.log.dates.columns import RAW
from bprkit.log.engine import ROW
from bprkit.log.events import as_text
from bprkit.log.examples import example_rows, placed
from bprkit.log.extent import tomorrow
from bprkit.log.findings import EXAMPLES, Finding
from bprkit.log.names import LONGEST_SHOWN
from bprkit.log.repeated_cases import repeated_cases

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bprkit.log.eventlog import EventLog
    from bprkit.log.events import Events
    from bprkit.log.prepared import Prepared


def quality(log: EventLog) -> tuple[Finding, ...]:
    """Check the whole log that a log is or is a part of; return what was found, in the order of the checks."""
    whole = log
    while whole.base is not None:
        whole = whole.base
    events, prepared = whole.events, whole.prepared()
    return (
        *events.source.findings,
        *events.findings,
        *_incomplete_rows(whole),
        *repeated_cases(whole),
        *_odd_stamps(whole),
        *_duplicates(whole, prepared),
        *_ties(whole, prepared),
        *_differing_twins(events),
        *_cut_by_window(whole, prepared),
        *_long_names(prepared),
    )


def _incomplete_rows(log: EventLog) -> Iterator[Finding]:
    extent = log.events.extent
    for part, count, en, ja in (
        ("case", extent.missing_case, "no case number", "案件番号"),
        ("activity", extent.missing_activity, "no activity", "処理"),
    ):
        if count:
            yield Finding(
                f"missing_{part}",
                count,
                "set_aside",
                en=f"{counted(count, 'row has', 'rows have')} {en}; set aside.",
                ja=f"{ja}のない行が{count:,}行あり、集計から除きました。",
                examples=example_rows(log, partial(_lacks, part)),
            )
    yield from _unread_dates(log)
    yield from _without_dates(log)


def _lacks(part: str, table: ir.Table) -> Any:
    return table[part].isnull()


def _unread_dates(log: EventLog) -> Iterator[Finding]:
    """Count the dates that are there and cannot be read; of a start, that it was not used."""
    events, taken = log.events, log.events.recognised
    times = (taken.time,) if taken.time else taken.milestones
    starts = (taken.start,) if taken.start else ()
    for headers, action, en, ja in (
        (times, "set_aside", "set aside", "集計から除きました"),
        (starts, "repaired", "these starts were not used", "その開始日時は使いませんでした"),
    ):
        count, examples = 0, list[dict[str, Any]]()
        for header in headers:
            if _may_lack(events, header):
                found, shown = _unread(events, header)
                count += found
                examples += shown[: EXAMPLES - len(examples)]
        if count:
            yield Finding(
                "unparsable_date",
                count,
                "set_aside" if action == "set_aside" else "repaired",
                en=f"{counted(count, 'date')} cannot be read (or no year from 1900 to 2149); {en}.",
                ja=f"日付として読めない値（1900～2149年以外の日付を含む）が{count:,}件あり、{ja}。",
                examples=placed(log, examples),
            )


def _may_lack(events: Events, header: str | None) -> bool:
    """Tell from what was counted already whether dates of a column may not have been read."""
    if events.recognised.lifecycle:
        return True
    if header != events.recognised.start:
        return events.extent.missing_time > 0
    return bool(events.with_columns(()).start.isnull().any().to_pyarrow().as_py())


def _unread(events: Events, header: str | None) -> tuple[int, list[dict[str, Any]]]:
    import ibis

    assert header is not None
    unread = events.dates[header].unreadable(events.engine.in_order(events.source.table))
    count = _count(unread)
    columns = {"column": ibis.literal(header), "value": unread[RAW]}
    if ROW in unread.columns:
        columns["row"] = unread[ROW]
        unread = unread.order_by(ROW)
    return count, unread.limit(EXAMPLES).select(**columns).to_pyarrow().to_pylist() if count else []


def _without_dates(log: EventLog) -> Iterator[Finding]:
    """Count the rows without any date."""
    events, taken = log.events, log.events.recognised
    if not (taken.shape == "wide" or _may_lack(events, taken.time)):
        return
    source = events.engine.in_order(events.source.table)
    headers = [taken.time] if taken.time else list(taken.milestones)
    blank = source.filter(*[as_text(source[header]).isnull() for header in headers])
    columns = {"case": events.case_of(blank)} | ({"row": blank[ROW]} if ROW in blank.columns else {})
    if count := _count(blank):
        ordered = blank.order_by(ROW) if ROW in blank.columns else blank
        rows = ordered.limit(EXAMPLES).select(**columns).to_pyarrow().to_pylist()
        yield Finding(
            "missing_time",
            count,
            "set_aside",
            en=f"{counted(count, 'row has', 'rows have')} no time; set aside.",
            ja=f"日時のない行が{count:,}行あり、集計から除きました。",
            examples=placed(log, rows),
        )


def _odd_stamps(log: EventLog) -> Iterator[Finding]:
    events = log.events
    extent = events.extent
    if extent.before_1970:
        yield Finding(
            "before_1970",
            extent.before_1970,
            "kept",
            en=f"{counted(extent.before_1970, 'row is', 'rows are')} dated before 1970.",
            ja=f"1970年より前の日付が{extent.before_1970:,}行あります。",
            examples=example_rows(log, lambda table: table.time < 0),
        )
    if extent.after_today:
        yield Finding(
            "after_today",
            extent.after_today,
            "kept",
            en=f"{counted(extent.after_today, 'row is', 'rows are')} dated in the future.",
            ja=f"未来の日付が{extent.after_today:,}行あります。",
            examples=example_rows(log, lambda table: table.time >= tomorrow()),
        )
    if extent.ending_before_start:
        yield Finding(
            "negative_duration",
            extent.ending_before_start,
            "repaired",
            en=f"{counted(extent.ending_before_start, 'instance ends', 'instances end')} before the start; "
            "such starts were not used.",
            ja=f"開始が終了より後になっている行が{extent.ending_before_start:,}行あり、開始日時は使いませんでした。",
            examples=example_rows(log, lambda table: table.start > table.time),
        )
    if events.aware:
        yield _converted(log)
    if events.dates_only:
        yield Finding(
            "date_only",
            extent.usable,
            "told",
            en="The stamps are dates without a time of day: what is shorter than a day cannot be seen.",
            ja="日付だけで時刻がありません。1日より短い待ち時間は分かりません。",
        )


def _converted(log: EventLog) -> Finding:
    """Tell how many stamps had an offset and were converted, and how many had none and were taken to be of the zone."""
    events = log.events
    values, naive = events.extent.usable, 0
    if columns := [column for column in events.dates.values() if column.naive_zone is not None]:
        naive = sum(_count(column.without_offset(events.source.table)) for column in columns)
        values = sum(_count(column.readable(events.source.table)) for column in events.dates.values())
    en = f"{counted(values - naive, 'stamp carries', 'stamps carry')} an offset from UTC; converted to {log.zone}."
    ja = f"時差の表記がある日時が{values - naive:,}件あり、{log.zone} の時刻に直しました。"
    if naive:
        en += f" {counted(naive, 'other', 'others')} without one: taken as times of {log.zone}."
        ja += f"表記のない{naive:,}件は {log.zone} の時刻とみなしました。"
    return Finding("offset_converted", values - naive, "told", en=en, ja=ja)


def _count(table: ir.Table) -> int:
    return int(table.count().to_pyarrow().as_py())


def _duplicates(log: EventLog, prepared: Prepared) -> Iterator[Finding]:
    """Count rows that another row repeats to the letter; only among rows of one case, activity and moment."""
    events = log.events
    if events.recognised.shape == "wide" or not _tied(prepared):
        return
    tied = prepared.instances.filter(_is_tie(prepared)).select(code="case").distinct()
    source = events.engine.in_order(events.source.table)
    recorded = {f"_{place}": source[name] for place, name in enumerate(source.columns) if name != ROW}
    numbered = {"row": source[ROW]} if ROW in source.columns else {}
    case, activity = events.case_of(source), source[events.recognised.activity]
    rows = source.select(
        **recorded, **numbered, code=events.engine.hash_text(case), case=case, activity=activity
    ).semi_join(tied, "code")
    place = {"row": rows.row.max()} if numbered else {}
    repeated = rows.group_by(*recorded, "case", "activity").aggregate(times=rows.count(), **place)
    repeated = repeated.filter(repeated.times > 1)
    count = repeated.aggregate(extra=(repeated.times - 1).sum()).to_pyarrow().to_pylist()[0]["extra"]
    if count:
        shown = (
            repeated.order_by(*(place or ["case"]))
            .select("case", "activity", "times", *place)
            .limit(EXAMPLES)
        )
        yield Finding(
            "exact_duplicate",
            int(count),
            "kept",
            en=f"{counted(int(count), 'row repeats', 'rows repeat')} another row in every column; counted as they stand.",
            ja=f"すべての列が同じ行が{int(count):,}行重複しています（そのまま数えました）。",
            examples=placed(log, shown.to_pyarrow().to_pylist()),
        )


def _is_tie(prepared: Prepared) -> Any:
    instances = prepared.instances
    if prepared.extent.has_starts:
        return instances.end == instances.previous_end
    return instances.clock == 0


def _tied(prepared: Prepared) -> int:
    instances = prepared.instances
    tied = instances.aggregate(ties=_is_tie(prepared).sum()).to_pyarrow().to_pylist()[0]["ties"]
    return int(tied or 0)


def _ties(log: EventLog, prepared: Prepared) -> Iterator[Finding]:
    count = _tied(prepared)
    if not count:
        return
    events = log.events
    en, ja = _order_of_ties(events)
    tied = prepared.instances.filter(_is_tie(prepared)).join(events.case_names, "case")
    first = tied.order_by("end", "name", "position").limit(EXAMPLES)
    named = first.select("name", "activity", "end").to_pyarrow().to_pylist()
    names = prepared.activities
    yield Finding(
        "tie",
        count,
        "told",
        en=f"{counted(count, 'event shares', 'events share')} the moment of the one before in the same case; taken in {en}.",
        ja=f"同じ案件の直前の処理と同時刻の処理が{count:,}件あり、{ja}の順に並べました。",
        examples=tuple(
            {"case": row["name"], "activity": str(names[row["activity"]]), "time": log.moment(row["end"])}
            for row in named
        ),
    )


def _order_of_ties(events: Events) -> tuple[str, str]:
    if events.order is not None:
        return f"the order of the column {events.order}", f"列「{events.order}」の番号"
    if "row" in events.engine.numbered(events.with_columns(())).columns:
        return "the order of the file", "ファイル"
    if events.recognised.shape == "wide":
        return "the order of the columns", "列"
    return "the order of their names", "処理名"


def _differing_twins(events: Events) -> Iterator[Finding]:
    """Tell where two columns that were taken for one, being equal in the first rows, differ further down."""
    table = events.source.table
    pairs = events.recognised.same_as
    if not pairs:
        return
    differing = {
        f"pair_{place}": (~table[taken].identical_to(table[twin])).sum()
        for place, (taken, twin) in enumerate(pairs)
    }
    found = table.aggregate(**differing).to_pyarrow().to_pylist()[0]
    for place, (taken, twin) in enumerate(pairs):
        if count := found[f"pair_{place}"]:
            yield Finding(
                "twin_differs",
                int(count),
                "told",
                en=f"{taken} was taken rather than {twin}, but they differ in {int(count):,} rows. Choose one if that matters.",
                ja=f"「{twin}」ではなく「{taken}」を使いましたが、{int(count):,}行で値が異なります。必要なら列を指定してください。",
            )


def _cut_by_window(log: EventLog, prepared: Prepared) -> Iterator[Finding]:
    """Count the cases that seem to have begun before the log does, or to go on after it.

    A case is taken as cut if it begins within one median lead time of the log's first moment with an activity that
    begins fewer than a tenth of the cases (or ends within as much of the last with one that ends as few).
    """
    cases, sequences = prepared.cases, prepared.sequences
    if prepared.case_count < 2:
        return
    shapes = sequences.group_by("variant").aggregate(
        begins=sequences.activity.argmin(sequences.position),
        ends=sequences.activity.argmax(sequences.position),
    )
    typed = prepared.variants.join(shapes, "variant").select(
        "length", "low", "high", "cases", "begins", "ends"
    )
    usual = {}
    for place in ("begins", "ends"):
        grouped = typed.group_by(place).aggregate(cases=typed.cases.sum()).to_pyarrow().to_pylist()
        usual[place] = [row[place] for row in grouped if row["cases"] >= 0.1 * prepared.case_count]
    span = cases.aggregate(
        first=cases["first"].min(), last=cases["last"].max(), median=(cases["last"] - cases["first"]).median()
    )
    found = span.to_pyarrow().to_pylist()[0]
    margin = int(found["median"] or 0)
    if not margin or not usual["begins"] or not usual["ends"]:
        return
    joined = cases.join(typed.drop("cases"), ["length", "low", "high"])
    counts = joined.aggregate(
        early=((joined["first"] < found["first"] + margin) & ~joined.begins.isin(usual["begins"])).sum(),
        late=((joined["last"] > found["last"] - margin) & ~joined.ends.isin(usual["ends"])).sum(),
    )
    cut = {name: int(value or 0) for name, value in counts.to_pyarrow().to_pylist()[0].items()}
    if cut["early"] or cut["late"]:
        yield Finding(
            "cut_by_window",
            cut["early"] + cut["late"],
            "kept",
            en=f"{counted(cut['early'], 'case seems', 'cases seem')} to have begun before the log does, and "
            f"{cut['late']:,} to go on after it.",
            ja=f"ログの期間より前に始まったらしい案件が{cut['early']:,}件、期間の後も続くらしい案件が{cut['late']:,}件あります。",
        )


def _long_names(prepared: Prepared) -> Iterator[Finding]:
    """Tell of names of activities that are shortened where they are shown."""
    count = sum(len(str(name)) > LONGEST_SHOWN for name in prepared.names["activity"])
    if count:
        longest = max(len(str(name)) for name in prepared.names["activity"])
        yield Finding(
            "long_names",
            count,
            "told",
            en=f"{counted(count, 'activity has a name', 'activities have names')} of more than {LONGEST_SHOWN} characters "
            f"(the longest: {longest:,}); shown shortened, whole in JSON and CSV.",
            ja=f"{LONGEST_SHOWN}文字を超える処理名が{count:,}種類あります（最長{longest:,}文字）。表示は途中を省き、"
            "JSONとCSVには全体を書き出します。",
        )


def set_aside_by_lifecycle(events: Events) -> Iterator[Finding]:
    """Count the rows of a lifecycle log that are neither a completion nor a start that one closes."""
    recorded = events.recorded(())
    kinds = recorded.group_by("lifecycle").aggregate(count=recorded.count()).to_pyarrow().to_pylist()
    counts = {str(row["lifecycle"] or "(none)"): row["count"] for row in kinds}
    closed = int(events.with_columns(()).start.count().to_pyarrow().as_py())
    open_starts = counts.pop("start", 0) - closed
    counts.pop("complete", None)
    if open_starts:
        counts["start"] = open_starts
    if counts:
        total = sum(counts.values())
        listed = ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))
        yield Finding(
            "lifecycle_set_aside",
            total,
            "told",
            en=f"{counted(total, 'row is neither a completion nor the', 'rows are neither completions nor the')} start of "
            f"one ({listed}); no activity instances.",
            ja=f"完了でも、完了に対応する開始でもない行が{total:,}行あります（{listed}）。処理の件数には含めません。",
            examples=tuple({"lifecycle": name, "rows": count} for name, count in sorted(counts.items()))[
                :EXAMPLES
            ],
        )
