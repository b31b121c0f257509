"""The page of a simulation: plain words, how long cases take, where they wait and why, and how busy people are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bprkit.language import current, tell
from bprkit.report.model import Cell, Column, Page, Section, Table
from bprkit.report.units import clock, count, length_of_day, share, working

if TYPE_CHECKING:
    from bprkit.simulation.simulated import Simulated

_CAUSES = {
    "outside": ("causes outside the model", "外部要因"),
    "batch": ("batches", "まとめ処理"),
    "queue": ("queues", "順番待ち"),
    "closed": ("closed office", "閉庁"),
    "join": ("parallel branches", "並行作業の合流"),
}
_STATISTICS = {
    "mean": ("mean", "平均"),
    "median": ("half of the cases within", "半数がこれ以内"),
    "p90": ("nine in ten within", "9割がこれ以内"),
    "p95": ("19 in 20 within", "95%がこれ以内"),
}
_BUSY = 0.85
_BUSIEST = 5
_WORTH_TELLING = 0.5


def simulated_page(found: Simulated, titles: Sequence[str]) -> Page:
    """Return the page of a simulation in the language in use; `titles` are those of the procedures."""
    return Page(
        language=current(),
        title=tell(en=f"Simulated: {', '.join(titles)}", ja=f"シミュレーション：{'、'.join(titles)}"),
        subtitle=_subtitle(found),
        warnings=tuple(_warnings(found)),
        summary=tuple(_summary(found, titles)),
        figures=(),
        sections=(
            *_lead_times(found, titles),
            _waiting(found),
            *_roles(found),
            *_deadlines(found),
            *_outcomes(found),
            *_notes(found),
        ),
        more="",
    )


def _subtitle(found: Simulated) -> str:
    runs = found.replications
    warm = found.warm_up_days
    return tell(
        en=f"{runs} {'replication' if runs == 1 else 'replications'} of {found.years:.3g} {'year' if found.years == 1 else 'years'} from {found.start} · "
        f"{found.cases:,} cases · {f'after {warm} days of work' if warm else 'from empty desks'} · seed {found.seed} · "
        f"a working day is {length_of_day(found.day_seconds)} · ± holds the true mean with 95%",
        ja=f"{found.start}から{found.years:.3g}年分を{runs}回 · 計{found.cases:,}件 · "
        f"{f'助走{warm}日' if warm else '仕掛りなしから開始'} · 乱数の種 {found.seed} · "
        f"1日は{length_of_day(found.day_seconds)} · ±は平均の95%信頼区間",
    )


def _warnings(found: Simulated) -> Iterator[str]:
    busy = found.roles[found.roles["utilisation"] > _BUSY]
    if len(busy):
        names = [f"{row.title} {share(row.utilisation)}" for row in busy.itertuples()]
        yield tell(
            en=f"Hardly a minute to spare: {', '.join(names)}. A little more work, or an absence, and queues grow fast.",
            ja=f"余力がほとんどありません：{'、'.join(names)}。少しの増加や不在で待ちが急に延びます。",
        )


def _summary(found: Simulated, titles: Sequence[str]) -> Iterator[str]:
    for id_, title in zip(found.procedures, titles, strict=True):
        whose = f"{title}: " if len(titles) > 1 else ""
        days = {name: _days(found, name, id_) for name in ("mean", "median", "p90")}
        mean = found.lead_time("mean", "clock", id_)
        yield tell(
            en=f"{whose}A case takes {days['mean']} on average ({clock(mean)} on the wall); half take no more than "
            f"{days['median']}, nine in ten no more than {days['p90']}.",
            ja=f"{whose}1件あたり平均{days['mean']}（実時間で{clock(mean)}）。半数は{days['median']}以内、"
            f"9割は{days['p90']}以内に終わります。",
        )
    kinds = dict(zip(found.roles["role"], found.roles["kind"], strict=True))
    work = found.steps["per_case"] * found.steps["touch"] / len(titles)
    staff = float(work[found.steps["role"].map(kinds) == "staff"].sum())
    others = float(work[found.steps["role"].map(kinds) == "applicant"].sum())
    own_en = f" (and {clock(others)} of the applicant's own time)" if others else ""
    own_ja = f"（ほかに申請者自身の時間が{clock(others)}）" if others else ""
    yield tell(
        en=f"Staff work {clock(staff)} on a case{own_en}; the rest is waiting.",
        ja=f"そのうち職員の作業は{clock(staff)}{own_ja}で、残りは待ちです。",
    )
    if len(titles) == 1:
        yield from _causes(found)
    used = found.roles.dropna(subset=["utilisation"]).sort_values("utilisation", ascending=False)
    if len(used):
        first = used.iloc[0]
        yield tell(
            en=f"Busiest is {first['title']}: {share(first['utilisation'])} of their hours go into this.",
            ja=f"最も忙しいのは{first['title']}で、勤務時間の{share(first['utilisation'])}をこの手続に使います。",
        )
    for row in found.deadlines.itertuples():
        if not math.isnan(row.decided_late):
            yield tell(
                en=f"{share(row.decided_late)} of the decisions come after the deadline '{row.deadline}'; "
                f"{share(row.missed)} of the cases are closed after it.",
                ja=f"期限「{row.deadline}」より後の決裁は{share(row.decided_late)}、期限後の完結は{share(row.missed)}です。",
            )
        elif not math.isnan(row.missed):
            yield tell(
                en=f"{share(row.missed)} of the cases are closed after the deadline '{row.deadline}'.",
                ja=f"期限「{row.deadline}」より後に完結する案件は{share(row.missed)}です。",
            )


def _causes(found: Simulated) -> Iterator[str]:
    """Tell what waiting comes from, on the clock: how long in working time each cause takes stands in the table."""
    steps = found.steps
    seconds = {cause: float((steps["per_case"] * steps[cause]).sum()) for cause in _CAUSES}
    total = sum(seconds.values())
    if total <= 0:
        return
    parts = sorted((cause for cause in seconds if seconds[cause] > 0), key=lambda cause: -seconds[cause])
    told = [
        f"{tell(en=_CAUSES[cause][0], ja=_CAUSES[cause][1])} {share(seconds[cause] / total)}"
        for cause in parts
    ]
    yield tell(
        en=f"What is waited for, by the clock: {', '.join(told)}.",
        ja=f"待ちの内訳（実時間）：{'、'.join(told)}。",
    )


def _days(found: Simulated, statistic: str, procedure: str) -> str:
    return working(found.lead_time(statistic, "working", procedure), found.day_seconds)


def _table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Table:
    cells = tuple(tuple(Cell(text) for text in row) for row in rows)
    return Table(tuple(columns), cells, len(cells), len(cells))


def _column(key: str, en: str, ja: str, kind: Any = "number", drop: int = 0) -> Column:
    return Column(key, tuple(tell(en=en, ja=ja).split("|")), kind, 2 if kind == "text" else 1, drop)


def _half(low: float, high: float, factor: float, unit: str = "") -> str:
    if math.isnan(low):
        return "–"
    half = (high - low) / 2 * factor
    return f"±{half:,.0f}{unit}" if half >= 10 else f"±{half:.2g}{unit}"


def _lead_times(found: Simulated, titles: Sequence[str]) -> Iterator[Section]:
    columns = (
        _column("statistic", "cases", "案件", "text"),
        _column("working", "working|days", "開庁日数"),
        _column("room", "±", "±"),
        _column("clock", "days on|the wall", "実時間|（日）"),
        _column("clock_room", "±", "±"),
    )
    for id_, title in zip(found.procedures, titles, strict=True):
        mine = found.lead_times[found.lead_times["procedure"] == id_].set_index(["time", "statistic"])
        rows = []
        for statistic, (en, ja) in _STATISTICS.items():
            office, wall = mine.loc[("working", statistic)], mine.loc[("clock", statistic)]
            rows.append(
                (
                    tell(en=en, ja=ja),
                    f"{office['seconds'] / found.day_seconds:.2f}",
                    _half(office["low"], office["high"], 1 / found.day_seconds),
                    f"{wall['seconds'] / 86_400:.2f}",
                    _half(wall["low"], wall["high"], 1 / 86_400),
                )
            )
        flow = found.in_progress[found.in_progress["procedure"] == id_].iloc[0]
        handovers, rework = (
            found.per_case[(found.per_case["procedure"] == id_) & (found.per_case["figure"] == name)][
                "mean"
            ].iloc[0]
            for name in ("handovers", "rework")
        )
        note = tell(
            en=f"{flow['mean']:,.1f} cases are under way at a time. A case passes {handovers:.1f} times to another role "
            f"and is returned {rework:.2f} times.",
            ja=f"進行中は平均{flow['mean']:,.1f}件。1件あたり担当間の受け渡し{handovers:.1f}回、差戻し{rework:.2f}回。",
        )
        name = f": {title}" if len(titles) > 1 else ""
        yield Section(
            f"lead-{id_}", tell(en=f"Lead time{name}", ja=f"所要時間{name}"), note, _table(columns, rows)
        )


def _waiting(found: Simulated) -> Section:
    steps = found.steps
    steps = steps[(steps["touch"] > 0) | (steps["wait"] > 0)]
    by_case = (steps["per_case"] * steps["wait"]).sort_values(ascending=False, kind="stable")
    columns = (
        _column("step", "step", "工程", "text"),
        _column("per_case", "times|a case", "1件|当たり"),
        _column("touch", "work|min", "作業|（分）"),
        *(
            _column(cause, f"{en}|h", f"{ja}|（時間）", drop=drop)
            for cause, en, ja, drop in (
                ("outside", "outside", "外部要因", 0),
                ("batch", "batch", "まとめ", 2),
                ("queue", "queue", "順番待ち", 0),
                ("closed", "closed", "閉庁", 3),
                ("join", "join", "合流", 1),
            )
        ),
        _column("wait", "waits in all|h", "待ち計|（時間）"),
    )
    rows = [
        (
            row["title"],
            f"{row['per_case']:.2f}",
            f"{row['touch'] / 60:.1f}",
            *(_hours(row[cause]) for cause in _CAUSES),
            _hours(row["wait"]),
        )
        for row in (steps.loc[place] for place in by_case.index)
    ]
    return Section(
        "steps",
        tell(en="Where cases wait, and why", ja="どこで、なぜ待つか"),
        tell(
            en="Hours each time the step is done. Outside and queue are office hours; batch, closed, join and all are hours "
            "on the wall.",
            ja="工程1回あたりの時間。外部要因と順番待ちは開庁時間、まとめ・閉庁・合流・待ち計は実時間。",
        ),
        _table(columns, rows),
    )


def _hours(seconds: float) -> str:
    if math.isnan(seconds):
        return "–"
    hours = seconds / 3600
    return "" if hours < 0.005 else f"{hours:,.2f}" if hours < 10 else f"{hours:,.1f}"


def _roles(found: Simulated) -> Iterator[Section]:
    columns = (
        _column("role", "role", "担当", "text"),
        _column("people", "people", "人数"),
        _column("hours", "work|h a year", "年間作業|（時間）"),
        _column("room", "±", "±"),
        _column("used", "of their|hours", "稼働率"),
        _column("handovers", "passed to,|a case", "受取り|（1件）"),
    )
    rows = [
        (
            row["title"],
            "" if math.isnan(row["utilisation"]) else count(row["people"]),
            f"{row['touch_hours']:,.0f}",
            _half(row["touch_low"], row["touch_high"], 1),
            "" if math.isnan(row["utilisation"]) else share(row["utilisation"]),
            f"{row['handovers']:.2f}",
        )
        for _, row in found.roles.astype({"utilisation": float}).iterrows()
    ]
    if rows:
        yield Section(
            "roles", tell(en="Who is how busy", ja="担当ごとの作業と稼働率"), table=_table(columns, rows)
        )
    busiest = found.sections[found.sections["section"] != ""].nlargest(_BUSIEST, "utilisation", keep="first")
    if len(busiest) > 1 and busiest["utilisation"].iloc[0] > _WORTH_TELLING:
        titles = dict(zip(found.roles["role"], found.roles["title"], strict=True))
        columns = (
            _column("role", "role", "担当", "text"),
            _column("section", "section", "課", "text"),
            _column("people", "people", "人数"),
            _column("used", "of their|hours", "稼働率"),
            _column("room", "±", "±"),
        )
        rows = [
            (
                titles[row["role"]],
                row["section"],
                count(row["people"]),
                share(row["utilisation"]),
                _half(row["low"], row["high"], 100, "%"),
            )
            for _, row in busiest.iterrows()
        ]
        yield Section(
            "sections", tell(en="Busiest by section", ja="課別に忙しい順"), table=_table(columns, rows)
        )


def _deadlines(found: Simulated) -> Iterator[Section]:
    if not len(found.deadlines):
        return
    columns = (
        _column("deadline", "deadline", "期限", "text"),
        _column("cases", "cases", "件数"),
        _column("decided", "decided|late", "期限後の|決裁"),
        _column("decided_room", "±", "±"),
        _column("missed", "closed|late", "期限後の|完結"),
        _column("room", "±", "±"),
    )
    rows = [
        (
            row["deadline"],
            f"{row['cases']:,.0f}",
            "–" if math.isnan(row["decided_late"]) else share(row["decided_late"]),
            _half(row["decided_late_low"], row["decided_late_high"], 100, "%"),
            share(row["missed"]),
            _half(row["low"], row["high"], 100, "%"),
        )
        for _, row in found.deadlines.iterrows()
    ]
    yield Section("deadlines", tell(en="Deadlines", ja="期限"), table=_table(columns, rows))


def _outcomes(found: Simulated) -> Iterator[Section]:
    if len(found.outcomes) < 2:
        return
    columns = (
        _column("end", "end", "終わり方", "text"),
        _column("share", "cases", "割合"),
        _column("room", "±", "±"),
    )
    rows = [
        (row["end"], share(row["share"]), _half(row["low"], row["high"], 100, "%"))
        for _, row in found.outcomes.iterrows()
    ]
    yield Section("outcomes", tell(en="How cases end", ja="案件の終わり方"), table=_table(columns, rows))


def _notes(found: Simulated) -> Iterator[Section]:
    if found.notes:
        joint = " " if current() == "en" else ""
        yield Section("notes", tell(en="What was assumed", ja="前提"), joint.join(found.notes))
