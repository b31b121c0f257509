"""What a sample tells of all documents: how it was drawn, intervals, and how many documents would be enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bprkit.mining.sampling.cases import sampled_cases_of
from bprkit.mining.sampling.figures import figures
from bprkit.mining.sampling.intervals import CONFIDENCE
from bprkit.mining.sampling.sample_size import enough_documents

if TYPE_CHECKING:
    from bprkit.log.eventlog import EventLog
    from bprkit.log.sampling import SampleDesign

PRECISIONS = (0.1, 0.2, 0.3)


def sampled(log: EventLog, design: SampleDesign, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of a sampled log, as `mine` tells it under `sample`.

    `cases` is how many of the drawn documents are left in a part of the log. `figures` are rows of section, key, figure
    ("working_seconds_median", "share"), n, estimate, low, high (seconds, a share from 0 to 1, or documents; low and high
    null where the sample is too small); none where the documents were not drawn by chance, and where none is left out.
    `spread` is the standard deviation of the lead times ÷ their mean; `enough` says how many documents of this kind would be
    enough.
    """
    drawn = sampled_cases_of(log, design)
    spread = _spread(drawn.cases.work[drawn.cases.counted].tolist())
    stated = design.by_chance and not design.complete
    return {
        "documents": design.documents,
        "cases": len(drawn.cases),
        "population": design.population,
        "drawn": design.drawn,
        "by_chance": design.by_chance,
        "complete": design.complete,
        "register": design.register or None,
        "confidence": CONFIDENCE,
        "spread": spread,
        "figures": list(figures(log, drawn, answers)) if stated else [],
        "enough": [vars(enough_documents(each, drawn.population, spread=spread)) for each in PRECISIONS]
        if spread and not design.complete
        else [],
    }


def _spread(values: Sequence[float]) -> float | None:
    """Return the standard deviation in units of the mean; None where that says nothing."""
    import numpy as np

    if len(values) < 2 or not np.mean(values) or not np.std(values):
        return None
    return float(np.std(values, ddof=1) / np.mean(values))
