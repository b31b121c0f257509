"""Cases under way over time: counted from the log once more, and as Little's law has them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from bprkit import simulate
from bprkit.procedure.distributions import LogNormal
from bprkit.procedure.model import Gateway, Procedure, Volume, Wait
from bprkit.simulation.simulated import Simulated
from simulated_offices import DAY, office, played, prepared, task, ways


def circling(name: str = "office", per_year: float = 2_000) -> Procedure:
    """Parallel branches, a way back, nights and a queue."""
    flows = ways(
        "start again fork a join check end", "fork b join", "check again",
        check_end={"share": 0.8}, check_again={"share": 0.2, "rework": True},
    )  # fmt: skip
    nodes = (
        Gateway(id="again"), Gateway(id="fork", logic="parallel"),
        task("a", LogNormal(60.0, 60.0)), task("b", 20.0, wait=Wait(LogNormal(2.0, 2.0))),
        Gateway(id="join", logic="parallel"), Gateway(id="check"),
    )  # fmt: skip
    return office(*nodes, flows=flows, id=name, people=3, calendar="jp", volume=Volume(per_year))


def recounted(log: pd.DataFrame, month: str) -> tuple[float, int]:
    """Count the cases of a log that are under way, moment by moment: the mean of a month, and the most."""
    cases = log.groupby("case").agg(came=("start", "min"), ended=("end", "max"))
    begin = pd.Timestamp(f"{month}-01")
    end = begin + pd.offsets.MonthBegin(1)
    seconds = (cases["ended"].clip(begin, end) - cases["came"].clip(begin, end)).dt.total_seconds().sum()
    moments = [begin, *cases["came"][(cases["came"] >= begin) & (cases["came"] < end)]]
    most = max(((cases["came"] <= moment) & (cases["ended"] > moment)).sum() for moment in moments)
    return seconds / (end - begin).total_seconds(), int(most)


@pytest.mark.parametrize("order", ["first_come", "oldest_case"])
def test_what_is_under_way_is_what_the_log_tells(order: str) -> None:
    """From empty desks, so that the log has every case that came."""
    found = simulate(
        circling(per_year=900),
        circling("other", 1_200),
        replications=1,
        warm_up_days=0,
        order=order,
        log=True,  # type: ignore[arg-type]
    )
    assert found.log is not None
    assert len(found.in_progress_by_month) == 2 * 12
    for row in found.in_progress_by_month.to_dict("records"):
        of_it = found.log[found.log["case"].str.startswith(f"{row['procedure']}-")]
        mean, most = recounted(of_it, str(row["month"]))
        assert row["mean"] == pytest.approx(mean, rel=1e-4)
        assert row["peak"] == pytest.approx(most, abs=1)  # the log is in whole seconds
    peaks = found.in_progress_by_month.groupby("procedure")["peak"].max()
    assert found.in_progress.set_index("procedure")["peak"].to_dict() == peaks.to_dict()


def test_days_and_months_agree_with_littles_law() -> None:
    """M/M/1: ρ/(1 − ρ) cases under way; the months are seen, the mean is arrivals times lead time."""
    setting = prepared(office(task("a", 6.0), per_hour=6.0), exponential=True, years=2)
    means = np.array([outcome.days[0]["mean"].mean() for outcome in played(setting)])
    half = 3 * means.std(ddof=1) / np.sqrt(len(means))
    assert half < 0.1
    rho = 0.6
    assert means.mean() == pytest.approx(rho / (1 - rho), abs=half)
    found = simulate(circling(), replications=10)
    total = found.in_progress.iloc[0]
    months = found.in_progress_by_month
    days = pd.to_datetime(months["month"]).dt.days_in_month
    assert np.average(months["mean"], weights=days) == pytest.approx(total["mean"], rel=0.02)
    assert total["mean"] < total["p95"] < total["peak"]


def test_a_month_with_more_cases_has_more_under_way() -> None:
    months = (1.0, 1.0, 6.0, *[1.0] * 9)
    found = simulate(replace(circling(), volume=Volume(800, months)), replications=4).in_progress_by_month
    assert found["month"].iloc[found["mean"].argmax()] == "2026-06"
    others = found[~found["month"].isin(["2026-06", "2026-07"])]
    assert found["mean"].max() > 3 * others["mean"].max()


def test_empty_desks_fill_and_a_warm_up_has_filled_them() -> None:
    slow = office(
        task("a", 1.0, wait=Wait(LogNormal(15.0, 5.0))), people=9, calendar="jp", volume=Volume(2_000)
    )
    empty, warm = (simulate(slow, replications=4, warm_up_days=days).in_progress_by_month for days in (0, 90))
    assert empty["mean"].iloc[0] < 0.7 * warm["mean"].iloc[0]
    assert empty["mean"].iloc[3:].to_numpy() == pytest.approx(warm["mean"].iloc[3:].to_numpy(), rel=0.1)


def test_days_are_seen_as_far_as_the_run_goes() -> None:
    """What is seen of a year is what a run of two years sees of it, though the run may end early while some cases stay."""
    stays = office(
        task("a", 1.0, wait=Wait(LogNormal(40.0, 400.0))), people=9, calendar="jp", volume=Volume(8)
    )
    one, two = (prepared(stays, years=years, warm_up_days=300) for years in (1, 2))
    lengths = []
    for short, long in zip(played(one, 40), played(two, 40), strict=True):
        seen, later = short.days[0], long.days[0]
        lengths.append(len(seen))
        assert seen["mean"] == pytest.approx(later["mean"][: len(seen)])
        assert (seen["most"] == later["most"][: len(seen)]).all()
    assert max(lengths) == (one.until - one.warm_up) // DAY
    assert min(lengths) < max(lengths), "no run ended early, so nothing was tested"


def test_so_many_cases_are_under_way_for_as_long_as_they_come() -> None:
    found = simulate(circling(), cases=500, replications=3)
    months = found.in_progress_by_month["month"].tolist()  # a quarter of a year of cases
    assert months[:3] == ["2026-04", "2026-05", "2026-06"]
    assert len(months) <= 4
    few: Simulated = simulate(office(task("a", 1.0)), cases=2, replications=2, warm_up_days=0)
    assert not len(few.in_progress_by_month)
    assert few.to_dict()["in_progress"][0]["peak"] is None
