"""The sections that answer where cases wait: bottlenecks, lead times, transitions, activities."""

from __future__ import annotations

from collections.abc import Iterator

from bprkit.language import tell
from bprkit.report import units
from bprkit.report.intervals import interval
from bprkit.report.model import Cell, Column, Kind, Section
from bprkit.report.parts import Facts, Row, column, counted, flats, pair
from bprkit.report.words import word


def bottlenecks(facts: Facts) -> Iterator[Section]:
    """Yield the ranked bottlenecks."""
    rows = facts.mined["bottlenecks"]
    measures = {row["measure"] for row in rows}
    one = measures.pop() if len(measures) == 1 else None
    lost = {
        "waiting": column(
            facts.time_key + "_total", en="waited\nin all", ja="待ち時間\n合計", kind=facts.time_kind
        ),
        "sojourn": column(
            facts.time_key + "_total", en="time\nin all", ja="滞留時間\n合計", kind=facts.time_kind
        ),
    }
    each = tell(en="each time", ja="1回あたり")
    yield Section(
        "bottlenecks",
        tell(en="Bottlenecks, worst first", ja="ボトルネック（影響の大きい順）"),
        _about_bottlenecks(facts, rows, one),
        facts.table(
            [
                counted("rank", en="#", ja="順"),
                *pair(),
                None if one else column("measure", en="what", ja="種別", drop=4),
                lost.get(one or "", lost["sojourn"]),
                Column("each", (each,), facts.time_kind, drop=2),
                counted("cases", en="cases", ja="案件数", drop=3),
                column(
                    "mean_lead_time_if_halved",
                    en="mean lead\nif halved",
                    ja="半減時の\n平均期間",
                    kind=facts.time_kind,
                ),
                column(
                    "share_of_lead_time", en="share of\nlead time", ja="所要期間に\n占める割合", kind="share"
                ),
            ],
            [{**row, "measure": word("measure", row["measure"]), "each": _each(facts, row)} for row in rows],
            bar="share_of_lead_time",
        ),
    )


def _each(facts: Facts, row: Row) -> float | None:
    total = row[facts.time_key + "_total"]
    return total / row["count"] if row["count"] and total is not None else None


def _about_bottlenecks(facts: Facts, rows: list[Row], measure: str | None) -> str:
    if not rows:
        return tell(
            en="No case has two activities, so nothing waits between them.",
            ja="処理が2つ以上ある案件がありません。",
        )
    place = (rows[0]["source"], rows[0]["target"])
    found = interval(facts, "bottlenecks", "mean_lead_time", facts.time_kind, *place)
    now = f"{facts.duration(rows[0]['mean_lead_time'])} {found}".strip()
    what = {
        "waiting": tell(en="time waited between two activities", ja="処理と処理の間の待ち時間"),
        "sojourn": tell(
            en="time from one activity's completion to the next (waiting and work together: starts were "
            "not recorded)",
            ja="前の処理の完了から次の処理の完了までの時間（開始の記録がないため、待ちと作業を分けられません）",
        ),
    }.get(measure or "", tell(en="time between two activities", ja="処理と処理の間の時間"))
    return tell(
        en=f"Ranked by the {what}, summed over the period. A case now takes {now} on average; “if halved” is "
        "that average if this one step took half as long.",
        ja=f"{what}を期間全体で合計し、大きい順に並べています。現在の平均所要期間は{now}で、"
        "「半減時」は、その区間だけが半分になった場合の平均所要期間です。",
    )


def lead_times(facts: Facts) -> Iterator[Section]:
    """Yield lead times in all, by fiscal year and by month, and the likely ends where none is declared."""
    lead = facts.mined["lead_time"]
    candidates = lead["end_activity_candidates"] if lead["status"] == "unknown" else []
    names = {"working": tell(en="working time", ja="開庁時間"), "clock": tell(en="clock time", ja="経過時間")}
    kinds: tuple[Kind, ...] = ("working", "clock") if facts.working_day else ("clock",)
    rows = [
        {
            "time": names[kind],
            **{name: facts.cell(kind, value) for name, value in (lead[f"{kind}_seconds"] or {}).items()},
        }
        for kind in kinds
    ]
    statistics = [
        column("mean", en="mean", ja="平均", kind="clock"),
        column("median", en="median\n(half within)", ja="中央値\n(半数が以内)", kind="clock"),
        column("p90", en="90%\nwithin", ja="90%が\n以内", kind="clock"),
        column("p95", en="95%\nwithin", ja="95%が\n以内", kind="clock"),
    ]
    yield Section(
        "lead-time",
        tell(en="Lead time of a case", ja="案件の所要期間"),
        _about_lead_time(lead, facts.mined["settings"]["end_activities"]),
        facts.table(
            [column("time", en="", ja=""), *statistics], rows if lead["cases"] else [], sortable=False
        ),
    )
    years = [
        {**row, "when": Cell(units.fiscal_year(row["fiscal_year"]), row["fiscal_year"])}
        for row in lead["by_fiscal_year"]
    ]
    months = [{**row, "when": Cell(units.month(row["month"]), row["month"])} for row in lead["by_month"]]
    when = [
        (
            "lead-time-by-year",
            tell(en="By fiscal year of the start", ja="年度別（開始日による）"),
            years,
            len(years),
        ),
        (
            "lead-time-by-month",
            tell(en="By month of the start", ja="月別（開始日による）"),
            months,
            max(facts.top, 12),
        ),
    ]
    for id_, title, periods, top in when:
        if periods:
            columns = [
                column("when", en="started in", ja="開始", kind="date"),
                counted("cases", en="cases", ja="案件数"),
                *facts.statistics("mean", "median", "p95"),
            ]
            yield Section(id_, title, "", facts.table(columns, flats(periods), top=top), under="lead-time")
    if candidates:
        columns = [
            column("activity", en="last activity", ja="最後の処理", lines=2),
            counted("count", en="cases", ja="案件数"),
            column("share", en="share", ja="割合", kind="share"),
        ]
        title = tell(en="What cases end with: likely ends", ja="案件の最後の処理（終了の候補）")
        table = facts.table(columns, candidates, top=facts.few, bar="share")
        yield Section("ends", title, "", table, under="lead-time")


def _about_lead_time(lead: Row, ends: list[str]) -> str:
    cases, noun = units.count(lead["cases"]), "case" if lead["cases"] == 1 else "cases"
    if lead["status"] == "unknown":
        return tell(
            en=f"From a case's first event to its last: {cases} {noun}. No end activity was declared, so "
            "cases still open "
            "cannot be told from finished ones and all are counted. Declare the end to count finished "
            "cases only.",
            ja=f"案件の最初の記録から最後の記録まで。対象は{cases}件です。終了とみなす処理が指定されていないため、"
            "処理中の案件と完結した案件を区別せず、すべて数えています。終了の処理を指定すると、完結した案件だけを数えます。",
        )
    named = tell(en=", ".join(ends), ja="、".join(ends))
    return tell(
        en=f"From a case's first event to its end ({named}): the {cases} finished cases.",
        ja=f"案件の最初の記録から終了の処理（{named}）まで。完結した{cases}件が対象です。",
    )


def transitions(facts: Facts) -> Iterator[Section]:
    """Yield the transitions between activities."""
    rows = facts.worst_first(facts.mined["transitions"])
    measures = {row["measure"] for row in rows}
    yield Section(
        "transitions",
        tell(en="From one activity to the next", ja="処理から処理への移り変わり"),
        "",
        facts.table(
            [
                *pair(),
                column("measure", en="what", ja="種別", drop=5) if len(measures) > 1 else None,
                counted("count", en="times", ja="回数"),
                counted("cases", en="cases", ja="案件数", drop=4),
                *facts.statistics("mean", "median", "p95", second=("mean", "median")),
            ],
            [{**row, "measure": word("measure", row["measure"])} for row in flats(rows)],
        ),
    )


def activities(facts: Facts) -> Iterator[Section]:
    """Yield the activities, and what cases start and end with."""
    rows = facts.worst_first(facts.mined["activities"])
    measures = {row["measure"] for row in rows}
    has_resources = any(row["resources"] is not None for row in rows)
    yield Section(
        "activities",
        tell(en="Activities", ja="処理ごとの件数と時間"),
        _about_activities(measures),
        facts.table(
            [
                column("activity", en="activity", ja="処理", lines=2),
                column("measure", en="what", ja="種別", drop=5) if len(measures) > 1 else None,
                counted("instances", en="times", ja="回数"),
                counted("cases", en="cases", ja="案件数", drop=4),
                counted("resources", en="persons", ja="担当者数", drop=6) if has_resources else None,
                column("first_share", en="first\nin", ja="最初の\n割合", kind="share", drop=3),
                column("last_share", en="last\nin", ja="最後の\n割合", kind="share", drop=3),
                *facts.statistics("mean", "median", "p95", second=("median",)),
            ],
            [{**row, "measure": word("measure", row["measure"])} for row in flats(rows)],
        ),
    )


def _about_activities(measures: set[str]) -> str:
    if measures == {"service"}:
        return tell(
            en="Times are work on the activity, from its start to its completion.",
            ja="時間は、処理の開始から完了までです。",
        )
    if measures == {"sojourn"}:
        return tell(
            en="Times run from the completion before to the activity's own: waiting and work together.",
            ja="時間は、前の処理の完了からその処理の完了まで（待ちと作業の合計）です。",
        )
    return ""
