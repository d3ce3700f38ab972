"""The printed sheet of a form: its rows as issued, the repeated ones once for each place or record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string, get_column_letter

from county_tui.forms.definition import Spot
from county_tui.forms.expressions import CellRef, Span
from county_tui.store import Row

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True, slots=True)
class Item:
    """What one copy of a repeated row is about: a place, or a record."""

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
