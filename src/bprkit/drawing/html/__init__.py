"""The HTML painter: one page that needs nothing else, with the picture to look around in.

Pointing at a step lights its twin in the other state; changed steps can be shown alone; the picture moves and grows by
mouse, touch and keys; a step tells all that is known of it; on paper the whole picture fills a sheet.
"""

from bprkit.drawing.html.page import html_text, write_html

__all__ = ["html_text", "write_html"]
