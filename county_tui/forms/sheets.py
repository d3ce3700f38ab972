"""A filled form's sheet as the table that screens draw: a line for each printed row, its cells by column letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.utils import get_column_letter

from county_tui.forms.filled import FilledCell, FilledForm
from county_tui.forms.layout import address_of
from county_tui.forms.texts import grid
from county_tui.reports.hiding import NOTE
from county_tui.reports.table import NUMBER, TEXT, Cell, Table, TableColumn, TableRow

HEAD = "行"


def _cells(form: FilledForm, sheet: int, row: int, texts: Sequence[str | None]) -> Iterator[Cell]:
    for column, text in enumerate(texts, 1):
        address = form.definition.address(sheet, address_of(row, column))
        filled: FilledCell | None = form.cells.get(address)
        if filled is None or address in form.unfilled:
            yield Cell(text)
        else:
            yield Cell(form.told(address), filled.queries)


def _format(form: FilledForm, sheet: int, column: int, height: int) -> str:
    """Right-aligned where a column holds numbers worked out here."""
    addresses = (form.definition.address(sheet, address_of(row, column)) for row in range(1, height + 1))
    found = (form.cells[address].value for address in addresses if address in form.cells)
    return NUMBER if any(isinstance(value, int | float) for value in found) else TEXT


def as_table(form: FilledForm, sheet: int) -> Table:
    """One sheet as a table whose rows are labelled by their numbers and whose columns by their letters."""
    texts = grid(form, sheet)
    height, width = len(texts), len(texts[0]) if texts else 0
    columns = tuple(
        TableColumn(get_column_letter(at), (get_column_letter(at),), _format(form, sheet, at, height))
        for at in range(1, width + 1)
    )
    rows = tuple(
        TableRow(str(row), tuple(_cells(form, sheet, row, [text or None for text in line])))
        for row, line in enumerate(texts, 1)
    )
    title = form.definition.title
    return Table(
        form.definition.name,
        title,
        form.period,
        form.region,
        form.region_name,
        HEAD,
        columns,
        rows,
        total=None,
        notes=(NOTE if form.has_hidden else "") + form.note,
    )
