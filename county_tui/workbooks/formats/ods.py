"""Sheets of .ods files, and what calamine does not report: error cells, merges, hidden rows and columns."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.parsers import expat

from county_tui.formula_errors import CODES, NOT_CALCULATED
from county_tui.workbooks.formats.calamine import open_calamine
from county_tui.workbooks.formats.source import SheetFacts, SourceFile
from county_tui.workbooks.tables import Merge

_OWN_CODE = re.compile(r"(?:Err|错误):\d{3}")
"""What LibreOffice shows where Excel has no code."""
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14


def open_file(path: Path, is_second_try: bool) -> SourceFile:
    """Open a file with calamine, the first time and the second. Raises WorkbookError, zip and XML errors."""
    known = OdsFacts(path)
    return open_calamine(path, lambda _, name: known.of(name))


class OdsFacts:
    """The facts of each sheet of an .ods file, read once in a stream."""

    def __init__(self, path: Path) -> None:
        """Read content.xml; raises zipfile and expat errors."""
        self._sheets: dict[str, SheetFacts] = {}
        self._facts = SheetFacts()
        self._row = self._column = self._at = 0
        self._text: list[str] | None = None
        self._blank = ""
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
            while chunk := stream.read(1 << 20):
                parser.Parse(chunk, False)

    def of(self, name: str) -> SheetFacts:
        """Return the facts of one sheet."""
        return self._sheets.get(name, SheetFacts())

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        hidden = attributes.get("table:visibility") in ("collapse", "filter")
        if tag == "table:table":
            self._facts = self._sheets[attributes.get("table:name", "")] = SheetFacts()
            self._row, self._column = 1, 0
        elif tag == "table:table-column":
            count = _count(attributes, "table:number-columns-repeated", _MOST_COLUMNS)
            if hidden:
                self._facts.hidden_columns.update(range(self._column, self._column + count))
            self._column += count
        elif tag == "table:table-row":
            self._repeat = _count(attributes, "table:number-rows-repeated", _MOST_ROWS)
            if hidden:
                self._facts.hidden_rows.update(range(self._row, self._row + min(self._repeat, 10_000)))
            self._at = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        """Take a cell: its span, and its text if it may be an error."""
        rows = _count(attributes, "table:number-rows-spanned", _MOST_ROWS)
        columns = _count(attributes, "table:number-columns-spanned", _MOST_COLUMNS)
        if rows > 1 or columns > 1:
            self._facts.merges.append(Merge(self._row, self._at, self._row + rows - 1, self._at + columns - 1))
        is_formula = "table:formula" in attributes
        self._text = [] if is_formula or attributes.get("calcext:value-type") == "error" else None
        self._blank = NOT_CALCULATED if is_formula and "office:value-type" not in attributes else ""
        self._width = _count(attributes, "table:number-columns-repeated", _MOST_COLUMNS)

    def _characters(self, text: str) -> None:
        """Take the text of a formula cell."""
        if self._text is not None:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        """Take the end of an element."""
        if tag in ("table:table-cell", "table:covered-table-cell"):
            if self._text is not None and _is_error(code := "".join(self._text) or self._blank):
                self._facts.errors.setdefault(self._row, {})[self._at] = code
            self._text = None
            self._at += self._width
        elif tag == "table:table-row":
            self._row += self._repeat


def _is_error(text: str) -> bool:
    """True for the code of a failed formula from its result."""
    return text in CODES or text == NOT_CALCULATED or _OWN_CODE.fullmatch(text) is not None


def _count(attributes: dict[str, str], name: str, most: int) -> int:
    """Read a count that is one when not told."""
    text = attributes.get(name, "1")
    return min(int(text), most) if text.isdigit() else 1
