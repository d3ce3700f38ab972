"""Small workbooks made for a test."""

from __future__ import annotations

import struct
import zipfile
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


def write_ods(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write an .ods with one sheet of texts."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    body = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows)
    names = "".join(
        f' xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"' for key in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet>"
            f'<table:table table:name="Sheet1">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def xlsb_record(kind: int, body: bytes) -> bytes:
    """Build one record of an .xlsb part; kind and size are numbers of seven bits a byte."""

    def number(value: int) -> bytes:
        return bytes([value]) if value < 128 else bytes([value & 0x7F | 0x80, value >> 7])

    return number(kind) + number(len(body)) + body


def xlsb_text(text: str) -> bytes:
    """Build a counted text of an .xlsb record."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def write_xlsb(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write an .xlsb with one sheet of texts."""
    sheet = xlsb_record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)) + xlsb_record(145, b"")
    for number, row in enumerate(rows):
        sheet += xlsb_record(0, struct.pack("<IIHBB", number, 0, 300, 0, 0) + bytes(5))
        for column, text in enumerate(row):
            sheet += xlsb_record(6, struct.pack("<II", column, 0) + xlsb_text(text))
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.bin"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        names = xlsb_record(156, struct.pack("<II", 0, 1) + xlsb_text("rId1") + xlsb_text("Sheet1"))
        archive.writestr("xl/workbook.bin", names + xlsb_record(144, b"") + xlsb_record(132, b""))
        archive.writestr("xl/_rels/workbook.bin.rels", relations)
        archive.writestr("xl/worksheets/sheet1.bin", sheet + xlsb_record(146, b""))
    return path
