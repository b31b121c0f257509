"""Is there more work than people can ever do? A trial run with staff for everything tells what comes in."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bprkit.errors import InputError
from bprkit.simulation.compiling import Compiled
from bprkit.simulation.hours import DAY, FOREVER, Hours
from bprkit.simulation.running import Setting, run_many
from bprkit.simulation.staffing import section_shares

_YEAR = 365 * DAY
_ENOUGH_CASES, _MOST_RUNS = 20_000, 20
_SHOWN = 5


@dataclass(frozen=True)
class Load:
    """Work that comes in, as a share of what the holders of a role in a section can do."""

    role: str
    section: str
    holders: int
    share: float


def open_seconds(compiled: Compiled, hours: Hours, begin: float, end: float) -> Any:
    """Return by group how many seconds its calendar is open between two moments, days away taken off."""
    roles = compiled.program.roles
    found = np.zeros(len(compiled.program.groups))
    for group, role in enumerate(compiled.staff.role_of_group):
        calendar = int(roles[role]["calendar"])
        worked = _worked(hours, calendar, end) - _worked(hours, calendar, begin)
        found[group] = worked * (1.0 - float(roles[role]["absence"])) * compiled.staff.servers[group]
    return found


def _worked(hours: Hours, calendar: int, time: float) -> float:
    spell = hours.spells[hours.at_day[calendar, min(int(time // DAY), hours.at_day.shape[1] - 1)]]
    return float(spell["worked"] + max(0.0, time - spell["opens"]))


def loads(setting: Setting) -> tuple[Load, ...]:
    """Return the load of every role with people in it, by section, from some thousand cases after the warm-up."""
    compiled = setting.compiled
    roles, starts = compiled.program.roles.copy(), compiled.program.starts.copy()
    roles["unlimited"], roles["absence"], starts["most"] = 1, 0.0, _ENOUGH_CASES
    program = compiled.program._replace(roles=roles, starts=starts)
    until = setting.warm_up + _YEAR
    trial = replace(setting, compiled=replace(compiled, program=program), until=until, discipline=0)
    cases = sum(procedure.volume.per_year for procedure in compiled.procedures if procedure.volume)
    runs = min(_MOST_RUNS, max(1, math.ceil(_ENOUGH_CASES / cases)))
    outcomes = list(run_many(trial, range(runs)))
    by_node = sum(outcome.tally.nodes["touch"] for outcome in outcomes)
    counted = sum(outcome.tally.cases["cases"] for outcome in outcomes)
    volumes = np.array([procedure.volume.per_year for procedure in compiled.procedures if procedure.volume])
    a_case = volumes / np.maximum(counted, 1.0)  # by the volume said, not by how many cases chance sent
    work = _by_group(compiled, by_node * a_case[list(compiled.procedure_of)])
    _pass_to_deputies(compiled, work)
    available = open_seconds(compiled, setting.hours, setting.warm_up, until)
    staff = compiled.staff
    return tuple(
        Load(
            staff.roles[role].id,
            staff.sections[group],
            staff.servers[group],
            work[group] / available[group] if available[group] > 0 else (math.inf if work[group] else 0.0),
        )
        for group, role in enumerate(staff.role_of_group)
        if not compiled.program.roles[role]["unlimited"]
    )


def _by_group(compiled: Compiled, by_node: Any) -> Any:
    """Spread the work of each node over the sections by their shares of cases: less chance in it than in a count."""
    staff, rows = compiled.staff, compiled.program.nodes
    work = np.zeros(len(staff.servers))
    shares = [list(section_shares(procedure).values()) for procedure in compiled.procedures]
    for row, seconds in zip(rows, by_node, strict=True):
        first = staff.first_group[row["role"]]
        if staff.pooled[row["role"]]:
            work[first] += seconds
        else:
            mine = shares[row["procedure"]]
            work[first : first + len(mine)] += seconds * np.asarray(mine)
    return work


def _pass_to_deputies(compiled: Compiled, work: Any) -> None:
    """Take off what a deputy does on days on which no holder is there."""
    staff, roles = compiled.staff, compiled.program.roles
    moved = np.zeros(len(work))
    for group, role in enumerate(staff.role_of_group):
        deputy = int(roles[role]["deputy"])
        if deputy < 0:
            continue
        part = work[group] * float(roles[role]["absence"]) ** staff.servers[group]
        first = staff.first_group[deputy]
        moved[group] -= part
        if staff.pooled[deputy]:
            moved[first] += part
        elif staff.pooled[role]:
            count = sum(owner == deputy for owner in staff.role_of_group)
            moved[first : first + count] += part / count
        else:
            moved[first + group - staff.first_group[role]] += part
    work += moved


def refuse_overload(compiled: Compiled, found: tuple[Load, ...]) -> None:
    """Raise InputError where more work comes in than people can ever do, with the utilisation."""
    over = sorted((load for load in found if load.share >= 1), key=lambda load: -load.share)
    if not over:
        return
    titles: Mapping[str, str] = {role.id: str(role.title) or role.id for role in compiled.staff.roles}
    told = [
        f"{titles[load.role]}{f' ({load.section})' if load.section else ''} {_percent(load.share)}"
        for load in over[:_SHOWN]
    ]
    more = len(over) - len(told)
    rest_en, rest_ja = (f" and {more} more", f" ほか{more}件") if more else ("", "")
    raise InputError(
        en=f"More work comes in than people can do, so queues would grow for ever. Utilisation: {', '.join(told)}{rest_en}. "
        "Give these roles more people, or take work or volume away.",
        ja=f"処理できる量を超える仕事が来るため、待ち行列が際限なく延びます。稼働率：{'、'.join(told)}{rest_ja}。"
        "人数を増やすか、作業時間か件数を減らしてください。",
    )


def _percent(share: float) -> str:
    return "∞" if share >= FOREVER or math.isinf(share) else f"{share:.0%}"
