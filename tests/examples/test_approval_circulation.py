"""The model's documents behave as city-hall documents do."""

from __future__ import annotations

import doctest
from collections import Counter, defaultdict
from datetime import datetime, timedelta

import approval_circulation as model
import circulation_routes as routes
import city_hall as city
import numpy as np
import pytest

from bprkit.calendar import japanese_city_hall

COUNT = 4_000
DECISIONS = {routes.ACTIVITIES.index(decision) for decision in routes.DECISIONS}


def code(activity: city.Named) -> int:
    return routes.ACTIVITIES.index(activity)


def joined(chunks: list[model.Events]) -> model.Events:
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole = whole.then(chunk)
    return whole


@pytest.fixture(scope="module")
def documents() -> model.Documents:
    return model.draw_documents(COUNT, start="2024-04-01", years=2, seed=5)


@pytest.fixture(scope="module")
def events(documents: model.Documents) -> model.Events:
    return joined(list(model.circulate(documents)))


@pytest.fixture(scope="module")
def traces(events: model.Events) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for document, activity in zip(events.documents.tolist(), events.activities.tolist(), strict=True):
        found[document].append(activity)
    return found


def test_office_seconds_turn_into_the_clock_as_the_office_calendar_says(documents: model.Documents) -> None:
    office = japanese_city_hall()
    opening = datetime(2024, 4, 1, 8, 30)
    work = np.random.default_rng(3).integers(0, 400 * model.OFFICE_DAY, 500)
    stamps = documents.calendar.stamps(work)
    moments = [datetime(1970, 1, 1) + timedelta(seconds=int(stamp)) for stamp in stamps]
    np.testing.assert_array_equal(office.working_seconds([opening] * len(moments), moments), work)
    assert all(office.is_open(moment.date()) for moment in moments)


def test_every_document_is_decided_exactly_once(traces: dict[int, list[int]]) -> None:
    assert len(traces) == COUNT
    assert all(sum(activity in DECISIONS for activity in trace) == 1 for trace in traces.values())


def test_concurrence_is_complete_before_the_decision(traces: dict[int, list[int]]) -> None:
    concurrence = code(routes.CONCURRENCE)
    for trace in traces.values():
        decided = next(n for n, activity in enumerate(trace) if activity in DECISIONS)
        assert concurrence not in trace[decided:]


def test_a_return_is_followed_by_a_revision_and_the_line_from_its_start(traces: dict[int, list[int]]) -> None:
    chief = code(routes.APPROVALS[0])
    for trace in traces.values():
        for n, activity in enumerate(trace):
            if activity == code(routes.RETURN):
                assert trace[n + 1] == code(routes.REVISION)
                assert trace[n + 2] in {chief, code(routes.RETURN)}


def test_shares_are_those_of_the_model(traces: dict[int, list[int]]) -> None:
    share = Counter(activity for trace in traces.values() for activity in set(trace))
    head_or_above = sum(share[code(decision)] for decision in routes.DECISIONS[1:])
    assert share[code(routes.RETURN)] / COUNT == pytest.approx(0.12, abs=0.02)
    assert share[code(routes.CONCURRENCE)] / COUNT == pytest.approx(0.40, abs=0.03)
    assert share[code(routes.SEAL)] / COUNT == pytest.approx(0.40, abs=0.03)
    assert head_or_above / COUNT == pytest.approx(0.35, abs=0.03)
    assert share[code(routes.DECISIONS[3])] / COUNT == pytest.approx(0.04, abs=0.015)
    assert sum(map(len, traces.values())) / COUNT == pytest.approx(routes.MEAN_EVENTS, rel=0.02)


def test_events_come_in_time_order_and_apart_within_a_document(events: model.Events) -> None:
    assert (np.diff(events.stamps) >= 0).all()
    order = np.argsort(events.documents, kind="stable")
    same = np.diff(events.documents[order]) == 0
    assert np.diff(events.stamps[order])[same].min() >= 60


def test_only_drafts_are_stamped_outside_office_hours(events: model.Events) -> None:
    clock = events.stamps % 86_400
    outside = (clock < model.MORNING) | (clock > model.CLOSING)
    outside |= (clock > 12 * 3_600) & (clock < model.AFTERNOON)
    assert set(events.activities[outside].tolist()) == {code(routes.DRAFT)}
    assert outside.sum() / COUNT == pytest.approx(model.EVENING_SHARE, abs=0.015)


def test_waits_have_the_means_of_the_procedure_in_working_days(events: model.Events) -> None:
    order = np.argsort(events.documents, kind="stable")
    stamps = events.stamps[order].astype("datetime64[s]")
    activities, owners = events.activities[order], events.documents[order]
    days = japanese_city_hall().working_seconds(stamps[:-1], stamps[1:]) / model.OFFICE_DAY
    expected = {
        routes.APPROVALS[0]: 0.5,
        routes.APPROVALS[1]: 0.5,
        routes.DECISIONS[0]: 1.0,
        routes.DECISIONS[1]: 1.5,
        routes.CONCURRENCE: 1.5,
        routes.SEAL: 1.0,
    }
    for activity, mean in expected.items():
        arriving = (owners[1:] == owners[:-1]) & (activities[1:] == code(activity))
        assert days[arriving].mean() == pytest.approx(mean, rel=0.12), activity.ja


def test_drafts_are_most_frequent_in_march_and_april(documents: model.Documents) -> None:
    months = documents.calendar.months[documents.arrivals // model.OFFICE_DAY]
    assert {month for month, _ in Counter(months.tolist()).most_common(2)} == {3, 4}


def test_documents_are_numbered_from_one_in_each_fiscal_year(documents: model.Documents) -> None:
    for year in (2024, 2025):
        numbers = documents.numbers[documents.fiscal_years == year]
        np.testing.assert_array_equal(numbers, np.arange(1, len(numbers) + 1))
    assert set(documents.fiscal_years.tolist()) == {2024, 2025}


def test_the_amount_lies_within_the_limits_of_who_decides(documents: model.Documents) -> None:
    subjects = model.draw_subjects(documents)
    for kind, amount, route in zip(subjects.kinds, subjects.amounts, documents.routes, strict=True):
        limits = city.KINDS[kind].limits
        if limits is None:
            assert amount == -1
            continue
        decider = routes.ROUTES[route].decider
        low = 10_000 if decider == 0 else limits[decider - 1]
        assert low - 1_000 <= amount
        assert decider == 3 or amount <= limits[decider]
        assert amount % 1_000 == 0


def test_persons_hold_the_post_that_acts(events: model.Events) -> None:
    for decision, role in zip(routes.DECISIONS, ("課長", "部長", "副市長", "市長"), strict=True):
        persons = events.persons[events.activities == code(decision)]
        assert {city.ROLES[n].ja for n in city.ROLE_OF[persons]} == {role}
    drafters = events.persons[events.activities == code(routes.DRAFT)]
    assert {city.ROLES[n].ja for n in city.ROLE_OF[drafters]} == {"主事", "主任"}


def test_chunks_join_into_one_log_in_time_order(
    documents: model.Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "DOCUMENTS_PER_CHUNK", 150)
    chunks = list(model.circulate(documents))
    whole = joined(chunks)
    assert len(chunks) == -(-COUNT // 150)
    assert (np.diff(whole.stamps) >= 0).all()
    lengths = np.array([len(route.steps) for route in routes.ROUTES])[documents.routes]
    np.testing.assert_array_equal(np.bincount(whole.documents), lengths)


def test_ties_keep_the_order_of_the_procedure(
    documents: model.Documents, traces: dict[int, list[int]]
) -> None:
    tied = joined(list(model.circulate(documents, ties=0.2)))
    order = np.argsort(tied.documents, kind="stable")
    same = np.diff(tied.documents[order]) == 0
    gaps = np.diff(tied.stamps[order])[same]
    assert gaps.min() == 0
    assert (gaps == 0).sum() / len(tied) == pytest.approx(0.2, abs=0.01)
    found: dict[int, list[int]] = defaultdict(list)
    for document, activity in zip(tied.documents.tolist(), tied.activities.tolist(), strict=True):
        found[document].append(activity)
    assert found == traces


def test_the_examples_in_the_docstrings_hold() -> None:
    for module in (model, routes):
        assert doctest.testmod(module).attempted > 0
        assert doctest.testmod(module).failed == 0


def test_more_than_half_ties_are_refused(documents: model.Documents) -> None:
    with pytest.raises(ValueError, match="share"):
        next(model.circulate(documents, ties=5))
