"""Names stay home: codes become names of posts and sections, people become P1, P2, …, small groups "others"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bprkit.language import tell
from bprkit.log.events import PERSON

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from bprkit.log.eventlog import EventLog
    from bprkit.log.prepared import Prepared

MINIMUM_CASES = 5
MINIMUM_PERSONS = 3
MERGED = -1


def others() -> str:
    """Return the word for the groups too small to be shown."""
    return tell(en="(others)", ja="（その他）")


@dataclass(frozen=True)
class Labels:
    """What may be shown for each code of a key: `texts[code]`; the last text stands for all merged codes."""

    texts: np.ndarray[Any, Any]
    merged: tuple[int, ...]

    def merge(self, code: Any) -> Any:
        """Return a column of codes with the small groups replaced by one."""
        return code.isin(self.merged).ifelse(MERGED, code) if self.merged else code

    def read(self, codes: pd.Series[Any]) -> np.ndarray[Any, Any]:
        """Return the texts of a column of codes."""
        read: np.ndarray[Any, Any] = self.texts[codes.to_numpy().astype("int64")]
        return read


def names_people(key: str) -> bool:
    """Tell whether the values of a key are persons."""
    return key == "resource" or key.startswith(PERSON)


def prepared_for(log: EventLog, key: str) -> Prepared:
    """Return the tables for a breakdown by a key, with the persons in them: the size of a group is counted in both."""
    return log.prepared(key, *(["resource"] if key != "activity" and log.has("resource") else []))


def labels_of(prepared: Prepared, key: str, *, persons: bool) -> Labels:
    """Return what to show for each code of a key: names of posts and sections, P1, P2, … for people.

    Groups of fewer than 5 cases or 3 persons (of people: fewer than 5 cases) are merged into "others".
    Activities are never merged; where a column of people was chosen for them, they are P1, P2, …, too.
    """
    import numpy as np

    names = prepared.names[key]
    if not persons and key in prepared.codes_for_people:
        names = prepared.codes_for_people[key]
    elif not persons and names_people(key):
        names = prepared.numbered_people(key)
    if key == "activity":
        return Labels(names, ())
    return Labels(np.append(names, others()), tuple(_small_groups(prepared, key)))


def _small_groups(prepared: Prepared, key: str) -> list[int]:
    """Return the codes of the groups of fewer than 5 cases or 3 persons; of people, those of fewer than 5 cases."""
    instances = prepared.instances
    asked = {"cases": instances.case.nunique()}
    if not names_people(key) and "resource" in prepared.names:
        asked["persons"] = instances.resource.nunique()
    sizes = (
        instances.filter(instances[key].notnull()).group_by(key).aggregate(**asked).to_pyarrow().to_pandas()
    )
    small = sizes.cases < MINIMUM_CASES
    if "persons" in sizes:
        small |= (sizes.persons > 0) & (sizes.persons < MINIMUM_PERSONS)
    return sorted(int(code) for code in sizes[key][small])
