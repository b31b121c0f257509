"""The SVG painter: `paint(sheet, theme)` gives the text of a file.

Clean and the same every time: ids and classes are stable, all text is escaped, every shape has a title for screen readers.
"""

from bprkit.drawing.svg.page import paint, paint_pages

__all__ = ["paint", "paint_pages"]
