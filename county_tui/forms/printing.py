"""A filled form in the very file it was issued as: layout, merges, widths, fonts and print set-up stay."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Literal
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from county_tui.forms.definition import MarkedCell, address_of
from county_tui.forms.expressions import Call, CellRef, Earlier, Expression, Negative, Number, Operation, Span
from county_tui.forms.filled import UNKNOWN, FilledCell, FilledForm
from county_tui.forms.identity import write_below, write_identity
from county_tui.forms.marks import Formula, Measure, Typed
from county_tui.forms.reading import CHECK_SHEET
from county_tui.reports.table import Number as Value
from county_tui.reports.table import as_text

ANY_NUMBER = "小数"
TAKES: Mapping[str, tuple[Literal["decimal", "whole"], str]] = {
    ANY_NUMBER: ("decimal", "请填不小于 0 的数。"),
    "整数": ("whole", "请填不小于 0 的整数。"),
}
"""What Excel lets into a cell to be filled, by the kind of its mark, and what it says of anything else."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _copy_row(sheet: Worksheet, source: int, target: int) -> None:
    """Give a row the texts, styles, height and merges of another one."""
    for column in range(1, sheet.max_column + 1):
        cell, other = sheet.cell(source, column), sheet.cell(target, column)
        other.value = cell.value
        if cell.has_style and isinstance(cell, Cell) and isinstance(other, Cell):
            other._style = copy.copy(cell._style)  # type: ignore[attr-defined]
    sheet.row_dimensions[target].height = sheet.row_dimensions[source].height
    for merged in list(sheet.merged_cells.ranges):
        if merged.min_row == merged.max_row == source:
            sheet.merge_cells(start_row=target, end_row=target, start_column=merged.min_col, end_column=merged.max_col)


def _shift_below(sheet: Worksheet, row: int, added: int) -> None:
    """Move what openpyxl leaves behind when rows are inserted: merges, heights, and the area to print."""
    moved = [merged for merged in sheet.merged_cells.ranges if merged.min_row > row]
    over = [merged for merged in sheet.merged_cells.ranges if merged.min_row <= row < merged.max_row]
    for merged in moved:
        sheet.merged_cells.remove(merged)
    for merged in moved:
        merged.shift(row_shift=added)
        sheet.merged_cells.add(merged)
    for merged in over:
        merged.expand(down=added)
    for at in sorted((at for at in sheet.row_dimensions if at > row), reverse=True):
        sheet.row_dimensions[at + added].height = sheet.row_dimensions[at].height
    if sheet.print_area:
        areas = [CellRange(area) for area in str(sheet.print_area).replace("$", "").split(",")]
        sheet.print_area = ",".join(
            CellRange(None, a.min_col, a.min_row, a.max_col, a.max_row + (added if a.max_row >= row else 0)).coord
            for a in (CellRange(area.coord.split("!")[-1]) for area in areas)
        )


def _repeat_rows(sheet: Worksheet, at: int, form: FilledForm) -> None:
    """Make room for the copies of repeated rows, from the last to the first."""
    for row, count in form.layout.repeated(at):
        if count > 1:
            sheet.insert_rows(row + 1, count - 1)
            _shift_below(sheet, row, count - 1)
            for target in range(row + 1, row + count):
                _copy_row(sheet, row, target)


def _native(expression: Expression | Span, cell: MarkedCell, number: int, form: FilledForm) -> str | None:
    """A formula as spreadsheets write it, its rows as printed; None where it reads another form or period."""
    match expression:
        case Number(value):
            return f"{value:f}"
        case CellRef() | Span():
            return _native_reference(expression, cell, number, form)
        case Negative(part):
            inner = _native(part, cell, number, form)
            return None if inner is None else f"-({inner})"
        case Operation(sign, left, right):
            sides = _native(left, cell, number, form), _native(right, cell, number, form)
            return None if None in sides else f"({sides[0]}{sign}{sides[1]})"
        case Call(function, arguments):
            texts = [_native(argument, cell, number, form) for argument in arguments]
            known = [text for text in texts if text is not None]
            return f"{function}({','.join(known)})" if len(known) == len(texts) else None
        case Earlier():
            return None


def _native_reference(reference: CellRef | Span, cell: MarkedCell, number: int, form: FilledForm) -> str | None:
    first = reference.first if isinstance(reference, Span) else reference
    if first.form:
        return None
    sheets = form.definition.sheets
    sheet = sheets.index(first.sheet) if first.sheet else cell.spot.sheet
    spots = form.layout.spots(cell.spot, sheet, number, reference)
    (_, top, left), (_, bottom, right) = spots[0], spots[-1]
    prefix = "" if sheet == cell.spot.sheet else "'" + sheets[sheet].replace("'", "''") + "'!"
    start, end = address_of(top, left), address_of(bottom, right)
    return f"{prefix}{start}" if start == end else f"{prefix}{start}:{end}"


def _printed_cells(form: FilledForm) -> Iterator[tuple[MarkedCell, int, int]]:
    """Each marked cell with the number of its copy and the row it is printed in."""
    for cell in form.definition.cells:
        for number, row in enumerate(form.layout.printed(cell.spot.sheet, cell.spot.row)):
            yield cell, number, row


def _fill(book: Workbook, form: FilledForm) -> dict[tuple[str, str], str | float | None]:
    """Write every value; returns what each native formula shows, by sheet and address."""
    shown: dict[tuple[str, str], str | float | None] = {}
    for cell, number, row in _printed_cells(form):
        title, address = form.definition.sheets[cell.spot.sheet], address_of(row, cell.spot.column)
        filled = form.cells.get(form.definition.address(cell.spot.sheet, address), FilledCell(None))
        value = filled.value
        target = book[title].cell(row, cell.spot.column)
        mark = cell.marks[0]
        formula = None
        if isinstance(mark, Formula) and cell.is_alone and not (filled.is_hidden or filled.reads_hidden):
            formula = _native(mark.expression, cell, number, form)
        if formula is None:
            target.value = UNKNOWN if value is None and isinstance(mark, Formula) else value
            continue
        target.value = f'=IFERROR({formula},"{UNKNOWN}")' if "/" in formula else f"={formula}"
        shown[title, address] = UNKNOWN if value is None else value
    return shown


def _with_cached_values(content: bytes, book: Workbook, shown: Mapping[tuple[str, str], str | float | None]) -> bytes:
    """The file with the value of each native formula beside it, for readers that do not calculate."""
    paths = {f"xl/worksheets/sheet{at}.xml": title for at, title in enumerate(book.sheetnames, 1)}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename in paths:
                data = _cached(data, paths[part.filename], shown)
            new.writestr(part, data)
    return out.getvalue()


def _cached(data: bytes, title: str, shown: Mapping[tuple[str, str], str | float | None]) -> bytes:
    for prefix, uri in _namespaces(data).items():
        ElementTree.register_namespace(prefix, uri)
    root = ElementTree.fromstring(data)
    for cell in root.iter(f"{{{_MAIN}}}c"):
        value = shown.get((title, cell.get("r", "")))
        if value is None or cell.find(f"{{{_MAIN}}}f") is None:
            continue
        held = cell.find(f"{{{_MAIN}}}v")
        held = held if held is not None else ElementTree.SubElement(cell, f"{{{_MAIN}}}v")
        held.text = value if isinstance(value, str) else repr(value)
        if isinstance(value, str):
            cell.set("t", "str")
        else:
            cell.attrib.pop("t", None)
    written: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _namespaces(data: bytes) -> dict[str, str]:
    events = ElementTree.iterparse(io.BytesIO(data), events=["start-ns"])
    return {prefix: uri for _, (prefix, uri) in events}


def _help_to_fill(book: Workbook, form: FilledForm, last: Mapping[str, Value]) -> None:
    """Say in each typed cell what was reported last, and let it take only what fits its kind."""
    for cell, _, row in _printed_cells(form):
        mark = cell.marks[0]
        if not isinstance(mark, Typed | Measure):
            continue
        sheet, address = book[form.definition.sheets[cell.spot.sheet]], address_of(row, cell.spot.column)
        known = last.get(form.definition.address(cell.spot.sheet, address))
        if known is not None:
            sheet[address].comment = Comment(f"上期报 {as_text(known)}", "county-tui")
        if (takes := TAKES.get(mark.kind if isinstance(mark, Typed) else ANY_NUMBER)) is not None:
            kind, told = takes
            check = DataValidation(type=kind, operator="greaterThanOrEqual", formula1="0", allow_blank=True)
            check.errorTitle, check.error = "填写", told
            sheet.add_data_validation(check)
            check.add(address)


def print_form(form: FilledForm, last: Mapping[str, Value] | None = None) -> bytes:
    """The issued .xlsx with its values in place of the marks; the sheet of checks is left out.

    With `last`, what was reported last by printed address, it is one to be filled by hand.
    """
    book = load_workbook(io.BytesIO(form.definition.content))
    if CHECK_SHEET in book.sheetnames:
        del book[CHECK_SHEET]
    for at, title in enumerate(form.definition.sheets):
        _repeat_rows(book[title], at, form)
    shown = _fill(book, form)
    if last is not None:
        _help_to_fill(book, form, last)
    if form.note:
        for title in form.definition.sheets:
            write_below(book[title], form.note)
    write_identity(book, form, form.region_name if last is not None else "")
    content = io.BytesIO()
    book.save(content)
    return _with_cached_values(content.getvalue(), book, shown)
