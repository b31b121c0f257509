"""The forms for times of work: by stopwatch, a row a case, and as people report them, a row a day and step."""

from __future__ import annotations

import datetime as dt

from bprkit.procedure.model import Title
from bprkit.templates.form import Form, Sheet, asked

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
