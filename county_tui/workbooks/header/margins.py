"""Remarks that stand beside a table, parted from it by a blank column: they belong to no row and to no header."""

from __future__ import annotations

from collections.abc import Sequence

from county_tui.workbooks.cells import Row
from county_tui.workbooks.header.grid import Grid
from county_tui.workbooks.header.label_features import likeness
from county_tui.workbooks.tables import Merge

FEW_REMARKS = 3
REMARK = -0.2


def table_grid(rows: Sequence[Row], merges: Sequence[Merge]) -> Grid:
    """Return the head of a sheet as a grid without the remarks in its right margin."""
    grid = Grid(rows, merges)
    starts = grid.block_columns
    if len(starts) > 1 and _are_remarks(grid, starts[-1]):
        grid.cut(starts[-1])
    return grid


def _are_remarks(grid: Grid, start: int) -> bool:
    """Tell whether the columns from `start` hold but a few sentences or notes."""
    found = [
        likeness(grid.texts(row)[column], grid.kinds(row)[column])
        for row in range(grid.height)
        for column in grid.filled(row)
        if column >= start
    ]
    return len(found) <= FEW_REMARKS and max(found) <= REMARK
