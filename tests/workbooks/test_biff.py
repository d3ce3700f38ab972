"""Records of .xls files, built by hand."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from county_tui.errors import WorkbookError
from county_tui.workbooks.formats.biff import BIFF8, BiffBook, facts_of, open_biff, records

BOF = struct.pack("<HHHH", BIFF8, 5, 0, 0)


def record(code: int, body: bytes = b"") -> bytes:
    """Build one record."""
    return struct.pack("<HH", code, len(body)) + body


def globals_with(*extra: bytes) -> bytes:
    """Build the globals of a book."""
    return record(0x809, BOF + bytes(8)) + b"".join(extra) + record(0x0A)


def sheet_with(*extra: bytes) -> bytes:
    """Build a sheet."""
    return record(0x809, struct.pack("<HHHH", BIFF8, 0x10, 0, 0)) + b"".join(extra) + record(0x0A)


def book_of(tmp_path: Path, *extra: bytes) -> BiffBook:
    """Open a book of such globals."""
    path = tmp_path / "book.xls"
    path.write_bytes(globals_with(*extra))
    return open_biff(path)


@pytest.mark.parametrize(("page", "suits"), [(1200, True), (1252, False), (936, False)])
def test_the_code_page_decides_on_the_reader(page: int, suits: bool, tmp_path: Path) -> None:
    book = book_of(tmp_path, record(0x42, struct.pack("<H", page)))
    assert (book.version, book.code_page, book.suits_calamine) == (BIFF8, page, suits)


def test_a_book_without_a_code_page_is_read_by_calamine(tmp_path: Path) -> None:
    assert book_of(tmp_path).suits_calamine


def test_a_password_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="密码"):
        book_of(tmp_path, record(0x2F, bytes(4)))


def test_names_for_printed_titles_and_the_filter_are_known(tmp_path: Path) -> None:
    def name(kind: int, first: int, last: int) -> bytes:
        area = bytes([0x3B]) + struct.pack("<HHHHH", 0, first, last, 0, 255)
        head = struct.pack("<HBBHHH", 0x20, 0, 1, len(area), 0, 1) + bytes(4)
        return record(0x18, head + bytes([0, kind]) + area)

    book = book_of(tmp_path, name(7, 1, 2), name(13, 3, 9))
    assert (book.titles, book.filters) == ({0: (2, 3)}, {0: 4})


def test_the_facts_of_a_sheet_are_read_and_those_of_its_charts_are_not() -> None:
    def hidden_row(row: int) -> bytes:
        return record(0x208, struct.pack("<H", row) + bytes(10) + bytes([0x20]) + bytes(3))

    stream = sheet_with(
        hidden_row(4),
        record(0x205, struct.pack("<HHHBB", 2, 1, 0, 42, 1)),
        record(0x205, struct.pack("<HHHBB", 2, 2, 0, 1, 0)),
        record(0x06, struct.pack("<HHH", 3, 0, 0) + bytes([2, 0, 23, 0, 0, 0, 255, 255]) + bytes(8)),
        record(0x7D, struct.pack("<HHHHH", 2, 3, 100, 0, 1) + bytes(2)),
        sheet_with(hidden_row(8)),
        record(0x23E, struct.pack("<H", 8)),
        record(0x41, struct.pack("<HHHHH", 0, 2, 0, 0, 0)),
    )
    facts = facts_of(BiffBook(stream, BIFF8, offsets=[0]), 0)
    assert facts.hidden_rows == {5}
    assert facts.errors == {3: {1: "#N/A"}, 4: {0: "#REF!"}}
    assert facts.hidden_columns == {2, 3}
    assert facts.frozen_rows == 2


def test_a_sheet_that_is_not_there_has_no_facts() -> None:
    assert facts_of(BiffBook(b""), 3).errors == {}


def test_a_stream_cut_within_a_record_ends() -> None:
    assert list(records(record(1, b"ab") + b"\x02\x00", 0)) == [(1, 4, 2)]
