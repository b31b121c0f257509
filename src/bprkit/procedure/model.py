"""What a procedure is made of: nodes, flows between them, roles that act, and what it asks of whom.

Everything here is data that does not change; `dataclasses.replace` makes the next version. Times of work are minutes,
waits are in the unit that they name, shares are between 0 and 1, money is yen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.procedure.conditions import Condition
from bprkit.procedure.distributions import AnyDistribution

if TYPE_CHECKING:
    import networkx as nx

State = Literal["as_is", "can_be", "to_be"]
RoleKind = Literal["staff", "applicant", "system", "outside"]
Medium = Literal["paper", "seal", "system", "phone", "counter"]
ValueKind = Literal["value_adding", "control", "transport", "waiting", "re_entry"]
TaskType = Literal["task", "user", "manual", "service", "send", "receive", "script", "business_rule", "call"]
Logic = Literal["exclusive", "parallel", "inclusive", "event"]
Trigger = Literal["application", "message", "deadline", "date", "month_end", "condition", "none"]
Outcome = Literal["done", "rejected", "withdrawn", "error", "terminated"]
Act = Literal["draft", "review", "concur", "decide", "act_for", "review_after", "inform", "withdraw", "issue"]
"""起案, 回議, 合議, 決裁 (a 専決 is one by a lower rank), 代決, 後閲, 供覧, 引戻し, 施行; a 差戻し is a flow with `rework`."""
NeedKind = Literal["rule", "form", "infrastructure", "training", "system"]
DayKind = Literal["calendar_days", "working_days", "calendar_months", "working_hours"]
ClosedDay = Literal["next_open", "previous_open", "as_it_is"]


@dataclass(frozen=True)
class Title:
    """What something is called, in Japanese and, where it has one, in English.

    >>> from bprkit import language
    >>> language.use("ja"); str(Title("起案", "Drafting"))
    '起案'
    >>> language.use(None)
    """

    ja: str = ""
    en: str | None = None

    def __str__(self) -> str:
        return tell(en=self.en or self.ja, ja=self.ja or self.en or "")

    def __bool__(self) -> bool:
        return bool(self.ja or self.en)


@dataclass(frozen=True)
class Mandate:
    """A law, an ordinance or a contract demands this; no redesign may take it away."""

    citation: str


@dataclass(frozen=True)
class Wait:
    """Working time that goes by before a task for causes outside the model, on top of any queue."""

    length: AnyDistribution
    unit: Literal["minutes", "working_days"] = "working_days"


@dataclass(frozen=True)
class Batch:
    """Work that is done together: when so many have come, or at set times (whichever is first, if both).

    `days`: weekdays, Monday 0. `times_of_day`: when on those days; none means as the office opens.
    """

    size: int | None = None
    days: tuple[int, ...] = ()
    times_of_day: tuple[dt.time, ...] = ()


@dataclass(frozen=True)
class Materials:
    """What one case uses up at a step: sheets of the original, copies of each, letters posted, seals set.

    Raises InputError for less than nothing.
    """

    sheets: float = 0
    copies: float = 0
    letters: float = 0
    seals: float = 0

    def __post_init__(self) -> None:
        for name, amount in vars(self).items():
            if amount < 0:
                raise InputError(
                    en=f"{name}: '{amount:g}' is less than nothing. Write 0 or more.",
                    ja=f"{name}：「{amount:g}」は負の数です。0以上にしてください。",
                )

    def __bool__(self) -> bool:
        return any((self.sheets, self.copies, self.letters, self.seals))


@dataclass(frozen=True)
class Period:
    """A deadline or a time to be waited for. Nothing is assumed: what a law leaves open has to be looked up."""

    amount: float
    unit: DayKind
    first_day_counts: bool
    on_closed_day: ClosedDay
    citation: str


@dataclass(frozen=True)
class Foreign:
    """What a BPMN file says beyond this model: kept word for word, so that it goes back as it came."""

    tag: str = ""
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    children: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Node:
    """A place in the graph. `role` is its lane; `note` is for the reader."""

    id: str
    title: Title = field(default_factory=Title)
    role: str | None = None
    note: str | None = None
    foreign: Foreign | None = None


@dataclass(frozen=True, kw_only=True)
class Start(Node):
    """Where cases come in, and what brings them."""

    trigger: Trigger = "none"


@dataclass(frozen=True, kw_only=True)
class End(Node):
    """Where cases end, and how."""

    outcome: Outcome = "done"


@dataclass(frozen=True, kw_only=True)
class Task(Node):
    """A step that somebody or something does.

    touch: minutes of work a case. wait: see `Wait`. act: what it is in the circulation of an approval; `draft` names the
    起案 that it belongs to, if there are several. decides: under which kind and stage of the delegation table a decision
    falls. recorded_as: the names under which logs record it. controls: ids of steps that it checks, so that another
    person has to do it.
    """

    type: TaskType = "task"
    touch: AnyDistribution | None = None
    wait: Wait | None = None
    medium: tuple[Medium, ...] = ()
    materials: Materials = field(default_factory=Materials)
    systems: tuple[str, ...] = ()
    batch: Batch | None = None
    mandatory: Mandate | None = None
    recorded_as: tuple[str, ...] = ()
    value: ValueKind | None = None
    act: Act | None = None
    draft: str | None = None
    delegated: tuple[str, str] | None = None
    controls: tuple[str, ...] = ()
    estimate: bool = False
    source: str | None = None


@dataclass(frozen=True, kw_only=True)
class Gateway(Node):
    """Where the way parts or comes together; the title is the question that it asks."""

    logic: Logic = "exclusive"


@dataclass(frozen=True, kw_only=True)
class Timer(Node):
    """Wait for a time (`deadline` false), or a date by which what follows must have happened.

    A timer drawn only for the reader, or read from a foreign file, may have no period; `check` tells of it.
    """

    period: Period | None = None
    deadline: bool = False


@dataclass(frozen=True, kw_only=True)
class Message(Node):
    """Something goes to an applicant or another body, or comes from them."""

    direction: Literal["send", "receive"] = "receive"
    partner: str | None = None
    wait: Wait | None = None


@dataclass(frozen=True, kw_only=True)
class Event(Node):
    """An event of a foreign file that this model has no word for (signal, link, condition): kept as it is."""

    throws: bool = False


@dataclass(frozen=True, kw_only=True)
class SubProcess(Node):
    """A part of the procedure that folds into one box: a graph of its own with one start or more."""

    nodes: tuple[Node, ...] = ()
    flows: tuple[Flow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Flow:
    """The way from one node to the next.

    share: of the cases that leave the node here (of an inclusive gateway: of those that take this way, each on its own).
    condition: on the attributes of the case; `otherwise` is taken where no other condition holds. rework: a 差戻し.
    mandatory: the order of the two is demanded.
    """

    source: str
    target: str
    id: str | None = None
    title: Title = field(default_factory=Title)
    share: float | None = None
    condition: Condition | None = None
    otherwise: bool = False
    rework: bool = False
    mandatory: Mandate | None = None
    estimate: bool = False
    foreign: Foreign | None = None


@dataclass(frozen=True, kw_only=True)
class Role:
    """Who acts. A case carries its section, and only that section's holder of the role serves it, unless `pooled`.

    headcount: people in the role in each section, or by section. rate: a name in the price list. rank: as delegation
    tables call it. calendar: as `load_calendar` takes it; the procedure's own if missing.
    """

    id: str
    title: Title = field(default_factory=Title)
    kind: RoleKind = "staff"
    headcount: int | Mapping[str, int] = 1
    pooled: bool = False
    section: str | None = None
    rate: str | None = None
    rank: str | None = None
    calendar: str | None = None
    part_of: str | None = None
    foreign: Foreign | None = None


@dataclass(frozen=True)
class Categories:
    """An attribute that is a word: the share of each."""

    shares: Mapping[str, float]


Attribute = AnyDistribution | Categories


@dataclass(frozen=True)
class Volume:
    """How many cases begin in a year, and how they spread: over the months by 12 weights from April, over the hours of a
    day by 24 weights from midnight; without weights evenly, over the hours in which the office is open."""

    per_year: float
    monthly: tuple[float, ...] = ()
    hourly: tuple[float, ...] = ()
    estimate: bool = False
    source: str | None = None


@dataclass(frozen=True)
class Need:
    """What has to be there before a to-be can run."""

    kind: NeedKind
    title: Title
    network: str | None = None
    citation: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Loss:
    """A step that a role loses, and who agreed to that, and when."""

    role: str
    step: str
    agreed_by: str | None = None
    agreed_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """A procedure as it is, as it can be, or as it is to be: a typed graph, and what is known about it.

    Two procedures with equal content are equal. `roles` stand in the order of the lanes.
    """

    id: str
    title: Title = field(default_factory=Title)
    state: State = "as_is"
    owner: str | None = None
    legal_basis: tuple[str, ...] = ()
    note: str | None = None
    source: str | None = None
    calendar: str = "jp"
    volume: Volume | None = None
    sections: int | Mapping[str, float] = 1
    attributes: Mapping[str, Attribute] = field(default_factory=lambda: MappingProxyType({}))
    delegation: str | None = None
    roles: tuple[Role, ...] = ()
    nodes: tuple[Node, ...] = ()
    flows: tuple[Flow, ...] = ()
    needs: tuple[Need, ...] = ()
    loses: tuple[Loss, ...] = ()
    foreign: Foreign | None = None

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """The top level as a frozen networkx graph: nodes under their ids with `node`, edges with `flow`."""
        return as_graph(self.nodes, self.flows)

    @cached_property
    def node_of(self) -> Mapping[str, Node]:
        """Every node by its id, those of sub-processes too."""
        return MappingProxyType({node.id: node for node in walk(self.nodes)})

    @cached_property
    def role_of(self) -> Mapping[str, Role]:
        """Every role by its id."""
        return MappingProxyType({role.id: role for role in self.roles})

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Every step that is work, those of sub-processes too."""
        return tuple(node for node in walk(self.nodes) if isinstance(node, Task))

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return the graph of the top level as a copy that may be changed."""
        import networkx as nx

        return nx.MultiDiGraph(self.graph)


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Yield nodes and, after each sub-process, what is in it."""
    for node in nodes:
        yield node
        if isinstance(node, SubProcess):
            yield from walk(node.nodes)


def as_graph(nodes: tuple[Node, ...], flows: tuple[Flow, ...]) -> nx.MultiDiGraph[str]:
    """Return nodes and flows as a frozen networkx graph; flows to nodes that are not there are left out."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in nodes:
        graph.add_node(node.id, node=node)
    for place, flow in enumerate(flows):
        if flow.source in graph and flow.target in graph:
            graph.add_edge(flow.source, flow.target, key=flow.id or str(place), flow=flow)
    frozen: nx.MultiDiGraph[str] = nx.freeze(graph)
    return frozen
