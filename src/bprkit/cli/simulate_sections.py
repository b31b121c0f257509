"""The tables of a simulation's page: lead times, waiting by cause, roles, deadlines and outcomes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from bprkit.language import current, tell
from bprkit.report.model import Cell, Column, Section, Table
from bprkit.report.units import count, share

if TYPE_CHECKING:
    import pandas as pd

    from bprkit.simulation.simulated import Simulated

CAUSES = {
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
_LEAST_HOURS = 0.005
_BUSIEST = 5
_MONTHS_SHOWN = 24
_WORTH_TELLING = 0.5


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain mappings."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


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


def lead_times(found: Simulated, titles: Sequence[str]) -> Iterator[Section]:
    """Return how long cases take, by procedure."""
    columns = (
        _column("statistic", "cases", "案件", "text"),
        _column("working", "working|days", "開庁日数"),
        _column("room", "±", "±"),
        _column("clock", "days on|the wall", "実時間|（日）"),
        _column("clock_room", "±", "±"),
    )
    for id_, title in zip(found.procedures, titles, strict=True):
        mine = {
            (row["time"], row["statistic"]): row
            for row in rows_of(found.lead_times)
            if row["procedure"] == id_
        }
        rows = []
        for statistic, (en, ja) in _STATISTICS.items():
            office, wall = mine["working", statistic], mine["clock", statistic]
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
            f"(in the order of completion, systems included) and is returned {rework:.2f} times.",
            ja=f"進行中は平均{flow['mean']:,.1f}件。1件あたり担当間の受け渡し{handovers:.1f}回（完了順に数え、システムを含む）、差戻し{rework:.2f}回。",
        )
        name = tell(en=f": {title}", ja=f"：{title}") if len(titles) > 1 else ""
        yield Section(
            f"lead-{id_}", tell(en=f"Lead time{name}", ja=f"所要時間{name}"), note, _table(columns, rows)
        )


def waiting(found: Simulated, titles: Sequence[str]) -> Iterator[Section]:
    """Return where cases wait, and why, by procedure."""
    for id_, title in zip(found.procedures, titles, strict=True):
        name = tell(en=f": {title}", ja=f"：{title}") if len(titles) > 1 else ""
        steps = found.steps[found.steps["procedure"] == id_]
        yield Section(
            f"steps-{id_}",
            tell(en=f"Where cases wait, and why{name}", ja=f"どこで、なぜ待つか{name}"),
            tell(
                en="Hours each time the step is done. Outside and queue are office hours; batch, closed, join and all are "
                "hours on the wall.",
                ja="工程1回あたりの時間。外部要因と順番待ちは開庁時間、まとめ・閉庁・合流・待ち計は実時間。",
            ),
            _steps(steps[(steps["touch"] > 0) | (steps["wait"] > 0)]),
        )


def _steps(steps: pd.DataFrame) -> Table:
    """Return the steps, those first at which a case waits longest; a cause that never occurs has no column."""
    by_case = (steps["per_case"] * steps["wait"]).sort_values(ascending=False, kind="stable")
    causes = [cause for cause in CAUSES if (steps[cause] >= _LEAST_HOURS * 3600).any()]
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
            if cause in causes
        ),
        _column("wait", "waits in all|h", "待ち計|（時間）"),
    )
    rows = [
        (
            _name(row),
            f"{row['per_case']:.2f}",
            f"{row['touch'] / 60:.1f}",
            *(_hours(row[cause]) for cause in causes),
            _hours(row["wait"]),
        )
        for row in rows_of(steps.loc[by_case.index])
    ]
    return _table(columns, rows)


def _name(step: dict[str, Any]) -> str:
    """Return the title of a step; what people gave no title, and only waits for others, is told as what it is."""
    if step["join"] > 0 and step["title"] == step["step"]:
        return tell(en="(parallel branches meet)", ja="（並行作業の合流）")
    return str(step["title"])


def _hours(seconds: float) -> str:
    if math.isnan(seconds):
        return "–"
    hours = seconds / 3600
    return "" if hours < _LEAST_HOURS else f"{hours:,.2f}" if hours < 10 else f"{hours:,.1f}"


def roles(found: Simulated) -> Iterator[Section]:
    """Return who is how busy."""
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
        for row in rows_of(found.roles.astype({"utilisation": float}))
    ]
    if rows:
        yield Section(
            "roles", tell(en="Who is how busy", ja="担当ごとの作業と稼働率"), table=_table(columns, rows)
        )


def busiest_sections(found: Simulated) -> Iterator[Section]:
    """Return the busiest holders of roles by section, where they have much to do."""
    one_of_several = found.sections.groupby("role")["section"].transform("nunique") > 1
    busiest = found.sections[one_of_several].nlargest(_BUSIEST, "utilisation", keep="first")
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
            for row in rows_of(busiest)
        ]
        yield Section(
            "sections", tell(en="Busiest by section", ja="課別に忙しい順"), table=_table(columns, rows)
        )


def under_way(found: Simulated, titles: Sequence[str]) -> Iterator[Section]:
    """Return how many cases are under way, month by month, and the most at once, by procedure."""
    columns = (
        _column("month", "month", "月", "text"),
        _column("mean", "cases|under way", "進行中|（平均）"),
        _column("room", "±", "±"),
        _column("peak", "most|at once", "最も多い|とき"),
        _column("peak_room", "±", "±"),
    )
    totals = {row["procedure"]: row for row in rows_of(found.in_progress)}
    for id_, title in zip(found.procedures, titles, strict=True):
        months = rows_of(found.in_progress_by_month[found.in_progress_by_month["procedure"] == id_])
        if not months:
            continue
        rows = tuple(
            (
                Cell(row["month"]),
                Cell(_cases(row["mean"]), row["mean"]),
                Cell(_half(row["low"], row["high"], 1)),
                Cell(f"{row['peak']:,.0f}"),
                Cell(_half(row["peak_low"], row["peak_high"], 1)),
            )
            for row in months[:_MONTHS_SHOWN]
        )
        most, usual = totals[id_]["peak"], totals[id_]["p95"]
        note = tell(
            en=f"{most:,.0f} at the busiest moment; on 95% of the days no more than {usual:,.0f}.",
            ja=f"最も多いときで{most:,.0f}件。95%の日は{usual:,.0f}件以下。",
        )
        if left := len(months) - len(rows):
            note += tell(en=f" {left} more months: --json.", ja=f"ほかの{left}か月は --json にあります。")
        name = tell(en=f": {title}", ja=f"：{title}") if len(titles) > 1 else ""
        yield Section(
            f"under-way-{id_}",
            tell(en=f"Cases under way{name}", ja=f"進行中の件数{name}"),
            note,
            Table(columns, rows, len(rows), len(rows), bar="mean"),
        )


def _cases(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:,.1f}"


def deadlines(found: Simulated) -> Iterator[Section]:
    """Return how many cases come after their deadline."""
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
        for row in rows_of(found.deadlines)
    ]
    yield Section("deadlines", tell(en="Deadlines", ja="期限"), table=_table(columns, rows))


def outcomes(found: Simulated) -> Iterator[Section]:
    """Return how cases end, where they end in more than one way."""
    if len(found.outcomes) < 2:
        return
    columns = (
        _column("end", "end", "終わり方", "text"),
        _column("share", "cases", "割合"),
        _column("room", "±", "±"),
    )
    rows = [
        (row["end"], share(row["share"]), _half(row["low"], row["high"], 100, "%"))
        for row in rows_of(found.outcomes)
    ]
    yield Section("outcomes", tell(en="How cases end", ja="案件の終わり方"), table=_table(columns, rows))


def notes(found: Simulated) -> Iterator[Section]:
    """Return what was assumed."""
    if found.notes:
        joint = " " if current() == "en" else ""
        yield Section("notes", tell(en="What was assumed", ja="前提"), joint.join(found.notes))
