"""A log's figures find the steps of a procedure by the names under which it records them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bprkit.errors import InputError
from bprkit.log.reading import read_log
from bprkit.procedure.files import open_procedure
from bprkit.procedure.model import Procedure, Task, Title
from bprkit.report.heat import heat_of

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
