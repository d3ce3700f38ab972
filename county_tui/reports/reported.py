"""上年同期 as it was reported: what was sealed a year before, instead of what the ledger says of that year now."""

from __future__ import annotations

from dataclasses import replace

from county_tui import store
from county_tui.reports.definition import Column, Definition
from county_tui.reports.expanded_columns import quotient
from county_tui.reports.table import Cell, Number, Table, TableRow


def _twin(column: Column, columns: tuple[Column, ...]) -> Column | None:
    """The column that says of this year what a column of last year does."""

    def said(one: Column) -> tuple[object, ...]:
        return one.measure, one.field, [w.written for w in one.where], [w.written for w in one.of]

    return next((one for one in columns if not one.last_year and not one.each and said(one) == said(column)), None)


def with_reported(table: Table, definition: Definition) -> Table:
    """The table with last year's numbers as sealed, where they were, and what is worked out from them."""
    before = [column for column in definition.columns if column.last_year and not column.each]
    period = table.period.last_year()
    found = store.sealed_cells(definition.name, period.canonical_name, table.region) if before else None
    if found is None:
        return table
    version, values = found
    rows = tuple(_row(row, table, definition, values) for row in table.rows)
    total = _row(table.total, table, definition, values) if table.total else None
    notes = f"{table.notes}上年同期取自 {period.name} 已报数（第{version}版）。"
    return replace(table, rows=rows, total=total, notes=notes)


def _row(row: TableRow, table: Table, definition: Definition, values: dict[str, Number]) -> TableRow:
    cells, at = list(row.cells), {column.label: place for place, column in enumerate(table.columns)}
    by_key = {column.key: column for column in definition.columns}
    for column in definition.columns:
        twin = _twin(column, definition.columns) if column.last_year else None
        key = f"{row.label}/{twin.label}" if twin else ""
        if column.label in at and key in values:
            cells[at[column.label]] = replace(cells[at[column.label]], value=values[key])
    for column in definition.columns:
        if column.measure == "growth" and {column.label, *_linked(column, by_key)} <= set(at):
            now, before = (cells[at[label]].value for label in _linked(column, by_key))
            cells[at[column.label]] = _grown(cells[at[column.label]], now, before)
    return TableRow(row.label, tuple(cells))


def _linked(column: Column, by_key: dict[str, Column]) -> tuple[str, str]:
    return by_key[column.now].label, by_key[column.before].label


def _grown(cell: Cell, now: Number, before: Number) -> Cell:
    if not isinstance(now, int | float) or not isinstance(before, int | float):
        return cell
    return replace(cell, value=quotient(now - before, before), parts=(now - before, before))
