"""The circulation of an approval (起案 → 回議 → 合議 → 決裁 → 施行), from a few lines to typed steps and gateways."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from bprkit.procedure.circulation_line import read_line
from bprkit.procedure.circulation_plan import Concurrence, Plan, RouteError, Step, Stop, read_plan
from bprkit.procedure.conditions import Condition
from bprkit.procedure.model import Act, Flow, Gateway, Logic, Node, Task, Title

__all__ = ["RouteError", "expand_circulation"]

_ACT_TITLES: Mapping[str, Title] = {
    "draft": Title("起案", "Drafting"),
    "review": Title("回議", "Review"),
    "concur": Title("合議", "Concurrence"),
    "decide": Title("決裁", "Decision"),
    "review_after": Title("後閲", "Later review"),
    "inform": Title("供覧", "Information"),
    "issue": Title("施行", "Issue"),
}


def expand_circulation(
    route: Mapping[str, Any] | str,
    *,
    roles: Collection[str],
    taken: Collection[str],
    titles: Mapping[str, Title] | None = None,
) -> tuple[tuple[Node, ...], tuple[Flow, ...], str, str]:
    """Return the nodes and flows of a circulation, and the ids of the first and the last of them.

    Every way through it has exactly one 決裁: where a rank `decides` some cases (専決), or only a `share` goes on to the
    next rank, a gateway before that rank leads to its 決裁 or to its 回議 and onward. A 合議 is held before the 決裁 in
    either case; the share of it is of the cases that come that far. One for `information` is a 供覧 after the 決裁.
    A 差戻し leaves before the first possible 決裁, so that its share is of all cases.

    Parameters
    ----------
    route: the mapping or the one line that stands under `circulation`; quantities are texts such as "3 min".
    roles: ids of the roles that there are.
    taken: ids that steps must not get; their own begin with the `id` of the circulation.
    titles: what people call the roles, for the titles of the steps; the id of a role that has none.

    Raises RouteError (an InputError), whose `key` says where in the mapping, such as `route[1].decides`.

    >>> nodes, flows, first, last = expand_circulation("担当 → 係長 → 課長 決裁", roles=["担当", "係長", "課長"], taken=[])
    >>> [(node.act, node.role) for node in nodes]
    [('draft', '担当'), ('review', '係長'), ('decide', '課長')]
    >>> first, last
    ('circulation-draft', 'circulation-課長-decide')
    """
    plan = read_plan(read_line(route, roles) if isinstance(route, str) else route, roles)
    drawing = _Drawing(plan.id, taken, titles or {})
    drawing.put_task("draft", "draft", plan.draft)
    drawing.concurrences(plan.held_after(-1))
    for place, stop in enumerate(plan.stops):
        if place == plan.first_to_decide and plan.returned is not None:
            drawing.way_back(plan.returned, plan.stops[place].step.role)
        drawing.stop(stop, plan.held_after(place))
    drawing.merge_decisions()
    _put_what_follows(drawing, plan)
    return tuple(drawing.nodes), tuple(drawing.flows), drawing.nodes[0].id, drawing.nodes[-1].id


def _put_what_follows(drawing: _Drawing, plan: Plan) -> None:
    if plan.issue is not None:
        drawing.put_task("issue", "issue", plan.issue)
    drawing.concurrences(plan.for_information)
    for act, step in plan.afterwards:
        drawing.put_task(f"{step.role}-{act}", act, step)


class _Drawing:
    """The part of the graph drawn so far, and the ends that lead to whatever is put next."""

    def __init__(self, prefix: str, taken: Iterable[str], titles: Mapping[str, Title]) -> None:
        self.prefix = prefix
        self.titles = titles
        self.taken = set(taken)
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []
        self.loose: list[tuple[str, dict[str, Any]]] = []
        self.decisions: list[str] = []

    def put_task(self, name: str, act: Act, step: Step) -> None:
        """Put a step after what is there; all but the 起案 name the 起案 that they belong to."""
        plain = _ACT_TITLES[act]
        who_ja, who_en = self._called(step.role)
        of_role = Title(f"{plain.ja}（{who_ja}）", f"{plain.en} ({who_en})")
        fields = {"title": plain if act in ("draft", "issue") else of_role, **step.fields}
        fields["draft"] = None if act == "draft" else self.nodes[0].id
        self._put(Task(id=step.id or self._free(name), role=step.role, act=act, **fields))

    def _called(self, role: str) -> tuple[str, str]:
        """Return what people call a role, in Japanese and English."""
        title = self.titles.get(role, Title())
        return title.ja or title.en or role, title.en or title.ja or role

    def stop(self, stop: Stop, held: tuple[Concurrence, ...]) -> None:
        """Put a rank on the way up: it decides, or reviews, or either."""
        name = stop.step.role
        if stop.decides == "rest":
            self.concurrences(held, before=name)
            self._decide(stop)
            return
        if stop.decides is not None:
            who_ja, who_en = self._called(name)
            question = Title(f"{who_ja}の専決？", f"Decided by {who_en}?")
            gateway = self._gateway(f"{name}-who", "exclusive", title=question, role=name)
            self.loose = [(gateway, {"title": Title("専決", "Decided here"), **_where(stop.decides)})]
            self.concurrences(held, before=name)
            self._decide(stop)
            rest = {"otherwise": True} if isinstance(stop.decides, Condition) else {}
            self.loose = [(gateway, {"title": Title("上位へ", "Goes on"), **rest})]
        self.put_task(name, "review", stop.step)
        self.concurrences(held)

    def _decide(self, stop: Stop) -> None:
        step = stop.step if stop.decides == "rest" else stop.step.renamed("-decide")
        self.put_task(f"{stop.step.role}-decide", "decide", step)
        self.decisions.append(self.nodes[-1].id)
        self.loose = []

    def concurrences(self, held: Iterable[Concurrence], before: str | None = None) -> None:
        """Put the 合議 held at one place, one after another."""
        for concurrence in held:
            self._concurrence(concurrence, f"-before-{before}" if before else "")

    def _concurrence(self, held: Concurrence, suffix: str) -> None:
        act: Act = "inform" if held.order == "information" else "concur"
        skipped: list[tuple[str, dict[str, Any]]] = []
        if held.share < 1:
            question = Title(f"{_ACT_TITLES[act].ja}の要否", f"{_ACT_TITLES[act].en} needed?")
            gateway = self._gateway(f"{act}{suffix}", "exclusive", title=question)
            yes = {"title": Title("要", "Yes"), "share": held.share, "estimate": held.estimate}
            skipped = [(gateway, {"title": Title("不要", "No"), "estimate": held.estimate})]
            self.loose = [(gateway, yes)]
        ids = [f"{act}-{step.role}{suffix}" for step in held.steps]
        if held.order == "serial" or len(held.steps) == 1:
            for name, step in zip(ids, held.steps, strict=True):
                self.put_task(name, act, step.renamed(suffix))
        else:
            split = self._gateway(f"{act}-split{suffix}", "parallel")
            finished: list[tuple[str, dict[str, Any]]] = []
            for name, step in zip(ids, held.steps, strict=True):
                self.loose = [(split, {})]
                self.put_task(name, act, step.renamed(suffix))
                finished += self.loose
            self.loose = finished
            self._gateway(f"{act}-join{suffix}", "parallel")
        if skipped:
            self.loose += skipped
            self._gateway(f"{act}-end{suffix}", "exclusive")

    def way_back(self, share: tuple[float, bool], role: str) -> None:
        """Put the gateway from which some cases go back to the 起案."""
        part, estimate = share
        gateway = self._gateway("returned", "exclusive", title=Title("差戻し？", "Returned?"), role=role)
        back = Flow(
            source=gateway,
            target=self.nodes[0].id,
            title=Title("差戻し", "Returned"),
            share=part,
            rework=True,
            estimate=estimate,
        )
        self.flows.append(back)

    def merge_decisions(self) -> None:
        """Lead all 決裁 to one place."""
        self.loose = [(decision, {}) for decision in self.decisions]
        if len(self.decisions) > 1:
            self._gateway("decided", "exclusive")

    def _gateway(
        self, name: str, logic: Logic, *, title: Title | None = None, role: str | None = None
    ) -> str:
        role = role or next((node.role for node in reversed(self.nodes) if node.role), None)
        return self._put(Gateway(id=self._free(name), logic=logic, title=title or Title(), role=role))

    def _put(self, node: Node) -> str:
        self.flows += [Flow(source=source, target=node.id, **fields) for source, fields in self.loose]
        self.loose = [(node.id, {})]
        self.nodes.append(node)
        return node.id

    def _free(self, name: str) -> str:
        wanted = found = f"{self.prefix}-{name}".replace(" ", "_")
        number = 1
        while found in self.taken:
            number += 1
            found = f"{wanted}-{number}"
        self.taken.add(found)
        return found


def _where(decides: Condition | float | str) -> dict[str, Any]:
    return {"condition": decides} if isinstance(decides, Condition) else {"share": decides}
