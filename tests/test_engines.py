"""The same log has the same answers on DuckDB and on Spark, and in whatever database it lies.

A Spark query costs 0.2 s and more, so hypothesis runs on DuckDB alone (tests/mining) and the two engines are compared
here on a few logs: one session, each log read once an engine, each question asked once.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import bprkit
from bprkit import EventLog, InputError, language, read_log
from bprkit.log.writing.logs import write_log
from bprkit.mining.lead_time_classes import lead_time_classes
from bprkit.mining.rework import reworked_cases
from bprkit.mining.sampled_cases import sampled_cases
from figures import figures
from real_logs import path_of

NO_SPARK = "pyspark is not installed" if find_spec("pyspark") is None else "Java is not installed"
HAS_SPARK = find_spec("pyspark") is not None and bool(shutil.which("java") or os.environ.get("JAVA_HOME"))
on_spark = [pytest.mark.spark, pytest.mark.skipif(not HAS_SPARK, reason=NO_SPARK)]


def needs_spark(test: Callable[..., None]) -> Callable[..., None]:
    for mark in on_spark:
        test = mark(test)
    return test


# the first compiler alone: what runs for a minute does not earn back the second one's work
QUICK_START = "-XX:TieredStopAtLevel=1"


@pytest.fixture(scope="session")
def session() -> Any:
    """The one Spark session of the tests; `engine="spark"` finds it running."""
    from bprkit.log.spark_session import local_session

    before = os.environ.get("JAVA_TOOL_OPTIONS", "")
    os.environ["JAVA_TOOL_OPTIONS"] = f"{before} {QUICK_START}".strip()
    try:
        session = local_session("local[2]")
    finally:
        os.environ["JAVA_TOOL_OPTIONS"] = before
    session.conf.set("spark.sql.shuffle.partitions", "2")  # the logs are small
    return session


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=on_spark)])
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "spark":
        request.getfixturevalue("session")
    return str(request.param)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    language.use("en")
    yield
    language.use(None)


# --- the logs that both engines are asked about ---

HEADERS = ["文書番号", "処理内容", "着手日時", "処理日時", "処理者", "役職", "所属", "起案金額"]
# names that a collation would bring into another order than their code points, or take for one
STEPS = ["起案", "課長決裁", "差戻し", "Approve", "approve", "ｱ施行", "ア施行", "Ωmega", "𠮷田確認"]


def generated_rows() -> list[list[str]]:
    """Sixty cases, interleaved, with ties, overlaps, blanks, a start after its end and a row that stands twice."""
    dice = random.Random(20240401)
    rows = []
    for case in range(60):
        at = datetime(2024, 3, 4, 8, 30) + timedelta(hours=dice.randrange(24 * 60))
        section, amount = dice.choice(["税務課", "総務課", "福祉課", ""]), dice.randrange(1, 900) * 10_000
        for _ in range(dice.randrange(1, 9)):
            at += dice.choice([timedelta(0), timedelta(minutes=7), timedelta(hours=3), timedelta(days=2)])
            start = at - dice.choice(
                [timedelta(0), timedelta(minutes=40), timedelta(days=1), timedelta(minutes=-5)]
            )
            role = dice.choice(["係長", "課長", "担当者", "部長"])
            rows.append(
                [
                    f"R5-{case:03}",
                    dice.choice(STEPS),
                    f"{start:%Y/%m/%d %H:%M}" if dice.random() < 0.9 else "",
                    f"R{at.year - 2018}.{at.month}.{at.day} {at:%H:%M}" if dice.random() < 0.98 else "未定",
                    dice.choice(["1001", "1002", "1003", "1004", "1005", ""]),
                    role,
                    section,
                    f"￥{amount:,}"
                    if case % 2
                    else str(amount).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
                ]
            )
    rows.append(rows[17])
    dice.shuffle(rows)
    return rows


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("engines") / "決裁 履歴.csv"
    pd.DataFrame(generated_rows(), columns=HEADERS).to_csv(path, index=False)
    return path


REAL = {
    "receipt": "receipt_wabo/receipt.csv",
    "domestic": "bpic2020/DomesticDeclarations.xes.gz",
    "prepaid": "bpic2020/PrepaidTravelCost.xes.gz",
}


@pytest.fixture(params=["generated", "receipt", "prepaid", pytest.param("domestic", marks=pytest.mark.slow)])
def path(request: pytest.FixtureRequest, generated: Path) -> Path:
    return generated if request.param == "generated" else path_of(REAL[request.param])


@cache
def log_on(engine: str, path: Path) -> EventLog:
    return read_log(path, engine=engine)


def _variants(log: EventLog) -> pd.DataFrame:
    """Variants as a set: of equally frequent ones seen at the same moment, the order is the engine's."""
    frame = bprkit.variants(log).drop(columns=["variant", "cumulative_share"])
    frame["activities"] = [" → ".join(names) for names in frame.activities.tolist()]
    return frame.sort_values(["cases", "activities"], ignore_index=True)


def _all_sampled(log: EventLog) -> pd.DataFrame:
    """A sample of everything: which cases a smaller one holds, and which of two begun at once comes first, is the engine's."""
    found = sampled_cases(log, 1_000_000)
    return found[["activity", "when"]].sort_values(["when", "activity"], ignore_index=True)


QUESTIONS: dict[str, Callable[[EventLog], Any]] = {
    "overview": bprkit.overview,
    "lead times": bprkit.lead_times,
    "lead times by fiscal year": lambda log: bprkit.lead_times(log, "fiscal_year"),
    "lead times by month": lambda log: bprkit.lead_times(log, "month"),
    "activities": bprkit.activities,
    "transitions": bprkit.transitions,
    "transitions by role": lambda log: bprkit.transitions(log, "role" if log.has("role") else "resource"),
    "bottlenecks": bprkit.bottlenecks,
    "variants": _variants,
    "rework": bprkit.rework,
    "returns": bprkit.returns,
    "reworked cases": reworked_cases,
    "handovers": lambda log: bprkit.handovers(log, "resource"),
    "handover totals": lambda log: bprkit.handover_totals(log, "resource"),
    "backlog": bprkit.backlog,
    "backlog by activity": bprkit.backlog_by_activity,
}
QUESTIONS_OF_DETAIL: dict[str, Callable[[EventLog], Any]] = {
    "attributes": bprkit.attributes,
    "quality": lambda log: [finding.as_row() for finding in bprkit.quality(log)],
    "cases": bprkit.case_durations,
    "workload": lambda log: bprkit.workload(log, "resource"),
    "lead time classes": lead_time_classes,
    "lead time classes in working time": lambda log: lead_time_classes(log, "working"),
    "sampled cases": _all_sampled,
    "events": lambda log: log.to_pandas(),
}


def check_equal(spark: Any, duckdb: Any) -> None:
    if isinstance(duckdb, pd.DataFrame):
        pd.testing.assert_frame_equal(spark, duckdb, rtol=1e-12, atol=1e-9)
    else:
        assert spark == duckdb


@needs_spark
@pytest.mark.parametrize("question", QUESTIONS)
def test_both_engines_give_the_same_answer(session: Any, path: Path, question: str) -> None:
    ask = QUESTIONS[question]
    check_equal(ask(log_on("spark", path)), ask(log_on("duckdb", path)))


@needs_spark
@pytest.mark.parametrize("question", QUESTIONS_OF_DETAIL)
def test_both_engines_give_the_same_details(session: Any, generated: Path, question: str) -> None:
    ask = QUESTIONS_OF_DETAIL[question]
    check_equal(ask(log_on("spark", generated)), ask(log_on("duckdb", generated)))


# --- what is easily different: names, sums, order ---


def frame_of(*rows: tuple[str, str, str], **more: list[Any]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["case", "activity", "time"]).assign(**more)


def test_names_are_told_apart_and_ordered_by_their_code_points(engine: str) -> None:
    names = ["b", "B", "ﾊ", "ハ", "は", "é", "e", "𠮷", "吉"]
    log = read_log(
        frame_of(*((f"K{n}", name, f"2024-04-01 09:0{n}") for n, name in enumerate(names))), engine=engine
    )
    assert bprkit.activities(log).activity.tolist() == sorted(names)
    assert log.prepared().names["activity"].tolist() == sorted(names)


def test_a_case_number_is_one_case_to_the_letter(engine: str) -> None:
    numbers = ["a", "A", "ａ", "a ", "1", "01"]
    log = read_log(frame_of(*((number, "起案", "2024-04-01 09:00") for number in numbers)), engine=engine)
    assert log.case_count() == len(numbers)


def test_waits_of_all_cases_together_may_exceed_64_bits_of_microseconds(engine: str) -> None:
    cases = 1_200  # of 249 years each: 298,800 years; 2 to the 63 microseconds are 292,271
    rows = [
        row for n in range(cases) for row in ((f"{n}", "起案", "1900-01-02"), (f"{n}", "決裁", "2149-01-01"))
    ]
    log = read_log(frame_of(*rows), calendar="none", engine=engine)
    steps = bprkit.transitions(log)
    wait = (datetime(2149, 1, 1) - datetime(1900, 1, 2)).total_seconds()
    assert steps.clock_seconds_total.tolist() == [cases * wait]
    assert bprkit.bottlenecks(log).share_of_lead_time.tolist() == [1.0]


def test_dates_before_1970_keep_their_day(engine: str) -> None:
    log = read_log(
        frame_of(("1", "a", "1969-12-31 23:59:59.999999"), ("1", "b", "1970-01-01 00:00:00")), engine=engine
    )
    assert bprkit.transitions(log).clock_seconds_total.tolist() == [1e-6]
    assert bprkit.lead_times(log, "month").month.tolist() == ["1969-12"]


@pytest.mark.parametrize("scale", [1, 1_000])
def test_quantiles_lie_between_neighbours(engine: str, scale: int) -> None:
    seconds = [0, 1, 5, 20, 21, 400, 2_000]
    begin = datetime(2024, 4, 1, 9)
    rows = []
    for n, wait in enumerate(seconds):
        rows += [(f"{n}", "a", f"{begin}"), (f"{n}", "b", f"{begin + timedelta(seconds=wait * scale)}")]
    found = bprkit.lead_times(read_log(frame_of(*rows), engine=engine)).iloc[0]
    assert found.clock_seconds_median == 20 * scale
    assert found.clock_seconds_p90 == pytest.approx((400 + 0.4 * 1_600) * scale)
    assert found.clock_seconds_p95 == pytest.approx((400 + 0.7 * 1_600) * scale)


def test_events_of_one_moment_keep_the_order_of_the_file(engine: str, tmp_path: Path) -> None:
    names = ["c", "a", "b", "a", "d", "c"]
    path = tmp_path / "log.csv"
    frame_of(*(("1", name, "2024-04-01 09:00") for name in names)).to_csv(path, index=False)
    log = read_log(path, engine=engine)
    assert bprkit.variants(log).activities.tolist() == [names]
    tie = next(finding for finding in bprkit.quality(log) if finding.check == "tie")
    assert tie.count == 5
    assert "the order of the file" in tie.en


def test_a_parquet_file_has_an_order_too(engine: str, tmp_path: Path) -> None:
    names = ["c", "a", "b"] * 500
    frame = frame_of(*((f"{n // 3}", name, "2024-04-01 09:00:00") for n, name in enumerate(names)))
    frame.assign(time=pd.to_datetime(frame.time)).to_parquet(tmp_path / "log.parquet", row_group_size=100)
    log = read_log(tmp_path / "log.parquet", engine=engine)
    assert bprkit.variants(log).activities.tolist() == [["c", "a", "b"]]
    assert bprkit.overview(log)["first"] == "2024-04-01T09:00:00+09:00"


def test_several_files_are_one_log_in_their_order(engine: str, tmp_path: Path) -> None:
    april, may = tmp_path / "4月.csv", tmp_path / "5月.csv"
    frame_of(("1", "b", "2024-04-30"), ("1", "a", "2024-04-30")).to_csv(april, index=False)
    frame_of(("1", "a", "2024-04-30"), ("1", "c", "2024-05-01")).to_csv(may, index=False)
    log = read_log(str(tmp_path / "*.csv"), engine=engine)
    assert bprkit.variants(log).activities.tolist() == [["b", "a", "c"]]
    assert [finding.count for finding in bprkit.quality(log) if finding.check == "overlap"] == [1]


def test_milestones_of_one_day_stand_in_the_order_of_their_columns(engine: str) -> None:
    wide = pd.DataFrame(
        {
            "文書番号": [f"R6-{n}" for n in range(30)],
            "起案日": ["R6.4.1"] * 30,
            "決裁日": ["R6.4.1"] * 29 + [""],
            "施行日": ["R6.4.2"] * 30,
        }
    )
    log = read_log(wide, engine=engine)
    assert bprkit.variants(log).activities.tolist() == [["起案", "決裁", "施行"], ["起案", "施行"]]


def test_starts_and_completions_become_instances(engine: str) -> None:
    rows = [
        ("1", "審査", "2024-04-01 09:00", "START"),
        ("1", "審査", "2024-04-01 09:10", "start"),
        ("1", "審査", "2024-04-01 09:30", "complete"),
        ("1", "審査", "2024-04-01 10:00", "COMPLETE"),
        ("1", "通知", "2024-04-01 11:00", "schedule"),
        ("1", "通知", "2024-04-01 12:00", "complete"),
    ]
    log = read_log(pd.DataFrame(rows, columns=["case", "activity", "time", "lifecycle"]), engine=engine)
    found = bprkit.activities(log).set_index("activity")
    assert found.loc["審査", "clock_seconds_total"] == 30 * 60 + 50 * 60
    assert found.loc["審査", "measure"] == "service"
    assert found.loc["通知", "measure"] == "sojourn"


# --- a column that numbers the events ---

NUMBERED = frame_of(
    ("1", "c", "2024-04-01 09:00"),
    ("1", "a", "2024-04-01 09:00"),
    ("1", "b", "2024-04-01 09:00"),
    ("1", "d", "2024-04-01 09:00"),
    no=["10", "9", " 11", "-1"],
    memo=["イ", "ロ", "", "ハ"],
)


def test_ties_go_by_the_column_that_numbers_the_events(engine: str) -> None:
    log = read_log(NUMBERED, order="No", engine=engine)
    assert bprkit.variants(log).activities.tolist() == [["d", "a", "c", "b"]]
    tie = next(finding for finding in bprkit.quality(log) if finding.check == "tie")
    assert tie.en.endswith("taken in the order of the column no.")
    assert "no" not in bprkit.attributes(log).attribute.tolist()
    told = {row["column"]: row for row in log.events.recognised.taken}["no"]
    assert (told["taken_as"], told["note"]) == ("ignored", "numbers the events: ties go by it")


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (
            "番号",
            "DataFrame has no column '番号' to order its events by. It has: case, activity, time, no, memo.",
        ),
        (
            "memo",
            "DataFrame: 4 rows have no whole number in memo (for example イ), so it cannot order the events.",
        ),
    ],
)
def test_what_numbers_nothing_is_refused(column: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        read_log(NUMBERED, order=column)
    assert str(refused.value).startswith(message)


def test_a_row_a_case_needs_no_numbers() -> None:
    wide = pd.DataFrame(
        {"文書番号": ["1", "2"], "起案日": ["R6.4.1", "R6.4.2"], "決裁日": ["R6.4.1", "R6.4.3"], "no": [1, 2]}
    )
    with pytest.raises(InputError, match="leave --order no out"):
        read_log(wide, order="no")


# --- logs that lie in a database ---


def test_a_log_in_another_database_is_read_from_there(engine: str, generated: Path, tmp_path: Path) -> None:
    import ibis

    frame = pd.read_csv(generated, dtype=str, keep_default_na=False)
    with closing(sqlite3.connect(tmp_path / "office.sqlite")) as connection:
        frame.to_sql("approvals", connection, index=False)
    log = read_log(ibis.sqlite.connect(tmp_path / "office.sqlite").table("approvals"), engine=engine)
    assert log.events.name == "approvals"
    check_equal(bprkit.transitions(log), bprkit.transitions(log_on("duckdb", generated)))


def test_a_log_in_another_duckdb_is_read_from_there(engine: str) -> None:
    import ibis

    elsewhere = ibis.duckdb.connect()
    elsewhere.raw_sql(
        "CREATE TABLE log AS FROM (VALUES ('1', 'c', '2024-04-01', 3), ('1', 'a', '2024-04-01', 2), "
        "('1', 'b', '2024-04-01', 4), ('1', 'd', '2024-04-01', 1)) AS rows(\"case\", activity, time, no)"
    )
    log = read_log(elsewhere.table("log").filter(lambda t: t.activity != "d"), order="no", engine=engine)
    assert log.events.name == "log"
    assert bprkit.variants(log).activities.tolist() == [["a", "c", "b"]]


@pytest.fixture
def in_spark(session: Any) -> Callable[[pd.DataFrame], Any]:
    """Put a frame into Spark, over several partitions and in no order, as an Ibis table."""
    import ibis

    def put(frame: pd.DataFrame) -> Any:
        rows = list(frame.astype(object).itertuples(index=False, name=None))
        table = session.createDataFrame(rows, ", ".join(f"`{name}` string" for name in frame.columns))
        table.repartition(3).createOrReplaceTempView("approvals")
        return ibis.pyspark.connect(session).table("approvals")

    return put


@needs_spark
def test_a_log_in_spark_stays_there(in_spark: Any, generated: Path) -> None:
    frame = pd.read_csv(generated, dtype=str, keep_default_na=False)
    table = in_spark(frame.assign(no=range(len(frame))).astype(str))
    log = read_log(table, order="no")
    assert log.events.engine.name == "spark"
    expected = log_on("duckdb", generated)
    for question in ("overview", "transitions", "variants"):
        check_equal(QUESTIONS[question](log), QUESTIONS[question](expected))
    # of a row that stands twice, no number says where the file would be damaged: the rest is the same
    counts = {finding.check: finding.count for finding in bprkit.quality(log)}
    assert counts["tie"] == {finding.check: finding.count for finding in bprkit.quality(expected)}["tie"]


@needs_spark
def test_without_an_order_ties_go_by_name_and_are_counted(in_spark: Any) -> None:
    log = read_log(in_spark(NUMBERED[["case", "activity", "time"]]))
    assert bprkit.variants(log).activities.tolist() == [["a", "b", "c", "d"]]
    tie = next(finding for finding in bprkit.quality(log) if finding.check == "tie")
    assert tie.count == 3
    assert tie.en.endswith("taken in the order of their names.")


@needs_spark
@pytest.mark.slow
def test_without_an_order_the_same_rows_have_the_same_answer(in_spark: Any, generated: Path) -> None:
    frame = pd.read_csv(generated, dtype=str, keep_default_na=False)
    frame["処理日時"] = "2024-04-01 09:00"  # nothing but ties
    first, second = (
        read_log(in_spark(frame.sample(frac=1, random_state=seed)), start=None, section="所属")
        for seed in (1, 2)
    )
    for ask in (bprkit.transitions, lambda log: bprkit.transitions(log, "役職"), bprkit.handover_totals):
        check_equal(ask(first), ask(second))
    values = [
        log.case_attributes(["section"]).order_by("case").to_pyarrow().to_pylist() for log in (first, second)
    ]
    assert values[0] == values[1]


@needs_spark
def test_stamps_of_spark_are_instants_unless_they_say_otherwise(session: Any) -> None:
    import ibis

    session.sql(
        """CREATE OR REPLACE TEMPORARY VIEW stamped AS
        SELECT '1' AS case, step AS activity, CAST(at AS TIMESTAMP) AS instant, CAST(at AS TIMESTAMP_NTZ) AS wall
        FROM VALUES ('起案', '2024-04-01 00:30:00'), ('決裁', '2024-04-01 01:00:00') AS rows(step, at)"""
    )
    table = ibis.pyspark.connect(session).table("stamped")
    instants = read_log(table.drop("wall"))
    assert bprkit.overview(instants)["first"] == "2024-04-01T09:30:00+09:00"
    assert {"spark_timestamp", "offset_converted"} <= {finding.check for finding in bprkit.quality(instants)}
    wall = read_log(table.drop("instant"))
    assert bprkit.overview(wall)["first"] == "2024-04-01T00:30:00+09:00"
    assert "spark_timestamp" not in {finding.check for finding in bprkit.quality(wall)}


def test_a_header_may_be_a_word_of_ours(engine: str) -> None:
    rows = [
        ("1", "a", "2024/4/1 09:00", 1),
        ("1", "b", "2024/4/1 10:00", 2),
        ("1", "c", "未定", 3),
        ("2", "a", "2024/4/2", 4),
    ]
    frame = pd.DataFrame(rows, columns=["Case", "Activity", "Time", "Value"]).assign(
        RAW="x", End="y", Row="z", Turn="w"
    )
    log = read_log(frame, engine=engine)
    unread = next(finding for finding in bprkit.quality(log) if finding.check == "unparsable_date")
    assert (unread.count, unread.examples[0]["value"]) == (1, "未定")
    assert bprkit.transitions(log, "Value").source.tolist() == ["(others)"]


@needs_spark
@pytest.mark.slow
def test_rows_are_handed_over_to_workers_that_do_not_see_this_disk(
    session: Any, generated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bprkit.log.spark import Spark

    monkeypatch.setattr(Spark, "is_local", False)
    check_equal(
        bprkit.transitions(read_log(generated, engine="spark")),
        bprkit.transitions(log_on("duckdb", generated)),
    )
    aware = NUMBERED.assign(time=pd.to_datetime(NUMBERED.time).dt.tz_localize("Europe/Rome"))
    log = read_log(aware, engine="spark")
    assert bprkit.overview(log)["first"] == "2024-04-01T16:00:00+09:00"
    assert bprkit.variants(log).activities.tolist() == [["c", "a", "b", "d"]]


def test_the_name_of_a_file_is_no_pattern(engine: str, tmp_path: Path) -> None:
    for name, steps in (("log[12].parquet", "ab"), ("log1.parquet", "xyz")):
        frame_of(*(("1", step, f"2024-04-0{n + 1}") for n, step in enumerate(steps))).to_parquet(
            tmp_path / name
        )
    log = read_log(tmp_path / "log[12].parquet", engine=engine)
    assert bprkit.variants(log).activities.tolist() == [["a", "b"]]


# --- parts of a log ---


@pytest.mark.parametrize(
    "condition",
    [
        {"where": "所属=税務課"},
        {"where": ["起案金額>3000000", "所属!=総務課"]},
        {"where": "役職~課"},
        {"activity": "差戻し", "started_from": "R6.3.10", "started_to": "R6.4.15"},
        *(
            pytest.param(condition, marks=pytest.mark.slow)
            for condition in ({"without_activity": "approve"}, {"variant_share": 0.3}, {"complete": True})
        ),
    ],
    ids=str,
)
@needs_spark
def test_both_engines_filter_the_same_cases(session: Any, generated: Path, condition: dict[str, Any]) -> None:
    kept = [ended_log_on(engine, generated).filter(**condition) for engine in ("spark", "duckdb")]
    assert 0 < kept[1].case_count() < 60
    numbers = [sorted(log.case_table().case.to_pyarrow().to_pylist()) for log in kept]
    assert numbers[0] == numbers[1]


@needs_spark
@pytest.mark.slow
def test_both_engines_know_when_a_case_has_ended(session: Any, generated: Path) -> None:
    logs = [ended_log_on(engine, generated) for engine in ("spark", "duckdb")]
    for ask in (bprkit.overview, bprkit.lead_times, bprkit.backlog, bprkit.end_activities):
        check_equal(ask(logs[0]), ask(logs[1]))


@cache
def ended_log_on(engine: str, path: Path) -> EventLog:
    return read_log(path, engine=engine, end=["ア施行", "ｱ施行"], after_end=["Approve"])


# --- the session itself ---

ASK_AND_WAIT = """
import sys, time
import bprkit
log = bprkit.read_log(sys.argv[1], engine="spark")
print(log.case_count(), flush=True)
time.sleep(300)
"""


@needs_spark
@pytest.mark.slow
def test_a_log_in_spark_is_written_in_the_order_of_mining(session: Any, tmp_path: Path) -> None:
    table = {
        "文書番号": ["007", "NA", "007", "NA", "007"],
        "処理内容": ["起案", "起案", "決裁", "決裁", "施行"],
        "処理日時": ["R6.6.28 16:00", "R6.6.28 16:00", "R6.7.1 9:30", "R6.7.1 9:00", "R6.7.1 9:30"],
    }
    log = read_log(pd.DataFrame(table), engine="spark")
    for name in ("log.csv", "log.xes"):
        assert figures(read_log(write_log(log, tmp_path / name).path)) == figures(log)


@needs_spark
@pytest.mark.slow
def test_nothing_is_left_behind_when_the_user_stops_it(generated: Path, tmp_path: Path) -> None:
    work, temporary = tmp_path / "work", tmp_path / "一時 フォルダー"
    work.mkdir()
    temporary.mkdir()
    environment = os.environ | {"TMPDIR": str(temporary), "JAVA_TOOL_OPTIONS": QUICK_START}
    with subprocess.Popen(
        [sys.executable, "-c", ASK_AND_WAIT, str(generated)],
        cwd=work,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "60\n"
        assert list(temporary.iterdir())
        running.send_signal(signal.SIGINT)
        assert running.wait(60) != 0
        assert running.stdout.read() == ""
    assert list(temporary.iterdir()) == []
    assert list(work.iterdir()) == []  # no derby.log, metastore_db or spark-warehouse


@needs_spark
def test_an_engine_leaves_nothing_in_the_session(session: Any) -> None:
    log = read_log(NUMBERED, engine="spark")
    bprkit.transitions(log)
    folder = log.events.engine.folder
    mine = [
        table.name
        for table in session.catalog.listTables()
        if table.name.startswith(folder.name.replace("-", "_"))
    ]
    assert mine
    log.events.engine.close()
    assert not {table.name for table in session.catalog.listTables()} & set(mine)
    assert not folder.exists()
    assert read_log(NUMBERED, engine="spark").case_count() == 1  # the session goes on


def test_spark_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(
        InputError, match=r"needs pyspark: pip install 'bprkit\[spark\]', or use --engine duckdb"
    ):
        read_log(NUMBERED, engine="spark")


@needs_spark
def test_java_that_is_not_installed_is_told(tmp_path: Path) -> None:
    script = "import sys, pandas, bprkit\ntry: bprkit.read_log(pandas.DataFrame(), engine='spark')\nexcept bprkit.InputError as e: print(e)"  # noqa: E501
    environment = os.environ | {
        "JAVA_HOME": str(tmp_path / "no java"),
        "TMPDIR": str(tmp_path),
        "BPRKIT_LANG": "en",
    }
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=120
    )
    assert (
        ran.stdout
        == "Spark does not start. It needs Java 17 or newer (JAVA_HOME); without it use --engine duckdb.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("memory", ["lots", "4", "-1GB"])
def test_a_memory_that_is_no_size_is_told(memory: str) -> None:
    from bprkit.log.spark_session import java_memory

    with pytest.raises(InputError, match=f"--memory {memory} is not a size"):
        java_memory(memory)
