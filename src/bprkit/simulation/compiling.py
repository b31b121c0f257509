"""From procedures to the arrays of a program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from bprkit.errors import InputError
from bprkit.procedure.code_words import DAYS
from bprkit.procedure.distributions import AnyDistribution, Constant
from bprkit.procedure.model import Batch, End, Message, Node, Procedure, Task, Timer, Wait
from bprkit.simulation import program as code
from bprkit.simulation.inlining import Flat, flattened
from bprkit.simulation.periods import Timers, batch_moments, is_hours
from bprkit.simulation.routes import Attributes, joins, routes
from bprkit.simulation.sampling import NONE, key_of, time_row
from bprkit.simulation.shared_roles import UNLIMITED
from bprkit.simulation.staffing import Staff, section_shares, staff_of

if TYPE_CHECKING:
    from bprkit.calendar import OfficeCalendar

MOST_NODES, MOST_ROLES = 0xFFFF, code.NO_ROLE - 1
ANY_NUMBER = 1 << 62


@dataclass(frozen=True)
class Compiled:
    """A program and the names behind its numbers."""

    program: code.Program
    stream_spells: code.Records
    procedures: tuple[Procedure, ...]
    nodes: tuple[Node, ...]
    procedure_of: tuple[int, ...]
    staff: Staff
    sections: tuple[tuple[str, ...], ...]
    attributes: Attributes
    deadlines: tuple[str, ...]
    join_count: int
    batch_count: int


def compiled(
    procedures: Sequence[Procedure],
    calendars: Mapping[str, OfficeCalendar],
    first: date,
    days: int,
    *,
    most: int | None = None,
    absences: Mapping[str, float],
    deputies: Mapping[str, str],
    priority: str | None = None,
    arrivals: str | None = None,
) -> Compiled:
    """Compile procedures that run over the same staff for so many days from the first.

    `calendars` are those that roles and procedures name; `most` bounds the cases that count, of each procedure. `absences`
    gives for a role the share of its days away, `deputies` who then acts for it; `priority` names the attribute that cases
    are served by, `arrivals` the calendar in whose hours they come. Raises InputError for what cannot be run.
    """
    from bprkit.simulation.arrivals import stream_spells

    staff = staff_of(procedures, deputies.values())
    names = list(calendars)
    flats = [flattened(procedure) for procedure in procedures]
    nodes = tuple(node for flat in flats for node in flat.nodes)
    owner = tuple(number for number, flat in enumerate(flats) for _ in flat.nodes)
    _refuse_too_large(nodes, staff)
    place = {(number, node.id): at for at, (number, node) in enumerate(zip(owner, nodes, strict=True))}
    values: list[float] = []
    attributes = Attributes(procedures, values)
    ways = routes(procedures, flats, place, attributes)
    waiting = joins(nodes, flats, place, ways.sending.__getitem__)
    timers = Timers(procedures, calendars, first, days)
    beside = {place[number, id_] for number, flat in enumerate(flats) for id_ in after_decision(flat)}
    rows = np.zeros(len(nodes), dtype=code.NODE)
    moments: list[float] = []
    batches = 0
    for at, (number, node) in enumerate(zip(owner, nodes, strict=True)):
        procedure, row = procedures[number], rows[at]
        where = str(node.title) or node.id
        calendar = calendars[procedure.calendar]
        role = staff.place(node.role if isinstance(node, Task) and node.role is not None else "")
        row["key"], row["role"], row["procedure"] = key_of(node.id), role, number
        row["holder"] = _holder(node, staff)
        touch = node.touch if isinstance(node, Task) else None
        _set(row, "touch", NONE if touch is None else time_row(touch, values, 60.0, where))
        wait = _wait_of(node, calendar)
        _set(row, "wait", NONE if wait is None else time_row(wait[0], values, wait[1], where))
        row["wait_calendar"] = names.index(procedure.calendar)
        row["sending"] = ways.sending[at]
        row["first_flow"], row["end_flow"] = ways.spans[at]
        row["joining"], row["join"] = waiting.joining[at], waiting.number[at]
        row["needed"], row["waits_at"] = waiting.needed[at], waiting.waits_at[at]
        row["meets"] = waiting.meets[at]
        row["timer"], row["due"] = timers.wait(number, node), timers.deadline(number, node)
        row["is_work"] = isinstance(node, Task | Message) or (isinstance(node, Timer) and is_hours(node))
        row["is_beside"], row["is_logged"] = at in beside, node.id == flats[number].start
        row["decides"] = isinstance(node, Task) and node.act in ("decide", "act_for")
        row["terminates"] = isinstance(node, End) and node.outcome == "terminated"
        batch = node.batch if isinstance(node, Task) else None
        clocked = batch is not None and bool(batch.days or batch.times_of_day)
        row["first_batch"] = batches if batch is not None and (batch.size or clocked) else -1
        row["first_moment"] = len(moments)
        if batch is not None and row["first_batch"] >= 0:
            row["batch_size"], row["by_section"] = batch.size or 0, not staff.pooled[role]
            batches += 1 if staff.pooled[role] else len(section_shares(procedure))
            taken_up = batch_moments(batch, calendar, first, days) if clocked else []
            if not taken_up and not batch.size:
                raise _never_taken_up(where, batch, procedure.calendar)
            moments += taken_up
        row["end_moment"] = len(moments)
    streams = [
        stream_spells(procedure, calendars[arrivals or procedure.calendar], first, days)
        for procedure in procedures
    ]
    starts = np.zeros(len(procedures), dtype=code.START)
    sections = [section_shares(procedure) for procedure in procedures]
    turns = _turns(procedures)
    section_ends = [0, *accumulate(len(share) for share in sections)]
    spell_ends = [0, *accumulate(len(spells) for spells in streams)]
    for number, (procedure, flat) in enumerate(zip(procedures, flats, strict=True)):
        starts[number] = (
            key_of("arrivals", str(turns[number])),
            0 if turns[number] == 0 else key_of("procedure", str(turns[number])),
            ANY_NUMBER if most is None else most,
            place[number, flat.start],
            names.index(procedure.calendar),
            *section_ends[number : number + 2],
            *attributes.first[number : number + 2],
            *spell_ends[number : number + 2],
            *attributes.priority(number, priority),
        )
    program = code.Program(
        nodes=rows,
        flows=np.array(ways.flows, dtype=code.FLOW),
        tests=np.array(ways.tests, dtype=code.TEST),
        roles=_role_rows(staff, names, absences, deputies),
        groups=_group_rows(staff),
        starts=starts,
        sections=np.concatenate([np.cumsum(list(share.values())) for share in sections]),
        attributes=np.array(attributes.rows, dtype=code.ATTRIBUTE),
        values=np.asarray(values or [0.0]),
        moments=np.asarray(moments or [0.0]),
        timer_days=timers.table(timers.waits),
        due_days=timers.table(timers.dues),
    )
    return Compiled(
        program,
        np.concatenate(streams),
        tuple(procedures),
        nodes,
        owner,
        staff,
        tuple(tuple(share) for share in sections),
        attributes,
        tuple(timers.due_names),
        waiting.count,
        batches,
    )


def _holder(node: Node, staff: Staff) -> int:
    """Return who has a case at a step that nobody works on: −1 for whoever had it; of a task without a role it is not known."""
    if isinstance(node, Message) and node.role is not None and node.role in staff.ids:
        return staff.place(node.role)
    return code.NO_ROLE if isinstance(node, Task) and node.role is None else -1


def _turns(procedures: Sequence[Procedure]) -> list[int]:
    """Return which random numbers each procedure gets: by its name, so that the order in which they are given is nothing."""
    by_name = sorted(
        range(len(procedures)), key=lambda number: (procedures[number].id, procedures[number].state)
    )
    return [by_name.index(number) for number in range(len(procedures))]


def _set(row: Any, what: str, values: tuple[int, float, float, float]) -> None:
    row[f"{what}_kind"], row[f"{what}_a"], row[f"{what}_b"], row[f"{what}_c"] = values


def _role_rows(
    staff: Staff, calendars: Sequence[str], absences: Mapping[str, float], deputies: Mapping[str, str]
) -> Any:
    rows = np.zeros(len(staff.roles), dtype=code.ROLE)
    for number, role in enumerate(staff.roles):
        unlimited = role.kind in UNLIMITED
        deputy = deputies.get(role.id)
        rows[number] = (
            0.0 if unlimited else absences.get(role.id, 0.0),
            calendars.index(staff.calendars[number]),
            unlimited,
            staff.first_group[number],
            staff.pooled[number],
            -1 if deputy is None else staff.place(deputy),
        )
    return rows


def _group_rows(staff: Staff) -> Any:
    ends = list(accumulate(staff.servers))
    rows = np.zeros(len(staff.servers), dtype=code.GROUP)
    for number, (end, count) in enumerate(zip(ends, staff.servers, strict=True)):
        role = staff.role_of_group[number]
        key = key_of("holder", staff.roles[role].id, staff.sections[number])
        rows[number] = (key, end - count, end, role)
    return rows


def after_decision(flat: Flat) -> set[str]:
    """Return each 後閲 and 供覧 to which a way leads from a 決裁 or 代決, 差戻し aside: no case waits for them."""
    import networkx as nx

    tasks = {node.id: node for node in flat.nodes if isinstance(node, Task)}
    graph = nx.DiGraph((flow.source, flow.target) for flow in flat.flows if not flow.rework)
    graph.add_nodes_from(tasks)
    decided = [id_ for id_, task in tasks.items() if task.act in ("decide", "act_for")]
    later = {after for id_ in decided for after in nx.descendants(graph, id_)}
    return {id_ for id_ in later & tasks.keys() if tasks[id_].act in ("review_after", "inform")}


def _refuse_too_large(nodes: Sequence[Node], staff: Staff) -> None:
    if len(nodes) > MOST_NODES or len(staff.roles) > MOST_ROLES:
        raise InputError(
            en=f"{len(nodes):,} steps are more than can be run ({MOST_NODES:,}). Run parts of it.",
            ja=f"工程が{len(nodes):,}個あり、実行できる数（{MOST_NODES:,}）を超えています。分けて実行してください。",
        )


def _never_taken_up(where: str, batch: Batch, calendar: str) -> InputError:
    en = ", ".join(DAYS[day][0] for day in batch.days)
    ja = "・".join(DAYS[day][1] for day in batch.days)
    return InputError(
        en=f"The step '{where}' is done on {en}, when the office is never open (calendar {calendar}): no case would ever "
        "pass it. Name other days under 'batch', or another calendar.",
        ja=f"工程「{where}」は{ja}曜日にまとめて処理しますが、その曜日は閉庁です（カレンダー {calendar}）。"
        "このままでは1件も進みません。batch の曜日かカレンダーを変えてください。",
    )


def _wait_of(node: Node, calendar: OfficeCalendar) -> tuple[AnyDistribution, float] | None:
    if isinstance(node, Timer):
        return (Constant(node.period.amount), 3600.0) if is_hours(node) and node.period is not None else None
    wait: Wait | None = getattr(node, "wait", None)
    if wait is None:
        return None
    return wait.length, 60.0 if wait.unit == "minutes" else float(calendar.working_day_seconds)
