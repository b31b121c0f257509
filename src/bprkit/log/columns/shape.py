"""Whether a row is an event or a case, and what the dates of a row-a-case table mean."""

from __future__ import annotations

from typing import Literal

from bprkit.log.columns import words
from bprkit.log.columns.content import Column, same_groups
from bprkit.log.columns.draft import Candidate, Draft, choose
from bprkit.log.columns.headers import BY_ENDING, header_key, lookups, vocabulary

Shape = Literal["long", "wide"]

LONG_ONLY = ("activity", "time", "start", "lifecycle")
_MOSTLY = 0.95
_DATE_ENDINGS = ("日", "日時", "年月日", "date", "datetime")


def dated_columns(draft: Draft) -> list[Column]:
    """Return the free columns with dates of what happened: neither deadlines nor numbers that look alike."""
    return [column for column in draft.free() if _dated(column) and not vocabulary().is_plan(column.header)]


def _dated(column: Column) -> bool:
    known = vocabulary()
    hinted = known.known("time", column.header) or known.known("start", column.header)
    if column.compact and not hinted:
        return False  # 20240629 under an unknown header may be a number
    if not hinted and (known.known("case", column.header) or known.named_in("never_case", column.header)):
        return False
    return column.dates_if_hinted >= 0.5 if hinted else column.dates >= 0.9


def is_row_unique(column: Column) -> bool:
    """Tell whether (almost) every row has another value."""
    rows = len(column.texts)
    return column.distinct >= _MOSTLY * len(column.filled) and len(column.filled) >= 0.9 * rows


def _year(draft: Draft) -> Column | None:
    known = vocabulary()
    years = [column for column in draft.free() if known.named_in("fiscal_year", column.header)]
    return years[0] if years else None


def _pairs(year: Column, number: Column) -> Column:
    texts = zip(year.texts, number.texts, strict=True)
    return Column("", "", tuple(None if a is None or b is None else f"{a}\t{b}" for a, b in texts))


def is_unique_by_year(draft: Draft, column: Column) -> bool:
    """Tell whether numbers begin anew each fiscal year: only with the year do they name one row each."""
    year = _year(draft)
    if year is None or is_row_unique(column):
        return False
    pairs = _pairs(year, column)
    return is_row_unique(pairs) and pairs.distinct > column.distinct


def _case_candidates(draft: Draft) -> list[Candidate]:
    if "case" in draft.parts:
        return [Candidate(draft.parts["case"], 0)]
    dates = dated_columns(draft)
    found = [candidate for candidate in draft.candidates("case") if candidate.column not in dates]
    if found:
        return found
    numbered = [
        column
        for column in draft.free()
        if column not in dates
        and column.kind == "identifier"
        and not vocabulary().in_group("free_text", column.header)
    ]
    return draft.by_content(numbered)


def _one_row_each(draft: Draft, column: Column) -> bool:
    return len(column.filled) > 1 and (is_row_unique(column) or is_unique_by_year(draft, column))


def _steps(draft: Draft, *, snapshots: bool) -> bool:
    """Tell whether a header names the step that a row records; a 状態 may only say how a case stands."""
    tiers = vocabulary().parts["activity"]
    for candidate in draft.candidates("activity"):
        tier = next((tiers[key].tier for key in lookups(candidate.column.header) if key in tiers), "ending")
        if candidate.column.filled and (snapshots or tier not in ("snapshot", "result")):
            return True
    return False


def is_wide(draft: Draft) -> bool:
    """Tell whether a row is a case and its date columns are milestones.

    Raises InputError for a register: a row a case, but one date only.
    """
    if any(part in draft.parts for part in LONG_ONLY) or _steps(draft, snapshots=False):
        return False
    dates = dated_columns(draft)
    candidates = _case_candidates(draft)
    unique = [candidate for candidate in candidates if _one_row_each(draft, candidate.column)]
    surest = min((candidate.order for candidate in candidates), default=None)
    # a row number beside a case number that repeats does not make a row a case
    whole = [candidate for candidate in unique if candidate.order == surest]
    if whole and len(dates) >= 2:
        return True
    if whole and len(dates) == 1 and surest is not None and surest <= BY_ENDING:
        raise words.register(draft.name, whole[0].column, dates[0], draft.columns)
    known = vocabulary()
    named = [
        column
        for column in dates
        if known.known("time", column.header) or known.known("start", column.header)
    ]
    return len(named) >= 2 and bool(candidates) and not _steps(draft, snapshots=True)


def take_wide(draft: Draft, *, asked_for: bool) -> None:
    """Give the parts of a table of a row a case: its number and its milestones.

    Who and which section is in charge of a case is no evidence of who took a step, so these stay attributes.
    """
    milestones = [*dated_columns(draft), *_not_yet_filled(draft)]
    if len(milestones) < 2:
        raise words.too_few_milestones(draft.name, [column.name for column in milestones], draft.columns)
    column = choose(
        draft,
        "case",
        _case_candidates(draft),
        fits=lambda candidate: _one_row_each(draft, candidate),
        same=same_groups,
    )
    if column is None:
        raise words.no_case(draft.name, draft.columns)
    if "case" not in draft.parts:
        draft.take("case", column)
    if is_unique_by_year(draft, column) and (year := _year(draft)):
        draft.case_parts = (year.name, column.name)
        draft.note(column, words.begins_anew(year))
    elif not is_row_unique(column):
        draft.note(column, words.several_rows_a_case())
    _put_milestones(draft, sorted(milestones, key=draft.columns.index))


def _put_milestones(draft: Draft, milestones: list[Column]) -> None:
    kept: list[Column] = []
    for column in milestones:
        copies = [
            k for k in kept if k.texts == column.texts and lookups(k.header)[-1] == lookups(column.header)[-1]
        ]
        if copies:
            draft.twin(copies[0], column)
            continue
        kept.append(column)
        named = header_key(column.header).endswith(_DATE_ENDINGS)
        note = words.milestone() if column.filled else words.empty_milestone()
        draft.put("milestone", column, why="header" if named else "content", note=note)


def _not_yet_filled(draft: Draft) -> list[Column]:
    """Return empty columns that are dates by their headers: a 施行日 that no case has reached so far."""
    known = vocabulary()
    return [
        column
        for column in draft.free()
        if not column.filled and known.known("time", column.header) and not known.is_plan(column.header)
    ]
