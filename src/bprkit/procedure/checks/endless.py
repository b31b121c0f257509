"""Loops that some cases never leave, because the conditions on the way out are about what does not change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bprkit.procedure.checks.structure import knots
from bprkit.procedure.checks.ways import Ways
from bprkit.procedure.checks.wording import en_names, error, ja_names
from bprkit.procedure.model import Procedure
from bprkit.procedure.problems import Problem


def endless_problems(procedure: Procedure, ways: Sequence[Ways], known: frozenset[str]) -> Iterator[Problem]:
    """Yield loops without exit for a class of cases, save those with one of the steps that are `known`."""
    told: set[frozenset[str]] = set()
    for some in ways:
        for loop in _loops(some):
            members = [node for node in procedure.node_of.values() if node.id in loop]
            if loop in told or not members or any(node.id in known for node in members):
                continue
            told.add(loop)
            for_en = f" for {some.case}" if some.case else ""
            for_ja = f"（{some.case} の場合）" if some.case else ""
            yield error(
                "loop-without-exit",
                members[0].id,
                en=f"No case leaves the loop of {en_names(members)}{for_en}: what the conditions ask about does "
                "not change "
                "in it. Give the way back a share instead of a condition.",
                ja=f"{ja_names(members)} の繰り返しから案件が抜けられません{for_ja}。"
                "条件が問う属性は繰り返しの中で変わりません。"
                "戻る流れには条件でなく割合を付けてください。",
            )


def _loops(ways: Ways) -> Iterator[frozenset[str]]:
    ending = set(ways.outcomes)
    waiting = list(ending)
    while waiting:
        for link in ways.back[waiting.pop()]:
            if link.target not in ending:
                ending.add(link.target)
                waiting.append(link.target)
    for knot in knots(set(ways.links) - ending, ways.links):
        if any(link.target in knot for id_ in knot for link in ways.links[id_]):
            yield knot
