"""The first rows of a sheet as a grid of texts, kinds and merged areas, for finding the table on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from county_tui.workbooks.cells import Cell, CellError, CellRow
from county_tui.workbooks.header.labels import cell_text
from county_tui.workbooks.tables import Merge

BLANK, NUMBER, DATE, TEXT, DASH = "", "n", "d", "t", "-"
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?[%％‰]?")
_DATE = re.compile(
    r"(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?(?:\d{1,2}:\d\d(?::\d\d)?)?|\d{1,2}月\d{1,2}日"
)
_DASH = re.compile(r"[-—–_/\\…．.·、*＊－―─]+")


def kind_of(cell: Cell, text: str) -> str:
    """Return the kind of a cell; a text that reads as a number or date counts as one."""
    if not text:
        return BLANK
    if isinstance(cell, str):
        if _NUMBER.fullmatch(text):
            return NUMBER
        if _DATE.fullmatch(text):
            return DATE
        return DASH if _DASH.fullmatch(text) else TEXT
    if isinstance(cell, int | float):
        return NUMBER
    return TEXT if isinstance(cell, CellError) else DATE


class Grid:
    """The head of a sheet; rows and columns are 0-based here."""

    def __init__(self, rows: Sequence[CellRow], merges: Sequence[Merge] = ()) -> None:
        """Take rows from A1; merges in 1-based rows."""
        self._rows = rows
        self.height = len(rows)
        self.width = max((len(row) for row in rows), default=0)
        self._texts: dict[int, list[str]] = {}
        self._kinds: dict[int, list[str]] = {}
        self._filled: dict[int, list[int]] = {}
        self.label_scores: dict[int, dict[int, float]] = {}
        self.counting: dict[int, set[int]] = {}
        self.links: dict[int, float] = {}
        self.is_cut = False
        self.merges = [merge for merge in merges if merge.first_row <= self.height]

    def cut(self, width: int) -> None:
        """Leave out the columns from `width` on."""
        self.is_cut = True
        self._rows = [row[:width] for row in self._rows]
        self.width = width
        for known in (self._texts, self._kinds, self._filled, self.links):
            known.clear()
        for name in ("is_list", "block_columns"):
            self.__dict__.pop(name, None)

    def texts(self, row: int) -> list[str]:
        """Return the squeezed texts of a row, as wide as the grid; a cell inside a merge is blank."""
        if row not in self._texts:
            self._read(row)
        return self._texts[row]

    def kinds(self, row: int) -> list[str]:
        """Return the kinds of the cells of a row."""
        if row not in self._kinds:
            self._read(row)
        return self._kinds[row]

    def _read(self, row: int) -> None:
        """Read a row's texts and kinds once."""
        cells = self._rows[row]
        texts = [cell_text(cell) for cell in cells]
        for column in range(len(texts)):
            if texts[column] and self.owner(row, column) != (row, column):
                texts[column] = ""
        kinds = [kind_of(cell, text) for cell, text in zip(cells, texts, strict=True)]
        pad = self.width - len(texts)
        self._texts[row] = texts + [""] * pad
        self._kinds[row] = kinds + [BLANK] * pad

    @cached_property
    def is_list(self) -> bool:
        """True if only one column of the sheet is used."""
        return len({column for row in range(self.height) for column in self.filled(row)}) == 1

    @cached_property
    def block_columns(self) -> list[int]:
        """Return the first column of each run of used columns; more than one when blank columns part blocks."""
        used = {column for row in range(self.height) for column in self.filled(row)}
        return [column for column in sorted(used) if column - 1 not in used]

    @cached_property
    def _areas(self) -> dict[tuple[int, int], Merge]:
        """Map every merged cell to its area; areas too large to be real are left out."""
        areas: dict[tuple[int, int], Merge] = {}
        for merge in self.merges:
            last_row, last_column = min(merge.last_row, self.height), min(merge.last_column, self.width + 50)
            for row in range(merge.first_row - 1, last_row):
                for column in range(merge.first_column, last_column + 1):
                    areas.setdefault((row, column), merge)
        return areas

    def merge_at(self, row: int, column: int) -> Merge | None:
        """Return the merged area that a cell belongs to."""
        return self._areas.get((row, column))

    def owner(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell whose value a cell shows: the top left one of its merge, or itself."""
        merge = self._areas.get((row, column))
        return (merge.first_row - 1, merge.first_column) if merge else (row, column)

    def shown(self, row: int, column: int) -> str:
        """Return the text a cell shows, its own or that of the merge it belongs to."""
        owner_row, owner_column = self.owner(row, column)
        return self.texts(owner_row)[owner_column]

    def filled(self, row: int) -> list[int]:
        """Return the columns of a row that hold a value of their own."""
        if row not in self._filled:
            self._filled[row] = [column for column, text in enumerate(self.texts(row)) if text]
        return self._filled[row]

    def is_blank(self, row: int) -> bool:
        """True if a row holds nothing."""
        return not self.filled(row)

    def ends(self, row: int) -> bool:
        """True if nothing stands below a row."""
        return all(self.is_blank(below) for below in range(row + 1, self.height))

    def span(self, row: int, column: int) -> int:
        """Return how many columns a cell covers."""
        merge = self._areas.get((row, column))
        return merge.last_column - merge.first_column + 1 if merge else 1
