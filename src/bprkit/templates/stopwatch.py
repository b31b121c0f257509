"""Measured times of work: by stopwatch, a row a case, or as people report them themselves, a row a day and step."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bprkit.errors import InputError
from bprkit.language import Language, current, speaking
from bprkit.procedure.model import Procedure, Task
from bprkit.templates.form import Answers, Content, Filled, FilledRow
from bprkit.templates.painting import write_form
from bprkit.templates.reading import is_form, read_form
from bprkit.templates.stopwatch_forms import SELF_REPORT, STOPWATCH


@dataclass(frozen=True)
class Measurement:
    """What was measured once: minutes of work on each of `cases` cases of a step. place: its cell."""

    step: str
    minutes: float
    cases: int = 1
    place: str = ""
    day: dt.date | None = None
    role: str = ""
    note: str = ""


@dataclass(frozen=True)
class Times:
    """The measurements of a workbook; `reported`: by people themselves, several cases a row."""

    file: str
    reported: bool
    measurements: tuple[Measurement, ...]


def write_times(
    path: str | os.PathLike[str],
    *,
    reported: bool = False,
    procedure: Procedure | None = None,
    measurements: Sequence[Measurement] = (),
    lang: Language | None = None,
) -> None:
    """Write the form for measured times, with the steps of a procedure to choose from; `read_times` reads it."""
    with speaking(lang or current()):
        tasks = procedure.tasks if procedure is not None else ()
        steps = [{"title": str(task.title) or task.id, "id": task.id} for task in tasks]
    rows = [_as_row(each, reported) for each in measurements]
    form = SELF_REPORT if reported else STOPWATCH
    content: Content = {"steps": steps, "reported" if reported else "measured": rows}
    write_form(form, path, content, lang=lang)


def _as_row(each: Measurement, reported: bool) -> Answers:
    counted = (
        {"cases": each.cases, "minutes": each.minutes * each.cases} if reported else {"minutes": each.minutes}
    )
    row = {"step": each.step, "day": each.day, "role": each.role, "note": each.note, **counted}
    return {key: value for key, value in row.items() if value not in (None, "")}


def is_times(path: str | os.PathLike[str]) -> bool:
    """Tell forms of measured times from other files, by their sheets."""
    return is_form(STOPWATCH, path) or is_form(SELF_REPORT, path)


def read_times(path: str | os.PathLike[str], procedure: Procedure | None = None) -> Times:
    """Return the measurements of a stopwatch or self-report form; with a procedure, `step` is the id of its step.

    Raises InputError where the file is neither, FormError with every wrong cell: also where the procedure has no such step.
    """
    reported = is_form(SELF_REPORT, path) and not is_form(STOPWATCH, path)
    sheet = "reported" if reported else "measured"
    filled = read_form(SELF_REPORT if reported else STOPWATCH, path)
    ids = {
        str(row.values.get("title")): str(row.values["id"])
        for row in filled.rows("steps")
        if "id" in row.values
    }
    found = [
        each for row in filled.rows(sheet) if (each := _measurement(filled, sheet, row, reported)) is not None
    ]
    if procedure is not None:
        found = [_of_procedure(filled, sheet, each, ids, procedure) for each in found]
    if not found and not filled.problems:
        filled.note(
            sheet,
            3,
            "step",
            "",
            en="Nothing was measured yet. Fill in a row for each.",
            ja="計測が1件も記入されていません。1行ずつ記入してください。",
        )
    filled.refuse()
    return Times(str(path), reported, tuple(found))


def _measurement(filled: Filled, sheet: str, row: FilledRow, reported: bool) -> Measurement | None:
    values = row.values
    column = "minutes"
    if reported:
        minutes, cases = values.get("minutes"), values.get("cases")
        if not isinstance(minutes, int | float) or not isinstance(cases, int):
            return None
    else:
        column = "start" if "start" in values else "minutes"
        minutes, cases = _minutes(filled, row), 1
        if minutes is None:
            return None
    if minutes <= 0:
        filled.note(
            sheet,
            row.number,
            column,
            minutes,
            en="This took no time. Write how long it took, or take the row away.",
            ja="かかった時間が0以下です。時間を書くか、この行を消してください。",
        )
        return None
    day = values.get("day")
    return Measurement(
        str(values.get("step", "")),
        float(minutes) / cases,
        cases,
        filled.cell(sheet, row.number, column),
        day if isinstance(day, dt.date) else None,
        str(values.get("role", "")),
        str(values.get("note", "")),
    )


def _minutes(filled: Filled, row: FilledRow) -> float | None:
    """Return minutes of work from minutes and seconds, or from start to end without the interruption."""
    values = row.values
    told = [values[key] for key in ("minutes", "seconds") if key in values]
    clock = [values.get(key) for key in ("start", "end")]
    if told and not any(clock):
        minutes, seconds = values.get("minutes", 0), values.get("seconds", 0)
        assert isinstance(minutes, int | float) and isinstance(seconds, int | float)
        return minutes + seconds / 60
    start, end = clock
    if not told and isinstance(start, dt.time) and isinstance(end, dt.time):
        pause = values.get("pause", 0)
        assert isinstance(pause, int | float)
        between = [each.hour * 60 + each.minute + each.second / 60 for each in (start, end)]
        return between[1] - between[0] - pause
    if not filled.is_told("measured", row.number):
        filled.note(
            "measured",
            row.number,
            "minutes",
            "",
            en="Write either minutes and seconds, or both start and end.",
            ja="「分・秒」か、「開始」と「終了」の両方か、どちらか一方を書いてください。",
        )
    return None


def _of_procedure(
    filled: Filled, sheet: str, each: Measurement, ids: dict[str, str], procedure: Procedure
) -> Measurement:
    if not each.step:  # blank, which is told already
        return each
    try:
        return replace(each, step=_task(each.step, ids, procedure).id)
    except InputError as error:
        number = int("".join(letter for letter in each.place.rpartition("!")[2] if letter.isdigit()))
        filled.note(sheet, number, "step", each.step, en=error.en, ja=error.ja)
        return each


def _task(name: str, ids: dict[str, str], procedure: Procedure) -> Task:
    """Return the step of a procedure that a name means: by the list of steps, by id, by title, or as logs record it."""
    from difflib import get_close_matches

    from bprkit.procedure.excel.layout import plain

    asked_for = {plain(name), plain(ids.get(name, name))}
    named = {
        task.id: {
            plain(each) for each in (task.id, task.title.ja, task.title.en or "", *task.recorded_as) if each
        }
        for task in procedure.tasks
    }
    for names in (
        {id_: {plain(id_)} for id_ in named},
        named,
    ):
        found = [task for task in procedure.tasks if asked_for & names[task.id]]
        if len(found) == 1:
            return found[0]
    if len(found) > 1:
        listed = ", ".join(task.id for task in found)
        raise InputError(
            en=f"'{name}' may be several steps of {procedure.id}. Write one of the ids: {listed}.",
            ja=f"「{name}」に当たる工程が {procedure.id} に複数あります。ID（{listed}）で書いてください。",
        )
    titles = {
        str(title): task for task in procedure.tasks for title in (task.title.ja, task.title.en) if title
    }
    near = get_close_matches(name, list(titles), n=1, cutoff=0.4)
    raise InputError(
        en=f"{procedure.id} has no step '{name}'.{f' Is {near[0]} meant?' if near else ''} Write its title or id.",
        ja=f"{procedure.id} に「{name}」という工程はありません。{f'「{near[0]}」のことですか。' if near else ''}"
        "工程の名前かIDを書いてください。",
    )
