"""`bprkit new`: whatever is answered, what is written loads, and no file is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click.testing
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bprkit import language
from bprkit.cli.new import command
from bprkit.errors import InputError, OutputError
from bprkit.procedure.checks import check
from bprkit.procedure.expecting import expected
from bprkit.procedure.library import find_procedure
from bprkit.procedure.model import Procedure
from bprkit.procedure.scaffold import Wanted, copied, quoted, scaffold, write_scaffold
from bprkit.procedure.yaml import load_procedure, loads_procedure

DECIDED = ("draft", "review", "review", "decide", "issue")


def acts(procedure: Procedure) -> tuple[str | None, ...]:
    return tuple(task.act for task in procedure.tasks)


def run(arguments: list[str], answers: str = "", folder: Path | None = None) -> click.testing.Result:
    runner = click.testing.CliRunner()
    return runner.invoke(command(), arguments, input=answers, standalone_mode=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


names = st.text(min_size=1, max_size=12).filter(lambda text: text.strip() == text and text.isprintable())
words = st.one_of(
    st.sampled_from(("課長", "no", "null", "1/2", "a: b", "[x]", "#1", "係長 補佐", "'", "2024-04-01", "12")),
    names,
)


@given(
    st.builds(
        Wanted,
        name=st.sampled_from(("ringi", "会議室予約", "no", "12")),
        title=words,
        drafter=st.just("担当者"),
        kind=st.sampled_from(("steps", "record", "inform", "circulation")),
        steps=st.lists(words, min_size=1, max_size=3).map(tuple),
        route=st.lists(words, min_size=1, max_size=3, unique=True).map(tuple),
        concur=st.sampled_from(((), ("財政課",), ("財政課", "総務課"))),
        volume=st.sampled_from((None, 1.0, 1200.0, 25_000.0, 0.5)),
    ),
    st.sampled_from(("ja", "en")),
)
def test_whatever_is_wanted_loads_and_can_be_computed(wanted: Wanted, spoken: Any) -> None:
    with language.speaking(spoken):
        found = loads_procedure(scaffold(wanted), name="new")
    assert (found.id, found.title.ja, found.state) == (wanted.name, wanted.title, "as_is")
    assert tuple(role.id for role in found.roles) == wanted.people
    assert (found.volume.per_year if found.volume else None) == wanted.volume
    assert all(task.estimate and task.touch for task in found.tasks)
    assert expected(found).exact
    assert check(found) == ()
    if wanted.kind == "circulation":
        assert acts(found).count("decide") == 1
        assert found.tasks[-2 if acts(found)[-1] == "issue" else -1].role == wanted.route[-1]
    elif wanted.kind == "inform":
        assert acts(found)[1:] == ("inform",) * len(wanted.route)
    else:
        assert not any(acts(found))


def test_the_comment_shows_how_a_lower_rank_decides_by_amount(english: None) -> None:
    """Follow the comment word for word."""
    text = scaffold(Wanted(name="p", title="p", drafter="a", kind="circulation", route=("b", "c")))
    text = text.replace("roles:", "attributes: {amount: {mean: 600,000, sd: 900,000}}\nroles:", 1)
    first = "role: b, touch: 3 min"
    found = loads_procedure(text.replace(first, f'decides: "amount < 500,000", {first}'), name="p")
    assert acts(found).count("decide") == 2
    assert expected(found).acts["decide"] == pytest.approx(1)
    assert 'decides: "amount < 500,000"' in text


@pytest.mark.parametrize("name", ["", " ", "a/b", "..", "a\\b", "C:x"])
def test_a_name_that_no_file_can_have(name: str, english: None) -> None:
    with pytest.raises(InputError, match="cannot be the name"):
        scaffold(Wanted(name=name, title="t", drafter="d", steps=("x",)))


@pytest.mark.parametrize(
    ("kind", "hint"), [("steps", "no steps"), ("inform", "on the route"), ("circulation", "on the route")]
)
def test_nothing_to_do(kind: Any, hint: str, english: None) -> None:
    with pytest.raises(InputError, match=hint):
        scaffold(Wanted(name="p", title="t", drafter="d", kind=kind))


def test_a_role_that_stands_twice(english: None) -> None:
    with pytest.raises(InputError, match="'課長' stands twice"):
        scaffold(Wanted(name="p", title="t", drafter="課長", kind="circulation", route=("課長",)))


def test_a_file_is_not_overwritten_without_being_told(tmp_path: Path, english: None) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("mine")
    with pytest.raises(OutputError, match=r"exists already.*--force"):
        write_scaffold("new", path)
    assert path.read_text() == "mine"
    assert write_scaffold("new", path, force=True).read_text() == "new"


def test_a_copy_keeps_comments_and_gets_its_own_name(tmp_path: Path) -> None:
    bundled = tmp_path / "as_is.yaml"
    bundled.write_text(
        "# 由来\ntitle: {ja: 元, en: Old}\nroles: [a]  # 係\nsteps:\n  - {task: x, role: a, touch: 3 min}\n"
    )
    text = copied(bundled, name="mine", title="新しい")
    assert "# 由来" in text
    assert "# 係" in text
    found = loads_procedure(text, name="mine")
    assert (found.id, found.title.ja) == ("mine", "新しい")
    assert found.tasks == load_procedure(bundled).tasks


@given(st.text(max_size=20).filter(lambda text: text.isprintable()))
def test_a_quoted_text_is_read_as_the_same_text(text: str) -> None:
    from ruamel.yaml import YAML

    assert YAML(typ="safe").load(f"[{quoted(text)}]") == [text]


class TestCommand:
    def test_the_route_and_who_decides_by_flags(self, folder: Path, english: None) -> None:
        arguments = "ringi --no-input --route 係長,課長,部長 --decider 課長 --concur 財政課 --volume 25,000 --title 回議"
        ended = run(arguments.split())
        assert ended.exception is None
        assert "left out 部長" in ended.stderr
        assert ended.stdout == ""
        found = load_procedure(folder / "ringi.yaml")
        assert acts(found) == ("draft", "review", "concur", "decide", "issue")
        assert [task.role for task in found.tasks if task.act == "decide"] == ["課長"]
        assert found.volume is not None
        assert found.volume.per_year == 25_000

    def test_it_asks_whether_a_decision_is_needed_at_all(self, folder: Path) -> None:
        language.use("ja")
        try:
            ended = run(["伺い", "--circulation"], "\n\n\ny\n")
        finally:
            language.use(None)
        assert "決裁不要" in ended.output
        assert "専決" not in ended.output
        assert acts(load_procedure(folder / "伺い.yaml")) == (None,)

    def test_it_asks_whether_a_lower_rank_may_decide(self, folder: Path, english: None) -> None:
        ended = run(["p", "--circulation"], "\n\n1,200\nn\ny\nsection-chief\n\n\n")
        assert ended.exception is None, ended.output
        found = load_procedure(folder / "p.yaml")
        assert [task.role for task in found.tasks if task.act == "decide"] == ["section-chief"]
        assert "director" not in [role.id for role in found.roles]

    def test_it_asks_whether_it_suffices_to_inform(self, folder: Path, english: None) -> None:
        run(["p", "--circulation"], "\n\n\nn\nn\ny\n係長、課長\n")
        assert acts(load_procedure(folder / "p.yaml")) == (None, "inform", "inform")

    def test_else_the_whole_route_decides(self, folder: Path, english: None) -> None:
        run(["p"], "\n\n\ny\nn\nn\nn\n係長、課長、部長\n\n")
        found = load_procedure(folder / "p.yaml")
        assert acts(found) == DECIDED
        assert [task.role for task in found.tasks][-2] == "部長"

    def test_steps_without_an_approval(self, folder: Path, english: None) -> None:
        run(["p", "--steps", "受付,審査,通知"], "\n\n\nn\n")
        assert [task.title.ja for task in load_procedure(folder / "p.yaml").tasks] == ["受付", "審査", "通知"]

    def test_with_nothing_but_a_name(self, folder: Path, english: None) -> None:
        assert run(["p", "--no-input", "-o", "out.yml"]).exception is None
        assert len(load_procedure(folder / "out.yml").tasks) == 3

    def test_a_bundled_procedure_is_copied_under_the_new_name(self, folder: Path, english: None) -> None:
        assert (
            run(["ours", "--from", "approval-circulation/to_be", "--title", "当市の決裁"]).exception is None
        )
        found = load_procedure(folder / "ours.yaml")
        bundled = load_procedure(find_procedure("approval-circulation/to_be"))
        assert (found.id, found.title.ja, found.state) == ("ours", "当市の決裁", "to_be")
        assert (found.nodes, found.flows, found.roles) == (bundled.nodes, bundled.flows, bundled.roles)

    def test_a_file_that_is_there_is_told_of_before_the_questions(self, folder: Path, english: None) -> None:
        (folder / "p.yaml").write_text("mine")
        ended = run(["p"])
        assert isinstance(ended.exception, OutputError)
        assert ended.output == ""
        assert (folder / "p.yaml").read_text() == "mine"
        assert run(["p", "--no-input", "--force"]).exception is None

    @pytest.mark.parametrize(
        ("arguments", "hint"),
        [
            ("p --no-input --route 係長 --decider 部長", "'部長' is not on the route"),
            ("p --no-input --volume many", "'many' is no yearly number"),
            ("p --no-input --volume 0", "'0' is no yearly number"),
            ("p --no-decision --route 係長", "--no-decision leaves no place for --route"),
            ("p --inform-only --concur 財政課", "--inform-only leaves no place for --concur"),
            ("p --no-input --circulation --steps 受付", "--steps leaves no place for --circulation"),
            ("p --from approval-circulation/as_is --route 係長", "--route cannot go with --from"),
        ],
    )
    def test_what_cannot_be_is_refused(self, arguments: str, hint: str, folder: Path, english: None) -> None:
        ended = run(arguments.split())
        assert isinstance(ended.exception, InputError)
        assert hint in str(ended.exception)
        assert not list(folder.iterdir())

    @pytest.mark.parametrize("answer", ["たくさん", "0", "-3"])
    def test_a_volume_that_cannot_be_read_is_asked_again_and_no_answer_is_lost(
        self, answer: str, folder: Path, english: None
    ) -> None:
        ended = run(["p"], f"道路占用\n主事\n{answer}\n月100件\nn\n受付、審査\n")
        assert ended.exception is None, ended.output
        assert f"'{answer}' is no yearly number of cases" in ended.output
        found = load_procedure(folder / "p.yaml")
        assert (found.title.ja, found.roles[0].id) == ("道路占用", "主事")
        assert found.volume is not None
        assert found.volume.per_year == 1200

    def test_a_role_named_twice_and_one_that_is_not_on_the_route_are_asked_again(
        self, folder: Path, english: None
    ) -> None:
        answers = "\n\n\nn\ny\n課長\n係長、部長\n係長、drafter、課長\n係長、課長\n課長\n財政課\n"
        ended = run(["p", "--circulation"], answers)
        assert ended.exception is None, ended.output
        assert "'課長' is not on the route" in ended.output
        assert ended.output.count("stands twice") == 2
        roles = [role.id for role in load_procedure(folder / "p.yaml").roles]
        assert roles == ["drafter", "係長", "課長", "財政課"]

    @pytest.mark.parametrize("arguments", [["a/b"], ["p", "-o", "missing/p.yaml"]])
    def test_what_no_answer_can_mend_is_told_before_the_questions(
        self, arguments: list[str], folder: Path, english: None
    ) -> None:
        ended = run(arguments)
        assert isinstance(ended.exception, InputError | OutputError)
        assert ended.output == ""
