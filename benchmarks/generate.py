"""Generate an approval-circulation log of any size as a CSV in time order: cases are interleaved.

    python benchmarks/generate.py --events 1e7 -o log.csv
    python benchmarks/generate.py --events 1e6 --ties 0.05 --attributes --lang en -o log.csv

Exactly the number of events asked for is written: the window closes when they are, so the last documents
are still on their way. The same options give the same bytes. What happens in
the log: examples/approval_circulation.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "examples"))

import approval_circulation as model
import circulation_routes as routes
import city_hall as city

COLUMNS = {
    "ja": ("文書番号", "処理内容", "処理日時", "処理者", "所属", "役職", "文書種別", "金額", "件名"),
    "en": ("document_no", "activity", "timestamp", "user", "section", "role", "kind", "amount", "title"),
}
ROWS_PER_BATCH = 131_072
ERAS = (("R", 2018, 2019), ("H", 1988, 1989))
"""Letter, the year before its first, the first fiscal year that is numbered in it."""


def era_year(fiscal_year: int) -> str:
    """Return R6 for the fiscal year 2024, H30 for 2018."""
    for letter, before, first in ERAS:
        if fiscal_year >= first:
            return f"{letter}{fiscal_year - before}"
    raise ValueError(f"fiscal year {fiscal_year}: logs begin with 平成 (1989)")


def documents_for(events: int) -> int:
    """Return how many documents to draw, so that drafting still goes on when so many events are written."""
    mean = events / routes.MEAN_EVENTS
    return int(mean * 1.015 + 5 * mean**0.5) + 20


def write_log(
    path: Path,
    *,
    events: int,
    ties: float = 0.0,
    seed: int = 1,
    start: str = "2022-04-01",
    years: int = 3,
    lang: str = "ja",
    attributes: bool = False,
    memory: str = "1GB",
) -> None:
    """Write the log; memory stays near 1 GB whatever the size (100 M events: 1.1 GB)."""
    import duckdb
    import pyarrow as pa

    documents = model.draw_documents(documents_for(events), start=start, years=years, seed=seed)
    tables = _Tables(documents, lang, model.draw_subjects(documents) if attributes else None)
    batches = (
        tables.batch(chunk[row : row + ROWS_PER_BATCH])
        for chunk in _first(events, model.circulate(documents, ties=ties))
        for row in range(0, len(chunk), ROWS_PER_BATCH)
    )
    log = pa.RecordBatchReader.from_batches(tables.schema(), batches)
    names = COLUMNS[lang]
    columns = [f"era || '-' || number AS \"{names[0]}\""]
    columns += [f'"{name}"' for name in names[1 : 9 if attributes else 6]]
    with duckdb.connect(config={"memory_limit": memory}) as connection:
        connection.register("log", log)
        target = str(path).replace("'", "''")
        connection.execute(f"COPY (SELECT {', '.join(columns)} FROM log) TO '{target}' (FORMAT csv, HEADER)")


def _first(events: int, chunks: Iterator[model.Events]) -> Iterator[model.Events]:
    missing = events
    for chunk in chunks:
        yield chunk[:missing]
        missing -= min(missing, len(chunk))
        if not missing:
            return
    raise RuntimeError(f"{missing} events too few were drawn")


class _Tables:
    """Codes to Arrow: each column of names is a dictionary, so no string is made more than once."""

    def __init__(self, documents: model.Documents, lang: str, subjects: model.Subjects | None) -> None:
        import pyarrow as pa

        self.documents, self.subjects = documents, subjects
        self.names = COLUMNS[lang]
        years = documents.fiscal_years
        self.first_year = int(years.min())
        self.eras = pa.array([era_year(y) for y in range(self.first_year, int(years.max()) + 1)])
        self.activities = pa.array([activity(lang) for activity in routes.ACTIVITIES])
        self.persons = pa.array([f"u{n:03d}" for n in range(city.PERSONS)])
        self.offices = pa.array([f"s{n:02d}" for n in range(len(city.OFFICES))])
        self.roles = pa.array([f"r{n}" for n in range(len(city.ROLES))])
        self.kinds = pa.array([kind.name(lang) for kind in city.KINDS])
        self.titles = pa.array([title(lang) for title in city.TITLES])

    def schema(self) -> Any:
        nothing = np.zeros(0, dtype=np.int32)
        return self.batch(model.Events(nothing, nothing, nothing, nothing)).schema

    def batch(self, events: model.Events) -> Any:
        import pyarrow as pa

        def named(codes: Any, names: Any) -> Any:
            return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int16)), names)

        document = events.documents
        columns = {
            "era": named(self.documents.fiscal_years[document] - self.first_year, self.eras),
            "number": pa.array(self.documents.numbers[document]),
            self.names[1]: named(events.activities, self.activities),
            self.names[2]: pa.array(events.stamps.astype("datetime64[s]")),
            self.names[3]: named(events.persons, self.persons),
            self.names[4]: named(city.OFFICE_OF[events.persons], self.offices),
            self.names[5]: named(city.ROLE_OF[events.persons], self.roles),
        }
        if self.subjects is not None:
            amounts = self.subjects.amounts[document]
            columns[self.names[6]] = named(self.subjects.kinds[document], self.kinds)
            columns[self.names[7]] = pa.array(amounts, mask=amounts < 0)
            columns[self.names[8]] = named(self.subjects.titles[document], self.titles)
        return pa.RecordBatch.from_pydict(columns)


def main() -> None:
    parser = argparse.ArgumentParser(description="Generate an approval-circulation log.")
    parser.add_argument("--events", type=float, default=1e6, help="rows to write, such as 1e7")
    parser.add_argument("--ties", type=float, default=0.0, help="share of events stamped like the one before")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", default="2022-04-01", help="first day of drafting")
    parser.add_argument("--years", type=int, default=3, help="years over which documents are drafted")
    parser.add_argument("--lang", choices=sorted(COLUMNS), default="ja")
    parser.add_argument("--attributes", action="store_true", help="add kind, amount and title")
    parser.add_argument("--memory", default="1GB", help="what the writer may use")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    if options.events < 1:
        parser.error("--events must be 1 or more")
    write_log(
        options.output,
        events=int(options.events),
        ties=options.ties,
        seed=options.seed,
        start=options.start,
        years=options.years,
        lang=options.lang,
        attributes=options.attributes,
        memory=options.memory,
    )


if __name__ == "__main__":
    main()
