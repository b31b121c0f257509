"""What is saved is read as the same procedure, and what people wrote into a file beside it stays."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bprkit.errors import InputError, OutputError
from bprkit.procedure.conditions import Condition
from bprkit.procedure.distributions import Constant
from bprkit.procedure.model import Flow, Procedure, Task, Title
from bprkit.procedure.yaml import dumps_procedure, load_procedure, loads_procedure, save_procedure
from procedure_files import EVERY_FORM, loaded, ways
from procedure_parts import notes, texts
from procedures import procedures

COMMENTED = """\
# The circulation, as we found it.
# Asked in May.

id: ringi
title: 決裁文書の回議   # as the rule calls it
roles:
  # who drafts
  - id: drafter   # one in each section
    headcount: 4
    title: 担当
  - 係長

# ---- the steps ----
steps:
  - start: application

  # drafting takes long
  - role: drafter
    id: draft
    task: {ja: 起案, en: Drafting}
    touch: 20〜40分、多くは30分   # guessed by the drafter
    note: |
      # no comment but a note
      second line
    medium: 紙
  - choice: 合議？   # is it needed?
    id: q
    branches:
      # four in ten
      - share: 40%
        steps:
          # the other section
          - {task: 合議, role: 係長, touch: 3分}
      - {otherwise: true}
  - end: done
# to be asked again
"""


@given(procedures())
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_procedure_comes_back_as_it_went(procedure: Procedure) -> None:
    assert loads_procedure(dumps_procedure(procedure)) == procedure


def test_every_form_comes_back_as_it_was_meant() -> None:
    procedure = loads_procedure(EVERY_FORM)
    assert loads_procedure(dumps_procedure(procedure)) == procedure


def test_saving_again_changes_nothing() -> None:
    text = dumps_procedure(loads_procedure(EVERY_FORM))
    assert dumps_procedure(loads_procedure(text)) == text


@given(texts, notes)
@settings(max_examples=60)
def test_any_text_comes_back(text: str, note: str) -> None:
    attributes = {"amount": Constant(3.0)} if text != "amount" else {}
    task = Task(id=text, title=Title(text, note), note=note, systems=(text, note), source=text)
    procedure = Procedure(id=text, nodes=(task,), note=note, owner=text, attributes=attributes)
    assert loads_procedure(dumps_procedure(procedure)) == procedure


@given(st.text(max_size=20))
@settings(max_examples=300)
def test_even_control_characters_and_spaces_come_back(text: str) -> None:
    procedure = Procedure(id="p", title=Title(text), note=text or None)
    assert loads_procedure(dumps_procedure(procedure)) == procedure


@given(procedures(depth=1), st.randoms(use_true_random=False))
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
def test_flows_in_any_order_keep_it(procedure: Procedure, random: object) -> None:
    flows = list(procedure.flows)
    random.shuffle(flows)  # type: ignore[attr-defined]
    shuffled = dataclasses.replace(procedure, flows=tuple(flows))
    assert loads_procedure(dumps_procedure(shuffled)) == shuffled


def test_a_file_says_next_only_where_the_list_does_not() -> None:
    text = dumps_procedure(
        loaded("  - task: a\n  - {task: b, next: d}\n  - {task: c, next: []}\n  - task: d\n")
    )
    assert text.count("next:") == 2
    assert ways(loads_procedure(text)) == [("a", "b"), ("b", "d")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "as_is.yaml"
    path.write_text(COMMENTED, encoding="utf-8")
    return path


def changed(file: Path, **fields: object) -> str:
    """Save the procedure with other fields of the drafting step, check that it is that, and return the text."""
    procedure = load_procedure(file)
    nodes = tuple(
        dataclasses.replace(node, **fields) if node.id == "draft" else node  # type: ignore[arg-type]
        for node in procedure.nodes
    )
    other = dataclasses.replace(procedure, nodes=nodes)
    save_procedure(other, file)
    assert load_procedure(file) == other
    return file.read_text(encoding="utf-8")


def test_a_file_that_says_the_same_is_not_touched(file: Path) -> None:
    save_procedure(load_procedure(file), file)
    assert file.read_text(encoding="utf-8") == COMMENTED


def test_comments_and_blank_lines_stay_at_their_steps(file: Path) -> None:
    text = changed(file, estimate=True)
    lines = [line.strip() for line in text.splitlines()]
    for comment in (line.partition("#")[2] for line in COMMENTED.splitlines() if "#" in line):
        assert text.count(f"#{comment}") == 1
    assert text.startswith("# The circulation, as we found it.\n# Asked in May.\n\nid: ringi\n")
    assert text.endswith("# to be asked again\n")
    assert lines[lines.index("# who drafts") + 1] == "- id: drafter  # one in each section"
    assert lines[lines.index("# the other section") + 1].startswith("- {task: 合議,")
    assert lines[lines.index("# drafting takes long") - 1] == ""
    assert "- gateway: 合議？  # is it needed?" in lines


def test_keys_keep_their_order_and_values_their_wording(file: Path) -> None:
    text = changed(file, estimate=True)
    assert text.index("headcount: 4") < text.index("title: 担当")
    assert "touch: 20〜40分、多くは30分  # guessed by the drafter" in text
    assert "medium: 紙" in text
    assert "      # no comment but a note\n      second line\n" in text


def test_what_stands_in_braces_or_is_folded_stays_so(tmp_path: Path) -> None:
    text = """\
id: p
state: as_is
calendar: jp   # ours
roles:
  - {id: a, headcount: 1, title: 係}   # one
note: >-  # folded
  一行目は長く、
  二行目へ続く。
steps:
  - start: {trigger: application, id: s, title: 申請}
  - task: 受付
    id: t
    estimate: false
    next: e
  - end: {id: e}
"""
    file = tmp_path / "as_is.yaml"
    file.write_text(text, encoding="utf-8")
    procedure = load_procedure(file)
    save_procedure(dataclasses.replace(procedure, owner="総務課"), file)
    owned = (
        text.replace("state: as_is\n", "state: as_is\nowner: 総務課\n")
        .replace("   #", "  #")
        .replace("    next: e\n", "")
    )
    assert file.read_text(encoding="utf-8") == owned


@pytest.mark.parametrize("written", ["0.1", "0.50", "2", "1.5e1", "'0.1'"])
def test_a_number_is_written_back_as_it_was(written: str, tmp_path: Path) -> None:
    text = f"""\
id: p
roles:
  - 係
steps:
  - start: application
  - task: 受付
    id: t
    role: 係
    materials: {{sheets: {written}, seals: 1}}
  - end: done
"""
    file = tmp_path / "as_is.yaml"
    file.write_text(text, encoding="utf-8")
    save_procedure(dataclasses.replace(load_procedure(file), owner="総務課"), file)
    saved = file.read_text(encoding="utf-8")
    assert f"    materials: {{sheets: {written}, seals: 1}}\n" in saved


def test_a_value_that_changed_is_written_anew_under_its_comment(file: Path) -> None:
    text = changed(file, touch=Constant(15.0), medium=("system",))
    assert "touch: 15 min  # guessed by the drafter" in text
    assert "medium: system" in text


def test_a_comment_moves_with_its_step(file: Path) -> None:
    procedure = load_procedure(file)
    moved = dataclasses.replace(procedure, nodes=procedure.nodes[::-1])
    save_procedure(moved, file)
    assert load_procedure(file).nodes == moved.nodes
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    below = lines.index("# drafting takes long")
    assert lines[below + 1 : below + 3] == ["- role: drafter", "id: draft"]


def test_the_comment_of_a_step_that_is_gone_stays_in_the_file(file: Path) -> None:
    procedure = load_procedure(file)
    nodes = tuple(node for node in procedure.nodes if node.id != "draft")
    flows = tuple(flow for flow in procedure.flows if "draft" not in (flow.source, flow.target))
    save_procedure(dataclasses.replace(procedure, nodes=nodes, flows=flows), file)
    assert "# drafting takes long" in file.read_text(encoding="utf-8")


@given(first=procedures(depth=1), second=procedures(depth=1))
@settings(max_examples=20, suppress_health_check=list(HealthCheck))
def test_any_procedure_can_be_saved_onto_any_other(
    tmp_path_factory: pytest.TempPathFactory, first: Procedure, second: Procedure
) -> None:
    path = tmp_path_factory.mktemp("saved") / "as_is.yaml"
    save_procedure(first, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    head = "# a comment that stays"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    save_procedure(second, path)
    assert load_procedure(path) == second
    assert path.read_text(encoding="utf-8").startswith(head)


def test_what_is_no_procedure_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "as_is.yaml"
    file.write_text("not: [a procedure", encoding="utf-8")
    procedure = loaded("  - task: 受付\n")
    assert save_procedure(procedure, file) == file
    assert load_procedure(file) == procedure


def test_a_folder_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        save_procedure(loaded("  - task: 受付\n"), tmp_path / "missing" / "as_is.yaml")


def test_a_flow_keeps_all_that_it_says() -> None:
    flow = Flow(
        source="a",
        target="b",
        id="f",
        title=Title("差戻し", "Returned"),
        share=0.125,
        condition=Condition.parse("kind = 物品, 委託 and amount >= 500,000"),
        rework=True,
        estimate=True,
    )
    procedure = Procedure(id="p", nodes=(Task(id="a"), Task(id="b")), flows=(flow,))
    assert loads_procedure(dumps_procedure(procedure)).flows == (flow,)


@pytest.mark.parametrize("name", ["as_is.bpmn", "as_is.xlsx", "as_is", "as_is.json"])
def test_only_yaml_is_saved_under_a_name_of_yaml(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        save_procedure(loaded("  - task: 受付\n"), tmp_path / name)
    for said in (refused.value.en, refused.value.ja):
        assert "convert_procedure" in said and "bprkit convert" in said
    assert not list(tmp_path.iterdir())
