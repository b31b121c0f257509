"""Every figure of a sampled log has its interval, computed from the documents that it is of; a part of the log, too."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import bprkit
from bprkit.log.sampling import SampleDesign
from bprkit.mining.sampling.effects import cliffs_delta_interval
from bprkit.mining.sampling.intervals import mean_interval, quantile_interval, ratio_interval, share_interval
from sampled_stamps import POPULATION, stamps
from tables import log_of

DAY = 86_400.0
FEW = "2025-06"


STAMPS = stamps()
SPANS = np.array(
    [(max(d.stamps.values()) - min(d.stamps.values())).days * DAY for d in STAMPS.documents], dtype=float
)
TO_DIRECTOR = np.array(
    [
        (d.stamps["部長"] - d.stamps["課長"]).days * DAY if "部長" in d.stamps else 0.0
        for d in STAMPS.documents
    ],
    dtype=float,
)
MONTHS = np.array([f"{d.stamps['起案']:%Y-%m}" for d in STAMPS.documents])
SECTIONS = np.array([d.attributes["section"] for d in STAMPS.documents])


@pytest.fixture(scope="module")
def log() -> Any:
    log = bprkit.stamps_log(STAMPS, calendar="none")
    yield log
    log.events.engine.close()


@pytest.fixture(scope="module")
def mined(log: bprkit.EventLog) -> bprkit.Mined:
    return bprkit.mine(log)


def figure(mined: bprkit.Mined, section: str, name: str, *key: Any) -> dict[str, Any]:
    rows = [
        row
        for row in mined["sample"]["figures"]
        if (row["section"], row["figure"], *row["key"].values()) == (section, name, *key)
    ]
    assert len(rows) == 1
    found: dict[str, Any] = rows[0]
    return found


def ends(found: Any, times: float = 1.0) -> Any:
    return pytest.approx((found.low * times, found.high * times))


def test_a_month_has_the_interval_of_its_documents(mined: bprkit.Mined) -> None:
    of_april = SPANS[MONTHS == "2025-04"]
    size = round(POPULATION * len(of_april) / len(SPANS))
    mean = figure(mined, "lead_time_by_month", "clock_seconds_mean", "2025-04")
    assert (mean["n"], mean["estimate"]) == (len(of_april), pytest.approx(of_april.mean()))
    assert (mean["low"], mean["high"]) == ends(mean_interval(of_april, size))
    middle = figure(mined, "lead_time_by_month", "clock_seconds_median", "2025-04")
    assert (middle["low"], middle["high"]) == ends(quantile_interval(of_april, 0.5, size))
    assert figure(mined, "lead_time_by_fiscal_year", "clock_seconds_mean", 2025)["n"] == len(SPANS)


def test_a_month_of_three_documents_has_too_few(mined: bprkit.Mined) -> None:
    of_june = [row for row in mined["sample"]["figures"] if row["key"].get("month") == FEW]
    assert len(of_june) == 8
    assert {(row["n"], row["low"], row["high"]) for row in of_june} == {(3, None, None)}
    assert all(row["estimate"] is not None for row in of_june)


def test_the_time_lost_at_a_step_is_told_for_all_documents(mined: bprkit.Mined) -> None:
    total = figure(mined, "bottlenecks", "working_seconds_total", "課長", "部長")
    shown = next(row for row in mined["bottlenecks"] if row["target"] == "部長")["working_seconds_total"]
    assert total["estimate"] == pytest.approx(shown * POPULATION / len(SPANS))
    found = mean_interval(TO_DIRECTOR, POPULATION)
    assert total["n"] == 16
    assert (total["low"], total["high"]) == ends(found, POPULATION)
    assert total["low"] >= shown


def test_the_share_of_a_step_and_the_mean_if_halved_have_intervals(mined: bprkit.Mined) -> None:
    share = figure(mined, "bottlenecks", "share_of_lead_time", "課長", "部長")
    assert share["estimate"] == pytest.approx(TO_DIRECTOR.sum() / SPANS.sum())
    assert (share["low"], share["high"]) == ends(ratio_interval(TO_DIRECTOR, SPANS, POPULATION))
    halved = figure(mined, "bottlenecks", "mean_lead_time_if_halved", "課長", "部長")
    assert (halved["low"], halved["high"]) == ends(mean_interval(SPANS - TO_DIRECTOR / 2, POPULATION))


def test_values_of_an_attribute_have_intervals(mined: bprkit.Mined) -> None:
    name = next(
        row["attribute"]
        for row in mined["attributes"]
        if "税務課" in {each["value"] for each in row["values"]}
    )
    taxes = SPANS[SECTIONS == "税務課"]
    mean = figure(mined, "attribute_values", "clock_seconds_mean", name, "税務課")
    assert (mean["low"], mean["high"]) == ends(mean_interval(taxes, POPULATION * len(taxes) // len(SPANS)))


def test_effect_sizes_have_intervals(mined: bprkit.Mined) -> None:
    by_kind = {row["kind"]: row for row in mined["attributes"]}
    name = next(
        row["attribute"]
        for row in mined["attributes"]
        if "税務課" in {each["value"] for each in row["values"]}
    )
    taxes = SECTIONS == "税務課"
    delta = figure(mined, "attribute_values", "cliffs_delta", name, "税務課")
    assert (delta["low"], delta["high"]) == ends(cliffs_delta_interval(SPANS[taxes], SPANS[~taxes]))
    number = by_kind["number"]
    found = figure(mined, "attributes", "effect_size", number["attribute"])
    assert (found["estimate"], found["n"]) == (number["effect_size"], len(SPANS))
    assert -1 < found["low"] < number["effect_size"] < found["high"] < 1


def test_every_figure_told_lies_in_its_interval(mined: bprkit.Mined) -> None:
    told = [row for row in mined["sample"]["figures"] if row["low"] is not None]
    assert {row["section"] for row in told} >= {
        *("lead_time", "lead_time_by_fiscal_year", "lead_time_by_month", "transitions", "activities"),
        *("bottlenecks", "variants", "end_activity_candidates", "attribute_values"),
    }
    # the interval of a quantile ends at values of the sample, between two of which its estimate lies
    for row in told:
        assert row["low"] - 1e-6 <= row["estimate"] <= row["high"] + 1e-6, row
        assert row["n"] >= 5


def test_a_part_of_the_log_keeps_how_it_was_drawn(log: bprkit.EventLog) -> None:
    part = log.filter(started_to="2025-04-30").filter(activity="部長")
    mined = bprkit.mine(part)
    chosen = (MONTHS == "2025-04") & (TO_DIRECTOR > 0)
    n = int(chosen.sum())
    sample = mined["sample"]
    assert (sample["documents"], sample["cases"], sample["population"]) == (len(SPANS), n, POPULATION)
    mean = figure(mined, "lead_time", "clock_seconds_mean")
    size = round(POPULATION * n / len(SPANS))
    assert mean["n"] == n
    assert (mean["low"], mean["high"]) == ends(mean_interval(SPANS[chosen], size))
    total = figure(mined, "bottlenecks", "clock_seconds_total", "課長", "部長")
    of_all = mean_interval(np.where(chosen, TO_DIRECTOR, 0.0), POPULATION)
    assert total["high"] == pytest.approx(of_all.high * POPULATION)  # type: ignore[union-attr]
    known = figure(mined, "overview", "cases")
    assert known["estimate"] == pytest.approx(POPULATION * n / len(SPANS))
    assert (known["low"], known["high"]) == ends(share_interval(n, len(SPANS), POPULATION), POPULATION)
    assert {row["population"] for row in sample["enough"]} == {size}


def test_without_the_number_of_all_nothing_is_told_of_totals() -> None:
    log = bprkit.stamps_log(stamps(population=None), calendar="none")
    figures = bprkit.mine(log)["sample"]["figures"]
    assert figures
    assert not [row for row in figures if row["figure"].endswith("_total")]
    log.events.engine.close()


@pytest.mark.parametrize(
    ("drawn", "population", "complete"),
    [("all", None, True), ("random", 40, True), ("latest", POPULATION, False), ("at_hand", None, False)],
)
def test_documents_at_hand_and_all_documents_have_no_intervals(
    drawn: str, population: int | None, complete: bool
) -> None:
    log = bprkit.stamps_log(stamps(drawn, population), calendar="none")
    sample = bprkit.mine(log)["sample"]
    assert (sample["figures"], sample["complete"]) == ([], complete)
    log.events.engine.close()


def test_a_log_that_is_no_sample_says_nothing_of_one(log: bprkit.EventLog) -> None:
    from dataclasses import replace

    assert "sample" not in bprkit.mine(replace(log, sample=None)).answers


LINES = "\n".join(
    f"{case} {name} 2025-04-{1 + case:02}_{hour:02}:00 {section}"
    for case in range(1, 21)
    for name, hour, section in (("起案", 9, "福祉課" if case % 3 else "税務課"), ("決裁", 11, "総務課"))
    if name == "起案" or case % 4
)


def test_the_share_of_a_section_in_all_that_is_done_has_an_interval() -> None:
    from dataclasses import replace

    log = log_of(LINES, "case activity time section")
    mined = bprkit.mine(replace(log, sample=SampleDesign(20, "every_nth", 200)))
    share = figure(mined, "workload", "share", "section", "総務課")
    decided = np.array([float(case % 4 > 0) for case in range(1, 21)])
    assert share["estimate"] == pytest.approx(decided.sum() / (20 + decided.sum()))
    assert (share["low"], share["high"]) == ends(ratio_interval(decided, 1 + decided, 200))
    log.events.engine.close()


def test_the_time_of_work_itself_is_not_taken_for_the_time_before_it() -> None:
    from dataclasses import replace

    lines = "\n".join(
        f"{case} {name} 2025-04-{1 + case:02}_{hour:02}:00 2025-04-{1 + case:02}_{hour + 1:02}:00"
        for case in range(1, 9)
        for name, hour in (("起案", 9), ("決裁", 13))
    )
    log = log_of(lines, "case activity start time")
    mined = bprkit.mine(replace(log, sample=SampleDesign(8, "random")))
    assert {row["measure"] for row in mined["activities"]} == {"service"}
    told = {row["figure"] for row in mined["sample"]["figures"] if row["section"] == "activities"}
    assert told == {"first_share", "last_share"}
    log.events.engine.close()
