"""A log that can be given to others: codes for persons and cases, no free text, and the same figures."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.log.anonymizing.coarsening import coarser
from bprkit.log.anonymizing.key import Key, Kind, codes, key_in
from bprkit.log.anonymizing.plan import Treated, planned, stamp_unit
from bprkit.log.anonymizing.risks import risks
from bprkit.log.engine import ROW, Engine
from bprkit.log.eventlog import EventLog
from bprkit.log.events import as_text
from bprkit.log.findings import Finding
from bprkit.log.writing.logs import form_of, refuse_own_file, write_rows
from bprkit.log.writing.rows import Rows, other, recorded_rows
from bprkit.log.zones import DAY

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["AnonymizeReport", "Treated", "anonymize"]


@dataclass(frozen=True)
class AnonymizeReport:
    """What was written, what was done with each column, and what could still identify someone.

    Attributes
    ----------
    path, key_file: the anonymised log, and the key to its codes; `key_is_new` if it was made for this log.
    rows, cases, persons: how many were written and replaced by codes.
    columns: for each column of the log what was done with it, and why.
    findings: what had to be changed in writing. risks: what could still identify someone, each with a count.
    """

    path: Path
    key_file: Path
    key_is_new: bool
    rows: int
    cases: int
    persons: int
    columns: tuple[Treated, ...]
    findings: tuple[Finding, ...]
    risks: tuple[Finding, ...]


def anonymize(
    source: Any,
    target: str | os.PathLike[str],
    *,
    key_file: str | os.PathLike[str] | None = None,
    coarsen: Mapping[str, str] | None = None,
    keep: Collection[str] = (),
    **reading: Any,
) -> AnonymizeReport:
    """Write a log without names, case numbers and free text, as CSV, Parquet or XES by the name of `target`.

    Persons and case numbers become codes (P-…, C-…), the same for the same person wherever it stands; free text, columns
    with nearly one value a case and those that mining has no use for are left out. Roles, sections and attributes stay,
    and with them every figure: what is counted and timed in the anonymised log equals the original.

    Parameters
    ----------
    source: what `read_log` reads, or an `EventLog` (of a filtered one, its cases).
    key_file: where the key to the codes is, or is to be made with mode 600; by default the target's name and `.key`.
        A key that is there is used again, so that monthly exports get the same codes.
    coarsen: what is to be made coarser: "time" to "hour" or "day"; a column of dates to "day" or "month", of amounts
        to "bands", the values of any attribute with fewer than 5 cases merged by "rare"; "drop" leaves a column out.
    keep: columns of free text or numbers that are to stay all the same. Persons and case numbers never stay.
    reading: the options of `read_log`.

    Raises
    ------
    InputError: what `read_log` refuses, an unknown column or rule, a key file that is none.
    OutputError: the log or the key cannot be written.

    Examples
    --------
    >>> import pandas as pd, tempfile
    >>> log = pd.DataFrame({
    ...     "文書番号": ["1", "1", "2", "2"],
    ...     "処理内容": ["起案", "決裁", "起案", "決裁"],
    ...     "処理日時": ["R6.6.28 16:00", "R6.7.1 9:30", "R6.7.1 9:00", "R6.7.1 10:00"],
    ...     "処理者": ["山田", "鈴木", "佐藤", "鈴木"],
    ...     "件名": ["山田花子様の件", "山田花子様の件", "机の購入", "机の購入"],
    ... })
    >>> folder = Path(tempfile.mkdtemp())
    >>> report = anonymize(log, folder / "log.csv")
    >>> {treated.column: treated.done for treated in report.columns}
    {'文書番号': 'coded', '処理内容': 'kept', '処理日時': 'kept', '処理者': 'coded', '件名': 'dropped'}
    >>> report.persons, report.key_file.name, [risk.check for risk in report.risks]
    (3, 'log.csv.key', ['few_persons', 'unique_cases', 'exact_times'])
    """
    from bprkit.log.reading import read_log

    place = Path(target)
    form_of(place)
    log = source if isinstance(source, EventLog) else read_log(source, **reading)
    refuse_own_file(log, place)
    key_place = place.with_name(f"{place.name}.key") if key_file is None else Path(key_file)
    _refuse_key_place(log, place, key_place)
    before = recorded_rows(log)
    plan = planned(before, log.events.recognised, coarsen or {}, keep)
    people = [one.name for one in plan if one.kind == "person"]
    before = _nobody_behind(before, log.events.pseudo, people)
    with key_in(key_place) as key:
        after, counts = _anonymised(before, plan, key)
        written = write_rows(after, place)
    found = (*_about_key(key), *_kept_on_demand(log, plan), *risks(log, before, after, people))
    report = AnonymizeReport(
        path=place,
        key_file=key_place,
        key_is_new=key.new,
        rows=written.rows,
        cases=counts.get("case", 0),
        persons=counts.get("person", 0),
        columns=plan,
        findings=written.findings,
        risks=found,
    )
    if log is not source:
        log.events.engine.close()
    return report


def _refuse_key_place(log: EventLog, target: Path, key_place: Path) -> None:
    files = [target, *(Path(file) for file in log.events.source.files)]
    if any(key_place.resolve() == file.resolve() for file in files):
        raise InputError(
            en=f"{key_place} cannot hold both a log and the key. Give another name with --key-file.",
            ja=f"{key_place} をログと鍵の両方には使えません。--key-file で別の名前を指定してください。",
        )


def _nobody_behind(rows: Rows, pseudo: Sequence[str], people: Sequence[str]) -> Rows:
    """Take out the "Start" and "End" that tools enter as the persons of the steps they add: no names, so no codes."""
    if not pseudo:
        return rows
    added = rows.table.activity.isin(pseudo).fill_null(False)
    nobody = {name: added.ifelse(None, as_text(rows.table[name])) for name in people}
    return replace(rows, table=rows.table.mutate(**nobody))


def _anonymised(rows: Rows, plan: Sequence[Treated], key: Key) -> tuple[Rows, dict[Kind, int]]:
    """Return the rows with codes, without what was dropped, and how many cases and persons got a code."""
    rows = replace(
        rows, table=rows.engine.in_order(rows.table) if ROW not in rows.table.columns else rows.table
    )
    rows = _cut_stamps(rows, stamp_unit(plan))
    table = rows.table
    for one in plan:
        if one.done == "coarsened" and one.name not in rows.moments and one.rule is not None:
            table = coarser(rows.engine, table, one.name, one.column, one.rule, rows.clock)
    table, counts = _coded(rows.engine, table, plan, key)
    names = [one.name for one in plan if one.done != "dropped"]
    table = table.select(*names, *([ROW] if ROW in table.columns else []))
    after = replace(
        rows,
        table=rows.engine.keep(table, "anonymised"),
        headers={part: header for part, header in rows.headers.items() if part in names},
        others=tuple(header for header in rows.others if other(header) in names),
    )
    return after, counts


def _cut_stamps(rows: Rows, unit: int | None) -> Rows:
    """Cut the moments down to hours or days of the wall clock; rows then stand in the order of the full moments.

    What happened within one hour would else be in the order of the file, which need not be that of time.
    """
    import ibis

    if unit is None:
        return rows
    table = rows.table
    if ROW in table.columns:
        table = table.mutate(**{ROW: ibis.row_number().over(order_by=[table.time, table[ROW]])})
    cut = {}
    for part in rows.moments:
        into = replace(rows, table=table).local(part) % unit
        cut[part] = table[part] - (into + unit) % unit
    if unit < DAY:
        return replace(rows, table=table.mutate(**cut))
    days = {part: rows.clock.to_local(cut[part]) if rows.aware else cut[part] for part in cut}
    return replace(rows, table=table.mutate(**days), aware=False, days=True)


def _coded(
    engine: Engine, table: ir.Table, plan: Sequence[Treated], key: Key
) -> tuple[ir.Table, dict[Kind, int]]:
    """Replace names and numbers by their codes, each computed once."""
    import ibis

    counts: dict[Kind, int] = {}
    for kind in ("case", "person", "instance"):
        names = [one.name for one in plan if one.kind == kind]
        if not names:
            continue
        table = table.mutate(**{name: as_text(table[name]) for name in names})
        texts = ibis.union(*(table.select(text=table[name]) for name in names)).distinct()
        known = sorted(text for text in texts.to_pyarrow()["text"].to_pylist() if text is not None)
        counts[kind] = len(known)
        dictionary = _kept_codes(engine, key, kind, known)
        for place, name in enumerate(names):
            found = dictionary.rename({f"_text{place}": "text", f"_code{place}": "code"})
            joined = table.left_join(found, table[name] == found[f"_text{place}"])
            rest = [column for column in table.columns if column != name]
            table = joined.select(*rest, **{name: joined[f"_code{place}"]})
    return table, counts


def _kept_codes(engine: Engine, key: Key, kind: Kind, texts: Sequence[str]) -> ir.Table:
    import pyarrow as pa

    arrow = pa.table({"text": pa.array(texts, pa.string()), "code": codes(key.secret, kind, texts)})
    return engine.keep_arrow(arrow, ["text", "code"], "codes")


def _about_key(key: Key) -> Iterator[Finding]:
    if key.readable_by_others:
        yield Finding(
            "key_readable",
            1,
            "told",
            en=f"Others on this computer can read the key {key.path}: whoever has it can tell the names behind the "
            f"codes. Say: chmod 600 {key.path}",
            ja=f"鍵 {key.path} をこのコンピューターの他の利用者も読めます。鍵があれば符号から個人が分かります。"
            f"chmod 600 {key.path} を実行してください。",
        )


def _kept_on_demand(log: EventLog, plan: Sequence[Treated]) -> Iterator[Finding]:
    taken = log.events.recognised
    kept = [
        one.column
        for one in plan
        if one.done == "kept" and one.column in (*taken.free_text, *taken.identifiers)
    ]
    if kept:
        listed = ", ".join(kept)
        yield Finding(
            "free_text_kept",
            len(kept),
            "told",
            en=f"Free text or numbers were kept as asked ({listed}); they were not looked through for names.",
            ja=f"指定により自由記述や番号の列（{listed}）を残しました。中に個人の情報がないかは確認していません。",
        )
