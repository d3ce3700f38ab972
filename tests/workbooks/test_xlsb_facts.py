"""Records of an .xlsb sheet, built by hand."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

from county_tui.workbooks.formats.xlsb_facts import XlsbFacts
from county_tui.workbooks.tables import Merge


def record(kind: int, body: bytes) -> bytes:
    """Build one record."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(body)]) + body


def wide(text: str) -> bytes:
    """Build a counted text."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def test_errors_merges_and_hidden_things_are_known(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsb"
    rows = record(60, struct.pack("<IIIIH", 2, 3, 2000, 0, 1))
    rows += record(0, struct.pack("<IIHBB", 4, 0, 300, 0, 0x10) + bytes(5))
    rows += record(3, struct.pack("<II", 1, 0) + bytes([42]))
    rows += record(11, struct.pack("<II", 2, 0) + bytes([23]) + bytes(4))
    rows += record(176, struct.pack("<IIII", 0, 1, 0, 3))
    relations = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.bin"/></Relationships>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("台账")))
        archive.writestr("xl/_rels/workbook.bin.rels", relations)
        archive.writestr("xl/worksheets/sheet1.bin", rows)
    facts = XlsbFacts(path).of("台账")
    assert facts.errors == {5: {1: "#N/A", 2: "#REF!"}}
    assert facts.hidden_rows == {5}
    assert facts.hidden_columns == {2, 3}
    assert facts.merges == [Merge(1, 0, 2, 3)]
    assert XlsbFacts(path).of("没有").merges == []
