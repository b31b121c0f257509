"""What a sample adds to the page: how it was drawn, the interval beside each figure, and how many would be enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bprkit.language import tell
from bprkit.report import units
from bprkit.report.model import Cell, Column, Kind, Section
from bprkit.report.parts import Facts, column, counted
from bprkit.report.words import word

_KEYS: Mapping[str, tuple[str, ...]] = {
    "transitions": ("source", "target"),
    "bottlenecks": ("source", "target"),
    "activities": ("activity",),
    "variants": ("variant",),
}
_ONE_UNIT = re.compile(r"[\d.,]+([^\d.,]+)")


def about_sample(facts: Facts) -> Iterator[Section]:
    """Yield how the documents were drawn, and how many would be enough; nothing for a log that is no sample."""
    sample = facts.mined.get("sample")
    if not sample:
        return
    rows = [{"within": Cell(f"±{row['precision']:.0%}", row["precision"]), **row} for row in sample["enough"]]
    yield Section(
        "sample",
        tell(en="A sample: how far the figures hold", ja="標本調査：数字の確かさ"),
        _note(sample),
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


def _note(sample: Mapping[str, Any]) -> str:
    n, drawn = units.count(sample["documents"]), word("drawn", sample["drawn"])
    of_en = f" of {units.count(sample['population'])}" if sample["population"] else ""
    of_ja = f"{units.count(sample['population'])}件中" if sample["population"] else ""
    head = tell(
        en=f"n = {n}{of_en} documents, drawn: {drawn}. ", ja=f"{of_ja} n = {n}件（{drawn}）。"
    ).strip()
    if not sample["by_chance"]:
        return head + tell(
            en=" They were not drawn by chance, so nothing can be said of how far the figures hold for all documents, "
            "and no interval is shown. Draw anew, every n-th document, before deciding anything.",
            ja="くじや等間隔で選ばれていないため、全体にどこまで当てはまるかは言えません（信頼区間は示しません）。"
            "判断に使う前に、等間隔で抜き出し直してください。",
        )
    if not sample["figures"]:
        return head + tell(
            en=" Intervals are shown for all documents together, not for a part of them.",
            ja="信頼区間は、絞り込みをしないときだけ示します。",
        )
    rate = f"{sample['confidence']:.0%}"
    return head + tell(
        en=f" In brackets: where the figure of all documents lies, at {rate} confidence; n/a: the sample is too small "
        "to tell. Below: how many documents would be enough, with times as spread out as these.",
        ja=f"［ ］内は全体の値が入る範囲（信頼度{rate}）、［不明］は件数が足りず示せないものです。"
        "下の表は、ばらつきがこの標本と同じとしたとき、何件あれば足りるかの目安です。",
    )


def with_intervals(section: Section, facts: Facts) -> Section:
    """Return a section with the interval beside each of its figures that has one."""
    sample = facts.mined.get("sample")
    name = section.id.replace("-", "_")
    if not sample or not sample["figures"] or section.table is None:
        return section
    found = {
        (tuple(row["key"].values()), row["figure"]): row
        for row in sample["figures"]
        if row["section"] == name
    }
    if not found:
        return section
    table = section.table
    kinds = ("working", "clock") if facts.working_day else ("clock",)
    rows = []
    for place, row in enumerate(table.rows):
        values = {head.key: cell.value for head, cell in zip(table.columns, row, strict=True)}
        key = tuple(values[each] for each in _KEYS.get(name, ()))
        cells = []
        for head, cell in zip(table.columns, row, strict=True):
            kind: Kind = (
                head.kind if name != "lead_time" else ("working" if kinds[place] == "working" else "clock")
            )
            figure = found.get((key, _figure(name, head, kind, facts)))
            cells.append(cell if figure is None or cell.value is None else _beside(cell, figure, kind, facts))
        rows.append(tuple(cells))
    columns = tuple(replace(head, drop=1) if head.key == "p95" else head for head in table.columns)
    return replace(section, table=replace(table, columns=columns, rows=tuple(rows)))


def _figure(section: str, head: Column, kind: Kind, facts: Facts) -> str:
    """Return what the figure of a column is called among those of a sample."""
    if section == "lead_time":
        return f"{kind}_seconds_{head.key}"
    if head.key == "each":
        return f"{facts.time_key}_mean"
    measure, _, statistic = head.key.partition("_")
    return f"{measure}_seconds_{statistic}" if measure in ("working", "clock") else head.key


def _beside(cell: Cell, figure: Mapping[str, Any], kind: Kind, facts: Facts) -> Cell:
    if figure["low"] is None:
        return replace(cell, text=f"{cell.text} [{tell(en='n/a', ja='不明')}]")
    low, high = (facts.cell(kind, figure[end]).text for end in ("low", "high"))
    found = [_ONE_UNIT.fullmatch(text) for text in (low, high, cell.text)]
    named = [each[1] if each else None for each in found]
    if named[1] is not None and named[0] == named[1]:
        low = low.removesuffix(named[1])
        if named[2] == named[1]:
            high = high.removesuffix(named[1])
    return replace(cell, text=f"{cell.text} [{low}–{high}]")
