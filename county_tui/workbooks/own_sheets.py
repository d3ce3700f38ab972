"""How a sheet that this program wrote knows its own header again: by a property of the document.

The property names the header rows and holds a sum over their texts. A sheet whose header was moved or rewritten since
no longer answers to it, and is read like anyone else's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

from county_tui.workbooks.cells import CellRow

PREFIX = "county-tui "
"""Before the name of the sheet, it is the name of its property."""
ASIDE = "aside"
"""The property of a sheet that only holds lists for others."""
_MARK = re.compile(r"(\d{1,4})-(\d{1,4}) ([0-9a-f]{8})")


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
    return f"{crc32(texts.encode()):08x}"
