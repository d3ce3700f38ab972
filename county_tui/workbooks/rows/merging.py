"""Merged cells in the data: one value fills the whole area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from county_tui.workbooks.cells import Cell, CellRow
from county_tui.workbooks.rows.thresholds import LONG_TEXT, TALL_ROWS
from county_tui.workbooks.tables import Merge


class Filler:
    """Fills merged areas row by row, from top to bottom."""

    def __init__(self, merges: Sequence[Merge], after: int) -> None:
        """Take the merges that start below 1-based row `after`."""
        self._starts: defaultdict[int, list[Merge]] = defaultdict(list)
        for merge in merges:
            if merge.first_row > after:
                self._starts[merge.first_row].append(merge)
        self._open: list[tuple[Merge, Cell]] = []

    def touches(self, number: int) -> bool:
        """True if a merged area reaches into a row."""
        return bool(self._open) or number in self._starts

    def touches_any(self, numbers: range) -> bool:
        """True if a merged area reaches into one of some rows."""
        return bool(self._open) or not self._starts.keys().isdisjoint(numbers)

    def fill(self, number: int, row: CellRow) -> tuple[CellRow, int, frozenset[int]]:
        """Return a row filled, the widest merge with a value that starts in it, and the columns merged far down."""
        starting = self._starts.get(number, [])
        for merge in starting:
            self._open.append((merge, row[merge.first_column] if merge.first_column < len(row) else None))
        filled = list(row)
        for merge, value in self._open:
            if value is not None:
                _spread(filled, merge, value)
        tall = frozenset(
            column
            for merge, value in self._open
            if value is not None and _is_tall(merge, value)
            for column in range(merge.first_column, merge.last_column + 1)
        )
        valued = [merge for merge, value in self._open if merge.first_row == number and value is not None]
        self._open = [(merge, value) for merge, value in self._open if merge.last_row > number]
        widest = max((merge.last_column - merge.first_column + 1 for merge in valued), default=1)
        return filled, widest, tall


def _is_tall(merge: Merge, value: Cell) -> bool:
    """True for a merge over many rows, or over some with a long text: a group's name or a note beside the rows."""
    rows = merge.last_row - merge.first_row + 1
    return rows >= TALL_ROWS or (rows > 1 and isinstance(value, str) and len(value) > LONG_TEXT)


def _spread(row: CellRow, merge: Merge, value: Cell) -> None:
    """Put a value into the blank cells of a row that a merge covers, as far as the row's columns go."""
    for column in range(merge.first_column, merge.last_column + 1):
        if column >= len(row):
            row.append(None)
        if row[column] is None:
            row[column] = value
