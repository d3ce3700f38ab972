"""A form as it was issued and marked: its cells, its checks, and the fingerprint that tells versions apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from county_tui.forms.expressions import Comparison
from county_tui.forms.marks import EachRecord, EachRegion, Mark, Typed

MUST, ASK = "必须", "核实"
"""A check's levels: one that stops a seal, and one that wants an explanation."""


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
        """Whether any row is repeated, for places or for records."""
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
