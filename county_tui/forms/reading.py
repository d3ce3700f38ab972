"""An issued .xlsx with marks, read into a definition; every mistake is named by its cell, all of them at once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from county_tui.errors import CountyError, WorkbookError
from county_tui.forms.definition import ASK, MUST, Check, FormDefinition, MarkedCell, Spot
from county_tui.forms.issued_files import WORKBOOK, look_inside
from county_tui.forms.marks import MARK, EachRecord, EachRegion, Formula, Mark, MarkError, parse_mark, parse_rule
from county_tui.models.kinds import clean

CHECK_SHEET = "审核"
CHECK_HEAD = ("规则", "说明", "级别")
MOST_CELLS = 50_000
"""Cells with something in them: the largest issued set has about 6,000."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a form, and at which cell (empty: the file as a whole)."""

    cell: str
    message: str

    def __str__(self) -> str:
        return f"{self.cell}：{self.message}" if self.cell else self.message


class FormError(CountyError):
    """A form that cannot be used as it is; `mistakes` names each by cell."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


@dataclass(slots=True)
class _Found:
    """What has been read so far."""

    cells: list[MarkedCell] = field(default_factory=list)
    fixed: list[tuple[Spot, str]] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def open_book(content: bytes, *, values_only: bool = False) -> Workbook:
    """The workbook in an .xlsx, looked at before it is unpacked; with what formulas show. Raises WorkbookError."""
    look_inside(content, WORKBOOK)
    try:
        return load_workbook(io.BytesIO(content), data_only=values_only)
    except (InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, zipfile.BadZipFile, OSError) as error:
        raise WorkbookError("打不开这个表样，文件已损坏", "，请用 Excel 或 WPS 另存为 .xlsx 后再用。") from error


def _hidden(book: Workbook) -> Iterator[Mistake]:
    """Sheets that nobody sees would be printed and sealed unseen."""
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible" and sheet.title != CHECK_SHEET:
            yield Mistake("", f"工作表“{sheet.title}”是隐藏的，请取消隐藏，或把它删掉。")


def _marks(text: str, address: str, found: _Found) -> tuple[Mark, ...]:
    marks = []
    for match in MARK.finditer(text):
        try:
            marks.append(parse_mark(match[1]))
        except MarkError as error:
            found.mistakes.append(Mistake(address, str(error)))
    return tuple(marks)


def _read_cell(spot: Spot, address: str, value: object, found: _Found) -> None:
    """Take in one filled cell. A native formula is taken as the mark it could be; one that is none is a mistake."""
    if isinstance(value, ArrayFormula | DataTableFormula):
        found.mistakes.append(Mistake(address, "这一格是数组公式，程序算不了，请改成普通公式或 {=…}。"))
        return
    text = str(value)
    if isinstance(value, str) and text.startswith("="):
        try:
            mark = parse_mark(text)
        except MarkError:
            found.mistakes.append(Mistake(address, f"这一格的公式“{text[:30]}”程序算不了，请改成 {{=…}} 或填上数。"))
            return
        found.cells.append(MarkedCell(spot, address, text, (mark,), is_alone=True))
        return
    if "{" not in text:
        found.fixed.append((spot, clean(text, keep_lines=True)))
        return
    marks = _marks(text, address, found)
    if not marks and not found.mistakes:
        found.mistakes.append(Mistake(address, f"“{text[:20]}”里的花括号不成对，请写成 {{…}}。"))
    alone = MARK.fullmatch(text.strip()) is not None
    if not alone and any(isinstance(mark, Formula) for mark in marks):
        found.mistakes.append(Mistake(address, "公式 {=…} 要单独占一格，请把旁边的文字移到另一格。"))
    found.cells.append(MarkedCell(spot, address, text, marks, alone))


def _read_sheet(at: int, sheet: Worksheet, found: _Found) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                address = cell.coordinate if at == 0 else f"{sheet.title}!{cell.coordinate}"
                _read_cell(Spot(at, cell.row, cell.column), address, cell.value, found)
        if len(found.cells) + len(found.fixed) > MOST_CELLS:
            raise WorkbookError(f"表样里填了内容的格子超过 {MOST_CELLS} 个", "，请只留要报的那张表。")


def _torn_merges(at: int, sheet: Worksheet, found: _Found) -> Iterator[Mistake]:
    """Merged cells that a row which comes again would tear apart."""
    cells = (cell for cell in found.cells if cell.spot.sheet == at)
    again = {cell.spot.row for cell in cells if any(isinstance(mark, EachRegion | EachRecord) for mark in cell.marks)}
    for area in sheet.merged_cells.ranges:
        rows = range(area.min_row, area.max_row + 1)
        if len(rows) > 1 and (row := next((row for row in rows if row in again), None)):
            address = area.start_cell.coordinate if at == 0 else f"{sheet.title}!{area.start_cell.coordinate}"
            yield Mistake(address, f"合并单元格 {area.coord} 跨过了要重复的第 {row} 行，请取消合并。")


def _read_checks(sheet: Worksheet, found: _Found) -> None:
    """The checks of the sheet 审核: 规则 | 说明 | 级别, one a row under that header."""
    for number, row in enumerate(sheet.iter_rows(max_col=3, values_only=True), 1):
        rule, message, level = (str(value).strip() if value is not None else "" for value in (*row, None, None)[:3])
        if not rule or rule.startswith(CHECK_HEAD[0]):
            continue
        where = f"{CHECK_SHEET}!A{number}"
        if level not in (MUST, ASK, ""):
            found.mistakes.append(Mistake(f"{CHECK_SHEET}!C{number}", f"级别“{level}”只能是“{MUST}”或“{ASK}”。"))
        try:
            found.checks.append(Check(rule, parse_rule(rule), message, level or MUST))
        except MarkError as error:
            found.mistakes.append(Mistake(where, str(error)))


def read_form(content: bytes, name: str) -> FormDefinition:
    """The definition in an .xlsx file. Raises WorkbookError for a file that is none, FormError with every mistake."""
    book = open_book(content)
    found = _Found(mistakes=list(_hidden(book)))
    sheets = [sheet for sheet in book.worksheets if sheet.title != CHECK_SHEET]
    for at, sheet in enumerate(sheets):
        _read_sheet(at, sheet, found)
        found.mistakes += _torn_merges(at, sheet, found)
    if CHECK_SHEET in book.sheetnames:
        _read_checks(book[CHECK_SHEET], found)
    if not found.cells and not found.mistakes:
        found.mistakes.append(Mistake("", "表样里没有一个 {…} 标记，请先在要填的格子里写上标记。"))
    if found.mistakes:
        raise FormError(tuple(found.mistakes))
    title = next((text for spot, text in found.fixed if spot.sheet == 0), name)
    names = tuple(sheet.title for sheet in sheets)
    return FormDefinition(name, title, names, tuple(found.cells), tuple(found.fixed), tuple(found.checks), content)
