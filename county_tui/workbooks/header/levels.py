"""Levels of a header: the next label row, and the column-number and unit rows between and below."""

from __future__ import annotations

from county_tui.workbooks.header.grid import Grid
from county_tui.workbooks.header.label_features import is_number_row
from county_tui.workbooks.header.linking import goes_on_past, headed, link
from county_tui.workbooks.header.thresholds import MOST_BETWEEN
from county_tui.workbooks.header.units import is_unit_row


def is_auxiliary_row(grid: Grid, row: int) -> bool:
    """True for a column-number or unit row: under the labels, not filling their gaps, and nothing merged into it."""
    texts = grid.texts(row)
    is_numbers = is_number_row(texts)
    if (is_numbers and _counts_records(grid, row)) or not (is_numbers or is_unit_row(texts)):
        return False
    columns = range(grid.width)
    own = grid.filled(row)
    if row == 0:
        return True
    if any(grid.owner(row, column)[0] < row for column in columns):
        return all(grid.texts(row - 1)[column] and grid.span(row - 1, column) == 1 for column in own)
    above = row - 1
    while above > 0 and (grid.is_blank(above) or is_auxiliary_row(grid, above)):
        above -= 1
    labelled = headed(grid, above)
    most = max(len(labelled), len(own))
    return 2 * len(labelled.intersection(own)) >= most if is_numbers else labelled.issuperset(own)


def _counts_records(grid: Grid, row: int) -> bool:
    """True if the first number continues in the next row: then this is the first record."""
    first = grid.texts(row)[grid.filled(row)[0]]
    following = grid.texts(row + 1)[grid.filled(row)[0]] if row + 1 < grid.height else ""
    return first.isdecimal() and following.isdecimal() and int(following) == int(first) + 1


def next_level(grid: Grid, row: int) -> int | None:
    """Return the next label row of the same header, or None; units or blank rows may lie between."""
    if link(grid, row) > 0 and not is_auxiliary_row(grid, row + 1):
        return row + 1
    lower = row + 1
    while lower < min(row + 1 + MOST_BETWEEN, grid.height) and _is_unit_or_blank_row(grid, lower):
        lower += 1
    is_past = row + 1 < lower < grid.height
    return lower if is_past and goes_on_past(grid, row, lower) else None


def _is_unit_or_blank_row(grid: Grid, row: int) -> bool:
    """True for a blank row, or one of units."""
    return grid.is_blank(row) or (is_unit_row(grid.texts(row)) and is_auxiliary_row(grid, row))


def is_within(grid: Grid, first: int, row: int) -> bool:
    """True for a blank row that most cells of the block at `first` are merged down into, or that numbers follow."""
    if not grid.is_blank(row):
        return False
    if row + 1 < grid.height and is_number_row(grid.texts(row + 1)):
        return True
    shown = [column for column in range(grid.width) if grid.shown(row - 1, column)]
    return 2 * sum(first <= grid.owner(row, column)[0] < row for column in shown) > len(shown)
