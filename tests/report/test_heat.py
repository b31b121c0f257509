"""A log's figures find the steps of a procedure by the names under which it records them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bprkit.errors import InputError
from bprkit.language import Language, speaking
from bprkit.log.reading import read_log
from bprkit.procedure.files import open_procedure
from bprkit.procedure.library import procedures
from bprkit.procedure.model import End, Message, Procedure, Start, SubProcess, Task, Title
from bprkit.report.heat import heat_of, steps_by_name
from bprkit.simulation import simulate

EXAMPLES = Path(__file__).parents[2] / "examples"


def log_of(tmp_path: Path, *rows: str, header: str = "番号,処理,日時") -> object:
    path = tmp_path / "log.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return read_log(path)


ROWS = (
    "1,起案,2024-04-01 09:00",
    "1,係長承認,2024-04-01 11:00",
    "1,決裁,2024-04-02 09:30",
    "2,起案,2024-04-03 09:00",
    "2,係長承認,2024-04-03 10:00",
    "2,専決,2024-04-03 11:00",
    "2,照会,2024-04-03 12:00",
)


def procedure(*tasks: Task) -> Procedure:
    return Procedure(id="p", nodes=tasks)


def test_times_of_several_names_of_a_step_are_taken_together(tmp_path: Path) -> None:
    draft = Task(id="draft", recorded_as=("起案",))
    review = Task(id="review", recorded_as=("係長承認",))
    decide = Task(id="decide", recorded_as=("決裁", "専決"))
    heat = heat_of(log_of(tmp_path, *ROWS), procedure(draft, review, decide))  # type: ignore[arg-type]
    assert heat.clock.working
    assert (heat.steps["draft"].count, heat.steps["draft"].seconds) == (2, None)
    assert heat.steps["review"].seconds == 1.5 * 3600
    to_decisions = (
        6.25 - 1 + 1
    ) * 3600  # 11:00–17:15 without an hour at noon, next day 8:30–9:30; then 10:00–11:00
    assert heat.steps["decide"].count == 2
    assert heat.steps["decide"].seconds == pytest.approx((to_decisions + 3600) / 2)
    assert heat.steps["decide"].share == pytest.approx((to_decisions + 3600) / (to_decisions + 4 * 3600))
    assert heat.steps["decide"].whole


def test_a_step_without_recorded_names_is_found_by_its_title(tmp_path: Path) -> None:
    heat = heat_of(log_of(tmp_path, *ROWS), procedure(Task(id="x", title=Title("起案"))))  # type: ignore[arg-type]
    assert heat.steps["x"].count == 2


def test_what_the_drawing_cannot_show_is_told(tmp_path: Path, english: None) -> None:
    one, other = (Task(id=name, recorded_as=("係長承認",)) for name in "ab")
    heat = heat_of(log_of(tmp_path, *ROWS), procedure(one, other))  # type: ignore[arg-type]
    assert any("several steps" in note and "係長承認" in note for note in heat.notes)
    assert any("no step of the drawing" in note and "照会 (1)" in note for note in heat.notes)


def test_a_log_of_something_else_is_refused(tmp_path: Path, english: None) -> None:
    with pytest.raises(InputError, match=r"none of the steps of p.*起案.*recorded_as"):
        heat_of(log_of(tmp_path, *ROWS), procedure(Task(id="welding")))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["approval_circulation_cp932.csv", "approval_circulation_en.csv"])
def test_every_step_of_the_example_but_printing_is_in_its_log(name: str) -> None:
    circulation = open_procedure("approval-circulation/as_is")
    heat = heat_of(read_log(EXAMPLES / name), circulation)
    tasks = {node.id for node in circulation.nodes if isinstance(node, Task)}
    assert tasks - set(heat.steps) == {"print"}
    assert sum(observed.share for observed in heat.steps.values()) == pytest.approx(1.0)
    assert max(heat.steps, key=lambda step: heat.steps[step].share) == "concur"


STATES = [f"{bundled.name}/{state}" for bundled in procedures() for state in bundled.states]


@pytest.mark.parametrize("name", STATES)
def test_every_step_of_a_played_log_is_found_in_whatever_language_it_was_written(name: str) -> None:
    procedure = open_procedure(name)
    with speaking("ja" if len(name) % 2 else "en"):
        played = simulate(procedure, cases=20, replications=1, warm_up_days=0, log=True).log
    assert played is not None
    activities = set(played["activity"])
    found = steps_by_name(procedure, activities)
    assert found.keys() == activities
    assert {len(steps) for steps in found.values()} == {1}
    for activity, (step,) in found.items():
        if isinstance(node := procedure.node_of[step], Task):
            assert activity in (node.title.ja, node.title.en)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_played_log_heats_every_step_of_its_drawing(language: Language) -> None:
    procedure = open_procedure("approval-circulation/as_is")
    with speaking(language):
        played = simulate(procedure, cases=100, replications=1, log=True).log
    assert played is not None
    heat = heat_of(read_log(played), procedure)
    assert {task.id for task in procedure.tasks} - set(heat.steps) <= {"mayor_decides"}
    assert sum(observed.count for observed in heat.steps.values()) == len(played)
    assert sum(observed.share for observed in heat.steps.values()) == pytest.approx(1.0)


def test_of_two_steps_with_one_title_the_one_is_meant_that_the_log_does_not_name_otherwise(
    tmp_path: Path,
) -> None:
    chief = Task(id="chief", title=Title("承認"), recorded_as=("係長承認",))
    head = Task(id="head", title=Title("承認"))
    rows = (*ROWS, "1,承認,2024-04-02 10:30")
    heat = heat_of(log_of(tmp_path, *rows), procedure(chief, head))  # type: ignore[arg-type]
    assert {step: observed.count for step, observed in heat.steps.items()} == {"chief": 2, "head": 1}
    assert not any("several steps" in note or "複数の工程" in note for note in heat.notes)


def test_two_steps_that_no_name_tells_apart_show_the_figures_of_both_and_it_is_told(
    tmp_path: Path, english: None
) -> None:
    one, other = (Task(id=name, title=Title("係長承認")) for name in "ab")
    heat = heat_of(log_of(tmp_path, *ROWS), procedure(one, other))  # type: ignore[arg-type]
    assert heat.steps["a"] == heat.steps["b"]
    assert any("several steps" in note and "係長承認" in note for note in heat.notes)


def test_a_step_with_recorded_names_is_found_by_its_titles_and_id_too(tmp_path: Path) -> None:
    steps = (
        Task(id="x", title=Title("起案", "Draft"), recorded_as=("起案登録",)),
        Task(id="y", title=Title("係長の確認", "係長承認"), recorded_as=("確認",)),
        Task(id="照会", title=Title("たずねる"), recorded_as=("問合せ",)),
    )
    heat = heat_of(log_of(tmp_path, *ROWS), procedure(*steps))  # type: ignore[arg-type]
    assert {step: observed.count for step, observed in heat.steps.items()} == {"x": 2, "y": 2, "照会": 1}


def test_a_log_with_some_of_the_steps_says_that_shares_are_over_these(tmp_path: Path, english: None) -> None:
    steps = [Task(id=name, title=Title(name)) for name in ("起案", "係長承認", "施行", "保存")]
    heat = heat_of(log_of(tmp_path, *ROWS), procedure(*steps))  # type: ignore[arg-type]
    assert (
        "The log has 2 of the 4 steps, and shares are over what it has. Not in it: 施行, 保存." in heat.notes
    )


def test_a_log_with_all_steps_says_nothing_of_missing_ones(tmp_path: Path, english: None) -> None:
    steps = [Task(id=name, title=Title(name)) for name in ("起案", "係長承認")]
    heat = heat_of(log_of(tmp_path, *ROWS), procedure(*steps))  # type: ignore[arg-type]
    assert not any("shares are over" in note for note in heat.notes)


def test_the_times_of_events_are_counted_where_they_are_drawn(tmp_path: Path, english: None) -> None:
    asked = Procedure(
        id="p",
        nodes=(
            Start(id="s", title=Title("起案")),
            Message(id="m", title=Title("係長承認"), direction="receive"),
            Task(id="t", title=Title("決裁"), recorded_as=("決裁", "専決")),
            Message(id="n", title=Title("照会"), direction="send"),
        ),
    )
    heat = heat_of(log_of(tmp_path, *ROWS), asked)  # type: ignore[arg-type]
    assert {step: observed.count for step, observed in heat.steps.items()} == {"s": 2, "m": 2, "t": 2, "n": 1}
    assert heat.steps["m"].seconds == 1.5 * 3600
    assert heat.notes == ()


def test_a_folded_part_shows_the_share_of_the_steps_in_it(tmp_path: Path, english: None) -> None:
    inner = (
        Start(id="s"),
        Task(id="a", title=Title("係長承認")),
        Task(id="b", title=Title("決裁")),
        End(id="e"),
    )
    part = SubProcess(id="part", nodes=inner)
    heat = heat_of(log_of(tmp_path, *ROWS), Procedure(id="p", nodes=(Task(id="起案"), part, Task(id="専決"))))  # type: ignore[arg-type]
    assert heat.steps["part"].share == pytest.approx(1 - heat.steps["専決"].share)
    assert heat.pills("part") == (f"measured {heat.steps['part'].share:.0%}",)
