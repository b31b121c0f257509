"""Whether the shares and the conditions at each split say clearly where a case goes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from bprkit.procedure.checks.levels import Level, levels, reached
from bprkit.procedure.checks.structure import knots
from bprkit.procedure.checks.wording import (
    en_flow,
    en_name,
    en_names,
    error,
    ja_flow,
    ja_name,
    ja_names,
    warning,
)
from bprkit.procedure.model import Categories, Flow, Gateway, Node, Procedure
from bprkit.procedure.problems import Problem

ROUNDING = 1e-6


def share_problems(procedure: Procedure) -> Iterator[Problem]:
    """Yield shares that are none, that do not sum to one, that stand where they mean nothing, and loops "
    "without exit."""
    for level in levels(procedure):
        for node in level.nodes:
            flows = level.outgoing[node.id]
            yield from _numbers(flows, level.node_of)
            yield from _of_one_node(node, flows, level)
        yield from _loops_of_share_one(level)
    yield from _of_attributes(procedure)
    yield from _of_sections(procedure)


def _numbers(flows: Sequence[Flow], nodes: Mapping[str, Node]) -> Iterator[Problem]:
    for flow in flows:
        if flow.share is not None and not 0 <= flow.share <= 1:
            yield error(
                "share-out-of-range",
                flow.id or flow.source,
                en=f"After {en_name(nodes[flow.source])}, {en_flow(flow, nodes)} has the share {flow.share:g}. "
                "A share lies between 0 and 1 (0% and 100%).",
                ja=f"{ja_name(nodes[flow.source])}の後の{ja_flow(flow, nodes)}の割合が {flow.share:g} です。"
                "0～1（0%～100%）で書いてください。",
                value=flow.share,
            )


def _of_one_node(node: Node, flows: Sequence[Flow], level: Level) -> Iterator[Problem]:
    logic = level.split(node)
    if not flows:
        return
    if logic == "parallel":
        for flow in flows:
            if flow.condition or flow.otherwise or flow.share not in (None, 1):
                yield error(
                    "share-on-parallel",
                    flow.id or node.id,
                    en=f"{en_name(node)} is parallel, so every case takes {en_flow(flow, level.node_of)}. "
                    "Delete its share or condition, or make the gateway exclusive or inclusive.",
                    ja=f"{ja_name(node)}は並列なので、全案件が{ja_flow(flow, level.node_of)}を通ります。"
                    "割合・条件を削除するか、排他または包含にしてください。",
                )
    elif logic == "inclusive" and len(flows) > 1:
        yield from _inclusive(node, flows)
    else:
        yield from _exclusive(node, flows, level)


def _inclusive(node: Node, flows: Sequence[Flow]) -> Iterator[Problem]:
    shares = [flow.share for flow in flows if flow.share is not None]
    if len(shares) == len(flows) and all(share < 1 for share in shares) and sum(shares) > 0:
        none = math.prod(1 - share for share in shares)
        yield warning(
            "inclusive-none",
            node.id,
            en=f"At {en_name(node)} each way has a share below 100%, so {none:.1%} of the cases would take none. "
            "Add a way with `otherwise: true`.",
            ja=f"{ja_name(node)}はどの流れも100%未満のため、{none:.1%} の案件がどれにも進みません。"
            "`otherwise: true` の流れを加えてください。",
        )


def _exclusive(node: Node, flows: Sequence[Flow], level: Level) -> Iterator[Problem]:
    asked = [flow for flow in flows if flow.condition]
    shared = [flow for flow in flows if flow.share is not None and not flow.condition and not flow.otherwise]
    bare = [flow for flow in flows if flow.share is None and not flow.condition and not flow.otherwise]
    other = [flow for flow in flows if flow.otherwise]
    if len(other) > 1:
        yield error(
            "otherwise-twice",
            node.id,
            en=f"After {en_name(node)}, {len(other)} ways are taken otherwise. Let one be, and give the others "
            "conditions or shares.",
            ja=f"{ja_name(node)}の後に「それ以外」の流れが{len(other)}つあります。一つだけにし、"
            "ほかには条件か割合を付けてください。",
        )
    for flow in other:
        if flow.condition:
            yield error(
                "otherwise-with-condition",
                flow.id or node.id,
                en=f"After {en_name(node)}, {en_flow(flow, level.node_of)} has a condition and is taken "
                "otherwise. Delete one of the two.",
                ja=f"{ja_name(node)}の後の{ja_flow(flow, level.node_of)}に条件と「それ以外」の両方があります。"
                "一方を削除してください。",
            )
    if asked and shared:
        yield error(
            "shares-and-conditions",
            node.id,
            en=f"After {en_name(node)}, some ways have a condition and others a share: where a case goes is not "
            "clear. "
            "Give all conditions (and one `otherwise: true`), or all shares.",
            ja=f"{ja_name(node)}の後の流れに、条件の付いたものと割合の付いたものが混ざっています。"
            "すべて条件（一つは `otherwise: true`）にするか、すべて割合にしてください。",
        )
    elif asked and bare:
        yield error(
            "way-without-condition",
            node.id,
            en=f"After {en_name(node)}, {en_flow(bare[0], level.node_of)} has no condition, but others have. "
            "Give it one, or `otherwise: true`.",
            ja=f"{ja_name(node)}の後の{ja_flow(bare[0], level.node_of)}だけ条件がありません。"
            "条件を付けるか、`otherwise: true` にしてください。",
        )
    elif not asked:
        yield from _sum(
            node,
            flows,
            [flow for flow in flows if flow.share is not None],
            bare + [f for f in other if f.share is None],
        )


def _sum(
    node: Node, flows: Sequence[Flow], shared: Sequence[Flow], rest: Sequence[Flow]
) -> Iterator[Problem]:
    total = math.fsum(flow.share or 0 for flow in shared)
    if not shared:
        if len(flows) > 1 and (isinstance(node, Gateway) and node.logic == "exclusive"):
            yield warning(
                "shares-missing",
                node.id,
                en=f"After {en_name(node)}, no way has a share or a condition, so nothing can be computed beyond it. "
                "Count a sample, and write how many of 100 cases take each way.",
                ja=f"{ja_name(node)}の後の流れに割合も条件もないため、その先は計算できません。"
                "抽出して数え、100件中何件が通るかを書いてください。",
            )
    elif len(rest) > 1:
        yield error(
            "shares-open",
            node.id,
            en=f"After {en_name(node)}, {len(rest)} ways have no share: only one can take the rest of "
            f"{1 - total:.0%}. Write the others.",
            ja=f"{ja_name(node)}の後に割合のない流れが{len(rest)}つあります。残り {1 - total:.0%} "
            "を受けられるのは一つだけです。",
        )
    elif total > 1 + ROUNDING or (not rest and total < 1 - ROUNDING):
        yield error(
            "shares-sum",
            node.id,
            en=f"The shares after {en_name(node)} sum to {_percent(total)}, not to 100%. Correct them, or leave one out: "
            "it takes the rest.",
            ja=f"{ja_name(node)}の後の割合の合計が {_percent(total)} で、100%になりません。直すか、"
            "一つを空けてください（残りになります）。",
            value=f"{total:.6g}",
        )
    elif rest and total > 1 - ROUNDING:
        yield warning(
            "share-nothing-left",
            rest[0].id or node.id,
            en=f"After {en_name(node)}, the shares sum to 100% already: nothing is left for the way to "
            f"'{rest[0].target}'. "
            "Correct a share, or delete the way.",
            ja=f"{ja_name(node)}の後の割合だけで合計が100%になり、「{rest[0].target}」への流れに残りがありません。"
            "割合を直すか、流れを削除してください。",
        )


def _loops_of_share_one(level: Level) -> Iterator[Problem]:
    """Yield loops that have a way out, but one that no case takes: its share is 0, or the way back has them all."""
    if not level.starts or not level.ends:
        return
    used = {node.id: _used(level.ways_out[node.id]) for node in level.nodes}
    back: dict[str, list[Flow]] = {node.id: [] for node in level.nodes}
    for flows in used.values():
        for flow in flows:
            back[flow.target].append(flow)
    ends = [end.id for end in level.ends]
    can_end = reached(ends, level.ways_in, back=True)
    stuck = (can_end & reached([start.id for start in level.starts], used)) - reached(ends, back, back=True)
    for knot in knots(stuck, used):
        members = [node for node in level.nodes if node.id in knot]
        yield error(
            "loop-without-exit",
            members[0].id,
            en=f"No case leaves the loop of {en_names(members)}: the way out has the share 0. Correct the shares.",
            ja=f"{ja_names(members)} の繰り返しから抜ける案件がありません（出口の割合が0です）。"
            "割合を直してください。",
        )


def _used(flows: Sequence[Flow]) -> list[Flow]:
    all_of_them = [
        flow for flow in flows if flow.share is not None and flow.share >= 1 and not flow.condition
    ]
    if all_of_them and any(flow.share is None and not flow.condition for flow in flows):
        return all_of_them
    return [flow for flow in flows if flow.share is None or flow.share > 0 or flow.condition]


def _of_attributes(procedure: Procedure) -> Iterator[Problem]:
    for name, attribute in procedure.attributes.items():
        if isinstance(attribute, Categories):
            yield from _of_whole(attribute.shares, name, f"the attribute '{name}'", f"属性「{name}」")


def _of_sections(procedure: Procedure) -> Iterator[Problem]:
    if isinstance(procedure.sections, Mapping):
        yield from _of_whole(procedure.sections, None, "the sections", "課")
    elif procedure.sections < 1:
        yield error(
            "sections-none",
            None,
            en=f"The procedure runs in {procedure.sections} sections. Write how many sections handle such "
            "cases, at least 1.",
            ja=f"課の数が {procedure.sections} です。この手続を扱う課の数（1以上）を書いてください。",
            value=procedure.sections,
        )


def _of_whole(shares: Mapping[str, float], where: str | None, en: str, ja: str) -> Iterator[Problem]:
    total = math.fsum(shares.values())
    if abs(total - 1) > ROUNDING or any(not 0 <= share <= 1 for share in shares.values()):
        yield error(
            "shares-sum",
            where,
            en=f"The shares of {en} sum to {total:.4g}: each has to lie between 0 and 1, and their sum has to be 1.",
            ja=f"{ja}の割合の合計が {total:.4g} です。それぞれ0～1で、合計が1になるように直してください。",
            value=f"{total:.6g}",
        )


def _percent(share: float) -> str:
    return f"{100 * share:.4g}%"
