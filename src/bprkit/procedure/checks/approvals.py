"""Whether each 起案 is decided once, with every 合議 before it, and 後閲, 供覧 and 施行 after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from bprkit.procedure.checks.certain import certain_after
from bprkit.procedure.checks.drafts import Drafts, drafts_of
from bprkit.procedure.checks.ways import Ways
from bprkit.procedure.checks.wording import en_name, en_names, error, ja_name, ja_names, warning
from bprkit.procedure.model import Node, Procedure, Task
from bprkit.procedure.problems import Problem

DECIDING = ("decide", "act_for")


def approval_problems(procedure: Procedure, ways: Sequence[Ways]) -> Iterator[Problem]:
    """Yield what is wrong with decisions on any of the ways that cases can take, each once."""
    yield from _unknown_drafts(procedure)
    told: set[tuple[str, str | None]] = set()
    for some in ways:
        for problem in _on_ways(some):
            if (problem.code, problem.where) not in told:
                told.add((problem.code, problem.where))
                yield problem


def _on_ways(ways: Ways) -> Iterator[Problem]:
    drafts = drafts_of(ways)
    if drafts.drafts:
        yield from _in_sequence(ways, drafts)
        yield from _at_the_same_time(ways, drafts)
        yield from _never_decided(ways, drafts)
    yield from _acting_without_review(ways)


def _unknown_drafts(procedure: Procedure) -> Iterator[Problem]:
    names = {name for task in procedure.tasks if task.act == "draft" for name in (task.id, task.draft)}
    for task in procedure.tasks:
        if task.draft is not None and task.act != "draft" and task.draft not in names:
            yield error(
                "draft-unknown",
                task.id,
                en=f"{en_name(task)} belongs to the draft '{task.draft}', but no step with act: draft has that "
                "id. Correct it.",
                ja=f"{ja_name(task)}が属する起案「{task.draft}」がありません。act: draft "
                "の工程のIDを書いてください。",
                value=task.draft,
            )


def _in_sequence(ways: Ways, drafts: Drafts) -> Iterator[Problem]:
    for id_, bits in drafts.belongs.items():
        task, states = ways.nodes[id_], drafts.entering.get(id_)
        if not isinstance(task, Task) or states is None:
            continue
        again, open_ = drafts.of(states.decided & bits), drafts.of(states.drafted & bits)
        if again and task.act in DECIDING:
            yield _twice(task, _decisions_before(ways, drafts, task), again, ways.case)
        if again and task.act == "concur":
            yield _concurrence_late(task, again, ways.case)
        if open_ and task.act in ("review_after", "inform", "issue"):
            yield _before_decision(task, open_, ways.case)


def _decisions_before(ways: Ways, drafts: Drafts, task: Task) -> list[Node]:
    """Return the other decisions on the same draft from which the step is reached without a new draft, itself if none."""
    bits = drafts.belongs[task.id]
    drafting = {draft.id for draft in drafts.of(bits)}
    earlier = ways.before([task.id], drafting.__contains__)
    before = [
        ways.nodes[id_]
        for id_, others in drafts.belongs.items()
        if id_ in earlier and id_ != task.id and others & bits and _is_deciding(ways.nodes[id_])
    ]
    return before or [task]


def _is_deciding(node: Node) -> bool:
    return isinstance(node, Task) and node.act in DECIDING


def _twice(task: Task, before: Sequence[Node], drafts: Sequence[Task], case: str | None) -> Problem:
    for_en, for_ja = _for(case)
    return error(
        "decided-twice",
        task.id,
        en=f"{en_name(task)} decides {en_names(drafts)} a second time{for_en}, after {en_names(before)}. A "
        "draft has one decision: "
        "make one of them a review (act: review), or lead the ways apart before.",
        ja=f"{for_ja}{ja_name(task)}が、{ja_names(before)}の後に、{ja_names(drafts)}をもう一度決裁します。"
        "決裁は起案ごとに一度です。"
        "一方を回議（act: review）にするか、手前で流れを分けてください。",
    )


def _concurrence_late(task: Task, drafts: Sequence[Task], case: str | None) -> Problem:
    for_en, for_ja = _for(case)
    return error(
        "concurrence-after-decision",
        task.id,
        en=f"{en_name(task)}, a concurrence on {en_names(drafts)}, comes after the decision{for_en}. Put it "
        "before the decision, or "
        "make it information (act: inform).",
        ja=f"{for_ja}合議{ja_name(task)}が{ja_names(drafts)}の決裁の後にあります。決裁の前に移すか、供覧（act: "
        "inform）にしてください。",
    )


def _before_decision(task: Task, drafts: Sequence[Task], case: str | None) -> Problem:
    for_en, for_ja = _for(case)
    what_en = {"review_after": "a later review (後閲)", "inform": "information (供覧)"}.get(
        task.act or "", "an issue (施行)"
    )
    what_ja = {"review_after": "後閲", "inform": "供覧"}.get(task.act or "", "施行")
    return (warning if task.act == "inform" else error)(
        f"{(task.act or '').replace('_', '-')}-before-decision",
        task.id,
        en=f"{en_name(task)}, {what_en}, can come before {en_names(drafts)} is decided{for_en}. Put it after "
        "the decision.",
        ja=f"{for_ja}{what_ja}{ja_name(task)}が{ja_names(drafts)}の決裁より前になることがあります。"
        "決裁の後に移してください。",
    )


def _never_decided(ways: Ways, drafts: Drafts) -> Iterator[Problem]:
    open_ = 0
    for id_, outcome in ways.outcomes.items():
        if outcome == "done" and id_ in drafts.entering:
            open_ |= drafts.entering[id_].drafted
    for draft in drafts.of(open_):
        for_en, for_ja = _for(ways.case)
        yield error(
            "draft-not-decided",
            draft.id,
            en=f"{en_name(draft)} can come to an end as done without any decision{for_en}. Put a step with act: "
            "decide on "
            "every way, or end that way as rejected or withdrawn.",
            ja=f"{for_ja}{ja_name(draft)}が決裁されないまま完了することがあります。どの流れにも決裁（act: "
            "decide）を置くか、"
            "その流れの終了を却下・取下げにしてください。",
        )


def _at_the_same_time(ways: Ways, drafts: Drafts) -> Iterator[Problem]:
    """Yield decisions and concurrences on parallel branches of one split."""
    acting = {id_ for id_ in drafts.belongs if _is_deciding(ways.nodes[id_])}
    splits = [i for i in ways.links if ways.splits[i] in ("parallel", "inclusive") and len(ways.links[i]) > 1]
    if not acting or not splits:
        return
    meets = _meets(ways)
    for split in splits:
        meet = meets.get(split)
        stops: Callable[[str], bool] = {meet, split}.__contains__
        branches = []
        for link in ways.links[split]:
            found = {link.target} | (ways.after([link.target], stops) if not stops(link.target) else set())
            branches.append({id_ for id_ in found if drafts.belongs.get(id_)} - {meet})
        for place, branch in enumerate(branches):
            elsewhere = set().union(*branches[:place], *branches[place + 1 :])
            for decision in sorted((branch - elsewhere) & acting):
                yield from _beside(ways, drafts, decision, elsewhere - branch)


def _beside(ways: Ways, drafts: Drafts, decision: str, elsewhere: set[str]) -> Iterator[Problem]:
    decided = ways.nodes[decision]
    for id_ in sorted(elsewhere):
        other, shared = ways.nodes[id_], drafts.of(drafts.belongs[id_] & drafts.belongs[decision])
        if not shared or not isinstance(other, Task) or not isinstance(decided, Task):
            continue
        if other.act in DECIDING and decision < id_:
            yield _twice(other, [decided], shared, ways.case)
        elif other.act == "concur":
            for_en, for_ja = _for(ways.case)
            yield error(
                "concurrence-open-at-decision",
                other.id,
                en=f"The concurrence {en_name(other)} runs beside the decision {en_name(decided)} and may still "
                f"be open then{for_en}. "
                "Join its way before the decision.",
                ja=f"{for_ja}合議{ja_name(other)}が決裁{ja_name(decided)}と並行するため、"
                "決裁の時に終わっていないことがあります。"
                "決裁の前に合流させてください。",
            )


def _meets(ways: Ways) -> Mapping[str, str]:
    """Return for each node the first node that all ways from it come to."""
    import networkx as nx

    end = "\0end"
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node(end)
    for id_, links in ways.links.items():
        graph.add_edges_from((link.target, id_) for link in links)
        if not links:
            graph.add_edge(end, id_)
    found: dict[str, str] = nx.immediate_dominators(graph, end)
    return found


def _acting_without_review(ways: Ways) -> Iterator[Problem]:
    acting = [n for n in ways.nodes.values() if isinstance(n, Task) and n.act == "act_for"]
    if not acting:
        return
    reviews = {n.id: 1 for n in ways.nodes.values() if isinstance(n, Task) and n.act == "review_after"}
    certain = certain_after(ways, reviews, 1)
    for task in acting:
        if not certain[task.id]:
            yield warning(
                "acting-without-later-review",
                task.id,
                en=f"After {en_name(task)}, a decision by a deputy (代決), a case can end without a later "
                "review by the absent "
                "person (後閲). Add a step with act: review_after behind it.",
                ja=f"代決{ja_name(task)}の後、後閲のないまま終わることがあります。後に後閲（act: "
                "review_after）の工程を置いてください。",
            )


def _for(case: str | None) -> tuple[str, str]:
    return (f" for {case}", f"{case} の場合、") if case else ("", "")
