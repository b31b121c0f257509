"""Headers are known however they are spelled."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bprkit.log.columns.headers import header_key, header_words, vocabulary

pytestmark = pytest.mark.usefixtures("english")


SPELLED = st.sampled_from(
    sorted(
        {name for names in vocabulary().parts.values() for name in names} | {"caseid", "completetimestamp"}
    )
)


@given(SPELLED, st.data())
def test_width_case_spaces_and_underscores_do_not_matter(name, data):
    spelled = ""
    for letter in name:
        choice = data.draw(st.integers(0, 4))
        wide = chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" and letter not in "()" else letter
        spelled += (letter, letter.upper(), wide, letter + " ", letter + "_")[choice]
    assert header_key(spelled) == name
    for part, names in vocabulary().parts.items():
        if name in names:
            assert vocabulary().known(part, spelled) == names[name]


@given(st.text(max_size=30))
def test_a_header_key_is_settled(text):
    key = header_key(text)
    assert header_key(key) == key
    assert header_key(unicodedata.normalize("NFKC", text)) == key


def test_a_latin_ending_is_a_whole_word():
    known = vocabulary().known
    assert known("case", "Contract_Ref_ID") and known("case", "permitNumber")
    assert known("case", "amountPaid") is None
    assert header_words("dateFinished") == ("date", "finished")


def test_a_case_attribute_is_no_part_of_an_event():
    known = vocabulary().known
    assert known("activity", "(case)_Activity") is None
    assert known("section", "case:department") is None
    assert known("case", "(case) concept:name").tier == "xes"


def test_a_remark_in_brackets_does_not_hide_a_header():
    assert vocabulary().known("time", "処理日時（JST）").tier == "stamp"


def test_numbers_of_something_else_are_no_case():
    for header in ("電話番号", "郵便番号", "職員番号", "明細番号", "Event ID"):
        assert vocabulary().known("case", header) is None, header


def test_no_header_is_promised_to_two_parts():
    seen: dict[str, str] = {}
    for part, names in vocabulary().parts.items():
        for name in names:
            assert seen.setdefault(name, part) == part, name
    for group in ("free_text", "attributes", "never_case", "tool"):
        assert not set(seen) & vocabulary().groups[group], group
