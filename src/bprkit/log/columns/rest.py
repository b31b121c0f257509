"""What becomes of the columns that play no part: tools' leavings, twins, free text, persons, attributes."""

from __future__ import annotations

import re
from itertools import pairwise

from bprkit.log.columns import words
from bprkit.log.columns.content import (
    Column,
    Kind,
    constant_within,
    kind_of_texts,
    once_per_case,
    same_groups,
)
from bprkit.log.columns.draft import Draft
from bprkit.log.columns.headers import is_unnamed, vocabulary, without_case
from bprkit.log.columns.people import names_people
from bprkit.log.columns.shape import Shape

_VARIANT_NUMBER = re.compile(r"(variant|バリアント)?\s*\d+", re.IGNORECASE)
_SURE_TWIN_ROWS = 20


def set_tools_aside(draft: Draft) -> None:
    """Leave out what process-mining tools add to their exports, and a saved data frame's row numbers."""
    for column in draft.free():
        if _is_tools(column):
            draft.put("ignored", column, why="header", note=words.tool_column())
        elif _is_row_index(column):
            draft.put("ignored", column, why="content", note=words.row_index())


def _is_tools(column: Column) -> bool:
    known = vocabulary()
    if column.name.startswith(known.tool_prefixes) or column.name.strip() == ".order":
        return True
    if known.named_in("tool", column.header):
        return True
    numbered = known.named_in("numbered", column.header)
    return numbered and bool(column.filled) and all(_VARIANT_NUMBER.fullmatch(text) for text in column.counts)


def _is_row_index(column: Column) -> bool:
    """A column without a header that counts rows up by one, as pandas' to_csv writes it."""
    if not is_unnamed(column.name) or len(column.filled) < 2:
        return False
    if not all(text.isdecimal() for text in column.filled):
        return False
    numbers = [int(text) for text in column.filled]
    return all(after > before for before, after in pairwise(numbers))


def sort_the_rest(draft: Draft, shape: Shape) -> None:
    """Put every column that plays no part in its place."""
    _find_twins(draft)
    case = draft.parts["case"]
    for column in draft.free():
        _sort(draft, column, case, shape)
    _look_at_years(draft, shape)


def _find_twins(draft: Draft) -> None:
    by_content: dict[tuple[str | None, ...], list[tuple[str, Column]]] = {}
    for part, column in draft.parts.items():
        by_content.setdefault(column.texts, []).append((part, column))
    for column in draft.free():
        for part, taken in by_content.get(column.texts, []):
            expected = vocabulary().known(part, column.header) is not None
            if expected or (column.distinct > 1 and len(column.texts) >= _SURE_TWIN_ROWS):
                draft.twin(taken, column)
                break
    copies: dict[str, list[Column]] = {}
    for column in draft.columns:
        copies.setdefault(column.header, []).append(column)
    for column in draft.free():
        first = copies[column.header][0]
        if first is not column and first.texts == column.texts and column.filled:
            draft.twin(first, column)


def _sort(draft: Draft, column: Column, case: Column, shape: Shape) -> None:
    known = vocabulary()
    own_name = without_case(column.header)
    if not column.filled:
        draft.put("ignored", column, why="content", note=words.empty())
    elif known.in_group("free_text", column.header) or known.in_group("free_text", own_name):
        draft.put("free_text", column, why="header", note=words.free_text())
    elif column.clock_alone and known.known("time", column.header):
        draft.put("ignored", column, why="header", note=words.clock_alone())
    elif names_people(column):
        note = words.person_of_case() if shape == "wide" else words.person()
        draft.put("person", column, why="header", note=note)
    else:
        _sort_by_content(draft, column, case)


def _sort_by_content(draft: Draft, column: Column, case: Column) -> None:
    kind = kind_in(column, case)
    why = "header" if vocabulary().in_group("attributes", column.header) else "content"
    if kind == "text":
        draft.put("free_text", column, why="content", note=words.free_text())
    elif kind == "identifier":
        draft.put("identifier", column, why="content", note=words.identifier())
    elif kind == "date":
        plan = vocabulary().is_plan(column.header)
        draft.put("attribute", column, why=why, note=words.plan() if plan else words.date_attribute())
    else:
        draft.put("attribute", column, why=why, note=None if column.distinct > 1 else words.one_value())


def kind_in(column: Column, case: Column) -> Kind:
    """Return an attribute's kind, judged once a case if it says one thing a case."""
    if column.dates >= 0.9:
        return "date"
    of_cases = constant_within(column, case) is not False
    kind = kind_of_texts(once_per_case(column, case)) if of_cases else column.kind
    if kind == "category" and column.distinct > 6 and len(column.filled) >= 20 and same_groups(column, case):
        return "identifier"
    return kind


def _look_at_years(draft: Draft, shape: Shape) -> None:
    """Say so if a number occurs in several fiscal years: numbering may begin anew each April."""
    if shape == "wide":
        return
    case = draft.parts["case"]
    for column in draft.columns:
        if column is not case and vocabulary().named_in("fiscal_year", column.header):
            if column.distinct > 1 and constant_within(column, case) is False:
                draft.note(case, words.in_several_years(column))
            return
