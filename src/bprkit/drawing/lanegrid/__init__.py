"""A procedure laid out in lanes: `layout(procedure)` gives a `Drawing`, `layout_pair` two that can be laid side by side.

First columns and rows, then ways over a coarse grid, then tracks, and coordinates last.
"""

from bprkit.drawing.lanegrid.bands import layout_bands, layout_state_bands
from bprkit.drawing.lanegrid.laying import layout
from bprkit.drawing.lanegrid.pairs import layout_pair, layout_states

__all__ = ["layout", "layout_bands", "layout_pair", "layout_state_bands", "layout_states"]
