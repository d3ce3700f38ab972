"""The columns of a table: each one's leaf label and the path of header texts above it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, starmap, takewhile

from county_tui.workbooks.cells import column_letter
from county_tui.workbooks.header.grid import Grid
from county_tui.workbooks.header.label_features import is_foreign
from county_tui.workbooks.header.units import is_bracketed_unit, is_unit, is_unit_row
from county_tui.workbooks.tables import Column

_OF_NO_GROUP = frozenset({"备注", "备考"})
"""Titles of a last column that no unmerged parent to its left covers."""


def header_texts(grid: Grid, first: int, last: int) -> list[list[str]]:
    """Return each column's header texts from top to bottom, for the 0-based label rows `first` to `last`.

    A row of units between them gives none.
    """
    columns: list[list[str]] = [[] for _ in range(grid.width)]
    for row in range(first, last + 1):
        if first < row < last and is_unit_row(grid.texts(row)):
            continue
        texts = _shown_texts(grid, row, first)
        if row < last:
            _extend_parents_right(grid, row, last, texts, columns)
        for column, text in enumerate(texts):
            if text:
                columns[column].append(text)
    return columns


def _shown_texts(grid: Grid, row: int, first: int) -> list[str]:
    """Return what a row shows: a merge across repeats its text, a merge from above shows nothing again."""
    texts = []
    for column in range(grid.width):
        owner_row, owner_column = grid.owner(row, column)
        is_new = owner_row == row or (row == first and owner_row < first)
        texts.append(grid.texts(owner_row)[owner_column] if is_new else "")
    return texts


def _extend_parents_right(grid: Grid, row: int, last: int, texts: list[str], above: Sequence[list[str]]) -> None:
    """Extend unmerged parents over the blank cells to their right that have children below."""
    if any(grid.span(row, column) > 1 for column in grid.filled(row)):
        return
    has_child = [any(grid.texts(below)[column] for below in range(row + 1, last + 1)) for column in range(grid.width)]
    for column in range(1, grid.width):
        is_gap = not texts[column] and grid.merge_at(row, column) is None and has_child[column]
        is_alone = any(grid.texts(below)[column] in _OF_NO_GROUP for below in range(row + 1, last + 1))
        if is_gap and has_child[column - 1] and above[column] == above[column - 1] and not is_alone:
            texts[column] = texts[column - 1]


def label_of(texts: Sequence[str], shared: int) -> str:
    """Return the label among a column's header texts: the lowest one, or the Chinese title that it only explains.

    A unit or a translation is no label under a title of its own; `shared` counts the texts from the top that a
    neighbour has too.
    """
    if not texts:
        return ""
    titles = [text for text in texts[shared:-1] if not (is_unit(text) or is_foreign(text))]
    leaf = texts[-1]
    explains = is_unit(leaf) or is_bracketed_unit(leaf) or is_foreign(leaf)
    return titles[-1] if titles and explains else leaf


def labels_of(columns: Sequence[Sequence[str]]) -> list[str]:
    """Return the label of each column, given their header texts from left to right."""
    edges = [0, *starmap(_common, pairwise(columns)), 0]
    return [label_of(texts, max(edges[index : index + 2])) for index, texts in enumerate(columns)]


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """Count the texts that two columns have in common, from the top."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def columns_of(grid: Grid, first: int, last: int, used: int, hidden: set[int]) -> tuple[Column, ...]:
    """Build the columns from A to the last one that has a label or, up to `used` columns, data."""
    texts = header_texts(grid, first, last)
    width = max([used, *(column + 1 for column, column_texts in enumerate(texts) if column_texts)])
    texts = [*texts[:width], *([] for _ in range(width - len(texts)))]
    return tuple(
        Column(index, column_letter(index), label, "/".join(texts[index]), index in hidden)
        for index, label in enumerate(labels_of(texts))
    )
