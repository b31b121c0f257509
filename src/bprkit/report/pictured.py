"""What pictures of a log are made from: answers of mining, and words for where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

from bprkit.drawing.figures import DAY, Clock
from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.mining.mined import Mined, answers_to
from bprkit.report import units
from bprkit.report.what_was_read import files

if TYPE_CHECKING:
    import pandas as pd

    from bprkit.log.eventlog import EventLog

Answers = Mapping[str, Any]

_LONGEST_DRAWN = 200


@dataclass(frozen=True)
class Source:
    """A log, what was mined of it, or both: each chart asks for what it shows, and nothing is computed twice."""

    log: EventLog | None = None
    mined: Mined | None = None

    @classmethod
    def of(cls, given: EventLog | Mined) -> Source:
        """Return a log or a result as a source."""
        return cls(mined=given) if isinstance(given, Mined) else cls(log=given)

    def answers(self, *names: str) -> Answers:
        """Return what was mined, or ask the log these questions."""
        found: Answers = drawable(
            dict(self.mined.answers if self.mined is not None else answers_to(self.whole_log, *names))
        )
        return found

    @property
    def whole_log(self) -> EventLog:
        """The log; raises InputError where there is only what was mined."""
        if self.log is None:
            raise InputError(
                en="This chart shows single cases, which a result of mine does not hold. Give the log.",
                ja="このグラフは案件を1件ずつ示すため、mine の結果からは描けません。ログを渡してください。",
            )
        return self.log


def working_day(answers: Answers) -> float | None:
    """Return the length of a working day in seconds; None where there is clock time alone."""
    calendar = answers["settings"]["calendar"]
    if calendar is None or calendar["name"] == "none":
        return None
    return float(calendar["working_day_seconds"])


def clock_of(answers: Answers) -> Clock:
    """Return how durations of a log are told: in working time where it has a calendar."""
    day = working_day(answers)
    return Clock(DAY) if day is None else Clock(day, working=True)


def time_key(answers: Answers) -> str:
    """Return the key of the statistics that pictures show."""
    return "clock_seconds" if working_day(answers) is None else "working_seconds"


def log_name(answers: Answers) -> str:
    """Return the name of the log."""
    return files(answers["settings"])


def about(answers: Answers) -> str:
    """Return the cases, the period and the filters that a picture is about."""
    overview = answers["overview"]
    days = [moment[:10] if moment else None for moment in (overview["first"], overview["last"])]
    period = tell(en=" to ", ja="〜").join(units.moment(day) for day in days)
    cases = units.count(overview["cases"])
    kind = tell(en="sampled cases", ja="件（標本）") if answers.get("sample") else tell(en="cases", ja="件")
    said = tell(en=f"{cases} {kind}, {period}", ja=f"{cases}{kind}、{period}")
    filters = answers["settings"]["filters"]
    if filters:
        joined = tell(en="; ", ja="、").join(filters)
        said += tell(en=f" ({joined})", ja=f"（{joined}）")
    return said


def frame_of(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as a table, nested statistics as columns such as `working_seconds_mean`."""
    import pandas as pd

    frame: pd.DataFrame = pd.json_normalize([drawable(row) for row in rows], sep="_")
    return frame


def drawable(value: Any) -> Any:
    """Return a row whose names are short enough to be measured; two that differ still differ."""
    if isinstance(value, dict):
        return {key: drawable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [drawable(inner) for inner in value]
    if isinstance(value, str) and len(value) > _LONGEST_DRAWN:
        return f"{value[:_LONGEST_DRAWN]}…{crc32(value.encode('utf-8', 'replace')):08x}"
    return value
