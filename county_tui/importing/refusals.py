"""The refused rows of a plan as sheets in the sender's own layout, residents' columns emptied, ID numbers masked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from county_tui import store
from county_tui.errors import CountyError
from county_tui.importing.planning import open_file
from county_tui.importing.plans import ImportPlan, PlannedRow, SheetPlan, Status, Verdict
from county_tui.importing.private import holds_id_numbers
from county_tui.models.privacy import MASK, masked
from county_tui.workbooks import Cell, CellError, DataRow, RawRow, Table
from county_tui.workbooks.tables import AnnotatedRow, AnnotatedSheet


def _safe(cell: Cell) -> Cell:
    """A cell that gives away no ID number and runs nothing. A failed formula stays one, and is none to take in."""
    if isinstance(cell, CellError):
        return cell
    if isinstance(cell, str):
        return masked(store.unguarded(cell))
    return MASK if holds_id_numbers([cell]) else cell


def _annotated(sheet: SheetPlan, row: PlannedRow, data: DataRow) -> AnnotatedRow:
    """A refused row laid out by sheet column."""
    private = {match.column.index for match in sheet.columns if match.status is Status.PRIVATE}
    width = max(column.index for column in sheet.table_columns) + 1
    cells: list[Cell] = [None] * width
    for column, cell in zip(sheet.table_columns, data.cells, strict=True):
        cells[column.index] = None if column.index in private else _safe(cell)
    notes = tuple((p.column or 0, p.message) for p in row.problems)
    reason = "；".join(f"{p.label}：{p.message.rstrip('。')}" for p in row.problems)
    return AnnotatedRow(row.number, tuple(cells), notes, reason)


def _rows(sheet: SheetPlan, table: Table) -> Iterator[AnnotatedRow]:
    refused = {row.number: row for row in sheet.rows if row.verdict is Verdict.REFUSED}
    for data in table.rows():
        if data.number in refused:
            yield _annotated(sheet, refused[data.number], data)


def check_target(plan: ImportPlan, target: Path) -> None:
    """Refuse to write the refused rows in place of the very file they came from."""
    if target.resolve() == plan.path.resolve():
        raise CountyError(f"{target} 就是要导入的文件", "，请把不能导入的行写到另一个文件。")


def refused_sheets(plan: ImportPlan) -> Iterator[AnnotatedSheet]:
    """One annotated sheet for each sheet of the plan with refused rows; the file is read once more for its cells."""
    wanted = {sheet.name: sheet for sheet in plan.sheets if sheet.count(Verdict.REFUSED) and sheet.header_rows}
    with open_file(plan.path, plan.request) as book:
        for table in book.tables():
            sheet = wanted.get(table.name)
            if sheet is None or sheet.header_rows is None:
                continue
            _, last = sheet.header_rows
            above = [RawRow(r.number, tuple(map(_safe, r.cells))) for r in sheet.above if r.number <= last]
            merges = tuple(m for m in sheet.merges if m.last_row <= last)
            yield AnnotatedSheet(sheet.shown_name, tuple(above), merges, sheet.header_rows, tuple(_rows(sheet, table)))
