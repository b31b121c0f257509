"""Where working time is lost, and what the mean lead time would be without half of it."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings

import bprkit
import naive
from generated import Drawn, logs
from tables import log_of

few = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@given(logs(starts=False))
@few
def test_of_a_log_of_completions_the_bottlenecks_sum_up_to_all_lead_time(drawn: Drawn) -> None:
    log = drawn.read()
    ranked = bprkit.bottlenecks(log)
    spans = log.case_spans()
    assert ranked.clock_seconds_total.sum() == pytest.approx(spans.clock_seconds)
    assert ranked.working_seconds_total.sum() == pytest.approx(spans.working_seconds)
    if spans.working_seconds:
        assert ranked.share_of_lead_time.sum() == pytest.approx(1)


@given(logs(starts=False))
@few
def test_halving_a_wait_gives_the_mean_lead_time_that_is_told(drawn: Drawn) -> None:
    """Each case is run again, by hand, with this one wait half as long."""
    cases = drawn.naive.cases()
    waits: dict[str, dict[tuple[str, str], list[float]]] = {case: defaultdict(list) for case in cases}
    until = {case: drawn.naive.span(events)[1] for case, events in cases.items()}
    for step in naive.steps(drawn.naive):
        if step.before is not None and step.event.end <= until[step.event.case]:
            waits[step.event.case][step.before.activity, step.event.activity].append(step.wait[1])
    for row in bprkit.bottlenecks(drawn.read()).itertuples():
        shorter = [
            sum(
                wait / 2 if pair == (row.source, row.target) else wait
                for pair, all_ in of.items()
                for wait in all_
            )
            for of in waits.values()
        ]
        assert row.mean_lead_time_if_halved == pytest.approx(sum(shorter) / len(shorter), abs=1e-6)


def test_the_worst_stands_first_by_working_time_not_by_clock_time() -> None:
    """A weekend is long by the clock and costs no work."""
    log = log_of(
        """
        1 起案 2024-04-01_09:00
        1 確認 2024-04-01_16:00
        2 確認 2024-04-05_17:00
        2 決裁 2024-04-08_08:45
        """,
        calendar="jp",
    )
    ranked = bprkit.bottlenecks(log)
    assert ranked[["rank", "source", "target"]].values.tolist() == [[1, "起案", "確認"], [2, "確認", "決裁"]]
    assert ranked.clock_seconds_total.is_monotonic_increasing


def test_what_comes_after_the_end_of_a_case_costs_no_lead_time() -> None:
    """A later review by the absent chief (後閲), 30 days after the decision, prolongs nothing."""
    text = """
        1 起案 2024-04-01
        1 決裁 2024-04-03
        1 後閲 2024-05-03
    """
    ranked = bprkit.bottlenecks(log_of(text, after_end="後閲"))
    assert ranked[["source", "target", "share_of_lead_time"]].values.tolist() == [["起案", "決裁", 1.0]]
    assert ranked.mean_lead_time_if_halved.tolist() == [86_400.0]
    assert len(bprkit.bottlenecks(log_of(text))) == 2


def test_cases_without_any_transition_are_part_of_the_mean() -> None:
    ranked = bprkit.bottlenecks(log_of("1 A 2024-04-01\n1 B 2024-04-03\n2 A 2024-04-01"))
    assert ranked[["mean_lead_time", "mean_lead_time_if_halved"]].values.tolist() == [[86_400.0, 43_200.0]]
