"""The plain facts about one found table that travel from the reader to everyone else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from county_tui.workbooks.cells import Cell


@dataclass(frozen=True, slots=True)
class Column:
    """One sheet column of a table; `index` is 0-based, `path` joins the header texts from top to bottom."""

    index: int
    letter: str
    label: str
    path: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A 1-based sheet row that is no data, and why, in a few Chinese words."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class DataRow:
    """A 1-based sheet row of data: one cell for each of the table's columns, merged cells filled."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of data that follow each other: their 1-based sheet rows, and their cells by column of the table."""

    numbers: Sequence[int]
    columns: Sequence[Sequence[Cell]]

    def rows(self) -> Iterator[DataRow]:
        """The same row by row."""
        return map(DataRow, self.numbers, zip(*self.columns, strict=True))


@dataclass(frozen=True, slots=True)
class RawRow:
    """A 1-based sheet row as the sender laid it out, from column A."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area: 1-based sheet rows and 0-based columns, both ends inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a person decided against the finder: which sheets, and which rows are the header (1-based)."""

    sheets: tuple[str, ...] = ()
    header_rows: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet of the book, read or not."""

    name: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class AnnotatedRow:
    """A row as the sender laid it out, from column A; `notes` holds (0-based column, text); `reason` sums them up."""

    number: int
    cells: tuple[Cell, ...]
    notes: tuple[tuple[int, str], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class AnnotatedSheet:
    """The rows down to the header's last, with their merges, and the annotated rows to write below them."""

    name: str
    above: tuple[RawRow, ...]
    merges: tuple[Merge, ...]
    header_rows: tuple[int, int]
    rows: tuple[AnnotatedRow, ...]
