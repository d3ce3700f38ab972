"""Small workbooks made for a test."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from county_tui.workbooks import DataRow, Overrides, Table, open_book

HEADER = ["名称", "地址", "电话"]
ROWS = [["大慈寺之家", "大慈寺路1号", "84440001"], ["春熙驿站", "春熙路9号", "84440002"]]


def write_book(path: Path, rows: Sequence[Sequence[Any]], sheet: str = "Sheet1") -> Path:
    """Write one sheet of plain values."""
    with xlsxwriter.Workbook(str(path)) as book:
        worksheet = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            worksheet.write_row(number, 0, row)
    return path


def read_book(path: Path, overrides: Overrides = Overrides()) -> list[tuple[Table, list[DataRow]]]:  # noqa: B008
    """Read every table with its rows."""
    with open_book(path, overrides=overrides) as book:
        return [(table, list(table.rows())) for table in book.tables()]


def biff5(rows: Sequence[Sequence[str]], code_page: int | None = 936) -> bytes:
    """Build an .xls of Excel 95 with texts in GBK."""

    def record(code: int, body: bytes) -> bytes:
        return struct.pack("<HH", code, len(body)) + body

    name = b"Sheet1"
    bof = struct.pack("<HHHH", 0x0500, 5, 0, 0)
    pages = record(0x42, struct.pack("<H", code_page)) if code_page else b""
    length = 4 + len(bof) + len(pages) + 4 + 7 + len(name) + 4
    globals_ = record(0x809, bof) + pages + record(0x85, struct.pack("<IHB", length, 0, len(name)) + name)
    cells = b""
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            encoded = text.encode("gbk")
            cells += record(0x204, struct.pack("<HHHH", row, column, 0, len(encoded)) + encoded)
    sheet = record(0x809, struct.pack("<HHHH", 0x0500, 0x10, 0, 0)) + cells + record(0x0A, b"")
    return globals_ + record(0x0A, b"") + sheet
