"""Who reads English finds English in every bundled procedure; what stays Japanese is named here, and why."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from bprkit.cli.compare_page import comparison_page
from bprkit.cli.savings_page import savings_page
from bprkit.language import speaking
from bprkit.procedure.comparing import compare
from bprkit.procedure.files import open_procedure
from bprkit.procedure.library import procedures
from bprkit.procedure.model import Procedure, Task, walk
from bprkit.savings import estimate_savings

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
WHOM_TO_ASK = ("人事課", "財政課", "時間外勤務実績", "債務負担行為", "長期継続契約")
CITIES = ("小山市", "宇城市", "東海村")
LAW = re.compile("(?:地方自治法施行令162条1号)")
"""A law is cited as it is called, in a note too."""


def texts_in(part: Any) -> Iterator[str]:
    """Every text of a page."""
    if isinstance(part, str):
        yield part
    elif dataclasses.is_dataclass(part) and not isinstance(part, type):
        for field in dataclasses.fields(part):
            yield from texts_in(getattr(part, field.name))
    elif isinstance(part, Mapping):
        yield from texts_in(tuple(part.values()))
    elif isinstance(part, tuple | list):
        for inner in part:
            yield from texts_in(inner)


def names_of(procedure: Procedure) -> Iterator[str]:
    """What the city itself calls so: its rules and laws, its sections, and the fields that tell cases apart."""
    yield from procedure.legal_basis
    yield from (need.citation for need in procedure.needs if need.citation)
    if isinstance(procedure.sections, Mapping):
        yield from procedure.sections
    yield from (role.section for role in procedure.roles if role.section)
    for name, attribute in procedure.attributes.items():
        yield name
        yield from getattr(attribute, "shares", {})
    for node in walk(procedure.nodes):
        if isinstance(node, Task) and node.mandatory:
            yield node.mandatory.citation


def left_in(texts: Iterator[str], states: tuple[Procedure, Procedure]) -> list[str]:
    allowed = {*WHOM_TO_ASK, *CITIES, *(name for state in states for name in names_of(state))}
    found = []
    for text in texts:
        rest = LAW.sub("", text)
        for name in sorted(allowed, key=len, reverse=True):
            rest = rest.replace(name, "")
        if JAPANESE.search(rest):
            found.append(rest)
    return found


@pytest.mark.parametrize("name", sorted({one.name for one in procedures()}))
def test_english_pages_of_bundled_procedures_are_in_english(name: str, english: None) -> None:
    states = open_procedure(f"{name}/as_is"), open_procedure(f"{name}/to_be")
    saved = estimate_savings(*states, samples=100)
    pages = (comparison_page(compare(*states)), savings_page(saved))
    assert left_in(texts_in(pages), states) == []
    assert left_in(iter(saved.explain().splitlines()), states) == []


def test_the_chain_of_a_saving_is_in_japanese_units() -> None:
    states = open_procedure("payment-order/as_is"), open_procedure("payment-order/to_be")
    with speaking("ja"):
        told = estimate_savings(*states, samples=100).explain()
    assert "分 ÷ 60 = " in told and not re.search(r" min\b| h\b", told)
