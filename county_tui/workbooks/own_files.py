"""How a file that this program wrote knows itself again, by properties of the document.

A sheet's property names its header rows and holds a sum over their texts: one whose header was moved or rewritten since
no longer answers to it, and is read like anyone else's. A form says which one it is, for which period and place.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from county_tui.workbooks.cells import CellRow

PREFIX = "county-tui "
"""Before the name of the sheet, it is the name of its property."""
ASIDE = "aside"
"""The property of a sheet that only holds lists for others."""
_MARK = re.compile(r"(\d{1,4})-(\d{1,4}) ([0-9a-f]{8})")
IDENTITY = {name: f"county_tui_{name}" for name in ("form", "fingerprint", "period", "region")}
"""Under which document properties a printed form says what it is."""
PROPERTIES = "docProps/custom.xml"
"""The part of an .xlsx that holds the document's own properties."""
LARGEST_PROPERTIES = 1 << 20
"""Bytes: a few properties take one of a thousand parts of it."""
_SAYS = IDENTITY["fingerprint"].encode()


def header_mark(first: int, rows: Sequence[CellRow]) -> str:
    """The property of a sheet whose header rows begin at the 1-based row `first`."""
    return f"{first}-{first + len(rows) - 1} {_sum(rows)}"


def header_rows_of(mark: str, sheet: Sequence[CellRow]) -> tuple[int, int] | None:
    """The 1-based header rows a property names, if they still stand as they were written."""
    found = _MARK.fullmatch(mark)
    if found is None:
        return None
    first, last = int(found[1]), int(found[2])
    return (first, last) if _sum(sheet[first - 1 : last]) == found[3] else None


def _sum(rows: Sequence[CellRow]) -> str:
    texts = "\t".join(cell for row in rows for cell in row if isinstance(cell, str) and cell)
    return f"{zlib.crc32(texts.encode()):08x}"


def is_pack(path: Path) -> bool:
    """Whether a file is a form of this program's, to be filled by hand; told by its properties alone."""
    try:
        with zipfile.ZipFile(path) as archive:
            part = archive.NameToInfo.get(PROPERTIES)
            return part is not None and part.file_size <= LARGEST_PROPERTIES and _SAYS in archive.read(part)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError):
        return False  # whatever it is, whoever opens it says so
