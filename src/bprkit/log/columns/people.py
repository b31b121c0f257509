"""Which columns name people, whatever part they play."""

from __future__ import annotations

from bprkit.language import tell
from bprkit.log.columns.content import Column
from bprkit.log.columns.draft import Draft
from bprkit.log.columns.headers import Part, vocabulary, without_case

SHOWN: tuple[Part, ...] = ("activity", "role", "section")
"""The parts whose values are shown by name."""


def names_people(column: Column) -> bool:
    """Tell whether a column names people at work, by its header."""
    known = vocabulary()
    own_name = without_case(column.header)
    named = known.known("resource", own_name) or known.in_group("persons", own_name)
    # a number of people (申請者数) or their cost is no name
    return bool(named) and column.dates < 0.8 and not (column.kind == "number" and "." in column.example)


def parts_of_people(draft: Draft) -> tuple[str, ...]:
    """Return the parts to be shown by name for which a column of people was chosen, and say so on it."""
    found = []
    for part in SHOWN:
        column = draft.parts.get(part)
        if column is not None and not vocabulary().known(part, column.header) and _is_of_people(column):
            draft.note(column, shown_as_codes())
            found.append(part)
    return tuple(found)


def _is_of_people(column: Column) -> bool:
    return names_people(column) or vocabulary().named_in("private_persons", without_case(column.header))


def shown_as_codes() -> str:
    """Note on a column of people that plays a part whose values are shown."""
    return tell(
        en="names people: shown as P1, P2, … unless asked for with --persons",
        ja="個人を示すため P1、P2 … と表示する（氏名は --persons を付けたときだけ）",
    )
