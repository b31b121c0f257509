"""To and from pm4py (extra `bprkit[pm4py]`): its data frames, and the event logs of its older kind.

pm4py is AGPL-3.0 and slow to import: nothing else in bprkit imports it, and this module only for an `EventLog`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.log.columns.headers import header_key
from bprkit.log.writing.rows import STANDARD, free_name
from bprkit.log.zones import zone_clock

if TYPE_CHECKING:
    import pandas as pd

    from bprkit.log.eventlog import EventLog


def to_pm4py(log: EventLog) -> pd.DataFrame:
    """Return the activity instances of a log as the DataFrame that pm4py works with.

    Columns: `case:concept:name`, `concept:name`, `time:timestamp` (completion), `start_timestamp` where starts were
    recorded, `org:resource`, `org:role`, `org:group` (section), then the attributes under their headers. Times are
    UTC. Rows stand by case and completion, ties in the order of the file, so pm4py's functions count what bprkit
    counts; with starts it puts instances in the order of their starts instead. An instance whose start is missing, or
    after its completion, starts at its completion there.

    >>> import pandas as pd
    >>> from bprkit.log.reading import read_log
    >>> log = read_log(pd.DataFrame({
    ...     "番号": ["2", "1", "1", "2"],
    ...     "処理内容": ["起案", "起案", "決裁", "決裁"],
    ...     "処理日時": ["R6.7.1 9:00", "R6.6.28 16:00", "R6.7.1 9:30", "R6.7.1 10:00"],
    ... }))
    >>> print(to_pm4py(log).to_string(index=False))
    case:concept:name concept:name            time:timestamp
                    1           起案 2024-06-28 07:00:00+00:00
                    1           決裁 2024-07-01 00:30:00+00:00
                    2           起案 2024-07-01 00:00:00+00:00
                    2           決裁 2024-07-01 01:00:00+00:00
    """
    events, engine = log.events, log.events.engine
    headers = {part: STANDARD[part] for part in events.parts}
    taken = {header_key(header) for header in STANDARD.values()}
    for header in events.recognised.attributes:
        headers[events.available[header]] = free_name(header, taken)
    table = engine.numbered(events.with_columns(headers))
    table = table.filter(table.case.notnull(), table.activity.notnull(), table.time.notnull())
    if log.base is not None:
        kept = log.prepared().cases.select(_code="case")
        table = table.mutate(_code=engine.hash_text(table.case)).semi_join(kept, "_code")
    clock = zone_clock(log.zone, events.extent.first, events.extent.last)

    def moment(column: Any) -> Any:
        instant = column if events.aware else clock.to_instant(column)
        return engine.stamp(instant).cast("timestamp('UTC')")

    columns = {STANDARD["case"]: table.case, STANDARD["activity"]: table.activity}
    columns[STANDARD["time"]] = moment(table.time)
    if events.extent.has_starts:
        sound = (table.start <= table.time).fill_null(False)
        columns[STANDARD["start"]] = moment(sound.ifelse(table.start, table.time))
    columns |= {header: table[column] for column, header in headers.items()}
    ties = [name for name in ("turn", "row") if name in table.columns]
    ties = ties if "row" in ties else [*ties, "activity"]
    ordered = table.order_by("case", "time", *ties).select(**columns)
    frame: pd.DataFrame = ordered.to_pyarrow().to_pandas()
    return frame


def from_pm4py(log: Any, **reading: Any) -> EventLog:
    """Read a log that pm4py has: a DataFrame, a Polars LazyFrame, an `EventLog` or an `EventStream`.

    `reading` are the options of `bprkit.read_log`; pm4py's own column names need none. Raises InputError for what is
    no log, and where pm4py is needed and not installed.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({
    ...     "case:concept:name": ["1", "1"],
    ...     "concept:name": ["起案", "決裁"],
    ...     "time:timestamp": pd.to_datetime(["2024-07-01 00:00", "2024-07-01 00:30"], utc=True),
    ... })
    >>> log = from_pm4py(frame)
    >>> log.zone, log.table.to_pandas().time.iloc[0].hour
    ('Asia/Tokyo', 9)
    """
    from bprkit.log.reading import read_log

    if type(log).__module__.partition(".")[0] == "pm4py":
        log = _pm4py().convert_to_dataframe(log)
    names = set(
        log.collect_schema().names() if hasattr(log, "collect_schema") else getattr(log, "columns", ())
    )
    standard = {part: STANDARD[part] for part in ("case", "activity", "time") if STANDARD[part] in names}
    return read_log(log, **(standard | reading))


def _pm4py() -> Any:
    try:
        import pm4py
    except ImportError as error:
        raise InputError(
            en="This needs pm4py: pip install 'bprkit[pm4py]'.",
            ja="pm4py が必要です。pip install 'bprkit[pm4py]' で追加してください。",
        ) from error
    return pm4py
