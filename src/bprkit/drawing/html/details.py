"""What the page tells of each step: facts, what changed, where it goes on, and its twin in the other state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bprkit.drawing import words
from bprkit.drawing.geometry import ChangeStyle, Panel, Shape
from bprkit.drawing.html.facts import facts_of
from bprkit.drawing.html.twins import twins_of
from bprkit.drawing.lanegrid.pairs import difference_between
from bprkit.drawing.svg.elements import xml_id
from bprkit.drawing.text import plain
from bprkit.language import tell
from bprkit.procedure.code_words import STATE_HEADINGS, word
from bprkit.procedure.model import Flow, Procedure

if TYPE_CHECKING:
    from bprkit.drawing.picture import Picture


@dataclass(frozen=True)
class Link:
    """The way to another step: its element in the picture, its name, and what is said of the way."""

    key: str
    title: str
    about: str = ""


@dataclass(frozen=True)
class Detail:
    """What is told of the step that is the element `key` of the picture."""

    key: str
    title: str
    state: str
    change: ChangeStyle | None
    word: str
    facts: tuple[tuple[str, str], ...] = ()
    changes: tuple[str, ...] = ()
    ways: tuple[Link, ...] = ()
    twins: tuple[Link, ...] = ()


def key_of(panel: Panel, shape: str) -> str:
    """Return the id of a shape's element in the picture."""
    return xml_id(panel.name, "node", shape)


def details_of(picture: Picture) -> tuple[Detail, ...]:
    """Return what there is to tell of every shape, in the order of the picture, in the language in use."""
    panels = picture.sheet.panels
    states = picture.procedures
    twins = twins_of(picture)
    found: list[Detail] = []
    for number, panel in enumerate(panels):
        state = states[number if len(states) > 1 else 0] if states else None
        told = _changes(picture, number) if len(states) > 1 else {}
        for shape in panel.drawing.shapes:
            key = key_of(panel, shape.id)
            links = tuple(
                Link(key_of(panels[place], other), _title(panels[place], other), _state(states, place))
                for place, other in twins.get((number, shape.id), ())
            )
            found.append(
                Detail(
                    key,
                    shape.title,
                    _state(states, number),
                    shape.change,
                    _word(shape),
                    tuple(facts_of(shape, state)),
                    told.get(shape.id, ()),
                    tuple(_ways(panel, shape, state)),
                    links,
                )
            )
    return tuple(found)


def _title(panel: Panel, shape: str) -> str:
    return panel.drawing.shape(shape).title


def _word(shape: Shape) -> str:
    return next((badge.lines[0] for badge in shape.badges if badge.kind == "change" and badge.lines), "")


def _state(states: Sequence[Procedure], number: int) -> str:
    if not states:
        return ""
    return word(STATE_HEADINGS, states[number if len(states) > 1 else 0].state)


def _ways(panel: Panel, shape: Shape, state: Procedure | None) -> Iterator[Link]:
    """Yield where a shape goes on to, with what is said of the way."""
    flows: dict[tuple[str, str], list[Flow]] = {}
    for flow in state.flows if state is not None else ():
        flows.setdefault((flow.source, flow.target), []).append(flow)
    for route in panel.drawing.routes:
        if route.source == shape.id:
            same = flows.get((route.source, route.target))
            about = words.flow_about(same.pop(0)) if same else route.title
            yield Link(key_of(panel, route.target), _title(panel, route.target), about)


def _changes(picture: Picture, number: int) -> Mapping[str, tuple[str, ...]]:
    """Return the sentences on what changed, by shape: for the first state what becomes, for others what was before."""
    from bprkit.procedure.code_words import said
    from bprkit.procedure.comparing.words import KINDS, change_text, steps_text

    if picture.comparison is None:
        return {}
    states = picture.procedures
    one = max(number - 1, 0)
    difference = difference_between(picture.comparison, states[one], states[one + 1])
    found: dict[str, list[str]] = {}
    for change in difference.changes:
        mine, others = (change.after, change.before) if number else (change.before, change.after)
        text = said(KINDS[change.kind])
        if more := change_text(change):
            text += tell(en=": ", ja="：") + more
        elif (others and (len(mine), len(others)) != (1, 1)) or change.kind == "retitled":
            text += tell(en=": ", ja="：") + f"{steps_text(change.before)} → {steps_text(change.after)}"
        for step in mine:
            sentences = found.setdefault(step.id, [])
            if plain(text) not in sentences:
                sentences.append(plain(text))
    return {key: tuple(sentences) for key, sentences in found.items()}
