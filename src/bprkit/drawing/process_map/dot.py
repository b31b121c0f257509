"""The map as a DOT file for other tools, with all its words."""

from __future__ import annotations

from bprkit.drawing.figures import Clock
from bprkit.drawing.process_map.detail import Shown
from bprkit.drawing.process_map.painting import Scales
from bprkit.drawing.process_map.sizes import words
from bprkit.drawing.process_map.tables import END, START, Tables
from bprkit.drawing.shades import ink_on
from bprkit.drawing.text import FAMILY, plain, wrap
from bprkit.drawing.theme import Theme
from bprkit.language import tell


def dot_text(tables: Tables, shown: Shown, scales: Scales, clock: Clock, title: str, theme: Theme) -> str:
    """Return the map as DOT: names, counts, times and colours as in the picture; where things stand is left to the tool."""
    import graphviz

    graph = graphviz.Digraph("process_map")
    graph.attr(rankdir="LR", fontname=FAMILY, label=graphviz.escape(plain(title)), labelloc="t")
    graph.attr("node", shape="box", style="rounded,filled", fontname=FAMILY)
    graph.attr("edge", fontname=FAMILY, fontsize="11")
    for number in shown.activities:
        doing = tables.doings[number]
        fill = scales.fill(doing.count)
        label = "\n".join([*wrap(doing.name, 160, 13), tell(en=f"{doing.count:,}×", ja=f"{doing.count:,}回")])
        graph.node(f"a{number}", _escaped(label), fillcolor=fill, fontcolor=ink_on(fill))
    graph.node("start", "", xlabel=tell(en="Start", ja="開始"), shape="circle", width="0.3")
    graph.node("end", "", xlabel=tell(en="End", ja="終了"), shape="doublecircle", width="0.3")
    names = {START: "start", END: "end"}
    for way in shown.ways:
        graph.edge(
            names.get(way.source, f"a{way.source}"),
            names.get(way.target, f"a{way.target}"),
            label=_escaped("\n".join(words(way, clock))),
            color=scales.colour(way.seconds, theme),
            penwidth=f"{scales.stroke(way.count):.2f}",
        )
    return str(graph.source)


def _escaped(label: str) -> str:
    """Return a label whose backslashes and angle brackets mean themselves, its lines broken as DOT breaks them."""
    import graphviz

    return r"\n".join(graphviz.escape(line) for line in label.split("\n"))
