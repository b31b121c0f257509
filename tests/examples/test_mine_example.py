"""The teaching example says of both twins what a count by hand says of them."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import mine_example
import pytest


@pytest.fixture(scope="module")
def said() -> dict[str, list[str]]:
    """Return the lines that the example prints of each log."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        mine_example.main()
    lines = [line for line in printed.getvalue().splitlines() if line]
    first, second = (lines.index(name) for name in mine_example.LOGS)
    return dict(zip(mine_example.LOGS, (lines[first + 1 : second], lines[second + 1 :]), strict=True))


@pytest.fixture(scope="module")
def documents() -> dict[str, list[dict[str, str]]]:
    """Return the rows of each document of the English twin, which is in time order."""
    found = defaultdict(list)
    path = Path(mine_example.EXAMPLES, "approval_circulation_en.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row["document_no"]].append(row)
    return {number: rows for number, rows in found.items() if rows[-1]["activity"] == "Filing"}


def test_both_twins_give_the_same_figures(said: dict[str, list[str]]) -> None:
    japanese, english = ([re.findall(r"[\d,.]+", line) for line in lines] for lines in said.values())
    assert japanese == english


def test_only_documents_that_end_with_filing_are_counted(
    said: dict[str, list[str]], documents: dict[str, list[dict[str, str]]]
) -> None:
    assert said["approval_circulation_en.csv"][0].startswith(f"{len(documents):,} documents;")


def test_the_busiest_way_between_posts_is_the_most_frequent_pair_of_rows(
    said: dict[str, list[str]], documents: dict[str, list[dict[str, str]]]
) -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    for rows in documents.values():
        pairs.update((one["role"], next_["role"]) for one, next_ in pairwise(rows))
    (source, target), count = pairs.most_common(1)[0]
    assert said["approval_circulation_en.csv"][-1].endswith(f": {source} → {target}, {count:,} times")


def test_five_steps_are_ranked_worst_first(said: dict[str, list[str]]) -> None:
    for lines in said.values():
        ranked = [line for line in lines if re.match(r"\d+\. ", line)]
        days = [int(re.search(r": ([\d,]+) working days", line)[1].replace(",", "")) for line in ranked]
        assert [line.partition(".")[0] for line in ranked] == ["1", "2", "3", "4", "5"]
        assert days == sorted(days, reverse=True)
