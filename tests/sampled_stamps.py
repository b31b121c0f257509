"""A sample of stamp dates for tests: forty documents of six hundred."""

from __future__ import annotations

import datetime as dt

import numpy as np

from bprkit.templates.stamps import Document, Sample, Stamps

POPULATION = 600


def stamps(drawn: str = "random", population: int | None = POPULATION, documents: int = 40) -> Stamps:
    """Forty documents drafted in April, May and (three) June 2025, sixteen of which go to the director, too."""
    rng = np.random.default_rng(8)
    rows = []
    for number in range(documents):
        first = dt.date(2025, 6 if number < 3 else 4 + number % 2, 1 + number % 20)
        manager = first + dt.timedelta(days=1 + int(rng.lognormal(1, 0.8)))
        days = {"起案": first, "課長": manager}
        if number % 5 < 2:
            days["部長"] = manager + dt.timedelta(days=1 + int(rng.lognormal(1.5, 0.8)))
        days["施行"] = max(days.values()) + dt.timedelta(days=int(rng.integers(0, 3)))
        section = "福祉課" if number % 4 else "税務課"
        rows.append(Document(f"第{number}号", days, {"section": section, "returns": number * 7 % 25}))
    return Stamps("", ("起案", "課長", "部長", "施行"), tuple(rows), Sample(drawn, population))
