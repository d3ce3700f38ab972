"""Issued files: what may be a form, and every mistake named by its cell."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from county_tui.errors import WorkbookError
from county_tui.forms.reading import FormError, read_form
from tests.forms.books import book, content, form


def _mistakes(data: bytes) -> list[str]:
    with pytest.raises(FormError) as refused:
        read_form(data, "测试表")
    return [str(mistake) for mistake in refused.value.mistakes]


def test_all_mistakes_are_named_at_once_by_their_cells() -> None:
    cells = {"A1": "表", "B2": "{件数}x{=C5+}", "C3": "{合计 服务人次}", "D4": "{没有合上", "E5": "=VLOOKUP(A1,B:C,2)"}
    found = _mistakes(content(book(cells, [["C5 >", "", "必须"], ["C5 > 1", "", "也许"]])))
    assert {one.partition("：")[0] for one in found} == {"B2", "C3", "E5", "审核!A2", "审核!C3"}


def test_a_brace_left_open_is_named() -> None:
    assert _mistakes(content(book({"D4": "{没有合上"}))) == ["D4：“{没有合上”里的花括号不成对，请写成 {…}。"]


def test_a_form_without_a_mark_is_refused() -> None:
    assert "没有一个 {…} 标记" in _mistakes(content(book({"A1": "只有字"})))[0]


def test_an_array_formula_is_named_by_its_cell() -> None:
    made = book({"A1": "{填}"})
    made.worksheets[0]["B2"] = ArrayFormula("B2:B3", "=SUM(A1:A2*2)")
    assert _mistakes(content(made)) == ["B2：这一格是数组公式，程序算不了，请改成普通公式或 {=…}。"]


def test_a_merge_across_a_row_that_comes_again_is_named_by_its_cell() -> None:
    made = book({"A3": "{每条 阵地}", "B3": "{级别}"}, 另表={"A2": "{每个 街道（乡镇）}"})
    made["表1"].merge_cells("C3:D3")
    made["表1"].merge_cells("A5:A6")
    read_form(content(made), "测试表")
    made["表1"].merge_cells("E2:E4")
    made["另表"].merge_cells("B1:B2")
    with pytest.raises(FormError) as refused:
        read_form(content(made), "测试表")
    assert [one.cell for one in refused.value.mistakes] == ["E2", "另表!B1"]


def test_a_hidden_sheet_is_named() -> None:
    made = book({"A1": "{填}"}, 藏={"A1": "{填}"})
    made["藏"].sheet_state = "hidden"
    assert _mistakes(content(made)) == ["工作表“藏”是隐藏的，请取消隐藏，或把它删掉。"]


def _with_part(name: str, data: bytes = b"x") -> bytes:
    out = io.BytesIO(content(book({"A1": "{填}"})))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "不是 .xlsx"),
        (b"PK\x03\x04broken", "不是 .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "旧的 .xls"),
        (_with_part("xl/vbaProject.bin"), "宏"),
        (_with_part("xl/externalLinks/externalLink1.xml"), "链接"),
        (_with_part("xl/media/bomb.xml", b"\0" * (101 << 20)), "大得不正常"),
        (b"\0" * (11 << 20), "11 MB"),
    ],
    ids=["empty", "broken", "xls", "macros", "links", "bomb", "huge"],
)
def test_a_file_that_is_no_form_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(WorkbookError, match=words):
        read_form(data, "测试表")


def test_the_fingerprint_is_of_marks_texts_and_checks_alone() -> None:
    plain, wide = book({"A1": "表", "B1": "{填}"}), book({"A1": "表", "B1": "{填}"})
    wide.worksheets[0].column_dimensions["A"].width = 60
    other, checked = book({"A1": "表", "B1": "{填 整数}"}), book({"A1": "表", "B1": "{填}"}, [["B1 > 0", "", "必须"]])
    prints = [read_form(content(one), "表").fingerprint for one in (plain, wide, other, checked)]
    assert prints[0] == prints[1] and len(set(prints)) == 3
    assert len(prints[0]) == 64


def test_a_native_formula_is_taken_as_a_mark() -> None:
    made = form({"A1": 3, "A2": 4, "A3": "=SUM(A1:A2)", "B1": "{填}"})
    assert [cell.address for cell in made.cells] == ["B1", "A3"]
