"""Whether conditions ask for what cases have, and send every case somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bprkit.procedure.checks.classes import CaseClass, case_classes, described, samples, understood
from bprkit.procedure.checks.levels import Level, levels
from bprkit.procedure.checks.wording import en_flow, en_name, error, ja_flow, ja_name, warning
from bprkit.procedure.conditions import Condition, Test
from bprkit.procedure.model import Attribute, Categories, Flow, Node, Procedure
from bprkit.procedure.problems import Problem

MOST_CLASSES = 10_000


def condition_problems(procedure: Procedure) -> Iterator[Problem]:
    """Yield conditions on what no case has, gaps and overlaps between conditions, and conditions that never hold."""
    for level in levels(procedure):
        for node in level.nodes:
            flows = level.outgoing[node.id]
            asking = [flow for flow in flows if flow.condition is not None]
            if not asking:
                continue
            unclear = [p for flow in asking for p in _unclear(node, flow, procedure.attributes)]
            yield from unclear
            if not unclear and level.split(node) != "parallel":
                yield from _gaps_and_overlaps(node, flows, level, procedure.attributes)


def _unclear(node: Node, flow: Flow, attributes: Mapping[str, Attribute]) -> Iterator[Problem]:
    for test in flow.condition.tests if flow.condition else ():
        after_en, after_ja = (
            f"After {en_name(node)}, the condition '{test}'",
            f"{ja_name(node)}の後の条件「{test}」",
        )
        where = flow.id or node.id
        attribute = attributes.get(test.attribute)
        if attribute is None:
            listed = ", ".join(attributes)
            known_en = f" Known: {listed}." if listed else ""
            known_ja = f"定義済み：{listed}。" if listed else ""
            yield error(
                "attribute-unknown",
                where,
                en=f"{after_en} asks for '{test.attribute}', which no case has. Describe it under `attributes`, "
                f"or correct it.{known_en}",
                ja=f"{after_ja}の「{test.attribute}」は案件の属性にありません。attributes に書くか、"
                f"直してください。{known_ja}",
                value=test.attribute,
            )
        elif not understood(Condition((test,)), attributes) or (
            isinstance(attribute, Categories) and test.operator not in ("=", "!=")
        ):
            kind_en, kind_ja = ("a word", "語") if isinstance(attribute, Categories) else ("a number", "数値")
            yield error(
                "condition-kind",
                where,
                en=f"{after_en} can never be met: '{test.attribute}' is {kind_en}. Compare it with {kind_en}"
                + (" by = or !=." if isinstance(attribute, Categories) else "."),
                ja=f"{after_ja}は成り立ちません。「{test.attribute}」は{kind_ja}です。{kind_ja}と比べてください"
                + ("（= か != を使います）。" if isinstance(attribute, Categories) else "。"),
                value=str(test),
            )
        elif isinstance(attribute, Categories) and test.value not in attribute.shares:
            yield _no_such_word(test, attribute, where, after_en, after_ja)


def _no_such_word(test: Test, attribute: Categories, where: str, en: str, ja: str) -> Problem:
    words = ", ".join(attribute.shares)
    return warning(
        "condition-no-case",
        where,
        en=f"{en} asks for '{test.value}', but '{test.attribute}' is one of {words}. Correct it, or add it there.",
        ja=f"{ja}の「{test.value}」は「{test.attribute}」の値（{words}）にありません。直すか、追加してください。",
        value=str(test),
    )


def _gaps_and_overlaps(
    node: Node, flows: Sequence[Flow], level: Level, attributes: Mapping[str, Attribute]
) -> Iterator[Problem]:
    asking = [(flow, flow.condition) for flow in flows if flow.condition is not None and not flow.otherwise]
    otherwise = any(flow.otherwise for flow in flows)
    exclusive = level.split(node) != "inclusive"
    cases = case_classes(attributes, [condition for _, condition in asking], MOST_CLASSES)
    if cases is None:
        yield warning(
            "conditions-not-decided",
            node.id,
            en=f"The conditions after {en_name(node)} cut the cases into more than {MOST_CLASSES:,} classes: "
            "whether they leave a gap was not found out. Part the question into several gateways.",
            ja=f"{ja_name(node)}の後の条件は案件を{MOST_CLASSES:,}を超える区分に分けるため、"
            "漏れの有無を判定していません。"
            "複数のゲートウェイに分けてください。",
        )
        return
    met = dict.fromkeys(range(len(asking)), False)
    gap: CaseClass | None = None
    overlap: tuple[CaseClass, Flow, Flow] | None = None
    for case in cases:
        holding = [place for place, (_, condition) in enumerate(asking) if condition.holds(samples(case))]
        for place in holding[:1] if exclusive else holding:
            met[place] = True
        if not holding:
            gap = gap or case
        elif len(holding) > 1 and exclusive:
            overlap = overlap or (case, asking[holding[0]][0], asking[holding[1]][0])
    bare = any(flow.condition is None and not flow.otherwise for flow in flows)
    if gap is not None and not otherwise and not bare:
        yield error(
            "conditions-gap",
            node.id,
            en=f"After {en_name(node)}, no condition holds for {described(gap)}: such cases get stuck. "
            "Extend a condition, or give one way `otherwise: true`.",
            ja=f"{ja_name(node)}の後で、{described(gap)} の案件に当てはまる条件がなく、そこで止まります。"
            "条件を広げるか、一つの流れを `otherwise: true` にしてください。",
            value=described(gap),
        )
    if overlap is not None and not otherwise:
        case, first, second = overlap
        yield warning(
            "conditions-overlap",
            node.id,
            en=f"After {en_name(node)}, two conditions hold for {described(case)}; the first is followed, "
            f"{en_flow(first, level.node_of)}, and not {en_flow(second, level.node_of)}. Narrow one of them.",
            ja=f"{ja_name(node)}の後で、{described(case)} に二つの条件が当てはまります。"
            f"先に書いた{ja_flow(first, level.node_of)}"
            f"に進み、{ja_flow(second, level.node_of)}には進みません。一方を狭めてください。",
            value=described(case),
        )
    for place, (flow, condition) in enumerate(asking):
        if not met[place]:
            yield warning(
                "condition-no-case",
                flow.id or node.id,
                en=f"After {en_name(node)}, no case takes {en_flow(flow, level.node_of)}: '{condition}' never "
                "holds first. "
                "Correct the condition or the order, or delete the way.",
                ja=f"{ja_name(node)}の後の{ja_flow(flow, level.node_of)}に進む案件がありません（条件「{condition}」）。"
                "条件か順序を直すか、流れを削除してください。",
                value=str(condition),
            )
