"""The shape of a procedure file: which keys stand where. The JSON Schema is made from these classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from bprkit.procedure.estimates import with_estimates_marked
from bprkit.procedure.model import Title
from bprkit.procedure.yaml.hours_of_day import Hourly
from bprkit.procedure.yaml.leaves import (
    ActWord,
    Amount,
    AttributeValue,
    Citation,
    ClosedDayWord,
    Date,
    Flag,
    Headcount,
    Listed,
    LogicWord,
    MediumWord,
    NeedKindWord,
    Number,
    OptionalText,
    OutcomeWord,
    PeriodAmount,
    PerYear,
    RoleKindWord,
    Sections,
    Share,
    Short,
    StateWord,
    TaskTypeWord,
    Text,
    Texts,
    TimeOfDay,
    TitleValue,
    Touch,
    TriggerWord,
    ValueWord,
    WaitValue,
    Weekday,
    When,
    Whole,
)

KINDS = (
    *("start", "task", "gateway", "choice", "parallel", "timer", "send", "receive"),
    *("subprocess", "circulation", "event", "end"),
)
_TEXT = {"type": ["string", "number"]}
_NOTHING = {"type": "null"}


class Shape(BaseModel):
    """A mapping with these keys and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ForeignShape(Shape):
    """What BPMN says beyond the model."""

    tag: Text = ""
    attributes: dict[str, Text] = Field(default_factory=dict)
    children: list[Text] = Field(default_factory=list)


class WayShape(Shape):
    """A way on from a step."""

    to: Text
    id: OptionalText = None
    title: TitleValue = Title()
    share: Share | None = None
    when: When | None = None
    otherwise: Flag = False
    rework: Flag = False
    mandatory: Citation | None = None
    estimate: Flag = False
    bpmn: ForeignShape | None = None


class FlowShape(WayShape):
    """A way from any step to any other."""

    source: Text = Field(alias="from")


class ReturnsShape(Shape):
    """A 差戻し after a step."""

    share: Share
    to: Text
    id: OptionalText = None
    title: TitleValue = Title("差戻し", "Returned")
    estimate: Flag = False


Ways = Annotated[list[WayShape], Listed(lambda way: {"to": way} if isinstance(way, str) else way, _TEXT)]


class StepShape(Shape):
    """What all steps may say."""

    id: Annotated[OptionalText, Field(min_length=1)] = None
    role: OptionalText = None
    note: OptionalText = None
    next: Ways | None = None
    returns: ReturnsShape | None = None
    bpmn: ForeignShape | None = None


class StartBody(Shape):
    """The full form of `start`."""

    id: OptionalText = None
    trigger: TriggerWord = "none"
    title: TitleValue = Title()
    role: OptionalText = None
    note: OptionalText = None


class EndBody(Shape):
    """The full form of `end`."""

    id: OptionalText = None
    outcome: OutcomeWord = "done"
    title: TitleValue = Title()
    role: OptionalText = None
    note: OptionalText = None


class StartShape(StepShape):
    """Where cases come in: what brings them, such as application."""

    start: Annotated[
        StartBody,
        Short(
            lambda word: {} if word is None else {"trigger": word}, {"anyOf": [{"type": "string"}, _NOTHING]}
        ),
    ]
    title: TitleValue = Title()


class EndShape(StepShape):
    """Where cases end: done, rejected, withdrawn, error, terminated."""

    end: Annotated[
        EndBody,
        Short(
            lambda word: {} if word is None else {"outcome": word}, {"anyOf": [{"type": "string"}, _NOTHING]}
        ),
    ]
    title: TitleValue = Title()


class MaterialsShape(Shape):
    """What one case uses up."""

    sheets: Amount = 0
    copies: Amount = 0
    letters: Amount = 0
    seals: Amount = 0


class BatchShape(Shape):
    """Work that is done together."""

    size: Whole | None = None
    days: Annotated[list[Weekday], Listed()] = Field(default_factory=list)
    at: Annotated[list[TimeOfDay], Listed()] = Field(default_factory=list)


class TaskShape(StepShape):
    """A step that somebody or something does."""

    task: TitleValue
    type: TaskTypeWord = "task"
    touch: Touch | None = None
    wait: WaitValue | None = None
    medium: Annotated[list[MediumWord], Listed()] = Field(default_factory=list)
    materials: MaterialsShape = MaterialsShape()
    systems: Texts = Field(default_factory=list)
    batch: BatchShape | None = None
    mandatory: Citation | None = None
    recorded_as: Texts = Field(default_factory=list)
    value: ValueWord | None = None
    act: ActWord | None = None
    draft: OptionalText = None
    delegated: Annotated[list[Text], Field(min_length=2, max_length=2)] | None = None
    controls: Texts = Field(default_factory=list)
    estimate: Flag = False
    source: OptionalText = None

    @model_validator(mode="before")
    @classmethod
    def _rough_times(cls, written: Any) -> Any:
        return with_estimates_marked(written) if isinstance(written, Mapping) else written


class GatewayShape(StepShape):
    """Where the way parts or comes together; the text is the question that it asks."""

    gateway: TitleValue
    logic: LogicWord = "exclusive"


class BranchShape(Shape):
    """One way of a choice: its steps, and what leads to it."""

    steps: list[StepAny] = Field(default_factory=list)
    title: TitleValue = Title()
    share: Share | None = None
    when: When | None = None
    otherwise: Flag = False
    mandatory: Citation | None = None
    estimate: Flag = False


class ChoiceShape(StepShape):
    """A question with its branches, and the place where they come together again."""

    choice: TitleValue
    logic: LogicWord = "exclusive"
    branches: Annotated[list[BranchShape], Field(min_length=1)]


class ParallelBranchShape(Shape):
    """Steps that run beside others."""

    steps: list[StepAny]
    title: TitleValue = Title()


class ParallelShape(StepShape):
    """Branches that all run, and the place where they wait for each other."""

    parallel: Annotated[
        list[Annotated[ParallelBranchShape, Short(lambda steps: {"steps": steps}, {"type": "array"})]],
        Field(min_length=1),
    ]
    title: TitleValue = Title()


class PeriodShape(Shape):
    """A length of time, how its days are counted, and where that is written."""

    amount: PeriodAmount
    first_day_counts: Flag
    on_closed_day: ClosedDayWord
    citation: Text


class TimerShape(StepShape):
    """Wait for a time, or a deadline."""

    timer: TitleValue
    period: PeriodShape | None = None
    deadline: Flag = False


class SendShape(StepShape):
    """Something goes to an applicant or another body."""

    send: TitleValue
    partner: OptionalText = None
    wait: WaitValue | None = None


class ReceiveShape(StepShape):
    """Something comes from an applicant or another body."""

    receive: TitleValue
    partner: OptionalText = None
    wait: WaitValue | None = None


class EventShape(StepShape):
    """An event that only BPMN has a word for."""

    event: TitleValue
    throws: Flag = False


class SubProcessShape(StepShape):
    """A part that folds into one box."""

    subprocess: TitleValue
    steps: list[StepAny] = Field(default_factory=list)
    flows: list[FlowShape] = Field(default_factory=list)


class CirculationShape(StepShape):
    """The circulation of an approval, compact."""

    circulation: Annotated[dict[str, Any], Short(lambda line: {"line": line}, {"type": "string"})]


def _kind(step: Any) -> str | None:
    if not isinstance(step, dict):
        return None
    return next((f"<{kind}>" for kind in KINDS if kind in step), None)


StepAny = Annotated[
    Annotated[StartShape, Tag("<start>")]
    | Annotated[TaskShape, Tag("<task>")]
    | Annotated[GatewayShape, Tag("<gateway>")]
    | Annotated[ChoiceShape, Tag("<choice>")]
    | Annotated[ParallelShape, Tag("<parallel>")]
    | Annotated[TimerShape, Tag("<timer>")]
    | Annotated[SendShape, Tag("<send>")]
    | Annotated[ReceiveShape, Tag("<receive>")]
    | Annotated[SubProcessShape, Tag("<subprocess>")]
    | Annotated[CirculationShape, Tag("<circulation>")]
    | Annotated[EventShape, Tag("<event>")]
    | Annotated[EndShape, Tag("<end>")],
    Discriminator(_kind),
]


class RoleShape(Shape):
    """Who acts."""

    id: Annotated[Text, Field(min_length=1)]
    title: TitleValue = Title()
    kind: RoleKindWord = "staff"
    headcount: Headcount = 1
    pooled: Flag = False
    section: OptionalText = None
    rate: OptionalText = None
    rank: OptionalText = None
    calendar: OptionalText = None
    part_of: OptionalText = None
    bpmn: ForeignShape | None = None


class VolumeShape(Shape):
    """How many cases begin, and when."""

    per_year: PerYear
    monthly: Annotated[list[Number], Field(min_length=12, max_length=12)] | None = None
    hourly: Hourly | None = None
    estimate: Flag = False
    source: OptionalText = None


class NeedShape(Shape):
    """What has to be there first."""

    kind: NeedKindWord
    title: TitleValue
    network: OptionalText = None
    citation: OptionalText = None
    note: OptionalText = None


class LossShape(Shape):
    """A step that a role loses."""

    role: Text
    step: Text
    agreed_by: OptionalText = None
    agreed_on: Date | None = None


class ProcedureShape(Shape):
    """A procedure: who acts in which steps, how often, and by what rules."""

    id: Annotated[OptionalText, Field(min_length=1)] = None
    title: TitleValue = Title()
    state: StateWord | None = None
    owner: OptionalText = None
    legal_basis: Texts = Field(default_factory=list)
    calendar: Text = "jp"
    volume: Annotated[VolumeShape, Short(lambda text: {"per_year": text}, _TEXT)] | None = None
    sections: Sections = 1
    attributes: dict[str, AttributeValue] = Field(default_factory=dict)
    delegation: OptionalText = None
    roles: list[Annotated[RoleShape, Short(lambda id_: {"id": id_, "title": id_}, _TEXT)]] = Field(
        default_factory=list
    )
    steps: list[StepAny]
    flows: list[FlowShape] = Field(default_factory=list)
    needs: list[NeedShape] = Field(default_factory=list)
    loses: list[LossShape] = Field(default_factory=list)
    source: OptionalText = None
    note: OptionalText = None
    bpmn: ForeignShape | None = None


ProcedureShape.model_rebuild()
