"""A procedure as text that other programs draw: Mermaid (Markdown, GitHub, VS Code) and DOT (Graphviz).

Both draw the lanes as boxes, and titles in the language in use; what a title holds can do no harm in either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bprkit.language import tell
from bprkit.procedure.model import (
    End,
    Event,
    Flow,
    Gateway,
    Message,
    Node,
    Procedure,
    Start,
    SubProcess,
    Timer,
)

_LINE = 22  # cells of a line in a box
_LONGEST = 240  # characters of a label; a box with more cannot be read


@dataclass(frozen=True)
class _Drawn:
    """A procedure with short names for its nodes, which no word of Mermaid or DOT can be taken for."""

    procedure: Procedure
    names: dict[str, str]

    def lanes(self, nodes: Sequence[Node]) -> Iterator[tuple[str, list[Node]]]:
        """Yield the title of each lane, in the order of the roles, with its nodes; "" for those in none."""
        known = self.procedure.role_of
        order = [role.id for role in self.procedure.roles]
        order += [key for key in dict.fromkeys(node.role for node in nodes) if key and key not in known]
        for key in order:
            inside = [node for node in nodes if node.role == key]
            if inside:
                role = known.get(key)
                yield (str(role.title) if role is not None and role.title else key), inside
        outside = [node for node in nodes if node.role is None]
        if outside:
            yield "", outside

    def who(self, node: Node, lane: str | None) -> str:
        """Return the role of a node within a sub-process of another lane, to be added to its title."""
        if node.role is None or node.role == lane:
            return ""
        role = self.procedure.role_of.get(node.role)
        return str(role.title) if role is not None and role.title else node.role


def _drawn(procedure: Procedure) -> _Drawn:
    names = {key: f"n{turn}" for turn, key in enumerate(procedure.node_of)}
    return _Drawn(procedure, names)


def _title(node: Node) -> str:
    if node.title:
        return str(node.title)
    if isinstance(node, Start):
        return tell(en="Start", ja="開始")
    if isinstance(node, End):
        return tell(en="End", ja="終了")
    return "" if isinstance(node, Gateway) else node.id


def _flow_label(flow: Flow) -> str:
    parts = [str(flow.title)] if flow.title else []
    if flow.condition is not None:
        parts.append(str(flow.condition))
    if flow.share is not None:
        parts.append(f"{flow.share * 100:.4g}%")
    if flow.otherwise and not parts:
        parts.append(tell(en="otherwise", ja="その他"))
    if flow.rework and not flow.title:
        parts.append(tell(en="sent back", ja="差戻し"))
    return " ".join(parts)


def _lines(text: str) -> list[str]:
    """Return a text in lines that fit a box, without characters that draw nothing."""
    shown = "".join(_visible(character) for character in text)
    if len(shown) > _LONGEST:
        shown = shown[: _LONGEST - 1].rstrip() + "…"
    lines: list[str] = []
    for part in shown.split("\n"):
        line, width = "", 0
        for word in re.findall(r"[!-~]+ ?|.", part):
            for piece in (word[place : place + _LINE] for place in range(0, len(word), _LINE)):
                cells = sum(_cells(character) for character in piece.rstrip())
                if line and width + cells > _LINE:
                    lines.append(line.rstrip())
                    line, width = "", 0
                line += piece
                width += sum(_cells(character) for character in piece)
        lines.append(line.strip())
    return [line for line in lines if line]


def _visible(character: str) -> str:
    if character in "\n\r\u2028\u2029":
        return "\n"
    category = unicodedata.category(character)
    if category in ("Cc", "Cs", "Cn"):
        return " "
    bidirectional = character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return "" if bidirectional else character


def _cells(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


# Mermaid

_MERMAID = re.compile(r"[^\w \n、。・（）「」？！：／]|_")
_LIST = re.compile(r"^(\d+)(?=#(?:41|46);)")


def to_mermaid(procedure: Procedure) -> str:
    """Return a procedure as a Mermaid flowchart, lanes as subgraphs.

    >>> from bprkit.procedure.model import Role, Task, Title
    >>> nodes = (Task(id="a", title=Title("起案"), role="chief"), Task(id="b", title=Title("「可」\\"否\\"")))
    >>> flows = (Flow(source="a", target="b", share=0.4),)
    >>> print(to_mermaid(Procedure(id="p", roles=(Role(id="chief", title=Title("係長")),), nodes=nodes, flows=flows)))
    flowchart LR
      subgraph lane0["係長"]
        n0["起案"]
      end
      n1["「可」#34;否#34;"]
      n0 -->|"40#37;"| n1
    """
    drawn = _drawn(procedure)
    lines = ["flowchart LR"]
    for turn, (title, nodes) in enumerate(drawn.lanes(procedure.nodes)):
        if title:
            lines.append(f'  subgraph lane{turn}["{_mermaid_text(title)}"]')
        for node in nodes:
            lines += _mermaid_node(drawn, node, "    " if title else "  ", node.role)
        lines += ["  end"] if title else []
    lines += [f"  {line}" for line in _mermaid_flows(drawn, procedure.nodes, procedure.flows)]
    return "\n".join(lines)


def _mermaid_text(text: str) -> str:
    """Return a text for between quotes: all but letters, digits and Japanese marks as entities of Mermaid's own."""
    lines = [
        _MERMAID.sub(lambda found: f"#{ord(found[0])};", line).replace("  ", " ") for line in _lines(text)
    ]
    return "<br/>".join(_LIST.sub(_first_digit, line) for line in lines) or " "


def _first_digit(found: re.Match[str]) -> str:
    """A line that begins with a number is taken for a list otherwise: 1. 受付."""
    return f"#{ord(found[1][0])};{found[1][1:]}"


def _mermaid_node(drawn: _Drawn, node: Node, indent: str, lane: str | None) -> Iterator[str]:
    name = drawn.names[node.id]
    who = drawn.who(node, lane)
    text = _mermaid_text(_title(node) + (f"\n{who}" if who else ""))
    if isinstance(node, SubProcess) and node.nodes:
        yield f'{indent}subgraph {name}["{text}"]'
        for inner in node.nodes:
            yield from _mermaid_node(drawn, inner, indent + "  ", lane)
        yield f"{indent}end"
        return
    yield f"{indent}{name}{_mermaid_shape(node, text)}"


def _mermaid_shape(node: Node, text: str) -> str:
    match node:
        case Start():
            return f'(["{text}"])'
        case End():
            return f'((("{text}")))'
        case Gateway():
            mark = {"parallel": "#43;", "inclusive": "#9675;", "event": "#9671;"}.get(node.logic, "#215;")
            return f'{{"{text if text.strip() else mark}"}}'
        case Timer() | Event():
            return f'{{{{"{text}"}}}}'
        case Message():
            return f'[/"{text}"/]' if node.direction == "send" else f'[\\"{text}"\\]'
        case SubProcess():
            return f'[["{text}"]]'
    return f'["{text}"]'


def _mermaid_flows(drawn: _Drawn, nodes: Sequence[Node], flows: Sequence[Flow]) -> Iterator[str]:
    for flow in flows:
        if flow.source in drawn.names and flow.target in drawn.names:
            arrow = "-.->" if flow.rework else "-->"
            label = _flow_label(flow)
            shown = f'|"{_mermaid_text(label)}"|' if label else ""
            yield f"{drawn.names[flow.source]} {arrow}{shown} {drawn.names[flow.target]}"
    for node in nodes:
        if isinstance(node, SubProcess):
            yield from _mermaid_flows(drawn, node.nodes, node.flows)


# DOT


def to_dot(procedure: Procedure) -> str:
    """Return a procedure as a DOT digraph, lanes as clusters.

    >>> from bprkit.procedure.model import Task, Title
    >>> print(to_dot(Procedure(id="p", nodes=(Task(id="a", title=Title('「可」"否"')),))))
    digraph procedure {
      graph [rankdir=LR, compound=true, fontname="sans-serif"];
      node [shape=box, style=rounded, fontname="sans-serif"];
      edge [fontname="sans-serif"];
      n0 [label="「可」\\"否\\""];
    }
    """
    drawn = _drawn(procedure)
    lines = [
        "digraph procedure {",
        '  graph [rankdir=LR, compound=true, fontname="sans-serif"];',
        '  node [shape=box, style=rounded, fontname="sans-serif"];',
        '  edge [fontname="sans-serif"];',
    ]
    for turn, (title, nodes) in enumerate(drawn.lanes(procedure.nodes)):
        if title:
            lines += [f"  subgraph cluster_lane{turn} {{", f'    label="{_dot_text(title)}";']
        for node in nodes:
            lines += _dot_node(drawn, node, "    " if title else "  ", node.role)
        lines += ["  }"] if title else []
    lines += [f"  {line}" for line in _dot_flows(drawn, procedure.nodes, procedure.flows)]
    return "\n".join([*lines, "}"])


def _dot_text(text: str) -> str:
    return "\\n".join(
        line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in _lines(text)
    )


def _dot_node(drawn: _Drawn, node: Node, indent: str, lane: str | None) -> Iterator[str]:
    name = drawn.names[node.id]
    who = drawn.who(node, lane)
    text = _dot_text(_title(node) + (f"\n{who}" if who else ""))
    if isinstance(node, SubProcess) and node.nodes:
        yield f"{indent}subgraph cluster_{name} {{"
        yield f'{indent}  label="{text}";'
        for inner in node.nodes:
            yield from _dot_node(drawn, inner, indent + "  ", lane)
        yield f"{indent}}}"
        return
    yield f'{indent}{name} [label="{text}"{_dot_shape(node)}];'


def _dot_shape(node: Node) -> str:
    match node:
        case Start():
            return ", shape=ellipse"
        case End():
            return ", shape=ellipse, peripheries=2"
        case Gateway():
            mark = {"parallel": "+", "inclusive": "O", "event": "*"}.get(node.logic, "X")
            return f', shape=diamond, xlabel="{mark}"'
        case Timer() | Event():
            return ", shape=hexagon"
        case Message():
            return ", shape=cds"
        case SubProcess():
            return ", shape=box, peripheries=2"
    return ""


def _dot_flows(drawn: _Drawn, nodes: Sequence[Node], flows: Sequence[Flow]) -> Iterator[str]:
    node_of = drawn.procedure.node_of
    for flow in flows:
        if flow.source not in drawn.names or flow.target not in drawn.names:
            continue
        marks = [f'label="{_dot_text(label)}"'] if (label := _flow_label(flow)) else []
        marks += ["style=dashed"] if flow.rework else []
        source, tail = _anchor(node_of[flow.source], last=True)
        target, head = _anchor(node_of[flow.target], last=False)
        marks += [f"ltail=cluster_{drawn.names[tail]}"] if tail else []
        marks += [f"lhead=cluster_{drawn.names[head]}"] if head else []
        shown = f" [{', '.join(marks)}]" if marks else ""
        yield f"{drawn.names[source]} -> {drawn.names[target]}{shown};"
    for node in nodes:
        if isinstance(node, SubProcess):
            yield from _dot_flows(drawn, node.nodes, node.flows)


def _anchor(node: Node, *, last: bool) -> tuple[str, str | None]:
    """Return the node that an edge is tied to, and the sub-process at whose border it ends."""
    inner = node
    while isinstance(inner, SubProcess) and inner.nodes:
        wanted = End if last else Start
        place = -1 if last else 0
        inner = next((each for each in inner.nodes if isinstance(each, wanted)), inner.nodes[place])
    return inner.id, (node.id if inner is not node else None)
