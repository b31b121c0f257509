"""The sections on how cases run: variants, rework, returns, handovers, workload, backlog, attributes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from bprkit.language import tell
from bprkit.log.names import shown_name
from bprkit.report import units
from bprkit.report.model import Cell, Section, Table
from bprkit.report.parts import Facts, Row, column, counted, day_cell, flats
from bprkit.report.words import word

WEEKS_SHOWN = 12


def variants(facts: Facts) -> Iterator[Section]:
    """Yield the distinct sequences of activities with what they cover and how long they take."""
    rows = flats(facts.mined["variants"])
    for row in rows:
        row["path"] = " → ".join(map(shown_name, row["activities"]))
    kinds = units.count(facts.mined["overview"]["variants"])
    in_sample = tell(en=" in the sample", ja="標本では") if facts.mined.get("sample") else ""
    yield Section(
        "variants",
        tell(en="Variants: the ways cases go", ja="処理の流れのパターン"),
        tell(
            en=f"A variant is one distinct sequence of activities; there are {kinds}{in_sample}.",
            ja=f"処理の並びが同じ案件を1つのパターンとして数えると、{in_sample}全部で{kinds}通りです。",
        ),
        facts.table(
            [
                counted("variant", en="#", ja="順"),
                column("path", en="activities", ja="処理の並び", lines=3),
                counted("cases", en="cases", ja="案件数"),
                column("share", en="share", ja="割合", kind="share"),
                column("cumulative_share", en="so far", ja="累計", kind="share", drop=3),
                *facts.statistics("median", second=("median",)),
            ],
            rows,
            top=min(facts.top, 8),
        ),
    )


def rework(facts: Facts) -> Iterator[Section]:
    """Yield what is done again, and the returns with the time they cost."""
    again = facts.mined["rework"]
    rows = sorted(again["activities"], key=lambda row: -(row[facts.time_key + "_total"] or 0))
    total = column(facts.time_key + "_total", en="time it\ntook", ja="手戻りの\n時間", kind=facts.time_kind)
    has_persons = facts.mined["overview"]["resources"] is not None
    yield Section(
        "rework",
        tell(en="Rework: activities done again", ja="手戻り（同じ案件での処理のやり直し）"),
        _about_rework(facts, again),
        facts.table(
            [
                column("activity", en="activity", ja="処理", lines=2),
                counted("cases", en="cases", ja="案件数"),
                counted("self_loops", en="at once", ja="直後に\n再実施"),
                counted("repetitions", en="later on", ja="後から\n再実施"),
                counted("repeats", en="by the\nsame person", ja="同じ\n担当者", drop=3)
                if has_persons
                else None,
                counted("redos", en="by another\nperson", ja="別の\n担当者", drop=3) if has_persons else None,
                total,
            ],
            rows,
        ),
    )
    if again["returns"]:
        columns = [
            column("source", en="sent back by", ja="戻した処理", lines=2),
            column("activity", en="back to", ja="戻り先の処理", lines=2),
            counted("count", en="times", ja="回数"),
            counted("cases", en="cases", ja="案件数", drop=3),
            counted("resolved", en="came\nforward\nagain", ja="再び先へ\n進んだ数", drop=2),
            *facts.statistics("total", "mean", second=("mean",)),
        ]
        note = tell(
            en="How long it takes from the return until the case is back where it was sent from.",
            ja="時間は、戻されてから、戻した処理まで再び進むのにかかった時間です。",
        )
        title = tell(en="Returns: sent back, and what it cost", ja="差戻しと、それにかかった時間")
        table = facts.table(columns, facts.worst_first(flats(again["returns"])))
        yield Section("returns", title, note, table, under="rework")


def _about_rework(facts: Facts, again: Row) -> str:
    if facts.mined.get("sample"):
        return tell(
            en="A form of stamps has one date a stamp, so that nothing done again can be seen in it; its column of returns can.",
            ja="押印日の調査票には1つの印に1つの日付しかないため、やり直しは分かりません（差戻しの回数の列をご覧ください）。",
        )
    cases, share = units.count(again["cases"]), units.share(again["share_of_cases"])
    one = again["cases"] == 1
    return tell(
        en=f"{cases} {'case' if one else 'cases'} ({share}) {'does' if one else 'do'} an activity again.",
        ja=f"{cases}件（{share}）で、同じ処理が2回以上行われています。",
    )


def handovers(facts: Facts) -> Iterator[Section]:
    """Yield how often work changes hands, and between whom."""
    found = facts.mined["handovers"]
    rows = [{"by": word("by", by), **found[by]} for by in ("role", "resource") if found[by]]
    missing = tell(
        en="The log has no column of posts or persons, so handovers cannot be seen.",
        ja="役職や担当者の列がないため、受渡しは分かりません。",
    )
    yield Section(
        "handovers",
        tell(en="Handovers", ja="受渡し（担当の交代）"),
        missing if not rows else "",
        facts.table(
            [
                column("by", en="between", ja="単位"),
                counted("transitions", en="transitions", ja="移り変わり"),
                counted("handovers", en="handovers", ja="受渡し"),
                column("share", en="share", ja="割合", kind="share"),
                counted("ping_pongs", en="there and\nback again", ja="往復"),
                counted("cases", en="cases", ja="案件数"),
            ],
            rows,
            sortable=False,
        ),
    )
    for by in dict.fromkeys(row["by"] for row in found["pairs"]):
        pairs = flats(row for row in found["pairs"] if row["by"] == by)
        pairs.sort(key=_by_name if by == "resource" else lambda row: -row["count"])
        name = word("by", by)
        columns = [
            column("source", en="from", ja="渡す側", lines=2),
            column("target", en="to", ja="受け取る側", lines=2),
            counted("count", en="times", ja="回数"),
            counted("cases", en="cases", ja="案件数", drop=3),
            *facts.statistics("mean", "median", second=("mean",)),
        ]
        yield Section(
            f"handovers-{by}",
            tell(en=f"From {name} to {name}", ja=f"{name}から{name}への受渡し"),
            "",
            facts.table(columns, pairs, top=facts.few, sortable=by != "resource"),
            under="handovers",
        )


def _by_name(row: Row) -> tuple[str, ...]:
    return tuple(str(row.get(key) or "") for key in ("name", "source", "target"))


def workload(facts: Facts) -> Iterator[Section]:
    """Yield who does how much: posts and sections by size, persons by name, because people are not ranked."""
    rows = facts.mined["workload"]
    if rows:
        note = tell(en="Shares are of all activities done.", ja="割合は、全処理件数に占める割合です。")
        yield Section("workload", tell(en="Workload", ja="業務量（処理件数）"), note)
    for by in [by for by in ("section", "role", "resource") if any(row["by"] == by for row in rows)]:
        of_kind = [
            {**row, "first": day_cell(row["first"]), "last": day_cell(row["last"])}
            for row in rows
            if row["by"] == by
        ]
        of_kind.sort(key=_by_name if by == "resource" else lambda row: -row["instances"])
        name = word("by", by)
        unranked = tell(
            en="In order of names: people are not ranked.", ja="名前の順です（個人の順位付けはしません）。"
        )
        columns = [
            column("name", en=name, ja=name, lines=2),
            counted("instances", en="activities done", ja="処理件数"),
            counted("cases", en="cases", ja="案件数"),
            column("first", en="from", ja="最初の日", kind="date", drop=2),
            column("last", en="to", ja="最後の日", kind="date", drop=2),
            column("share", en="share", ja="割合", kind="share"),
        ]
        yield Section(
            f"workload-{by}",
            tell(en=f"By {name}", ja=f"{name}別"),
            unranked if by == "resource" else "",
            facts.table(
                columns, of_kind, bar=None if by == "resource" else "share", sortable=by != "resource"
            ),
            under="workload",
        )


def backlog(facts: Facts) -> Iterator[Section]:
    """Yield the cases in progress in the last weeks, and where they pile up."""
    found = facts.mined["backlog"]
    weeks = [{**row, "week": day_cell(row["week"])} for row in found["weeks"]]
    columns = [
        column("week", en="week from", ja="週(開始日)", kind="date"),
        counted("arrivals", en="came in", ja="発生"),
        counted("completions", en="finished", ja="完了"),
        counted("in_progress", en="in progress\nat its end", ja="週末の\n処理中"),
    ]
    if not weeks:
        return
    last_first = facts.table(columns, weeks[::-1], top=min(WEEKS_SHOWN, facts.top), bar="in_progress")
    yield Section(
        "backlog",
        tell(en="Backlog by week", ja="処理中の案件の推移（週別）"),
        tell(en="The last weeks first.", ja="新しい週から順に並べています。"),
        last_first,
    )
    if piles := _piles(found["by_activity"]):
        columns = [
            column("activity", en="activity", ja="処理", lines=2),
            counted("peak", en="most in\none week", ja="最多だった\n週の件数"),
            column("peak_week", en="in the week\nfrom", ja="最多の週\n(開始日)", kind="date", drop=2),
            counted("latest", en="in the\nlast week", ja="最後の週\nの件数"),
            counted("arrivals", en="came in,\nall weeks", ja="発生\n(全期間)", drop=3),
            counted("completions", en="finished,\nall weeks", ja="完了\n(全期間)", drop=3),
        ]
        title = tell(en="Where cases pile up", ja="案件がたまる処理")
        yield Section(
            "backlog-by-activity", title, "", facts.table(columns, piles, top=facts.few), under="backlog"
        )


def _piles(rows: list[Row]) -> list[dict[str, Any]]:
    by_activity: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_activity[row["activity"]].append(row)
    last = max((row["week"] for row in rows), default="")
    piles = []
    for activity, weeks in by_activity.items():
        peak = max(weeks, key=lambda row: row["in_progress"])
        piles.append(
            {
                "activity": activity,
                "peak": peak["in_progress"],
                "peak_week": day_cell(peak["week"]),
                "latest": sum(row["in_progress"] for row in weeks if row["week"] == last),
                "arrivals": sum(row["arrivals"] for row in weeks),
                "completions": sum(row["completions"] for row in weeks),
            }
        )
    return sorted(piles, key=lambda row: -row["peak"])


def attributes(facts: Facts) -> Iterator[Section]:
    """Yield which attributes go with slow cases, without calling it a cause."""
    rows = sorted(facts.mined["attributes"], key=_weakness)
    if not rows:
        return
    shown = [
        {
            **row,
            "attribute": _attribute(row["attribute"]),
            "strength": word("strength", row["strength"]),
            "kind": word("kind", row["kind"]),
            "effect": word("effect", row["effect"]),
        }
        for row in rows
    ]
    yield Section(
        "attributes",
        tell(en="What goes with slow cases", ja="所要期間と関係のある属性"),
        tell(
            en="Attributes that differ between fast and slow cases. What goes together need not be a cause.",
            ja="所要期間の長い案件と短い案件で違いのある属性です。関係があっても、原因とは限りません。",
        ),
        facts.table(
            [
                column("attribute", en="attribute", ja="属性", lines=2),
                column("strength", en="goes with\nlead time", ja="関係の\n強さ"),
                column("effect_size", en="effect\nsize", ja="効果量", kind="number"),
                column("effect", en="measured by", ja="指標", drop=2),
                counted("cases", en="cases", ja="案件数"),
                column("kind", en="kind", ja="種類", drop=3),
            ],
            shown,
        ),
    )
    table = _values(facts, rows)
    if table:
        title = tell(en="Lead time by value", ja="属性の値ごとの所要期間")
        note = tell(
            en="Cliff's delta: from −1 (all faster than other cases) to +1 (all slower).",
            ja="クリフのデルタは、−1（他の案件よりすべて短い）から+1（すべて長い）までの値です。",
        )
        yield Section("attribute-values", title, note, table, under="attributes")


def _weakness(row: Row) -> tuple[int, float]:
    """Order by strength first: effect sizes of two kinds do not compare."""
    strengths = ("large", "medium", "small", "negligible")
    strength = row["strength"]
    return strengths.index(strength) if strength in strengths else len(strengths), -abs(
        row["effect_size"] or 0
    )


def _values(facts: Facts, rows: list[Row]) -> Table | None:
    values = [{"attribute": _attribute(row["attribute"]), **value} for row in rows for value in row["values"]]
    for value in values:
        value["value"] = Cell(_shown(value["value"]), value["value"])
    return facts.table(
        [
            column("attribute", en="attribute", ja="属性", lines=2),
            column("value", en="value", ja="値", lines=2),
            counted("cases", en="cases", ja="案件数"),
            *facts.statistics("mean", "median", second=("median",)),
            column("cliffs_delta", en="Cliff's\ndelta", ja="クリフの\nデルタ", kind="number", drop=1),
        ],
        flats(values),
        top=facts.few,
    )


def _attribute(name: str) -> Cell:
    """Return the name of an attribute as a cell; a part reads as its word, a column as its header."""
    return Cell(word("taken_as", name, otherwise=name) if name in ("section", "role") else name, name)


def _shown(value: str | float | None) -> str:
    if value is None:
        return tell(en="(empty)", ja="（空欄）")
    return f"{value:,}" if isinstance(value, int | float) else value
