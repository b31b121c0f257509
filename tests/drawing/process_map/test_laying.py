"""Maps have no faults that `measure_map` counts, the main path is straight, and the same tables give the same map."""

from __future__ import annotations

import dataclasses
import itertools

import pytest

from bprkit.drawing.figures import Clock
from bprkit.drawing.geometry import Box, Point
from bprkit.drawing.process_map.detail import shown
from bprkit.drawing.process_map.geometry import Line, MapLayout, Words
from bprkit.drawing.process_map.laying import lay_out
from bprkit.drawing.process_map.measuring import measure_map
from bprkit.drawing.process_map.order import going_back, main_path
from bprkit.drawing.process_map.tables import END, START, read_tables
from mined_tables import DAY, HOSTILE, Frames, made_up, office, tables_of

CLOCK = Clock(DAY, working=True)


def laid(frames: Frames, detail: float = 1.0, *, vertical: bool = False) -> MapLayout:
    tables = read_tables(*frames, time="median", work=True)
    return lay_out(tables, shown(tables, detail), CLOCK, vertical=vertical)


def faults(layout: MapLayout) -> dict[str, float]:
    return {name: value for name, value in dataclasses.asdict(measure_map(layout)).items() if value > 0.5}


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("detail", [0.0, 0.8, 1.0])
def test_the_map_of_an_office_has_no_fault(detail: float, vertical: bool) -> None:
    assert faults(laid(office(), detail, vertical=vertical)) == {}


@pytest.mark.parametrize("seed", range(12))
def test_maps_of_made_up_logs_have_no_fault(seed: int) -> None:
    assert faults(laid(made_up(seed, 6 + seed), 0.9, vertical=seed % 2 == 0)) == {}


def test_hostile_names_do_not_break_the_layout() -> None:
    assert faults(laid(tables_of([(list(HOSTILE), 5), (list(HOSTILE[::2]), 3)]))) == {}


def test_the_same_tables_give_the_same_places() -> None:
    assert laid(made_up(3, 12)) == laid(made_up(3, 12))


def test_the_main_path_runs_from_left_to_right_in_the_order_of_the_work() -> None:
    layout = laid(office(), 0.8)
    tables = read_tables(*office(), time="median", work=True)
    across = {tables.doings[node.number].name: node.box.x for node in layout.nodes}
    assert across["起案"] < across["係長確認"] < across["課長決裁"] < across["施行"]
    middles = {round(line.label.box.middle.y, 1) for line in layout.lines if line.main}
    assert len(middles) == 1


def test_a_return_goes_back_and_the_main_path_does_not() -> None:
    layout = laid(office())
    tables = read_tables(*office(), time="median", work=True)
    back = {tuple(tables.doings[end].name for end in line.ends) for line in layout.lines if line.back}
    assert back == {("差戻し", "起案")}


def test_the_main_path_never_takes_a_rarer_way_than_it_must() -> None:
    tables = read_tables(*made_up(5, 12), time="median", work=True)
    ways = [way for way in tables.ways if way.source != way.target]
    path = main_path(ways)
    counts = {way.ends: way.count for way in ways}
    narrowest = min(counts[pair] for pair in itertools.pairwise(path))
    wider = {way.ends for way in ways if way.count > narrowest}
    found = {START}
    while more := {target for source, target in wider if source in found} - found:
        found |= more
    assert END not in found


def test_without_the_ways_that_go_back_nothing_runs_in_circles() -> None:
    tables = read_tables(*made_up(9, 15), time="median", work=True)
    ways = [way for way in tables.ways if way.source != way.target]
    onward = {way.ends for way in ways} - going_back(ways, main_path(ways))
    left = {end for pair in onward for end in pair}
    while free := {place for place in left if not any(target == place for _, target in onward)}:
        left -= free
        onward = {pair for pair in onward if pair[0] not in free}
    assert left == set()


def test_faults_are_seen() -> None:
    layout = laid(office())
    first = layout.lines[0]
    label = Words(layout.nodes[0].box, first.label.lines)
    across = Point(layout.nodes[0].box.x - 20, layout.nodes[0].box.middle.y)
    beyond = Point(layout.nodes[0].box.right + 20, layout.nodes[0].box.middle.y)
    through = Line((90, 91), ((across, across, beyond, beyond),), beyond, Words(Box(-50, -50, 9, 9), ("99",)))
    measured = measure_map(
        dataclasses.replace(
            layout, lines=(dataclasses.replace(first, label=label), *layout.lines[1:], through)
        )
    )
    assert measured.lines_through_boxes == 1
    assert measured.labels_on_boxes == 1
    assert measured.labels_on_lines >= 1
    assert measured.overflowing_texts == 1
