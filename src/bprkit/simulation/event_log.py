"""The event log of a run, as an office system would have written it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from bprkit.procedure.log_names import played_names
from bprkit.simulation.cases import attribute_values
from bprkit.simulation.compiling import Compiled
from bprkit.simulation.running import seed_of
from bprkit.simulation.shared_roles import UNLIMITED
from bprkit.simulation.staffing import Staff

if TYPE_CHECKING:
    import pandas as pd


def event_log(compiled: Compiled, rows: Any, origin: datetime, seed: int, replication: int) -> pd.DataFrame:
    """Return the task instances of a run as a table that `bprkit.read_log` reads.

    A row is a step of a case: its start and end to the second, who did it (role, section and number; nobody for what needs
    no one), the role that has the case then, where it is known, the section of the case and its attributes. A case begins
    with its start event, as it came in; its rows are in the order of their ends.
    """
    import pandas as pd

    # completions at one moment stay in the order in which they were written: so they are counted, here and by who mines it
    rows = rows[np.lexsort((rows["done"], rows["case"], rows["procedure"]))]
    activities = np.array(played_names(compiled.nodes), dtype=object)
    several = len(compiled.procedures) > 1
    prefixes = [f"{procedure.id}-" if several else "" for procedure in compiled.procedures]
    cases = [f"{prefixes[p]}{case + 1:06d}" for p, case in zip(rows["procedure"], rows["case"], strict=True)]
    staff = compiled.staff
    titles = np.array(_role_names(staff), dtype=object)
    sections = [compiled.sections[p][s] for p, s in zip(rows["procedure"], rows["section"], strict=True)]
    frame = pd.DataFrame(
        {
            "case": cases,
            "activity": activities[rows["node"]],
            "start": _stamps(rows["begun"], origin),
            "end": _stamps(rows["done"], origin),
            "resource": _holders(compiled, rows),
            "role": titles[rows["role"]],
            "section": sections,
        }
    )
    frame["role"] = frame["role"].where(frame["role"] != "", None)
    for number, procedure in enumerate(compiled.procedures):
        for place, name in enumerate(procedure.attributes, start=compiled.attributes.first[number]):
            of_it = rows["procedure"] == number
            found = _attribute(compiled, place, number, rows["case"][of_it], seed, replication)
            column = frame[name].copy() if name in frame else pd.Series([None] * len(frame), dtype=object)
            column[of_it] = found
            frame[name] = column
    return frame


def _role_names(staff: Staff) -> list[str]:
    """Return the titles of the roles, those that several have with the id."""
    titles = [str(role.title) or role.id for role in staff.roles]
    return [
        f"{title} ({role.id})" if titles.count(title) > 1 else title
        for title, role in zip(titles, staff.roles, strict=True)
    ]


def _stamps(seconds: Any, origin: datetime) -> Any:
    return np.datetime64(origin, "s") + np.rint(seconds).astype("timedelta64[s]")


def _holders(compiled: Compiled, rows: Any) -> list[str | None]:
    groups, staff = compiled.program.groups, compiled.staff
    names: dict[int, str] = {}
    for group, (first, end) in enumerate(zip(groups["first"], groups["end"], strict=True)):
        role, section = staff.roles[staff.role_of_group[group]], staff.sections[group]
        for server in range(first, end):
            names[server] = "-".join(filter(None, (role.id, section, str(server - first + 1))))
    unlimited = {number: role.id or None for number, role in enumerate(staff.roles) if role.kind in UNLIMITED}
    by_nobody = set(np.flatnonzero(compiled.program.nodes["role"] == len(staff.roles) - 1).tolist())
    return [
        names[server] if server >= 0 else None if node in by_nobody else unlimited.get(role)
        for server, role, node in zip(
            *(rows[name].tolist() for name in ("server", "role", "node")), strict=True
        )
    ]


def _attribute(
    compiled: Compiled, place: int, number: int, cases: Any, seed: int, replication: int
) -> list[Any]:
    program = compiled.program
    found = np.zeros(len(cases))
    luck = seed_of(seed, replication) ^ program.starts["luck"][number]
    attribute_values(program.attributes, program.values, luck, place, np.ascontiguousarray(cases), found)
    known = {value: compiled.attributes.word(place, number, value) for value in np.unique(found).tolist()}
    return [known[value] for value in found.tolist()]
