"""A form as it was issued and marked: its cells and checks, where they stand, and the fingerprint of a version."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string, get_column_letter

from county_tui.forms.expressions import CellRef, Comparison, Span
from county_tui.forms.marks import EachRecord, EachRegion, Mark, Typed
from county_tui.store import Row

MUST, ASK = "必须", "核实"
"""A check's levels: one that stops a seal, and one that wants an explanation."""
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A cell of the form as issued: the sheet's position from 0, row and column from 1."""

    sheet: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A cell with marks. Where the text is one mark and nothing else, the cell takes its value as it is."""

    spot: Spot
    address: str
    text: str
    marks: tuple[Mark, ...]
    is_alone: bool


@dataclass(frozen=True, slots=True)
class Check:
    """A rule between cells: as written, what it compares, what it says where it fails, and how much that weighs."""

    rule: str
    comparison: Comparison
    message: str
    level: str


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A marked form. `fixed` holds the texts between the marks, `content` the issued file itself."""

    name: str
    title: str
    sheets: tuple[str, ...]
    cells: tuple[MarkedCell, ...]
    fixed: tuple[tuple[Spot, str], ...]
    checks: tuple[Check, ...]
    content: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 over marks, fixed texts and checks, as 64 hexadecimal digits; fonts and widths play no part."""
        marked = [[*_place(cell.spot), cell.text] for cell in self.cells]
        fixed = [[*_place(spot), text] for spot, text in self.fixed]
        checks = [[check.rule, check.message, check.level] for check in self.checks]
        canonical = json.dumps([self.sheets, marked, fixed, checks], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def address(self, sheet: int, address: str) -> str:
        """A cell as JSON and messages name it: bare on the first sheet, with the sheet's name on the others."""
        return address if sheet == 0 else f"{self.sheets[sheet]}!{address}"

    def issued(self, cell: MarkedCell) -> str:
        """A marked cell's own address, as JSON and messages name it."""
        return self.address(cell.spot.sheet, cell.address.rpartition("!")[2])

    @property
    def has_repeats(self) -> bool:
        """Whether any row is repeated, for regions or for records."""
        return any(isinstance(mark, EachRegion | EachRecord) for cell in self.cells for mark in cell.marks)

    def typed(self) -> Iterator[tuple[MarkedCell, Typed]]:
        """The cells that are typed by hand."""
        for cell in self.cells:
            for mark in cell.marks:
                if isinstance(mark, Typed):
                    yield cell, mark

    def repeat_of(self, sheet: int, row: int) -> EachRegion | EachRecord | None:
        """What a row is repeated for; None for a row that stands once."""
        for cell in self.cells:
            if cell.spot.sheet == sheet and cell.spot.row == row:
                for mark in cell.marks:
                    if isinstance(mark, EachRegion | EachRecord):
                        return mark
        return None


def _place(spot: Spot) -> tuple[int, int, int]:
    return spot.sheet, spot.row, spot.column


@dataclass(frozen=True, slots=True)
class Item:
    """What one copy of a repeated row is about: a region, or a record."""

    name: str
    region: str = ""
    record: Row | None = None


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as printed: which row of the issued sheet it copies, and for which item (None: a row that stands once)."""

    source: int
    item: Item | None


def split_address(address: str) -> tuple[int, int]:
    """Row and column, both from 1, of an address such as `C5`."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(address)
    return int(match[2]), column_index_from_string(match[1])


def address_of(row: int, column: int) -> str:
    """The address of a row and column, both from 1."""
    return f"{get_column_letter(column)}{row}"


class Layout:
    """Where each row of the issued sheets is printed. Rows behind the last repeated one move down by what it adds."""

    def __init__(self, repeats: Mapping[tuple[int, int], tuple[Item, ...]]) -> None:
        """`repeats` maps (sheet, row) to the items of a repeated row; a row without any is printed once, empty."""
        self._repeats = {place: items or (Item(""),) for place, items in sorted(repeats.items())}

    def items(self, sheet: int, source: int) -> tuple[Item | None, ...]:
        """The items of an issued row, in order; (None,) for one that stands once."""
        return self._repeats.get((sheet, source), (None,))

    def is_repeated(self, sheet: int, source: int) -> bool:
        """Whether an issued row is a repeated one."""
        return (sheet, source) in self._repeats

    def first_printed(self, sheet: int, source: int) -> int:
        """The printed row of an issued row's first copy."""
        added = (len(items) - 1 for (at, row), items in self._repeats.items() if at == sheet and row < source)
        return source + sum(added)

    def printed(self, sheet: int, source: int) -> range:
        """All printed rows of an issued row."""
        first = self.first_printed(sheet, source)
        return range(first, first + len(self.items(sheet, source)))

    def repeated(self, sheet: int) -> Iterator[tuple[int, int]]:
        """The repeated rows of a sheet from the last to the first, each with how many copies it has."""
        for (at, row), items in reversed(self._repeats.items()):
            if at == sheet:
                yield row, len(items)

    def spots(self, spot: Spot | None, sheet: int, copy: int, reference: CellRef | Span) -> list[tuple[int, int, int]]:
        """The printed cells (sheet, row, column) that a reference in a cell of an issued row and copy means.

        `spot` is the cell that refers; None for a rule of the checks.
        A reference within its own repeated row stays in its copy; a span over other repeated rows takes in all copies.
        """
        first, last = (reference.first, reference.last) if isinstance(reference, Span) else (reference, reference)
        (top, left), (bottom, right) = split_address(first.address), split_address(last.address)
        own = spot is not None and sheet == spot.sheet and top == bottom == spot.row and self.is_repeated(sheet, top)
        found = []
        for source in range(min(top, bottom), max(top, bottom) + 1):
            rows = self.printed(sheet, source)
            for row in [rows[copy]] if own else rows:
                found += [(sheet, row, column) for column in range(min(left, right), max(left, right) + 1)]
        return found
