"""Tables on paper: an xlsx workbook that prints as a form to be signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from county_tui import store
from county_tui.reports.layout import (
    LINE_HEIGHT,
    Span,
    add_chart,
    header_spans,
    line_height,
    pages_high,
    sheet_name,
    spread,
    thirds,
    widths,
)
from county_tui.reports.table import DECIMALS, Table, TableCell, TableColumn, TableRow

SETTINGS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
BODY, HEADING = "宋体", "黑体"
A4 = 9
"""The paper's number in Excel."""
ROW_HEIGHT = 20
"""Points: a line of 10.5-point text with room to read along the row, and 25 rows on a page."""
MOST_SHRUNK = 1.35
"""A table up to so many pages high is shrunk to one; a longer one goes on over pages."""
SIGNATURES = ("leader", "reviewer", "reporter", "phone")
FORM_FACTS = ("form_no", "form_issuer", "form_document_no", "form_valid_until")

STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": HEADING, "font_size": 16, "align": "center"},
    "left": {"font_size": 10.5, "align": "left", "text_wrap": True},
    "centre": {"font_size": 10.5, "align": "center", "text_wrap": True},
    "right": {"font_size": 10.5, "align": "right", "text_wrap": True},
    "head": {"font_name": HEADING, "font_size": 10.5, "align": "center", "text_wrap": True, "border": 1},
    "code": {"font_size": 9, "align": "center", "border": 1},
    "label": {"font_size": 10.5, "align": "left", "text_wrap": True, "border": 1, "indent": 1},
    "cell": {"font_size": 10.5, "align": "left", "text_wrap": True, "border": 1, "indent": 1},
    "notes": {"font_size": 9, "align": "left", "valign": "top", "text_wrap": True},
}


@dataclass(slots=True)
class _Sheet:
    """A worksheet being written; `at` is the next free row."""

    book: Any
    sheet: Any
    table: Table
    office: dict[str, str]
    formats: dict[str, Any]
    at: int = 0
    height: float = 0.0
    """The points all rows so far take."""

    def set_height(self, height: float, row: int | None = None) -> None:
        """The height of a row, the next one by default."""
        self.sheet.set_row(self.at if row is None else row, height)
        self.height += height

    @property
    def last_column(self) -> int:
        """The place of the last column."""
        return len(self.table.columns)

    def style(self, name: str, **more: Any) -> Any:
        """A cell format, made once a workbook."""
        key = f"{name}{sorted(more.items())}"
        if key not in self.formats:
            look = {"font_name": BODY, "valign": "vcenter", **STYLES[name], **more}
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]

    def write(self, span: Span, text: str, style: Any) -> None:
        """A text over a block of cells."""
        if span.is_one_cell:
            self.sheet.write_string(span.top, span.left, text, style)
        else:
            self.sheet.merge_range(span.top, span.left, span.bottom, span.right, "", style)
            self.sheet.write_string(span.top, span.left, text, style)

    def line(self, text: str, style: str, height: float) -> None:
        """A text over the whole width, on a row of its own."""
        self.set_height(height)
        self.write(Span(self.at, 0, self.at, self.last_column), text, self.style(style))
        self.at += 1


def _number_format(format: str) -> str:  # noqa: A002
    """How a number is shown, with room for a blank behind it: some programs lose a number's indent."""
    if format not in DECIMALS:
        return "General_ "
    places = DECIMALS[format]
    digits = f"0.{'0' * places}" if places else "0"
    return f"{digits}%_ " if format.startswith("percent") else f"{digits}_ "


def _top(page: _Sheet, sizes: Sequence[float]) -> None:
    """Title, the form's own facts if entered, then unit, period and measure on one line."""
    table, last = page.table, page.last_column
    page.line(table.title, "title", 30)
    for name in FORM_FACTS:
        if page.office[name]:
            page.line(f"{store.OFFICE_SETTINGS[name]}：{page.office[name]}", "right", 16)
    unit = page.office["unit"] or table.region_name
    period = table.period_text
    if table.region != page.office["region"]:
        period = f"{period}（{table.region_name}）"
    measured = f"单位：{table.unit}" if table.unit else ""
    if last < 2:
        text = f"填报单位：{unit}　{period}　{measured}"
        page.line(text, "left", line_height(text, sum(sizes)))
        return
    left, right = thirds(sizes)
    blocks = (
        (slice(0, left + 1), f"填报单位：{unit}", "left"),
        (slice(left + 1, right), period, "centre"),
        (slice(right, last + 1), measured, "right"),
    )
    page.set_height(max(line_height(text, sum(sizes[block])) for block, text, _ in blocks))
    for block, text, style in blocks:
        page.write(Span(page.at, block.start, page.at, block.stop - 1), text, page.style(style))
    page.at += 1


def _header(page: _Sheet, sizes: Sequence[float]) -> None:
    """The merged header and the row of column codes (甲 1 2 3)."""
    table = page.table
    spans = header_spans(table.head, [column.path for column in table.columns])
    depth = max(span.bottom for span, _ in spans) + 1
    heights = [float(ROW_HEIGHT)] * depth
    for span, text in spans:
        width = sum(sizes[span.left : span.right + 1])
        heights[span.bottom] = max(heights[span.bottom], line_height(text, width) / (span.bottom - span.top + 1))
        page.write(span.moved(page.at), text, page.style("head"))
    for row, height in enumerate(heights):
        page.set_height(height, page.at + row)
    page.at += depth
    for column in range(page.last_column + 1):
        page.sheet.write_string(page.at, column, str(column) if column else "甲", page.style("code"))
    page.at += 1


def _cell(page: _Sheet, column: int, cell: TableCell, shown: TableColumn, look: dict[str, Any]) -> None:
    if cell.value is None:
        page.sheet.write_blank(page.at, column, None, page.style("cell", **look))
    elif isinstance(cell.value, str):
        page.sheet.write_string(page.at, column, cell.value, page.style("cell", **look))
    else:
        shape = {"align": "right", "indent": 0, "text_wrap": False, "num_format": _number_format(shown.format)}
        style = page.style("cell", **shape, **look)
        page.sheet.write_number(page.at, column, cell.value, style)


def _row(page: _Sheet, row: TableRow, sizes: Sequence[float], *, is_total: bool) -> None:
    look: dict[str, Any] = {"bold": True} if is_total else {}
    texts = [row.label, *(cell.value if isinstance(cell.value, str) else "" for cell in row.cells)]
    height = max(line_height(text, size) for text, size in zip(texts, sizes, strict=True))
    page.set_height(max(ROW_HEIGHT, height))
    page.sheet.write_string(page.at, 0, row.label, page.style("label", **look))
    for column, (cell, shown) in enumerate(zip(row.cells, page.table.columns, strict=True), start=1):
        _cell(page, column, cell, shown, look)
    page.at += 1


def _bottom(page: _Sheet, sizes: Sequence[float]) -> None:
    """Notes, and who signs."""
    if page.table.notes:
        page.line(f"注：{page.table.notes}", "notes", line_height(page.table.notes, sum(sizes)) + 4)
    signed = [f"{store.OFFICE_SETTINGS[name]}：{page.office[name] or '　　　　'}" for name in SIGNATURES]
    text = spread([*signed, "报出日期：　　　　年　　月　　日"], sum(sizes))
    page.line(text, "left", max(26, line_height(text, sum(sizes))))
    if page.table.seal:
        page.line(page.table.seal, "right", 16)


def _page(page: _Sheet) -> None:
    sheet, table = page.sheet, page.table
    sizes = widths(table)
    for column, size in enumerate(sizes):
        sheet.set_column(column, column, size)
    _top(page, sizes)
    first_head = page.at
    _header(page, sizes)
    sheet.freeze_panes(page.at, 1)
    sheet.repeat_rows(first_head, page.at - 1)
    if table.total:
        _row(page, table.total, sizes, is_total=True)
    first = page.at
    for row in table.rows:
        _row(page, row, sizes, is_total=False)
    last = page.at - 1
    _bottom(page, sizes)
    below = add_chart(page.book, sheet, table, (first, last, page.at + 1), sizes) if table.rows else 0
    _fit(page, sizes, below)


def _fit(page: _Sheet, sizes: Sequence[float], below: int) -> None:
    """One page if that takes little shrinking, with the chart of so many rows `below` if it still does."""
    has_room = pages_high(page.height + below * LINE_HEIGHT, sizes) <= MOST_SHRUNK
    page.sheet.print_area(0, 0, page.at - 1 + (below if has_room else 0), page.last_column)
    if pages_high(page.height, sizes) <= MOST_SHRUNK:
        page.sheet.fit_to_pages(1, 1)


def _set_up(sheet: Any) -> None:
    """A4 landscape, as wide as the paper, page numbers at the foot."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer('&C&"宋体"&9第 &P 页，共 &N 页')
    sheet.hide_gridlines(2)


def write_workbook(tables: Sequence[Table], file: IO[bytes], made_on: datetime | None = None) -> None:
    """One workbook, a sheet for each table; with a moment to bear, the same bytes each time. Raises OSError."""
    office = {**store.office_settings(), "region": store.settings()["region"]}
    book = xlsxwriter.Workbook(file, SETTINGS)
    book.formats[0].set_font_name(BODY)
    if made_on is not None:
        book.set_properties({"created": made_on})
    formats: dict[str, Any] = {}
    taken: set[str] = set()
    for table in tables:
        sheet = book.add_worksheet(sheet_name(table.title, taken))
        _set_up(sheet)
        _page(_Sheet(book, sheet, table, office, formats))
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(*error.args[0].args) from error
