"""What a sample adds to the page: how it was drawn, the interval beside each figure, and how many would be enough."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from bprkit.language import tell
from bprkit.report import units
from bprkit.report.intervals import between, figures_of
from bprkit.report.model import Cell, Column, Kind, Section
from bprkit.report.parts import Facts, Row, column, counted
from bprkit.report.words import word

_ROWS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "lead-time": ("lead_time", ()),
    "lead-time-by-year": ("lead_time_by_fiscal_year", ("when",)),
    "lead-time-by-month": ("lead_time_by_month", ("when",)),
    "ends": ("end_activity_candidates", ("activity",)),
    "transitions": ("transitions", ("source", "target")),
    "bottlenecks": ("bottlenecks", ("source", "target")),
    "activities": ("activities", ("activity",)),
    "variants": ("variants", ("variant",)),
    "attributes": ("attributes", ("attribute",)),
    "attribute-values": ("attribute_values", ("attribute", "value")),
}
"""Of which part of the result a section of the page shows figures, and the columns that name a row of it."""
_NOT_OF_CASES = ("sample", "columns", "quality", "quality-examples", "method")
_NUMBERS = ("rank", "variant")


def about_sample(facts: Facts) -> Iterator[Section]:
    """Yield how the documents were drawn, and how many would be enough; nothing for a log that is no sample."""
    sample = facts.mined.get("sample")
    if not sample:
        return
    rows = [{"within": Cell(f"±{row['precision']:.0%}", row["precision"]), **row} for row in sample["enough"]]
    yield Section(
        "sample",
        tell(en="A sample: how far the figures hold", ja="標本調査：数字の確かさ"),
        _note(facts, sample),
        facts.table(
            [
                column("within", en="wanted\nprecision", ja="求める\n精度"),
                counted("mean", en="for the\nmean", ja="平均に\n必要な件数"),
                counted("median", en="for the\nmedian", ja="中央値に\n必要な件数"),
                counted("share", en="for shares\n(points)", ja="割合に必要な\n件数（ポイント）"),
            ],
            rows,
            sortable=False,
        ),
    )


def warnings(facts: Facts) -> Iterator[str]:
    """Yield what has to be said first of a sample that was not drawn by chance."""
    sample = facts.mined.get("sample")
    if sample and not sample["by_chance"]:
        yield tell(
            en="The documents were not drawn by chance: the figures are of these documents, not of all.",
            ja="文書がくじや等間隔で選ばれていません。数字はこの文書だけのもので、全体を表しません。",
        )


def _note(facts: Facts, sample: Row) -> str:
    head = _drawn(facts, sample)
    if not sample["by_chance"]:
        return head + tell(
            en=" They were not drawn by chance, so nothing can be said of how far the figures hold for all documents, "
            "and no interval is shown. Draw anew, every n-th document, before deciding anything.",
            ja="くじや等間隔で選ばれていないため、全体にどこまで当てはまるかは言えません（信頼区間は示しません）。"
            "判断に使う前に、等間隔で抜き出し直してください。",
        )
    if sample["complete"]:
        return head + tell(
            en=" No document was left out, so the figures are those of all and need no interval.",
            ja="もれなく写してあるため、数字は全体の値そのものです（信頼区間は要りません）。",
        )
    rate = f"{sample['confidence']:.0%}"
    totals = sample["population"] is not None
    return head + tell(
        en=f" In brackets: where the figure of all documents lies, at {rate} confidence; “too few”: not enough documents to "
        "tell. Figures marked (sample) are of the documents drawn alone"
        + ("; totals marked (estimated) are of all. " if totals else ". ")
        + "Below: how many documents would be enough, with times as spread out as these.",
        ja=f"［ ］内は全体の値が入る範囲（信頼度{rate}）、「件数不足」は件数が足りず示せないものです。"
        "(標本)は写した文書だけの数"
        + ("、(全体推計)は全文書での合計の見込みです。" if totals else "です。")
        + "下の表は、ばらつきがこの標本と同じとしたとき、何件あれば足りるかの目安です。",
    )


def _drawn(facts: Facts, sample: Row) -> str:
    """Say how many documents of how many were drawn how, and how many of them the page is about."""
    documents, drawn = units.count(sample["documents"]), word("drawn", sample["drawn"])
    n, everything = units.count(sample["cases"]), sample["population"] and units.count(sample["population"])
    if sample["cases"] == sample["documents"]:
        return tell(
            en=f"n = {n}{f' of {everything}' if everything else ''} documents, drawn: {drawn}.",
            ja=f"{f'{everything}件中 ' if everything else ''}n = {n}件（{drawn}）。",
        )
    among = tell(
        en=f"n = {n} of the {documents} documents drawn{f' from {everything}' if everything else ''} (drawn: {drawn}).",
        ja=f"{f'{everything}件から' if everything else ''}抜き出した{documents}件（{drawn}）のうち、条件に合う n = {n}件。",
    )
    known = figures_of(facts, "overview").get(((), "cases"))
    if known is None:
        return among
    about = f"{units.count(known['estimate'])} {between(facts, 'count', known)}"
    return among + tell(
        en=f" In all there are about {about} such documents.",
        ja=f"条件に合う文書は、全体で約{about}件の見込みです。",
    )


def with_intervals(section: Section, facts: Facts) -> Section:
    """Return a section with the interval below each of its figures that has one, the others marked as the sample's."""
    sample = facts.mined.get("sample")
    if not sample or not sample["figures"] or section.table is None or section.id in _NOT_OF_CASES:
        return section
    part, names = _ROWS.get(section.id, ("", ()))
    before: tuple[Any, ...] = ()
    if section.id.startswith("workload-"):
        part, names, before = "workload", ("name",), (section.id.removeprefix("workload-"),)
    found, table = figures_of(facts, part), section.table
    told: set[str] = set()
    rows = []
    for place, row in enumerate(table.rows):
        values = {head.key: cell.value for head, cell in zip(table.columns, row, strict=True)}
        key = (*before, *(values[name] for name in names))
        cells = []
        for head, cell in zip(table.columns, row, strict=True):
            kind = _kind(section, head, place, facts)
            figure = found.get((key, _figure(section, head, kind, facts)))
            if figure is not None:
                told.add(head.key)
            cells.append(cell if figure is None or cell.value is None else _told(cell, figure, kind, facts))
        rows.append(tuple(cells))
    columns = tuple(_marked(head, told) for head in table.columns)
    alone = [place for place, head in enumerate(table.columns) if head.key in told]
    marked = tuple(_marked_alone(row, alone) for row in rows)
    return replace(section, table=replace(table, columns=columns, rows=marked))


def _kind(section: Section, head: Column, place: int, facts: Facts) -> Kind:
    """Return the unit of a figure; of the lead times in all, the rows are of different units."""
    if section.id != "lead-time" or head.key == "time":
        return head.kind
    return "working" if facts.working_day and place == 0 else "clock"


def _figure(section: Section, head: Column, kind: Kind, facts: Facts) -> str:
    """Return what the figure of a column is called among those of a sample."""
    if section.id == "lead-time":
        return f"{kind}_seconds_{head.key}"
    if head.key == "each":
        return f"{facts.time_key}_mean"
    measure, _, statistic = head.key.partition("_")
    if measure in ("working", "clock") and not statistic.startswith("seconds"):
        return f"{measure}_seconds_{statistic}"
    return head.key


def _told(cell: Cell, figure: Row, kind: Kind, facts: Facts) -> Cell:
    """Return a figure with its interval below it; a total is told for all documents."""
    beside = between(facts, kind, figure)
    if figure["figure"].endswith("_total"):
        cell = facts.cell(kind, figure["estimate"])
    return replace(cell, beside=beside)


def _marked_alone(row: tuple[Cell, ...], places: Collection[int]) -> tuple[Cell, ...]:
    """Return a row whose figures without an interval, in columns where others have one, are marked as the sample's."""
    return tuple(
        replace(cell, beside=tell(en="(sample)", ja="(標本)"))
        if place in places and not cell.beside and cell.value is not None
        else cell
        for place, cell in enumerate(row)
    )


def _marked(head: Column, told: set[str]) -> Column:
    """Return a column whose heading says what it is of: of all documents, estimated, or of the sample alone."""
    if head.key in told and head.key.endswith("_total"):
        return replace(head, head=(*head.head, tell(en="(estimated)", ja="(全体推計)")))
    if head.key in told or head.key in _NUMBERS or head.kind in ("text", "date"):
        return head
    return replace(head, head=(*head.head, tell(en="(sample)", ja="(標本)")))
