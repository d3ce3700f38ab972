"""Messy Excel and CSV files turned into found tables; knows nothing of registers."""

from county_tui.workbooks.cells import Cell, CellError, column_letter
from county_tui.workbooks.describe import describe, describe_file
from county_tui.workbooks.header.labels import fold_label
from county_tui.workbooks.pipe.reader import Book, Limits, Table, open_book
from county_tui.workbooks.tables import Batch, Column, DataRow, Merge, Overrides, RawRow, SheetInfo, SkippedRow

__all__ = [
    "Batch",
    "Book",
    "Cell",
    "CellError",
    "Column",
    "DataRow",
    "Limits",
    "Merge",
    "Overrides",
    "RawRow",
    "SheetInfo",
    "SkippedRow",
    "Table",
    "column_letter",
    "describe",
    "describe_file",
    "fold_label",
    "open_book",
]
