"""Replicating a log multiplies its cases and keeps every stamp."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest
import replicate

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/"><string key="concept:name" value="a log"/>
<trace><string key="concept:name" value="C1"/>
<event><string key="concept:name" value="Create"/>
<date key="time:timestamp" value="2024-04-01T01:00:00.000+02:00"/>
<float key="amount" value="35.0"/></event>
<event><string key="concept:name" value="Send, late"/>
<date key="time:timestamp" value="2024-05-01T01:00:00.000+02:00"/>
<string key="org:resource" value="557"/></event></trace>
<trace><string key="concept:name" value="C2"/>
<event><string key="concept:name" value="Create"/>
<date key="time:timestamp" value="2024-04-02T01:00:00.000+02:00"/></event>
</trace></log>
"""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_copies_have_their_own_cases_and_the_same_stamps(tmp_path: Path) -> None:
    source, target = tmp_path / "log.xes", tmp_path / "log.csv"
    source.write_text(XES, encoding="utf-8")
    assert replicate.replicate(source, target, events=7) == 9
    found = rows(target)
    assert [row["case:concept:name"] for row in found] == [
        f"{case}_{copy}" for copy in (1, 2, 3) for case in ("C1", "C1", "C2")
    ]
    assert set(Counter(row["time:timestamp"] for row in found).values()) == {3}
    assert found[0]["amount"] == "35.0"
    assert found[1] == {
        "case:concept:name": "C1_1",
        "concept:name": "Send, late",
        "time:timestamp": "2024-05-01T01:00:00.000+02:00",
        "org:resource": "557",
        "amount": "",
    }


def test_a_gzipped_log_gives_the_same(tmp_path: Path) -> None:
    plain, packed = tmp_path / "log.xes", tmp_path / "log.xes.gz"
    plain.write_text(XES, encoding="utf-8")
    packed.write_bytes(gzip.compress(XES.encode()))
    assert list(replicate.read_xes(plain)) == list(replicate.read_xes(packed))


@pytest.mark.slow
@pytest.mark.skipif(not replicate.road_fines().exists(), reason="BPRKIT_REAL_DATA has no road-fines log")
def test_the_road_fines_log_is_read_whole() -> None:
    events = list(replicate.read_xes(replicate.road_fines()))
    assert len(events) == 561_470
    assert len({event[0] for event in events}) == 150_370
    assert all(event[1] and event[2] for event in events)
