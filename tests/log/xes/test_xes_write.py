"""What is written as XES reads back the same, here and in pm4py, or nothing is left of it."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import real_logs
from bprkit.errors import OutputError
from bprkit.log.xes import writing as xes_write
from bprkit.log.xes.reading import read_xes, write_xes

REAL = real_logs.folder()
needs_real_data = pytest.mark.skipif(not REAL.is_dir(), reason=f"no real logs in {REAL} (BPRKIT_REAL_DATA)")

CASE, ACTIVITY, TIME, START = "case:concept:name", "concept:name", "time:timestamp", "start_timestamp"
LIFECYCLE, INSTANCE = "lifecycle:transition", "concept:instance"
NINE = datetime(2024, 7, 1, 9)


def batch(*rows: dict[str, object]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([*rows])


def row(case: str, activity: str = "A", **more: object) -> dict[str, object]:
    return {CASE: case, ACTIVITY: activity, **more}


def instance(case: str, activity: str, start: float | None, end: float | None) -> dict[str, object]:
    """Start and completion are hours after nine."""
    times = {START: start, TIME: end}
    stamps = {name: None if hour is None else NINE + timedelta(hours=hour) for name, hour in times.items()}
    return row(case, activity) | stamps


def read(path: Path) -> list[dict[str, object]]:
    return pa.Table.from_batches(read_xes(path).batches()).to_pylist()


@pytest.mark.parametrize("name", ["log.xes", "ログ その1.xes.gz"])
def test_events_and_attributes_of_every_type_read_back(tmp_path, name):
    path = tmp_path / name
    later = NINE + timedelta(microseconds=1500)
    rows = [
        row("R6-17", "起案") | {TIME: NINE, "頁": 3, "円": 1.5, "急": True, "case:課": "税務課"},
        row("R6-17", "決裁") | {TIME: later, "頁": None, "円": None, "急": False, "case:課": "税務課"},
        row("R6-18", "起案") | {TIME: None, "頁": 2**62, "円": 1e300, "急": None, "case:課": None},
    ]  # fmt: skip
    written = write_xes([batch(*rows)], path)
    assert (written.events, written.cases, written.characters_removed, written.case_values_dropped) == (
        3,
        2,
        0,
        0,
    )
    stamps = ["2024-07-01T09:00:00+09:00", "2024-07-01T09:00:00.001500+09:00", None]
    flags = ["true", "false", None]
    expected = [r | {TIME: t, "急": f} for r, t, f in zip(rows, stamps, flags, strict=True)]
    assert read(path) == expected
    assert (path.read_bytes()[:2] == b"\x1f\x8b") is name.endswith(".gz")


def test_columns_get_the_keys_asked_for(tmp_path):
    keys = {"文書番号": CASE, "処理内容": ACTIVITY, "処理者": "org:resource"}
    rows = batch({"文書番号": "1", "処理内容": "起案", "処理者": "P1", "備考": None})
    write_xes([rows], tmp_path / "log.xes", keys)
    assert read(tmp_path / "log.xes") == [row("1", "起案") | {"org:resource": "P1"}]


def test_codes_decimals_and_dates_are_written_as_what_they_are(tmp_path):
    table = pa.table(
        {
            CASE: pa.array(["1", "1"]).dictionary_encode(),
            ACTIVITY: ["A", "B"],
            TIME: [date(2024, 6, 29), date(2024, 12, 29)],
            "円": [Decimal("1234.50"), None],
        }
    )
    write_xes(table.to_batches(), tmp_path / "log.xes", timezone="Europe/Rome")
    assert read(tmp_path / "log.xes") == [
        row("1", "A") | {TIME: "2024-06-29T00:00:00+02:00", "円": 1234.5},
        row("1", "B") | {TIME: "2024-12-29T00:00:00+01:00", "円": None},
    ]


@given(
    st.lists(st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)), min_size=1, max_size=8), st.booleans()
)
@settings(max_examples=60, deadline=None)
def test_offsets_are_those_of_the_zone_at_that_moment(tmp_path_factory, moments, aware):
    rome = ZoneInfo("Europe/Rome")
    walls = [m.replace(tzinfo=UTC).astimezone(rome) if aware else m.replace(tzinfo=rome) for m in moments]
    stamps = pa.array(walls, pa.timestamp("us", "UTC")) if aware else pa.array(moments, pa.timestamp("us"))
    case = [str(i) for i in range(len(moments))]
    path = tmp_path_factory.mktemp("xes") / "log.xes"
    write_xes([pa.RecordBatch.from_pydict({CASE: case, TIME: stamps})], path, timezone="Europe/Rome")
    texts = [str(r[TIME]) for r in read(path)]
    if aware:
        assert [datetime.fromisoformat(text) for text in texts] == walls
    real = [wall for wall in walls if aware or wall.astimezone(UTC).astimezone(rome).replace(fold=0) == wall]
    assert {wall.isoformat() for wall in real} <= {datetime.fromisoformat(text).isoformat() for text in texts}


# Start and completion


def test_an_instance_becomes_a_start_and_a_completion_in_the_order_of_their_times(tmp_path):
    rows = [
        instance("1", "A", 0, 2),
        instance("1", "B", 1, 3),
        instance("1", "C", 3, 3),
        instance("2", "D", None, 1),
    ]
    written = write_xes([batch(*rows)], tmp_path / "log.xes")
    got = [(r[CASE], r[ACTIVITY], r[LIFECYCLE], str(r[TIME])[11:13]) for r in read(tmp_path / "log.xes")]
    assert got == [
        ("1", "A", "start", "09"), ("1", "B", "start", "10"), ("1", "A", "complete", "11"),
        ("1", "B", "complete", "12"), ("1", "C", "start", "12"), ("1", "C", "complete", "12"),
        ("2", "D", "complete", "10"),
    ]  # fmt: skip
    assert written.events == 7
    assert INSTANCE not in read_xes(tmp_path / "log.xes").columns


def test_an_instance_still_open_is_its_start_alone(tmp_path):
    write_xes([batch(instance("1", "A", 0, 1), instance("1", "B", 1, None))], tmp_path / "log.xes")
    got = [(r[ACTIVITY], r[LIFECYCLE]) for r in read(tmp_path / "log.xes")]
    assert got == [("A", "start"), ("A", "complete"), ("B", "start")]


def test_instances_of_one_activity_that_overlap_are_told_apart(tmp_path):
    rows = [
        instance("1", "A", 1, 2),
        instance("1", "A", 0, 3),
        instance("2", "A", 0, 1),
        instance("2", "A", 1, 2),
    ]
    write_xes([batch(*rows)], tmp_path / "log.xes")
    got = [(r[CASE], str(r[TIME])[11:13], r[INSTANCE]) for r in read(tmp_path / "log.xes")]
    assert got[:4] == [("1", "09", "2"), ("1", "10", "1"), ("1", "11", "1"), ("1", "12", "2")]
    assert {number for case, _, number in got if case == "2"} == {None}


def test_pm4py_finds_the_same_instances(tmp_path):
    pm4py = pytest.importorskip("pm4py")
    rows = [instance("1", "A", 0, 2), instance("1", "B", 1, 3), instance("2", "A", 0, 1.5)]
    write_xes([batch(*rows)], tmp_path / "log.xes", timezone="Asia/Tokyo")
    log = pm4py.read_xes(str(tmp_path / "log.xes"), return_legacy_log_object=True)
    intervals = pm4py.objects.log.util.interval_lifecycle.to_interval(log)
    got = sorted((t.attributes[ACTIVITY], e[ACTIVITY], e[TIME] - e[START]) for t in intervals for e in t)
    hours = [("1", "A", 2), ("1", "B", 2), ("2", "A", 1.5)]
    assert got == [(case, activity, timedelta(hours=h)) for case, activity, h in hours]


# Cases


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_a_case_may_be_spread_over_batches(tmp_path, monkeypatch, size):
    monkeypatch.setattr(xes_write, "ROWS", 2)
    rows = [row(case, str(i)) for i, case in enumerate("1112333445")]
    batches = [batch(*rows[i : i + size]) for i in range(0, len(rows), size)]
    written = write_xes(batches, tmp_path / "log.xes")
    assert (written.events, written.cases, read_xes(tmp_path / "log.xes").traces) == (10, 5, 5)
    assert read(tmp_path / "log.xes") == rows


def test_a_log_without_rows_is_still_an_xes_file(tmp_path):
    pm4py = pytest.importorskip("pm4py")
    write_xes([], tmp_path / "log.xes")
    assert len(pm4py.read_xes(str(tmp_path / "log.xes"), return_legacy_log_object=True)) == 0


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([row("1"), row("2"), row("1")], "case '1' comes twice"),
        ([row("1"), {CASE: None, ACTIVITY: "A"}], "a row without a case"),
    ],
)
def test_rows_that_are_not_in_cases_are_refused_not_mixed_up(tmp_path, rows, message):
    with pytest.raises(ValueError, match=message):
        write_xes([batch(*rows)], tmp_path / "log.xes")
    assert [*tmp_path.iterdir()] == []


def test_values_of_a_case_that_differ_within_it_are_counted(tmp_path):
    rows = [row("1") | {"case:x": x} for x in ("a", "a", "b", None)] + [row("2") | {"case:x": None}] * 2
    assert write_xes([batch(*rows)], tmp_path / "log.xes").case_values_dropped == 2
    assert [r["case:x"] for r in read(tmp_path / "log.xes")] == ["a"] * 4 + [None] * 2


# Characters


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=1, max_size=5))
def test_any_text_comes_back_but_for_what_xml_cannot_hold(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("xes") / "log.xes"
    key = 'a "key" & <more>'
    written = write_xes([batch(*(row("1", text) | {key: text, "case:x": texts[0]} for text in texts))], path)
    control = {*map(chr, range(32))} - {*"\t\n\r"} | {"\ufffe", "\uffff"}
    fit = ["".join(c for c in text if c not in control) for text in texts]
    lost = sum(len(text) for text in [*texts, *texts, texts[0]]) - sum(map(len, [*fit, *fit, fit[0]]))
    assert [(r[ACTIVITY], r[key], r["case:x"]) for r in read(path)] == [(text, text, fit[0]) for text in fit]
    assert written.characters_removed == lost


# The file


def rows_then(error: BaseException):
    yield batch(row("1"), row("2"))
    raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("bad row")])
@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_nothing_is_left_of_a_file_that_was_not_finished(tmp_path, name, error):
    before = tmp_path / name
    before.write_bytes(b"what was there")
    with pytest.raises(type(error)):
        write_xes(rows_then(error), before)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, b"what was there")]


def test_a_folder_that_does_not_exist_is_told(tmp_path):
    with pytest.raises(OutputError, match=r"log\.xes"):
        write_xes([batch(row("1"))], tmp_path / "none" / "log.xes")


def test_a_folder_in_the_place_of_the_file_is_told_and_kept(tmp_path):
    (tmp_path / "log.xes").mkdir()
    with pytest.raises(OutputError, match=r"log\.xes"):
        write_xes([batch(row("1"))], tmp_path / "log.xes")
    assert [path.name for path in tmp_path.iterdir()] == ["log.xes"]


@pytest.mark.parametrize("suffix", [".xes", ".xes.gz"])
def test_the_same_log_gives_the_same_bytes(tmp_path, suffix):
    paths = [tmp_path / f"{name}{suffix}" for name in ("a", "b")]
    for path in paths:
        write_xes([batch(row("1"), row("2"))], path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_the_standard_extensions_are_declared(tmp_path):
    write_xes([batch(row("1"))], tmp_path / "log.xes.gz")
    text = gzip.decompress((tmp_path / "log.xes.gz").read_bytes()).decode()
    assert [f'prefix="{prefix}"' in text for prefix in ("concept", "time", "lifecycle", "org")] == [True] * 4


# Real logs


@needs_real_data
@pytest.mark.parametrize(
    "path", ["receipt_wabo/receipt.xes.gz", "academic_credentials/ConsultaDataMining201618.xes.gz"]
)
def test_a_real_log_reads_back_equal_and_pm4py_reads_as_many(tmp_path, path):
    pm4py = pytest.importorskip("pm4py")
    table = pa.Table.from_batches(read_xes(REAL / path).batches())
    moments = pd.to_datetime(table[TIME].to_pandas(), utc=True, format="ISO8601")
    place = table.column_names.index(TIME)
    typed = table.set_column(place, TIME, pa.array(moments).cast(pa.timestamp("us", "UTC")))
    written = write_xes(typed.to_batches(), tmp_path / "log.xes.gz", timezone="Europe/Amsterdam")
    back = pa.Table.from_batches(read_xes(tmp_path / "log.xes.gz").batches())
    again = pd.to_datetime(back[TIME].to_pandas(), utc=True, format="ISO8601")
    assert back.select(table.column_names).drop(TIME).equals(table.drop(TIME))
    assert (again == moments).all()
    theirs = pm4py.read_xes(str(tmp_path / "log.xes.gz"), return_legacy_log_object=True)
    assert (
        (sum(map(len, theirs)), len(theirs)) == (written.events, written.cases) == (len(moments), len(theirs))
    )
