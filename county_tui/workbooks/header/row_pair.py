"""A pair of rows and its features, for the rules that decide whether both belong to one header."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from county_tui.workbooks.header.grid import NUMBER, Grid
from county_tui.workbooks.header.label_features import is_foreign, is_number_row, is_outside_table, is_period
from county_tui.workbooks.header.rating import counting_columns, is_pairs, mean_label_score
from county_tui.workbooks.header.thresholds import BEYOND_DOUBT, NEXT_ROWS, OUTSIDE_ONE_IN, PAIR


@dataclass(slots=True)
class RowPair:
    """Two rows compared as neighbouring header levels; `first` is the top row of the upper one's header."""

    grid: Grid
    row: int
    first: int
    lower: int
    filled: list[int] = field(init=False)
    below: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Take the columns with texts of their own in both rows."""
        self.filled, self.below = self.grid.filled(self.row), self.grid.filled(self.lower)

    @property
    def titled(self) -> set[int]:
        """The columns that have a title in the header so far."""
        return shown_columns(self.grid, range(self.first, self.row + 1))

    @property
    def cannot_be_header(self) -> bool:
        """True if the upper row is blank, a form's head, a title or a note, or the lower one blank."""
        if not self.filled or not self.below or is_pairs(self.grid, self.row) or self._is_listed:
            return True
        texts = self.grid.texts(self.row)
        outside = sum(is_outside_table(texts[column], len(self.filled)) for column in self.filled)
        return outside > len(self.filled) // OUTSIDE_ONE_IN

    @property
    def _is_listed(self) -> bool:
        """True if the upper row ends a list of names with a value beside each: 部门 业务科, under it 年度 2026."""
        if len(self.filled) != PAIR or self.first < self.row or self.row == 0:
            return False
        return self.filled[1] == self.filled[0] + 1 and self.grid.filled(self.row - 1) == self.filled

    @property
    def label_score_above(self) -> float:
        """How much the upper row's texts read as titles."""
        return mean_label_score(self.grid, self.row)

    @property
    def label_score_below(self) -> float:
        """How much the lower row's texts read as titles."""
        return mean_label_score(self.grid, self.lower)

    @property
    def foreign_above(self) -> float:
        """How many of the upper row's texts are foreign words."""
        return share_of(is_foreign, self.grid, self.row, self.filled)

    @property
    def foreign_below(self) -> float:
        """How many of the lower row's texts are foreign words."""
        return share_of(is_foreign, self.grid, self.lower, self.below)

    @property
    def next_rows(self) -> range:
        """The few rows below both."""
        return range(self.lower + 1, min(self.lower + NEXT_ROWS, self.grid.height))

    @property
    def leaves_key_blank(self) -> bool:
        """True if the lower row leaves the first titled column blank, which the rows below it soon fill again.

        With nothing below it must read as titles beyond doubt, or it is the only record.
        """
        key = min(self.titled)
        if self.below[0] <= key or self.grid.owner(self.lower, key) != (self.lower, key):
            return False
        if self.grid.ends(self.lower):
            return self.label_score_below > BEYOND_DOUBT
        return any(self.grid.texts(below)[key] for below in self.next_rows)

    @property
    def holds_numbers(self) -> bool:
        """True if the lower row has plain numbers, which no labels are unless they count on from one to the next."""
        texts, kinds = self.grid.texts(self.lower), self.grid.kinds(self.lower)
        if is_number_row(texts):
            return False
        counted = counting_columns(self.grid, self.lower)
        return not all(is_period(texts[c]) for c in self.below if kinds[c] == NUMBER and c not in counted)

    def stands_over_numbers(self, columns: Collection[int]) -> bool:
        """True if one of the next rows has numbers in most of some columns."""
        for row in self.next_rows:
            kinds = self.grid.kinds(row)
            if sum(kinds[column] == NUMBER for column in columns) >= 0.7 * len(columns):
                return True
        return False


def shown_columns(grid: Grid, rows: range) -> set[int]:
    """Return the columns that show a text in one of some rows, their own or that of a merge."""
    return {column for row in rows for column in range(grid.width) if grid.shown(row, column)}


def share_of(test: Callable[[str], bool], grid: Grid, row: int, columns: Collection[int]) -> float:
    """Return how many of a row's cells pass a test."""
    texts = grid.texts(row)
    return sum(test(texts[column]) for column in columns) / len(columns)
