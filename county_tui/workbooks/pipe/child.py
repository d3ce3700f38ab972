"""The child process that opens a workbook: limits itself, finds the tables and streams them to the parent."""

from __future__ import annotations

import csv
import gc
import marshal
import os
import signal
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers.expat import ExpatError

import python_calamine
import xlrd.biffh

from county_tui.errors import WorkbookError
from county_tui.processes import send
from county_tui.workbooks.formats.biff import facts_of, open_biff
from county_tui.workbooks.formats.calamine import CalamineSource
from county_tui.workbooks.formats.detect import Format, damaged, locked, sniff
from county_tui.workbooks.formats.ods_facts import OdsFacts
from county_tui.workbooks.formats.source import LoadedSheet, Source
from county_tui.workbooks.formats.text import CsvSource
from county_tui.workbooks.formats.trimming import trimmed
from county_tui.workbooks.formats.xls import XlsSource
from county_tui.workbooks.formats.xlsb_facts import XlsbFacts
from county_tui.workbooks.formats.xlsx_facts import XlsxFacts
from county_tui.workbooks.pipe.streaming import Message, stream_sheet
from county_tui.workbooks.tables import Overrides

AGAIN = "again"
_BROKEN = (
    csv.Error,
    zipfile.BadZipFile,
    ExpatError,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    struct.error,
    zlib.error,
)
_XLRD_BROKEN = (
    xlrd.biffh.XLRDError,
    *_BROKEN,
    AssertionError,
    IndexError,
    TypeError,
    AttributeError,
    ArithmeticError,
)


def main() -> int:
    """Read a request from standard input, answer on standard output; returns the exit code."""
    gc.disable()  # a short life that makes no cycles worth collecting
    request = marshal.load(sys.stdin.buffer)
    _limit(request["memory_bytes"], request["cpu_s"])
    with _claim_output() as out:
        try:
            _serve(request, out)
        except WorkbookError as error:
            send(out, "error", error.message, error.hint)
        except MemoryError:
            send(out, "memory")
    return 0


def _limit(memory_bytes: int, cpu_s: int) -> None:
    """Bound this process, and leave Ctrl+C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still runs there
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 5))


def _claim_output() -> BinaryIO:
    """Keep standard output for messages: whatever a library prints goes to standard error."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def _serve(request: dict[str, Any], out: BinaryIO) -> None:
    """Answer one request: the book, then each sheet's table."""
    path = Path(request["path"])
    source = open_source(path, request["reader"])
    overrides = Overrides(tuple(request["sheets"]), request["header_rows"])
    vocabulary = [frozenset(labels) for labels in request["vocabulary"]]
    chosen = list(_chosen(source, overrides))
    send(out, "book", [(sheet.name, sheet.hidden) for sheet in source.sheets])
    for index in chosen[request["done"] :]:
        for message in _messages(_load(source, index, path), vocabulary, overrides, path):
            send(out, *message)
    send(out, "done")


def _load(source: Source, index: int, path: Path) -> LoadedSheet:
    """Open one sheet; from a mended copy where Excel reads an .xlsx that calamine does not."""
    try:
        return source.load(index)
    except (python_calamine.CalamineError, *_XLRD_BROKEN) as error:
        if sniff(path) is not Format.XLSX:
            raise damaged(path) from error
    try:
        return open_source(path, AGAIN).load(index)
    except (python_calamine.CalamineError, *_BROKEN) as error:
        raise damaged(path) from error


def _messages(
    sheet: LoadedSheet, vocabulary: list[frozenset[str]], overrides: Overrides, path: Path
) -> Iterator[Message]:
    """Give one sheet's messages; raises WorkbookError when the sheet is broken."""
    try:
        yield from stream_sheet(sheet, vocabulary, overrides.header_rows)
    except (python_calamine.CalamineError, *_XLRD_BROKEN) as error:
        raise damaged(path) from error


def _chosen(source: Source, overrides: Overrides) -> Iterator[int]:
    """Give the numbers of the sheets to read, in file order; raises WorkbookError for a name that is not there."""
    names = [sheet.name for sheet in source.sheets]
    for wanted in overrides.sheets:
        if wanted not in names:
            raise WorkbookError(f"没有名为“{wanted}”的工作表。", f"这个文件里有：{'、'.join(names)}。")
    for index, name in enumerate(names):
        if not overrides.sheets or name in overrides.sheets:
            yield index


def open_source(path: Path, reader: str = "") -> Source:
    """Open a file with the reader that its content asks for.

    `reader` is for the second try, after calamine died: `AGAIN` takes xlrd for an .xls, and a trimmed copy of an .xlsx.
    """
    kind = sniff(path)
    if kind is Format.CSV:
        return CsvSource(path)
    if kind is Format.XLS:
        return _open_xls(path, reader)
    try:
        if kind is Format.XLSX:
            return _open_xlsx(path, reader)
        known = XlsbFacts(path) if kind is Format.XLSB else OdsFacts(path)
        return CalamineSource(path, [], lambda _, name: known.of(name))
    except python_calamine.PasswordError as error:
        raise locked(path) from error
    except (python_calamine.CalamineError, *_BROKEN) as error:
        raise damaged(path) from error


def _open_xlsx(path: Path, reader: str) -> Source:
    """Open an .xlsx, or the trimmed copy of it."""
    known = XlsxFacts(path)
    if reader == AGAIN:
        return CalamineSource(*trimmed(path), lambda _, name: known.of(name))
    return CalamineSource(path, [], lambda _, name: known.of(name), known.is_sparse)


def _open_xls(path: Path, reader: str) -> Source:
    """Open an .xls: with calamine where it decodes rightly, with xlrd otherwise."""
    book = open_biff(path)
    if book.suits_calamine and reader != AGAIN:
        try:
            return CalamineSource(path, [], lambda number, _: facts_of(book, number))
        except python_calamine.CalamineError:
            pass  # xlrd opens some files that calamine does not
    try:
        return XlsSource(path, book)
    except _XLRD_BROKEN as error:
        raise damaged(path) from error


if __name__ == "__main__":
    sys.exit(main())
