"""`simulate`: procedures run through time, many times over."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from bprkit.errors import InputError
from bprkit.procedure.model import Procedure, Task, Timer, walk
from bprkit.simulation.simulated import Simulated

if TYPE_CHECKING:
    from bprkit.calendar import OfficeCalendar
    from bprkit.simulation.running import Setting
    from bprkit.simulation.tables import Gathered

Order = Literal["first_come", "oldest_case", "earliest_due"]
ORDERS: Mapping[Order, int] = {"first_come": 0, "oldest_case": 1, "earliest_due": 2}
START = dt.date(2026, 4, 1)
_LONGEST_YEARS = 100
_AFTERWARDS_DAYS = 800
"""For how long after the last case others go on coming, at most, and offices go on closing."""
_FIRST_LOOK, _MOST_REPLICATIONS = 10, 1000


def simulate(
    *procedures: Procedure,
    years: float = 1.0,
    cases: int | None = None,
    replications: int = 30,
    precision: float | None = None,
    seed: int = 1,
    start: dt.date = START,
    warm_up_days: int = 30,
    order: Order = "first_come",
    absences: Mapping[str, float] | None = None,
    deputies: Mapping[str, str] | None = None,
    log: bool = False,
    progress: Callable[[int, int | None], None] | None = None,
) -> Simulated:
    """Run procedures, together over the same staff if there are several, through office time.

    Parameters
    ----------
    years: cases that come in this many years from `start` count; or so many `cases`, from then on.
    replications: how often. precision: instead, until the mean lead time is known to this share of itself (0.02 for 2 %).
    seed: of the random numbers. The same seed gives the same result, and two procedures with the same seed the same cases,
        so that their difference is that of the procedures.
    warm_up_days: how long before `start` the office already runs; 0 begins with empty desks.
    order: whom a role serves next: "first_come", "oldest_case" or "earliest_due" (by the case's first deadline).
    absences: the share of days on which a holder of a role is away. deputies: the role that then acts (代決).
    log: keep the first replication as an event log. progress: called with the replications done and to be done (None: open).

    Raises InputError for what cannot be run: more work than people can ever do (with the utilisation), a role nobody fills,
    a loop that never ends, times below zero, a procedure without a volume, shares that do not add up.

    >>> from bprkit.procedure.files import open_procedure
    >>> found = simulate(open_procedure("approval-circulation/as_is"), years=0.1, replications=2)
    >>> round(found.lead_time(time="working") / found.day_seconds, 1)  # working days
    4.1
    """
    from bprkit.simulation import tables
    from bprkit.simulation.overload import loads, refuse_overload
    from bprkit.simulation.running import run_once

    away, acting = dict(absences or {}), dict(deputies or {})
    _refuse(procedures, years, cases, replications, precision, seed, warm_up_days, order)
    _refuse_absences(procedures, away, acting)
    setting, origin, span = _setting(procedures, years, cases, seed, start, warm_up_days, order, away, acting)
    refuse_overload(setting.compiled, loads(setting))
    gathered = _gathered(setting, replications, precision, progress)
    frame = None
    if log:
        from bprkit.simulation.event_log import event_log

        frame = event_log(setting.compiled, run_once(setting, 0, log=True).log, origin, seed, 0)
    leads = tables.lead_times(gathered)
    reached = _reached(gathered)
    calendar = _calendars(procedures)[procedures[0].calendar]
    return Simulated(
        procedures=tuple(procedure.id for procedure in procedures),
        states=tuple(procedure.state for procedure in procedures),
        seed=seed,
        order=order,
        start=start.isoformat(),
        years=span,
        warm_up_days=warm_up_days,
        replications=len(gathered.outcomes),
        cases=int(gathered.of("cases", "cases").sum()),
        tasks=sum(outcome.tasks for outcome in gathered.outcomes),
        day_seconds=float(calendar.working_day_seconds),
        precision=reached,
        lead_times=leads,
        steps=tables.steps(gathered),
        roles=tables.roles(gathered, span),
        sections=tables.sections(gathered),
        in_progress=tables.in_progress(gathered),
        deadlines=tables.deadlines(gathered),
        outcomes=tables.outcomes(gathered),
        per_case=tables.per_case(gathered),
        replicates=tables.replicates(gathered, span),
        log=frame,
        assumed=_assumed(procedures, precision, reached),
    )


def _setting(
    procedures: tuple[Procedure, ...],
    years: float,
    cases: int | None,
    seed: int,
    start: dt.date,
    warm_up_days: int,
    order: Order,
    absences: Mapping[str, float],
    deputies: Mapping[str, str],
) -> tuple[Setting, dt.datetime, float]:
    """Return what all replications share, its origin, and for how many years cases count."""
    from bprkit.simulation.compiling import compiled
    from bprkit.simulation.hours import DAY, hours_of
    from bprkit.simulation.running import Setting

    calendars = _calendars(procedures)
    end = _later(start, years if cases is None else _years_for(procedures[0], cases))
    first = start - dt.timedelta(days=warm_up_days)
    days = (end - first).days + _AFTERWARDS_DAYS
    program = compiled(procedures, calendars, first, days, most=cases, absences=absences, deputies=deputies)
    warm_up, until = warm_up_days * DAY, (end - first).days * DAY
    window = until - warm_up if cases is None else _expected_window(program.stream_spells, warm_up, cases)
    hours = hours_of(list(calendars.values()), first, days)
    setting = Setting(program, hours, seed, ORDERS[order], warm_up, until, window)
    span = years if cases is None else window / (365.25 * DAY)
    return setting, dt.datetime.combine(first, dt.time()), span


def _later(start: dt.date, years: float) -> dt.date:
    """Return the day so many years later: whole years by the calendar, parts of them by days."""
    whole = int(years)
    leap = start.month == 2 and start.day == 29
    later = start.replace(year=start.year + whole, day=28 if leap else start.day)
    return later + dt.timedelta(days=max(0 if whole else 1, round((years - whole) * 365.25)))


def _years_for(procedure: Procedure, cases: int) -> float:
    """Return in how many years so many cases will have come, whatever chance and the months do."""
    if procedure.volume is None or not procedure.volume.per_year > 0:
        return 1.0  # refused with the arrivals
    needed = (cases + 6 * math.sqrt(cases) + 20) / procedure.volume.per_year + 1
    if needed > _LONGEST_YEARS:
        raise InputError(
            en=f"{cases:,} cases of {procedure.title or procedure.id} take {needed:.0f} years to come in; at most "
            f"{_LONGEST_YEARS} can be run. Ask for fewer cases.",
            ja=f"{procedure.title or procedure.id} が{cases:,}件来るまでに{needed:.0f}年かかります（上限{_LONGEST_YEARS}年）。"
            "件数を減らしてください。",
        )
    return needed


def _expected_window(spells: Any, warm_up: float, cases: int) -> float:
    """Return in how many seconds after the warm-up so many cases come on average."""
    import numpy as np

    opens = np.maximum(spells["opens"], warm_up)
    expected = np.cumsum(np.maximum(0.0, spells["closes"] - opens) * spells["rate"])
    place = min(int(np.searchsorted(expected, cases)), len(spells) - 1)
    before = expected[place - 1] if place else 0.0
    return float(opens[place] + (cases - before) / spells["rate"][place] - warm_up)


def _gathered(
    setting: Setting,
    replications: int,
    precision: float | None,
    progress: Callable[[int, int | None], None] | None,
) -> Gathered:
    """Run the replications asked for, or as many as the precision takes, looked at after every ten."""
    from bprkit.simulation.running import run_many, run_once
    from bprkit.simulation.tables import Gathered

    found = [
        run_once(setting, 0)
    ]  # the first alone: it may have to be compiled, and tells how much room is needed
    goal = replications if precision is None else _FIRST_LOOK
    while True:
        for outcome in run_many(setting, range(len(found), goal)):
            found.append(outcome)
            if progress is not None:
                progress(len(found), replications if precision is None else None)
        gathered = Gathered(setting, tuple(found))
        if precision is None or len(found) >= _MOST_REPLICATIONS or _reached(gathered) <= precision:
            return gathered
        goal = len(found) + _FIRST_LOOK


def _reached(gathered: Gathered) -> float:
    """Return how well the mean lead time is known: half its interval as a share of it, of the least known procedure."""
    from bprkit.simulation.estimating import estimate
    from bprkit.simulation.tables import mean_lead_times

    leads = mean_lead_times(gathered)
    return max(estimate(leads[:, number]).relative for number in range(leads.shape[1]))


def _calendars(procedures: tuple[Procedure, ...]) -> Mapping[str, OfficeCalendar]:
    from bprkit.calendar import load_calendar

    names = [procedure.calendar for procedure in procedures]
    names += [role.calendar for procedure in procedures for role in procedure.roles if role.calendar]
    return {name: load_calendar(name) for name in dict.fromkeys([*names, "none"])}


def _refuse(
    procedures: tuple[Procedure, ...],
    years: float,
    cases: int | None,
    replications: int,
    precision: float | None,
    seed: int,
    warm_up_days: int,
    order: str,
) -> None:
    """Raise InputError for arguments that cannot be used."""
    wrong = None
    if not procedures:
        wrong = (
            "There is no procedure to run. Give at least one.",
            "実行する手続がありません。1つ以上指定してください。",
        )
    elif cases is not None and len(procedures) > 1:
        wrong = (
            "With several procedures a number of cases is not clear. Give years instead.",
            "複数の手続では件数を指定できません。年数を指定してください。",
        )
    elif cases is not None and cases < 1:
        wrong = (
            f"{cases} cases are too few. Ask for 1 or more.",
            f"件数 {cases} は少なすぎます。1以上にしてください。",
        )
    elif not 0 < years <= _LONGEST_YEARS:
        wrong = (
            f"{years:g} years cannot be run. Choose a number above 0, up to {_LONGEST_YEARS}.",
            f"{years:g} 年は実行できません。0より大きく{_LONGEST_YEARS}以下にしてください。",
        )
    elif replications < 1:
        wrong = (
            f"{replications} replications are too few. Ask for 1 or more.",
            f"反復回数 {replications} は少なすぎます。1以上にしてください。",
        )
    elif precision is not None and not 0 < precision < 1:
        wrong = (
            f"A precision of {precision:g} cannot be reached. Choose one between 0 and 1, such as 0.02 for 2%.",
            f"精度 {precision:g} は使えません。0と1の間（2%なら0.02）にしてください。",
        )
    elif seed < 0:
        wrong = (f"The seed is {seed}. Choose 0 or more.", f"乱数の種が {seed} です。0以上にしてください。")
    elif warm_up_days < 0:
        wrong = (
            f"A warm-up of {warm_up_days} days cannot be run. Choose 0 or more.",
            f"助走期間が {warm_up_days} 日です。0以上にしてください。",
        )
    elif order not in ORDERS:
        known = ", ".join(ORDERS)
        wrong = (
            f"There is no order '{order}'. Choose one of {known}.",
            f"順序「{order}」はありません。{known} のどれかにしてください。",
        )
    if wrong:
        raise InputError(en=wrong[0], ja=wrong[1])


def _refuse_absences(
    procedures: tuple[Procedure, ...], absences: Mapping[str, float], deputies: Mapping[str, str]
) -> None:
    """Raise InputError for an unknown role, a share that is none, and a deputy who is the same role."""
    known = {role.id for procedure in procedures for role in procedure.roles}
    for name in (*absences, *deputies, *deputies.values()):
        if name not in known:
            raise InputError(
                en=f"There is no role {name}. The roles are {', '.join(sorted(known))}.",
                ja=f"役割 {name} はありません。役割は {'、'.join(sorted(known))} です。",
            )
    for name, share in absences.items():
        if not 0 <= share < 1:
            raise InputError(
                en=f"{name} is away on {share:g} of the days. Give a share from 0 to below 1.",
                ja=f"{name} の不在の割合が {share:g} です。0以上1未満にしてください。",
            )
    for name, deputy in deputies.items():
        if name == deputy:
            raise InputError(
                en=f"{name} cannot be its own deputy. Name another role.",
                ja=f"{name} の代決者が同じ役割です。別の役割を指定してください。",
            )


def _assumed(
    procedures: tuple[Procedure, ...], precision: float | None, reached: float
) -> tuple[tuple[str, str], ...]:
    told = []
    nodes = [node for procedure in procedures for node in walk(procedure.nodes)]
    unknown = [str(node.title) or node.id for node in nodes if isinstance(node, Task) and node.touch is None]
    if unknown:
        told.append(
            (
                f"Steps without a touch time take no work: {', '.join(unknown)}.",
                f"作業時間のない工程は0分としました：{'、'.join(unknown)}。",
            )
        )
    if any(isinstance(node, Timer) and node.period is None for node in nodes):
        told.append(("Timers without a period take no time.", "期間のないタイマーは0分としました。"))
    if any(isinstance(node, Task) and node.act in ("review_after", "inform") for node in nodes):
        told.append(
            (
                "後閲 and 供覧 after the 決裁 are work, but no case waits for them.",
                "決裁後の後閲・供覧は作業時間に数え、所要時間には数えません。",
            )
        )
    if any(isinstance(node, Task) and node.controls for node in nodes):
        told.append(
            (
                "That a step is done by another person than the one it checks is not enforced where both have one role.",
                "確認する工程と確認される工程の役割が同じ場合、別人が行うことまでは再現していません。",
            )
        )
    if precision is not None and reached > precision:
        told.append(
            (
                f"The precision of {precision:.1%} was not reached in {_MOST_REPLICATIONS:,} replications ({reached:.1%}).",
                f"{_MOST_REPLICATIONS:,}回の反復では精度{precision:.1%}に届きませんでした（{reached:.1%}）。",
            )
        )
    return tuple(told)
