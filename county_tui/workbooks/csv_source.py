"""Sheets read from text: csv with commas, tabs or semicolons, in the encodings Excel and WPS write."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from county_tui.errors import WorkbookError
from county_tui.formula_errors import CODES
from county_tui.workbooks.cells import Cell, CellError, Row
from county_tui.workbooks.source import LoadedSheet, SheetFacts
from county_tui.workbooks.tables import SheetInfo

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

_MEANT: dict[str, Cell] = {"": None, **{code: CellError(code) for code in CODES}}
ODD_QUOTES = '文件里的英文双引号（"）不成对，有些行可能连成了一行，请核对行数。'


def encoding_of(content: bytes) -> str | None:
    """Tell the encoding of a text file: by its mark, else UTF-8, else GB18030; None when it is none of them."""
    marked = [name for mark, name in _BOMS if content.startswith(mark)]
    for name in marked or ("utf-8", "gb18030"):
        try:
            content.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return None


def delimiter_of(text: str) -> str:
    """Tell what separates the cells: whatever of comma, tab and semicolon stands most evenly in the first lines."""
    lines = [line for line in text[:20000].splitlines()[:30] if line.strip()]
    return max(
        ",\t;",
        key=lambda mark: (sum(mark in line for line in lines), sum(line.count(mark) for line in lines)),
    )


class CsvSource:
    """A text file as a book of one sheet."""

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

    def _rows(self) -> Iterator[Row]:
        """Give the rows; every cell is text, just as written, but for blanks and error codes."""
        csv.field_size_limit(1 << 20)
        for row in csv.reader(io.StringIO(self._text, newline=""), delimiter=delimiter_of(self._text)):
            yield [_MEANT.get(cell, cell) for cell in row]
