"""Records of an .xlsb sheet, built by hand."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

from county_tui.workbooks.formats.xlsb import XlsbFacts
from county_tui.workbooks.tables import Merge
from tests.workbooks.books import xlsb_record, xlsb_text


def test_errors_merges_and_hidden_things_are_known(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsb"
    rows = xlsb_record(60, struct.pack("<IIIIH", 2, 3, 2000, 0, 1))
    rows += xlsb_record(0, struct.pack("<IIHBB", 4, 0, 300, 0, 0x10) + bytes(5))
    rows += xlsb_record(3, struct.pack("<II", 1, 0) + bytes([42]))
    rows += xlsb_record(11, struct.pack("<II", 2, 0) + bytes([23]) + bytes(4))
    rows += xlsb_record(176, struct.pack("<IIII", 0, 1, 0, 3))
    relations = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.bin"/></Relationships>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "xl/workbook.bin", xlsb_record(156, struct.pack("<II", 0, 1) + xlsb_text("rId1") + xlsb_text("台账"))
        )
        archive.writestr("xl/_rels/workbook.bin.rels", relations)
        archive.writestr("xl/worksheets/sheet1.bin", rows)
    facts = XlsbFacts(path).of("台账")
    assert facts.errors == {5: {1: "#N/A", 2: "#REF!"}}
    assert facts.hidden_rows == {5}
    assert facts.hidden_columns == {2, 3}
    assert facts.merges == [Merge(1, 0, 2, 3)]
    assert XlsbFacts(path).of("没有").merges == []
