"""Published logs open without options, or say what they lack."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree

import real_logs
from bprkit.errors import InputError
from bprkit.log.columns.pseudo import is_pseudo, pseudo_candidates, pseudo_side
from bprkit.log.columns.recognition import recognise
from exported_tables import parts

pytestmark = pytest.mark.usefixtures("english")


REAL = real_logs.folder()
needs_real_data = pytest.mark.skipif(not REAL.is_dir(), reason=f"no real logs in {REAL} (BPRKIT_REAL_DATA)")


def csv_rows(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, nrows=3000)


def xes_rows(path: Path, limit: int = 2000) -> pd.DataFrame:
    rows: list[dict[str, str]] = []
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
        for _, trace in etree.iterparse(stream, tag="{*}trace", huge_tree=True):
            case = {f"case:{child.get('key')}": child.get("value") for child in trace if child.get("key")}
            events = (
                {child.get("key"): child.get("value") for child in e} for e in trace.iterfind("{*}event")
            )
            rows.extend({**case, **event} for event in events)
            trace.clear()
            if len(rows) > limit:
                break
    return pd.DataFrame(rows)


def real_rows(name: str) -> pd.DataFrame:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    if path.suffix == ".parquet":
        return pd.read_parquet(path).head(5000)
    return csv_rows(path) if path.suffix == ".csv" else xes_rows(path)


XES = {"case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp"}
WHO = XES | {"resource": "org:resource"}
LIFE = WHO | {"lifecycle": "lifecycle:transition"}
STARTED = WHO | {"start": "start_timestamp"}
PLAIN = {
    "case": "case_id",
    "activity": "Activity",
    "time": "end_time",
    "start": "start_time",
    "resource": "Resource",
}

REAL_LOGS = {
    "receipt_wabo/receipt.csv": LIFE | {"section": "org:group", "instance": "concept:instance"},
    "receipt_wabo/receipt.xes.gz": LIFE | {"section": "org:group", "instance": "concept:instance"},
    "helpdesk_italian/finale.csv": {
        "case": "Case ID",
        "activity": "Activity",
        "time": "Complete Timestamp",
        "resource": "Resource",
        "section": "workgroup",
    },
    "academic_credentials/ConsultaDataMining201618.csv": STARTED,
    "academic_credentials/ConsultaDataMining201618.xes.gz": LIFE,
    "production/Production.csv": {
        "case": "Case ID",
        "activity": "concept:name",
        "time": "Complete Timestamp",
        "start": "Start Timestamp",
        "resource": "org:resource",
    },
    "simod_bpi12w/PurchasingExample.csv": STARTED,
    "simod_bpi12w/BPI_Challenge_2012_W_Two_TS.xes.gz": LIFE,
    "prosimos_fixtures/and_example/out/AND_join_log.csv": {
        "case": "case_id",
        "activity": "activity",
        "time": "end_time",
        "start": "start_time",
        "resource": "resource",
    },
    "waiting_time_fixtures/column_mapping.csv": {
        "case": "Contract_ID",
        "activity": "Activity_name",
        "time": "Finish_time",
        "start": "Start_time",
        "resource": "Employee",
    },
    "waiting_time_fixtures/BIMP_example.csv": STARTED,
    "waiting_time_fixtures/ProductionCase44.csv": STARTED,
    "waiting_time_fixtures/bimp-example_case_409_enabled.csv": STARTED,
    "waiting_time_fixtures/prioritization.csv": STARTED,
    "waiting_time_fixtures/icpm/handoff-logs/manual_log_1.csv": PLAIN,
    "waiting_time_fixtures/non_processing_intervals.xes": LIFE,
    "bpic2012/BPI_Challenge_2012.xes.gz": LIFE,
    "bpic2013/BPI_Challenge_2013_incidents.xes.gz": WHO | {"role": "org:role", "section": "org:group"},
    "bpic2013/BPI_Challenge_2013_open_problems.xes.gz": WHO | {"role": "org:role", "section": "org:group"},
    "bpic2015/BPIC15_1.xes.gz": LIFE,
    "bpic2015/BPIC15_2.xes.gz": LIFE,
    "bpic2020/DomesticDeclarations.xes.gz": LIFE | {"role": "org:role"},
    "bpic2020/InternationalDeclarations.xes.gz": LIFE | {"role": "org:role", "resource": "Resource"},
    "bpic2020/PermitLog.xes.gz": LIFE | {"role": "org:role"},
    "bpic2020/PrepaidTravelCost.xes.gz": LIFE | {"role": "org:role"},
    "road_traffic_fines/Road_Traffic_Fine_Management_Process.xes.gz": LIFE,
    "hospital_billing/hospital_billing.parquet": {
        "case": "case",
        "activity": "activity",
        "time": "timestamp",
        "resource": "resource",
        "lifecycle": "lifecycle:transition",
        "instance": "activity_instance_id",
    },
}


@needs_real_data
@pytest.mark.parametrize("name", REAL_LOGS)
def test_a_real_log_opens_without_options(name):
    found = recognise(real_rows(name), name=name)
    assert found.shape == "long"
    assert parts(found) == REAL_LOGS[name]


@needs_real_data
@pytest.mark.parametrize(
    "path",
    sorted(REAL.glob("**/*.csv")),
    ids=lambda path: str(path.relative_to(REAL)) if REAL.is_dir() else "",
)
def test_every_csv_is_a_log_or_refused_for_its_lack_of_dates(path):
    if path.name.endswith("_stats.csv"):
        pytest.skip("a simulator's statistics: no table")
    table = csv_rows(path)
    results = ("_expected.csv", "_handoffs.csv", *(f"_handoff_{n}.csv" for n in range(1, 7)))
    if path.name.endswith(results):
        with pytest.raises(InputError, match="no column holds dates"):
            recognise(table)
    else:
        assert recognise(table).shape == "long"


@needs_real_data
def test_what_tools_add_is_ignored_and_twins_are_told():
    found = recognise(real_rows("academic_credentials/ConsultaDataMining201618.csv"))
    assert found.same_as == (("concept:name", "Activity"), ("org:resource", "Resource"))
    assert len(found.ignored) == 8 and found.attributes == ()
    found = recognise(real_rows("helpdesk_italian/finale.csv"))
    assert found.ignored == ("Variant", "Variant index", "Variant.1")


@needs_real_data
def test_statuses_in_a_lifecycle_column_are_an_attribute():
    found = recognise(real_rows("bpic2013/BPI_Challenge_2013_incidents.xes.gz"))
    assert "lifecycle:transition" in found.attributes


@needs_real_data
def test_people_of_a_permit_log_are_no_attributes():
    found = recognise(real_rows("bpic2015/BPIC15_1.xes.gz"))
    assert found.persons == ("case:Responsible_actor", "monitoringResource")
    assert {"planned", "dueDate", "dateFinished", "activityNameEN"} <= set(found.attributes)
    assert found.same_as == (("concept:name", "action_code"),)


@needs_real_data
@pytest.mark.parametrize(("name", "start"), [("academic_credentials/ConsultaDataMining201618.csv", 954)])
def test_start_and_end_of_a_real_log_are_pseudo_events(name, start):
    table = pd.read_csv(REAL / name, dtype=str, keep_default_na=False)
    table["time"] = pd.to_datetime(table["time:timestamp"], utc=True)
    groups = table.groupby("case:concept:name")["time"]
    table["first"], table["last"] = groups.transform("min"), groups.transform("max")
    found = {}
    for name_of_step in pseudo_candidates(table["concept:name"].unique()):
        rows = table[table["concept:name"] == name_of_step]
        edge = rows["first"] if pseudo_side(name_of_step) == "start" else rows["last"]
        found[name_of_step] = is_pseudo(
            name_of_step,
            instances=len(rows),
            cases=rows["case:concept:name"].nunique(),
            at_edge=int((rows["time"] == edge).sum()),
            all_cases=start,
            unattended=int((rows["org:resource"] == rows["concept:name"]).sum()),
        )
    assert found == {"Start": True, "End": True}
