"""A copy of an .xlsx that calamine can read: no stray cells far from everything else, no blanks before numbers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from county_tui.workbooks.cells import column_index, column_letter
from county_tui.workbooks.formats.source import MOST_COLUMNS
from county_tui.workbooks.formats.xlsx_rows import row_pieces

FAR_ROWS = 5000  # blank rows after which a cell was put there by mistake, or by a format down to the last row
FAR_COLUMNS = 200  # the same of columns; a table has fewer altogether
ROWS_OF_TOO_WIDE = 20
"""All that is kept of a sheet with too many columns, which is refused once it is read."""
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)(?:/>|>(.*?)</(?:\w+:)?row>)", re.S)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?:/>|>.*?</(?:\w+:)?c>)", re.S)
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{0,3})(\d+)["']""")
_LEADING = re.compile(rb"(<(?:\w+:)?v>)\s+")
_HAS_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)[\s>]")
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")


def trimmed(path: Path) -> tuple[io.BytesIO, list[str]]:
    """Return a copy whose sheets end before the first wide gap, and what was left out, in words."""
    copy = io.BytesIO()
    problems: list[str] = []
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for part in source.infolist():
            if not _SHEETS.fullmatch(part.filename):
                target.writestr(part.filename, source.read(part))
                continue
            with source.open(part) as stream:
                last_row, last_column, problem = _bounds(stream)
            with source.open(part) as stream, target.open(part.filename, "w") as out:
                for piece in _trim(stream, last_row, last_column):
                    out.write(piece)
            problems.extend(filter(None, [problem]))
    copy.seek(0)
    return copy, problems


def _bounds(stream: IO[bytes]) -> tuple[int, int, str]:
    """Return the last row and the last column before the first wide gap, and what lies beyond."""
    columns: set[int] = set()
    last_row = far_row = 0
    for row, body in _rows(stream):
        own = {column for column, cell in _cells(body) if _HAS_VALUE.search(cell)}
        if not own:
            continue
        if row - last_row > FAR_ROWS:
            far_row = row
            break
        last_row = row
        columns |= own
    last_column = -1
    for column in sorted(columns):
        if column - last_column > FAR_COLUMNS:
            break
        last_column = column
    if last_column >= MOST_COLUMNS:
        return min(last_row, ROWS_OF_TOO_WIDE), last_column, ""
    far = [f"第 {far_row} 行"] if far_row else []
    far += [f"{column_letter(max(columns))} 列"] if columns and max(columns) > last_column else []
    return last_row, last_column, f"{'、'.join(far)}有离表格很远的零星内容，没有读取。" if far else ""


def _rows(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the content of every row element."""
    for piece in row_pieces(stream):
        for match in _ROW.finditer(piece):
            if reference := _REFERENCE.search(match[1]):
                yield int(reference[2]), match[2] or b""


def _cells(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the column and the element of every cell of a row."""
    for match in _CELL.finditer(body):
        reference = _REFERENCE.search(match[1])
        if reference and reference[1]:
            yield column_index(reference[1].decode()), match[0]


def _trim(stream: IO[bytes], last_row: int, last_column: int) -> Iterator[bytes]:
    """Give a sheet's XML with only the cells inside the bounds that hold a value."""
    for piece in row_pieces(stream):
        kept = _ROW.sub(lambda match: _trim_row(match, last_row, last_column), piece)
        yield kept


def _trim_row(match: re.Match[bytes], last_row: int, last_column: int) -> bytes:
    """Return one row with the cells inside the bounds."""
    reference = _REFERENCE.search(match[1])
    if reference is None or int(reference[2]) > last_row:
        return b""
    inside = (cell for column, cell in _cells(match[2] or b"") if column <= last_column and _HAS_VALUE.search(cell))
    return b"<row" + match[1] + b">" + _LEADING.sub(rb"\1", b"".join(inside)) + b"</row>"
