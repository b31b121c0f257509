"""Whether cases pass what the law demands: mandatory steps on every way to a normal end, and in the mandatory "
"order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bprkit.procedure.checks.certain import certain_after, certain_before
from bprkit.procedure.checks.classes import described_together
from bprkit.procedure.checks.ways import Classes, Link, Ways
from bprkit.procedure.checks.wording import en_name, error, ja_name, warning
from bprkit.procedure.model import Node, Procedure, Task
from bprkit.procedure.problems import Problem


def mandate_problems(procedure: Procedure, whole: Ways, classes: Classes) -> Iterator[Problem]:
    """Yield mandatory steps that a case can skip on its way to an end with the outcome done, each once."""
    yield from _orders(whole)
    steps = [task for task in procedure.tasks if task.mandatory is not None and task.id in whole.links]
    for step in steps:
        if step.mandatory is not None and not step.mandatory.citation.strip():
            yield warning(
                "mandate-without-citation",
                step.id,
                en=f"{en_name(step)} is mandatory, but by what is not said. Write the citation.",
                ja=f"{ja_name(step)}は必須とされていますが、根拠がありません。条文を書いてください。",
            )
    if not steps:
        return
    told: set[str] = set()
    exempt: dict[str, list[Ways]] = {}
    marks = _marks(whole, steps)
    for some, _ in classes.groups:
        certain = certain_after(some, marks, (1 << len(steps)) - 1)
        for place, step in enumerate(steps):
            starts = [start for start in some.starts if not certain[start] >> place & 1]
            if not starts or step.id in told:
                continue
            if any(marks[id_] >> place & 1 for id_ in some.links if id_ in marks):
                told.add(step.id)
                yield _skipped(step, some, *_fork(some, certain, place, starts[0]))
            else:
                exempt.setdefault(step.id, []).append(some)
    for step in steps:
        if step.id in exempt and step.id not in told:
            yield _conditional(step, described_together(classes.of(exempt[step.id]), classes.every))


def _marks(whole: Ways, steps: Sequence[Task]) -> dict[str, int]:
    """Return the bits of the steps; a step under the same law that no case passes besides it stands in for it."""
    marks: dict[str, int] = {}
    under: dict[str, list[Task]] = {}
    for step in steps:
        under.setdefault(_citation(step) or step.id, []).append(step)
    shared = [step.id for together in under.values() if len(together) > 1 for step in together]
    after = {id_: whole.after([id_]) for id_ in shared}
    for place, step in enumerate(steps):
        for other in under[_citation(step) or step.id]:
            if other is step or (other.id not in after[step.id] and step.id not in after[other.id]):
                marks[other.id] = marks.get(other.id, 0) | 1 << place
    return marks


def _citation(step: Task) -> str:
    return step.mandatory.citation.strip() if step.mandatory else ""


def _fork(ways: Ways, certain: Mapping[str, int], place: int, start: str) -> tuple[Node | None, Link | None]:
    """Return where a case can still pass the step, and the link by which it no longer does."""
    seen, waiting = {start}, [start]
    while waiting:
        id_ = waiting.pop()
        links = ways.links[id_]
        lost = [link for link in links if not certain[link.target] >> place & 1]
        if len(lost) < len(links) and lost and ways.splits[id_] != "parallel":
            return ways.nodes.get(id_.partition("\0")[0]), lost[0]
        for link in lost:
            if link.target not in seen:
                seen.add(link.target)
                waiting.append(link.target)
    return None, None


def _skipped(step: Task, ways: Ways, fork: Node | None, link: Link | None) -> Problem:
    case_en = f" for {ways.case}" if ways.case else ""
    case_ja = f"（{ways.case} の場合）" if ways.case else ""
    target = ways.nodes.get(link.target) if link else None
    at_en = f": at {en_name(fork)} by the way to {en_name(target)}" if fork and target else ""
    at_ja = f"。{ja_name(fork)}から{ja_name(target)}へ進むとき" if fork and target else ""
    citation = _citation(step)
    return error(
        "mandatory-skipped",
        step.id,
        en=f"A case can be done without {en_name(step)}, which is mandatory ({citation}){case_en}{at_en}. "
        "Lead every way to a normal end through it.",
        ja=f"必須（{citation}）の{ja_name(step)}を通らずに完了できます{case_ja}{at_ja}。"
        "通常の終了への流れはすべてここを通してください。",
        value=citation,
    )


def _conditional(step: Task, cases: str) -> Problem:
    where_en = f" where {cases}" if cases else ""
    where_ja = f"{cases} の案件は" if cases else "案件が"
    citation = _citation(step)
    return warning(
        "mandatory-by-condition",
        step.id,
        en=f"Cases skip {en_name(step)}{where_en}; it is mandatory ({citation}). Make sure that the citation "
        "exempts them.",
        ja=f"{where_ja}必須（{citation}）の{ja_name(step)}を通りません。"
        "根拠の規定がこれを除いているか確認してください。",
        value=cases,
    )


def _orders(whole: Ways) -> Iterator[Problem]:
    flows = [
        link.flow
        for links in whole.links.values()
        for link in links
        if link.flow is not None and link.flow.mandatory
    ]
    marks: dict[str, int] = {}
    for place, flow in enumerate(flows):
        marks[flow.source] = marks.get(flow.source, 0) | 1 << place
    if not flows:
        return
    certain = certain_before(whole, marks, (1 << len(flows)) - 1)
    for place, flow in enumerate(flows):
        source, target = whole.nodes[flow.source], whole.nodes[flow.target]
        if flow.mandatory is not None and not certain[flow.target] >> place & 1:
            yield error(
                "mandatory-order",
                flow.id or flow.target,
                en=f"{en_name(target)} can be reached without {en_name(source)}, which has to come before it "
                f"({flow.mandatory.citation}). Lead every way to it through {en_name(source)}.",
                ja=f"{ja_name(source)}を通らずに{ja_name(target)}へ進めますが、"
                f"この順序は必須です（{flow.mandatory.citation}）。"
                f"すべての流れを{ja_name(source)}に通してください。",
                value=flow.mandatory.citation,
            )
