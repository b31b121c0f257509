"""The process map of a log: the tables of mining given to the painter, and words for where they come from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bprkit.drawing.painted import Painted
from bprkit.drawing.theme import LIGHT, Theme
from bprkit.language import Language, current, speaking, tell
from bprkit.report.pictured import Source, about, frame_of, log_name, working_day

if TYPE_CHECKING:
    from bprkit.drawing.process_map.tables import Statistic
    from bprkit.log.eventlog import EventLog
    from bprkit.mining.mined import Mined

_TABLES = ("activities", "transitions", "start_activities", "end_activities")


def draw_map(
    source: EventLog | Mined,
    *,
    detail: float = 0.8,
    time: Statistic = "median",
    vertical: bool = False,
    theme: Theme = LIGHT,
    language: Language | None = None,
    fonts: Sequence[str | os.PathLike[str]] = (),
) -> Painted:
    """Draw the process map of a log, or of what `bprkit.mine` found in one.

    Boxes are activities, darker the oftener they are done; lines say what follows what, thicker the oftener and darker the
    longer it takes. detail: from 0 (the main path) to 1 (everything): the share of all steps that the paths shown carry;
    what is left out is counted below the map, and in `left_out`. time: "median", "mean", "p95" or "total", in working time
    where the log has a calendar. Persons do not appear.

    Raises InputError for a detail or a time that there is not, and for a log without activities.

    >>> import bprkit, pandas as pd
    >>> rows = [(case, name, f"2024-04-0{case} {hour}:00") for case in (1, 2) for name, hour in (("起案", 10), ("決裁", 15))]
    >>> log = bprkit.read_log(pd.DataFrame(rows, columns=["案件番号", "処理", "日時"]))
    >>> "2×" in draw_map(log, language="en").svg
    True
    """
    from bprkit.drawing.process_map import draw_map as paint

    with speaking(language or current()):
        answers = Source.of(source).answers("activities", "transitions", "variants")
        name = log_name(answers)
        return paint(
            *(frame_of(answers[key]) for key in _TABLES),
            detail=detail,
            time=time,
            working_day=working_day(answers),
            vertical=vertical,
            title=tell(en=f"Process map: {name}", ja=f"プロセスマップ：{name}"),
            about=about(answers),
            theme=theme,
            fonts=fonts,
        )
