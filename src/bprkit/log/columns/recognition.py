"""Which column of a table plays which part: decided from the headers and from the data, and told.

A header alone proves nothing (a 状態 may be a step or a mere attribute), nor does content alone (a staff
number and a case number look alike). So the names in `data/headers.yaml` say what a column may be and how
sure that is, the values say whether it can be, and two columns that remain equally likely are asked about,
never chosen between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bprkit.errors import InputError
from bprkit.log.columns import words
from bprkit.log.columns.content import Column, Kind, attribute_kind, is_lifecycle
from bprkit.log.columns.draft import Draft
from bprkit.log.columns.headers import header_key, originals, vocabulary
from bprkit.log.columns.long import take_long
from bprkit.log.columns.people import parts_of_people
from bprkit.log.columns.rest import kind_in, set_tools_aside, sort_the_rest
from bprkit.log.columns.shape import LONG_ONLY, Shape, is_row_unique, is_wide, take_wide
from bprkit.log.text.headers import unique_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Recognised", "attribute_kind", "is_lifecycle", "recognise"]

Choosable = Literal["case", "activity", "time", "start", "resource", "role", "section", "lifecycle"]
CHOOSABLE: tuple[Choosable, ...] = (
    "case",
    "activity",
    "time",
    "start",
    "resource",
    "role",
    "section",
    "lifecycle",
)


_MOST_CELLS = 2_000_000  # about a microsecond each
_FEWEST_ROWS = 100


@dataclass(frozen=True)
class Recognised:
    """What the columns of a table were taken for; each column is in one place only.

    Attributes
    ----------
    shape: "long" (a row an event) or "wide" (a row a case, a column of dates a milestone).
    case, activity, time, start, resource, role, section, lifecycle, instance: headers, None where there is
        none. A wide table has a case and milestones; who takes its steps is not recorded.
    milestones: the date columns of a wide table, in the order of the headers.
    attributes: what could serve as `by=` or explain slow cases: categories, numbers, dates.
    free_text: may hold personal data, never shown unless asked for.
    ignored: written by process-mining tools, or without content.
    taken: rows for the result's `columns`: column, taken_as, why, note.
    same_as: pairs (taken, twin) whose content is equal in every row of the sample.
    case_parts: the columns whose values together name a case (年度 and 伝票番号), where one alone does not.
    persons: other columns that name people at work; like the resource, only shown with --persons.
    of_people: the parts among activity, role and section that a column of people was chosen for.
    identifiers: nearly one value a case, and so no use for a breakdown.
    kinds: for each attribute category, number or date; judged once a case where a case has one value.
    """

    shape: Shape
    case: str
    activity: str | None
    time: str | None
    start: str | None
    resource: str | None
    role: str | None
    section: str | None
    lifecycle: str | None
    instance: str | None
    milestones: tuple[str, ...]
    attributes: tuple[str, ...]
    free_text: tuple[str, ...]
    ignored: tuple[str, ...]
    taken: tuple[dict[str, Any], ...]
    same_as: tuple[tuple[str, str], ...]
    case_parts: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    of_people: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)


def recognise(
    sample: pd.DataFrame,
    *,
    chosen: Mapping[str, str | None] | None = None,
    shape: Shape | None = None,
    name: str = "log.csv",
) -> Recognised:
    """Decide which column of a table plays which part.

    Parameters
    ----------
    sample: some hundreds or thousands of rows; values as texts, or typed as a spreadsheet or Parquet does.
    chosen: part -> header for case, activity, time, start, resource, role, section, lifecycle; headers are
        compared without case, width, spaces and underscores.
    shape: "long" or "wide"; None to decide.
    name: what the messages call the table.

    Raises
    ------
    InputError: no rows, one column, a chosen header that is unknown or chosen twice, no column for the case,
        the activity or the time, or two that are equally likely and differ.

    Examples
    --------
    >>> import pandas as pd
    >>> history = pd.DataFrame({
    ...     "番号": ["1", "1", "2", "2"],
    ...     "処理日時": ["2020/08/20 10:00", "2020/08/21 9:30", "2020/08/20 11:00", "2020/08/24 9:00"],
    ...     "処理内容": ["起案", "決裁", "起案", "決裁"],
    ...     "所属": ["税務課", "税務課", "市民課", "市民課"],
    ... })
    >>> found = recognise(history)
    >>> found.shape, found.case, found.activity, found.time, found.section
    ('long', '番号', '処理内容', '処理日時', '所属')
    """
    draft = _draft(sample, name)
    _take_chosen(draft, chosen or {}, shape)
    set_tools_aside(draft)
    _take_lifecycle(draft)
    if shape == "wide" or (shape is None and is_wide(draft)):
        take_wide(draft, asked_for=shape == "wide")
        decided: Shape = "wide"
    else:
        take_long(draft)
        decided = "long"
    sort_the_rest(draft, decided)
    return _recognised(draft, decided)


def _draft(sample: pd.DataFrame, name: str) -> Draft:
    headers, _ = unique_names(list(sample.columns), exact=True)
    if len(headers) <= 1:
        raise words.one_column(name, headers)
    if len(sample) == 0:
        raise words.no_rows(name)
    known_as = originals(headers)
    sample = sample.head(max(_FEWEST_ROWS, _MOST_CELLS // len(headers)))
    columns = [Column.of(header, known_as[header], sample.iloc[:, at]) for at, header in enumerate(headers)]
    return Draft(name, tuple(columns))


def _take_chosen(draft: Draft, chosen: Mapping[str, str | None], shape: Shape | None) -> None:
    for part, header in chosen.items():
        if header is None:
            continue
        if part not in CHOOSABLE:
            raise InputError(
                en=f"A column can be chosen for {', '.join(CHOOSABLE)}, not for {part!r}.",
                ja=f"列を指定できるのは {', '.join(CHOOSABLE)} です。{part!r} には指定できません。",
            )
        column = _named(draft, part, header)
        for other, taken in draft.parts.items():
            if taken is column:
                raise words.chosen_twice(draft.name, column.name, other, part)
        draft.take(part, column, why="chosen")
    for part in ("time", "start"):
        stamps = draft.parts.get(part)
        if stamps is not None and stamps.dates_if_hinted == 0.0:
            raise words.not_dates(draft.name, part, stamps)
    if shape == "wide" and (clash := [part for part in draft.parts if part in LONG_ONLY]):
        raise words.wide_with(draft.name, clash[0])


def _named(draft: Draft, part: str, header: str) -> Column:
    exact = [column for column in draft.columns if column.name == header]
    wanted = header_key(header)
    alike = exact or [column for column in draft.columns if header_key(column.name) == wanted]
    if not alike:
        raise words.unknown_header(draft.name, part, header, [column.name for column in draft.columns])
    if any(column.texts != alike[0].texts for column in alike[1:]):
        raise words.ambiguous(draft.name, part, alike)
    return alike[0]


def _take_lifecycle(draft: Draft) -> None:
    if column := draft.parts.get("lifecycle"):
        if not is_lifecycle(column.filled):
            raise words.not_lifecycle(draft.name, column)
        return
    for candidate in draft.candidates("lifecycle"):
        if is_lifecycle(candidate.column.filled):
            draft.take("lifecycle", candidate.column)
            return
        draft.note(candidate.column, words.statuses(candidate.column))
    standard = vocabulary().lifecycle
    for column in draft.free():
        transitions = {text.casefold() for text in column.counts} if column.distinct <= 20 else set()
        if {"start", "complete"} <= transitions <= standard:
            draft.take("lifecycle", column, why="content")
            return


def _recognised(draft: Draft, shape: Shape) -> Recognised:
    case = draft.parts["case"]
    if shape == "long" and is_row_unique(case) and len(case.filled) >= 20:
        draft.note(case, words.every_row_a_case())
    attributes = draft.names("attribute")
    of_people = parts_of_people(draft)

    def header(part: str) -> str | None:
        column = draft.parts.get(part)
        return column.name if column else None

    return Recognised(
        shape=shape,
        case=case.name,
        activity=header("activity"),
        time=header("time"),
        start=header("start"),
        resource=header("resource"),
        role=header("role"),
        section=header("section"),
        lifecycle=header("lifecycle"),
        instance=header("instance"),
        milestones=draft.names("milestone"),
        attributes=attributes,
        free_text=draft.names("free_text"),
        ignored=draft.names("ignored"),
        taken=draft.rows(),
        same_as=tuple(draft.twins),
        case_parts=draft.case_parts,
        persons=draft.names("person"),
        of_people=of_people,
        identifiers=draft.names("identifier"),
        kinds={column.name: kind_in(column, case) for column in draft.columns if column.name in attributes},
    )
