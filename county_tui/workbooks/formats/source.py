"""What every format reader returns: sheets with rows from A1, and facts beside the values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from county_tui.workbooks.cells import CellRow
from county_tui.workbooks.tables import Merge, SheetInfo

MOST_COLUMNS = 1000
"""No register has a tenth of them; a sheet with more is laid out the wrong way round."""


CONFUSED = (AssertionError, IndexError, TypeError, AttributeError, ArithmeticError)
"""What a parser that trusts its file trips over in a broken one."""


class SparseSheetError(ValueError):
    """A sheet whose few cells lie so far apart that calamine, which keeps every cell between them, must not load it."""


@dataclass(slots=True)
class SheetFacts:
    """Facts beside the values: rows are 1-based, columns 0-based, `errors` is row → column → code."""

    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    frozen_rows: int = 0
    filter_row: int = 0
    print_titles: tuple[int, int] | None = None
    mark: str = ""
    """What this program wrote about the sheet; see own_files."""
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class LoadedSheet:
    """One sheet opened for reading.

    `rows` gives every row from row 1, each from column A, once; a blank cell is None or an empty text.
    """

    info: SheetInfo
    rows: Iterator[CellRow]
    facts: SheetFacts
    last_row: int | None = None


class SourceFile(Protocol):
    """A file opened by one of the readers; `broken` names what its library raises where the file is nonsense."""

    broken: tuple[type[Exception], ...]
    sheets: list[SheetInfo]

    def load(self, index: int) -> LoadedSheet:
        """Open one sheet."""
        ...
