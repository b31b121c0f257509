"""`simulate`: procedures run through time, many times over."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.procedure.model import Procedure
from bprkit.simulation.asking import (
    LONGEST_YEARS,
    MOST_REPLICATIONS,
    ORDERS,
    Order,
    assumed,
    circumstances,
    refuse_absences,
    refuse_priority,
    refuse_unusable,
)
from bprkit.simulation.simulated import Simulated

if TYPE_CHECKING:
    from bprkit.calendar import OfficeCalendar
    from bprkit.simulation.running import Setting
    from bprkit.simulation.tables import Gathered

START = dt.date(2026, 4, 1)
_AFTERWARDS_DAYS = 800
"""For how long after the last case others go on coming, at most, and offices go on closing."""
_FIRST_LOOK = 10


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
    priority: str | None = None,
    arrivals: str | None = None,
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
    order: whom a role serves next: "first_come", "oldest_case", "earliest_due" (by the case's first deadline) or "priority":
        by the attribute that `priority` names, the highest number first, or the word that the procedure lists first.
    arrivals: the calendar in whose hours cases come in, as `load_calendar` takes it ("none": day and night, as online
        applications do); by default the procedure's own.
    absences: the share of days on which a holder of a role is away. deputies: the role that then acts (代決).
    log: keep the first replication as an event log. progress: called with the replications done and to be done (None: open).

    Raises InputError for what cannot be run: more work than people can ever do (with the utilisation), a role nobody fills,
    a loop that never ends, times below zero, a procedure without a volume, shares that do not add up.

    >>> from bprkit.procedure.files import open_procedure
    >>> found = simulate(open_procedure("approval-circulation/as_is"), years=0.1, replications=2)
    >>> round(found.lead_time(time="working") / found.day_seconds, 1)  # working days
    4.0
    """
    from bprkit.simulation import tables
    from bprkit.simulation.overload import loads, refuse_overload
    from bprkit.simulation.running import run_once
    from bprkit.simulation.under_way import in_progress, in_progress_by_month

    away, acting = dict(absences or {}), dict(deputies or {})
    refuse_unusable(procedures, years, cases, replications, precision, seed, warm_up_days, order)
    refuse_absences(procedures, away, acting)
    refuse_priority(procedures, order, priority)
    setting, origin, span = _setting(
        procedures, years, cases, seed, start, warm_up_days, order, priority, arrivals, away, acting
    )
    refuse_overload(setting.compiled, loads(setting))
    gathered = _gathered(setting, replications, precision, progress)
    frame = None
    if log:
        from bprkit.simulation.event_log import event_log

        frame = event_log(setting.compiled, run_once(setting, 0, log=True).log, origin, seed, 0)
    leads = tables.lead_times(gathered)
    reached = _reached(gathered)
    calendars = _calendars(procedures, arrivals)
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
        day_seconds=float(
            calendars[min(procedures, key=lambda each: (each.id, each.state)).calendar].working_day_seconds
        ),
        precision=reached,
        lead_times=leads,
        steps=tables.steps(gathered),
        roles=tables.roles(gathered, span),
        sections=tables.sections(gathered),
        in_progress=in_progress(gathered),
        in_progress_by_month=in_progress_by_month(gathered, origin.date()),
        deadlines=tables.deadlines(gathered),
        outcomes=tables.outcomes(gathered),
        per_case=tables.per_case(gathered),
        replicates=tables.replicates(gathered, span),
        log=frame,
        assumed=(
            *circumstances(procedures, order, priority, arrivals, away, acting, calendars, start),
            *assumed(procedures, precision, reached),
        ),
    )


def _setting(
    procedures: tuple[Procedure, ...],
    years: float,
    cases: int | None,
    seed: int,
    start: dt.date,
    warm_up_days: int,
    order: Order,
    priority: str | None,
    arrivals: str | None,
    absences: Mapping[str, float],
    deputies: Mapping[str, str],
) -> tuple[Setting, dt.datetime, float]:
    """Return what all replications share, its origin, and for how many years cases count."""
    from bprkit.simulation.compiling import compiled
    from bprkit.simulation.hours import DAY, hours_of
    from bprkit.simulation.running import Setting

    calendars = _calendars(procedures, arrivals)
    end, span = _later(start, years if cases is None else _years_for(procedures[0], cases))
    first = start - dt.timedelta(days=warm_up_days)
    days = (end - first).days + _AFTERWARDS_DAYS
    program = compiled(
        procedures,
        calendars,
        first,
        days,
        most=cases,
        absences=absences,
        deputies=deputies,
        priority=priority,
        arrivals=arrivals,
    )
    warm_up, until = warm_up_days * DAY, (end - first).days * DAY
    window = until - warm_up if cases is None else _expected_window(program.stream_spells, warm_up, cases)
    hours = hours_of(list(calendars.values()), first, days)
    setting = Setting(program, hours, seed, ORDERS[order], warm_up, until, window)
    if cases is not None:
        span = window / (365.25 * DAY)
    return setting, dt.datetime.combine(first, dt.time()), span


def _later(start: dt.date, years: float) -> tuple[dt.date, float]:
    """Return the day so many years later, and the years to it: whole years by the calendar, parts of them by days."""
    whole = int(years)
    days = max(0 if whole else 1, round((years - whole) * 365.25))
    leap = start.month == 2 and start.day == 29
    later = start.replace(year=start.year + whole, day=28 if leap else start.day)
    return later + dt.timedelta(days=days), whole + days / 365.25


def _years_for(procedure: Procedure, cases: int) -> float:
    """Return in how many years so many cases will have come, whatever chance and the months do."""
    if procedure.volume is None or not procedure.volume.per_year > 0:
        return 1.0  # refused with the arrivals
    needed = (cases + 6 * math.sqrt(cases) + 20) / procedure.volume.per_year + 1
    if needed > LONGEST_YEARS:
        raise InputError(
            en=f"{cases:,} cases of {procedure.title or procedure.id} take {needed:.0f} years to come in; at most "
            f"{LONGEST_YEARS} can be run. Ask for fewer cases.",
            ja=f"{procedure.title or procedure.id} が{cases:,}件来るまでに{needed:.0f}年かかります（上限{LONGEST_YEARS}年）。"
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
        if precision is None or len(found) >= MOST_REPLICATIONS or _reached(gathered) <= precision:
            return gathered
        goal = len(found) + _FIRST_LOOK


def _reached(gathered: Gathered) -> float:
    """Return how well the mean lead time is known: half its interval as a share of it, of the least known procedure."""
    from bprkit.simulation.estimating import estimate
    from bprkit.simulation.tables import mean_lead_times

    leads = mean_lead_times(gathered)
    return max(estimate(leads[:, number]).relative for number in range(leads.shape[1]))


def _calendars(
    procedures: tuple[Procedure, ...], arrivals: str | None = None
) -> Mapping[str, OfficeCalendar]:
    from bprkit.calendar import load_calendar

    names = [procedure.calendar for procedure in procedures]
    names += [role.calendar for procedure in procedures for role in procedure.roles if role.calendar]
    return {name: load_calendar(name) for name in dict.fromkeys([*names, arrivals or "none", "none"])}
