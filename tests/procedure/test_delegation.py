"""The delegation table: who may decide what alone, and up to which amount."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from bprkit.errors import InputError
from bprkit.procedure.delegation import (
    Delegation,
    UnknownKind,
    UnknownRank,
    decider,
    load_delegation,
    may_decide,
)

MAN = 10_000


@pytest.fixture
def table() -> Delegation:
    return load_delegation("default")


@pytest.mark.parametrize(
    ("kind", "limits"),
    [("goods", (50, 300, 1_000)), ("commissioned", (100, 500, 2_000)), ("construction", (200, 1_000, 5_000))],
)
def test_the_default_limits_are_those_of_the_domain_notes(
    table: Delegation, kind: str, limits: tuple[int, int, int]
) -> None:
    for rank, limit, next_rank in zip(
        ("課長", "部長", "副市長"), limits, ("部長", "副市長", "市長"), strict=True
    ):
        assert decider(table, kind, "decision", limit * MAN) == rank
        assert decider(table, kind, "decision", limit * MAN + 1) == next_rank


@pytest.mark.parametrize("kind", ["payroll", "utilities", "payment_order", "給与", "光熱水費", "支出命令"])
def test_a_section_chief_pays_what_is_owed_whatever_the_amount(table: Delegation, kind: str) -> None:
    assert decider(table, kind, "decision", math.inf) == "課長"


def test_limits_differ_by_stage(table: Delegation) -> None:
    assert decider(table, "工事", "執行伺", 3_000 * MAN) == "副市長"
    assert decider(table, "工事", "支出命令", 3_000 * MAN) == "課長"


def test_a_higher_rank_may_decide_and_a_lower_may_not(table: Delegation) -> None:
    ranks = ["主事", "係長", "課長補佐", "課長", "次長", "部長", "副市長", "市長"]
    may = [may_decide(table, rank, "goods", "decision", 200 * MAN) for rank in ranks]
    assert may == [False] * 5 + [True] * 3
    assert may_decide(table, "教育長", "construction", "decision", 9_000 * MAN)  # of the mayor's standing


def test_what_the_table_does_not_know_is_told_with_what_it_knows(table: Delegation, english: None) -> None:
    with pytest.raises(UnknownKind, match="goods, commissioned"):
        decider(table, "grants", "decision", 1)
    with pytest.raises(UnknownRank, match="課長"):
        may_decide(table, "班長", "goods", "decision", 1)


def test_the_figures_are_marked_as_estimates(table: Delegation) -> None:
    assert table.estimate
    assert table.source


def test_a_city_brings_its_own_table(tmp_path: Path) -> None:
    file = tmp_path / "our_city.yaml"
    file.write_text(
        "ranks: [係長, 課長, 町長]\namount: 契約額\nrules:\n- {kind: 物品, limits: {係長: ５万円, 課長: '１,０００千円'}}\n",
        encoding="utf-8",
    )
    own = load_delegation(file)
    assert [decider(own, "物品", "執行伺", amount) for amount in (50_000, 50_001, 1_000_001)] == [
        "係長",
        "課長",
        "町長",
    ]
    assert (own.id, own.amount) == ("our_city", ("契約額",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ranks: [課長\n", "line 2"),
        ("a: 1", "no delegation table"),
        ("ranks: [課長]\nrules:\n- {kind: goods, limits: {部長: 1}}\n", "'部長' is not among"),
        ("ranks: [課長]\nrules:\n- {kind: goods, limits: {課長: 沢山}}\n", "'沢山' is no amount"),
        ("ranks: [課長]\nrules:\n- {kind: goods, limits: {課長: -1}}\n", "'-1' is no amount"),
        ("ranks: [課長]\nrules:\n- {limits: {課長: 1}}\n", "'kind' and 'limits' are needed"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(tmp_path: Path, english: None, text: str, told: str) -> None:
    file = tmp_path / "table.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told) as refused:
        load_delegation(file)
    assert "table.yaml" in str(refused.value)


def test_a_table_that_is_not_there_is_told_by_name(tmp_path: Path, english: None) -> None:
    with pytest.raises(InputError, match=r"'ours'\. Use default"):
        load_delegation("ours")
    with pytest.raises(InputError, match=r"none\.yaml"):
        load_delegation(tmp_path / "none.yaml")
