"""What writing one file needs at every step: the ids given, and which flows come and go at each node."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bprkit.errors import InputError
from bprkit.procedure.bpmn.names import ANY_IDS, flow_name, free, give, keyed_flows, levels
from bprkit.procedure.model import Gateway, Node, Procedure, SubProcess, Task, Title, walk
from bprkit.procedure.problems import Problem, ProcedureError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


Place = tuple[str | None, int]
"""Where a flow stands: in which sub-process (None: none), and the how manieth there. Flows themselves may be equal."""


@dataclass(frozen=True)
class Out:
    """One process while it is written: ids in the file of everything, and what was left out.

    incoming, outgoing: ids of flows by node. defaults: by node, those that BPMN can mark. keys: ids of flows by the key
    that layouts use. shows_ids: tasks and lanes without a title are shown by their ids.
    """

    process: str
    nodes: Mapping[str, str]
    roles: Mapping[str, str]
    flows: Mapping[Place, str]
    keys: Mapping[str, str]
    incoming: Mapping[str, Sequence[str]]
    outgoing: Mapping[str, Sequence[str]]
    defaults: Mapping[str, str]
    shows_ids: bool
    prefix: str | None
    problems: list[Problem]

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Ids that had to be written otherwise, so that kept references can follow."""
        names = {**self.roles, **self.nodes}
        return {id_: name for id_, name in names.items() if id_ != name}

    @cached_property
    def node_named(self) -> Mapping[str, str]:
        """The nodes of the model by their ids in the file."""
        return {name: id_ for id_, name in self.nodes.items()}


def out_of(procedure: Procedure, taken: set[str], prefix: str | None, problems: list[Problem]) -> Out:
    """Give everything in a procedure its id in the file.

    Raises ProcedureError where two steps or two roles have the same id, or a flow leads to a step that is not there.
    """
    _need_sound(procedure)
    as_drawn = procedure.foreign is not None and ANY_IDS in procedure.foreign.attributes
    process = give("process", procedure.id, taken, as_drawn)
    nodes = {node.id: give("node", node.id, taken, as_drawn) for node in walk(procedure.nodes)}
    roles = {role.id: give("role", role.id, taken, as_drawn) for role in procedure.roles}
    choosing = {node.id for node in walk(procedure.nodes) if _can_mark_default(node)}
    flows, keys = {}, {}
    incoming: dict[str, list[str]] = defaultdict(list)
    outgoing: dict[str, list[str]] = defaultdict(list)
    defaults: dict[str, str] = {}
    seen: Counter[tuple[str, str]] = Counter()
    places = [(level, number) for level, inside in levels(procedure) for number in range(len(inside))]
    for place, (key, flow) in zip(places, keyed_flows(procedure), strict=True):
        ends = nodes[flow.source], nodes[flow.target]
        seen[ends] += 1
        name = (
            free(flow_name(*ends, seen[ends]), taken)
            if flow.id is None
            else give("flow", flow.id, taken, as_drawn)
        )
        flows[place] = keys[key] = name
        outgoing[flow.source].append(name)
        incoming[flow.target].append(name)
        if flow.otherwise and flow.source in choosing:
            defaults.setdefault(flow.source, name)
    new = procedure.foreign is None  # what others drew without a name stays so
    return Out(process, nodes, roles, flows, keys, incoming, outgoing, defaults, new, prefix, problems)


def _can_mark_default(node: Node) -> bool:
    if isinstance(node, Gateway):
        return node.logic in ("exclusive", "inclusive")
    return isinstance(node, Task | SubProcess)


def _need_sound(procedure: Procedure) -> None:
    problems = []
    for what, what_ja, ids in (
        ("steps", "工程", [node.id for node in walk(procedure.nodes)]),
        ("roles", "担当", [role.id for role in procedure.roles]),
    ):
        for id_ in (id_ for id_, count in Counter(ids).items() if count > 1):
            en = f"Several {what} have the id {id_!r}. Give each an id of its own."
            ja = f"id {id_!r} の{what_ja}が複数あります。別々のidを付けてください。"
            problems.append(Problem("duplicate-id", "error", en, ja, id_, value=id_))
    there = procedure.node_of
    for key, flow in keyed_flows(procedure):
        for end in (end for end in (flow.source, flow.target) if end not in there):
            en = f"The flow {key} refers to {end!r}, and there is no such step. Add the step or take the flow away."
            ja = f"フロー {key} の {end!r} という工程がありません。工程を追加するか、フローを削除してください。"
            problems.append(Problem("dangling-reference", "error", en, ja, flow.id, value=end))
    if problems:
        raise ProcedureError(problems)


def name_and_words(title: Title) -> tuple[str | None, dict[str, object]]:
    """Return the name that BPMN shows, and what of the title has to be noted besides.

    >>> name_and_words(Title("起案", "Drafting")), name_and_words(Title(en="Drafting"))
    (('起案', {'en': 'Drafting'}), ('Drafting', {'en': 'Drafting', 'ja': ''}))
    """
    words: dict[str, object] = {}
    if title.en is not None:
        words["en"] = title.en
        if not title.ja and title.en:
            words["ja"] = ""
    return title.ja or title.en or None, words


def head(element: Element, name: str, title: Title, instead: str = "") -> dict[str, object]:
    """Write id and name of an element, `instead` where it has no title; return what has to be noted besides."""
    shown, words = name_and_words(title)
    if not shown and instead and title.en is None:
        shown, words = instead, {"ja": ""}
    element.set("id", name)
    if shown:
        element.set("name", shown)
    return words


@contextmanager
def about(where: str) -> Iterator[None]:
    """Turn what XML cannot hold (control characters) into an error that names the step."""
    try:
        yield
    except ValueError as error:
        if (
            isinstance(error, UnicodeError)
            or "XML compatible" in str(error)
            or "attribute name" in str(error).lower()
        ):
            raise InputError(
                en=f"{where}: a text there holds a control character or half a character, or a kept attribute has no "
                f"proper name ({error}). XML cannot hold that: enter the text again.",
                ja=f"{where}: XMLに書けない文字(制御文字など)、または不正な属性名があります({error})。"
                "文字を入力し直してください。",
            ) from error
        raise
