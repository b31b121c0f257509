"""Where a lead time without queues stands, it is said what else it leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bprkit.language import use
from cli_runs import Run, saved

BATCHED = """
id: p
title: {ja: 支払, en: Payment}
state: STATE
volume: 500 / year
roles: [{id: 担当, rate: regular}, {id: 会計, rate: regular}]
steps:
  - {start: application}
  - {id: check, task: 審査, role: 担当, touch: TOUCH min}
  - {id: pay, task: 支払審査, role: 会計, touch: 4 min, wait: 2 working days, BATCH}
  - {end: done}
"""
PLAIN = BATCHED.replace(", BATCH", "")
TOLD = {"ja": "まとめ処理を待つ時間は含みません。", "en": "Waits for a batch are not counted."}


@pytest.fixture(params=["ja", "en"])
def language(request: pytest.FixtureRequest, bprkit: Run) -> str:
    use(request.param)
    return str(request.param)


def states(tmp_path: Path, text: str) -> tuple[Path, Path]:
    text = text.replace("BATCH", "batch: {days: [Tue, Fri]}")
    before = saved(tmp_path / "a.yaml", text.replace("STATE", "as_is").replace("TOUCH", "20"))
    after = saved(tmp_path / "b.yaml", text.replace("STATE", "to_be").replace("TOUCH", "5"))
    return before, after


def in_one_line(text: str, language: str) -> str:
    return ("" if language == "ja" else " ").join(text.split())


@pytest.mark.parametrize("batched", [True, False])
@pytest.mark.parametrize("command", ["compare", "savings", "show"])
def test_a_lead_time_says_that_batches_are_not_waited_for_if_there_are_any(
    bprkit: Run, tmp_path: Path, language: str, command: str, batched: bool
) -> None:
    given = states(tmp_path, BATCHED if batched else PLAIN)
    arguments = ("procedures", "show", given[0]) if command == "show" else (command, *given)
    told = bprkit(*arguments)
    assert told.code == 0, told.err
    assert (TOLD[language] in in_one_line(told.out, language)) == batched


def test_the_json_of_a_comparison_says_it_of_each_state(bprkit: Run, tmp_path: Path, language: str) -> None:
    found = bprkit("compare", *states(tmp_path, BATCHED), "--json", "-").json
    for state in found["states"]:
        assert TOLD[language] in state["totals"]["case"]["expected"]["notes"]


def test_simulated_days_wait_for_batches_and_do_not_say_otherwise(
    bprkit: Run, tmp_path: Path, language: str
) -> None:
    told = bprkit("savings", *states(tmp_path, BATCHED), "--simulate", "2")
    assert told.code == 0, told.err
    assert TOLD[language] not in in_one_line(told.out, language)


@pytest.mark.parametrize("batched", [True, False])
def test_the_card_of_a_picture_says_it_in_short(
    bprkit: Run, tmp_path: Path, language: str, batched: bool
) -> None:
    target = tmp_path / "x.svg"
    bprkit("compare", *states(tmp_path, BATCHED if batched else PLAIN), "-o", target)
    short = {"ja": "順番待ち・まとめ処理の待ちを含まず", "en": "no waits for queues or batches"}
    assert (short[language] in target.read_text(encoding="utf-8")) == batched
