"""States of a procedure laid out so that the eye compares them place by place.

All have the same lanes in the same order, a role without a part staying as a pale lane; steps that are one another stand
in the same column, so that what went leaves a gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from bprkit.drawing.changes import marks_of
from bprkit.drawing.geometry import Drawing
from bprkit.drawing.lanegrid.laying import finish, skeleton
from bprkit.drawing.lanegrid.plan import Plan, Strip, plan, used_strips
from bprkit.drawing.lanegrid.sharing import shared_columns
from bprkit.drawing.lanegrid.unfolding import unfolded
from bprkit.drawing.text import plain
from bprkit.drawing.theme import LIGHT, Theme
from bprkit.language import Language, current, speaking, tell
from bprkit.procedure.model import Procedure, SubProcess, Task, walk

if TYPE_CHECKING:
    from bprkit.procedure.comparing import Comparison
    from bprkit.procedure.comparing.comparison import Difference


def layout_pair(
    as_is: Procedure,
    to_be: Procedure,
    comparison: Comparison | None = None,
    *,
    vertical: bool = False,
    theme: Theme = LIGHT,
    unfold: Sequence[str] | bool = False,
    aligned: bool = True,
    language: Language | None = None,
) -> tuple[Drawing, Drawing]:
    """Return both states laid out with the same lanes, matching steps in line; options as of `layout_states`.

    >>> from bprkit.procedure.model import Flow, Procedure, Role, Task
    >>> paper = Procedure(id="p", roles=(Role(id="課長"), Role(id="部長")),
    ...     nodes=(Task(id="a", role="課長"), Task(id="b", role="部長")), flows=(Flow(source="a", target="b"),))
    >>> online = Procedure(id="p", state="to_be", roles=(Role(id="課長"),), nodes=(Task(id="a", role="課長"),))
    >>> before, after = layout_pair(paper, online)
    >>> [lane.id for lane in after.lanes], [lane.pale for lane in after.lanes]
    (['課長', '部長'], [False, True])
    """
    before, after = layout_states(
        (as_is, to_be),
        comparison,
        vertical=vertical,
        theme=theme,
        unfold=unfold,
        aligned=aligned,
        language=language,
    )
    return before, after


def layout_states(
    states: Sequence[Procedure],
    comparison: Comparison | None = None,
    *,
    vertical: bool = False,
    theme: Theme = LIGHT,
    unfold: Sequence[str] | bool = False,
    aligned: bool = True,
    language: Language | None = None,
) -> tuple[Drawing, ...]:
    """Return two states or more, the earliest first, laid out with the same lanes, matching steps in line.

    The first is marked with what becomes of its steps in the second, each other one with what changed from the one before.
    comparison: of the states, made if missing. aligned: steps that match stand in the same column (row, if vertical).
    Raises InputError for fewer than two states.
    """
    from bprkit.procedure.comparing import compare

    with speaking(language or current()):
        found = comparison or compare(*states)
        plans, twins = plans_of_states(states, found, vertical=vertical, theme=theme, unfold=unfold)
        places = shared_columns(plans, twins) if aligned else [None] * len(plans)
        frames = [
            skeleton(planned, theme, column=column) for planned, column in zip(plans, places, strict=True)
        ]
        return tuple(finish(frames, [plain(str(state.title)) or state.id for state in states], theme))


def plans_of_states(
    states: Sequence[Procedure],
    comparison: Comparison,
    *,
    vertical: bool,
    theme: Theme,
    unfold: Sequence[str] | bool,
) -> tuple[list[Plan], list[list[tuple[int, int]]]]:
    """Return the plans of states, with the same lanes, and the places of each two that follow one another that are one."""
    differences = [difference_between(comparison, one, other) for one, other in pairwise(states)]
    lanes, lane_of = shared_lanes(states, unfold)
    shown = [shown_in(state, unfold) for state in states]
    plans = [
        plan(
            state,
            theme,
            vertical=vertical,
            lanes=lanes[number],
            lane_of=lane_of[number],
            marks=marks_of(
                differences[max(number - 1, 0)], shown[number], number > 0, _folded(state, unfold)
            ),
            unfold=unfold,
        )
        for number, state in enumerate(states)
    ]
    twins = [
        _twins(difference, states[n : n + 2], plans[n : n + 2], shown[n : n + 2])
        for n, difference in enumerate(differences)
    ]
    return plans, twins


def difference_between(comparison: Comparison, as_is: Procedure, to_be: Procedure) -> Difference:
    """Return the difference of two states of a comparison; of its first and last where they are not in it."""
    at = {id(procedure): number for number, procedure in enumerate(comparison.procedures)}
    earlier, later = at.get(id(as_is), 0), at.get(id(to_be), len(comparison.procedures) - 1)
    return next(
        (each for each in comparison.differences if (each.earlier, each.later) == (earlier, later)),
        comparison.overall,
    )


def shown_in(procedure: Procedure, unfold: Sequence[str] | bool) -> dict[str, str]:
    """Return the shape that shows each node: itself, or the folded sub-process that holds it."""
    nodes, _ = unfolded(procedure, unfold)
    found = {}
    for node in nodes:
        found[node.id] = node.id
        if isinstance(node, SubProcess):
            found |= {inner.id: node.id for inner in walk(node.nodes)}
    return found


def _folded(procedure: Procedure, unfold: Sequence[str] | bool) -> dict[str, SubProcess]:
    nodes, _ = unfolded(procedure, unfold)
    return {node.id: node for node in nodes if isinstance(node, SubProcess)}


def shared_lanes(
    states: Sequence[Procedure], unfold: Sequence[str] | bool
) -> tuple[list[tuple[Strip, ...]], list[Mapping[str, str]]]:
    """Return the lanes of each state, the same in the same order, and the lane of each of its roles.

    The order is that of the first state; a role that is new stands after the one that it follows in its own state.
    """
    used = [used_strips(state, unfold) for state in states]
    lane_of = _lane_keys(states, used)
    order: list[str] = []
    for strips, key_of in zip(used, lane_of, strict=True):
        last = -1
        for strip in strips:
            key = key_of[strip.id]
            if key in order:
                last = order.index(key)
            else:
                last += 1
                order.insert(last, key)
    own = [
        {key_of[strip.id]: strip for strip in strips} for strips, key_of in zip(used, lane_of, strict=True)
    ]
    return [tuple(_strip(key, number, own) for key in order) for number in range(len(states))], lane_of


def _lane_keys(states: Sequence[Procedure], used: Sequence[Sequence[Strip]]) -> list[Mapping[str, str]]:
    """Return the lane of each role, state by state: that of the role that it was, or one of its own."""
    from bprkit.procedure.comparing.roles import counterparts

    found: list[Mapping[str, str]] = []
    for number, state in enumerate(states):
        roles = dict.fromkeys([*(role.id for role in state.roles), *(strip.id for strip in used[number])])
        was: dict[str, str] = {}
        if number:
            before = found[-1]
            twins = counterparts(states[number - 1], state).of
            was = {after: before[earlier] for earlier, after in twins.items() if earlier in before}
        taken = set(was.values())
        keys = {}
        for role in roles:
            key = was.get(role, role)
            while role not in was and key in taken:
                key += "'"
            taken.add(key)
            keys[role] = key
        found.append(keys)
    return found


def _strip(key: str, number: int, own: Sequence[Mapping[str, Strip]]) -> Strip:
    """Return a lane as one state has it; pale where the role has no part in it."""
    here = own[number].get(key)
    if here is not None:
        return Strip(key, here.title, here.kind)
    earlier = [strips[key] for strips in own[:number] if key in strips]
    later = [strips[key] for strips in own[number + 1 :] if key in strips]
    note = (
        tell(en="(no longer involved)", ja="（関与なし）")
        if earlier
        else tell(en="(not yet involved)", ja="（まだ関与なし）")
    )
    other = (earlier or later)[-1]
    return Strip(key, other.title, other.kind, True, note)


def _twins(
    difference: Difference,
    states: Sequence[Procedure],
    plans: Sequence[Plan],
    shown: Sequence[Mapping[str, str]],
) -> list[tuple[int, int]]:
    """Return places of the earlier and the later state that are one: matched steps, and gateways, starts and ends alike."""
    index = [{place.id: number for number, place in enumerate(planned.places)} for planned in plans]
    pairs: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = (set(), set())

    def add(one: str | None, other: str | None) -> None:
        if one not in index[0] or other not in index[1]:
            return
        left, right = index[0][one], index[1][other]
        if left not in taken[0] and right not in taken[1]:
            pairs.append((left, right))
            taken[0].add(left)
            taken[1].add(right)

    for match in difference.matches:
        add(shown[0].get(match.before[0].id), shown[1].get(match.after[0].id))
    later = states[1].node_of
    for node in states[0].nodes:
        if not isinstance(node, Task | SubProcess):
            other = later.get(node.id)
            if other is not None and type(other) is type(node):
                add(node.id, other.id)
    return pairs
