"""The way of the data, in one file: open, recognise the columns, read the dates, check, make ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from bprkit.calendar import OfficeCalendar, load_calendar
from bprkit.errors import InputError
from bprkit.log.columns.pseudo import is_pseudo, pseudo_candidates, pseudo_side
from bprkit.log.columns.recognition import Recognised, recognise
from bprkit.log.dates.agreement import in_agreement
from bprkit.log.dates.columns import DateColumn, date_column
from bprkit.log.dates.formats import AmbiguousDates
from bprkit.log.engine import Engine, start_engine
from bprkit.log.eventlog import EventLog
from bprkit.log.events import Events
from bprkit.log.filters import unknown_activity
from bprkit.log.findings import Finding
from bprkit.log.opening import open_source
from bprkit.log.ordering import order_column, set_aside
from bprkit.log.quality import quality, set_aside_by_lifecycle
from bprkit.log.sources import Source, reading_error
from bprkit.log.text.files import ShortRow
from bprkit.log.zones import check_zone

if TYPE_CHECKING:
    import pandas as pd


def read_log(
    source: Any,
    *,
    case: str | None = None,
    activity: str | None = None,
    time: str | None = None,
    start: str | None = None,
    resource: str | None = None,
    role: str | None = None,
    section: str | None = None,
    lifecycle: str | None = None,
    order: str | None = None,
    shape: Literal["long", "wide"] | None = None,
    calendar: str | Path | OfficeCalendar = "jp",
    timezone: str | None = None,
    encoding: str | None = None,
    sheet: str | int | None = None,
    era: str | None = None,
    day_first: bool | None = None,
    naive: Literal["refuse", "zone"] = "refuse",
    end: str | Sequence[str] = (),
    after_end: str | Sequence[str] = (),
    keep_pseudo_events: bool = False,
    strict: bool = False,
    engine: str = "duckdb",
    memory: str | None = None,
) -> EventLog:
    """Read an event log, whatever form it has, and make it ready for questions.

    Parameters
    ----------
    source: a path (CSV or TSV, also gzipped; Excel; Parquet; XES, also gzipped), a glob or several paths that make one
        log, a pandas or Polars frame, an Arrow table, or an Ibis table in any database.
    case, activity, time, start, resource, role, section, lifecycle: headers, where the recognised ones are not meant.
    order: the header of a column of whole numbers that says which of two events at the same moment comes first. By
        default the order of the file does; in a table of Spark, which has none, the names of the activities.
    shape: "long" (a row an event) or "wide" (a row a case, a column of dates a milestone), if not to be recognised.
    calendar: "jp" (a Japanese city hall), "none" (clock time), a YAML file, or the Cabinet Office's holiday CSV.
    timezone: the zone of the log, by default the calendar's: stamps without offset are in it, others converted.
    encoding, sheet: of a text file and of a workbook, if not to be detected.
    era, day_first: how to read dates such as 6/6/29 and 03/04/2024.
    naive: what to do with stamps without offset in a column of stamps with: refuse, or take them as of the zone.
    end, after_end: activities that end a case, and those that come after its end (後閲, 供覧).
    keep_pseudo_events: keep the Start and End events that process-mining tools add.
    strict: refuse a log of which anything has to be set aside or repaired.
    engine: "duckdb" or "spark". memory: what DuckDB may use, such as "4GB"; the rest spills to disk.

    Raises
    ------
    InputError: what was given cannot be used; the message says why and what to do.

    Examples
    --------
    >>> import pandas as pd
    >>> log = read_log(pd.DataFrame({
    ...     "番号": ["1", "1", "2", "2"],
    ...     "処理内容": ["起案", "決裁", "起案", "決裁"],
    ...     "処理日時": ["R6.6.28 16:00", "R6.7.1 9:30", "R6.7.1 9:00", "R6.7.1 10:00"],
    ... }))
    >>> log.case_count()
    2
    """
    office = calendar if isinstance(calendar, OfficeCalendar) else load_calendar(calendar, timezone)
    zone = check_zone(timezone or office.timezone)
    where = start_engine(engine, source, memory)
    chosen = {
        part: header
        for part, header in {
            "case": case,
            "activity": activity,
            "time": time,
            "start": start,
            "resource": resource,
            "role": role,
            "section": section,
            "lifecycle": lifecycle,
        }.items()
        if header is not None
    }

    def understood(*, fill: bool = False) -> Events:
        opened = open_source(where, source, encoding=encoding, sheet=sheet, fill=fill)
        sample = _sample(opened)
        recognised = recognise(sample, chosen=chosen, shape=shape, name=opened.name)
        if recognised.shape == "wide":
            opened = _numbered(where, opened)
        numbering = None if order is None else order_column(opened, order)
        if numbering is not None:
            recognised = set_aside(recognised, numbering)
        dates = _date_columns(where, opened, recognised, sample, era=era, day_first=day_first)
        return in_agreement(Events(where, opened, recognised, dates, order=numbering), zone, naive)

    try:
        events = understood()
    except ShortRow:
        events = understood(fill=True)
    recognised = events.recognised
    if recognised.lifecycle:
        events = events.with_findings(set_aside_by_lifecycle(events))
    if not keep_pseudo_events:
        events = _without_pseudo_events(events)
    _refuse_empty(events)
    log = EventLog(events, office, zone, _listed(end), _listed(after_end))
    for name in (*log.end_activities, *log.after_end):
        if name not in set(log.prepared().names["activity"]):
            raise unknown_activity(log, name)
    if strict:
        _refuse_repairs(log)
    return log


def _listed(names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _sample(source: Source) -> pd.DataFrame:
    try:
        return source.sample()
    except Exception as error:
        if type(error).__module__.startswith(("duckdb", "_duckdb")):
            raise reading_error(error, source) from error
        raise


def _numbered(engine: Engine, source: Source) -> Source:
    """Number the rows of a wide table before its columns are taken apart."""
    return replace(source, table=engine.in_order(engine.keep(source.table, "wide")))


def _date_columns(
    engine: Engine,
    source: Source,
    recognised: Recognised,
    sample: pd.DataFrame,
    *,
    era: str | None,
    day_first: bool | None,
) -> Mapping[str, DateColumn]:
    headers = recognised.milestones if recognised.shape == "wide" else (recognised.time, recognised.start)
    schema = source.table.schema()
    try:
        return {
            header: date_column(
                engine, header, schema[header], _values(sample, header), era=era, day_first=day_first
            )
            for header in headers
            if header is not None
        }
    except AmbiguousDates as error:
        raise InputError(en=f"{source.name}, {error.en}", ja=f"{source.name} の{error.ja}") from None


def _values(sample: pd.DataFrame, header: str) -> list[Any]:
    return sample[header].dropna().tolist()


def _without_pseudo_events(events: Events) -> Events:
    """Set aside the Start and End events of tools: once a case, first or last, and by nobody but themselves."""
    names = events.dictionary("activity").name.to_pyarrow().to_pylist()
    candidates = pseudo_candidates(sorted(names))
    if not candidates or len(candidates) == len(names):
        return events
    table = events.with_columns(["resource"] if "resource" in events.parts else [])
    pseudo = tuple(name for name in candidates if _stands_for_nothing(table, name))
    if not pseudo:
        return events
    count = int(table.filter(table.activity.isin(pseudo)).count().to_pyarrow().as_py())
    listed = ", ".join(pseudo)
    finding = Finding(
        "pseudo_event",
        count,
        "told",
        en=f"{count:,} rows ({listed}) were added by a tool to mark the ends of a case; they were left out.",
        ja=f"案件の始まりと終わりを示すためにツールが加えた行（{listed}）が{count:,}行あり、処理の件数には含めません。",
    )
    return replace(events, pseudo=pseudo, _made={}, _dictionaries={}).with_findings([finding])


def _stands_for_nothing(table: Any, name: str) -> bool:
    """Tell whether an activity is no work but a tool's mark, from where it stands in its cases and by whom."""
    others = table.filter(table.activity != name)
    spans = table.group_by("case").aggregate(first=table.time.min(), last=table.time.max())
    neighbours = others.group_by("case").aggregate(
        first_other=others.time.min(), last_other=others.time.max()
    )
    own = table.filter(table.activity == name).join(spans, "case").left_join(neighbours, "case")
    begins = pseudo_side(name) == "start"
    edge, neighbour = (own["first"], own.first_other) if begins else (own["last"], own.last_other)
    asked = {
        "instances": own.count(),
        "cases": own.case.nunique(),
        "at_edge": (own.time == edge).sum(),
        "at_neighbour": (own.time == neighbour).sum(),
    }
    if "resource" in table.columns:
        asked["unattended"] = (own.resource.isnull() | (own.resource == name)).sum()
    found = own.aggregate(**asked).to_pyarrow().to_pylist()[0]
    all_cases = int(spans.count().to_pyarrow().as_py())
    return is_pseudo(name, all_cases=all_cases, **{key: int(value or 0) for key, value in found.items()})


def _refuse_empty(events: Events) -> None:
    extent = events.extent
    if extent.usable:
        return
    reasons = {
        "case": extent.missing_case,
        "activity": extent.missing_activity,
        "time": extent.missing_time,
    }
    listed = ", ".join(f"{part} {count:,}" for part, count in reasons.items() if count)
    raise InputError(
        en=f"{events.name}: none of its {extent.rows:,} rows has a case, an activity and a readable time "
        f"(missing: {listed or 'all'}). Check which columns were meant: --case, --activity, --time.",
        ja=f"{events.name}：{extent.rows:,}行のうち、案件・処理・日時がそろった行が1行もありません"
        f"（欠け：{listed or 'すべて'}）。"
        "--case、--activity、--time で列を指定してください。",
    )


def _refuse_repairs(log: EventLog) -> None:
    changed = [finding for finding in quality(log) if finding.changes_the_log]
    if changed:
        raise InputError(
            en=f"{log.events.name} is refused because of --strict: " + " ".join(f.en for f in changed),
            ja=f"--strict のため {log.events.name} は読み込みません：" + "".join(f.ja for f in changed),
        )
