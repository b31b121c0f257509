"""Pictures for the page of a result: a map, and a chart above each table that one shows better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from bprkit.drawing.painted import Painted
from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.report.charts import chart_of
from bprkit.report.maps import draw_map
from bprkit.report.model import WIDEST_PICTURE, Page, Section
from bprkit.report.pictured import Source

if TYPE_CHECKING:
    from bprkit.log.eventlog import EventLog
    from bprkit.mining.mined import Mined

ABOVE: Mapping[str, tuple[str, ...]] = {
    "bottlenecks": ("bottlenecks",),
    "lead-time": ("lead-time-distribution", "lead-time-trend"),
    "variants": ("variants",),
    "handovers": ("handovers",),
    "backlog": ("backlog",),
}
"""Which charts stand above the table of which section."""


def illustrated(page: Page, mined: Mined, log: EventLog) -> Page:
    """Return a page with pictures: of what was mined, and, where single cases are shown, of the log.

    What cannot be drawn is left out where its table says the same; why there is no map is said in its place.
    """
    return replace(page, sections=tuple(_sections(page.sections, mined, log)))


def _sections(sections: Sequence[Section], mined: Mined, log: EventLog) -> Iterator[Section]:
    source = Source(log, mined)
    for section in sections:
        if section.id == "bottlenecks":
            yield _map(mined)
        yield replace(section, pictures=tuple(_drawn(source, *ABOVE.get(section.id, ()))))
        if section.id == "variants":
            title = tell(en="Everything done, case by case", ja="案件ごとの処理の時期")
            pictures = tuple(_drawn(source, "dotted"))
            if pictures:
                yield Section("dotted", title, pictures=pictures)


def _map(mined: Mined) -> Section:
    title = tell(en="Process map", ja="プロセスマップ")
    try:
        picture = draw_map(mined)
        if picture.width > WIDEST_PICTURE:  # a page is longer than it is wide
            picture = draw_map(mined, vertical=True)
    except InputError as error:
        return Section("process-map", title, str(error))
    return Section("process-map", title, pictures=(picture,))


def _drawn(source: Source, *names: str) -> Iterator[Painted]:
    for name in names:
        with suppress(InputError):
            yield chart_of(source, name)
