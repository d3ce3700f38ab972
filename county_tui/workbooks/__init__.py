"""Messy Excel and CSV files turned into found tables; knows nothing of registers."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from county_tui.workbooks.cells import Cell, CellError, column_letter
from county_tui.workbooks.tables import Batch, Column, DataRow, Merge, Overrides, RawRow, SheetInfo, SkippedRow

if TYPE_CHECKING:
    from county_tui.workbooks.header.labels import fold_label
    from county_tui.workbooks.inspection import describe, describe_file
    from county_tui.workbooks.pipe.process import start_ahead
    from county_tui.workbooks.pipe.reader import Book, Limits, Table, open_book

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
    "start_ahead",
]
_PARENT_SIDE = {
    "describe": "inspection",
    "describe_file": "inspection",
    "fold_label": "header.labels",
    "Book": "pipe.reader",
    "Limits": "pipe.reader",
    "Table": "pipe.reader",
    "open_book": "pipe.reader",
    "start_ahead": "pipe.process",
}
"""Where the names live that only the parent needs; loading them would slow every start of the child."""


def __getattr__(name: str) -> Any:
    """Load a name of the parent's side when it is first asked for."""
    if name not in _PARENT_SIDE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PARENT_SIDE[name]}"), name)
