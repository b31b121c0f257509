"""Whether every step can be reached, and every case can end: ids, starts, ends, and the ways between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from bprkit.procedure.checks.levels import Level, levels, reached
from bprkit.procedure.checks.wording import en_name, en_names, error, ja_name, ja_names, warning
from bprkit.procedure.model import End, Flow, Gateway, Node, Procedure, Start, walk
from bprkit.procedure.problems import Problem


def structure_problems(procedure: Procedure) -> Iterator[Problem]:
    """Yield what is wrong with how the steps hang together."""
    yield from _double_ids(procedure)
    yield from _unknown_roles(procedure)
    yield from _nothing_done(procedure)
    for level in levels(procedure):
        yield from _unknown_ends_of_flows(level)
        if level.owner is not None and not level.nodes:
            yield _empty(level.owner)
            continue
        yield from _starts_and_ends(level)
        yield from _unreachable(level)
        yield from _without_way_to_an_end(level)


def _nothing_done(procedure: Procedure) -> Iterator[Problem]:
    nothing = (Start, End, Gateway)
    if procedure.nodes and all(isinstance(node, nothing) for node in walk(procedure.nodes)):
        yield warning(
            "no-steps",
            None,
            en="Nothing is done between start and end. Write the steps, such as '- task: Acceptance'.",
            ja="開始と終了の間に工程がありません。「- task: 受付」のように、行うことを書いてください。",
        )


class _Leading(Protocol):
    @property
    def target(self) -> str: ...


def knots(ids: Collection[str], ways: Mapping[str, Sequence[_Leading]]) -> list[frozenset[str]]:
    """Return the sets of nodes from which no flow leads out, each a single node or a loop."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted(ids))
    graph.add_edges_from((id_, way.target) for id_ in ids for way in ways[id_] if way.target in ids)
    condensed = nx.condensation(graph)
    return [frozenset(condensed.nodes[n]["members"]) for n in condensed if condensed.out_degree(n) == 0]


def _double_ids(procedure: Procedure) -> Iterator[Problem]:
    for id_, times in Counter(node.id for node in walk(procedure.nodes)).items():
        if times > 1:
            yield error(
                "id-twice",
                id_,
                en=f"{times} steps have the id '{id_}'. Give each an id of its own.",
                ja=f"IDが「{id_}」の工程が{times}つあります。それぞれ別のIDを付けてください。",
                value=id_,
            )
    for id_, times in Counter(role.id for role in procedure.roles).items():
        if times > 1:
            yield error(
                "role-twice",
                id_,
                en=f"{times} roles have the id '{id_}'. Give each an id of its own.",
                ja=f"IDが「{id_}」の担当が{times}つあります。それぞれ別のIDを付けてください。",
                value=id_,
            )


def _unknown_roles(procedure: Procedure) -> Iterator[Problem]:
    for node in walk(procedure.nodes):
        if node.role is not None and node.role not in procedure.role_of:
            yield error(
                "role-unknown",
                node.id,
                en=f"{en_name(node)} is done by '{node.role}', which is not among the roles. Add it there, or "
                "correct it.",
                ja=f"{ja_name(node)}の担当「{node.role}」が担当の一覧にありません。追加するか、直してください。",
                value=node.role,
            )


def _unknown_ends_of_flows(level: Level) -> Iterator[Problem]:
    for flow in level.flows:
        for id_ in dict.fromkeys((flow.source, flow.target)):
            if id_ not in level.node_of:
                inside_en = f" in the sub-process {en_name(level.owner)}" if level.owner else ""
                inside_ja = f"サブプロセス{ja_name(level.owner)}の中に" if level.owner else ""
                yield error(
                    "flow-to-nowhere",
                    flow.id or id_,
                    en=f"The flow from '{flow.source}' to '{flow.target}': there is no step '{id_}'{inside_en}. "
                    "Correct the id, or delete the flow.",
                    ja=f"「{flow.source}」から「{flow.target}」への流れ：{inside_ja}工程「{id_}」がありません。"
                    "IDを直すか、流れを削除してください。",
                    value=id_,
                )


def _empty(owner: Node) -> Problem:
    return warning(
        "subprocess-empty",
        owner.id,
        en=f"The sub-process {en_name(owner)} is empty. Draw what happens in it, or make it a task.",
        ja=f"サブプロセス{ja_name(owner)}の中身がありません。中の工程を書くか、作業に変えてください。",
    )


def _starts_and_ends(level: Level) -> Iterator[Problem]:
    where = level.owner.id if level.owner else None
    whose_en = f"The sub-process {en_name(level.owner)}" if level.owner else "The procedure"
    whose_ja = f"サブプロセス{ja_name(level.owner)}" if level.owner else "手続"
    if not level.starts:
        yield error(
            "no-start",
            where,
            en=f"{whose_en} has no start: nothing can begin. Add one (start: application) before the first step.",
            ja=f"{whose_ja}に開始がありません。最初の工程の前に開始（start: application）を置いてください。",
        )
    if not level.ends:
        yield error(
            "no-end",
            where,
            en=f"{whose_en} has no end: no case is ever finished. Add one (end: done) after the last step.",
            ja=f"{whose_ja}に終了がありません。最後の工程の後に終了（end: done）を置いてください。",
        )
    for start in level.starts:
        if level.incoming[start.id]:
            yield error(
                "into-a-start",
                start.id,
                en=f"A flow leads back into the start {en_name(start)}. Let it lead to the step after the start.",
                ja=f"開始{ja_name(start)}に流れが戻っています。開始の次の工程へ戻してください。",
            )
    for end in level.ends:
        if level.outgoing[end.id]:
            yield error(
                "out-of-an-end",
                end.id,
                en=f"The end {en_name(end)} has a flow that goes on. Delete the flow, or make the end a step.",
                ja=f"終了{ja_name(end)}から流れが続いています。流れを削除するか、終了を工程に変えてください。",
            )


def _unreachable(level: Level) -> Iterator[Problem]:
    if not level.starts:
        return
    missed = set(level.node_of) - reached([start.id for start in level.starts], level.ways_out)
    firsts = knots(missed, _turned(level.ways_in))
    for first in _in_order(level, firsts):
        after = reached([first.id], level.ways_out) & missed - {first.id}
        yield error(
            "unreachable",
            first.id,
            en=f"No way from a start leads to {en_name(first)}"
            + (f", and so to the {len(after):,} after it ({en_names(_nodes(level, after))})" if after else "")
            + ". Draw a flow to it, or delete it.",
            ja=f"開始から{ja_name(first)}へ至る流れがありません"
            + (f"（その後の{len(after):,}件 {ja_names(_nodes(level, after))} も同様）" if after else "")
            + "。流れを引くか、削除してください。",
        )


def _without_way_to_an_end(level: Level) -> Iterator[Problem]:
    if not level.ends:
        return
    stuck = set(level.node_of) - reached([end.id for end in level.ends], level.ways_in, back=True)
    for knot in knots(stuck, level.ways_out):
        members = _nodes(level, knot)
        if any(isinstance(node, End) for node in members):
            continue
        first = members[0]
        if len(knot) == 1 and not level.ways_out[first.id]:
            yield error(
                "dead-end",
                first.id,
                en=f"{en_name(first)} leads nowhere: a case stays there for ever. Draw a flow to the next step "
                "or to an end.",
                ja=f"{ja_name(first)}の先がなく、案件がそこで止まります。"
                "次の工程または終了への流れを引いてください。",
            )
        else:
            yield error(
                "loop-without-exit",
                first.id,
                en=f"No way leads out of the loop of {en_names(members)}. Draw one to a later step or to an end.",
                ja=f"{ja_names(members)} の繰り返しから抜ける流れがありません。"
                "後の工程または終了への流れを引いてください。",
            )


def _turned(ways: Mapping[str, Sequence[Flow]]) -> dict[str, list[Flow]]:
    return {
        id_: [Flow(source=flow.target, target=flow.source) for flow in flows] for id_, flows in ways.items()
    }


def _nodes(level: Level, ids: Collection[str]) -> list[Node]:
    return [node for node in level.nodes if node.id in ids]


def _in_order(level: Level, sets: Sequence[Collection[str]]) -> Iterator[Node]:
    """Yield of each set the node that stands first, in the order of the procedure."""
    order = {node.id: place for place, node in enumerate(level.nodes)}
    for id_ in sorted((min(ids, key=order.__getitem__) for ids in sets), key=order.__getitem__):
        yield level.node_of[id_]
