"""What shares a sheet with the table: other tables, by their first rows and names, and remarks in the right margin."""

from __future__ import annotations

from collections.abc import Sequence

from county_tui.workbooks.averages import mean
from county_tui.workbooks.cells import CellRow
from county_tui.workbooks.header.grid import NUMBER, Grid
from county_tui.workbooks.header.label_features import is_meta, is_period, is_title, label_score
from county_tui.workbooks.header.thresholds import FEW_REMARKS, LEAST_START_SCORE, REMARK_SCORE
from county_tui.workbooks.tables import Merge


def block_starts(grid: Grid) -> list[int]:
    """Return the 0-based rows that look like a header on their own, after a blank row or a title."""
    return [row for row in range(grid.height) if _is_start(grid, row)]


def _is_start(grid: Grid, row: int) -> bool:
    """True for a row of column titles that something sets off from the rows above."""
    filled = grid.filled(row)
    if len(filled) < 3 or not _is_set_off(grid, row):
        return False
    texts, kinds = grid.texts(row), grid.kinds(row)
    if any(kinds[c] == NUMBER and not is_period(texts[c]) for c in filled):
        return False
    if len({texts[c] for c in filled}) < len(filled) - 1:
        return False
    return mean([label_score(texts[c], kinds[c]) for c in filled]) >= LEAST_START_SCORE


def _is_set_off(grid: Grid, row: int) -> bool:
    """True if a blank row, a title or a note stands right above."""
    return row == 0 or grid.is_blank(row - 1) or _is_lead_in(grid, row - 1)


def lead_in(grid: Grid, start: int, least: int) -> int:
    """Return the first row of the titles and notes right above the block at `start`."""
    row = start
    while row - 1 > least and not grid.is_blank(row - 1) and _is_lead_in(grid, row - 1):
        row -= 1
    return row


def _is_lead_in(grid: Grid, row: int) -> bool:
    """True for a row of one text, or of titles and notes only."""
    filled = grid.filled(row)
    texts = grid.texts(row)
    return len(filled) == 1 or (len(filled) <= 3 and all(is_title(texts[c]) or is_meta(texts[c]) for c in filled))


def is_data_like(grid: Grid, first: int, row: int) -> bool:
    """True for a row that looks like titles but repeats values of its columns above, or has nothing below."""
    texts = grid.texts(row)
    again = sum(any(grid.texts(above)[c] == texts[c] for above in range(first, row)) for c in grid.filled(row))
    return again >= 2 or not any(len(grid.filled(below)) > 1 for below in range(row + 1, grid.height))


def name_of(grid: Grid, start: int) -> str:
    """Return the first labels of a block, to name it by."""
    texts = [text for text in grid.texts(start) if text]
    return "、".join(texts[:4]) + ("…" if len(texts) > 4 else "")


def table_grid(rows: Sequence[CellRow], merges: Sequence[Merge]) -> Grid:
    """Return the head of a sheet as a grid, without remarks to the right of a blank column."""
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
