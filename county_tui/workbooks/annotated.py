"""A sheet to be written back to its sender: the layout it came in, some of its rows, and notes on their cells."""

from __future__ import annotations

from dataclasses import dataclass

from county_tui.workbooks.cells import Cell
from county_tui.workbooks.tables import Merge, RawRow


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
