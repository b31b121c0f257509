from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bprkit.log.text.headers import Renamed, unique_names


def test_a_header_that_comes_twice_gets_a_number() -> None:
    helpdesk = ["Case ID", "Variant", "Variant index", "Variant", "seriousness", "seriousness_2"]
    names, renamed = unique_names(helpdesk)
    assert names == ("Case ID", "Variant", "Variant index", "Variant_2", "seriousness", "seriousness_2")
    assert renamed == (Renamed(4, "Variant", "Variant_2"),)
    assert "Variant_2" in renamed[0].note


def test_a_name_that_the_file_uses_is_given_to_no_other_column() -> None:
    assert unique_names(["a", "a", "a_2", "a"])[0] == ("a", "a_3", "a_2", "a_4")
    assert unique_names(["column_2", ""])[0] == ("column_2", "column_2_2")


def test_names_that_differ_in_case_only_are_one_to_the_engine() -> None:
    assert unique_names(["Variant", "VARIANT"])[0] == ("Variant", "VARIANT_2")


@pytest.mark.parametrize("blank", ["", "  ", "　", "\ufeff", "\u00a0\n"])
def test_a_blank_header_is_called_by_its_place_and_told(blank: str) -> None:
    names, renamed = unique_names(["番号", blank, "処理"])
    assert names == ("番号", "column_2", "処理")
    assert [(change.column, change.why) for change in renamed] == [(2, "blank")]
    assert "column_2" in renamed[0].note


def test_line_breaks_and_margins_in_excel_headers_are_dropped() -> None:
    assert unique_names(["処理\n日時", " Complete\r\nTimestamp ", "　件名"])[0] == (
        "処理日時",
        "Complete Timestamp",
        "件名",
    )


@given(st.lists(st.sampled_from(["a", "A", "a_2", "", " ", "column_1", "column_2", "件名", "ß", "SS"])))
def test_names_are_unique_whatever_the_header(header: list[str]) -> None:
    names, renamed = unique_names(header)
    assert len({name.casefold() for name in names}) == len(header) == len(names)
    assert all(names)
    changed = {change.column for change in renamed}
    for column, (cell, name) in enumerate(zip(header, names, strict=True), start=1):
        assert (name == cell.strip()) == (column not in changed)


@given(
    st.lists(st.sampled_from(["a", "A", "b", " b", "a_2", "", "column_2", None]), max_size=8), st.booleans()
)
def test_names_differ_and_those_that_differ_already_stay(header: list[str | None], exact: bool) -> None:
    names, _ = unique_names(header, exact=exact)
    assert len({name if exact else name.casefold() for name in names}) == len(header)
    same = [cell if exact else (cell or "").strip().casefold() for cell in header]
    for key, cell, name in zip(same, header, names, strict=True):
        if cell and same.count(key) == 1:
            assert name == (cell if exact else cell.strip())
