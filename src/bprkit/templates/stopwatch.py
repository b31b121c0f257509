"""Measured times of work: by stopwatch, a row a case, or as people report them themselves, a row a day and step."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bprkit.errors import InputError
from bprkit.language import Language, current, speaking
from bprkit.procedure.model import Procedure, Task, Title
from bprkit.templates.form import Answers, Content, Filled, FilledRow, Form, Sheet, asked
from bprkit.templates.painting import write_form
from bprkit.templates.reading import is_form, read_form

LONGEST_MINUTES = 24 * 60

_STEP = asked(
    "step",
    "工程",
    "Step",
    width=26,
    required=True,
    listed="steps",
    example=("受付・確認", "Acceptance"),
    help=("「工程一覧」にある名前から選ぶ", "Choose a name from the sheet Steps"),
)
_ROLE = asked(
    "role",
    "担当（職位）",
    "Role (post)",
    width=14,
    example=("主事", "Clerk"),
    help=("職位や係の名前。個人名は書かない", "Post or unit; no names of people"),
)
_NOTE = asked(
    "note",
    "備考",
    "Note",
    width=28,
    example=("書類の不足あり", "A paper was missing"),
    help=("ふつうと違ったこと", "What was unusual"),
)
_NO = asked("no", "No.", "No.", width=9, preset=True, example=("例", "Example"))
_DAY = asked(
    "day", "日付", "Date", "date", 12, example=dt.date(2026, 5, 11), help=("計った日", "The day of the work")
)
STEPS = Sheet(
    "steps",
    Title("工程一覧", "Steps"),
    (
        asked(
            "title",
            "工程",
            "Step",
            width=36,
            help=("計る工程の名前を、仕事の順に", "Names of the steps, in the order of the work"),
        ),
        asked(
            "id",
            "ID",
            "ID",
            width=20,
            help=("手続ファイルでの名前。空欄で構いません", "Id in the procedure's file; may be blank"),
        ),
    ),
    blank=60,
)
MEASURED = Sheet(
    "measured",
    Title("計測", "Measured"),
    (
        _NO,
        _DAY,
        _STEP,
        asked(
            "minutes",
            "分",
            "Minutes",
            "number",
            9,
            high=LONGEST_MINUTES,
            example=3,
            help=(
                "1件にかかった手を動かした時間。待ち時間は含めない",
                "Time of work on one case, without waiting",
            ),
        ),
        asked("seconds", "秒", "Seconds", "number", 9, high=59.999, example=20, help=("0〜59", "0 to 59")),
        asked(
            "start",
            "開始（時:分）",
            "Start (h:mm)",
            "time",
            11,
            help=(
                "分・秒の代わりに、開始と終了の時刻でもよい",
                "Or the times of start and end instead of minutes",
            ),
        ),
        asked("end", "終了（時:分）", "End (h:mm)", "time", 11),
        asked(
            "pause",
            "中断（分）",
            "Interrupted (min)",
            "number",
            11,
            help=("開始から終了までの間に、電話などで離れた時間", "Time away between start and end"),
        ),
        _ROLE,
        _NOTE,
    ),
    blank=200,
)
REPORTED = Sheet(
    "reported",
    Title("自己申告", "Reported"),
    (
        _NO,
        _DAY,
        _STEP,
        asked(
            "cases",
            "件数（件）",
            "Cases (number)",
            "whole",
            10,
            required=True,
            low=1,
            high=100_000,
            example=8,
            help=("その日に、その工程で処理した件数", "How many cases you did at this step that day"),
        ),
        asked(
            "minutes",
            "合計（分）",
            "In all (min)",
            "number",
            11,
            required=True,
            high=LONGEST_MINUTES,
            example=40,
            help=("その件数にかかった時間の合計", "How long all of them took together"),
        ),
        _ROLE,
        _NOTE,
    ),
    blank=200,
)
_NO_PEOPLE = Title(
    "氏名は書きません。仕事の時間を調べるもので、人の速さを比べるものではなく、人事評価には使いません。",
    "Write no names. This is about the time that work takes, not about who is fast; it is not used in evaluation.",
)
_EXAMPLE = Title(
    "「例」と書かれた灰色の行は見本で、読み込まれません。",
    "The grey row marked Example shows how; it is not read.",
)
STOPWATCH = Form(
    "stopwatch",
    Title("処理時間の計測（ストップウォッチ）", "Times of work by stopwatch"),
    (
        Title(
            "1件ごとに、手を動かした時間を計って1行に書きます。待ち時間や、ほかの仕事をしていた時間は含めません。",
            "Measure the time of work on one case and write a row for it, without waiting and other work.",
        ),
        Title(
            "「分」と「秒」を書くか、「開始」と「終了」の時刻を書きます（途中で離れた時間は「中断」へ）。",
            "Write minutes and seconds, or the times of start and end with what was interrupted.",
        ),
        Title(
            "工程ごとに10件以上あると、ばらつきが見えます。特に長い1件も消さずに残し、備考に理由を書いてください。",
            "With ten cases or more a step, the spread shows. Keep a case that took very long, and note why.",
        ),
        _NO_PEOPLE,
        _EXAMPLE,
        Title(
            "書き終えたら： bprkit apply-times 手続.yaml stopwatch.xlsx -o 新しい手続.yaml",
            "Then: bprkit apply-times procedure.yaml stopwatch.xlsx -o new.yaml",
        ),
    ),
    (MEASURED, STEPS),
    ("measured",),
)
SELF_REPORT = Form(
    "self-report",
    Title("処理時間の自己申告", "Times of work as reported"),
    (
        Title(
            "一日の終わりに、工程ごとの件数と合計の時間を1行に書きます。5分きざみのおよそで構いません。",
            "At the end of a day, write a row a step: how many cases, and how long in all, to five minutes.",
        ),
        Title(
            "5日分ほどあると、日による違いが見えます。忙しい日も、そうでない日も書いてください。",
            "With about five days, the differences show. Take busy days and quiet ones.",
        ),
        _NO_PEOPLE,
        _EXAMPLE,
        Title(
            "書き終えたら： bprkit apply-times 手続.yaml self-report.xlsx -o 新しい手続.yaml",
            "Then: bprkit apply-times procedure.yaml self-report.xlsx -o new.yaml",
        ),
    ),
    (REPORTED, STEPS),
    ("reported",),
)


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
    bad = any(
        (problem.path or "").endswith(str(row.number)) for problem in filled.problems
    )  # a cell of the row is told already
    if not bad:
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
