"""The xlsx writers: registers as tidy sheets, refused rows in their sender's layout. No text is run as a formula."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from wcwidth import wcswidth

from county_tui import store
from county_tui.errors import CountyError
from county_tui.exporting.values import kinds, labels, sheet_columns
from county_tui.formula_errors import LITERAL, NOT_AVAILABLE, NOT_CALCULATED
from county_tui.models import register_named
from county_tui.workbooks import CellError, Merge
from county_tui.workbooks.cells import CellRow
from county_tui.workbooks.own_files import ASIDE, PREFIX, header_mark
from county_tui.workbooks.tables import AnnotatedRow, AnnotatedSheet

SETTINGS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
FONT = {"font_name": "宋体", "font_size": 11}
HEADER = {**FONT, "bold": True, "bg_color": "#DDEBF7", "border": 1, "align": "center", "valign": "vcenter"}
NUMBERS = ("integer", "decimal", "date", "number", "percent")
"""The kinds whose values stand as numbers in a sheet."""
A4 = 9
"""The paper's number in Excel."""
REASON = "原因"
MOST_NAME = 31
"""Characters Excel allows in the name of a sheet."""
MOST_ROWS = 1_048_575
"""Records that fit on one sheet under its header."""
_UNFIT = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

Writer = Callable[..., None]


def width_of(texts: Iterable[str], least: int = 10, most: int = 40) -> float:
    """A column width in Excel's units for texts measured in cells."""
    widest = max((wcswidth(line) for text in texts for line in text.split("\n")), default=0)
    return float(min(max(widest + 2, least), most))


def open_workbook(file: IO[bytes] | Path, **settings: Any) -> Any:
    """An xlsxwriter workbook in which text stays text."""
    return xlsxwriter.Workbook(str(file) if isinstance(file, Path) else file, {**SETTINGS, **settings})


def mark_header(book: Any, name: str, first: int, rows: Sequence[CellRow]) -> None:
    """Let a sheet know its header rows again, which begin at the 1-based row `first`."""
    book.set_custom_property(PREFIX + name, header_mark(first, rows), "text")


def mark_aside(book: Any, name: str) -> None:
    """Let a sheet be known as one that only holds lists for others."""
    book.set_custom_property(PREFIX + name, ASIDE, "text")


@cache
def _serial(day: datetime.date | None) -> int | None:
    """A day as Excel counts them, 1900 being a leap year to it."""
    number = (day - datetime.date(1899, 12, 31)).days if day else None
    return number + 1 if number and number > 59 else number


def _write_rows(sheet: Any, query: store.Query) -> int:
    """The records below the header: text as text, days as numbers in a column that shows them as days."""
    of = kinds(query.register)
    writers = list(enumerate(sheet.write_number if kind in NUMBERS else sheet.write_string for kind in of))
    first = 1
    for columns in sheet_columns(query):
        if first + len(columns[0]) > MOST_ROWS + 1:
            raise CountyError("记录超过一张工作表能放的行数", "，请加筛选条件分几次导出，或改用 csv。")
        plain = [map(_serial, cells) if kind == "date" else cells for kind, cells in zip(of, columns, strict=True)]
        for at, row in enumerate(zip(*plain, strict=True), start=first):
            for (column, write), value in zip(writers, row, strict=True):
                if value is not None:
                    write(at, column, value)
        first += len(columns[0])
    return first - 1


def _set_up(sheet: Any, rows: int, columns: int) -> None:
    """Filter and freeze the header, print on A4 across, as wide as the page, the header on each page."""
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, rows, columns - 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)  # one page wide, as many high as it takes
    sheet.repeat_rows(0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def write_xlsx(queries: Sequence[store.Query], file: IO[bytes]) -> int:
    """A workbook with one sheet per query. Returns how many records."""
    book = open_workbook(file)
    header, text = book.add_format(HEADER), book.add_format({**FONT, "num_format": "@"})
    styles = {
        "date": book.add_format({**FONT, "num_format": "yyyy-mm-dd"}),
        "percent": book.add_format({"num_format": "0.0%"}),
    }
    count = 0
    for query in queries:
        register = register_named(query.register)
        sheet = book.add_worksheet(register.label)
        titles = labels(query.register)
        mark_header(book, register.label, 1, [[*titles]])
        for column, (label, kind) in enumerate(zip(titles, kinds(query.register), strict=True)):
            style = styles.get(kind, None if kind in NUMBERS else text)
            sheet.set_column(column, column, width_of([label], 12, 30), style)
            sheet.write_string(0, column, label, header)
        written = _write_rows(sheet, query)
        _set_up(sheet, written, len(titles))
        count += written
    book.close()
    return count


def _writer(sheet: Any, day: Any) -> Writer:
    """One function that writes any cell without guessing."""

    def write(row: int, column: int, value: Any, style: Any = None) -> None:
        if value is None or value == "":
            if style is not None:
                sheet.write_blank(row, column, None, style)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, style)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, style)
        elif isinstance(value, datetime.date):
            sheet.write_datetime(row, column, value, style or day)
        elif isinstance(value, CellError) and value.code != NOT_CALCULATED:
            code = value.code if value.code in LITERAL else NOT_AVAILABLE
            sheet.write_formula(row, column, f"={code}", style, code)
        else:
            sheet.write_string(row, column, str(value), style)

    return write


def sheet_name(name: str, taken: Iterable[str]) -> str:
    """A name Excel takes: at most 31 characters, none of []:*?/\\, no apostrophe at its ends, not used yet."""
    fit = _UNFIT.sub("_", name).strip("'")[:MOST_NAME] or "Sheet"
    used = {other.casefold() for other in taken}
    numbered = (f"{fit[: MOST_NAME - 4]}({at})" for at in range(2, 1000))
    return fit if fit.casefold() not in used else next(one for one in numbered if one.casefold() not in used)


def _areas(annotated: AnnotatedSheet, width: int) -> Iterator[Merge]:
    """The sender's merged areas, none over another, those of the header no wider than the table."""
    covered: set[tuple[int, int]] = set()
    for merge in annotated.merges:
        is_header = merge.last_row >= annotated.header_rows[0]
        area = replace(merge, last_column=min(merge.last_column, width - 1)) if is_header else merge
        cells = set(_cells_of(area))
        if len(cells) > 1 and covered.isdisjoint(cells):
            covered |= cells
            yield area


def _cells_of(area: Merge) -> Iterator[tuple[int, int]]:
    """(1-based row, 0-based column) of each cell of an area."""
    for row in range(area.first_row, area.last_row + 1):
        for column in range(area.first_column, area.last_column + 1):
            yield row, column


def _write_above(sheet: Any, annotated: AnnotatedSheet, areas: Sequence[Merge], styled: tuple[Any, Any]) -> None:
    """Title, notes and header where the sender had them; `styled` is how cells are written, and bold."""
    write, bold = styled
    merged = {(area.first_row, area.first_column): area for area in areas}
    inside = {cell for area in areas for cell in _cells_of(area)}
    for raw in annotated.above:
        for column, cell in enumerate(raw.cells):
            at = (raw.number, column)
            if at in merged:
                area = merged[at]
                sheet.merge_range(area.first_row - 1, column, area.last_row - 1, area.last_column, "", bold)
            if at in merged or at not in inside:
                write(raw.number - 1, column, cell, bold if cell not in (None, "") else None)


def _header_with_reason(annotated: AnnotatedSheet, last: int) -> list[CellRow]:
    """The header rows as they are written, with the reason's title in column `last`."""
    first = annotated.header_rows[0]
    rows: list[CellRow] = [[] for _ in range(first, annotated.header_rows[1] + 1)]
    for raw in annotated.above:
        if raw.number >= first:
            rows[raw.number - first] = list(raw.cells)
    rows[0] += [None] * (last - len(rows[0])) + [REASON]
    return rows


def _write_refused(sheet: Any, at: int, row: AnnotatedRow, styles: tuple[Any, Any], write: Any) -> None:
    """One refused row: bad cells coloured, with the reason as a note."""
    bad, bad_day = styles
    notes: dict[int, str] = {}
    for column, message in row.notes:
        notes[column] = f"{notes[column]}\n{message}" if column in notes else message
    for column, cell in enumerate(row.cells):
        style = (bad_day if isinstance(cell, datetime.date) else bad) if column in notes else None
        write(at, column, cell, style)
    for column, message in notes.items():
        sheet.write_comment(at, column, message, {"x_scale": 2})


def write_error_book(sheets: Sequence[AnnotatedSheet], path: Path) -> int:
    """The refused rows, each sheet as its sender laid it out, with a 原因 column. Returns how many rows."""
    count = 0
    with store.appearing(path, ".xlsx") as draft:
        book = open_workbook(draft, constant_memory=False)
        bold, day = book.add_format({**FONT, "bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        bad = {"bg_color": "#FFC7CE", "border": 1}
        styles = book.add_format(bad), book.add_format({**bad, "num_format": "yyyy-mm-dd"})
        for annotated in sheets:
            sheet = book.add_worksheet(sheet_name(annotated.name, book.sheetnames))
            write = _writer(sheet, day)
            last = max([len(row.cells) for row in annotated.rows] + [len(row.cells) for row in annotated.above])
            _write_above(sheet, annotated, list(_areas(annotated, last)), (write, bold))
            write(annotated.header_rows[0] - 1, last, REASON, bold)
            mark_header(book, sheet.name, annotated.header_rows[0], _header_with_reason(annotated, last))
            sheet.set_column(0, last - 1, 14)
            sheet.set_column(last, last, 60)
            for at, row in enumerate(annotated.rows, start=annotated.header_rows[1]):
                _write_refused(sheet, at, row, styles, write)
                write(at, last, row.reason)
            count += len(annotated.rows)
        book.close()
    return count
