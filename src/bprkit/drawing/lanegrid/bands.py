"""Long procedures in rows, one below the other, each no wider than asked; ways that go on elsewhere say where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bprkit.drawing.geometry import Drawing
from bprkit.drawing.heat import Heat
from bprkit.drawing.lanegrid.cutting import Row, Whole, first_columns, rows_from, whole_of
from bprkit.drawing.lanegrid.pairs import plans_of_states
from bprkit.drawing.lanegrid.plan import plan
from bprkit.drawing.text import plain
from bprkit.drawing.theme import LIGHT, Theme
from bprkit.language import Language, current, speaking
from bprkit.procedure.model import Procedure

if TYPE_CHECKING:
    from bprkit.procedure.comparing import Comparison


def layout_bands(
    procedure: Procedure,
    most: float,
    *,
    theme: Theme = LIGHT,
    unfold: Sequence[str] | bool = False,
    heat: Heat | None = None,
    language: Language | None = None,
) -> tuple[Drawing, ...]:
    """Return a procedure in rows that are no wider than `most` pixels where a cut can be made; one row if it fits.

    >>> from bprkit.procedure.model import Flow, Procedure, Task
    >>> steps = tuple(Task(id=name) for name in "abcdef")
    >>> flows = tuple(Flow(source=one.id, target=two.id) for one, two in zip(steps, steps[1:]))
    >>> rows = layout_bands(Procedure(id="p", nodes=steps, flows=flows), 800)
    >>> [[shape.id for shape in row.shapes if shape.kind == "task"] for row in rows]
    [['a', 'b', 'c'], ['d', 'e', 'f']]
    """
    with speaking(language or current()):
        whole = whole_procedure(procedure, theme=theme, unfold=unfold, heat=heat)
        rows = rows_from(whole, first_columns(whole, most))
        return tuple(drawing for row in rows for drawing in row if drawing)


def layout_state_bands(
    states: Sequence[Procedure],
    most: float,
    comparison: Comparison | None = None,
    *,
    theme: Theme = LIGHT,
    unfold: Sequence[str] | bool = False,
    language: Language | None = None,
) -> tuple[Row, ...]:
    """Return states in rows, all cut at the same columns: in each row a drawing a state, None where one has nothing there.

    Raises InputError for fewer than two states.

    >>> from bprkit.procedure.model import Flow, Procedure, Task
    >>> steps = tuple(Task(id=name) for name in "abcdef")
    >>> flows = tuple(Flow(source=one.id, target=two.id) for one, two in zip(steps, steps[1:]))
    >>> before = Procedure(id="p", nodes=steps, flows=flows)
    >>> after = Procedure(id="p", state="to_be", nodes=steps[:5], flows=flows[:4])
    >>> [[len(drawing.shapes) for drawing in row] for row in layout_state_bands((before, after), 800)]
    [[4, 4], [4, 3]]
    """
    from bprkit.procedure.comparing import compare

    with speaking(language or current()):
        whole = whole_states(states, comparison or compare(*states), theme=theme, unfold=unfold)
        return rows_from(whole, first_columns(whole, most))


def whole_procedure(
    procedure: Procedure, *, theme: Theme, unfold: Sequence[str] | bool, heat: Heat | None
) -> Whole:
    """Return a procedure in one piece, ready to be cut."""
    planned = plan(procedure, theme, vertical=False, unfold=unfold, heat=heat)
    return whole_of([planned], [], [plain(str(procedure.title)) or procedure.id], theme)


def whole_states(
    states: Sequence[Procedure], comparison: Comparison, *, theme: Theme, unfold: Sequence[str] | bool
) -> Whole:
    """Return states in one piece each, ready to be cut at the same columns."""
    plans, twins = plans_of_states(states, comparison, vertical=False, theme=theme, unfold=unfold)
    return whole_of(plans, twins, [plain(str(state.title)) or state.id for state in states], theme)
