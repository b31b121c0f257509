"""The PowerPoint painter: native shapes that can be edited, connectors glued to them at both ends.

`pptx_bytes(picture)` gives a file's bytes, `write_pptx(picture, path)` writes them: a comparison becomes one slide with both
states, cards and legend, and one slide a state; the figures are in the speaker notes.
"""

from bprkit.drawing.pptx.writing import pptx_bytes, write_pptx

__all__ = ["pptx_bytes", "write_pptx"]
