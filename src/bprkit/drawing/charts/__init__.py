"""Charts of what mining finds, as SVG in the theme of all pictures; each takes rows as `bprkit.mine` gives them."""

from bprkit.drawing.charts.backlog import draw_backlog
from bprkit.drawing.charts.dotted import Dot, draw_dotted
from bprkit.drawing.charts.handovers import draw_handovers
from bprkit.drawing.charts.lead_times import draw_distribution, draw_trend
from bprkit.drawing.charts.pareto import draw_pareto
from bprkit.drawing.charts.plot import About
from bprkit.drawing.charts.variants import draw_variants

__all__ = [
    "About",
    "Dot",
    "draw_backlog",
    "draw_distribution",
    "draw_dotted",
    "draw_handovers",
    "draw_pareto",
    "draw_trend",
    "draw_variants",
]
