"""A filled form's sheet as the table that screens draw, and as text: a line for each printed row, cells by letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.utils import get_column_letter

from county_tui.forms.definition import address_of, split_address
from county_tui.forms.filled import FilledCell, FilledForm
from county_tui.reports.hiding import NOTE
from county_tui.reports.table import NUMBER, TEXT, Table, TableCell, TableColumn, TableRow, as_text

UNFILLED = "（待填）"
HEAD = "行"


def grid(form: FilledForm, sheet: int) -> list[list[str]]:
    """The texts of a sheet by row and column, from A1 to the last filled cell."""
    texts = texts_of(form, sheet)
    height = max((row for row, _ in texts), default=0)
    width = max((column for _, column in texts), default=0)
    return [[texts.get((row, column), "") for column in range(1, width + 1)] for row in range(1, height + 1)]


def texts_of(form: FilledForm, sheet: int) -> Mapping[tuple[int, int], str]:
    """What stands in a sheet as printed, by row and column from 1."""
    title = form.definition.sheets[sheet]
    found = {}
    known = dict(form.fixed) | {address: as_text(form.told(address), "number") for address in form.cells}
    for address, text in known.items():
        name, _, cell = address.rpartition("!")
        if (name or form.definition.sheets[0]) == title:
            found[split_address(cell)] = UNFILLED if address in form.unfilled else text
    return found


def as_plain(form: FilledForm) -> str:
    """The sheets one below the other, blank rows and columns left out."""
    from tabulate import tabulate

    parts = []
    for sheet, title in enumerate(form.definition.sheets):
        rows = [[" ".join(text.split()) for text in row] for row in grid(form, sheet) if any(row)]
        kept = [column for column in zip(*rows, strict=True) if any(column)]
        body = tabulate(list(zip(*kept, strict=True)), tablefmt="plain", disable_numparse=True)
        parts.append(f"{title}　{form.region_name}　{form.period.title}\n{body}")
    return "\n\n".join([*parts, *([NOTE] if form.has_hidden else [])]) + "\n"


def _cells(form: FilledForm, sheet: int, row: int, texts: Sequence[str | None]) -> Iterator[TableCell]:
    for column, text in enumerate(texts, 1):
        address = form.definition.address(sheet, address_of(row, column))
        filled: FilledCell | None = form.cells.get(address)
        if filled is None or address in form.unfilled:
            yield TableCell(text)
        else:
            yield TableCell(form.told(address), filled.queries)


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
