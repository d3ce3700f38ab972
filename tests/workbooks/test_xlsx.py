"""What is read from the XML of an .xlsx beside its values."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from county_tui.formula_errors import NOT_CALCULATED
from county_tui.workbooks.formats.source import SheetFacts
from county_tui.workbooks.formats.trimming import trimmed
from county_tui.workbooks.formats.xlsx import XlsxFacts, uncalculated_cells
from county_tui.workbooks.formats.xlsx_rows import row_pieces
from tests.workbooks.books import HEADER, ROWS


def write(path: Path, **marks: Any) -> Path:
    """Write a sheet with a failed formula, a hidden row and a hidden column, and some marks of a header."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        for number, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(number, 0, row)
        sheet.write_formula(1, 3, "=1/0", value="#DIV/0!")
        sheet.write_formula(2, 3, "=1+1", value=2)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 1, 10, None, {"hidden": True})
        for mark, values in marks.items():
            getattr(sheet, mark)(*values)
        book.add_worksheet("空")
    return path


def facts(path: Path, name: str = "表") -> SheetFacts:
    """Read the facts of one sheet."""
    return XlsxFacts(path).of(name)


def test_errors_and_hidden_things_are_known(tmp_path: Path) -> None:
    known = facts(write(tmp_path / "a.xlsx"))
    assert known.errors == {2: {3: "#DIV/0!"}}
    assert known.hidden_rows == {3}
    assert known.hidden_columns == {1}


@pytest.mark.parametrize(
    ("mark", "values", "attribute", "expected"),
    [
        ("freeze_panes", (2, 0), "frozen_rows", 2),
        ("autofilter", (1, 0, 2, 2), "filter_row", 2),
        ("repeat_rows", (0, 1), "print_titles", (1, 2)),
    ],
)
def test_marks_of_a_header_are_known(
    mark: str, values: tuple[int, ...], attribute: str, expected: object, tmp_path: Path
) -> None:
    assert getattr(facts(write(tmp_path / "a.xlsx", **{mark: values})), attribute) == expected
    assert not getattr(facts(write(tmp_path / "b.xlsx")), attribute)


def test_a_sheet_without_cells_or_without_a_part_has_no_facts(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx")
    for name in ("空", "没有"):
        known = facts(path, name)
        assert not (known.errors or known.hidden_rows or known.hidden_columns)
    assert not XlsxFacts(path).is_sparse("没有")


FORMULA = b'<c r="B2"><f>A1+1</f></c>'


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (FORMULA, [(2, 1)]),
        (b'<c r="B2"><f>A1+1</f><v></v></c>', [(2, 1)]),
        (b'<c r="B2"><f>A1+1</f><v/></c>', [(2, 1)]),
        (b'<c r="B2"><f t="shared" si="0"/></c>', [(2, 1)]),
        (b'<x:c r="B2"><x:f>A1+1</x:f></x:c>', [(2, 1)]),
        (b'<c r="B2"><f>A1+1</f><v>2</v></c>', []),
        (b'<c r="B2" t="str"><f>A1&amp;""</f><v></v></c>', []),
        (b'<c r="B2"><v>2</v></c>', []),
    ],
)
def test_a_formula_that_was_never_calculated(cell: bytes, expected: list[tuple[int, int]]) -> None:
    assert list(uncalculated_cells(b'<row r="2">' + cell + b"</row>")) == expected


def test_a_formula_without_a_value_is_an_error_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx")
    changed = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w") as target:
        for part in source.infolist():
            target.writestr(part, source.read(part).replace(b"<f>1+1</f><v>2</v>", b"<f>1+1</f>"))
    assert facts(changed).errors[3] == {3: NOT_CALCULATED}


def test_rows_are_cut_only_where_one_ends() -> None:
    xml = b"<worksheet><cols/><sheetData>" + b'<row r="1"><c/></row>' * 5 + b"</sheetData></worksheet>"
    head, *pieces = row_pieces(io.BytesIO(xml))
    assert head == b"<worksheet><cols/><"
    assert b"".join([head, *pieces]) == xml
    assert pieces[0].endswith(b"row>")


def test_a_sheet_without_rows_is_all_head() -> None:
    assert b"".join(row_pieces(io.BytesIO(b"<worksheet/>"))) == b"<worksheet/>"


def test_a_trimmed_copy_drops_what_lies_far_away_and_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", write=(9000, 0, "远"))
    copy, problems = trimmed(path)
    assert problems == ["第 9001 行有离表格很远的零星内容，没有读取。"]
    with zipfile.ZipFile(copy) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b'r="A3"' in sheet and b'r="A9001"' not in sheet


def test_a_trimmed_copy_of_a_plain_sheet_has_all_its_cells(tmp_path: Path) -> None:
    copy, problems = trimmed(write(tmp_path / "a.xlsx"))
    assert not problems
    with zipfile.ZipFile(copy) as archive:
        assert archive.read("xl/worksheets/sheet1.xml").count(b"<c ") == 11
