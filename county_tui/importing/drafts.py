"""Rows and sheets while a file is read and decided; `planned` gives what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from county_tui.importing.plans import (
    CellProblem,
    ColumnMatch,
    Given,
    PlannedRow,
    SheetPlan,
    Verdict,
    told,
)
from county_tui.models.kinds import Value
from county_tui.models.line import without_numbers
from county_tui.workbooks import Cell, Table


@dataclass(slots=True)
class RowDraft:
    """A row on its way to its verdict: see PlannedRow. `cells` is what the file said, until the row is decided."""

    number: int
    given: Given
    verdict: Verdict = Verdict.NEW
    target: tuple[int, int] | None = None
    changes: Mapping[str, tuple[Value, Value]] | None = None
    problems: tuple[CellProblem, ...] = ()
    key: int = 0
    is_doubtful: bool = False
    of_few: tuple[Value, Value, Value] | None = None
    cells: tuple[Cell, ...] = ()

    def told(self) -> dict[str, Value]:
        """What the row says, blanks left out."""
        return told(self.given)

    def planned(self) -> PlannedRow:
        """The row as it was decided."""
        return PlannedRow(
            self.number,
            self.given,
            self.verdict,
            self.target,
            self.changes,
            self.problems,
            self.key,
            self.is_doubtful,
            self.of_few,
        )


@dataclass(slots=True)
class SheetDraft:
    """A sheet whose rows come as its table is read."""

    register: str
    columns: tuple[ColumnMatch, ...]
    table: Table
    rows: list[RowDraft] = field(default_factory=list)
    remarks: tuple[str, ...] = ()

    @property
    def shown_name(self) -> str:
        """The sheet's name without a person's number."""
        return without_numbers(self.table.name)

    def planned(self) -> SheetPlan:
        """The sheet as it was decided, its table read to the end."""
        table = self.table
        return SheetPlan(
            table.name,
            self.register,
            self.columns,
            tuple(row.planned() for row in self.rows),
            tuple(table.skipped),
            (*table.problems, *self.remarks),
            table.header_rows,
            tuple(table.above),
            tuple(table.merges),
            table.columns,
        )
