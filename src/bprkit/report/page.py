"""The page made from a result of mining: what every painter shows, in what order and in what words.

The order is: warnings, the summary in plain words, what was taken for what, then the answers worst first,
and at the end how it was counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bprkit.language import current, tell
from bprkit.report import how_cases_run, sampled, what_was_read, where_time_goes
from bprkit.report.answers import plain
from bprkit.report.figures import figures
from bprkit.report.model import Cell, Column, Figure, Page, Section, Table
from bprkit.report.parts import MOST_ROWS, Facts

__all__ = ["MOST_ROWS", "Cell", "Column", "Figure", "Page", "Section", "Table", "page"]

_SECTIONS = (
    sampled.about_sample,
    what_was_read.columns,
    where_time_goes.bottlenecks,
    where_time_goes.lead_times,
    where_time_goes.transitions,
    where_time_goes.activities,
    how_cases_run.variants,
    how_cases_run.rework,
    how_cases_run.handovers,
    how_cases_run.workload,
    how_cases_run.backlog,
    how_cases_run.attributes,
    what_was_read.quality,
    what_was_read.method,
)


def page(mined: Mapping[str, Any], *, top: int = 10) -> Page:
    """Return the page of a result, in the language in use.

    `mined` has the shape of `data/mined.schema.json` (durations in seconds). `top` is how many rows a table
    shows at first; it holds up to 500, and knows how many there are. Raises ValueError if `top` is below 1.
    """
    if top < 1:
        raise ValueError(f"top must be at least 1, not {top}")
    facts = Facts.of(plain(mined), top)
    name = what_was_read.files(facts.mined["settings"])
    return Page(
        language=current(),
        title=tell(en=f"Where cases wait: {name}", ja=f"案件はどこで待っているか：{name}"),
        subtitle=" · ".join(what_was_read.basis(facts)),
        warnings=(*sampled.warnings(facts), *facts.mined["warnings"]),
        summary=tuple(facts.mined["summary"]),
        figures=tuple(figures(facts)),
        sections=tuple(
            sampled.with_intervals(section, facts) for make in _SECTIONS for section in make(facts)
        ),
        more=tell(
            en="Everything, uncut: --html FILE (a page), --csv DIR (tables), --json - (one object).",
            ja="すべての結果：--html ファイル（ページ）、--csv フォルダー（表）、--json -（JSON）。",
        ),
    )
