"""The sections on what was read and how it was counted: columns, data quality, method."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from bprkit.language import tell
from bprkit.log.names import shown_name
from bprkit.report import units
from bprkit.report.model import Section
from bprkit.report.parts import Facts, column, counted
from bprkit.report.words import word

_NAMES_SHOWN = 12
_ORDER = (
    "case",
    "activity",
    "time",
    "start",
    "lifecycle",
    "resource",
    "role",
    "section",
    "attribute",
    "ignored",
)


def files(settings: Mapping[str, Any]) -> str:
    """Return the name of the first file read and how many there are beside it."""
    names = [PurePath(name).name for name in settings["files"]]
    if not names:
        return tell(en="a table", ja="表")
    more = len(names) - 1
    return names[0] + (tell(en=f" and {more} more", ja=f" ほか{more}ファイル") if more else "")


def basis(facts: Facts) -> Iterator[str]:
    """Yield what the numbers rest on: the period, the calendar with the length of its day, the time zone."""
    settings, overview = facts.mined["settings"], facts.mined["overview"]
    days = [text[:10] if text else None for text in (overview["first"], overview["last"])]
    yield tell(en=" to ", ja="〜").join(units.moment(day) for day in days)
    if facts.working_day:
        length = units.length_of_day(facts.working_day)
        yield settings["calendar"]["title"]
        yield tell(en=f"1 working day (wd) = {length}", ja=f"1日(開庁)={length}")
    else:
        yield tell(en="clock time only", ja="経過時間のみ")
    yield settings["timezone"]


def columns(facts: Facts) -> Iterator[Section]:
    """Yield what was taken for what: a row a part, attributes and unused columns together."""
    rows = []
    found = facts.mined["columns"]
    order = {taken: place for place, taken in enumerate(_ORDER)}
    for taken in sorted(
        {entry["taken_as"] for entry in found}, key=lambda taken: order.get(taken, len(order))
    ):
        entries = [entry for entry in found if entry["taken_as"] == taken]
        names = _named([shown_name(entry["column"]) for entry in entries])
        rows.append({"taken": word("taken_as", taken), "column": names, "why": _reasons(entries)})
    yield Section(
        "columns",
        tell(en="What was taken for what", ja="列の読み取り方"),
        "",
        facts.table(
            [
                column("taken", en="taken as", ja="役割"),
                column("column", en="column", ja="列", lines=0),
                column("why", en="because of", ja="理由", lines=0),
            ],
            rows,
            top=len(_ORDER),
            sortable=False,
        ),
    )


def _reasons(entries: list[Mapping[str, Any]]) -> str:
    reasons = dict.fromkeys(word("why", entry["why"]) for entry in entries)
    single = len(entries) == 1
    noted: dict[str, list[str]] = {}
    for entry in entries:
        if entry["note"]:
            noted.setdefault(entry["note"], []).append(shown_name(entry["column"]))
    of_all = [note for note, names in noted.items() if single or len(names) == len(entries)]
    of_some = [
        f"{_named(names)}{tell(en=': ', ja='：')}{note}"
        for note, names in noted.items()
        if note not in of_all
    ]
    return tell(en="; ", ja="。").join([tell(en=", ", ja="、").join(reasons), *of_all, *of_some])


def _named(names: Sequence[str]) -> str:
    more = len(names) - _NAMES_SHOWN
    return tell(en=", ", ja="、").join(names[:_NAMES_SHOWN]) + (
        tell(en=f" and {more} more", ja=f" ほか{more}列") if more > 0 else ""
    )


def quality(facts: Facts) -> Iterator[Section]:
    """Yield what was odd in the log, what was done about it, and rows that show it."""
    found = facts.mined["quality"]
    yield Section(
        "quality",
        tell(en="Data quality", ja="データの品質"),
        tell(en="Nothing odd was found.", ja="気になる点は見つかりませんでした。") if not found else "",
        facts.table(
            [
                counted("count", en="rows", ja="件数"),
                column("check", en="what", ja="項目"),
                column("action", en="what was done", ja="扱い"),
                column("message", en="in words", ja="説明", lines=0),
            ],
            [
                {**row, "check": word("check", row["check"]), "action": word("action", row["action"])}
                for row in found
            ],
            top=30,
        ),
    )
    examples = [
        {
            "check": word("check", row["check"]),
            "row": example.get("row"),
            "values": tell(en=", ", ja="、").join(
                _example_part(name, value) for name, value in example.items() if name != "row"
            ),
        }
        for row in found
        for example in row["examples"]
    ]
    if examples:
        title = tell(en="Example rows", ja="該当する行の例")
        table = facts.table(
            [
                column("check", en="what", ja="項目"),
                counted("row", en="row", ja="行"),
                column("values", en="values", ja="内容", lines=3),
            ],
            examples,
            top=facts.few,
        )
        yield Section("quality-examples", title, "", table, under="quality")


def _example_part(name: str, value: Any) -> str:
    shown = "" if value is None else shown_name(str(value))
    return f"{word('example', name, otherwise=name)}{tell(en=': ', ja='：')}{shown}"


def method(facts: Facts) -> Iterator[Section]:
    """Yield how it was counted, each idea explained once in plain words."""
    settings, overview = facts.mined["settings"], facts.mined["overview"]
    yield Section(
        "method",
        tell(en="How it was counted", ja="数え方"),
        "",
        facts.table(
            [column("topic", en="", ja=""), column("text", en="", ja="", lines=0)],
            [{"topic": topic, "text": text} for topic, text in _explained(facts, settings, overview) if text],
            top=100,
            sortable=False,
        ),
    )


def _explained(
    facts: Facts, settings: Mapping[str, Any], overview: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    listed = tell(en=", ", ja="、").join
    yield tell(en="Files", ja="ファイル"), listed(PurePath(name).name for name in settings["files"])
    yield tell(en="Filters", ja="絞り込み"), listed(settings["filters"]) or tell(en="none", ja="なし")
    yield tell(en="Time zone", ja="時間帯"), settings["timezone"]
    if facts.working_day:
        yield from _working_time(settings["calendar"]["title"], facts.working_day)
    else:
        yield (
            tell(en="Clock time", ja="経過時間"),
            tell(
                en="No office calendar was used: all durations are clock time, nights and weekends included. "
                "A day (d) is 24 h.",
                ja="開庁カレンダーを使っていないため、時間はすべて夜間・休日を含む経過時間です。1日は24時間です。",
            ),
        )
    if overview["dates_only"]:
        yield (
            tell(en="Dates only", ja="日付のみ"),
            tell(
                en="The log has dates without times of day, so nothing shorter than a day can be seen.",
                ja="時刻のない日付だけの記録なので、1日より短い時間は分かりません。",
            ),
        )
    yield _waiting(has_starts=overview["has_starts"])
    yield tell(en="End of a case", ja="案件の終了"), _end(listed, settings)
    yield (
        tell(en="Rework", ja="手戻り"),
        tell(
            en="An activity that comes again in the same case: at once, or later on after others; "
            "by the same person or by another.",
            ja="同じ案件で同じ処理が再び行われたものです。直後の再実施と、他の処理を挟んだ再実施とを分けて数えます。",
        ),
    )
    yield (
        tell(en="Mean, median", ja="平均と中央値"),
        tell(
            en="Half of all cases take no longer than the median; a few very slow ones raise the mean.",
            ja="半数の案件は中央値以内で終わります。平均は、極端に長い案件があると大きくなります。",
        ),
    )
    yield tell(en="People", ja="個人の扱い"), _people(settings)
    yield tell(en="Counted by", ja="集計"), f"bprkit {facts.mined['bprkit']} ({settings['engine']})"


def _working_time(title: str, working_day: float) -> Iterator[tuple[str, str]]:
    length = units.length_of_day(working_day)
    yield tell(en="Calendar", ja="カレンダー"), title
    yield (
        tell(en="Working time", ja="開庁時間"),
        tell(
            en=f"Only while the office is open. A working day (wd) is {length}, not 24 h.",
            ja=f"開庁している時間だけを数えたものです。「日(開庁)」の1日は{length}で、24時間ではありません。",
        ),
    )
    yield (
        tell(en="Clock time", ja="経過時間"),
        tell(
            en="Runs on through nights, weekends and holidays. A day (d) is 24 h.",
            ja="夜間・休日も含めた時間です。「日」は24時間です。",
        ),
    )


def _waiting(*, has_starts: bool) -> tuple[str, str]:
    if has_starts:
        return tell(en="Waiting", ja="待ち時間"), tell(
            en="From the moment an activity could begin (the completion before it in the case) until it "
            "began. "
            "The work on it is counted apart.",
            ja="前の処理が完了して着手できるようになってから、実際に着手するまでの時間です。作業の時間は別に数えています。",
        )
    return tell(en="Time in step", ja="滞留時間"), tell(
        en="From one completion in a case to the next. The log has no starts, so waiting and work cannot "
        "be told apart; "
        "this is their sum and is not called waiting.",
        ja="前の処理の完了から、次の処理の完了までの時間です。開始の記録がなく、待ちと作業を分けられないため、"
        "合計で示しています（待ち時間とは呼びません）。",
    )


def _end(listed: Callable[[Iterable[str]], str], settings: Mapping[str, Any]) -> str:
    if not settings["end_activities"]:
        return tell(
            en="Not declared: a case ends with its last event.",
            ja="指定なし（最後の記録までを数えています）。",
        )
    after = settings["after_end"]
    text = tell(en="With ", ja="") + listed(settings["end_activities"])
    if after:
        text += tell(
            en=f". What comes after it does not count: {listed(after)}.",
            ja=f"。その後の処理（{listed(after)}）は所要期間に含めません。",
        )
    return text


def _people(settings: Mapping[str, Any]) -> str:
    privacy = settings["privacy"]
    text = tell(
        en=f"Groups of fewer than {privacy['min_cases']} cases or {privacy['min_persons']} persons are "
        "merged into others.",
        ja=f"{privacy['min_cases']}件未満、または{privacy['min_persons']}人未満の区分は「その他」にまとめています。",
    )
    if settings["persons"]:
        return text + tell(
            en=" Persons are shown because that was asked for; handle this page with care.",
            ja="指定により担当者を表示しています。取扱いに注意してください。",
        )
    return tell(en="Persons are not shown. ", ja="担当者の氏名は表示しません。") + text
