"""Mermaid and DOT draw all of a procedure, and no title can say anything to the program that draws it.

The same labels were rendered with Mermaid 11 in Chromium, and with Graphviz: each showed as it was written.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from approval_states import as_is
from bprkit.procedure.exports import to_dot, to_mermaid
from bprkit.procedure.model import (
    End,
    Flow,
    Gateway,
    Message,
    Node,
    Procedure,
    Role,
    Start,
    SubProcess,
    Task,
    Timer,
    Title,
    walk,
)
from procedures import procedures

HOSTILE = (
    '"引用"',
    "<script>alert(1)</script>",
    "一行目\n二行目",
    "😀𠮷野家",
    "end",
    "`code`",
    "1. 受付",
    "# 見出し",
    '"]\n  end\nclick n0 href "javascript:alert(1)"',
    '"];\n} evil [label="',
    "\\",
    '\\"',
    "%%{init}%%",
    "a -->|b| c",
    "&lt;b&gt;",
    "制御\x00\x1b[31m文字",
    "\u202eevil",
)
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def mermaid_labels(text: str) -> list[str]:
    """What is shown between the quotes, entities read as Mermaid reads them."""
    shown = []
    for label in re.findall(r'"([^"]*)"', text):
        assert re.fullmatch(r"(?:[^\W_]|[ 、。・（）「」？！：／]|#\d+;|<br/>)*", label), label
        lines = label.split("<br/>")
        shown.append("".join(re.sub(r"#(\d+);", lambda found: chr(int(found[1])), line) for line in lines))
    return shown


def dot_labels(text: str) -> list[str]:
    escapes = {"\\n": "", "\\\\": "\\", '\\"': '"', "&amp;": "&"}
    return [
        re.sub(r"\\n|\\\\|\\\"|&amp;", lambda found: escapes[found[0]], label)
        for label in QUOTED.findall(text)
    ]


def bare(text: str) -> str:
    """Without what draws nothing, and without the spaces at which lines may break."""
    return re.sub(r"[\s\x00-\x1f\u202e]", "", text)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_shown_as_it_is_and_ends_no_label(title: str) -> None:
    role = Role(id=title, title=Title(title))
    nodes = (Task(id=title, title=Title(title), role=role.id), Task(id="b", title=Title("決裁")))
    procedure = Procedure(
        id="p", roles=(role,), nodes=nodes, flows=(Flow(source=title, target="b", title=Title(title)),)
    )
    for text, labels in (
        (to_mermaid(procedure), mermaid_labels(to_mermaid(procedure))),
        (to_dot(procedure), dot_labels(to_dot(procedure))),
    ):
        assert [bare(label) for label in labels].count(bare(title)) == 3  # the lane, the step, and the way
        assert len(text.splitlines()) == (6 if text.startswith("flowchart") else 11)
        assert not re.search(r"[\x00-\x08\x1b\u202e]", text)


@pytest.mark.parametrize(("letter", "lines"), [("x", 11), ("決", 22)])
def test_300_characters_are_broken_into_lines_and_cut(letter: str, lines: int) -> None:
    procedure = Procedure(id="p", nodes=(Task(id="a", title=Title(letter * 300)),))
    (label,) = re.findall(r'n0\["(.*)"\]', to_mermaid(procedure))
    assert label.count("<br/>") == lines - 1
    assert label.endswith("#8230;")  # …
    assert to_dot(procedure).replace("shape=box", "").count(letter) == 239


def test_lanes_stand_in_the_order_of_the_roles_and_hold_their_steps() -> None:
    text = to_mermaid(as_is())
    assert re.findall(r'subgraph lane\d+\["(.+)"\]', text) in (
        ["担当者", "係長", "課長補佐", "課長", "財政課", "総務課", "部長"],
        [
            "Person in charge",
            "Chief",
            "Deputy",
            "Head of section",
            "Finance section",
            "General affairs",
            "Director",
        ],
    )
    first = text.split("  end\n")[0]
    assert re.findall(r'n\d+\W+"(.+?)"', first) == ["起案の必要", "起案", "印刷・綴じ", "施行", "編綴"]
    assert to_dot(as_is()).count("subgraph cluster_lane") == 7


@pytest.mark.usefixtures("english")
def test_shares_conditions_and_ways_back_are_written_at_the_ways() -> None:
    text = to_mermaid(as_is())
    assert '-->|"あり 40#37;"|' in text
    assert '-.->|"差戻し 12#37;"|' in text
    assert '-->|"otherwise"|' in text
    assert 'label="差戻し 12%", style=dashed' in to_dot(as_is())


def test_each_kind_of_node_has_a_shape_of_its_own() -> None:
    nodes: tuple[Node, ...] = (
        Start(id="s"),
        Task(id="t"),
        Gateway(id="x"),
        Gateway(id="p", logic="parallel"),
        Timer(id="w"),
        Message(id="m", direction="send"),
        Message(id="n"),
        SubProcess(id="b"),
        End(id="e"),
    )
    text = to_mermaid(Procedure(id="p", nodes=nodes))
    shapes = [re.sub(r'"[^"]*"', "", line.strip()[2:]) for line in text.splitlines()[1:]]
    assert shapes == ["([])", "[]", "{}", "{}", "{{}}", "[//]", "[\\\\]", "[[]]", "((()))"]


def test_the_steps_of_a_box_are_drawn_inside_it_and_ways_end_at_its_border() -> None:
    inner = (Start(id="is"), Task(id="it", title=Title("照合"), role="head"), End(id="ie"))
    box = SubProcess(
        id="box", title=Title("審査"), role="chief", nodes=inner, flows=(Flow(source="is", target="it"),)
    )
    procedure = Procedure(
        id="p", nodes=(Task(id="a", role="chief"), box), flows=(Flow(source="a", target="box"),)
    )
    text = to_mermaid(procedure)
    assert 'subgraph n1["審査"]' in text
    assert "照合<br/>head" in text  # another lane than that of the box
    assert "n0 --> n1" in text
    assert "n0 -> n2 [lhead=cluster_n1];" in to_dot(procedure)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(procedure=procedures())
def test_every_node_and_every_way_is_drawn_once(procedure: Procedure) -> None:
    inner = [node for node in walk(procedure.nodes) if isinstance(node, SubProcess)]
    ways = len(procedure.flows) + sum(len(box.flows) for box in inner)
    mermaid, dot = to_mermaid(procedure), to_dot(procedure)
    assert len(re.findall(r"^ +n\d+ -", mermaid, re.MULTILINE)) == ways
    assert len(re.findall(r"^ +n\d+ -> n\d+", dot, re.MULTILINE)) == ways
    boxes = sum(bool(box.nodes) for box in inner)
    nodes = len(list(walk(procedure.nodes)))
    assert len(re.findall(r"^ +n\d+[\[({]", mermaid, re.MULTILINE)) == nodes - boxes
    assert len(re.findall(r"^ +n\d+ \[", dot, re.MULTILINE)) == nodes - boxes
    assert mermaid.count("subgraph ") == mermaid.count("\n") - len(
        re.findall(r"^ +(?:n\d+|end$)", mermaid, re.MULTILINE)
    )
    mermaid_labels(mermaid)
