"""All questions asked of a log at once: the content of `bprkit mine`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bprkit.log.quality import quality
from bprkit.mining.activities import activities
from bprkit.mining.attributes import attributes
from bprkit.mining.bottlenecks import bottlenecks
from bprkit.mining.handovers import handover_totals, handovers
from bprkit.mining.lead_times import lead_times
from bprkit.mining.naming import MINIMUM_CASES, MINIMUM_PERSONS
from bprkit.mining.overview import ends, overview
from bprkit.mining.plain_words import summary, warnings
from bprkit.mining.rework import returns, rework, reworked_cases
from bprkit.mining.sampling.answer import sampled
from bprkit.mining.transitions import transitions
from bprkit.mining.variants import variants
from bprkit.mining.workload import backlog, backlog_by_activity, workload

if TYPE_CHECKING:
    import pandas as pd

    from bprkit.log.eventlog import EventLog

FORMAT = "bprkit-mined/1"
MEASURES = ("clock_seconds", "working_seconds")

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Mined:
    """The answers to all questions, as the nested mapping that `bprkit mine --json` prints.

    `mined["bottlenecks"]` and the like are lists of rows; `frame("bottlenecks")` is the same as a DataFrame.
    The keys and their units are described in `bprkit/data/mined.schema.json`.
    """

    answers: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.answers[key]

    def frame(self, key: str) -> pd.DataFrame:
        """Return a list of rows as a DataFrame with flat columns such as `working_seconds_mean`."""
        import pandas as pd

        frame: pd.DataFrame = pd.json_normalize(list(self.answers[key]), sep="_")
        return frame


def mine(log: EventLog, *, persons: bool = False, progress: Progress | None = None) -> Mined:
    """Ask every question of a log.

    `persons` lets the names of people through; without it they are P1, P2, … in a log that has nothing else, and
    counted only otherwise. Of a sampled log (`stamps_log`) there is `sample`, too: the interval of each figure, also of a part
    of the log. `progress` is called with the name of each part before it is worked on.
    """
    answers: dict[str, Any] = {}
    log = log.with_persons() if persons else log
    log.prepared(*log.events.parts)  # once for all questions
    for name, ask in _questions(log, persons=persons):
        if progress is not None:
            progress(name)
        answers |= ask()
    if log.sample is not None:
        answers["sample"] = sampled(log, log.sample, answers)
    answers["warnings"] = warnings(log, answers["quality"])
    answers["summary"] = summary(answers)
    return Mined({key: answers[key] for key in (*ORDER, *SAMPLED) if key in answers})


def answers_to(log: EventLog, *names: str) -> dict[str, Any]:
    """Return the answers to some questions, as `mine` gives them, with the settings and the overview; no names of persons.

    names: of parts as `mine` tells them in `progress`, such as "transitions", "variants" or "backlog".
    """
    return {
        key: answer
        for name, ask in _questions(log, persons=False)
        if name == "overview" or name in names
        for key, answer in ask().items()
    }


ORDER = (
    *("bprkit", "format", "settings", "overview", "columns", "quality", "warnings", "summary"),
    *("lead_time", "activities", "transitions", "bottlenecks", "start_activities", "end_activities"),
    *("variants", "rework", "handovers", "workload", "backlog", "attributes"),
)
SAMPLED = ("sample",)


def _questions(log: EventLog, *, persons: bool) -> Iterator[tuple[str, Callable[[], dict[str, Any]]]]:
    yield "overview", lambda: _about(log, persons=persons) | {"overview": overview(log)}
    yield "quality", lambda: {"quality": [finding.as_row() for finding in quality(log)]}
    yield "lead_time", lambda: {"lead_time": _lead_time(log)}
    yield "activities", lambda: {"activities": rows(activities(log))}
    yield "transitions", lambda: {"transitions": rows(transitions(log))}
    yield "bottlenecks", lambda: {"bottlenecks": rows(bottlenecks(log), nest=False)}
    yield "variants", lambda: {"variants": rows(variants(log))} | _ends(log)
    yield "rework", lambda: {"rework": _rework(log)}
    yield "handovers", lambda: {"handovers": _handovers(log, persons=persons)}
    yield "workload", lambda: {"workload": _workload(log, persons=persons)}
    yield (
        "backlog",
        lambda: {"backlog": {"weeks": rows(backlog(log)), "by_activity": rows(backlog_by_activity(log))}},
    )
    yield "attributes", lambda: {"attributes": _attributes(log)}


def _about(log: EventLog, *, persons: bool) -> dict[str, Any]:
    from bprkit import __version__

    calendar = log.calendar
    return {
        "bprkit": __version__,
        "format": FORMAT,
        "settings": {
            "files": list(log.events.source.files) or [log.events.name],
            "engine": log.events.engine.name,
            "timezone": log.zone,
            "calendar": {
                "name": calendar.name,
                "title": calendar.title,
                "working_day_seconds": calendar.working_day_seconds,
            },
            "filters": [str(condition) for condition in log.filters],
            "end_activities": list(log.end_activities),
            "after_end": list(log.after_end),
            "persons": persons,
            "privacy": {"min_cases": MINIMUM_CASES, "min_persons": MINIMUM_PERSONS},
        },
        "columns": [dict(row) for row in log.events.recognised.taken],
    }


def _lead_time(log: EventLog) -> dict[str, Any]:
    whole = rows(lead_times(log))[0]
    last = ends(log)[1].head(5)
    total = max(log.case_count(), 1)
    return whole | {
        "by_fiscal_year": _without(rows(lead_times(log, "fiscal_year")), "status"),
        "by_month": _without(rows(lead_times(log, "month")), "status"),
        "end_activity_candidates": rows(last.assign(share=last["count"] / total)),
    }


def _without(table: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != key} for row in table]


def _ends(log: EventLog) -> dict[str, Any]:
    first, last = ends(log)
    return {"start_activities": rows(first), "end_activities": rows(last)}


def _rework(log: EventLog) -> dict[str, Any]:
    cases = reworked_cases(log)
    return {
        "cases": cases,
        "share_of_cases": cases / max(log.case_count(), 1),
        "activities": rows(rework(log), nest=False),
        "returns": rows(returns(log)),
    }


def _holders(log: EventLog, *, persons: bool) -> list[str]:
    """Return by what breakdowns are shown: posts and sections; people if asked for, or if there is nothing else."""
    holders = [part for part in ("role", "section") if log.has(part)]
    if log.has("resource") and (persons or not holders):
        holders.append("resource")
    return holders


def _handovers(log: EventLog, *, persons: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        part: handover_totals(log, part) if log.has(part) else None for part in ("resource", "role")
    }
    pairs = []
    for part in _holders(log, persons=persons):
        pairs += [
            {"by": part} | {name: value for name, value in row.items() if name != "measure"}
            for row in rows(handovers(log, part, persons=persons))
        ]
    return found | {"pairs": pairs}


def _workload(log: EventLog, *, persons: bool) -> list[dict[str, Any]]:
    return [
        row for part in _holders(log, persons=persons) for row in rows(workload(log, part, persons=persons))
    ]


def _attributes(log: EventLog) -> list[dict[str, Any]]:
    frame = attributes(log)
    found = []
    shared = ["attribute", "kind", "cases_compared", "effect", "effect_size", "strength"]
    for _, group in frame.groupby("attribute", sort=False):
        head = rows(group[shared].head(1))[0]
        head["cases"] = head.pop("cases_compared")
        found.append(head | {"values": rows(group.drop(columns=shared))})
    return found


def rows(frame: pd.DataFrame, *, nest: bool = True) -> list[dict[str, Any]]:
    """Return a table as rows of plain values; `nest` gathers `working_seconds_mean` and its kind by measure."""
    columns: list[tuple[str, str | None, list[Any]]] = []
    for name in frame.columns:
        measure = next((m for m in MEASURES if nest and name.startswith(f"{m}_")), None)
        values = [_plain(value) for value in frame[name].tolist()]
        columns.append((name, measure, values))
    table: list[dict[str, Any]] = [{} for _ in range(len(frame))]
    for name, measure, values in columns:
        for row, value in zip(table, values, strict=True):
            if measure is None:
                row[name] = value
            else:
                row.setdefault(measure, {})[name.removeprefix(f"{measure}_")] = value
    return table


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it: no NaN, no NumPy scalars, moments as ISO text."""
    if value is None or value != value:
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return value.tolist()
    return value
