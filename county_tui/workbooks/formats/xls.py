"""Sheets of .xls files: read by calamine, or by xlrd where calamine garbles their texts or cannot open them."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import python_calamine
import xlrd
import xlrd.biffh

from county_tui.formula_errors import BY_NUMBER, NOT_TOLD
from county_tui.workbooks.cells import Cell, CellError, CellRow
from county_tui.workbooks.formats.biff import BIFF8, BiffBook, facts_of, open_biff
from county_tui.workbooks.formats.calamine import CalamineFile
from county_tui.workbooks.formats.detect import damaged
from county_tui.workbooks.formats.source import CONFUSED, LoadedSheet, SheetFacts, SourceFile
from county_tui.workbooks.tables import Merge, SheetInfo


def open_file(path: Path, is_second_try: bool) -> SourceFile:
    """Open a file with calamine where it decodes rightly, otherwise and the second time with xlrd.

    Raises WorkbookError.
    """
    book = open_biff(path)
    if book.suits_calamine and not is_second_try:
        try:
            return CalamineFile(path, [], lambda number, _: facts_of(book, number))
        except python_calamine.CalamineError:
            pass  # xlrd opens some files that calamine does not
    try:
        return XlrdFile(path, book)
    except XlrdFile.broken as error:
        raise damaged(path) from error


class XlrdFile:
    """A workbook opened by xlrd."""

    broken: tuple[type[Exception], ...] = (xlrd.biffh.XLRDError, *CONFUSED)

    def __init__(self, path: Path, biff: BiffBook) -> None:
        """Open the file; raises xlrd's errors."""
        has_code_page = biff.code_page is not None or biff.version >= BIFF8
        self._book = xlrd.open_workbook(
            file_contents=path.read_bytes(),
            formatting_info=True,
            on_demand=True,
            logfile=io.StringIO(),
            encoding_override=None if has_code_page else "gb18030",
        )
        visibility: list[int] = getattr(self._book, "_sheet_visibility", [])
        hidden = {number for number, state in enumerate(visibility) if state}
        self.sheets = [SheetInfo(name, number in hidden) for number, name in enumerate(self._book.sheet_names())]

    def load(self, index: int) -> LoadedSheet:
        """Open one sheet."""
        sheet = self._book.sheet_by_index(index)
        facts = SheetFacts()
        for top, bottom, left, right in sheet.merged_cells:
            facts.merges.append(Merge(top + 1, left, bottom, right - 1))
        facts.hidden_rows = {number + 1 for number, info in sheet.rowinfo_map.items() if info.hidden}
        facts.hidden_columns = {number for number, info in sheet.colinfo_map.items() if info.hidden}
        return LoadedSheet(self.sheets[index], self._rows(sheet), facts, sheet.nrows)

    def _rows(self, sheet: xlrd.sheet.Sheet) -> Iterator[CellRow]:
        """Yield the rows from A1."""
        for number in range(sheet.nrows):
            types, values = sheet.row_types(number), sheet.row_values(number)
            yield [_cell(kind, value, self._book.datemode) for kind, value in zip(types, values, strict=True)]


def _cell(kind: int, value: object, datemode: Literal[0, 1]) -> Cell:
    """Turn xlrd's type and value into a cell."""
    if kind == xlrd.XL_CELL_TEXT:
        return str(value) or None
    if kind == xlrd.XL_CELL_NUMBER and isinstance(value, float):
        return value
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR and isinstance(value, int):
        return CellError(BY_NUMBER.get(value, NOT_TOLD))
    if kind == xlrd.XL_CELL_DATE and isinstance(value, float):
        return _date(value, datemode)
    return None


def _date(serial: float, datemode: Literal[0, 1]) -> Cell:
    """Turn a date serial into a date, a time or both; a serial that is no date stays a number."""
    try:
        moment = xlrd.xldate.xldate_as_datetime(serial, datemode)
    except (ValueError, OverflowError, xlrd.xldate.XLDateError):
        return serial
    if 0 <= serial < 1:
        return moment.time()
    return moment if moment.time() != datetime.time() else moment.date()
