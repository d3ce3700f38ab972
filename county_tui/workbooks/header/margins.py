"""Remarks in the right margin, separated from the table by a blank column, are cut off before detection."""

from __future__ import annotations

from collections.abc import Sequence

from county_tui.workbooks.cells import CellRow
from county_tui.workbooks.header.grid import Grid
from county_tui.workbooks.header.label_features import label_score
from county_tui.workbooks.header.thresholds import FEW_REMARKS, REMARK_SCORE
from county_tui.workbooks.tables import Merge


def table_grid(rows: Sequence[CellRow], merges: Sequence[Merge]) -> Grid:
    """Return the head of a sheet as a grid without the remarks in its right margin."""
    grid = Grid(rows, merges)
    starts = grid.block_columns
    if len(starts) > 1 and _are_remarks(grid, starts[-1]):
        grid.cut(starts[-1])
    return grid


def _are_remarks(grid: Grid, start: int) -> bool:
    """True if the columns from `start` hold but a few sentences or notes."""
    found = [
        label_score(grid.texts(row)[column], grid.kinds(row)[column])
        for row in range(grid.height)
        for column in grid.filled(row)
        if column >= start
    ]
    return len(found) <= FEW_REMARKS and max(found) <= REMARK_SCORE
