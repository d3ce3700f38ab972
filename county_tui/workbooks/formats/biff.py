"""BIFF records of an .xls file: code page, password, and facts that calamine does not report."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from xlrd.compdoc import CompDoc, CompDocError

from county_tui.formula_errors import BY_NUMBER, NOT_TOLD
from county_tui.workbooks.formats.detect import damaged, locked
from county_tui.workbooks.formats.source import SheetFacts

_BOF, _EOF, _FILEPASS, _CODEPAGE, _SHEET, _NAME = 0x0809, 0x0A, 0x2F, 0x42, 0x85, 0x18
_ROW, _COLINFO, _BOOLERR, _FORMULA, _PANE, _WINDOW2 = 0x208, 0x7D, 0x205, 0x06, 0x41, 0x23E
_WANTED = frozenset({_BOF, _EOF, _ROW, _COLINFO, _BOOLERR, _FORMULA, _PANE, _WINDOW2})
_PRINT_TITLES, _FILTER = 7, 13
_AREA = 0x3B
_HEADER = struct.Struct("<HH")
BIFF8 = 0x0600
UTF_16 = 1200


@dataclass(slots=True)
class BiffBook:
    """An .xls stream with its version, code page (None: not told) and where each sheet starts."""

    stream: bytes
    version: int = 0
    code_page: int | None = None
    offsets: list[int] = field(default_factory=list)
    titles: dict[int, tuple[int, int]] = field(default_factory=dict)
    filters: dict[int, int] = field(default_factory=dict)

    @property
    def suits_calamine(self) -> bool:
        """True if calamine decodes the texts of this file rightly."""
        return self.version == BIFF8 and self.code_page in (None, UTF_16)


def open_biff(path: Path) -> BiffBook:
    """Read the book's globals; raises WorkbookError for a password or a broken container."""
    content = path.read_bytes()
    book = BiffBook(content if content[:2] != b"\xd0\xcf" else _stream(path, content))
    for code, at, size in records(book.stream, 0):
        if code == _BOF and not book.version:
            book.version = struct.unpack_from("<H", book.stream, at)[0] if size >= 2 else 0
        elif code == _FILEPASS:
            raise locked(path)
        elif code == _CODEPAGE and size >= 2:
            book.code_page = struct.unpack_from("<H", book.stream, at)[0]
        elif code == _SHEET and size >= 6:
            book.offsets.append(struct.unpack_from("<I", book.stream, at)[0])
        elif code == _NAME and size >= 16:
            _read_name(book, book.stream[at : at + size])
        elif code == _EOF:
            break
    return book


def _stream(path: Path, content: bytes) -> bytes:
    """Take the workbook stream out of its OLE container."""
    try:
        container = CompDoc(content, logfile=io.StringIO())
        if container.locate_named_stream("EncryptedPackage")[0]:
            raise locked(path)
        for name in ("Workbook", "Book"):
            memory, start, length = container.locate_named_stream(name)
            if memory:
                return bytes(memory[start : start + length])
    except (CompDocError, struct.error, IndexError, ValueError, AssertionError, KeyError, TypeError) as error:
        raise damaged(path) from error
    raise damaged(path)


def records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Give code, start and size of every record from an offset on."""
    end = len(stream) - 4
    unpack = _HEADER.unpack_from
    while at <= end:
        code, size = unpack(stream, at)
        at += 4
        yield code, at, size
        at += size


def _read_name(book: BiffBook, record: bytes) -> None:
    """Read the rows of the built-in names for printed titles and the filter."""
    options, _, length, _, _, sheet = struct.unpack_from("<HBBHHH", record)
    if not options & 0x20 or length != 1 or book.version != BIFF8 or not sheet:
        return
    kind, formula = record[15], record[16:]
    if len(formula) >= 7 and formula[0] == _AREA:
        first, last = struct.unpack_from("<HH", formula, 3)
        if kind == _PRINT_TITLES:
            book.titles[sheet - 1] = first + 1, last + 1
        elif kind == _FILTER:
            book.filters[sheet - 1] = first + 1


def facts_of(book: BiffBook, index: int) -> SheetFacts:
    """Read hidden rows and columns, error cells and frozen rows of the sheet with a number in the file."""
    facts = SheetFacts(print_titles=book.titles.get(index), filter_row=book.filters.get(index, 0))
    if index >= len(book.offsets):
        return facts
    stream, depth, frozen, pane = book.stream, 0, False, 0
    for code, at, size in records(stream, book.offsets[index]):
        if code not in _WANTED:
            continue
        if code == _BOF:
            depth += 1
        elif code == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth > 1:
            continue
        elif code == _WINDOW2 and size >= 2:
            frozen = bool(stream[at] & 8)
        elif code == _PANE and size >= 4:
            pane = struct.unpack_from("<H", stream, at + 2)[0]
        elif size >= 8 and at + size <= len(stream):
            _read_record(stream, code, at, size, facts)
    facts.frozen_rows = pane if frozen else 0
    return facts


def _read_record(stream: bytes, code: int, at: int, size: int, facts: SheetFacts) -> None:
    """Read one record of a sheet."""
    if code == _FORMULA:
        if size >= 14 and stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2:
            _add_error(stream, at, stream[at + 8], facts)
    elif code == _BOOLERR:
        if stream[at + 7]:
            _add_error(stream, at, stream[at + 6], facts)
    elif code == _ROW:
        if size >= 16 and stream[at + 12] & 0x20:
            facts.hidden_rows.add(struct.unpack_from("<H", stream, at)[0] + 1)
    elif code == _COLINFO and size >= 10 and stream[at + 8] & 1:
        first, last = struct.unpack_from("<HH", stream, at)
        facts.hidden_columns.update(range(first, min(last, 255) + 1))


def _add_error(stream: bytes, at: int, code: int, facts: SheetFacts) -> None:
    """Note one error cell."""
    row, column = struct.unpack_from("<HH", stream, at)
    facts.errors.setdefault(row + 1, {})[column] = BY_NUMBER.get(code, NOT_TOLD)
