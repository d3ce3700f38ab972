"""What `inspect` shows of a table, as plain JSON values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from county_tui.workbooks.cells import CellError
from county_tui.workbooks.pipe.reader import Table, open_book
from county_tui.workbooks.tables import DataRow, Overrides

MOST_ERRORS = 20
"""Error cells named one by one; the rest are counted."""


def _errors(table: Table, row: DataRow) -> list[str]:
    """The row's error cells in words."""
    cells = zip(table.columns, row.cells, strict=True)
    bad = [(column, cell.problem[0]) for column, cell in cells if isinstance(cell, CellError)]
    return [f"{column.letter}{row.number} {problem.removeprefix('单元格')}。" for column, problem in bad]


def _first_errors(errors: list[str]) -> list[str]:
    more = len(errors) - MOST_ERRORS
    return errors[:MOST_ERRORS] + ([f"还有 {more} 个格子的公式没有结果。"] if more > 0 else [])


def describe(table: Table, first: list[DataRow], most: int = 0) -> dict[str, Any]:
    """Read a table to its end and describe it, putting its `most` first rows in `first`; the caller adds `register`."""
    count, errors = 0, list[str]()
    for row in table.rows():
        count += 1
        errors += _errors(table, row)
        if len(first) < most:
            first.append(row)
    return {
        "name": table.name,
        "hidden": table.hidden,
        "header_rows": list(table.header_rows) if table.header_rows else None,
        "first_data_row": table.first_data_row,
        "columns": [{"letter": c.letter, "label": c.label, "path": c.path} for c in table.columns],
        "data_rows": count,
        "skipped": [{"row": row.row, "reason": row.reason} for row in table.skipped],
        "problems": [*table.problems, *_first_errors(errors)],
    }


def describe_file(path: Path, overrides: Overrides = Overrides()) -> dict[str, Any]:  # noqa: B008 - frozen
    """Describe every sheet of a file. Raises WorkbookError."""
    with open_book(path, overrides=overrides) as book:
        return {"sheets": [describe(table, []) for table in book.tables()]}
