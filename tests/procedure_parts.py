"""What procedures are drawn from: texts, titles, distributions, waits, periods, roles."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar, get_args

from hypothesis import strategies as st

from bprkit.procedure.distributions import AnyDistribution, Constant, Empirical, LogNormal, Triangular
from bprkit.procedure.model import (
    Batch,
    ClosedDay,
    DayKind,
    Foreign,
    Mandate,
    Period,
    Role,
    RoleKind,
    Title,
    Wait,
)

T = TypeVar("T")
LETTERS = "起案決裁あアｱ漢字abcXYZ019 ,.:;#'\"-–?!%&<>[]{}()|*@`~\\/=+_…①㈱𠮷"
texts = st.one_of(
    st.sampled_from(("総務課", "文書管理規程", "yes", "null", "12", "1,000", "- a", "a: b", "# c", "0.5")),
    st.text(LETTERS, min_size=1, max_size=12).map(str.strip).filter(bool),
)
notes = st.one_of(texts, st.lists(texts, min_size=2, max_size=3).map("\n".join))
titles = st.one_of(
    st.builds(Title, ja=texts, en=st.none() | texts),
    st.builds(Title, en=texts),
)
amounts = st.one_of(
    st.integers(0, 600).map(float),
    st.integers(1, 999).map(lambda tenths: tenths / 10),
    st.floats(0.001, 100_000, allow_nan=False),
)
positive = amounts.filter(lambda amount: amount > 0)
percents = st.integers(1, 99).map(lambda percent: percent / 100)


@st.composite
def distributions(draw: st.DrawFn) -> AnyDistribution:
    """Draw each of the four kinds of distribution, of numbers that are not negative."""
    kind = draw(st.sampled_from((Constant, Triangular, LogNormal, Empirical)))
    if kind is Constant:
        return Constant(draw(amounts))
    if kind is Triangular:
        return Triangular(*sorted(draw(st.tuples(amounts, amounts, amounts))))
    if kind is LogNormal:
        return LogNormal(draw(positive), draw(amounts))
    return Empirical(tuple(draw(st.lists(amounts, min_size=1, max_size=4))))


def words(kind: Any) -> st.SearchStrategy[Any]:
    """Draw one of the words of a Literal."""
    return st.sampled_from(get_args(kind))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw None twice in three times."""
    return st.one_of(st.none(), st.none(), strategy)


def several(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw few different ones, often none."""
    return st.one_of(st.just(()), st.lists(strategy, max_size=most, unique=True).map(tuple))


waits = st.builds(Wait, length=distributions(), unit=st.sampled_from(("minutes", "working_days")))
periods = st.builds(
    Period,
    amount=positive,
    unit=words(DayKind),
    first_day_counts=st.booleans(),
    on_closed_day=words(ClosedDay),
    citation=texts,
)
batches = st.builds(
    Batch,
    size=st.none() | st.integers(1, 50),
    days=st.lists(st.integers(0, 6), max_size=3, unique=True).map(tuple),
    times_of_day=st.lists(
        st.builds(dt.time, st.integers(0, 23), st.sampled_from((0, 30))), max_size=2, unique=True
    ).map(tuple),
)
foreigns = st.builds(
    Foreign,
    tag=st.sampled_from(("", "{http://www.omg.org/spec/BPMN/20100524/MODEL}boundaryEvent")),
    attributes=st.dictionaries(
        st.sampled_from(("{http://example.org/x}colour", "isForCompensation")), texts, max_size=2
    ),
    children=st.lists(
        st.sampled_from(('<documentation xmlns="urn:a">読む</documentation>', '<a xmlns="urn:b"/>')),
        max_size=2,
        unique=True,
    ).map(tuple),
)
mandates = st.builds(Mandate, citation=texts)


@st.composite
def parts_of_one(draw: st.DrawFn, names: tuple[T, ...]) -> dict[T, float]:
    """Draw shares in whole per cent that sum to 1."""
    cuts = sorted(
        draw(st.lists(st.integers(1, 99), min_size=len(names) - 1, max_size=len(names) - 1, unique=True))
    )
    ends = (0, *cuts, 100)
    return {name: (high - low) / 100 for name, low, high in zip(names, ends, ends[1:], strict=False)}


roles = st.builds(
    Role,
    id=st.sampled_from(("drafter", "係長", "課長", "applicant", "会計")),
    title=st.just(Title()) | titles,
    kind=words(RoleKind),
    headcount=st.one_of(
        st.integers(0, 20),
        st.dictionaries(st.sampled_from(("税務課", "総務課")), st.integers(0, 9), min_size=1),
    ),
    pooled=st.booleans(),
    section=maybe(texts),
    rate=maybe(st.sampled_from(("regular", "fiscal-year"))),
    rank=maybe(st.sampled_from(("主事", "係長", "課長"))),
    calendar=maybe(st.just("jp")),
    part_of=maybe(texts),
)
