"""Real logs have the same answers as pm4py gives: of completions, without what a tool added, ties in file order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

import bprkit
from real_logs import RealLog, events_by_pm4py, instances_by_pm4py, path_of

pm4py = pytest.importorskip("pm4py")

DISCO = {"case": "Case ID", "activity": "Activity", "time": "Complete Timestamp", "start": "Start Timestamp"}
BILLING = {"case": "case", "activity": "activity", "time": "timestamp"}
LOGS = (
    RealLog("receipt_wabo/receipt.xes.gz", (8_577, 8_577, 1_434, 27, 116)),
    RealLog("receipt_wabo/receipt.csv", (8_577, 8_577, 1_434, 27, 116)),
    # in the logs of 2013 the lifecycle holds the status of an incident
    RealLog(
        "bpic2013/BPI_Challenge_2013_incidents.xes.gz",
        (65_533, 65_533, 7_554, 4, 1_511),
        lifecycle=False,
        slow=True,
    ),
    RealLog(
        "bpic2013/BPI_Challenge_2013_closed_problems.xes.gz", (6_660, 6_660, 1_487, 4, 183), lifecycle=False
    ),
    RealLog("bpic2013/BPI_Challenge_2013_open_problems.xes.gz", (2_351, 2_351, 819, 3, 108), lifecycle=False),
    RealLog("bpic2015/BPIC15_1.xes.gz", (52_217, 52_217, 1_199, 398, 1_170)),
    RealLog("bpic2015/BPIC15_2.xes.gz", (44_354, 44_354, 832, 410, 828), slow=True),
    RealLog("bpic2020/DomesticDeclarations.xes.gz", (55_628, 55_628, 10_357, 14, 90)),
    RealLog("bpic2020/InternationalDeclarations.xes.gz", (70_727, 70_727, 6_323, 33, 727), slow=True),
    RealLog("bpic2020/PermitLog.xes.gz", (81_092, 81_092, 6_426, 49, 1_402), slow=True),
    RealLog("bpic2020/PrepaidTravelCost.xes.gz", (17_507, 17_507, 2_007, 29, 189)),
    RealLog(
        "bpic2012/BPI_Challenge_2012.xes.gz", (262_200, 164_506, 13_087, 23, 4_336), starts="rows", slow=True
    ),
    RealLog(
        "road_traffic_fines/Road_Traffic_Fine_Management_Process.xes.gz",
        (561_470, 561_470, 150_370, 11, 231),
        slow=True,
    ),
    RealLog("helpdesk_italian/finale.csv", (21_348, 21_348, 4_580, 14, 226), DISCO),
    RealLog("hospital_billing/hospital_billing.parquet", (451_359, 451_359, 100_000, 18, 1_022), BILLING),
    RealLog("production/Production.csv", (4_953, 4_503, 225, 24, 217), DISCO, pseudo=True, starts="column"),
    RealLog(
        "academic_credentials/ConsultaDataMining201618.csv",
        (6_870, 4_962, 954, 16, 99),
        pseudo=True,
        starts="column",
    ),
    RealLog(
        "academic_credentials/ConsultaDataMining201618.xes.gz",
        (13_740, 4_962, 954, 16, 98),  # its ties stand in another order than those of the CSV
        pseudo=True,
        starts="rows",
    ),
    RealLog(
        "simod_bpi12w/BPI_Challenge_2012_W_Two_TS.xes.gz",
        (118_604, 59_302, 8_616, 6, 2_115),
        starts="rows",
        slow=True,
    ),
    RealLog("simod_bpi12w/PurchasingExample.csv", (9_119, 9_119, 608, 21, 70), starts="column"),
)
# Pairs of which some target starts before its predecessor has completed: there pm4py takes the wait for none, and
# bprkit counts from the completion that did enable the start. Everywhere else, the means are equal.
OVERLAPPING_PAIRS = {
    "Production": 90,  # of 170: several machines work on a case at once
    "ConsultaDataMining201618": 35,  # of 98: the system does several steps of an application at once
    "ConsultaDataMining201618_xes": 32,  # of 97: the same steps in another order of ties
    "BPI_Challenge_2012_W_Two_TS_xes": 1,  # of 17
    "BPI_Challenge_2012_xes": 34,  # of 138
    "PurchasingExample": 0,
}


def of(log: RealLog) -> object:
    return pytest.param(log, id=log.id, marks=[pytest.mark.slow] if log.slow else [])


@pytest.fixture(scope="session")
def pm4py_cache(request: pytest.FixtureRequest) -> Path:
    return Path(request.config.cache.mkdir("pm4py"))


@dataclass(frozen=True)
class Both:
    """A log in both hands: bprkit's, as it reads the file untold, and pm4py's completions in their order."""

    log: RealLog
    ours: bprkit.EventLog
    theirs: pd.DataFrame


@pytest.fixture(scope="module", params=[of(log) for log in LOGS])
def both(request: pytest.FixtureRequest, pm4py_cache: Path) -> Iterator[Both]:
    log: RealLog = request.param
    ours = bprkit.read_log(path_of(log.name), calendar="none")
    yield Both(log, ours, in_order(log, events_by_pm4py(log, pm4py_cache)))
    ours.events.engine.close()


def in_order(log: RealLog, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the completions of all rows, sorted by case and time, ties in file order."""
    if log.lifecycle and "lifecycle:transition" in frame:
        frame = frame[frame["lifecycle:transition"].str.lower() == "complete"]
    if log.pseudo:
        frame = frame[~frame["concept:name"].isin(["Start", "End"])]
    return frame.sort_values(["case:concept:name", "time:timestamp", "row"], ignore_index=True)


def test_the_log_is_as_large_as_published(both: Both) -> None:
    found = bprkit.overview(both.ours)
    keys = ("events", "activity_instances", "cases", "activities", "variants")
    assert tuple(found[key] for key in keys) == both.log.counts
    assert found["has_starts"] == (both.log.starts is not None)


def test_cases_begin_and_end_with_the_same_activities(both: Both) -> None:
    assert counts(bprkit.start_activities(both.ours)) == pm4py.get_start_activities(both.theirs)
    assert counts(bprkit.end_activities(both.ours)) == pm4py.get_end_activities(both.theirs)


def test_the_same_variants_are_as_frequent(both: Both) -> None:
    ours = bprkit.variants(both.ours)
    assert dict(zip(map(tuple, ours.activities), ours.cases, strict=True)) == pm4py.get_variants(both.theirs)


def test_every_transition_is_as_frequent_and_takes_as_long(both: Both) -> None:
    completions = both.theirs.drop(columns="start_timestamp", errors="ignore")
    frequency, _, _ = pm4py.discover_dfg(completions)
    ours = bprkit.transitions(both.ours).set_index(["source", "target"])
    assert ours["count"].to_dict() == dict(frequency)
    if both.log.starts is None:
        performance, _, _ = pm4py.discover_performance_dfg(completions)
        means = {pair: float(row["mean"]) for pair, row in performance.items()}
        assert ours.clock_seconds_mean.to_dict() == pytest.approx(means, rel=1e-9, abs=1e-6)
        assert set(ours.measure) == {"sojourn"}


@pytest.mark.parametrize("log", [of(log) for log in LOGS if log.starts])
def test_a_wait_is_as_long_and_never_negative(log: RealLog, pm4py_cache: Path) -> None:
    from pm4py.algo.discovery.dfg.adapters.pandas.df_statistics import get_dfg_graph

    theirs = in_order(
        log, instances_by_pm4py(log, pm4py_cache).drop(columns="lifecycle:transition", errors="ignore")
    )
    waits = get_dfg_graph(
        theirs,
        measure="performance",
        start_timestamp_key="start_timestamp",
        sort_caseid_required=False,  # in_order did it: by completion
        sort_timestamp_along_case_id=False,
    )
    by_case = theirs.groupby("case:concept:name")
    overlap = theirs["start_timestamp"] < by_case["time:timestamp"].shift()
    exceptions = set(
        zip(by_case["concept:name"].shift()[overlap], theirs["concept:name"][overlap], strict=True)
    )

    ours = bprkit.read_log(path_of(log.name), calendar="none")
    found = bprkit.transitions(ours).set_index(["source", "target"]).clock_seconds_mean
    assert set(found.index) == set(waits)
    for pair, mean in found.items():
        if pair in exceptions:
            assert mean >= waits[pair] - 1e-6
        else:
            assert mean == pytest.approx(waits[pair], rel=1e-9, abs=1e-6), pair
    assert len(exceptions) == OVERLAPPING_PAIRS[log.id]
    shortest = ours.prepared().instances.clock.min().to_pyarrow().as_py()
    assert shortest >= 0


def test_the_receipt_log_has_the_same_answers_as_xes_and_as_csv() -> None:
    """Both files hold the same events: 8,577 of 1,434 cases, with 116 variants."""
    xes, csv = (bprkit.read_log(path_of(f"receipt_wabo/receipt.{form}")) for form in ("xes.gz", "csv"))
    for question in (
        bprkit.transitions,
        bprkit.bottlenecks,
        bprkit.activities,
        bprkit.rework,
        bprkit.lead_times,
    ):
        pd.testing.assert_frame_equal(question(xes), question(csv))
    for by in ("role", "section", "resource"):
        if xes.has(by) or csv.has(by):
            pd.testing.assert_frame_equal(bprkit.handovers(xes, by), bprkit.handovers(csv, by))
    assert bprkit.overview(xes) == bprkit.overview(csv)
    sequences = [list(map(tuple, bprkit.variants(log).activities)) for log in (xes, csv)]
    assert sequences[0] == sequences[1] and len(sequences[0]) == 116


def counts(frame: pd.DataFrame) -> dict[str, int]:
    return dict(zip(frame.activity, frame["count"], strict=True))
