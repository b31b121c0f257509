"""What is wrong or notable in a log: each check counts, shows example rows, and says what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from bprkit.log.engine import ROW
from bprkit.log.findings import EXAMPLES, Finding
from bprkit.log.prepared import tomorrow

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
        *_incomplete_rows(events),
        *_odd_stamps(whole),
        *_duplicates(events, prepared),
        *_ties(whole, prepared),
        *_differing_twins(events),
        *_cut_by_window(whole, prepared),
    )


def _incomplete_rows(events: Events) -> Iterator[Finding]:
    extent = events.extent
    for part, count, en, ja in (
        ("case", extent.missing_case, "no case number", "案件番号"),
        ("activity", extent.missing_activity, "no activity", "処理"),
    ):
        if count:
            yield Finding(
                f"missing_{part}",
                count,
                "set_aside",
                en=f"{count:,} rows have {en}; they were set aside.",
                ja=f"{ja}のない行が{count:,}行あり、集計から除きました。",
                examples=_rows(events, partial(_lacks, part)),
            )
    if extent.missing_time:
        yield from _unread_dates(events, extent.missing_time)


def _lacks(part: str, table: ir.Table) -> Any:
    return table[part].isnull()


def _unread_dates(events: Events, missing: int) -> Iterator[Finding]:
    taken = events.recognised
    headers = [taken.time] if taken.time else list(taken.milestones)
    unreadable: list[dict[str, Any]] = []
    count = 0
    for header in headers:
        assert header is not None
        source = events.engine.in_order(events.source.table)
        unread = events.dates[header].unreadable(source)
        found = int(unread.count().to_pyarrow().as_py())
        if found:
            count += found
            columns = {"column": header, "value": unread.raw}
            if ROW in unread.columns:
                columns["row"] = unread[ROW]
                unread = unread.order_by(ROW)
            shown = unread.limit(EXAMPLES).select(**columns).to_pyarrow().to_pylist()
            unreadable += [_with_row(events, row) for row in shown]
    if count:
        yield Finding(
            "unparsable_date",
            count,
            "set_aside",
            en=f"{count:,} dates cannot be read; these rows were set aside.",
            ja=f"日付として読めない値が{count:,}件あり、その行は集計から除きました。",
            examples=tuple(unreadable[:EXAMPLES]),
        )
    if missing > count:
        blank = missing - count
        yield Finding(
            "missing_time",
            blank,
            "set_aside",
            en=f"{blank:,} rows have no time; they were set aside.",
            ja=f"日時のない行が{blank:,}行あり、集計から除きました。",
            examples=() if count else _rows(events, lambda table: table.time.isnull()),
        )


def _odd_stamps(log: EventLog) -> Iterator[Finding]:
    events = log.events
    extent = events.extent
    if extent.before_1970:
        yield Finding(
            "before_1970",
            extent.before_1970,
            "kept",
            en=f"{extent.before_1970:,} rows are dated before 1970.",
            ja=f"1970年より前の日付が{extent.before_1970:,}行あります。",
            examples=_rows(events, lambda table: table.time < 0),
        )
    if extent.after_today:
        yield Finding(
            "after_today",
            extent.after_today,
            "kept",
            en=f"{extent.after_today:,} rows are dated in the future.",
            ja=f"未来の日付が{extent.after_today:,}行あります。",
            examples=_rows(events, lambda table: table.time >= tomorrow()),
        )
    if extent.ending_before_start:
        yield Finding(
            "negative_duration",
            extent.ending_before_start,
            "repaired",
            en=f"{extent.ending_before_start:,} instances end before they start; their starts were not used.",
            ja=f"開始が終了より後になっている行が{extent.ending_before_start:,}行あり、開始日時は使いませんでした。",
            examples=_rows(events, lambda table: table.start > table.time),
        )
    if events.aware:
        yield Finding(
            "offset_converted",
            extent.usable,
            "told",
            en=f"The stamps carry offsets from UTC; {extent.usable:,} were converted to {log.zone}.",
            ja=f"日時に時差の表記があるため、{extent.usable:,}件を {log.zone} の時刻に直しました。",
        )
    if events.dates_only:
        yield Finding(
            "date_only",
            extent.usable,
            "told",
            en="The stamps are dates without a time of day: what is shorter than a day cannot be seen.",
            ja="日付だけで時刻がありません。1日より短い待ち時間は分かりません。",
        )


def _duplicates(events: Events, prepared: Prepared) -> Iterator[Finding]:
    """Count rows that another row repeats to the letter; only among rows of one case, activity and moment."""
    instances = prepared.instances
    if not _tied(prepared):
        return
    tied = instances.filter(_is_tie(prepared)).select("case").distinct()
    source = events.engine.in_order(events.source.table)
    if events.recognised.shape == "wide":
        return
    content = [name for name in events.source.table.columns if name != ROW]
    codes = source.mutate(_code=events.engine.hash_text(events.case_of(source)))
    tied = tied.select(_code="case")
    codes = codes.semi_join(tied, "_code").select(*codes.columns)
    place = {"row": codes[ROW].max()} if ROW in codes.columns else {}
    repeated = codes.group_by(content).aggregate(times=codes.count(), **place)
    repeated = repeated.filter(repeated.times > 1)
    count = repeated.aggregate(extra=(repeated.times - 1).sum()).to_pyarrow().to_pylist()[0]["extra"]
    if count:
        shown = repeated.mutate(case=events.case_of(repeated), activity=repeated[events.recognised.activity])
        columns = ["case", "activity", "times", *(["row"] if "row" in shown.columns else [])]
        rows = shown.order_by(*(["row"] if "row" in shown.columns else ["case"])).select(*columns).limit(EXAMPLES)
        yield Finding(
            "exact_duplicate",
            int(count),
            "kept",
            en=f"{int(count):,} rows repeat another row in every column; they were counted as they stand.",
            ja=f"すべての列が同じ行が{int(count):,}行重複しています（そのまま数えました）。",
            examples=tuple(_with_row(events, row) for row in rows.to_pyarrow().to_pylist()),
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
    by_file = "row" in events.engine.numbered(events.with_columns(())).columns
    tied = prepared.instances.filter(_is_tie(prepared)).order_by("end", "case", "position").limit(EXAMPLES)
    named = tied.join(events.case_names, "case").select("name", "activity", "end").to_pyarrow().to_pylist()
    names = prepared.names["activity"]
    yield Finding(
        "tie",
        count,
        "told",
        en=f"{count:,} events share the moment of the one before them in their case; they are taken in "
        + ("the order of the file." if by_file else "the order of their names."),
        ja=f"同じ案件の直前の処理と同時刻の処理が{count:,}件あり、"
        + ("ファイルの順に並べました。" if by_file else "処理名の順に並べました。"),
        examples=tuple(
            {"case": row["name"], "activity": str(names[row["activity"]]), "time": log.moment(row["end"])}
            for row in named
        ),
    )


def _differing_twins(events: Events) -> Iterator[Finding]:
    """Tell where two columns that were taken for one, being equal in the first rows, differ further down."""
    table = events.source.table
    pairs = events.recognised.same_as
    if not pairs:
        return
    differing = {
        f"pair_{place}": (~table[taken].identical_to(table[twin])).sum() for place, (taken, twin) in enumerate(pairs)
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
        begins=sequences.activity.argmin(sequences.position), ends=sequences.activity.argmax(sequences.position)
    )
    typed = prepared.variants.join(shapes, "variant").select("length", "low", "high", "cases", "begins", "ends")
    usual = {}
    for place in ("begins", "ends"):
        counted = typed.group_by(place).aggregate(cases=typed.cases.sum()).to_pyarrow().to_pylist()
        usual[place] = [row[place] for row in counted if row["cases"] >= 0.1 * prepared.case_count]
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
            en=f"{cut['early']:,} cases seem to have begun before the log does, and {cut['late']:,} to go on after it.",
            ja=f"ログの期間より前に始まったらしい案件が{cut['early']:,}件、期間の後も続くらしい案件が{cut['late']:,}件あります。",
        )


def set_aside_by_lifecycle(events: Events) -> Iterator[Finding]:
    """Count the rows of a lifecycle log that are neither a completion nor a start that one closes."""
    recorded = events.recorded(())
    counted = recorded.group_by("lifecycle").aggregate(count=recorded.count()).to_pyarrow().to_pylist()
    counts = {str(row["lifecycle"] or "(none)"): row["count"] for row in counted}
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
            en=f"{total:,} rows are no completions and no starts of one ({listed}); they make no activity instance.",
            ja=f"完了でも、完了に対応する開始でもない行が{total:,}行あります（{listed}）。処理の件数には含めません。",
            examples=tuple({"lifecycle": name, "rows": count} for name, count in sorted(counts.items()))[:EXAMPLES],
        )


def mixed_offsets(events: Events, header: str) -> list[dict[str, Any]]:
    """Return example rows of a column whose awareness differs from what was seen in its first rows."""
    column = events.dates[header]
    source = events.engine.in_order(events.source.table)
    other = column.of_other_kind(source).limit(EXAMPLES)
    names = {"value": other.raw} | ({"row": other[ROW]} if ROW in other.columns else {})
    return [_with_row(events, row) for row in other.select(**names).to_pyarrow().to_pylist()]


def _rows(events: Events, condition: Callable[[ir.Table], Any]) -> tuple[dict[str, Any], ...]:
    """Return the first events that meet a condition, as examples."""
    table = events.engine.numbered(events.with_columns(()))
    found = table.filter(condition(table))
    names = [name for name in ("row", "case", "activity") if name in found.columns]
    moments = {name: events.engine.stamp(found[name]) for name in ("start", "time") if name in found.columns}
    found = found.order_by("row") if "row" in names else found.order_by("case", "activity")
    return tuple(_with_row(events, row) for row in found.select(*names, **moments).limit(EXAMPLES).to_pyarrow().to_pylist())


def _with_row(events: Events, row: dict[str, Any]) -> dict[str, Any]:
    """Name a row as a spreadsheet does, and write moments as text."""
    shown: dict[str, Any] = {}
    if "row" in row and events.source.header_rows is not None:
        shown["row"] = int(row["row"]) + events.source.header_rows + 1
    elif "row" in row:
        shown["row"] = int(row["row"]) + 1
    for name, value in row.items():
        if name != "row":
            shown[name] = value.isoformat(sep=" ") if hasattr(value, "isoformat") else value
    return shown

