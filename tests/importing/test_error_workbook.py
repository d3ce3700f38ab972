"""The error workbook: the sender's own layout, bad cells marked, a 原因 column; mended, it imports as it is."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from county_tui import importing
from county_tui.exporting.sheets import write_error_book
from county_tui.importing.refusals import refused_sheets
from tests.importing.books import (
    LI,
    STAFF,
    ZHANG,
    counts,
    messages,
    planned,
    read_xlsx,
    take_in,
    values,
    write_csv,
    write_merged,
    write_sheet,
    write_uncalculated,
    write_xlsx,
)

BAD = ["周敏", "大慈寺社区", "没有这个街道", "老板"]


def errors_of(path: Path, register: str = "auto") -> Path:
    """Take in the good rows of a file and write the rest beside it."""
    plan = planned(path, register)
    errors = path.with_name("错误.xlsx")
    write_error_book(list(refused_sheets(plan)), errors)
    importing.apply(plan, "测试", skip_refused=True)
    return errors


def mended(path: Path, cells: dict[str, object]) -> Path:
    """The file rewritten with other cells in place of some texts."""
    sheets = {
        name: [[cells.get(str(cell), cell) or None for cell in row] for row in rows]
        for name, rows in read_xlsx(path).items()
    }
    return write_xlsx(path.with_name("改好.xlsx"), sheets)


def test_a_formula_without_a_result_is_refused_until_it_has_one(ledger: Path, tmp_path: Path) -> None:
    header, good = [*STAFF, "职务", "本年培训学时"], [*LI, "科员", "5"]
    file = write_uncalculated(tmp_path / "脚本.xlsx", header, [*ZHANG, '=A2&"主任"', "=1+2"], good)
    said = "单元格是公式，但文件里没有它的计算结果，请用 Excel 或 WPS 打开这个文件并保存，再导入。"
    assert messages(planned(file)) == {"E2": said, "F2": said}
    again = errors_of(file)
    assert [value["name"] for value in values("personnel")] == ["李敏"]
    assert messages(planned(again)) == {"E2": said, "F2": said}


@pytest.mark.parametrize("code", ["#DIV/0!", "#N/A", "#REF!", "#NAME?"])
def test_a_failed_formula_is_none_in_the_book_of_refused_rows_either(ledger: Path, tmp_path: Path, code: str) -> None:
    file = tmp_path / "一.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*STAFF, "职务"])
        sheet.write_row(1, 0, ZHANG)
        sheet.write_formula(1, 4, "=A9/0", None, code)
    again = errors_of(file)
    assert messages(planned(again)) == {"E2": f"单元格是公式错误 {code}，请改正公式，或直接填写内容。"}
    assert values("personnel") == []


def test_the_refused_rows_stand_in_the_senders_own_layout(ledger: Path, tmp_path: Path) -> None:
    title = ["锦江区民族工作队伍花名册"]
    file = write_xlsx(tmp_path / "一.xlsx", {"花名册": [title, ["单位：人"], ["序号", *STAFF], [1, *ZHANG], [2, *BAD]]})
    book = read_xlsx(errors_of(file))
    assert list(book) == ["花名册"]
    top, unit, header, bad = book["花名册"]
    assert top[0] == "锦江区民族工作队伍花名册" and unit[0] == "单位：人"
    assert header == ["序号", *STAFF, "原因"]
    assert bad[:5] == [2.0, *BAD]
    assert "所属区划：" in str(bad[5]) and "队伍类别：" in str(bad[5])


def test_the_bad_cells_carry_the_reason_as_a_note(ledger: Path, tmp_path: Path) -> None:
    errors = errors_of(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, BAD))
    with zipfile.ZipFile(errors) as parts:
        notes = next(parts.read(name).decode() for name in parts.namelist() if "comments" in name)
    assert 'ref="C2"' in notes and 'ref="D2"' in notes and "没有叫" in notes


def test_mended_it_imports_without_touching_anything_else(ledger: Path, tmp_path: Path) -> None:
    errors = errors_of(write_sheet(tmp_path / "一.xlsx", ["序号", *STAFF], [1, *ZHANG], [2, *BAD], [3, *LI]))
    take_in(mended(errors, {"没有这个街道": "大慈寺社区", "老板": "调解员"}))
    assert [value["name"] for value in values("personnel")] == ["张建国", "李敏", "周敏"]


def test_its_reason_column_is_ignored(ledger: Path, tmp_path: Path) -> None:
    errors = errors_of(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, BAD))
    plan = planned(mended(errors, {"没有这个街道": "大慈寺社区", "老板": "调解员"}))
    last = plan.sheets[0].columns[-1]
    assert (last.column.label, str(last.status)) == ("原因", "ignored")
    assert counts(plan) == (1, 0, 0, 0)


def test_unmended_it_is_refused_again_at_the_same_cells(ledger: Path, tmp_path: Path) -> None:
    errors = errors_of(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, BAD))
    plan = planned(errors)
    assert [p.label for row in plan.sheets[0].rows for p in row.problems] == ["所属区划", "队伍类别"]


def test_a_header_in_two_rows_keeps_its_merges(ledger: Path, tmp_path: Path) -> None:
    header = [
        ["花名册", None, None, None, None],
        ["基本情况", None, "所属区划", "队伍", None],
        ["姓名", "工作单位", None, "队伍类别", "职务"],
    ]
    people = [[*ZHANG, "科长"], [*BAD, "科员"], [*LI, "科员"]]
    merges = [(0, 0, 0, 4), (1, 0, 1, 1), (1, 2, 2, 2), (1, 3, 1, 4)]
    file = write_merged(tmp_path / "一.xlsx", [*header, *people], merges)
    errors = errors_of(file)
    original = planned(file)
    again = planned(errors)
    assert again.sheets[0].header_rows == original.sheets[0].header_rows == (2, 3)
    fields = [m.field for m in original.sheets[0].columns]
    assert [m.field for m in again.sheets[0].columns][: len(fields)] == fields
    assert counts(again) == (0, 0, 0, 1)


def test_a_csv_gives_a_workbook_too(ledger: Path, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "名单.csv", [*STAFF, "备注"], [*ZHANG, "好"], [*BAD, "'=1+1"])
    book = read_xlsx(errors_of(file))
    assert book["名单"][1][4] == "=1+1"


def test_only_sheets_with_refused_rows_are_in_it(ledger: Path, tmp_path: Path) -> None:
    book = read_xlsx(errors_of(write_xlsx(tmp_path / "一.xlsx", {"甲": [STAFF, ZHANG, LI], "乙": [STAFF, BAD, BAD]})))
    assert list(book) == ["乙"]


@pytest.mark.parametrize("name", ["很长" * 20, "[2026]名单", "甲:乙", "'引号'", "历史"])
def test_a_file_of_any_name_gives_an_error_workbook(ledger: Path, tmp_path: Path, name: str) -> None:
    book = read_xlsx(errors_of(write_csv(tmp_path / f"{name}.csv", STAFF, ZHANG, BAD)))
    assert [rows[1][0] for rows in book.values()] == ["周敏"]


def test_a_header_merged_beyond_the_table_is_no_hindrance(ledger: Path, tmp_path: Path) -> None:
    header = [["花名册"], ["基本情况", None, "工作情况", None], STAFF]
    merges = [(0, 0, 0, 9), (1, 0, 1, 1), (1, 2, 1, 8)]
    file = write_merged(tmp_path / "一.xlsx", [*header, ZHANG, BAD, LI], merges)
    plan = planned(errors_of(file))
    assert counts(plan) == (0, 0, 0, 1)


def test_blank_sheet_columns_before_the_table_stay(ledger: Path, tmp_path: Path) -> None:
    rows = [[None, None, *STAFF], [None, None, *ZHANG], [None, None, *BAD]]
    errors = errors_of(write_sheet(tmp_path / "一.xlsx", *rows))
    assert read_xlsx(errors)["Sheet1"][1][2:6] == BAD
    assert counts(planned(errors)) == (0, 0, 0, 1)
