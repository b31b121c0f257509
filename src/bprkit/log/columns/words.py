"""What is said about columns, in both languages: notes for the result, and the errors that ask the user."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.log.columns.content import Column
from bprkit.log.columns.headers import header_key, vocabulary

_SHOWN = 30
_PART_NAMES = {
    "case": ("case", "案件を表す列"),
    "activity": ("activity", "処理名（アクティビティ）を表す列"),
    "time": ("time of the step", "日時を表す列"),
    "start": ("start of the step", "開始日時を表す列"),
    "resource": ("person who took the step", "処理者を表す列"),
    "role": ("role", "役職を表す列"),
    "section": ("section", "所属を表す列"),
    "lifecycle": ("lifecycle", "ライフサイクルを表す列"),
}


def joined(notes: Sequence[str]) -> str:
    """Join notes into one."""
    return tell(en="; ".join(notes), ja="。".join(notes))


def _english(headers: Sequence[str]) -> str:
    more = f" … ({len(headers) - _SHOWN} more)" if len(headers) > _SHOWN else ""
    return ", ".join(f"'{header}'" for header in headers[:_SHOWN]) + more


def _japanese(headers: Sequence[str]) -> str:
    more = f"…（ほか{len(headers) - _SHOWN}列）" if len(headers) > _SHOWN else ""
    return "".join(f"「{header}」" for header in headers[:_SHOWN]) + more


def _headers(columns: Iterable[Column]) -> list[str]:
    return [column.name for column in columns]


# Errors


def one_column(name: str, headers: Sequence[str]) -> InputError:
    """Say that a table of one column is no log, and that the separator may be why."""
    if not headers:
        return InputError(
            en=f"{name} has no columns. A log needs a case, an activity and a time.",
            ja=f"{name} には列がありません。案件番号・処理名・日時の列が必要です。",
        )
    header = headers[0] if len(headers[0]) <= 80 else headers[0][:79] + "…"
    found = [mark for mark in (";", "|", "\t", ",", "、") if mark in header]
    cause_en = f" It seems to be separated by {found[0]!r}." if found else ""
    cause_ja = f"区切り文字が {found[0]!r} のようです。" if found else ""
    return InputError(
        en=f"{name} has one column only, '{header}'. A log needs a case, an activity and a time.{cause_en} "
        "Export it with commas or tabs between the columns.",
        ja=f"{name} には列が一つ（「{header}」）しかありません。案件番号・処理名・日時の列が必要です。"
        f"{cause_ja}"
        "列をカンマかタブで区切って出力し直してください。",
    )


def no_rows(name: str) -> InputError:
    """Say that there are headers and nothing else."""
    return InputError(
        en=f"{name} has headers but no rows. Export it again with its data.",
        ja=f"{name} は見出しだけで、データの行がありません。データを含めて出力し直してください。",
    )


def unknown_header(name: str, part: str, header: str, headers: Sequence[str]) -> InputError:
    """Say that a chosen header is not there, and which is closest."""
    keys = {header_key(known): known for known in reversed(headers)}
    close = difflib.get_close_matches(header_key(header), list(keys), n=1, cutoff=0.5)
    meant = keys[close[0]] if close else None
    en = f" Did you mean '{meant}'?" if meant else ""
    ja = f"「{meant}」のことでしょうか。" if meant else ""
    return InputError(
        en=f"{name} has no column '{header}' (--{part}).{en} Its columns are {_english(headers)}.",
        ja=f"{name} に「{header}」という列はありません（--{part}）。{ja}列は次のとおりです: "
        f"{_japanese(headers)}",
    )


def chosen_twice(name: str, header: str, one: str, other: str) -> InputError:
    """Say that one column was chosen for two parts."""
    return InputError(
        en=f"{name}: the column '{header}' was chosen for both --{one} and --{other}. Name another column "
        "for one of them.",
        ja=f"{name}: 列「{header}」が --{one} と --{other} の両方に指定されています。"
        "どちらかを別の列にしてください。",
    )


def wide_with(name: str, part: str) -> InputError:
    """Say that a table of a row a case has no such column."""
    return InputError(
        en=f"{name}: --{part} belongs to a table with a row for each step. In one with a row for each "
        "case every date column "
        f"is a step. Leave out --{part}, or do not ask for the wide shape.",
        ja=f"{name}: --{part} は1行が1処理の表で使う指定です。1行が1案件の表では、"
        "日付の列それぞれが処理になります。"
        f"--{part} を外すか、横持ち（wide）の指定を外してください。",
    )


def not_dates(name: str, part: str, column: Column) -> InputError:
    """Say that a column chosen for a time holds no dates."""
    return InputError(
        en=f"{name}: the column '{column.name}' (--{part}) holds no dates; its first value is "
        f"'{column.example}'. "
        f"Name a column of dates with --{part}.",
        ja=f"{name}: "
        f"列「{column.name}」（--{part}）に日付として読める値がありません（最初の値:「{column.example}」）。"
        f"日付の列を --{part} で指定してください。",
    )


def not_lifecycle(name: str, column: Column) -> InputError:
    """Say that a column chosen for the lifecycle holds other values."""
    return InputError(
        en=f"{name}: the column '{column.name}' (--lifecycle) holds values such as '{column.example}'. "
        "Lifecycle values are start and complete (and schedule, suspend, resume …). Leave out --lifecycle.",
        ja=f"{name}: 列「{column.name}」（--lifecycle）の値は「{column.example}」などです。"
        "ライフサイクルの値は start と complete"
        "（ほかに schedule、suspend、resume など）です。--lifecycle の指定を外してください。",
    )


def ambiguous(name: str, part: str, columns: Sequence[Column]) -> InputError:
    """Ask which of several equally likely columns is meant, with a value of each."""
    label_en, label_ja = _PART_NAMES[part]
    names = part == "resource"  # a person's name is no example to print
    en = ", ".join(f"'{c.name}'" if names else f"'{c.name}' (e.g. '{c.example}')" for c in columns)
    ja = "".join(f"「{c.name}」" if names else f"「{c.name}」（例: {c.example}）" for c in columns)
    first = columns[0].name
    return InputError(
        en=f"{name}: {len(columns)} columns could be the {label_en}, and they differ: {en}. "
        f'Say which, for example --{part} "{first}".',
        ja=f"{name}: {label_ja}の候補が{len(columns)}つあり、内容が異なります: {ja}。"
        f'どれを使うか、たとえば --{part} "{first}" のように指定してください。',
    )


def no_time(name: str, columns: Sequence[Column]) -> InputError:
    """Say that no column holds dates, which ones were seen, and which one promised dates."""
    headers = _headers(columns)
    near = [c for c in columns if c.filled and vocabulary().known("time", c.header)]
    near_en = f" '{near[0].name}' holds '{near[0].example}', which is no date." if near else ""
    near_ja = f"「{near[0].name}」の値「{near[0].example}」は日付として読めません。" if near else ""
    return InputError(
        en=f"{name}: no column holds dates of what happened.{near_en} The columns are {_english(headers)}. "
        "A log needs a date for each step (2024-06-29 9:05, 令和6年6月29日, 20240629 …); if there is one, "
        "name it with "
        "--time COLUMN.",
        ja=f"{name}: 処理の日時を表す列が見つかりません。{near_ja}列は次のとおりです: {_japanese(headers)}。"
        "処理ごとの日付（2024/6/29 9:05、令和6年6月29日、20240629 など）が必要です。該当する列があれば "
        "--time 列名 で指定してください。",
    )


def no_case(name: str, columns: Sequence[Column]) -> InputError:
    """Say that no column tells the cases apart."""
    headers = _headers(columns)
    return InputError(
        en=f"{name}: no column says which case a row belongs to. The columns are {_english(headers)}. "
        "Name the one with the case or document number with --case COLUMN; if there is none, add one to "
        "the export.",
        ja=f"{name}: どの案件の行かを表す列が見つかりません。列は次のとおりです: {_japanese(headers)}。"
        "案件番号や文書番号の列を --case 列名 で指定してください。なければ、"
        "番号の列を加えて出力し直してください。",
    )


def no_activity(name: str, columns: Sequence[Column], stamps: Sequence[str]) -> InputError:
    """Say that no column tells what was done."""
    headers = _headers(columns)
    wide_en = wide_ja = ""
    if len(stamps) > 1:
        wide_en = f" If each row is a case and its dates ({_english(stamps)}) are its steps, the case "
        "number may occur once only."
        wide_ja = f"1行が1案件で、日付（{_japanese(stamps)}）が各処理を表す表であれば、"
        "案件番号が重複しないようにしてください。"
    return InputError(
        en=f"{name}: no column says what was done in a row. The columns are {_english(headers)}. "
        f"Name the one with the step or status with --activity COLUMN.{wide_en}",
        ja=f"{name}: 各行で何をしたか（処理名・状態など）を表す列が見つかりません。列は次のとおりです: "
        f"{_japanese(headers)}。"
        f"該当する列を --activity 列名 で指定してください。{wide_ja}",
    )


def register(name: str, case: Column, date: Column, columns: Sequence[Column]) -> InputError:
    """Say what a register of cases lacks: a second date, or a history."""
    headers = _headers(columns)
    return InputError(
        en=f"{name} is a register: a row for each '{case.name}' and one date, '{date.name}'. One date "
        "gives no duration. "
        "Export it with a second date (decision, completion) or export the history with a row for each step. "
        f"If a row is a step, say what was done with --activity COLUMN. The columns are {_english(headers)}.",
        ja=f"{name} は「{case.name}」ごとに1行の台帳で、日付の列が「{date.name}」しかありません。"
        "日付が一つでは所要日数を計算できません。"
        "決裁日・施行日・完了日などの列を加えるか、処理ごとに1行の履歴を出力してください。"
        "1行が1処理であれば、処理名の列を --activity 列名 で指定してください。列は次のとおりです: "
        f"{_japanese(headers)}",
    )


def too_few_milestones(name: str, stamps: Sequence[str], columns: Sequence[Column]) -> InputError:
    """Say that a table of a row a case needs two dates at least."""
    headers = _headers(columns)
    seen_en = f"only {_english(stamps)}" if stamps else "none"
    seen_ja = f"「{stamps[0]}」だけです" if stamps else "一つもありません"
    return InputError(
        en=f"{name}: a table with a row for each case needs two columns of dates at least (such as 起案日 "
        "and 決裁日); there is "
        f"{seen_en}. The columns are {_english(headers)}.",
        ja=f"{name}: 1行が1案件の表には、日付の列が二つ以上（起案日・決裁日など）必要ですが、{seen_ja}。"
        f"列は次のとおりです: {_japanese(headers)}",
    )


# Notes


def twin(taken: Column) -> str:
    """Note on a column that repeats another."""
    return tell(
        en=f"same content as '{taken.name}' in every row looked at",
        ja=f"確認した全行で「{taken.name}」と同じ内容",
    )


def starts_equal_completions(time: Column) -> str:
    """Note on start stamps that are copies of the completions."""
    return tell(
        en=f"equal to '{time.name}' in every row looked at: starts were not recorded",
        ja=f"確認した全行で「{time.name}」と同じため、開始は記録されていないものとして扱う",
    )


def starts_in(column: Column) -> str:
    """Note on a second source of starts."""
    return tell(en=f"the starts are in '{column.name}'", ja=f"開始は「{column.name}」から読み取る")


def only_starts() -> str:
    """Note on a start stamp that serves as the time."""
    return tell(
        en="the only stamp of a step, so taken as its time", ja="処理の日時がほかにないため、日時として使用"
    )


def statuses(column: Column) -> str:
    """Note on a lifecycle column that holds statuses."""
    return tell(
        en=f"holds statuses such as '{column.example}', not start and complete, so an attribute",
        ja=f"「{column.example}」などの状態であり、start・complete ではないため、属性として使用",
    )


def many_activities(column: Column) -> str:
    """Note on an activity column with few repetitions."""
    return tell(
        en=f"{column.distinct:,} different values in {len(column.filled):,} rows: few steps repeat",
        ja=f"{len(column.filled):,}行に{column.distinct:,}種類の値があり、同じ処理がほとんど現れない",
    )


def could_be(part: str) -> str:
    """Note on a column that another was preferred to, or that could not be told from another."""
    label_en, label_ja = _PART_NAMES[part]
    return tell(
        en=f"could be the {label_en} too: name it with --{part}",
        ja=f"{label_ja}の候補。--{part} で指定できる",
    )


def instance() -> str:
    """Note on the number of an activity instance."""
    return tell(en="joins the rows of one activity instance", ja="同じ処理の開始と完了の行を結び付ける番号")


def every_row_a_case() -> str:
    """Note on a case column whose values do not come again."""
    return tell(en="every row looked at is another case", ja="確認した行はすべて別の案件")


def milestone() -> str:
    """Note on a date column of a wide table."""
    return tell(en="a milestone: each date is an event", ja="日付の一つ一つを処理（イベント）として扱う")


def empty_milestone() -> str:
    """Note on a milestone without dates so far."""
    return tell(
        en="a milestone by its header; empty in the rows looked at",
        ja="見出しから処理の日付と判断。確認した行ではすべて空欄",
    )


def begins_anew(year: Column) -> str:
    """Note on numbers that are unique within a fiscal year only."""
    return tell(
        en=f"unique only together with '{year.name}', so both name the case",
        ja=f"「{year.name}」と組み合わせて初めて一意になるため、両方で案件を特定",
    )


def in_several_years(year: Column) -> str:
    """Note on numbers of a long log that occur in several fiscal years."""
    return tell(
        en=f"some numbers occur with several values of '{year.name}': if numbering begins anew each year, "
        "join the two in the "
        "export",
        ja=f"同じ番号が複数の「{year.name}」に現れる。年度ごとに番号を振り直している場合は、"
        "年度と番号を連結して出力する必要がある",
    )


def several_rows_a_case() -> str:
    """Note on a wide table with several rows for a case."""
    return tell(
        en="occurs in more than one row: the dates of these rows belong to one case",
        ja="複数行に現れる番号があり、その日付は一つの案件にまとめる",
    )


def tool_column() -> str:
    """Note on what a process-mining tool added."""
    return tell(en="written by a process-mining tool", ja="プロセスマイニングのツールが付けた列")


def row_index() -> str:
    """Note on a column of row numbers."""
    return tell(en="row numbers without a header", ja="見出しのない行番号")


def empty() -> str:
    """Note on a column without values."""
    return tell(en="empty in the rows looked at", ja="確認した行ではすべて空欄")


def free_text() -> str:
    """Note on free text."""
    return tell(
        en="free text that may hold personal data: not shown unless asked for",
        ja="個人情報を含みうる自由記述のため、指定がない限り出力しない",
    )


def clock_alone() -> str:
    """Note on a time of day in a column of its own."""
    return tell(
        en="times of day apart from their dates are not read: export date and time in one column",
        ja="日付と別の列の時刻は読み取らない。日付と時刻を一つの列にして出力する必要がある",
    )


def person() -> str:
    """Note on a further column of people."""
    return tell(en="names people: not shown unless asked for", ja="個人を示すため、指定がない限り出力しない")


def person_of_case() -> str:
    """Note on who is in charge of a case in a wide table."""
    return tell(
        en="names the person of the case, not of each step: not shown unless asked for",
        ja="各処理ではなく案件の担当者などを示す。個人を示すため、指定がない限り出力しない",
    )


def identifier() -> str:
    """Note on numbers that are nearly unique."""
    return tell(
        en="nearly one value a case: no use for a breakdown",
        ja="ほぼ案件ごとに異なる値のため、内訳には使わない",
    )


def plan() -> str:
    """Note on a deadline or planned date."""
    return tell(
        en="a planned date or deadline, not an event", ja="予定や期限の日付であり、処理の日付としては扱わない"
    )


def date_attribute() -> str:
    """Note on a further date."""
    return tell(en="a further date, not the time of the step", ja="処理の日時ではない、ほかの日付")


def one_value() -> str:
    """Note on a constant."""
    return tell(en="one value in the rows looked at", ja="確認した行ではすべて同じ値")
