"""Every question of a generated log has the answer of the naive oracle: counts exactly, seconds to a millionth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

import bprkit
import naive
from generated import Drawn, logs

pytestmark = pytest.mark.usefixtures("english")
few = settings(
    max_examples=8,
    derandomize=True,  # each reading of a log costs a third of a second: the same few examples every time
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)


@given(logs())
@few
def test_transitions_and_bottlenecks(drawn: Drawn) -> None:
    log = drawn.read()
    for by in ("activity", "role", "resource"):
        expected = naive.transitions(drawn.naive, by)
        check_groups(
            bprkit.transitions(log, by), ["source", "target"], expected, ("count", "cases", "measure")
        )
    lost = {pair: sum(work for _, work in times) for pair, times in naive.lost(drawn.naive).items()}
    ranked = bprkit.bottlenecks(log)
    assert ranked["rank"].tolist() == list(range(1, len(lost) + 1))
    assert ranked.working_seconds_total.is_monotonic_decreasing
    leads = [drawn.naive.seconds(*drawn.naive.span(events))[1] for events in drawn.naive.cases().values()]
    for row in ranked.itertuples():
        assert row.working_seconds_total == seconds(lost[row.source, row.target])
        assert row.mean_lead_time == seconds(sum(leads) / len(leads))
        assert row.mean_lead_time_if_halved == seconds(
            (sum(leads) - lost[row.source, row.target] / 2) / len(leads)
        )
        assert row.share_of_lead_time == seconds(
            lost[row.source, row.target] / sum(leads) if sum(leads) else 0
        )


@given(logs())
@few
def test_activities_and_workload(drawn: Drawn) -> None:
    log = drawn.read()
    told = ("instances", "cases", "resources", "first_share", "last_share", "measure")
    for by in ("activity", "section"):
        check_groups(bprkit.activities(log, by), [by], naive.activities(drawn.naive, by), told)
    for by in ("role", "resource"):
        frame = bprkit.workload(log, by)
        expected = naive.workload(drawn.naive, by)
        check_groups(frame, ["name"], expected, ("instances", "cases", "share", "first", "last"))
    for by in ("role", "resource"):
        assert bprkit.handover_totals(log, by) == pytest.approx(naive.handover_totals(drawn.naive, by))
        pairs = naive.transitions(drawn.naive, by)
        changes = {pair: row for pair, row in pairs.items() if pair[0] != pair[1]}
        check_groups(bprkit.handovers(log, by), ["source", "target"], changes, ("count", "cases"))


@given(logs())
@few
def test_cases_and_variants(drawn: Drawn) -> None:
    log = drawn.read()
    variants = bprkit.variants(log)
    expected = naive.variants(drawn.naive)
    sequences = [tuple(sequence) for sequence in variants.activities]
    check_groups(variants.assign(sequence=sequences), ["sequence"], expected, ("cases",))
    order = [
        (-row.cases, expected[sequence]["seen"])
        for row, sequence in zip(variants.itertuples(), sequences, strict=True)
    ]
    assert order == sorted(order)
    assert variants.cumulative_share.iloc[-1] == pytest.approx(1)

    spans = {case: drawn.naive.span(events) for case, events in drawn.naive.cases().items()}
    cases = bprkit.case_durations(log)
    assert set(cases.case) == set(spans) and len(cases) == len(spans)
    for row in cases.itertuples():
        first, last = spans[row.case]
        assert (row.start, row.end) == (drawn.naive.local(first), drawn.naive.local(last))
        assert (row.clock_seconds, row.working_seconds) == pytest.approx(drawn.naive.seconds(first, last))
    for by in (None, "month", "fiscal_year"):
        groups = {
            key: {"cases": len(times), "times": times}
            for key, times in naive.lead_times(drawn.naive, by).items()
        }
        frame = bprkit.lead_times(log, by)
        if by is None:  # one row, also of a log without complete cases
            groups, frame = groups or {None: {"cases": 0, "times": []}}, frame.assign(all=None)
        check_groups(frame, [by or "all"], groups, ("cases",))
        assert set(frame.status) <= {"complete" if drawn.naive.ends_with else "unknown"}
    begin, end = naive.ends(drawn.naive)
    assert counts(bprkit.start_activities(log)) == begin
    assert counts(bprkit.end_activities(log)) == end

    overview = bprkit.overview(log)
    assert overview["events"] == len(drawn.frame)
    assert overview["activity_instances"] == len(drawn.naive.events)
    assert overview["has_starts"] == drawn.naive.starts
    found = {finding.check: finding.count for finding in bprkit.quality(log)}
    for part in ("case", "activity", "time"):
        assert found.get(f"missing_{part}", 0) == drawn.frame[part].isna().sum()
    assert (overview["cases"], overview["variants"]) == (len(spans), len(expected))
    complete = sum(naive.is_complete(drawn.naive, events) for events in drawn.naive.cases().values())
    if drawn.naive.ends_with:
        assert (overview["complete_cases"], overview["open_cases"]) == (complete, len(spans) - complete)
    else:
        assert (overview["complete_cases"], overview["status"]) == (None, "unknown")
    assert overview["activities"] == len({event.activity for event in drawn.naive.events})
    assert overview["resources"] == len({event.resource for event in drawn.naive.events} - {None})
    assert datetime.fromisoformat(overview["first"]) == min(first for first, _ in spans.values())
    assert datetime.fromisoformat(overview["last"]) == max(event.end for event in drawn.naive.events)


@given(logs())
@few
def test_rework_returns_and_weeks(drawn: Drawn) -> None:
    log = drawn.read()
    rework = {name: row | {"cases": len(row["cases"])} for name, row in naive.rework(drawn.naive).items()}
    told = ("cases", "self_loops", "repetitions", "repeats", "redos")
    check_groups(bprkit.rework(log), ["activity"], rework, told)
    returns = naive.returns(drawn.naive, lambda activity: activity == "差戻し")
    returns = {
        pair: row | {"cases": len(row["cases"]), "resolved": len(row["times"])}
        for pair, row in returns.items()
    }
    check_groups(bprkit.returns(log), ["activity", "source"], returns, ("count", "cases", "resolved"))

    weeks = bprkit.backlog(log).set_index("week")
    assert {week: tuple(row) for week, row in weeks.iterrows()} == {
        week.isoformat(): flow for week, flow in naive.backlog(drawn.naive).items()
    }
    flows = bprkit.backlog_by_activity(log).set_index(["week", "activity"])
    assert {key: tuple(row) for key, row in flows.iterrows()} == {
        (week.isoformat(), activity): flow
        for (week, activity), flow in naive.backlog_by_activity(drawn.naive).items()
    }


def check_groups(
    frame: pd.DataFrame, keys: Sequence[str], expected: Mapping[Any, Mapping[str, Any]], told: Iterable[str]
) -> None:
    """Check that a table has exactly the groups expected, with these facts and, in seconds, these durations."""
    found = {
        row[keys[0]] if len(keys) == 1 else tuple(row[key] for key in keys): row
        for row in frame.to_dict("records")
    }
    assert len(found) == len(frame), "a group stands in two rows"
    assert set(found) == set(expected)
    for key, row in found.items():
        for name in told:
            wanted = expected[key][name]
            exact = not isinstance(wanted, float)
            shown = row[name]
            if isinstance(
                wanted, datetime
            ):  # across zones, moments of a repeated hour never compare as equal
                shown, wanted = shown.timestamp(), wanted.timestamp()
            assert shown == (wanted if exact else pytest.approx(wanted)), (key, name)
        described = naive.describe(expected[key]["times"]) if "times" in expected[key] else {}
        for name, value in row.items():
            if name.startswith(("clock_seconds_", "working_seconds_")):
                assert value == (
                    seconds(described[name])
                    if name in described
                    else pytest.approx(float("nan"), nan_ok=True)
                ), (key, name)


def seconds(value: float) -> Any:
    return pytest.approx(value, rel=1e-6, abs=1e-6)


def counts(frame: pd.DataFrame) -> dict[str, int]:
    return dict(zip(frame.activity, frame["count"], strict=True))
