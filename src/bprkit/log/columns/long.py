"""Who plays which part in a table of a row an event."""

from __future__ import annotations

from bprkit.log.columns import words
from bprkit.log.columns.content import Column, constant_within, never_after, same_groups, same_texts
from bprkit.log.columns.draft import Candidate, Draft, choose
from bprkit.log.columns.headers import Part, vocabulary
from bprkit.log.columns.shape import dated_columns


def take_long(draft: Draft) -> None:
    """Give the parts of a table of a row an event.

    Raises InputError where there is no time, case or activity, or where two columns are as likely and differ.
    """
    stamps = dated_columns(draft)
    if not stamps and "time" not in draft.parts:
        raise words.no_time(draft.name, draft.columns)
    _take_case(draft, stamps)
    _take_activity(draft, stamps)
    _take_stamps(draft, stamps)
    _take_optional(draft, "resource")
    _take_optional(draft, "role")
    _take_optional(draft, "section")
    _take_instance(draft)


def _take_case(draft: Draft, stamps: list[Column]) -> None:
    if "case" in draft.parts:
        return
    candidates = [candidate for candidate in draft.candidates("case") if candidate.column not in stamps]
    if not candidates:
        candidates = draft.by_content(
            [column for column in draft.free() if _may_number_cases(column, stamps)]
        )
        candidates = _outstanding(candidates)
    column = choose(draft, "case", candidates, fits=_repeats, same=same_groups)
    if column is None:
        raise words.no_case(draft.name, draft.columns)
    draft.take("case", column)


def _repeats(column: Column) -> bool:
    return 1 < column.distinct < len(column.filled)


def _may_number_cases(column: Column, stamps: list[Column]) -> bool:
    """Case numbers come again, have digits, and there are many of them."""
    known = vocabulary()
    if (
        column in stamps
        or known.in_group("attributes", column.header)
        or known.in_group("free_text", column.header)
    ):
        return False
    if known.in_group("persons", column.header) or known.named_in("never_case", column.header):
        return False
    if any(
        known.known(part, column.header) for part in ("activity", "resource", "role", "section", "instance")
    ):
        return False
    numbered = sum(any(letter.isdigit() for letter in text) for text in column.counts)
    several = len(column.filled) >= 4 and 1 < column.distinct <= 0.9 * len(column.filled)
    return several and numbered >= 0.9 * column.distinct and "." not in column.example


def _outstanding(candidates: list[Candidate]) -> list[Candidate]:
    """Keep the column with by far the most different values, if any: cases outnumber whatever repeats."""
    ranked = sorted(candidates, key=lambda candidate: -candidate.column.distinct)
    if len(ranked) > 1 and ranked[0].column.distinct >= 5 * ranked[1].column.distinct:
        return ranked[:1]
    return candidates


def _take_activity(draft: Draft, stamps: list[Column]) -> None:
    if "activity" in draft.parts:
        return
    case = draft.parts["case"]
    candidates = [candidate for candidate in draft.candidates("activity") if candidate.column not in stamps]
    if not candidates:
        candidates = draft.by_content([c for c in draft.free() if _may_name_steps(c, case, stamps)])
    column = choose(draft, "activity", candidates, fits=names_steps, same=same_groups)
    if column is None:
        raise words.no_activity(draft.name, draft.columns, [column.name for column in stamps])
    draft.take("activity", column)
    if not names_steps(column):
        draft.note(column, words.many_activities(column))


def names_steps(column: Column) -> bool:
    """Tell whether a column has few different values that come again, as steps do."""
    rows = len(column.filled)
    if rows == 0 or column.dates >= 0.8:
        return False
    return rows < 10 or 2 <= column.distinct <= 0.5 * rows


def _may_name_steps(column: Column, case: Column, stamps: list[Column]) -> bool:
    known = vocabulary()
    spoken_for = any(
        known.in_group(group, column.header) for group in ("attributes", "free_text", "persons")
    ) or any(known.known(part, column.header) for part in ("case", "resource", "role", "section", "instance"))
    if spoken_for or column in stamps or column.kind != "category" or not names_steps(column):
        return False
    return column.distinct <= 0.3 * len(column.filled) + 2 and constant_within(column, case) is False


def _take_stamps(draft: Draft, stamps: list[Column]) -> None:
    case = draft.parts["case"]

    def moves(column: Column) -> bool:
        return constant_within(column, case) is not True

    stamps = [column for column in stamps if column in draft.free()]
    if "start" not in draft.parts:
        candidates = [c for c in draft.candidates("start") if c.column in stamps and moves(c.column)]
        start = choose(draft, "start", candidates, fits=moves, same=same_texts)
        if start is not None:
            draft.take("start", start)
            stamps.remove(start)
    if "time" not in draft.parts:
        candidates = [candidate for candidate in draft.candidates("time") if candidate.column in stamps]
        if not any(moves(candidate.column) for candidate in candidates):
            others = [
                column
                for column in stamps
                if moves(column) and all(column is not c.column for c in candidates)
            ]
            candidates += draft.by_content(others)
        _take_pair(draft, candidates)
    if "time" not in draft.parts:
        time = choose(draft, "time", candidates, fits=moves, same=same_texts)
        if time is None and "start" in draft.parts:
            draft.move("start", "time", words.only_starts())
        elif time is None:
            raise words.no_time(draft.name, draft.columns)
        else:
            draft.take("time", time)
    _check_starts(draft)


def _take_pair(draft: Draft, candidates: list[Candidate]) -> None:
    """Take two unknown stamp columns as start and completion, if one never follows the other."""
    columns = [candidate.column for candidate in candidates]
    if len(columns) != 2 or "start" in draft.parts or any(not c.by_content for c in candidates):
        return
    for one, other in (columns, columns[::-1]):
        if never_after(one, other):
            draft.take("start", one, why="content")
            draft.take("time", other, why="content")
            return


def _check_starts(draft: Draft) -> None:
    """Let starts come from one place only, a column or lifecycle rows, and never be copies of the ends."""
    start, time, lifecycle = draft.parts.get("start"), draft.parts["time"], draft.parts.get("lifecycle")
    if start is None:
        return
    chosen = draft.why[start.name] == "chosen"
    if lifecycle is not None and draft.why[lifecycle.name] != "chosen":
        if chosen or "start" not in {text.casefold() for text in lifecycle.counts}:
            draft.drop("lifecycle", words.starts_in(start))
        else:
            draft.drop("start", words.starts_in(lifecycle))
            return
    if not chosen and start.texts == time.texts and len(time.filled) >= 20:
        draft.twin(time, start, words.starts_equal_completions(time))


def _take_optional(draft: Draft, part: Part) -> None:
    """Take the resource, role or section; where several could be and no name is known, none, and say so."""
    if part in draft.parts:
        return
    case = draft.parts["case"]
    candidates = [c for c in draft.candidates(part) if c.column.filled and c.column.dates < 0.8]
    sure = sorted((c for c in candidates if not c.by_ending), key=lambda c: (c.order, c.place))
    likely = [c for c in candidates if c.by_ending and constant_within(c.column, case) is False]
    if sure:
        draft.take(part, sure[0].column)
        rivals = [c for c in sure[1:] if c.order == sure[0].order]
    elif len(likely) == 1:
        draft.take(part, likely[0].column)
        rivals = []
    else:
        rivals = likely
    for rival in rivals:
        if part not in draft.parts or rival.column.texts != draft.parts[part].texts:
            draft.note(rival.column, words.could_be(part))


def _take_instance(draft: Draft) -> None:
    for candidate in draft.candidates("instance"):
        if candidate.column.distinct > 1:
            draft.take("instance", candidate.column)
            draft.note(candidate.column, words.instance())
            return
