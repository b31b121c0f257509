"""Steps in order: each flows to the next unless it says `next`; choices and parallels bring their gateways along."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bprkit.procedure.model import Flow, Foreign, Gateway, Logic, Node, Title
from bprkit.procedure.yaml.mistakes import near
from bprkit.procedure.yaml.names import Names, slug, written_id
from bprkit.procedure.yaml.reading import Document, Path, typed

if TYPE_CHECKING:
    from bprkit.procedure.yaml import shapes

LooseEnd = tuple[str, dict[str, Any]]
"""A node that leads on, and what its flow will say."""
UNREADABLE = "\0"
"""In place of a name that could not be read, and was told of already."""


@dataclass
class Level:
    """One graph being drawn: that of the procedure, or of a sub-process. titles: those of the roles, by id."""

    document: Document
    names: Names
    titles: Mapping[str, Title]
    origins: dict[str, Path]
    nodes: list[Node] = field(default_factory=list)
    flows: list[tuple[Flow, Path]] = field(default_factory=list)

    @property
    def roles(self) -> tuple[str, ...]:
        """The ids of the roles that there are."""
        return tuple(self.titles)

    def inner(self) -> Level:
        """Return the level of a sub-process."""
        return Level(self.document, self.names, self.titles, self.origins)

    def put(self, node: Node, path: Path) -> LooseEnd:
        """Add a node; its role must be one of those there are."""
        if node.role is not None and node.role not in self.roles and not node.role.startswith(UNREADABLE):
            self._unknown_role(node, path)
        self.nodes.append(node)
        self.origins[node.id] = path
        return node.id, {}

    def connect(self, loose: Sequence[LooseEnd], target: str, path: Path) -> None:
        """Lead all loose ends to a node."""
        self.flows += [(Flow(source=source, target=target, **fields), path) for source, fields in loose]

    def finished(self, more: list[shapes.FlowShape], path: Path) -> tuple[Flow, ...]:
        """Return the flows in the order of their sources, and those written on their own after them."""
        order = {node.id: place for place, node in enumerate(self.nodes)}
        self.flows.sort(key=lambda found: order[found[0].source])
        for place, way in enumerate(more):
            self.flows.append((Flow(source=way.source, target=way.to, **way_fields(way)), (*path, place)))
        self._check_ends(order)
        self._check_otherwise()
        return tuple(flow for flow, _ in self.flows)

    def _check_ends(self, known: dict[str, int]) -> None:
        for flow, path in self.flows:
            for name, key, source in ((flow.target, "to", flow.source), (flow.source, "from", flow.target)):
                if name in known or name.startswith(UNREADABLE):
                    continue
                elsewhere = name in self.names.places
                en, ja = self._near_step(name) if not elsewhere else (
                    " It stands inside or outside of a sub-process: flows stay on one side.",
                    "サブプロセスの内と外をまたぐ流れは書けません。",
                )  # fmt: skip
                self.document.report(
                    (*path, key),
                    code="unknown_step",
                    where=source,
                    value=name,
                    en=f"There is no step '{name}' here.{en} Write the id of a step.",
                    ja=f"「{name}」という工程がここにはありません。{ja}工程のidを書いてください。",
                )

    def _near_step(self, name: str) -> tuple[str, str]:
        titled = [node.id for node in self.nodes if name in (node.title.ja, node.title.en)]
        return (f" Did you mean '{titled[0]}'?", f"「{titled[0]}」でしょうか。") if titled else near(
            name, [node.id for node in self.nodes]
        )  # fmt: skip

    def _check_otherwise(self) -> None:
        seen: set[str] = set()
        for flow, path in self.flows:
            if flow.otherwise and flow.condition is not None:
                self.document.report(
                    path,
                    code="otherwise_with_condition",
                    where=flow.source,
                    en="'otherwise' is the way when no condition holds: take away 'when' or 'otherwise'.",
                    ja="otherwise は、どの条件にも当てはまらないときの行き先です。when か otherwise のどちらかを消してください。",
                )
            if flow.otherwise and flow.source in seen:
                self.document.report(
                    path,
                    code="otherwise_twice",
                    where=flow.source,
                    en=f"'{flow.source}' has two ways for 'otherwise'. Keep one.",
                    ja=f"「{flow.source}」に otherwise が二つあります。一つにしてください。",
                )
            seen |= {flow.source} if flow.otherwise else set()

    def _unknown_role(self, node: Node, path: Path) -> None:
        titles = {
            text: role["id"]
            for role in self.document.data.get("roles") or ()
            if isinstance(role, dict) and isinstance(role.get("id"), str)
            for text in _texts(role.get("title"))
        }
        roles = [role for role in self.roles if not role.startswith(UNREADABLE)]
        found = titles.get(node.role or "")
        en, ja = (
            (f" Did you mean '{found}'?", f"「{found}」でしょうか。") if found else near(node.role, roles)
        )
        self.document.report(
            (*path, "role"),
            code="unknown_role",
            where=node.id,
            value=node.role,
            en=f"There is no role '{node.role}'.{en} Add it under 'roles', or write one of these: {', '.join(roles)}.",
            ja=f"担当「{node.role}」がありません。{ja}roles に加えるか、次から選んでください：{'、'.join(roles)}。",
        )


def _texts(title: Any) -> list[str]:
    return (
        [title]
        if isinstance(title, str)
        else [str(text) for text in title.values()]
        if isinstance(title, dict)
        else []
    )


def put_sequence(
    level: Level, steps: list[shapes.StepShape], path: Path
) -> tuple[str | None, list[LooseEnd]]:
    """Put steps one after another; return the first node, and what leads on from the last."""
    first: str | None = None
    loose: list[LooseEnd] = []
    for place, step in enumerate(steps):
        here = (*path, place)
        entry, after = _put_step(level, step, here)
        level.connect(loose, entry, here)
        first = first or entry
        loose = after
    return first, loose


def _put_step(level: Level, step: shapes.StepShape, path: Path) -> tuple[str, list[LooseEnd]]:
    entry, loose = _put_kind(level, step, path)
    if not loose:
        _refuse_what_never_comes(level, step, entry, path)
    if step.returns is not None:
        back = step.returns
        gateway = back.id or level.names.make(f"{loose[-1][0] if loose else entry}-returns")
        question = Title("差戻し？", "Returned?")
        end = level.put(Gateway(id=gateway, title=question, role=step.role), (*path, "returns"))
        level.connect(loose, gateway, path)
        again: dict[str, Any] = {
            "title": back.title,
            "share": back.share,
            "rework": True,
            "estimate": back.estimate,
        }
        level.flows.append((Flow(source=gateway, target=back.to, **again), (*path, "returns")))
        loose = [end]
    if step.next is not None:
        source = loose[-1][0] if loose else entry
        for place, way in enumerate(step.next):
            level.flows.append(
                (Flow(source=source, target=way.to, **way_fields(way)), (*path, "next", place))
            )
        loose = []
    return entry, loose


def _refuse_what_never_comes(level: Level, step: shapes.StepShape, entry: str, path: Path) -> None:
    from bprkit.procedure.yaml.shapes import EndShape

    said = "returns" if step.returns is not None else "next" if step.next else None
    if said is None or (said == "next" and isinstance(step, EndShape)):
        return
    level.document.report(
        (*path, said),
        code="never_reached",
        where=entry,
        en=f"No case goes on from '{entry}': all of it ends there. Take '{said}' away, or an end.",
        ja=f"「{entry}」から先に進む案件はありません（すべてそこで終わります）。{said} か終了のどちらかを消してください。",
    )


def _put_kind(level: Level, step: shapes.StepShape, path: Path) -> tuple[str, list[LooseEnd]]:
    from bprkit.procedure.model import End
    from bprkit.procedure.yaml import shapes
    from bprkit.procedure.yaml.kinds import node_of

    if isinstance(step, shapes.CirculationShape):
        return _put_circulation(level, step, path)
    if isinstance(step, shapes.ChoiceShape):
        ways: list[_Way] = [
            (
                [*branch.steps],
                (*path, "branches", place, "steps"),
                {
                    "title": branch.title,
                    "share": branch.share,
                    "condition": branch.when,
                    "otherwise": branch.otherwise,
                    "mandatory": branch.mandatory,
                    "estimate": branch.estimate,
                },
            )
            for place, branch in enumerate(step.branches)
        ]
        return _put_branches(level, step, step.choice, step.logic, ways, path)
    if isinstance(step, shapes.ParallelShape):
        beside: list[_Way] = [
            ([*branch.steps], (*path, "parallel", place, "steps"), {"title": branch.title})
            for place, branch in enumerate(step.parallel)
        ]
        return _put_branches(level, step, step.title, "parallel", beside, path)
    node = node_of(step, written_id(step) or level.names.make(default_id(step)), level, path)
    end = level.put(node, path)
    return node.id, [] if isinstance(node, End) else [end]


_Way = tuple[list["shapes.StepShape"], Path, dict[str, Any]]


def _put_branches(
    level: Level, step: shapes.StepShape, title: Title, logic: Logic, ways: list[_Way], path: Path
) -> tuple[str, list[LooseEnd]]:
    split = step.id or level.names.make(slug(title) or logic)
    level.put(
        Gateway(
            id=split, title=title, logic=logic, role=step.role, note=step.note, foreign=foreign(step.bpmn)
        ),
        path,
    )
    arriving: list[LooseEnd] = []
    for steps, place, fields in ways:
        first, loose = put_sequence(level, steps, place)
        if first is None:
            arriving.append((split, fields))
        else:
            level.flows.append((Flow(source=split, target=first, **fields), place[:-1]))
            arriving += loose
    if len(arriving) < 2 and not (arriving and (step.next is not None or step.returns is not None)):
        return split, arriving
    join = level.names.make(f"{split}-join")
    end = level.put(Gateway(id=join, logic=logic, role=step.role), path)
    level.connect(arriving, join, path)
    return split, [end]


def _put_circulation(level: Level, step: shapes.CirculationShape, path: Path) -> tuple[str, list[LooseEnd]]:
    from bprkit.procedure.circulation import RouteError, expand_circulation

    written = typed(level.document, (*path, "circulation"))
    if isinstance(written, str) and step.id is not None:
        from bprkit.procedure.circulation_line import read_line

        written = {**read_line(written, level.roles), "id": step.id}
    elif isinstance(written, dict) and step.id is not None:
        written = {"id": step.id, **written}
    try:
        nodes, flows, entry, last = expand_circulation(
            written, roles=level.roles, taken=[*level.names.places], titles=level.titles
        )
    except RouteError as error:
        inner = tuple(
            int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", error.key or "")
        )
        level.document.report(
            (*path, "circulation", *inner), code="bad_circulation", en=error.en, ja=error.ja
        )
        unreadable = level.put(Gateway(id=level.names.make("circulation")), path)
        return unreadable[0], [unreadable]
    for node in nodes:
        level.names.places[node.id] = path
        level.put(node, path)
    level.flows += [(flow, path) for flow in flows]
    return entry, [(last, {})]


def way_fields(way: shapes.WayShape) -> dict[str, Any]:
    """Return what a flow says besides its ends."""
    return {
        "id": way.id,
        "title": way.title,
        "share": way.share,
        "condition": way.when,
        "otherwise": way.otherwise,
        "rework": way.rework,
        "mandatory": way.mandatory,
        "estimate": way.estimate,
        "foreign": foreign(way.bpmn),
    }


def default_id(step: shapes.StepShape) -> str:
    """Return the id that a step gets which was written without."""
    from bprkit.procedure.yaml import shapes
    from bprkit.procedure.yaml.keys import OF_KIND

    if isinstance(step, shapes.StartShape):
        return slug(step.title or step.start.title) or "start"
    if isinstance(step, shapes.EndShape):
        plain = "end" if step.end.outcome == "done" else step.end.outcome
        return slug(step.title or step.end.title) or plain
    kind = next(kind for kind, shape in OF_KIND.items() if isinstance(step, shape))
    return slug(getattr(step, kind)) or kind


def foreign(shape: shapes.ForeignShape | None) -> Foreign | None:
    """Return what BPMN said beyond the model."""
    return None if shape is None else Foreign(shape.tag, shape.attributes, tuple(shape.children))
