"""Sheets with far too many columns, or a few cells far apart: refused or read at once, in little memory."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from county_tui.errors import WorkbookError
from county_tui.workbooks import Limits
from county_tui.workbooks.formats.opening import open_source
from county_tui.workbooks.formats.source import MOST_COLUMNS, SparseSheetError
from tests.workbooks.books import HEADER, ROWS, read_book, write_book

TALL = 1200


def tall_with(path: Path, row: int, columns: range) -> Path:
    """Write a narrow table of many rows with some cells in one row far to its right."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for number in range(1, TALL):
            sheet.write_row(number, 0, ROWS[number % 2])
        for column in columns:
            sheet.write(row, column, "列")
    return path


def test_a_sheet_of_thousands_of_columns_is_refused_by_name(tmp_path: Path) -> None:
    path = write_book(tmp_path / "wide.xlsx", [["列"] * (MOST_COLUMNS + 1)] * 3, sheet="横表")
    with pytest.raises(WorkbookError, match=r"横表.*1001 列"):
        read_book(path)


def test_a_small_file_that_spans_millions_of_cells_is_refused_before_they_are_laid_out(tmp_path: Path) -> None:
    path = tall_with(tmp_path / "corner.xlsx", 0, range(3, 4951))
    with pytest.raises(SparseSheetError):
        open_source(path).load(0)
    with pytest.raises(WorkbookError, match="4951 列"):
        read_book(path)


def test_a_stray_cell_far_to_the_right_costs_nothing_and_is_named(tmp_path: Path) -> None:
    path = tall_with(tmp_path / "stray.xlsx", 15, range(5000, 5001))
    ((table, rows),) = read_book(path)
    assert len(rows) == TALL - 1
    assert len(table.columns) == len(HEADER)
    assert any("很远" in problem for problem in table.problems)


def test_memory_is_allowed_by_the_size_of_the_file() -> None:
    limits = Limits()
    assert limits.memory_for(22_000) < 500 << 20
    assert limits.memory_for(4_000_000) > limits.memory_for(22_000)
    assert limits.memory_for(1 << 30) == limits.memory_bytes
