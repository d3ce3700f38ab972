"""Merged cells in the data: one value fills the whole area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from county_tui.workbooks.cells import Cell, Row
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

    def fill(self, number: int, row: Row) -> Row:
        """Return the row with the merged areas that touch it filled."""
        if not self._open and number not in self._starts:
            return row
        for merge in self._starts.get(number, ()):
            value = row[merge.first_column] if merge.first_column < len(row) else None
            self._open.append((merge, value))
        self._open = [(merge, value) for merge, value in self._open if merge.last_row >= number]
        for merge, value in self._open:
            row.extend([None] * (merge.last_column + 1 - len(row)))
            for column in range(merge.first_column, merge.last_column + 1):
                if row[column] is None:
                    row[column] = value
        return row
