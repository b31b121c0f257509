"""What people at the counters, and residents, would check first (procedures 5–8)."""

from __future__ import annotations

import networkx as nx
import pytest

from first_processes import as_is, days, loaded, mandates, minutes, task, visits

# 5 住民票の交付


def test_a_resident_writes_four_minutes_and_staff_work_nine() -> None:
    assert minutes(as_is("resident-record"), "applicant") == {"write": 4}
    assert sum(minutes(as_is("resident-record")).values()) == 9


def test_half_of_the_certificates_come_from_a_convenience_store() -> None:
    assert visits("resident-record/to_be")["use_kiosk"] == pytest.approx(0.5)
    assert visits("resident-record/to_be")["receive"] == pytest.approx(0.5)


def test_the_counter_gains_as_much_as_in_iwamizawa() -> None:
    after = loaded("resident-record/to_be")
    at_counter = sum(minutes(after).values()) + minutes(after, "applicant")["write"]
    before = sum(minutes(as_is("resident-record")).values()) + 4
    assert at_counter / before == pytest.approx(10 / 18, abs=0.03)


@pytest.mark.parametrize("state", ["as_is", "to_be"])
def test_nobody_gets_a_certificate_unidentified(state: str) -> None:
    procedure = loaded(f"resident-record/{state}")
    checks = {id_ for id_, citation in mandates(procedure).items() if "本人確認" in citation}
    without = nx.DiGraph(procedure.graph)
    without.remove_nodes_from(checks)
    assert not nx.has_path(without, "start", "done")


# 6 転入・転出


def test_a_move_takes_the_resident_one_to_two_and_a_half_hours() -> None:
    stay = task(as_is("moving-in"), "stay").touch
    assert stay is not None and (float(stay.quantile(0)), float(stay.quantile(1))) == (60, 150)


def test_residents_wait_while_staff_work() -> None:
    graph = as_is("moving-in").graph
    assert "register" not in nx.descendants(graph, "stay") | nx.ancestors(graph, "stay")


def test_three_in_ten_moves_are_notified_online_in_the_redesign() -> None:
    found = visits("moving-in/to_be")
    assert (found["apply_online"], found["interview"], found["register"]) == pytest.approx((0.3, 0.7, 1))


# 7 保育所の入所


def test_allocation_takes_two_hundred_hours_a_year() -> None:
    assert minutes(as_is("nursery-admission"))["allocate"] * 900 / 60 == pytest.approx(200)


def test_a_solver_cuts_allocation_but_the_whole_only_to_two_thirds_as_in_kusatsu() -> None:
    before, after = minutes(as_is("nursery-admission")), minutes(loaded("nursery-admission/to_be"))
    assert after["allocate"] < before["allocate"] / 5
    assert sum(after.values()) / sum(before.values()) == pytest.approx(2 / 3, abs=0.01)


@pytest.mark.parametrize("state", ["as_is", "to_be"])
def test_another_person_scores_again(state: str) -> None:
    procedure = loaded(f"nursery-admission/{state}")
    again = task(procedure, "score_again")
    assert again.controls == ("score",) and again.role != task(procedure, "score").role


# 8 補助金の交付


def test_a_grant_is_drafted_twice_and_decided_after_three_days_each() -> None:
    wait = days(as_is("grant-award"))
    for draft in ("award", "settle"):
        assert sum(at for id_, at in wait.items() if id_.startswith(f"{draft}-")) == 3
        assert task(as_is("grant-award"), f"{draft}-director-decide").draft == f"{draft}-draft"


def test_the_settlement_and_the_claim_are_one_in_the_redesign() -> None:
    assert "claim" in as_is("grant-award").node_of and "claim" not in loaded("grant-award/to_be").node_of
    assert "請求" in task(loaded("grant-award/to_be"), "report").recorded_as
