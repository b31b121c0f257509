"""Charts of a log by name: the tables of mining given to the painters, with what there is to beware of."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bprkit.drawing.charts.plot import About
from bprkit.drawing.painted import Painted
from bprkit.drawing.theme import LIGHT, Theme
from bprkit.errors import InputError
from bprkit.language import Language, current, speaking, tell
from bprkit.report.pictured import Answers, Source, about, clock_of, drawable, log_name, time_key, working_day
from bprkit.report.words import word

if TYPE_CHECKING:
    from bprkit.log.eventlog import EventLog
    from bprkit.mining.mined import Mined


def draw_chart(
    source: EventLog | Mined,
    name: str,
    *,
    theme: Theme = LIGHT,
    language: Language | None = None,
    fonts: Sequence[str | os.PathLike[str]] = (),
) -> Painted:
    """Draw a chart of a log, or of what `bprkit.mine` found in one.

    name: "lead-time-distribution", "lead-time-trend", "backlog", "bottlenecks", "variants", "handovers" (between posts or
    sections) or "dotted" (a sample of cases, its size said). The first and the last show single cases and need the log.
    Times are in working time where the log has a calendar. Persons do not appear.

    Raises InputError for another name, for a chart that needs the log, and where the log has nothing to draw.

    >>> import bprkit, pandas as pd
    >>> rows = [(case, name, f"2024-04-0{case} {hour}:00") for case in (1, 2) for name, hour in (("起案", 10), ("決裁", 15))]
    >>> log = bprkit.read_log(pd.DataFrame(rows, columns=["案件番号", "処理", "日時"]))
    >>> draw_chart(log, "backlog", language="en").title
    'Backlog by week'
    """
    with speaking(language or current()):
        return chart_of(Source.of(source), name, theme, tuple(map(Path, fonts)))


def chart_of(source: Source, name: str, theme: Theme = LIGHT, fonts: tuple[Path, ...] = ()) -> Painted:
    """Draw a chart in the language in use, as `draw_chart` does."""
    chart = CHARTS.get(name)
    if chart is None:
        known = ", ".join(CHARTS)
        raise InputError(
            en=f"There is no chart {name!r}. There are {known}.",
            ja=f"「{name}」というグラフはありません。{known} があります。",
        )
    return chart(source, theme, fonts)


def _about(answers: Answers, theme: Theme, fonts: tuple[Path, ...]) -> About:
    return About(
        clock_of(answers), f"{log_name(answers)}{tell(en=', ', ja='、')}{about(answers)}", theme, fonts
    )


def _nothing(what: str) -> InputError:
    return InputError(
        en=f"The log has nothing for this chart: {what}.",
        ja=f"このグラフに描くものがログにありません：{what}。",
    )


def _unfinished(answers: Answers) -> list[str]:
    """Say what is to be known of ends where none was declared."""
    if answers["overview"]["status"] != "unknown":
        return []
    return [
        tell(
            en="No end activity was declared: the last event of a case is taken for its end, so that cases still open look "
            "finished, the more so the later they began.",
            ja="終了とみなす処理が指定されていないため、各案件の最後の記録を終わりとみなしています。"
            "処理中の案件も終わったものとして数えられ、期間の終わりほどその影響が大きくなります。",
        )
    ]


def _distribution(source: Source, theme: Theme, fonts: tuple[Path, ...]) -> Painted:
    from bprkit.drawing.charts.lead_times import draw_distribution
    from bprkit.mining.lead_time_classes import lead_time_classes
    from bprkit.mining.mined import rows

    log, answers = source.whole_log, source.answers("lead_time")
    classes = rows(lead_time_classes(log, "clock" if working_day(answers) is None else "working"))
    statistics = answers["lead_time"][time_key(answers)]
    if not classes or statistics is None:
        raise _nothing(tell(en="no finished case", ja="完結した案件がありません"))
    clock = clock_of(answers)
    words = {
        "median": tell(en="half within ", ja="半数が"),
        "p90": tell(en="90% within ", ja="90%が"),
    }
    marks = [
        (said + clock.say(statistics[key]) + tell(en="", ja="以内"), statistics[key])
        for key, said in words.items()
    ]
    return draw_distribution(classes, marks, _about(answers, theme, fonts), _unfinished(answers))


def _trend(source: Source, theme: Theme, fonts: tuple[Path, ...]) -> Painted:
    from bprkit.drawing.charts.lead_times import draw_trend

    answers = source.answers("lead_time")
    key = time_key(answers)
    months = [
        {
            "month": row["month"],
            "cases": row["cases"],
            **{name: (row[key] or {}).get(name) for name in ("median", "p90")},
        }
        for row in answers["lead_time"]["by_month"]
    ]
    if not months:
        raise _nothing(tell(en="no finished case", ja="完結した案件がありません"))
    beware = tell(
        en="The last months look shorter than they are: of the cases begun then, only the short ones have ended.",
        ja="最後の方の月は実際より短く見えます：その月に始まった案件のうち、早く終わったものだけが数えられるためです。",
    )
    notes = _unfinished(answers) or [beware]
    return draw_trend(months, _about(answers, theme, fonts), notes)


def _backlog(source: Source, theme: Theme, fonts: tuple[Path, ...]) -> Painted:
    from bprkit.drawing.charts.backlog import draw_backlog

    answers = source.answers("backlog")
    weeks = answers["backlog"]["weeks"]
    if not weeks:
        raise _nothing(tell(en="no case", ja="案件がありません"))
    return draw_backlog(weeks, _about(answers, theme, fonts), _unfinished(answers))


def _bottlenecks(source: Source, theme: Theme, fonts: tuple[Path, ...]) -> Painted:
    from bprkit.drawing.charts.pareto import draw_pareto

    answers = source.answers("bottlenecks")
    key = f"{time_key(answers)}_total"
    found = [
        {name: row[name] for name in ("source", "target", "count", "measure")} | {"seconds": row[key] or 0.0}
        for row in answers["bottlenecks"]
    ]
    found.sort(key=lambda row: -row["seconds"])
    if not any(row["seconds"] > 0 for row in found):
        raise _nothing(tell(en="no time between two steps", ja="処理の間の時間がありません"))
    return draw_pareto(found, _about(answers, theme, fonts), _measured({row["measure"] for row in found}))


def _measured(measures: set[str]) -> list[str]:
    if measures == {"waiting"}:
        return [
            tell(
                en="Time waited: from being ready to the start.",
                ja="時間は、着手できる状態になってから開始までの待ち時間です。",
            )
        ]
    return [
        tell(
            en="Time from one completion to the next, waiting and work together, where starts were not recorded.",
            ja="開始の記録がない処理の時間は、前の処理の完了からその処理の完了まで（待ちと作業の合計）です。",
        )
    ]


def _variants(source: Source, theme: Theme, fonts: tuple[Path, ...]) -> Painted:
    from bprkit.drawing.charts.variants import draw_variants

    answers = source.answers("variants")
    key = time_key(answers)
    found = [{**row, "median": (row[key] or {}).get("median")} for row in answers["variants"]]
    if not found:
        raise _nothing(tell(en="no case", ja="案件がありません"))
    return draw_variants(found, answers["overview"]["variants"], _about(answers, theme, fonts))


def _handovers(source: Source, theme: Theme, fonts: tuple[Path, ...]) -> Painted:
    from bprkit.drawing.charts.handovers import draw_handovers

    answers = source.answers("handovers")
    pairs = answers["handovers"]["pairs"]
    by = next((by for by in ("role", "section") if any(row["by"] == by for row in pairs)), None)
    if by is None:
        raise _nothing(
            tell(en="no handover between posts or sections", ja="役職間・所属間の受渡しがありません")
        )
    return draw_handovers(
        [row for row in pairs if row["by"] == by], _about(answers, theme, fonts), word("by", by)
    )


def _dotted(source: Source, theme: Theme, fonts: tuple[Path, ...]) -> Painted:
    from bprkit.drawing.charts.dotted import Dot, draw_dotted
    from bprkit.mining.sampled_cases import sampled_cases

    frame = sampled_cases(source.whole_log)
    answers = source.answers()
    if frame.empty:
        raise _nothing(tell(en="no case", ja="案件がありません"))
    dots = [
        Dot(int(case), drawable(str(activity)), when.to_pydatetime())
        for case, activity, when in zip(frame.case, frame.activity, frame.when, strict=True)
    ]
    return draw_dotted(
        dots, int(frame.case.max()) + 1, answers["overview"]["cases"], _about(answers, theme, fonts)
    )


CHARTS: Mapping[str, Callable[[Source, Theme, tuple[Path, ...]], Painted]] = {
    "lead-time-distribution": _distribution,
    "lead-time-trend": _trend,
    "backlog": _backlog,
    "bottlenecks": _bottlenecks,
    "variants": _variants,
    "handovers": _handovers,
    "dotted": _dotted,
}
"""What draws each chart; the order is that of the work: how long, where, how, by whom."""
