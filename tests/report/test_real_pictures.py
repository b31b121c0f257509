"""Maps of example and real logs have no fault that `measure_map` counts; charts of them are drawn; persons are in none."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import bprkit
from bprkit.drawing.figures import Clock
from bprkit.drawing.process_map.detail import shown
from bprkit.drawing.process_map.laying import lay_out
from bprkit.drawing.process_map.measuring import measure_map
from bprkit.drawing.process_map.tables import read_tables
from bprkit.errors import InputError
from bprkit.language import speaking
from bprkit.mining.activities import activities
from bprkit.mining.overview import end_activities, start_activities
from bprkit.mining.transitions import transitions
from bprkit.report.charts import CHARTS, draw_chart
from real_logs import path_of

EXAMPLES = Path(__file__).parents[2] / "examples"
REAL = (
    "receipt_wabo/receipt.csv",
    "bpic2020/DomesticDeclarations.xes.gz",
    "bpic2020/PrepaidTravelCost.xes.gz",
)


def faults(log: bprkit.EventLog, detail: float, *, vertical: bool) -> dict[str, float]:
    frames = (activities(log), transitions(log), start_activities(log), end_activities(log))
    tables = read_tables(*frames, time="median", work=True)
    layout = lay_out(tables, shown(tables, detail), Clock(27_900.0, working=True), vertical=vertical)
    return {name: value for name, value in dataclasses.asdict(measure_map(layout)).items() if value > 0.5}


def check_maps(log: bprkit.EventLog, language: str) -> None:
    with speaking(language):  # type: ignore[arg-type]
        found = {
            (detail, vertical): faults(log, detail, vertical=vertical)
            for detail in (0.0, 0.5, 0.8, 0.95, 1.0)
            for vertical in (False, True)
        }
    assert {at: wrong for at, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("name", "language"), [("approval_circulation_cp932.csv", "ja"), ("approval_circulation_en.csv", "en")]
)
def test_maps_of_the_examples_have_no_fault(name: str, language: str) -> None:
    check_maps(bprkit.read_log(EXAMPLES / name), language)


@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_maps_of_real_logs_have_no_fault(name: str) -> None:
    check_maps(bprkit.read_log(path_of(name)), "en")


def test_charts_of_a_real_log_tell_no_person() -> None:
    log = bprkit.read_log(path_of("receipt_wabo/receipt.csv"))
    persons = {name for name in log.to_pandas().resource.dropna() if len(name) > 3}
    assert persons
    for name in CHARTS:
        svg = draw_chart(log, name, language="en").svg
        assert not [person for person in persons if person in svg], name


def test_a_log_without_posts_says_why_there_is_no_matrix() -> None:
    log = bprkit.read_log(path_of("bpic2020/PrepaidTravelCost.xes.gz"))
    with pytest.raises(InputError, match="no handover between posts or sections"), speaking("en"):
        draw_chart(log, "handovers")
