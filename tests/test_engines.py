"""The same log has the same answers on DuckDB and on Spark, and in whatever database it lies.

A Spark query costs 0.2 s and more, so hypothesis runs on DuckDB alone (tests/mining) and the two engines are compared
here on a few logs: one session, each log read once an engine, each question asked once.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from real_logs import path_of

import bprkit
from bprkit import EventLog, InputError, language, read_log
from bprkit.mining.rework import reworked_cases

NO_SPARK = "pyspark is not installed" if find_spec("pyspark") is None else "Java is not installed"
HAS_SPARK = find_spec("pyspark") is not None and bool(shutil.which("java") or os.environ.get("JAVA_HOME"))
on_spark = [pytest.mark.spark, pytest.mark.skipif(not HAS_SPARK, reason=NO_SPARK)]
# the first compiler alone: what runs for a minute does not earn back the second one's work
QUICK_START = "-XX:TieredStopAtLevel=1"


@pytest.fixture(scope="session")
def session() -> Any:
    """The one Spark session of the tests; `engine="spark"` finds it running."""
    from bprkit.log.spark import local_session

    before = os.environ.get("JAVA_TOOL_OPTIONS", "")
    os.environ["JAVA_TOOL_OPTIONS"] = f"{before} {QUICK_START}".strip()
    try:
        return local_session("local[2]")
    finally:
        os.environ["JAVA_TOOL_OPTIONS"] = before


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
            start = at - dice.choice([timedelta(0), timedelta(minutes=40), timedelta(days=1), timedelta(minutes=-5)])
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
                    f"￥{amount:,}" if case % 2 else str(amount).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
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


@pytest.fixture(params=["generated", *REAL])
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
    "events": lambda log: log.to_pandas(),
}


def check_equal(spark: Any, duckdb: Any) -> None:
    if isinstance(duckdb, pd.DataFrame):
        assert len(duckdb) > 0
        pd.testing.assert_frame_equal(spark, duckdb, rtol=1e-12, atol=1e-9)
    else:
        assert spark == duckdb


@pytest.mark.spark
@pytest.mark.skipif(not HAS_SPARK, reason=NO_SPARK)
@pytest.mark.parametrize("question", QUESTIONS)
def test_both_engines_give_the_same_answer(session: Any, path: Path, question: str) -> None:
    ask = QUESTIONS[question]
    check_equal(ask(log_on("spark", path)), ask(log_on("duckdb", path)))


@pytest.mark.spark
@pytest.mark.skipif(not HAS_SPARK, reason=NO_SPARK)
@pytest.mark.parametrize("question", QUESTIONS_OF_DETAIL)
@pytest.mark.parametrize("path", ["generated", "receipt"], indirect=True)
def test_both_engines_give_the_same_details(session: Any, path: Path, question: str) -> None:
    ask = QUESTIONS_OF_DETAIL[question]
    check_equal(ask(log_on("spark", path)), ask(log_on("duckdb", path)))
