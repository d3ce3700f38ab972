"""Sheets of .xlsx and .xlsm files, and what calamine does not report: error cells, hidden and frozen rows."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

from county_tui.formula_errors import NOT_CALCULATED, NOT_TOLD
from county_tui.workbooks.cells import column_index
from county_tui.workbooks.formats.calamine import CalamineFile, open_calamine
from county_tui.workbooks.formats.source import SheetFacts, SourceFile
from county_tui.workbooks.formats.xlsx_rows import row_pieces
from county_tui.workbooks.own_files import PREFIX, PROPERTIES

HEAD_BYTES = 16 << 10
MAX_CELLS = 4_000_000
"""Calamine keeps about 30 bytes for each cell, blank or not: more would take over 120 MB for a sheet."""
FEWEST_BYTES = 10
"""`<c><v>1</v></c>` has 15: a sheet of fewer bytes for each cell of its area is mostly blank."""
_MOST_ERRORS = 100_000  # rows with errors that are kept: more make the file useless, and fill the memory
_ERROR_MARKS = (b't="e"', b"t='e'")
_HIDDEN_MARK = b'hidden="'
_ON = re.compile(rb'hidden="(?:1|true)"')
_REFERENCE = re.compile(rb"""\sr=["']([A-Z]{1,3})?(\d{1,7})["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]{1,40})</")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_ATTRIBUTE = re.compile(rb"""(\w+)=["']([^"']*)["']""")
_PANE = re.compile(rb"<(?:\w+:)?pane\s[^>]*>")
_FILTER = re.compile(rb"""<(?:\w+:)?autoFilter\s[^>]*ref=["'][A-Z]*(\d+)""")
_DIMENSION = re.compile(rb"""<(?:\w+:)?dimension\s[^>]*ref=["'](?:[A-Z]+\d+:)?([A-Z]{1,3})(\d{1,7})["']""")
_TITLES = re.compile(r"\$?(\d+):\$?(\d+)")
_FORMULAS = (b"<f", b":f")
"""What a formula begins with, in the usual names and in those with a prefix; few sheets without formulas hold it."""
_WITHOUT_VALUE = (
    rb"<{p}f(?:\s[^<>]*)?(?:/>|>[^<]*</{p}f>)\s*(?:<{p}v(?:\s[^<>]*)?/>\s*|<{p}v(?:\s[^<>]*)?>\s*</{p}v>\s*)?</{p}c>"
)
_PATTERNS = tuple(re.compile(_WITHOUT_VALUE.replace(b"{p}", prefix)) for prefix in (rb"", rb"\w+:"))
_CELL = re.compile(rb"""<(?:\w+:)?c(?=\s)[^>]*?\sr=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>\s*$""")
_EMPTY_TEXT = re.compile(rb"""\st=["']str["']""")
"""A formula whose result is no text at all has its result: nothing."""
_LONGEST_TAG = 400


def open_file(path: Path, is_second_try: bool) -> SourceFile:
    """Open a file with calamine; the second try reads a trimmed copy. Raises WorkbookError, zip and XML errors."""
    known = XlsxFacts(path)
    if is_second_try:
        from county_tui.workbooks.formats.trimming import trimmed  # seldom wanted, slow to compile

        return CalamineFile(*trimmed(path), lambda _, name: known.of(name))
    return open_calamine(path, lambda _, name: known.of(name), known.is_sparse)


class XlsxFacts:
    """The facts of each sheet of an .xlsx file, read from its XML as a stream of bytes."""

    def __init__(self, path: Path) -> None:
        """Find the part of every sheet; raises zipfile, expat and key errors."""
        self._path = path
        with zipfile.ZipFile(path) as archive:
            names, self._titles = _sheets_and_titles(archive.read("xl/workbook.xml"))
            targets = relation_targets(archive.read("xl/_rels/workbook.xml.rels"))
            self._marks = _marks(archive.read(PROPERTIES)) if PROPERTIES in archive.NameToInfo else {}
        self._parts = {name: targets.get(key, "") for name, key in names.items()}

    def of(self, name: str) -> SheetFacts:
        """Read the facts of one sheet; a sheet without a part of its own has none."""
        titles = self._titles.get(list(self._parts).index(name)) if name in self._parts else None
        facts = SheetFacts(print_titles=titles, mark=self._marks.get(name, ""))
        part = self._parts.get(name, "")
        with zipfile.ZipFile(self._path) as archive:
            if part not in archive.NameToInfo:
                return facts
            with archive.open(part) as stream:
                pieces = row_pieces(stream)
                _read_head(next(pieces, b""), facts)
                for piece in pieces:
                    _read_piece(piece, facts)
        return facts

    def is_sparse(self, name: str) -> bool:
        """True if a sheet, by its own word, spans more cells than fit into memory, most of them blank."""
        part = self._parts.get(name, "")
        with zipfile.ZipFile(self._path) as archive:
            if part not in archive.NameToInfo:
                return False
            with archive.open(part) as stream:
                match = _DIMENSION.search(stream.read(HEAD_BYTES))
            size = archive.getinfo(part).file_size
        if match is None:
            return False
        area = (column_index(match[1].decode()) + 1) * int(match[2])
        return area > MAX_CELLS and size < area * FEWEST_BYTES


def _sheets_and_titles(content: bytes) -> tuple[dict[str, str], dict[int, tuple[int, int]]]:
    """Read workbook.xml: the relation of each sheet by name, and the rows printed on every page by sheet number."""
    sheets: dict[str, str] = {}
    titles: dict[int, tuple[int, int]] = {}
    open_number: list[int] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "sheet":
            key = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            sheets[attributes.get("name", "")] = key
        is_titles = local == "definedName" and attributes.get("name") == "_xlnm.Print_Titles"
        open_number[:] = [int(attributes.get("localSheetId", "-1"))] if is_titles else []

    def text(data: str) -> None:
        if open_number and (match := _TITLES.search(data.rpartition("!")[2])):
            titles[open_number[0]] = int(match[1]), int(match[2])

    parse_xml(content, start, text)
    return sheets, titles


def _marks(content: bytes) -> dict[str, str]:
    """Read the document's own properties: what this program wrote about its sheets, by their names."""
    marks: dict[str, str] = {}
    named: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "property":
            named[:] = [attributes.get("name", "")]

    def text(data: str) -> None:
        if named and named[0].startswith(PREFIX):
            marks[named[0].removeprefix(PREFIX)] = data

    parse_xml(content, start, text)
    return marks


def relation_targets(content: bytes) -> dict[str, str]:
    """Read the relations of the workbook: id → part."""
    targets: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "")
        targets[attributes.get("Id", "")] = (
            target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)
        )

    parse_xml(content, start)
    return targets


def parse_xml(
    content: bytes, start: Callable[[str, dict[str, str]], None], text: Callable[[str], None] | None = None
) -> None:
    """Run expat over a small part, refusing any document type; raises ExpatError."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(content, True)


def _refuse_doctype(*_: object) -> None:
    """Stop at a document type, the door of every entity trick."""
    raise expat.ExpatError("document type")


def _read_head(head: bytes, facts: SheetFacts) -> None:
    """Read hidden columns and the frozen rows, which stand before the rows."""
    for match in _COLUMN.finditer(head):
        attributes = dict(_ATTRIBUTE.findall(match[0]))
        if attributes.get(b"hidden") in (b"1", b"true"):
            first, last = int(attributes.get(b"min", b"1")), int(attributes.get(b"max", b"1"))
            facts.hidden_columns.update(range(first - 1, min(last, 16384)))
    for match in _PANE.finditer(head):
        attributes = dict(_ATTRIBUTE.findall(match[0]))
        if attributes.get(b"state", b"").startswith(b"frozen"):
            facts.frozen_rows = int(float(attributes.get(b"ySplit", b"0")))


def _read_piece(piece: bytes, facts: SheetFacts) -> None:
    """Read error cells and hidden rows from some rows, and the filter that stands after them."""
    for mark in _ERROR_MARKS:
        for tag, end in _tags_with(piece, mark, b"c"):
            _add_error(piece, tag, end, facts)
    for row, column in uncalculated_cells(piece):
        if len(facts.errors) < _MOST_ERRORS:
            facts.errors.setdefault(row, {})[column] = NOT_CALCULATED
    for tag, _ in _tags_with(piece, _HIDDEN_MARK, b"row"):
        if _ON.search(tag) and (match := _REFERENCE.search(tag)):
            facts.hidden_rows.add(int(match[2]))
    if b"/sheetData>" in piece[-65536:] and (match := _FILTER.search(piece)):
        facts.filter_row = int(match[1])


def _tags_with(piece: bytes, mark: bytes, name: bytes) -> Iterator[tuple[bytes, int]]:
    """Yield each start tag of a name that holds a mark, and where it ends."""
    at = piece.find(mark)
    while at >= 0:
        start = piece.rfind(b"<", 0, at)
        end = piece.find(b">", at)
        tag = piece[start : end + 1]
        if start >= 0 and b">" not in tag[:-1] and re.match(rb"<(?:\w+:)?" + name + rb"\s", tag):
            yield tag, end + 1
        at = piece.find(mark, at + len(mark))


def _add_error(piece: bytes, tag: bytes, end: int, facts: SheetFacts) -> None:
    """Note one error cell."""
    reference = _REFERENCE.search(tag)
    value = _VALUE.search(piece, end, piece.find(b"c>", end) if b"c>" in piece[end : end + 10_000] else end + 10_000)
    if reference and reference[1] and len(facts.errors) < _MOST_ERRORS:
        column = column_index(reference[1].decode())
        code = value[1].decode("utf-8", "replace") if value else NOT_TOLD
        facts.errors.setdefault(int(reference[2]), {})[column] = code


def uncalculated_cells(piece: bytes) -> Iterator[tuple[int, int]]:
    """Yield the 1-based row and 0-based column of each formula without a value, in some rows of an .xlsx sheet."""
    if b"f" not in piece:  # a single byte is found ten times as fast, and most sheets hold not one
        return
    for formula, pattern in zip(_FORMULAS, _PATTERNS, strict=True):
        if formula not in piece:
            continue
        for match in pattern.finditer(piece):
            start = piece.rfind(b"<", 0, match.start())
            tag = piece[start : match.start()]
            cell = _CELL.match(tag) if len(tag) <= _LONGEST_TAG else None
            if cell and not _EMPTY_TEXT.search(tag):
                yield int(cell[2]), column_index(cell[1].decode())
