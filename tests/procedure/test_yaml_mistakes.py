"""A file that cannot be used is refused once, with every error in it: line, place, value, and what to write instead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bprkit.errors import InputError
from bprkit.procedure.model import Materials
from bprkit.procedure.problems import ProcedureError
from bprkit.procedure.yaml import load_procedure, loads_procedure
from procedure_files import only_problem, problems

SEVERAL = """\
titel: 決裁
volume: many
roles:
  - {id: drafter, title: 担当者}
  - {id: drafter}
steps:
  - start: applicaton
  - task: 起案
    roel: drafter
    touch: 20–40 min
  - {task: 確認, role: draftr}
  - {task: 審査, role: 担当者, controls: [起安]}
  - tsk: 何か
  - gateway: 区分
    next:
      - {to: nowhere, when: amount}
      - {to: 起案, otherwise: true}
      - {to: 確認, otherwise: true}
  - {task: 二つ目, id: 区分}
  - {task: 三つ目, id: 区分}
  - {timer: 期間, period: {amount: 10日, first_day_counts: maybe}}
"""


def test_all_errors_are_told_at_once(english: None) -> None:
    found = {(problem.line, problem.path, problem.code) for problem in problems(SEVERAL)}
    assert found == {
        (1, "titel", "unknown_key"),
        (2, "volume", "bad_value"),
        (5, "roles[1].id", "duplicate_id"),
        (7, "steps[0].start", "bad_value"),
        (9, "steps[1].roel", "unknown_key"),
        (10, "steps[1].touch", "bad_value"),
        (11, "steps[2].role", "unknown_role"),
        (12, "steps[3].role", "unknown_role"),
        (12, "steps[3].controls[0]", "unknown_step"),
        (13, "steps[4]", "unknown_step"),
        (16, "steps[5].next[0].to", "unknown_step"),
        (16, "steps[5].next[0].when", "bad_value"),
        (18, "steps[5].next[2]", "otherwise_twice"),
        (20, "steps[7].id", "duplicate_id"),
        (21, "steps[8].period.amount", "bad_value"),
        (21, "steps[8].period.first_day_counts", "bad_value"),
        (21, "steps[8].period", "missing_key"),
    }


def test_every_problem_names_its_file_and_speaks_both_languages() -> None:
    for problem in problems(SEVERAL):
        assert problem.file == "test.yaml"
        assert problem.severity == "error"
        assert any("ぁ" <= letter <= "ん" for letter in problem.ja)
        assert problem.en.isascii() or any(mark in problem.en for mark in "–'’…")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("steps: [{task: a, roel: x}]", "Did you mean 'role'?"),
        ("roles: [drafter]\nsteps: [{task: a, role: draftr}]", "Did you mean 'drafter'?"),
        (
            "roles: [{id: drafter, title: 担当者}]\nsteps: [{task: a, role: 担当者}]",
            "Did you mean 'drafter'?",
        ),
        ("steps: [{task: 起案, next: 起安}]", "Did you mean '起案'?"),
        ("steps: [{task: 起案, id: draft}, {task: b, next: 起案}]", "Did you mean 'draft'?"),
        ("steps: [{task: a, medium: papper}]", "Did you mean 'paper'?"),
        ("steps: [{tsak: a}]", "Did you mean 'task'?"),
        ("state: as_was\nsteps: []", "Did you mean 'as_is'?"),
        ("steps: [{task: a, batch: {sice: 3}}]", "Did you mean 'size'?"),
    ],
)
def test_a_misspelt_word_gets_a_suggestion(text: str, hint: str) -> None:
    assert hint in only_problem(text).en


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("steps: [{task: a, id: x, id: y}]", "duplicate_key"),
        ("steps: [{task: a, id: x}, {task: b, id: x}]", "duplicate_id"),
        ("steps: [{task: a, id: x}, {subprocess: s, steps: [{task: b, id: x}]}]", "duplicate_id"),
        ("steps: [{task: a, next: [{to: b, id: f}]}, {task: b, next: [{to: a, id: f}]}]", "duplicate_id"),
        ("steps: [{task: a, next: c}]", "unknown_step"),
        ("steps: [{task: a}]\nflows: [{from: z, to: a}]", "unknown_step"),
        ("steps: [{task: a, next: b}, {subprocess: s, steps: [{task: b}]}]", "unknown_step"),
        (
            "steps: [{gateway: q, next: [{to: a, when: 'x < 1', otherwise: true}]}, {task: a}]",
            "otherwise_with_condition",
        ),
        ("steps: [{task: a, role: nobody}]", "unknown_role"),
        ("title: x", "missing_key"),
        ("steps: [{choice: q}]", "missing_key"),
        ("steps: [{choice: q, branches: []}]", "bad_value"),
        ("steps: [{task: a}, {choice: q, branches: [{steps: [{end: done}]}], next: a}]", "never_reached"),
        ("steps: [{task: a}, {end: done, returns: {share: 5%, to: a}}]", "never_reached"),
        ("steps: [3]", "unknown_step"),
        ("steps: {task: a}", "bad_value"),
        ("steps: [{task: a, estimate: yes}]", "bad_value"),
        ("steps: [{task: a, mandatory: true}]", "bad_value"),
        ("steps: [{task: a, delegated: [goods]}]", "bad_value"),
        ("steps: [{task: a, id: ''}]", "bad_value"),
        ("steps: []\nsections: {a: 50%, b: 20%}", "bad_value"),
        ("steps: []\nattributes: {kind: {a: 50%, b: 60%}}", "bad_value"),
        ("steps: []\nvolume: {per_year: 3, monthly: [1, 2]}", "bad_value"),
        ("steps: []\nvolume: {per_year: 3, hourly: {9: 30%, 10: 60%}}", "bad_value"),
        ("steps: []\nvolume: {per_year: 3, hourly: {9: 30%, 10: 70}}", "bad_value"),
        ("steps: []\nvolume: {per_year: 3, hourly: {9: 3, '9:00': 4}}", "bad_value"),
        ("steps: []\nvolume: {per_year: 3, hourly: {24: 3}}", "bad_value"),
        ("steps: []\nvolume: {per_year: 3, hourly: {9: 3, 10: -1}}", "bad_value"),
        ("steps: []\nvolume: {per_year: 3, hourly: {9: 0}}", "bad_value"),
        ("steps: []\nvolume: {per_year: 3, hourly: [3, 4]}", "bad_value"),
        ("steps: []\nroles: [{id: a, headcount: -1}]", "bad_value"),
        ("steps: [{task: a, batch: {size: 2.5}}]", "bad_value"),
        ("steps: []\nattributes: {a: {values: [100,200]}}", "ambiguous_comma"),
        ("steps: []\n? [a]\n: b", "no_key"),
    ],
)
def test_each_mistake_has_a_code_of_its_own(text: str, code: str) -> None:
    assert only_problem(text).code == code


def test_an_error_in_a_circulation_is_told_at_its_line() -> None:
    text = "roles: [担当, 課長]\nsteps:\n  - circulation:\n      drafter: 担当\n      route:\n        - {role: 課張}\n"
    problem = only_problem(text)
    assert (problem.code, problem.line, problem.path) == (
        "bad_circulation",
        6,
        "steps[0].circulation.route[0].role",
    )
    assert "課長" in problem.ja


def test_the_value_that_is_wrong_is_kept() -> None:
    assert only_problem("steps: [{task: a, touch: 3 apples}]").value == "3 apples"
    assert only_problem("steps: [{task: a, id: x, next: y}]").value == "y"


def test_what_follows_from_one_mistake_is_not_told_as_another() -> None:
    assert only_problem(
        "roles: [{id: a, kind: staf}]\nsteps: [{task: x, role: a}, {end: don}]\n".replace("don", "done")
    )
    assert (
        len(
            problems(
                "steps: [{task: a, id: x, touch: 3}, {task: b, next: x}, {gateway: q, logic: or, next: x}]"
            )
        )
        == 2
    )


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (bomb(9), "too_many"),
        ("steps: &a [*a]", "too_deep"),
        ("a: " + "[" * 5_000, "too_deep"),
        ("a: " + "{b: " * 500 + "1" + "}" * 500, "too_deep"),
        ("steps: []\nnote: " + "x" * 10_000_001, "too_large"),
        ("", "no_procedure"),
        ("- a\n- b", "no_procedure"),
        ("just words", "no_procedure"),
        ("steps:\n\t- task: a", "no_yaml"),
        ("steps: [", "no_yaml"),
        ("steps: []\n---\nsteps: []", "no_yaml"),
        ("steps: *nobody", "no_yaml"),
        ("note: a: b", "no_yaml"),
        ("note: \x07", "no_yaml"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_hostile_and_broken_files_end_in_one_clear_message(text: str, code: str) -> None:
    assert only_problem(text).code == code


@pytest.mark.parametrize(
    ("text", "line", "en", "ja"),
    [
        ("steps:\n\t- task: 受付\n", 2, "a tab", "タブ"),
        ("title: 公園\nsteps：\n  - task: 受付\n", 2, "full-width (：)", "全角（：）"),
        ("attributes:\n  金額：1\n  種類: {物品: 100%}\nsteps: []\n", 2, "full-width (：)", "全角（：）"),
        ("steps:\n  - task: 受付\n　　role: 係長\n", 3, "full-width spaces", "全角の空白"),
        ("title: 公園\nroles: [係長, 課長\nsteps: []\n", 2, "not closed with ]", "] で閉じていない"),
        (
            "steps:\n  - {task: 受付, role: 係長\n  - {task: 審査}\n",
            2,
            "not closed with }",
            "} で閉じていない",
        ),
        ('title: "公園\nsteps: []\n', 1, "quotation mark", "引用符が閉じて"),
        ("title 公園\nsteps: []\n", 2, "none in the line before", "前の行にコロンがありません"),
        ("title: 公園\nsteps\n  - task: 受付\n", 2, "has no colon", "コロン「: 」がありません"),
        ("title: 申請: 窓口\nsteps: []\n", 1, "in quotes", "引用符で囲んで"),
        ("steps:\n  - task: 受付\n    role: 係長\n   touch: 3分\n", 4, "not indented", "字下げ"),
        ("note: *重要*\nsteps: []\n", 1, "cannot begin with *", "* で始まる"),
        ("note: @課長\nsteps: []\n", 1, "cannot begin with @", "@ で始まる"),
        ("steps: []\n---\nsteps: []\n", 2, "a second procedure", "1ファイルに1手続"),
        ('note: "C:\\path"\nsteps: []\n', 1, "single ones", "一重引用符"),
        ("note: \x07\nsteps: []\n", None, "control characters", "制御文字"),
    ],
)
def test_what_is_no_yaml_is_told_in_words_of_the_reader(
    text: str, line: int | None, en: str, ja: str
) -> None:
    problem = only_problem(text)
    assert (problem.code, problem.line) == ("no_yaml", line)
    assert en in problem.en
    assert ja in problem.ja
    assert not re.search("[a-z]{4,}", problem.ja), "no words of the parser in a Japanese sentence"


def test_full_width_colons_are_told_all_at_once_and_never_taken_for_text() -> None:
    """To YAML the last two lines of a step would be its title: 受付 role：係長 touch：3分."""
    found = problems("steps:\n  - task: 受付\n    role：係長\n  - task：審査\n  - task: 通知\n")
    assert [(problem.code, problem.line) for problem in found] == [("no_yaml", 3), ("no_yaml", 4)]
    found = problems("title：公園\nsteps：\n  - task：受付\n")
    assert [problem.line for problem in found] == [1, 2, 3]


def test_a_full_width_colon_within_a_text_is_text() -> None:
    text = "title: 申請：窓口\nsteps:\n  - task: 受付\n    note: 注意：窓口のみ\n"
    assert loads_procedure(text).title.ja == "申請：窓口"


@pytest.mark.parametrize(
    ("step", "en", "ja"),
    [
        ("returns: 12%", "{share: 12%, to: …}", "{share: 12%, to: 戻り先の工程のid}"),
        ("materials: 4", "{sheets: 4}", "{sheets: 4}"),
        ("batch: 10", "{size: 10}", "{size: 10}"),
    ],
)
def test_a_value_where_names_and_values_stand_is_shown_as_one_of_them(step: str, en: str, ja: str) -> None:
    problem = only_problem(f"steps: [{{task: a, {step}}}]")
    assert en in problem.en
    assert ja in problem.ja


@pytest.mark.parametrize(
    ("step", "ja"),
    [
        ("{task: a, 担当: 係長}", "「role」でしょうか"),
        ("{task: a, 処理時間: 3分}", "「touch」でしょうか"),
        ("{task: a, 次: b}", "「next」でしょうか"),
        ("{task: a, medium: 紙、印}", "複数なら [紙, 印]"),
        ("{task: a, medium: 書類}", "paper（紙）、seal（印）"),
        ("{end: おわり}", "done（完了）"),
        ("受付", "「- task: 受付」のように"),
        ("{choice: q, branches: [{share: 20}, {otherwise: true}]}", "20% のように"),
        ("{task: a, touch: 10〜40分}", "「10〜40分、多くは…」のように"),
    ],
)
def test_what_a_clerk_writes_first_is_answered_with_what_to_write(step: str, ja: str) -> None:
    assert ja in only_problem(f"roles: [係長]\nsteps: [{step}]").ja


def test_an_end_may_be_called_end() -> None:
    assert loads_procedure("steps: [{task: a}, {end: 終了}]") == loads_procedure(
        "steps: [{task: a}, {end: 完了}]"
    )


def test_tags_of_python_do_nothing() -> None:
    with pytest.raises(ProcedureError):
        loads_procedure("steps: []\nnote: !!python/object/apply:os.getcwd []\n")


def test_files_that_cannot_be_read(tmp_path: Path, english: None) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        load_procedure(tmp_path / "missing.yaml")
    with pytest.raises(InputError, match="it is a folder"):
        load_procedure(tmp_path)
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00\x81\xff")
    with pytest.raises(InputError, match="neither UTF-8 nor CP932"):
        load_procedure(binary)


def test_a_file_from_an_old_editor_is_read(tmp_path: Path) -> None:
    file = tmp_path / "leave" / "to_be.yaml"
    file.parent.mkdir()
    file.write_bytes("title: 休暇①\r\nsteps: [{task: 申請}]\r\n".encode("cp932"))
    procedure = load_procedure(file)
    assert (procedure.id, procedure.state, procedure.title.ja) == ("leave", "to_be", "休暇①")


@pytest.mark.parametrize(
    ("name", "id_", "state"),
    [
        ("公園.yaml", "公園", "as_is"),
        ("as_is.yaml", "desktop", "as_is"),
        ("to_be.yml", "desktop", "to_be"),
        ("改善後.yaml", "desktop", "to_be"),
        ("将来像.yaml", "desktop", "to_be"),
        ("当面の姿.yaml", "desktop", "can_be"),
        ("実現可能.yaml", "desktop", "can_be"),
        ("現状.yaml", "desktop", "as_is"),
    ],
)
def test_a_file_without_id_is_called_by_its_name_unless_that_is_a_state(
    name: str, id_: str, state: str, tmp_path: Path
) -> None:
    file = tmp_path / "desktop" / name
    file.parent.mkdir()
    file.write_text("steps: [{task: 申請}]\n", encoding="utf-8")
    procedure = load_procedure(file)
    assert (procedure.id, procedure.state) == (id_, state)


@pytest.mark.parametrize("thing", ["sheets", "copies", "letters", "seals"])
def test_no_step_gives_materials_back(thing: str, english: None) -> None:
    """A negative number of letters would lower the budget line for postage."""
    problem = only_problem(
        f"title: 通知\nroles: [職員]\nsteps: [{{task: 発送, role: 職員, materials: {{{thing}: -3}}}}]"
    )
    assert problem.path == f"steps[0].materials.{thing}" and problem.line == 3
    assert problem.message.endswith("'-3' is less than nothing. Write 0 or more.")


def test_materials_of_python_are_not_less_than_nothing_either(english: None) -> None:
    with pytest.raises(InputError, match="letters: '-1' is less than nothing"):
        Materials(letters=-1)
