"""Whether every case that begins can end, once, and every join goes on, once: soundness of each level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bprkit.procedure.checks.exploration import MOST_MARKINGS, TooLarge, explore
from bprkit.procedure.checks.levels import Level, interrupts, levels, reached
from bprkit.procedure.checks.net import Fault, Kind, Net, Way
from bprkit.procedure.checks.wording import en_name, en_names, error, ja_name, ja_names, warning
from bprkit.procedure.model import End, Flow, Gateway, Logic, Node, Procedure
from bprkit.procedure.problems import Problem

Verdict = Literal["sound", "unsound", "not_decided"]


@dataclass(frozen=True)
class Soundness:
    """What was found out about a level: with `not_decided`, nothing is claimed. `left`: nodes that could not "
    "be folded."""

    verdict: Verdict
    faults: tuple[Fault, ...] = ()
    left: tuple[str, ...] = ()


def soundness_problems(procedure: Procedure) -> Iterator[Problem]:
    """Yield joins that never go on, or more than once, and cases that end twice or never."""
    for level in levels(procedure):
        found = soundness(level)
        for fault in found.faults:
            yield _told(fault, level)
        if found.verdict == "not_decided":
            yield _not_decided(found, level)


def soundness(level: Level, most: int = MOST_MARKINGS) -> Soundness:
    """Return whether every case of a level ends once with nothing left to do, whatever ways it takes.

    Folds what is sound for certain (`net`), and plays through up to `most` markings of the rest (`exploration`). Shares
    and conditions do not matter: every way may be taken.
    """
    alive = reached([start.id for start in level.starts], level.ways_out)
    alive &= reached([end.id for end in level.ends], level.ways_in, back=True)
    whole = bool(level.starts and level.ends) and len(alive) == len(level.node_of)
    if not alive:
        return Soundness("unsound")
    net = net_of(level, alive)
    net.reduce()
    faults = list(dict.fromkeys(net.faults))
    if not net.trivial:
        try:
            faults += [fault for fault in explore(net, most) if fault not in faults]
        except TooLarge:
            left = tuple(node.partition("\0")[0] for node in net.kinds if node not in net.places)
            return Soundness("not_decided" if whole and not faults else "unsound", tuple(faults), left)
    return Soundness("sound" if whole and not faults else "unsound", tuple(faults))


def net_of(level: Level, alive: set[str]) -> Net:
    """Return the net of those nodes of a level from which and to which cases come, nothing folded yet."""
    net = Net()
    exits: dict[int, str] = {}
    for node in level.nodes:
        if node.id in alive:
            ways_in = sum(flow.source in alive for flow in level.ways_in[node.id])
            net.add(node.id, _joins(node, ways_in))
    for node in level.nodes:
        if node.id in alive:
            out = [flow for flow in level.outgoing[node.id] if flow.target in alive]
            events = [event for event in level.on_border.get(node.id, ()) if event.id in alive]
            exits.update(_parting(net, node, level.split(node), out, events))
    for flow in level.known_flows:
        if flow.source in alive and flow.target in alive:
            net.connect(exits[id(flow)], flow.target, Way(flow.source, flow.target))
    for start in level.starts:
        if start.id in alive:
            net.connect(net.source, start.id, Way(start.id, start.id))
    for end in level.ends:
        if end.id in alive:
            sink = net.kill if end.outcome == "terminated" else net.sink
            net.connect(end.id, sink, Way(end.id, end.id))
    return net


def _joins(node: Node, ways_in: int) -> Kind:
    if not isinstance(node, Gateway) or ways_in < 2:
        return "choice"
    kinds: dict[Logic, Kind] = {"parallel": "all", "inclusive": "gather"}
    return kinds.get(node.logic, "choice")


def _parting(
    net: Net, node: Node, split: Logic, out: Sequence[Flow], events: Sequence[Node]
) -> Iterator[tuple[int, str]]:
    """Add what parts the ways out of a node behind its own node of the net; yield where each flow leaves."""
    kinds: dict[Logic, Kind] = {"parallel": "all", "inclusive": "any"}
    at = node.id
    borders: tuple[tuple[Kind, bool], ...] = (("any", False), ("choice", True))
    for kind, stops in borders:
        some = [event for event in events if interrupts(event) is stops]
        at = _behind(net, node, at, kind) if some else at
        for event in some:
            net.connect(at, event.id, Way(node.id, event.id))
    if len(out) > 1:
        parts = kinds.get(split, "choice")
        otherwise = [flow for flow in out if flow.otherwise] if parts == "any" else []
        if otherwise:  # it is taken where none of the others is
            at = _behind(net, node, at, "choice")
            yield from ((id(flow), at) for flow in otherwise)
        at = _behind(net, node, at, parts)
        yield from ((id(flow), at) for flow in out if flow not in otherwise)
    else:
        yield from ((id(flow), at) for flow in out)


def _behind(net: Net, node: Node, before: str, kind: Kind) -> str:
    """Return the node itself if it is of this kind, else a new one behind it."""
    if net.kinds[before] == kind:
        return before
    behind = f"{before}\0"
    net.add(behind, kind)
    net.connect(before, behind, Way(node.id, node.id))
    return behind


def _told(fault: Fault, level: Level) -> Problem:
    at = level.node_of[fault.at]
    parted = level.node_of.get(fault.parted or "")
    if fault.kind == "never_fires":
        return _never_fires(at, parted)
    if fault.kind == "ends_twice" and (isinstance(at, End) or fault.also != fault.at):
        return _ends_twice(at, level.node_of.get(fault.also or "", at), parted, level)
    if fault.kind in ("twice", "ends_twice"):
        return _twice(at, parted)
    return error(
        "never-ends",
        at.id,
        en=f"From {en_name(at)} on there are cases that go on and on without ever ending. Check which gateways "
        "are parallel.",
        ja=f"{ja_name(at)}から先で、いつまでも終わらない案件が生じます。どのゲートウェイが並列かを見直してください。",
    )


def _never_fires(at: Node, parted: Node | None) -> Problem:
    if parted is None or parted.id == at.id:
        return error(
            "never-fires",
            at.id,
            en=f"{en_name(at)} waits for ways that no case takes together: cases get stuck there. "
            "Make it an exclusive join, or make the gateway where the ways part parallel.",
            ja=f"{ja_name(at)}は、一緒に通ることのない流れを待つため、案件がそこで止まります。"
            "排他の合流にするか、分かれるところを並列にしてください。",
        )
    return error(
        "never-fires",
        at.id,
        en=f"{en_name(at)} waits for all of the ways that part at {en_name(parted)}, but a case need not take "
        "them all: "
        f"it gets stuck. Make {en_name(at)} join like {en_name(parted)} parts, or {en_name(parted)} parallel.",
        ja=f"{ja_name(at)}は{ja_name(parted)}で分かれる流れを全部待ちますが、案件が全部を通るとは限らず、"
        "そこで止まります。"
        f"{ja_name(at)}を{ja_name(parted)}と同じ種類の合流にするか、{ja_name(parted)}を並列にしてください。",
    )


def _twice(at: Node, parted: Node | None) -> Problem:
    from_en = f" that part at {en_name(parted)}" if parted else ""
    from_ja = f"{ja_name(parted)}で分かれて" if parted else ""
    return error(
        "fires-twice",
        at.id,
        en=f"{en_name(at)} is reached by several ways{from_en} that one case takes at once, and goes on for "
        "each: what follows "
        "is done twice. Join the ways before it by a parallel gateway, or let them part exclusively.",
        ja=f"{ja_name(at)}には、一つの案件が{from_ja}同時に通る複数の流れが届き、その後が二度行われます。"
        "手前に並列の合流を置くか、分かれるところを排他にしてください。",
    )


def _ends_twice(at: Node, also: Node, parted: Node | None, level: Level) -> Problem:
    ahead = reached([at.id, also.id], level.ways_out)
    outcomes = {end.outcome for end in level.ends if end.id in ahead}
    from_en = f" after the ways part at {en_name(parted)}" if parted else ""
    from_ja = f"{ja_name(parted)}で分かれた後、" if parted else ""
    where_en = f"at {en_name(at)} and at {en_name(also)}" if at.id != also.id else f"at {en_name(at)}"
    where_ja = f"{ja_name(at)}と{ja_name(also)}" if at.id != also.id else ja_name(at)
    return (error if len(outcomes) > 1 else warning)(
        "ends-twice",
        at.id,
        en=f"A case ends more than once{from_en}, {where_en}. Join the ways by a parallel gateway before one end.",
        ja=f"{from_ja}一つの案件が{where_ja}で二度以上終わります。終了の前で並列のゲートウェイに合流させてください。",
    )


def _not_decided(found: Soundness, level: Level) -> Problem:
    left = [level.node_of[id_] for id_ in dict.fromkeys(found.left) if id_ in level.node_of]
    return warning(
        "not-decided",
        level.owner.id if level.owner else None,
        en=f"Whether every join goes on once was not found out: {len(left):,} gateways and steps are interwoven "
        "too much "
        f"({en_names(left)}). Draw each split with a join of its own.",
        ja="合流がすべて一度ずつ進むかどうかは判定できませんでした。"
        f"{len(left):,}件のゲートウェイと工程が入り組んでいます"
        f"（{ja_names(left)}）。分かれるところごとに合流を置いてください。",
    )
