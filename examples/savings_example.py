"""From a log to honest savings in Python: what would electronic approval save this city hall, and is that money?

    python examples/savings_example.py

Takes from the log what it knows (how many documents a year, how often they are returned, concurred in and sealed),
from a stopwatch how long drafting takes, and from two bundled procedures the rest; then tells hours, the four classes of
benefit, and both paybacks. Writes `change.svg`, a picture of the procedure before and after, and `savings.xlsx` with live
formulas and a chart of what to go and measure.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path

import bprkit
from bprkit.procedure.distributions import Empirical
from bprkit.procedure.model import Volume
from bprkit.savings import ChangeCosts, ChangeItem, Conversions, OvertimeCut

LOG = Path(__file__).with_name("approval_circulation_en.csv")
STEPS_IN_LOG = {"concurrence": "Concurrence", "seal_needed": "Seal"}
RETURN = "Return"
DRAFTING_MINUTES = (22.0, 35.0, 28.0, 41.0, 25.0, 30.0, 26.0, 38.0, 29.0, 33.0)  # by stopwatch, ten drafts


# 1. Measure. `shares` is what part of the documents takes a branch; a document that is returned comes by once more.
def measured(log: bprkit.EventLog) -> tuple[float, dict[str, float]]:
    whole = bprkit.overview(log)
    first, last = (dt.datetime.fromisoformat(whole[name]) for name in ("first", "last"))
    years = (last - first).days / 365.25
    done = bprkit.activities(log).set_index("activity")
    shares = {gateway: done["cases"][name] / whole["cases"] for gateway, name in STEPS_IN_LOG.items()}
    returns = done["instances"][RETURN]
    return whole["cases"] / years, {"returned": returns / (whole["cases"] + returns), **shares}


# 2. Put it in place of the estimates. What the log does not know keeps its mark as an estimate, to the last page.
def as_measured(procedure: bprkit.Procedure, volume: float, shares: dict[str, float]) -> bprkit.Procedure:
    flows = tuple(
        replace(flow, share=shares[flow.source], estimate=False)
        if flow.source in shares and flow.share is not None
        else flow
        for flow in procedure.flows
    )
    nodes = tuple(
        replace(node, touch=Empirical(DRAFTING_MINUTES), estimate=False) if node.id == "draft" else node
        for node in procedure.nodes
    )
    return replace(procedure, volume=Volume(volume, source=LOG.name), flows=flows, nodes=nodes)


def states(volume: float, shares: dict[str, float]) -> tuple[bprkit.Procedure, bprkit.Procedure]:
    as_is = as_measured(bprkit.open_procedure("approval-circulation/as_is"), volume, shares)
    return as_is, replace(bprkit.open_procedure("approval-circulation/to_be"), volume=as_is.volume)


# 3. Estimate. Without `conversions` no hour is money; say what it costs, or there is no payback.
def estimated(as_is: bprkit.Procedure, to_be: bprkit.Procedure) -> bprkit.Savings:
    overtime = OvertimeCut(worked_hours=900, cut_hours=400, start=dt.date(2027, 10, 1))
    quoted = ChangeCosts(
        (
            ChangeItem(kind="initial", likely=900_000, high=1_400_000),
            ChangeItem(kind="running", likely=420_000),
            ChangeItem(kind="training", hours=120),
        )
    )
    return bprkit.estimate_savings(
        as_is, to_be, conversions=Conversions(overtime=(overtime,)), changes=quoted
    )


def tell(found: bprkit.Savings) -> None:
    spread = found.spreads["hours"]
    print(f"{found.hours_saved:,.0f} hours of staff a year ({spread.p10:,.0f} to {spread.p90:,.0f})")
    for name in ("cash_out", "revenue", "cost_avoidance"):  # never added together
        print(f"{name}: ¥{sum(line.yen for line in getattr(found, name)):,.0f} a year")
    print(f"capacity: {found.capacity.hours:,.0f} hours, which are no money")
    if found.payback is not None:
        print(f"payback as usually reported: {found.payback.as_usually_reported:.1f} years")
        print(f"cash payback: {found.payback.cash:.1f} years; within 5: {found.payback.chances[5]:.0%}")
    print(f"measure first: {found.tornado['net_present_value'][0].input}")
    print(found.explain("overtime/0"))


def main(folder: str | Path) -> None:
    volume, shares = measured(bprkit.read_log(LOG, end="Filing"))
    print(f"{volume:,.0f} documents a year; returned {shares['returned']:.1%}")
    as_is, to_be = states(volume, shares)
    found = estimated(as_is, to_be)
    tell(found)
    bprkit.draw_comparison(as_is, to_be).save(Path(folder) / "change.svg")
    found.write_workbook(Path(folder) / "savings.xlsx")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(folder)
