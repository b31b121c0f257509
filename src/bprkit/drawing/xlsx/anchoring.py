"""A picture's own size instead of the cells that it covers: cells are as wide as the machine's fonts make them."""

from __future__ import annotations

import io
import re
import zipfile

_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
_TIED = re.compile(
    r"<xdr:twoCellAnchor[^>]*>(<xdr:from>.*?</xdr:from>)<xdr:to>.*?</xdr:to>(.*?)</xdr:twoCellAnchor>", re.S
)
_SIZE = re.compile(r'<a:ext (cx="\d+" cy="\d+")/>')


def with_own_size(workbook: bytes) -> bytes:
    """Return a workbook of XlsxWriter in which pictures are tied to their first cell only."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/drawings/drawing"):
                content = _TIED.sub(_freed, content.decode("utf-8")).encode("utf-8")
            entry = zipfile.ZipInfo(name, _ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, content)
    return made.getvalue()


def _freed(found: re.Match[str]) -> str:
    first, rest = found.groups()
    size = _SIZE.search(rest)
    if size is None:
        return found[0]
    return f"<xdr:oneCellAnchor>{first}<xdr:ext {size[1]}/>{rest}</xdr:oneCellAnchor>"
