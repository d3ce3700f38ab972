"""Sheets read from text: csv with commas, tabs, semicolons or bars, in the encodings Excel and WPS write."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from county_tui.errors import WorkbookError
from county_tui.formula_errors import CODES
from county_tui.workbooks.cells import Cell, CellError, CellRow
from county_tui.workbooks.formats.detect import encoding_of
from county_tui.workbooks.formats.source import LoadedSheet, SheetFacts, SourceFile
from county_tui.workbooks.tables import SheetInfo

_USUAL, _BAR = ",\t;", "|"
_EVEN = 0.8
"""Of the lines must hold as many bars for these to separate cells."""
_CELL_VALUES: dict[str, Cell] = {"": None, **{code: CellError(code) for code in CODES}}
ODD_QUOTES = '文件里的英文双引号（"）不成对，有些行可能连成了一行，请核对行数。'


def delimiter_of(text: str) -> str:
    """Tell what separates the cells: the one of comma, tab and semicolon that stands in most of the first lines.

    A bar does only where it stands in still more of them, as often in each: within cells it parts choices.
    """
    lines = [line for line in text[:20000].splitlines()[:30] if line.strip()]
    counts = {mark: [line.count(mark) for line in lines if mark in line] for mark in f"{_USUAL}{_BAR}"}
    usual = max(_USUAL, key=lambda mark: (len(counts[mark]), sum(counts[mark])))
    bars = counts[_BAR]
    is_even = max(map(bars.count, bars), default=0) >= _EVEN * len(lines)
    return _BAR if is_even and len(bars) > len(counts[usual]) else usual


def open_file(path: Path, is_second_try: bool) -> SourceFile:
    """Open a text file. Raises WorkbookError."""
    return TextFile(path)


class TextFile:
    """A text file as a book of one sheet."""

    broken: tuple[type[Exception], ...] = (csv.Error,)

    def __init__(self, path: Path) -> None:
        """Read and decode the file."""
        content = path.read_bytes()
        encoding = encoding_of(content)
        if encoding is None:
            raise WorkbookError(f"“{path.name}”的文字编码认不出来。", "请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。")
        self._text = content.decode(encoding)
        self.sheets = [SheetInfo(path.stem, False)]

    def load(self, index: int) -> LoadedSheet:
        """Open the only sheet."""
        problems = [ODD_QUOTES] if self._text.count('"') % 2 else []
        return LoadedSheet(self.sheets[index], self._rows(), SheetFacts(problems=problems))

    def _rows(self) -> Iterator[CellRow]:
        """Yield the rows; every cell is text, just as written, but for blanks and error codes."""
        csv.field_size_limit(1 << 20)
        for row in csv.reader(io.StringIO(self._text, newline=""), delimiter=delimiter_of(self._text)):
            yield [_CELL_VALUES.get(cell, cell) for cell in row]
