"""How a file that this program wrote knows itself again, by properties of the document.

A sheet's property names its header rows and holds a sum over their texts: one whose header was moved or rewritten since
no longer answers to it, and is read like anyone else's. A form says which one it is, for which period and region.
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
IDENTITY_LINE = "识别行（请勿删改）"
"""With what the line begins in which a form to be filled by hand says the same where it is printed."""
PROPERTIES = "docProps/custom.xml"
"""The part of an .xlsx that holds the document's own properties."""
LARGEST_PROPERTIES = 1 << 20
"""Bytes: a few properties take one of a thousand parts of it."""
_SAYS = IDENTITY["fingerprint"].encode()
_PROPERTY = re.compile(rb"""name=["'](county_tui_\w+)["'][^>]*>\s*<(?:\w+:)?lpwstr[^>]*>([0-9A-Za-z.-]{1,40})<""")
"""One of our properties with its value: codes and periods are plain characters, so nothing is parsed that may bite."""
NO_XLSX = (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError)
_LINES = IDENTITY_LINE.encode(), IDENTITY_LINE.encode("ascii", "xmlcharrefreplace")
"""The line as office programs write it, and as Python's own writers of XML do."""
_TEXTS = re.compile(r"xl/(sharedStrings|worksheets/sheet[0-9]+)\.xml")
"""The parts of an .xlsx that hold the texts of its cells."""


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


def region_and_period_of(path: Path) -> tuple[str, str]:
    """The region's code and the period that a register's template was made for; empty where it does not say."""
    try:
        with zipfile.ZipFile(path) as archive:
            part = archive.NameToInfo.get(PROPERTIES)
            said = archive.read(part) if part is not None and part.file_size <= LARGEST_PROPERTIES else b""
    except NO_XLSX:
        return "", ""
    known = {name.decode(): value.decode() for name, value in _PROPERTY.findall(said)}
    return known.get(IDENTITY["region"], ""), known.get(IDENTITY["period"], "")


def is_pack(path: Path) -> bool:
    """Whether a file is a form of this program's, to be filled by hand; told by its properties or its printed line.

    Only small parts are looked into: a form is short, and files of many rows are to be opened quickly.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            small = {part.filename: part for part in archive.infolist() if part.file_size <= LARGEST_PROPERTIES}
            if PROPERTIES in small and _SAYS in archive.read(PROPERTIES):
                return True
            texts = [archive.read(part) for name, part in small.items() if _TEXTS.fullmatch(name)]
            return any(line in text for text in texts for line in _LINES)
    except NO_XLSX:
        return False  # whatever it is, whoever opens it says so
