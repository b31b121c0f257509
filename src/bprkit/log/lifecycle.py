"""Start and completion rows become activity instances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bprkit.log.engine import Engine

if TYPE_CHECKING:
    import ibis.expr.types as ir


def completed(engine: Engine, recorded: ir.Table, keep: Sequence[str]) -> ir.Table:
    """Return a row a completion, with the `start` it closes if one is open.

    A completion closes the earliest start of the same activity (and instance, where recorded) in its case that is
    still open; a start that nothing closes is no instance. Other transitions are set aside: the quality section
    counts them.

    The k-th start that is matched belongs to the k-th completion that is: a completion that finds nothing open
    is one at which the surplus of completions over starts reaches a new height.
    """
    import ibis

    if not int((recorded.lifecycle == "start").sum().to_pyarrow().as_py() or 0):
        ends = recorded.filter(recorded.lifecycle == "complete")  # nothing to join, and no order to look at
        numbers = [name for name in ("row",) if name in recorded.columns]
        return ends.select("case", "activity", "time", *numbers, *keep, start=ibis.null("int64"))
    table = engine.numbered(recorded)
    if not (numbered := "row" in table.columns):
        table = table.mutate(row=ibis.literal(0, type="int64"))
    table = table.filter(table.lifecycle.isin(["start", "complete"]))
    owner = ["case", "activity", *(["instance"] if "instance" in table.columns else [])]
    # at the same moment in a table without order, a start comes first; what else was recorded settles the rest
    turn = [table.turn] if "turn" in keep else []
    order = [
        table.time,
        *turn,
        table.row,
        table.lifecycle.desc(),
        *([] if numbered else [table[name] for name in keep]),
    ]
    so_far = ibis.window(group_by=owner, order_by=order, preceding=None, following=0)
    completing = (table.lifecycle == "complete").ifelse(1, 0)
    table = table.mutate(
        completions=completing.sum().over(so_far), starts=(1 - completing).sum().over(so_far)
    )
    table = table.mutate(surplus=table.completions - table.starts)
    table = table.mutate(unmatched=ibis.greatest(table.surplus.max().over(so_far), 0))
    before = table.unmatched.lag().over(ibis.window(group_by=owner, order_by=order)).fill_null(0)
    table = table.mutate(matched=table.unmatched == before, number=table.completions - table.unmatched)
    table = engine.keep(table, "lifecycle")
    ends = table.filter(table.lifecycle == "complete")
    begins = table.filter(table.lifecycle == "start")
    begins = begins.select(**{f"begin_{name}": name for name in owner}, begin_number="starts", begin="time")
    same = [ends[name].identical_to(begins[f"begin_{name}"]) for name in owner]
    joined = ends.left_join(begins, [*same, ends.number == begins.begin_number, ends.matched])
    columns = {name: joined[name] for name in keep} | ({"row": joined.row} if numbered else {})
    return joined.select("case", "activity", "time", start=joined.begin, **columns)


def open_starts(recorded: ir.Table) -> ir.Table:
    """Return how many rows there are of each lifecycle transition: `lifecycle`, `count`."""
    return recorded.group_by("lifecycle").aggregate(count=recorded.count())
