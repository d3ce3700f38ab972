"""The columns of a table: each one's leaf label and the path of header texts above it."""

from __future__ import annotations

from collections.abc import Sequence

from county_tui.workbooks.cells import column_letter
from county_tui.workbooks.header.grid import Grid
from county_tui.workbooks.header.label_features import is_unit_row
from county_tui.workbooks.tables import Column


def header_texts(grid: Grid, first: int, last: int) -> list[list[str]]:
    """Return each column's header texts from top to bottom, for the 0-based label rows `first` to `last`.

    A row of units between them gives none.
    """
    columns: list[list[str]] = [[] for _ in range(grid.width)]
    for row in range(first, last + 1):
        if first < row < last and is_unit_row(grid.texts(row)):
            continue
        texts = _shown(grid, row, first)
        if row < last:
            _reach_right(grid, row, last, texts, columns)
        for column, text in enumerate(texts):
            if text:
                columns[column].append(text)
    return columns


def _shown(grid: Grid, row: int, first: int) -> list[str]:
    """Return what a row shows: a merge across repeats its text, a merge from above shows nothing again."""
    texts = []
    for column in range(grid.width):
        owner_row, owner_column = grid.owner(row, column)
        is_new = owner_row == row or (row == first and owner_row < first)
        texts.append(grid.texts(owner_row)[owner_column] if is_new else "")
    return texts


def _reach_right(grid: Grid, row: int, last: int, texts: list[str], above: Sequence[list[str]]) -> None:
    """Let a parent that was never merged reach over the blank cells to its right that have children."""
    if any(grid.span(row, column) > 1 for column in grid.filled(row)):
        return
    has_child = [any(grid.texts(below)[column] for below in range(row + 1, last + 1)) for column in range(grid.width)]
    for column in range(1, grid.width):
        is_gap = not texts[column] and grid.merge_at(row, column) is None and has_child[column]
        if is_gap and has_child[column - 1] and above[column] == above[column - 1]:
            texts[column] = texts[column - 1]


def columns_of(grid: Grid, first: int, last: int, used: int, hidden: set[int]) -> tuple[Column, ...]:
    """Build the columns from A to the last one that has a label or, up to `used` columns, data."""
    texts = header_texts(grid, first, last)
    width = max([used, *(column + 1 for column, column_texts in enumerate(texts) if column_texts)])
    texts.extend([] for _ in range(width - len(texts)))
    return tuple(
        Column(index, column_letter(index), (texts[index] or [""])[-1], "/".join(texts[index]), index in hidden)
        for index in range(width)
    )
