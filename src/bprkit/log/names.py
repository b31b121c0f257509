"""Names as they are shown: a name of thousands of characters would fill a page on its own."""

from __future__ import annotations

LONGEST_SHOWN = 60
_END = 15


def shown_name(name: str) -> str:
    """Return a name of at most 60 characters, the middle left out where it is longer.

    >>> shown_name("決裁"), len(shown_name("決裁" * 20_000))
    ('決裁', 60)
    """
    if len(name) <= LONGEST_SHOWN:
        return name
    return f"{name[: LONGEST_SHOWN - _END - 1]}…{name[-_END:]}"
