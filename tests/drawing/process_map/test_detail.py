"""A map of less detail shows the commonest ways, keeps each activity connected, and counts what it leaves out."""

from __future__ import annotations

import pytest

from bprkit.drawing.process_map.detail import MOST_WAYS, Shown, shown
from bprkit.drawing.process_map.tables import END, START, Tables, read_tables
from bprkit.errors import InputError
from bprkit.language import speaking
from mined_tables import Frames, made_up, office, tables_of


def read(frames: Frames) -> Tables:
    return read_tables(*frames, time="median", work=True)


def names(tables: Tables, part: Shown) -> set[str]:
    return {tables.doings[number].name for number in part.activities}


def reached(pairs: set[tuple[int, int]], root: int) -> set[int]:
    found = {root}
    while more := {target for source, target in pairs if source in found} - found:
        found |= more
    return found


def test_without_detail_the_main_path_is_left() -> None:
    tables = read(office())
    assert names(tables, shown(tables, 0)) == {"起案", "係長確認", "課長決裁", "施行"}


def test_full_detail_shows_everything_and_says_so() -> None:
    tables = read(office())
    with speaking("en"):
        part = shown(tables, 1)
    assert len(part.ways) == len(tables.ways) and len(part.activities) == len(tables.doings)
    assert part.left_out == ("All activities and paths are shown.",)


@pytest.mark.parametrize("detail", [0.0, 0.3, 0.6, 0.8, 0.95, 1.0])
@pytest.mark.parametrize("seed", range(4))
def test_every_activity_shown_is_reached_from_the_start_and_leads_to_the_end(
    detail: float, seed: int
) -> None:
    part = shown(read(made_up(seed, 14)), detail)
    pairs = {way.ends for way in part.ways}
    assert set(part.activities) <= reached(pairs, START)
    assert set(part.activities) <= reached({(target, source) for source, target in pairs}, END)


@pytest.mark.parametrize("seed", range(6))
def test_more_detail_never_hides_what_less_detail_showed(seed: int) -> None:
    tables = read(made_up(seed, 8 + 3 * seed))
    before: set[tuple[int, int]] = set()
    for detail in (0.0, 0.2, 0.5, 0.7, 0.9, 1.0):
        now = {way.ends for way in shown(tables, detail).ways}
        assert before <= now
        before = now


def test_what_is_left_out_is_counted() -> None:
    tables = read(office())
    with speaking("en"):
        part = shown(tables, 0)
    everything = sum(way.count for way in tables.ways)
    kept = sum(way.count for way in part.ways)
    assert part.left_out[0].startswith("2 of 6 activities left out (65 events")
    assert f"({everything - kept} steps" in part.left_out[1]


def test_more_ways_than_anyone_can_read_are_left_out_and_counted() -> None:
    tables = read(tables_of([([f"a{one}", f"b{other}"], 2) for one in range(15) for other in range(15)]))
    with speaking("en"):
        part = shown(tables, 1)
    assert len(part.ways) < len(tables.ways)
    assert any("paths left out" in sentence for sentence in part.left_out)
    assert len(part.ways) <= MOST_WAYS + 2 * len(part.activities)


@pytest.mark.parametrize("detail", [-0.1, 1.1, float("nan")])
def test_a_detail_outside_zero_to_one_is_refused(detail: float) -> None:
    with pytest.raises(InputError, match="0 to 1"), speaking("en"):
        shown(read(office()), detail)


def test_tables_of_different_logs_are_refused() -> None:
    activities, _, starts, ends = office()
    _, others, _, _ = tables_of([(["別", "の"], 3)])
    with pytest.raises(InputError, match="same log"), speaking("en"):
        read((activities, others, starts, ends))


def test_a_table_without_a_column_is_refused() -> None:
    activities, transitions, starts, ends = office()
    with pytest.raises(InputError, match=r"transitions.*count"), speaking("en"):
        read((activities, transitions.drop(columns="count"), starts, ends))
