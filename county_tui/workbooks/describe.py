"""What `inspect` shows of a table, as plain JSON values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from county_tui.workbooks.reader import Table, open_book
from county_tui.workbooks.tables import Overrides


def describe(table: Table) -> dict[str, Any]:
    """Read a table to its end and describe it; the caller adds `register`."""
    count = sum(1 for _ in table.rows())
    return {
        "name": table.name,
        "hidden": table.hidden,
        "header_rows": list(table.header_rows) if table.header_rows else None,
        "first_data_row": table.first_data_row,
        "columns": [{"letter": c.letter, "label": c.label, "path": c.path} for c in table.columns],
        "data_rows": count,
        "skipped": [{"row": row.row, "reason": row.reason} for row in table.skipped],
        "problems": list(table.problems),
    }


def describe_file(path: Path, overrides: Overrides = Overrides()) -> dict[str, Any]:  # noqa: B008 - frozen
    """Describe every sheet of a file. Raises WorkbookError."""
    with open_book(path, overrides=overrides) as book:
        return {"sheets": [describe(table) for table in book.tables()]}
