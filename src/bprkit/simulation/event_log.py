"""The event log of a run, as an office system would have written it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from bprkit.procedure.log_names import played_names
from bprkit.simulation.cases import attribute_values
from bprkit.simulation.compiling import Compiled
from bprkit.simulation.running import seed_of
from bprkit.simulation.staffing import UNLIMITED

if TYPE_CHECKING:
    import pandas as pd


def event_log(compiled: Compiled, rows: Any, origin: datetime, seed: int, replication: int) -> pd.DataFrame:
    """Return the task instances of a run as a table that `bprkit.read_log` reads.

    A row is a step of a case: its start and end to the second, who did it (role, section and number; nobody for what needs
    no one), the section of the case and its attributes. A case begins with its start event, as it came in.
    """
    import pandas as pd

    rows = rows[np.lexsort((rows["done"], rows["begun"], rows["case"], rows["procedure"]))]
    activities = np.array(played_names(compiled.nodes), dtype=object)
    several = len(compiled.procedures) > 1
    prefixes = [f"{procedure.id}-" if several else "" for procedure in compiled.procedures]
    cases = [f"{prefixes[p]}{case + 1:06d}" for p, case in zip(rows["procedure"], rows["case"], strict=True)]
    staff = compiled.staff
    titles = np.array([str(role.title) or role.id for role in staff.roles], dtype=object)
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
    return [
        names[server] if server >= 0 else unlimited.get(role)
        for server, role in zip(rows["server"].tolist(), rows["role"].tolist(), strict=True)
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
