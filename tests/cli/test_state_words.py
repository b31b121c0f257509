"""A state has one name wherever it is told, and one thing is one thing: 1 working day, never 1 working days."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bprkit import errors, language
from bprkit.drawing import draw, draw_comparison
from bprkit.drawing.xlsx.tables import state_name
from bprkit.language import speaking
from bprkit.procedure.code_words import STATE_HEADINGS, STATE_SYNONYMS, STATES, state_words
from bprkit.procedure.comparing import compare
from bprkit.procedure.comparing.summary import sentences
from bprkit.procedure.distributions import Constant
from bprkit.procedure.files import open_procedure
from bprkit.procedure.model import Flow, Period, Procedure, Task, Timer, Wait
from cli_runs import Run

SOURCES = Path(errors.__file__).parent
DOCS = SOURCES.parent.parent
OLD = [word for words in STATE_SYNONYMS.values() for word in words]


@pytest.mark.parametrize(
    "command",
    [
        ("compare", "room-booking/as_is", "room-booking/can_be", "room-booking/to_be"),
        ("savings", "approval-circulation/as_is", "approval-circulation/to_be", "--explain"),
    ],
)
def test_commands_call_states_as_pictures_do(bprkit: Run, command: tuple[str, ...]) -> None:
    language.use("ja")
    told = bprkit(*command)
    assert told.code == 0
    text = told.out
    for argument in command[1:]:
        _, _, state = argument.partition("/")
        if state in STATES:
            assert STATES[state][1] in text
    assert not any(word in text for word in OLD)


def test_pictures_and_workbooks_take_their_words_from_there() -> None:
    states = [open_procedure(f"room-booking/{state}") for state in STATES]
    picture = draw_comparison(*states, language="ja")
    for procedure in states:
        heading = STATE_HEADINGS[procedure.state][1]
        assert heading.startswith(STATES[procedure.state][1])
        assert heading in picture.svg
        assert heading in draw(procedure, language="ja").svg
        with speaking("ja"):
            assert state_name(procedure) == heading


def test_the_words_stand_in_one_file_and_documents_use_them() -> None:
    words = re.compile("|".join([*OLD, STATES["can_be"][1]]))
    found = [path.name for path in SOURCES.rglob("*.py") if words.search(path.read_text("utf-8"))]
    assert found == ["code_words.py"]
    if not (DOCS / "docs").is_dir():
        pytest.skip("no documents beside an installed package")
    pages = [DOCS / "README.ja.md", *(DOCS / "docs" / "ja").glob("*.md")]
    assert [page.name for page in pages if re.search("|".join(OLD), page.read_text("utf-8"))] == []


def test_older_words_are_still_read() -> None:
    assert "将来像" in state_words("to_be")
    assert "実現可能" in state_words("can_be")


def test_one_is_told_in_the_singular() -> None:
    one = Task(id="a", wait=Wait(Constant(1)))
    day = Period(1, "calendar_days", False, "next_open", "行政手続条例")
    before = Procedure(id="p", nodes=(one,))
    timed = Procedure(id="q", nodes=(Timer(id="t", period=day, deadline=True),))
    after = Procedure(
        id="p",
        state="to_be",
        nodes=(Task(id="a", wait=Wait(Constant(2))), Task(id="b", wait=Wait(Constant(1)))),
        flows=(Flow(source="a", target="b"),),
    )
    with speaking("en"):
        pictures = (
            draw(timed).svg
            + draw(before).svg
            + draw_comparison(after, before).svg
            + draw_comparison(before, after).svg
        )
        said = " ".join(sentences(compare(before, after)))
    assert "wait 1 working day<" in pictures
    assert "2→1 working day<" in pictures
    assert "1→2 working days<" in pictures
    assert "within 1 calendar day<" in pictures
    assert "as-is has 1 step, to-be has 2." in said
    for text in (pictures, said):
        assert not re.search(r"\b(?<![.,\d])1 (working days|workdays|steps|calendar days)", text)
        assert "workday" not in text
