"""Pictures of procedures: one geometry, many painters.

`layout(procedure)` says where everything stands, `measure(drawing)` what is wrong with that; `draw(procedure)` and
`draw_comparison(as_is, to_be)` give a `Picture` to show and save.
"""

from bprkit.drawing.cards import Figure
from bprkit.drawing.geometry import Drawing, Sheet
from bprkit.drawing.lanegrid import layout, layout_bands, layout_pair, layout_state_bands, layout_states
from bprkit.drawing.measuring import Measures, measure
from bprkit.drawing.picture import Picture, draw, draw_comparison
from bprkit.drawing.theme import LIGHT, PRINT, Theme

__all__ = [
    "LIGHT",
    "PRINT",
    "Drawing",
    "Figure",
    "Measures",
    "Picture",
    "Sheet",
    "Theme",
    "draw",
    "draw_comparison",
    "layout",
    "layout_bands",
    "layout_pair",
    "layout_state_bands",
    "layout_states",
    "measure",
]
