"""Procedures that hypothesis draws: sound graphs (every start leads to an end, every split has its join) with any feature.

Names are valid as XML names, texts have no space around them, flows stand in the order of their sources, and ids and
flow ids are unique; what a helper cannot carry can be left out by a keyword of `procedures`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from bprkit.procedure.conditions import Condition
from bprkit.procedure.conditions import Test as Comparison
from bprkit.procedure.model import (
    Act,
    Categories,
    End,
    Event,
    Flow,
    Gateway,
    Logic,
    Loss,
    Materials,
    Medium,
    Message,
    Need,
    NeedKind,
    Node,
    Outcome,
    Procedure,
    Start,
    State,
    SubProcess,
    Task,
    TaskType,
    Timer,
    Title,
    Trigger,
    ValueKind,
    Volume,
)
from procedure_parts import (
    amounts,
    batches,
    distributions,
    foreigns,
    mandates,
    maybe,
    notes,
    parts_of_one,
    percents,
    periods,
    positive,
    roles,
    several,
    texts,
    titles,
    waits,
    words,
)

WORDS = (
    "起案",
    "回議",
    "合議",
    "決裁",
    "差戻し",
    "施行",
    "受付",
    "審査",
    "publish",
    "Check",
    "支払い",
    "検査2",
)


@dataclass
class _Canvas:
    """A level being drawn: the strategies' choices end up here as nodes and flows."""

    draw: st.DrawFn
    options: dict[str, bool]
    roles: tuple[str, ...]
    attributes: tuple[str, ...]
    used: set[str] = field(default_factory=set)
    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    beside: int = 0  # of how many parallel branches this is one: a case may not end in one of them alone

    def name(self) -> str:
        """Return a new id that XML takes as a name."""
        name = self.draw(st.sampled_from(WORDS))
        while name in self.used:
            name = f"{name}-{len(self.used)}"
        self.used.add(name)
        return name

    def put(self, kind: type[Node], **fields: Any) -> str:
        """Add a node of a kind, with a title, role and note or without."""
        common: dict[str, Any] = {
            "id": self.name(),
            "title": self.draw(st.just(Title()) | titles),
            "role": self.draw(st.none() | st.sampled_from(self.roles)) if self.roles else None,
            "note": self.draw(maybe(notes)),
            "foreign": self.draw(maybe(foreigns)) if self.options["foreign"] else None,
        }
        node = kind(**{**common, **fields})
        self.nodes.append(node)
        return node.id

    def flow(self, source: str, target: str, **fields: Any) -> None:
        """Lead from one node to another."""
        draw = self.draw
        common: dict[str, Any] = {
            "title": draw(maybe(titles)) or Title(),
            "mandatory": draw(maybe(mandates)),
            "estimate": draw(st.booleans()),
            "foreign": draw(maybe(foreigns)) if self.options["foreign"] else None,
        }
        if draw(st.integers(0, 4)) == 0:
            common["id"] = f"flow-{self.name()}"
        plain = draw(st.booleans())
        self.flows.append(Flow(source=source, target=target, **({} if plain else common), **fields))

    def in_order(self) -> tuple[Flow, ...]:
        """Return the flows in the order of their sources."""
        order = {node.id: place for place, node in enumerate(self.nodes)}
        return tuple(sorted(self.flows, key=lambda flow: order[flow.source]))

    def sequence(self, before: str, depth: int) -> str:
        """Draw some blocks after a node; return the last node."""
        for _ in range(self.draw(st.integers(0 if depth < 2 else 1, 2))):
            before = self.block(before, depth)
        return before

    def block(self, before: str, depth: int) -> str:
        """Draw a step, or a structure of steps, after a node; return its last node."""
        kinds = ["task", "task", "timer", "message"]
        kinds += ["event"] if self.options["events"] else []
        if depth > 0:
            kinds += ["exclusive", "conditions", "parallel", "loop"]
            kinds += [] if self.beside else ["stop"]
            kinds += ["inclusive"] if self.options["inclusive"] else []
            kinds += ["subprocess"] if self.options["subprocesses"] else []
        kind = self.draw(st.sampled_from(kinds))
        if kind in ("exclusive", "conditions", "parallel", "inclusive"):
            return self._branches(before, kind, depth)
        if kind == "loop":
            return self._loop(before, depth)
        if kind == "stop":
            return self._stop(before)
        node = self._subprocess(depth) if kind == "subprocess" else self._step(kind)
        self.flow(before, node)
        return node

    def _step(self, kind: str) -> str:
        draw = self.draw
        if kind == "timer":
            return self.put(Timer, period=draw(st.none() | periods), deadline=draw(st.booleans()))
        if kind == "message":
            direction = draw(st.sampled_from(("send", "receive")))
            return self.put(Message, direction=direction, partner=draw(maybe(texts)), wait=draw(maybe(waits)))
        if kind == "event":
            return self.put(Event, throws=draw(st.booleans()))
        return self._task()

    def _task(self) -> str:
        draw = self.draw
        earlier = [node.id for node in self.nodes if isinstance(node, Task)]
        fields: dict[str, Any] = {"touch": draw(st.none() | distributions()), "wait": draw(maybe(waits))}
        if draw(st.booleans()):
            fields |= {
                "type": draw(words(TaskType)),
                "medium": draw(several(words(Medium))),
                "materials": Materials(*draw(st.tuples(*[st.just(0.0) | amounts] * 4))),
                "systems": draw(several(texts)),
                "batch": draw(maybe(batches)),
                "mandatory": draw(maybe(mandates)),
                "recorded_as": draw(several(texts)),
                "value": draw(maybe(words(ValueKind))),
                "delegated": draw(maybe(st.sampled_from((("goods", "decision"), ("payroll", "contract"))))),
                "controls": draw(several(st.sampled_from(earlier))) if earlier else (),
                "estimate": draw(st.booleans()),
                "source": draw(maybe(texts)),
            }
            if self.options["acts"]:
                fields |= {
                    "act": draw(maybe(words(Act))),
                    "draft": draw(maybe(st.sampled_from(earlier))) if earlier else None,
                }
        return self.put(Task, **fields)

    def _branches(self, before: str, kind: str, depth: int) -> str:
        draw = self.draw
        logic: Logic = (
            "parallel" if kind == "parallel" else "inclusive" if kind == "inclusive" else "exclusive"
        )
        split = self.put(Gateway, logic=logic)
        self.flow(before, split)
        count = draw(st.integers(2, 3))
        ways = self._ways(kind, count)
        ends: list[tuple[str, dict[str, Any]]] = []
        self.beside += logic != "exclusive"
        for way in ways:
            mark = self.put(Task) if draw(st.booleans()) else None
            if mark is not None:
                self.flow(split, mark, **way)
                ends.append((self.sequence(mark, depth - 1), {}))
            else:
                ends.append((split, way))
        self.beside -= logic != "exclusive"
        join = self.put(Gateway, logic=logic)
        for source, way in ends:
            self.flow(source, join, **way)
        return join

    def _ways(self, kind: str, count: int) -> list[dict[str, Any]]:
        draw = self.draw
        if kind == "parallel":
            return [{} for _ in range(count)]
        if kind == "inclusive":
            return [{"share": draw(percents)} for _ in range(count)]
        if kind == "conditions" and self.attributes:
            attribute = draw(st.sampled_from(self.attributes))
            if attribute == "kind":
                test = Comparison("kind", "=", draw(st.sampled_from(("物品", "委託"))))
            else:
                operator = draw(st.sampled_from(("<", "<=", ">", ">=")))
                test = Comparison(attribute, operator, float(draw(st.integers(1, 2_000_000))))
            return [{"condition": Condition((test,))}, {"otherwise": True}]
        shares = draw(parts_of_one(tuple(str(place) for place in range(count))))
        given = [{"share": share} for share in shares.values()]
        return [*given[:-1], draw(st.sampled_from((given[-1], {}, {"otherwise": True})))]

    def _loop(self, before: str, depth: int) -> str:
        first = self._task()
        self.flow(before, first)
        last = self.sequence(first, depth - 1)
        gateway = self.put(Gateway)
        self.flow(last, gateway)
        self.flow(gateway, first, share=self.draw(percents), rework=True)
        after = self._task()
        self.flow(gateway, after)
        return after

    def _stop(self, before: str) -> str:
        gateway = self.put(Gateway)
        self.flow(before, gateway)
        end = self.put(End, outcome=self.draw(st.sampled_from(("rejected", "withdrawn"))))
        self.flow(gateway, end, share=self.draw(percents))
        after = self._task()
        self.flow(gateway, after)
        return after

    def _subprocess(self, depth: int) -> str:
        inner = _Canvas(self.draw, self.options, self.roles, self.attributes, self.used)
        inner.whole(depth - 1)
        return self.put(SubProcess, nodes=tuple(inner.nodes), flows=inner.in_order())

    def whole(self, depth: int) -> None:
        """Draw from a start to an end."""
        start = self.put(Start, trigger=self.draw(words(Trigger)))
        last = self.sequence(start, depth)
        outcome = self.draw(words(Outcome))
        self.flow(last, self.put(End, outcome=outcome))


@st.composite
def procedures(
    draw: st.DrawFn,
    *,
    depth: int = 2,
    foreign: bool = True,
    subprocesses: bool = True,
    events: bool = True,
    inclusive: bool = True,
    acts: bool = True,
) -> Procedure:
    """Draw a procedure. foreign: parts of BPMN files. acts: acts of approvals, in no order that would make sense."""
    options = {
        "foreign": foreign,
        "subprocesses": subprocesses,
        "events": events,
        "inclusive": inclusive,
        "acts": acts,
    }
    lanes = tuple(
        replace(role, foreign=draw(maybe(foreigns)) if foreign else None)
        for role in draw(st.lists(roles, max_size=4, unique_by=lambda role: role.id))
    )
    amount = draw(st.none() | distributions())
    attributes = {} if amount is None else {"amount": amount}
    if draw(st.booleans()):
        attributes["kind"] = Categories(draw(parts_of_one(("物品", "委託"))))
    canvas = _Canvas(draw, options, tuple(role.id for role in lanes), tuple(attributes))
    canvas.whole(depth)
    counted = st.dictionaries(st.integers(0, 23), positive, min_size=1, max_size=4)
    shared = st.permutations(range(24)).flatmap(lambda hours: parts_of_one(tuple(hours[:3])))
    by_hour = (counted | shared).map(lambda told: tuple(told.get(hour, 0.0) for hour in range(24)))
    months = st.lists(amounts, min_size=12, max_size=12).map(tuple)
    volumes = st.builds(
        Volume,
        per_year=positive,
        monthly=st.just(()) | months,
        hourly=st.just(()) | by_hour,
        estimate=st.booleans(),
        source=maybe(texts),
    )
    needs = st.builds(
        Need,
        kind=words(NeedKind),
        title=titles,
        network=maybe(texts),
        citation=maybe(texts),
        note=maybe(notes),
    )
    dates = st.dates(dt.date(2019, 5, 1), dt.date(2030, 12, 31))
    losses = st.builds(Loss, role=texts, step=texts, agreed_by=maybe(texts), agreed_on=maybe(dates))
    return Procedure(
        id=draw(st.sampled_from(("approval-circulation", "支出命令", "p1"))),
        title=draw(titles),
        state=draw(words(State)),
        owner=draw(maybe(texts)),
        legal_basis=draw(several(texts)),
        note=draw(maybe(notes)),
        source=draw(maybe(texts)),
        calendar=draw(st.sampled_from(("jp", "jp", "none"))),
        volume=draw(st.none() | volumes),
        sections=draw(st.integers(1, 40) | parts_of_one(("税務課", "総務課", "市民課"))),
        attributes=attributes,
        delegation=draw(maybe(st.just("default"))),
        roles=lanes,
        nodes=tuple(canvas.nodes),
        flows=canvas.in_order(),
        needs=draw(several(needs)),
        loses=draw(several(losses)),
        foreign=draw(maybe(foreigns)) if foreign else None,
    )
