"""The page of a simulation: plain words, how long cases take, where they wait and why, and how busy people are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bprkit.cli.simulate_sections import (
    CAUSES,
    busiest_sections,
    deadlines,
    lead_times,
    notes,
    outcomes,
    roles,
    rows_of,
    under_way,
    waiting,
)
from bprkit.language import current, tell
from bprkit.report.model import Page
from bprkit.report.units import clock, length_of_day, share, working

if TYPE_CHECKING:
    from bprkit.simulation.simulated import Simulated

_BUSY = 0.85


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
            *lead_times(found, titles),
            *waiting(found, titles),
            *roles(found),
            *busiest_sections(found),
            *under_way(found, titles),
            *deadlines(found),
            *outcomes(found),
            *notes(found),
        ),
        more="",
    )


def _subtitle(found: Simulated) -> str:
    runs, years, warm = found.replications, found.years, found.warm_up_days
    return tell(
        en=f"{runs} {'replication' if runs == 1 else 'replications'} of {years:.3g} {'year' if years == 1 else 'years'} "
        f"from {found.start} · "
        f"{found.cases:,} cases · {f'after {warm} days of work' if warm else 'from empty desks'} · seed {found.seed} · "
        f"a working day is {length_of_day(found.day_seconds)} · ± holds the true mean with 95%",
        ja=f"{found.start}から{years:.3g}年分を{runs}回 · 計{found.cases:,}件 · "
        f"{f'助走{warm}日' if warm else '仕掛りなしから開始'} · 乱数の種 {found.seed} · "
        f"1日は{length_of_day(found.day_seconds)} · ±は平均の95%信頼区間",
    )


def _warnings(found: Simulated) -> Iterator[str]:
    busy = found.roles[found.roles["utilisation"] > _BUSY]
    if len(busy):
        names = [f"{row['title']} {share(row['utilisation'])}" for row in rows_of(busy)]
        yield tell(
            en=f"Hardly a minute to spare: {', '.join(names)}. A little more work, or an absence, and queues grow fast.",
            ja=f"余力がほとんどありません：{'、'.join(names)}。少しの増加や不在で待ちが急に延びます。",
        )


def _summary(found: Simulated, titles: Sequence[str]) -> Iterator[str]:
    for id_, title in zip(found.procedures, titles, strict=True):
        whose = tell(en=f"{title}: ", ja=f"{title}：") if len(titles) > 1 else ""
        days = {name: _days(found, name, id_) for name in ("mean", "median", "p90")}
        mean = found.lead_time("mean", "clock", id_)
        yield whose + tell(
            en=f"A case takes {days['mean']} on average ({clock(mean)} on the wall); half take no more than "
            f"{days['median']}, nine in ten no more than {days['p90']}.",
            ja=f"1件あたり平均{days['mean']}（実時間で{clock(mean)}）。半数は{days['median']}以内、"
            f"9割は{days['p90']}以内に終わります。",
        )
        yield whose + _work(found, id_)
        yield from (whose + told for told in _causes(found, id_))
    used = found.roles.dropna(subset=["utilisation"]).sort_values("utilisation", ascending=False)
    if len(used):
        first = used.iloc[0]
        yield tell(
            en=f"Busiest is {first['title']}: {share(first['utilisation'])} of their hours go into this.",
            ja=f"最も忙しいのは{first['title']}で、勤務時間の{share(first['utilisation'])}をこの手続に使います。",
        )
    for row in rows_of(found.deadlines):
        if not math.isnan(row["decided_late"]):
            yield tell(
                en=f"{share(row['decided_late'])} of the decisions come after the deadline '{row['deadline']}'; "
                f"{share(row['missed'])} of the cases are closed after it.",
                ja=f"期限「{row['deadline']}」より後の決裁は{share(row['decided_late'])}、期限後の完結は{share(row['missed'])}です。",
            )
        elif not math.isnan(row["missed"]):
            yield tell(
                en=f"{share(row['missed'])} of the cases are closed after the deadline '{row['deadline']}'.",
                ja=f"期限「{row['deadline']}」より後に完結する案件は{share(row['missed'])}です。",
            )


def _work(found: Simulated, procedure: str) -> str:
    """Tell how long people work on a case."""
    steps = found.steps[found.steps["procedure"] == procedure]
    kinds = steps["role"].map(dict(zip(found.roles["role"], found.roles["kind"], strict=True)))
    work = steps["per_case"] * steps["touch"]
    staff, others = (float(work[kinds == kind].sum()) for kind in ("staff", "applicant"))
    own_en = f" (and {clock(others)} of the applicant's own time)" if others else ""
    own_ja = f"（ほかに申請者自身の時間が{clock(others)}）" if others else ""
    return tell(
        en=f"Staff work {clock(staff)} on a case{own_en}; the rest is waiting.",
        ja=f"そのうち職員の作業は{clock(staff)}{own_ja}で、残りは待ちです。",
    )


def _causes(found: Simulated, procedure: str) -> Iterator[str]:
    """Tell what waiting comes from, on the clock: how long in working time each cause takes stands in the table."""
    steps = found.steps[found.steps["procedure"] == procedure]
    seconds = {cause: float((steps["per_case"] * steps[cause]).sum()) for cause in CAUSES}
    total = sum(seconds.values())
    if total <= 0:
        return
    parts = sorted((cause for cause in seconds if seconds[cause] > 0), key=lambda cause: -seconds[cause])
    told = [
        f"{tell(en=CAUSES[cause][0], ja=CAUSES[cause][1])} {share(seconds[cause] / total)}" for cause in parts
    ]
    yield tell(
        en=f"What is waited for, by the clock: {', '.join(told)}.",
        ja=f"待ちの内訳（実時間）：{'、'.join(told)}。",
    )


def _days(found: Simulated, statistic: str, procedure: str) -> str:
    return working(found.lead_time(statistic, "working", procedure), found.day_seconds)
