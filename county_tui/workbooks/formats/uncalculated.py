"""Formulas that were never calculated: written by a script, in a file that Excel never opened and saved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from county_tui.workbooks.cells import column_index

_FORMULAS = (b"<f", b":f")
"""What a formula begins with, in the usual names and in those with a prefix; few sheets without formulas hold it."""
_WITHOUT_VALUE = (
    rb"<{p}f(?:\s[^<>]*)?(?:/>|>[^<]*</{p}f>)\s*(?:<{p}v(?:\s[^<>]*)?/>\s*|<{p}v(?:\s[^<>]*)?>\s*</{p}v>\s*)?</{p}c>"
)
_PATTERNS = tuple(re.compile(_WITHOUT_VALUE.replace(b"{p}", prefix)) for prefix in (rb"", rb"\w+:"))
_CELL = re.compile(rb"""<(?:\w+:)?c(?=\s)[^>]*?\sr=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>\s*$""")
_EMPTY_TEXT = re.compile(rb"""\st=["']str["']""")
"""A formula whose result is no text at all has its result: nothing."""
_LONGEST_TAG = 400


def uncalculated_cells(piece: bytes) -> Iterator[tuple[int, int]]:
    """Give the 1-based row and 0-based column of each formula without a value, in some rows of an .xlsx sheet."""
    if b"f" not in piece:  # a single byte is found ten times as fast, and most sheets hold not one
        return
    for formula, pattern in zip(_FORMULAS, _PATTERNS, strict=True):
        if formula not in piece:
            continue
        for match in pattern.finditer(piece):
            start = piece.rfind(b"<", 0, match.start())
            tag = piece[start : match.start()]
            cell = _CELL.match(tag) if len(tag) <= _LONGEST_TAG else None
            if cell and not _EMPTY_TEXT.search(tag):
                yield int(cell[2]), column_index(cell[1].decode())
