"""Opening a file with the reader of its format, told by its content; a new format is a module here and a line below."""

from __future__ import annotations

import struct
import zipfile
import zlib
from importlib import import_module
from pathlib import Path
from xml.parsers.expat import ExpatError

from county_tui.workbooks.formats.detect import Format, damaged, sniff
from county_tui.workbooks.formats.source import LoadedSheet, SourceFile

_MODULES = {
    Format.XLSX: "xlsx",
    Format.XLSB: "xlsb",
    Format.ODS: "ods",
    Format.XLS: "xls",
    Format.CSV: "text",
}
"""Loaded by name, since xlrd alone costs as much time to import as a small sheet to read."""
BROKEN: tuple[type[Exception], ...] = (
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
"""What any reader may meet in a broken file; a source adds its library's own."""


def open_source(path: Path, is_second_try: bool = False) -> SourceFile:
    """Open a file with the reader that its content asks for; the second try takes a slower and safer way.

    Raises WorkbookError.
    """
    module = import_module(f"county_tui.workbooks.formats.{_MODULES[sniff(path)]}")
    try:
        source: SourceFile = module.open_file(path, is_second_try)
    except BROKEN as error:
        raise damaged(path) from error
    return source


def load_sheet(source: SourceFile, index: int, path: Path) -> LoadedSheet:
    """Load one sheet; from a mended copy where Excel reads an .xlsx that calamine does not. Raises WorkbookError."""
    try:
        return source.load(index)
    except (*source.broken, *BROKEN) as error:
        if sniff(path) is not Format.XLSX:
            raise damaged(path) from error
    mended = open_source(path, is_second_try=True)
    try:
        return mended.load(index)
    except (*mended.broken, *BROKEN) as error:
        raise damaged(path) from error
