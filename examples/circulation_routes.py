"""Every way that a document may take through a city hall, with its activities, posts, waits and probability.

>>> shortest = min(ROUTES, key=lambda route: len(route.steps))
>>> " → ".join(step.activity.ja for step in shortest.steps)
'起案 → 係長承認 → 課長補佐承認 → 課長決裁 → 施行 → 編綴'
>>> round(sum(route.probability for route in ROUTES), 9)
1.0
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from city_hall import Named

DRAFT = Named("起案", "Draft")
REVISION = Named("修正", "Revision")
RETURN = Named("差戻し", "Return")
CONCURRENCE = Named("合議", "Concurrence")
SEAL = Named("公印", "Seal")
ISSUE = Named("施行", "Issue")
FILING = Named("編綴", "Filing")
APPROVALS = (
    Named("係長承認", "Chief approval"),
    Named("課長補佐承認", "Deputy approval"),
    Named("課長承認", "Manager approval"),
    Named("部長承認", "Head approval"),
    Named("副市長承認", "Vice-mayor approval"),
)
DECISIONS = (
    Named("課長決裁", "Manager decision"),
    Named("部長決裁", "Head decision"),
    Named("副市長決裁", "Vice-mayor decision"),
    Named("市長決裁", "Mayor decision"),
)
ACTIVITIES: tuple[Named, ...] = (
    DRAFT, REVISION, RETURN, *APPROVALS, CONCURRENCE, *DECISIONS, SEAL, ISSUE, FILING,
)  # fmt: skip

DECIDER_SHARES = (0.65, 0.27, 0.04, 0.04)
"""Who decides: section manager, head, vice-mayor, mayor. So 35 % reach a head, 8 % a vice-mayor."""
CONCURRENCE_SHARES = (0.60, 0.28, 0.08, 0.04)
"""How many other sections concur: none, 1, 2, 3."""
SEAL_SHARE = 0.40
RETURN_SHARE = 0.12
MOST_RETURNS = 2

LINE_DAYS = (0.5, 0.5, 1.0, 1.5, 2.0, 2.0)
"""Mean wait in working days: chief, deputy manager, manager, department head, vice-mayor, mayor."""
CONCURRENCE_DAYS, REVISION_DAYS, SEAL_DAYS, ISSUE_DAYS, FILING_DAYS = 1.5, 1.0, 1.0, 0.25, 0.5
APPROVAL_MINUTES, REVISION_MINUTES, SEAL_MINUTES, ISSUE_MINUTES, FILING_MINUTES = 3, 20, 5, 8, 5

POSTS = (
    "drafter", "chief", "assistant", "manager", "head", "vice_mayor", "mayor",
    "concurring_1", "concurring_2", "concurring_3", "seal_keeper",
)  # fmt: skip
LINE_POSTS = POSTS[1:7]


@dataclass(frozen=True)
class Step:
    """One event to come: what, by whom, after which mean wait (working days) and how much touch (minutes)."""

    activity: Named
    post: str
    days: float
    minutes: float


@dataclass(frozen=True)
class Route:
    """One way a document may take, with its probability."""

    probability: float
    decider: int
    steps: tuple[Step, ...]


def _line(decider: int, concurrences: int) -> list[Step]:
    """List the approvals from the subsection chief to the decision."""
    last = decider + 2
    line = [
        Step(DECISIONS[decider] if rank == last else APPROVALS[rank], post, days, APPROVAL_MINUTES)
        for rank, (post, days) in enumerate(zip(LINE_POSTS, LINE_DAYS, strict=True))
        if rank <= last
    ]
    others = [
        Step(CONCURRENCE, f"concurring_{n + 1}", CONCURRENCE_DAYS, APPROVAL_MINUTES)
        for n in range(concurrences)
    ]
    place = 2 if decider == 0 else 3  # after one's own manager, but never after the decision
    return [*line[:place], *others, *line[place:]]


def _routes() -> list[Route]:
    """List every way a document may take; the probabilities add up to 1."""
    routes = []
    for decider, concurrences, sealed, returns in itertools.product(
        range(4), range(4), (False, True), range(MOST_RETURNS + 1)
    ):
        line = _line(decider, concurrences)
        share = DECIDER_SHARES[decider] * CONCURRENCE_SHARES[concurrences]
        share *= SEAL_SHARE if sealed else 1 - SEAL_SHARE
        share *= RETURN_SHARE**returns * (1 if returns == MOST_RETURNS else 1 - RETURN_SHARE)
        places = list(itertools.product(range(len(line)), repeat=returns))
        for where in places:
            steps = [Step(DRAFT, "drafter", 0, 0)]
            for place in where:
                refused = line[place]
                steps += line[:place]
                steps.append(Step(RETURN, refused.post, refused.days, refused.minutes))
                steps.append(Step(REVISION, "drafter", REVISION_DAYS, REVISION_MINUTES))
            steps += line
            if sealed:
                steps.append(Step(SEAL, "seal_keeper", SEAL_DAYS, SEAL_MINUTES))
            steps.append(Step(ISSUE, "drafter", ISSUE_DAYS, ISSUE_MINUTES))
            steps.append(Step(FILING, "drafter", FILING_DAYS, FILING_MINUTES))
            routes.append(Route(share / len(places), decider, tuple(steps)))
    return routes


ROUTES: list[Route] = _routes()
MEAN_EVENTS: float = sum(route.probability * len(route.steps) for route in ROUTES)
"""Events a document leaves, on average."""
