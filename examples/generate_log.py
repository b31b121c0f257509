"""Make the example logs: one city's approval circulation in fiscal years 2024 and 2025, as three exports.

    python examples/generate_log.py [--output DIR]

-  `approval_circulation_cp932.csv`: the history of the document system as a Japanese PC has it: CP932,
  CRLF, 和暦.
- `approval_circulation_en.csv`: the same rows in English: UTF-8, ISO stamps.
-  `approval_register_wide.csv`: the register of the same documents, a row a document, dates only: UTF-8
  with BOM, as Excel writes "CSV UTF-8". It alone knows whether a document was circulated on paper.

The same bytes on every run; nothing in them is about real people. Persons are numbers. As in real exports:

- the system was replaced on 1 April 2025: before, dates read `R6.6.29 9:05`, since then `R07/06/29 09:05`;
- some rows were typed in by hand: `令和6年6月29日 9:05`, `令6.6.29 9:05`, or full-width digits;
- stamps are to the minute; some drafts are stamped in the evening, after office hours;
- 12 rows were written twice (exact duplicates, one after the other);
- 25 rows lack the person (処理者 is empty; the section and the post are there);
-  the export was made on 31 March 2026 at 17:15: documents still on their way then have no 編綴, the latest
  no 決裁;
- documents without money have an empty 金額; amounts are written "1,234,000".
"""

from __future__ import annotations

import argparse
import csv
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import approval_circulation as model
import circulation_routes as routes
import city_hall as city
import numpy as np

DOCUMENTS = 5_000
SEED = 20_240_401
START, YEARS = "2024-04-01", 2
EXPORTED = datetime.datetime(2026, 3, 31, 17, 15)
NEW_SYSTEM = datetime.datetime(2025, 4, 1)
TYPED_BY_HAND_SHARE = 0.01
DUPLICATED_ROWS = 12
ROWS_WITHOUT_PERSON = 25

NAMES = {
    "ja": "approval_circulation_cp932.csv",
    "en": "approval_circulation_en.csv",
    "register": "approval_register_wide.csv",
}
HEADERS = {
    "ja": ("文書番号", "件名", "処理日時", "処理内容", "処理者", "所属", "役職", "文書種別", "金額"),
    "en": ("document_no", "title", "timestamp", "activity", "user", "section", "role", "kind", "amount"),
    "register": ("文書番号", "起案課", "決裁方式", "起案日", "決裁日", "施行日"),
}
FULL_WIDTH = str.maketrans("0123456789.: R", "０１２３４５６７８９．：\u3000Ｒ")
DECISIONS = frozenset(routes.ACTIVITIES.index(decision) for decision in routes.DECISIONS)
ISSUE = routes.ACTIVITIES.index(routes.ISSUE)


@dataclass(frozen=True)
class Row:
    """An event as recorded: codes into the tables of `city_hall` and `approval_circulation`."""

    document: int
    activity: int
    person: int | None
    section: int
    role: int
    at: datetime.datetime
    spelling: int
    """0: as the system writes dates; 1, 2, 3: typed in by hand."""


def draw_rows(documents: model.Documents) -> list[Row]:
    """Return the history up to the day of the export, in time order, with the imperfections listed above."""
    rng = np.random.default_rng([SEED, 3])
    rows = [
        Row(
            document=int(chunk.documents[n]),
            activity=int(chunk.activities[n]),
            person=int(chunk.persons[n]),
            section=int(city.OFFICE_OF[chunk.persons[n]]),
            role=int(city.ROLE_OF[chunk.persons[n]]),
            at=_minute(int(chunk.stamps[n])),
            spelling=int(rng.integers(1, 4)) if rng.random() < TYPED_BY_HAND_SHARE else 0,
        )
        for chunk in model.circulate(documents)
        for n in range(len(chunk))
    ]
    rows = [row for row in rows if row.at <= EXPORTED]
    twice = set(rng.choice(len(rows), DUPLICATED_ROWS, replace=False).tolist())
    nameless = set(rng.choice(len(rows), ROWS_WITHOUT_PERSON, replace=False).tolist())
    recorded = []
    for n, row in enumerate(rows):
        kept = Row(**{**vars(row), "person": None}) if n in nameless else row
        recorded += [kept, kept] if n in twice else [kept]
    return recorded


def _minute(stamp: int) -> datetime.datetime:
    return datetime.datetime(1970, 1, 1) + datetime.timedelta(minutes=stamp // 60)


def written_number(documents: model.Documents, document: int) -> str:
    """Return the number as printed on the document: R6-00123 is the 123rd of fiscal year 令和6."""
    return f"R{documents.fiscal_years[document] - 2018}-{documents.numbers[document]:05d}"


def written_date(at: datetime.datetime, spelling: int = 0) -> str:
    """Return a stamp in one of the spellings of 和暦 that the export mixes."""
    year, clock = at.year - 2018, f"{at.hour}:{at:%M}"
    if spelling == 1:
        return f"令和{year}年{at.month}月{at.day}日 {clock}"
    if spelling == 2:
        return f"令{year}.{at.month}.{at.day} {clock}"
    if spelling == 3:
        return f"R{year}.{at.month}.{at.day} {clock}".translate(FULL_WIDTH)
    if at < NEW_SYSTEM:
        return f"R{year}.{at.month}.{at.day} {clock}"
    return f"R{year:02d}/{at:%m/%d %H:%M}"


def history(
    lang: str, rows: Iterable[Row], documents: model.Documents, subjects: model.Subjects
) -> list[list[str]]:
    """Return the long shape, a row an event, in one language."""
    lines = []
    for row in rows:
        kind, title = int(subjects.kinds[row.document]), int(subjects.titles[row.document])
        person = "" if row.person is None else f"{'u' if lang == 'en' else '職員'}{row.person:04d}"
        amount = int(subjects.amounts[row.document])
        written = {
            "number": written_number(documents, row.document),
            "title": city.TITLES[title](lang),
            "at": f"{row.at:%Y-%m-%d %H:%M}" if lang == "en" else written_date(row.at, row.spelling),
            "activity": routes.ACTIVITIES[row.activity](lang),
            "person": person,
            "section": city.OFFICES[row.section](lang),
            "role": city.ROLES[row.role](lang),
            "kind": city.KINDS[kind].name(lang),
            "amount": "" if amount < 0 else f"{amount:,}",
        }
        lines.append(list(written.values()))
    return lines


def register(rows: Iterable[Row], documents: model.Documents) -> list[list[str]]:
    """Return the wide shape, a row a document: dates of draft, decision and issue, empty until they come."""
    dates: dict[int, dict[str, str]] = {}
    for row in rows:
        day = f"{row.at.year}/{row.at.month}/{row.at.day}"
        milestones = dates.setdefault(row.document, {"drafted": day})
        if row.activity in DECISIONS:
            milestones["decided"] = day
        elif row.activity == ISSUE:
            milestones["issued"] = day
    return [
        [
            written_number(documents, document),
            city.SECTIONS[documents.sections[document]].name.ja,
            "紙決裁" if documents.on_paper[document] else "電子決裁",
            milestones["drafted"],
            milestones.get("decided", ""),
            milestones.get("issued", ""),
        ]
        for document, milestones in sorted(dates.items())
    ]


def generate(folder: Path) -> list[Path]:
    """Write the three files and return their paths."""
    documents = model.draw_documents(DOCUMENTS, start=START, years=YEARS, seed=SEED)
    subjects = model.draw_subjects(documents)
    rows = draw_rows(documents)
    folder.mkdir(parents=True, exist_ok=True)
    paths = {key: folder / name for key, name in NAMES.items()}
    _write(paths["ja"], "cp932", "\r\n", [HEADERS["ja"], *history("ja", rows, documents, subjects)])
    _write(paths["en"], "utf-8", "\n", [HEADERS["en"], *history("en", rows, documents, subjects)])
    _write(paths["register"], "utf-8-sig", "\r\n", [HEADERS["register"], *register(rows, documents)])
    return list(paths.values())


def _write(path: Path, encoding: str, line_end: str, lines: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, lineterminator=line_end).writerows(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the example logs.")
    parser.add_argument("--output", type=Path, default=Path(__file__).resolve().parent)
    for path in generate(parser.parse_args().output):
        print(f"{path}  {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
