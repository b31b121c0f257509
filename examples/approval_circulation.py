"""A model of approval circulation (決裁文書の回議) in a Japanese city hall: the source of all our logs.

A document is drafted (起案), goes up the line (係長 → 課長補佐 → 課長 → 部長 → 副市長 → 市長, as far as its
amount or weight demands), asks other sections to concur (合議, always before the decision), is decided
exactly once (決裁), perhaps sealed (公印), then issued (施行) and filed (編綴). One document in eight is
returned (差戻し), revised (修正) and sent up again. Shares and mean waits are estimates of a city of
70,000; all are parameters below.

Waits are lognormal, counted in office seconds (8:30–12:00 and 13:00–17:15, closed on Saturdays, Sundays,
public holidays and 12/29–1/3), and turned back into the clock. Drafts come with the year's rhythm: most in
March and April.

The same seed gives the same events, whatever the machine's memory: documents are drawn in chunks of a fixed
size.

>>> documents = draw_documents(1_000, start="2024-04-01", years=2, seed=1)
>>> events = list(circulate(documents))
>>> sum(len(chunk) for chunk in events) > 7_000
True
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from circulation_routes import ACTIVITIES, POSTS, ROUTES
from city_hall import (
    FIRST_HEAD,
    KINDS,
    MAYOR,
    PERSONS_PER_SECTION,
    SECTIONS,
    VICE_MAYOR,
)
from numpy.typing import NDArray

Array = NDArray[Any]

MORNING = (8 * 60 + 30) * 60
AFTERNOON = 13 * 3600
CLOSING = (17 * 60 + 15) * 60
MORNING_SECONDS = 12 * 3600 - MORNING
OFFICE_DAY = MORNING_SECONDS + CLOSING - AFTERNOON
"""Seconds of work in an office day: 7 h 45 min."""

SPREAD = 0.9
"""Standard deviation of the logarithm of a wait."""

MONTH_DRAFTS = dict(
    zip(range(1, 13), (0.90, 1.05, 1.45, 1.35, 1.00, 0.95, 0.90, 0.80, 0.95, 1.00, 0.95, 1.00), strict=True)
)
MONTH_WAITS = dict(
    zip(range(1, 13), (0.95, 1.00, 1.25, 1.30, 1.10, 0.95, 0.90, 0.90, 0.90, 0.90, 0.90, 1.00), strict=True)
)
PAPER_SHARE, PAPER_WAITS = 0.30, 1.6
"""Documents still circulated on paper, and how much longer they wait than the average document."""
EVENING_SHARE = 0.04
"""Drafts stamped in overtime, up to three hours after closing."""

FINANCE, GENERAL_AFFAIRS = 1, 0
"""The sections whose concurrence is asked for most, and the second also keeps the seal."""

DOCUMENTS_PER_CHUNK = 100_000
"""Part of the seed: another size gives other events."""


@dataclass(frozen=True)
class Calendar:
    """Office days from the first draft on, each of `OFFICE_DAY` seconds: the clock is a division away."""

    days: Array
    """Unix days that are open, in order."""
    fiscal_years: Array
    months: Array

    def stamps(self, work: Array) -> Array:
        """Return the Unix seconds (local clock) at which so many office seconds have passed."""
        day, rest = np.divmod(work, OFFICE_DAY)
        clock = rest + MORNING
        clock += (rest >= MORNING_SECONDS) * (AFTERNOON - MORNING - MORNING_SECONDS)
        return self.days[day] * 86_400 + clock


def office_calendar(start: str, years: int) -> Calendar:
    """Return the office days of so many years from a date on, and two more for what is still on its way."""
    import holidays

    first = np.datetime64(start, "D")
    until = first + np.timedelta64(366 * (years + 2), "D")
    span = range(first.astype(object).year, until.astype(object).year + 1)
    closed = [np.datetime64(day) for day in holidays.country_holidays("JP", years=span)]
    for year in range(span.start - 1, span.stop):  # from 29 December to 3 January
        new_year = np.datetime64(f"{year}-12-29")
        closed += list(new_year + np.arange(6))
    every = np.arange(first, until)
    days = every[np.is_busday(every, holidays=closed)]
    months = days.astype("datetime64[M]").astype(int) % 12 + 1
    fiscal_years = days.astype("datetime64[Y]").astype(int) + 1970 - (months < 4)
    return Calendar(days.astype(int), fiscal_years, months)


@dataclass(frozen=True)
class Documents:
    """One entry a document, in order of drafting."""

    calendar: Calendar
    seed: int
    arrivals: Array
    """Office seconds since the calendar's first opening, ascending."""
    fiscal_years: Array
    numbers: Array
    """1, 2, … within the fiscal year."""
    routes: Array
    sections: Array
    drafters: Array
    """0–5 within the section."""
    on_paper: Array
    factors: Array
    """How much longer than average this document waits; 1 on average over all documents."""

    def __len__(self) -> int:
        return len(self.arrivals)


def draw_documents(count: int, *, start: str, years: int, seed: int) -> Documents:
    """Draw so many documents over so many years from `start` (an ISO date) on."""
    rng = np.random.default_rng([seed, 0])
    calendar = office_calendar(start, years)
    month = np.datetime64(start, "M")
    end = (month + 12 * years).astype("datetime64[D]") + (np.datetime64(start, "D") - month)
    open_days = int(np.searchsorted(calendar.days, end.astype(int)))

    load = np.array([MONTH_DRAFTS[month] for month in calendar.months[:open_days]])
    load *= rng.gamma(16, 1 / 16, open_days)
    reached = np.concatenate([[0], np.cumsum(load)]) / load.sum()
    quantiles = (np.arange(count) + rng.random(count)) / max(count, 1)
    arrivals = (np.interp(quantiles, reached, np.arange(open_days + 1)) * OFFICE_DAY).astype(np.int64)
    day = np.minimum(arrivals // OFFICE_DAY, open_days - 1)
    arrivals = np.minimum(arrivals, open_days * OFFICE_DAY - 1)
    fiscal_years = calendar.fiscal_years[day].astype(np.int16)
    numbers = np.arange(count) - np.searchsorted(fiscal_years, fiscal_years) + 1

    volumes = np.array([section.volume for section in SECTIONS])
    paces = np.array([section.pace for section in SECTIONS])
    paces /= np.average(paces, weights=volumes)
    month_waits = np.array([MONTH_WAITS[month] for month in calendar.months[:open_days]])
    month_waits /= np.average(month_waits, weights=load)
    sections = _draw(rng, volumes, count).astype(np.int16)
    on_paper = rng.random(count) < PAPER_SHARE
    electronic_waits = (1 - PAPER_SHARE * PAPER_WAITS) / (1 - PAPER_SHARE)
    factors = paces[sections] * month_waits[day] * np.where(on_paper, PAPER_WAITS, electronic_waits)

    return Documents(
        calendar=calendar,
        seed=seed,
        arrivals=arrivals,
        fiscal_years=fiscal_years,
        numbers=numbers.astype(np.int32),
        routes=_draw(rng, np.array([route.probability for route in ROUTES]), count).astype(np.int16),
        sections=sections,
        drafters=rng.integers(0, 6, count, dtype=np.int8),
        on_paper=on_paper,
        factors=factors.astype(np.float32),
    )


def _draw(rng: np.random.Generator, weights: Array, count: int) -> Array:
    edges = np.cumsum(weights) / np.sum(weights)
    return np.minimum(np.searchsorted(edges, rng.random(count), side="right"), len(weights) - 1)


@dataclass(frozen=True)
class Subjects:
    """What each document is about: a kind, yen (-1: no money), a title, as codes into `city_hall`."""

    kinds: Array
    amounts: Array
    titles: Array


def draw_subjects(documents: Documents) -> Subjects:
    """Draw kinds, amounts that fit the delegation table given who decides, and titles."""
    rng = np.random.default_rng([documents.seed, 1])
    count = len(documents)
    kinds = _draw(rng, np.array([kind.share for kind in KINDS]), count).astype(np.int8)
    deciders = np.array([route.decider for route in ROUTES])[documents.routes]
    limits = np.array([(10_000, *kind.limits, 8 * kind.limits[-1]) for kind in KINDS if kind.limits])
    priced = np.array([kind.limits is not None for kind in KINDS])
    row = np.minimum(kinds, len(limits) - 1)  # the kinds with a limit come first
    low, high = np.log(limits[row, deciders]), np.log(limits[row, deciders + 1])
    yen = np.floor(np.exp(low + (high - low) * rng.random(count)) / 1_000).astype(np.int64) * 1_000
    objects = np.array([len(kind.objects) for kind in KINDS])
    titles = (np.cumsum(objects) - objects)[kinds] + (rng.random(count) * objects[kinds]).astype(int)
    return Subjects(kinds, np.where(priced[kinds], yen, -1), titles.astype(np.int16))


@dataclass(frozen=True)
class Events:
    """One entry an event, as codes: which document, which of `ACTIVITIES`, which person, when."""

    documents: Array
    activities: Array
    persons: Array
    stamps: Array
    """Unix seconds of the local clock."""

    def __len__(self) -> int:
        return len(self.stamps)

    def __getitem__(self, rows: Any) -> Events:
        return Events(self.documents[rows], self.activities[rows], self.persons[rows], self.stamps[rows])

    def then(self, other: Events) -> Events:
        return Events(
            np.concatenate([self.documents, other.documents]),
            np.concatenate([self.activities, other.activities]),
            np.concatenate([self.persons, other.persons]),
            np.concatenate([self.stamps, other.stamps]),
        )

    def in_time_order(self) -> Events:
        """Sort by time; equal stamps keep their order (the position is part of the sorted key)."""
        first = self.stamps.min(initial=np.iinfo(np.int64).max)
        keys = ((self.stamps - first) << 28) | np.arange(len(self))
        keys.sort()
        return self[keys & ((1 << 28) - 1)]


def circulate(documents: Documents, *, ties: float = 0.0) -> Iterator[Events]:
    """Yield all events of the documents, in time order over the whole log, a chunk at a time.

    `ties` is the share of events that get the same stamp as the one before them in their document. Without
    it, no two events of a document share a stamp: at least a minute lies between them.
    """
    if not 0 <= ties <= 0.5:
        raise ValueError(f"ties is a share of events, 0 to 0.5, not {ties}")
    waiting: Events | None = None
    for number, low in enumerate(range(0, len(documents), DOCUMENTS_PER_CHUNK)):
        high = min(low + DOCUMENTS_PER_CHUNK, len(documents))
        rng = np.random.default_rng([documents.seed, 2, number])
        chunk = _circulate_chunk(documents, slice(low, high), rng, ties)
        events = (chunk if waiting is None else waiting.then(chunk)).in_time_order()
        if high == len(documents):
            yield events
            return
        next_draft = documents.calendar.stamps(documents.arrivals[high : high + 1])[0]
        ready = int(np.searchsorted(events.stamps, next_draft))
        yield events[:ready]
        waiting = events[ready:]


_STEPS = [step for route in ROUTES for step in route.steps]
_STEP_ACTIVITIES = np.array([ACTIVITIES.index(step.activity) for step in _STEPS], dtype=np.int8)
_STEP_POSTS = np.array([POSTS.index(step.post) for step in _STEPS], dtype=np.int8)
_STEP_WAITS = np.array([step.days for step in _STEPS]) * OFFICE_DAY
_STEP_TOUCH = np.array([step.minutes for step in _STEPS]) * 60.0
_ROUTE_LENGTHS = np.array([len(route.steps) for route in ROUTES])
_ROUTE_OFFSETS = np.cumsum(_ROUTE_LENGTHS) - _ROUTE_LENGTHS


def _circulate_chunk(documents: Documents, chosen: slice, rng: np.random.Generator, ties: float) -> Events:
    routes, arrivals = documents.routes[chosen], documents.arrivals[chosen]
    lengths = _ROUTE_LENGTHS[routes]
    firsts = np.cumsum(lengths) - lengths
    owner = np.repeat(np.arange(len(routes), dtype=np.int32), lengths)
    steps = np.arange(len(owner)) + (_ROUTE_OFFSETS[routes] - firsts)[owner]

    evening = rng.random(len(routes)) < EVENING_SHARE
    drafted = np.where(evening, (arrivals // OFFICE_DAY + 1) * OFFICE_DAY, arrivals)
    waits = rng.standard_normal(len(owner))
    waits *= SPREAD
    waits -= SPREAD**2 / 2
    np.exp(waits, out=waits)
    waits *= _STEP_WAITS[steps]
    waits *= documents.factors[chosen][owner]
    waits += _STEP_TOUCH[steps]
    gaps = waits.astype(np.int64)
    gaps[firsts] = 0
    if ties:
        free = np.ones(len(owner), dtype=bool)
        free[firsts] = False
        free[firsts[evening] + 1] = False  # what follows a draft in overtime is of the next day
        gaps[free & (rng.random(len(owner)) < ties * len(owner) / free.sum())] = 0

    passed = np.cumsum(gaps)
    stamps = documents.calendar.stamps(passed + (drafted - passed[firsts])[owner])
    late = documents.calendar.days[arrivals[evening] // OFFICE_DAY] * 86_400 + CLOSING
    stamps[firsts[evening]] = late + rng.integers(60, 3 * 3_600, len(late))

    persons = _persons(documents.sections[chosen], documents.drafters[chosen], rng)
    return Events(
        documents=owner + np.int32(chosen.start),
        activities=_STEP_ACTIVITIES[steps],
        persons=persons.ravel()[owner.astype(np.int64) * len(POSTS) + _STEP_POSTS[steps]],
        stamps=stamps,
    )


def _persons(sections: Array, drafters: Array, rng: np.random.Generator) -> Array:
    """Return a row a document and a column a post: who holds it."""
    asked = _draw(
        rng, np.array([0.3, 0.5, *np.full(len(SECTIONS) - 2, 0.2 / (len(SECTIONS) - 2))]), len(sections)
    )
    others = [(asked + 13 * n) % len(SECTIONS) for n in range(3)]
    others = [np.where(other == sections, (other + 5) % len(SECTIONS), other) for other in others]
    base = sections * PERSONS_PER_SECTION
    held_by = {
        "drafter": base + 4 + drafters,
        "chief": base + 2 + drafters % 2,
        "assistant": base + 1,
        "manager": base,
        "head": FIRST_HEAD + sections // 4,
        "vice_mayor": np.full(len(sections), VICE_MAYOR),
        "mayor": np.full(len(sections), MAYOR),
        "concurring_1": others[0] * PERSONS_PER_SECTION,
        "concurring_2": others[1] * PERSONS_PER_SECTION,
        "concurring_3": others[2] * PERSONS_PER_SECTION,
        "seal_keeper": GENERAL_AFFAIRS * PERSONS_PER_SECTION + 4 + drafters % 2,
    }
    return np.stack([held_by[post] for post in POSTS], axis=1).astype(np.int16)
