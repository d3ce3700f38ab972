"""The columns of a table: each one's leaf label and the path of header texts above it."""

from __future__ import annotations

from collections.abc import Sequence

from county_tui.workbooks.cells import Row, column_letter
from county_tui.workbooks.labels import cell_text
from county_tui.workbooks.source import SheetFacts
from county_tui.workbooks.tables import Column


def columns_of(rows: Sequence[Row], facts: SheetFacts, header: tuple[int, int]) -> tuple[Column, ...]:
    """Build the columns of the header block in 1-based rows `header`."""
    first, last = header
    grid = [[cell_text(cell) for cell in row] for row in rows[first - 1 : last]]
    width = max((len(row) for row in grid), default=0)
    for row in grid:
        row.extend([""] * (width - len(row)))
    for merge in facts.merges:
        if not first <= merge.first_row <= last:
            continue
        text = grid[merge.first_row - first][merge.first_column]
        for column in range(merge.first_column, min(merge.last_column + 1, width)):
            grid[merge.first_row - first][column] = text
    columns = []
    for index in range(width):
        texts = [row[index] for row in grid if row[index]]
        label = texts[-1] if texts else ""
        columns.append(
            Column(index, column_letter(index), label, "/".join(texts), index in facts.hidden_columns)
        )
    return tuple(columns)
