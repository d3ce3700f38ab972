"""Sheets of .xlsb files, and what calamine does not report: error cells, merges, hidden rows and columns."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from county_tui.formula_errors import BY_NUMBER, NOT_TOLD
from county_tui.workbooks.formats.calamine import open_calamine
from county_tui.workbooks.formats.source import SheetFacts, SourceFile
from county_tui.workbooks.formats.xlsx import relation_targets
from county_tui.workbooks.tables import Merge

_ROW, _ERROR, _FORMULA_ERROR, _COLUMN, _MERGE, _SHEET = 0, 3, 11, 60, 176, 156


def open_file(path: Path, is_second_try: bool) -> SourceFile:
    """Open a file with calamine, the first time and the second. Raises WorkbookError, zip and XML errors."""
    known = XlsbFacts(path)
    return open_calamine(path, lambda _, name: known.of(name))


class XlsbFacts:
    """The facts of each sheet of an .xlsb file."""

    def __init__(self, path: Path) -> None:
        """Find the part of every sheet."""
        self._path = path
        with zipfile.ZipFile(path) as archive:
            targets = relation_targets(archive.read("xl/_rels/workbook.bin.rels"))
            book = archive.read("xl/workbook.bin")
        sheets = (_sheet_name(body) for kind, body in records(book) if kind == _SHEET)
        self._parts = {name: targets.get(key, "") for key, name in sheets}

    def of(self, name: str) -> SheetFacts:
        """Read the facts of one sheet."""
        facts = SheetFacts()
        part = self._parts.get(name, "")
        with zipfile.ZipFile(self._path) as archive:
            if part in archive.NameToInfo:
                _read_sheet(archive.read(part), facts)
        return facts


def records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and body of every record; kind and size are numbers of seven bits a byte."""
    at = 0
    while at < len(content):
        kind, at = _number(content, at, 2, keeps_flag=True)
        size, at = _number(content, at, 4)
        yield kind, content[at : at + size]
        at += size


def _number(content: bytes, at: int, most: int, keeps_flag: bool = False) -> tuple[int, int]:
    """Read one number."""
    value = 0
    for shift in range(most):
        if at >= len(content):
            return value, at
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << (7 * shift)
        if not byte & 0x80:
            break
    return value, at


def _sheet_name(body: bytes) -> tuple[str, str]:
    """Read a sheet's relation and name from its record in the workbook."""
    (length,) = struct.unpack_from("<I", body, 8)
    key = body[12 : 12 + 2 * length].decode("utf-16-le")
    at = 12 + 2 * length
    (length,) = struct.unpack_from("<I", body, at)
    return key, body[at + 4 : at + 4 + 2 * length].decode("utf-16-le")


def _read_sheet(content: bytes, facts: SheetFacts) -> None:
    """Read the records of one sheet."""
    row = 0
    for kind, body in records(content):
        if kind == _ROW and len(body) >= 12:
            (row,) = struct.unpack_from("<I", body)
            if body[11] & 0x10:
                facts.hidden_rows.add(row + 1)
        elif kind in (_ERROR, _FORMULA_ERROR) and len(body) >= 9:
            (column,) = struct.unpack_from("<I", body)
            facts.errors.setdefault(row + 1, {})[column] = BY_NUMBER.get(body[8], NOT_TOLD)
        elif kind == _MERGE and len(body) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            facts.merges.append(Merge(top + 1, left, bottom + 1, right))
        elif kind == _COLUMN and len(body) >= 18 and body[16] & 1:
            first, last = struct.unpack_from("<II", body)
            facts.hidden_columns.update(range(first, min(last, 16383) + 1))
