"""Reading real files through the child: values, merges, errors, hidden things, formats."""

from __future__ import annotations

import datetime
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from county_tui.errors import WorkbookError
from county_tui.formula_errors import CODES, NOT_CALCULATED
from county_tui.workbooks import CellError, Merge, Overrides, SheetInfo, describe_file, open_book
from county_tui.workbooks.formats.text import delimiter_of
from tests.workbooks.books import HEADER, ROWS, biff5, read_book, write_book

SAMPLES = Path(__file__).parent / "samples"


def test_values_come_back_with_their_kinds(tmp_path: Path) -> None:
    path = tmp_path / "kinds.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        minute = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, ["编号", "名称", "数量", "日期", "时间", "是否完成"])
        sheet.write_string(1, 0, "007")
        sheet.write_string(1, 1, "'=1+1")
        sheet.write_number(1, 2, 1.5)
        sheet.write_datetime(1, 3, datetime.datetime.fromisoformat("2026-09-01"), day)
        sheet.write_datetime(1, 4, datetime.datetime.fromisoformat("2026-09-01T08:30"), minute)
        sheet.write_boolean(1, 5, True)
    ((_, rows),) = read_book(path)
    assert rows[0].cells == (
        "007",
        "'=1+1",
        1.5,
        datetime.date(2026, 9, 1),
        datetime.datetime.fromisoformat("2026-09-01T08:30"),
        True,
    )


def test_merged_cells_of_the_data_fill_their_area(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 2, "阵地台账")
        sheet.write_row(1, 0, ["街道", "名称", "地址"])
        sheet.merge_range(2, 0, 4, 0, "锦官驿街道")
        for row in range(2, 5):
            sheet.write_row(row, 1, [f"阵地{row}", f"{row}号"])
    ((table, rows),) = read_book(path)
    assert [row.cells[0] for row in rows] == ["锦官驿街道"] * 3
    assert table.merges == [Merge(1, 0, 1, 2)]
    assert [row.number for row in table.above] == [1, 2]
    assert table.above[1].cells == ("街道", "名称", "地址")


def test_a_table_that_starts_at_c4_keeps_its_coordinates(tmp_path: Path) -> None:
    rows = [[], [], [], ["", "", *HEADER], *(["", "", *row] for row in ROWS)]
    ((table, data),) = read_book(write_book(tmp_path / "offset.xlsx", rows))
    assert table.header_rows == (4, 4)
    assert [(column.letter, column.label) for column in table.columns if column.path] == [
        ("C", "名称"),
        ("D", "地址"),
        ("E", "电话"),
    ]
    assert [row.number for row in data] == [5, 6]


def test_error_cells_and_hidden_things_of_an_xlsx_are_known(tmp_path: Path) -> None:
    path = tmp_path / "errors.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["名称", "数量", "备注"])
        sheet.write(1, 0, "甲")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write(2, 0, "乙")
        sheet.write_formula(2, 1, "=NA()", None, "#N/A")
        sheet.write(2, 2, 't="e" 是文字')
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})
        book.add_worksheet("旧表").hide()
    with open_book(path) as opened:
        assert opened.sheets == [SheetInfo("台账", False), SheetInfo("旧表", True)]
        tables = [(table, list(table.rows())) for table in opened.tables()]
    (table, rows), (old, _) = tables
    assert [row.cells[1] for row in rows] == [CellError("#DIV/0!"), CellError("#N/A")]
    assert rows[1].cells[2] == 't="e" 是文字'
    assert [column.hidden for column in table.columns] == [False, False, True]
    assert any("第 3 行" in problem for problem in table.problems)
    assert old.hidden and old.header_rows is None and old.problems


UNCALCULATED = (
    '<c r="B2"><f>1+2</f><v></v></c>',
    '<c r="B2"><f>1+2</f><v /></c>',
    '<c r="B2"><f>1+2</f></c>',
    '<c r="B2" s="1"><f t="shared" si="0"/><v/></c>',
    '<c s="1" r="B2"><f t="array" ref="B2:B3">A1:A2&lt;3</f><v></v></c>',
)
CALCULATED = (
    '<c r="B2" t="str"><f>IF(A1="","",1)</f><v></v></c>',
    '<c r="B2"><f>1+2</f><v>3</v></c>',
    '<c r="B2" t="str"><f>A1</f><v>名称</v></c>',
    '<c r="B2" s="1"/>',
    '<c r="B2" t="inlineStr"><is><t>if f&gt; &lt;/f&gt;</t></is></c>',
)


def with_cell(path: Path, cell: str, prefix: str = "") -> Path:
    """A workbook whose B2 is just this piece of XML, its elements named with a prefix if wished."""
    made = write_book(path.with_suffix(".made"), [["名称", "数量", "备注"], ["甲", "B2", "一"], ["乙", "5", "二"]])
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text, count = re.subn(r'<c r="B2".*?</c>', lambda _: cell, content.decode())
                assert count == 1
                if prefix:
                    text = re.sub(r"<(/?)(\w)", rf"<\1{prefix}:\2", text.replace("xmlns=", f"xmlns:{prefix}="))
                content = text.encode()
            target.writestr(name, content)
    return path


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize("cell", UNCALCULATED)
def test_a_formula_that_was_never_calculated_is_no_blank(tmp_path: Path, cell: str, prefix: str) -> None:
    ((_, rows),) = read_book(with_cell(tmp_path / "script.xlsx", cell, prefix))
    assert [row.cells[0:3:2] for row in rows] == [("甲", "一"), ("乙", "二")]
    assert [row.cells[1] for row in rows] == [CellError(NOT_CALCULATED), "5"]


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize("cell", CALCULATED)
def test_a_formula_with_a_result_is_that_result(tmp_path: Path, cell: str, prefix: str) -> None:
    ((_, rows),) = read_book(with_cell(tmp_path / "excel.xlsx", cell, prefix))
    assert not isinstance(rows[0].cells[1], CellError)
    assert [row.cells[0:3:2] for row in rows] == [("甲", "一"), ("乙", "二")]


@pytest.mark.parametrize("prefix", ["", "x"])
def test_a_number_with_a_blank_before_it_is_that_number(tmp_path: Path, prefix: str) -> None:
    ((table, rows),) = read_book(with_cell(tmp_path / "padded.xlsx", '<c r="B2" t="n"><v> 41</v></c>', prefix))
    assert [row.cells for row in rows] == [("甲", 41, "一"), ("乙", "5", "二")]
    assert table.problems == []


def test_error_cells_and_hidden_things_of_an_xls_are_known() -> None:
    (table, rows), (old, _) = read_book(SAMPLES / "hidden-and-errors.xls")
    assert table.header_rows == (2, 2)
    assert [row.cells[1] for row in rows] == [20, CellError("#N/A"), CellError("#REF!"), 50]
    assert rows[0].cells[2] == datetime.date(2026, 1, 2)
    assert [row.cells[3] for row in rows] == ["同一备注", "同一备注", None, None]
    assert table.columns[2].hidden and old.hidden
    assert any("第 6 行" in problem for problem in table.problems)


@pytest.mark.parametrize("code_page", [936, None])
def test_an_excel_95_file_in_gbk_is_read(tmp_path: Path, code_page: int | None) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(biff5([HEADER, *ROWS], code_page))
    ((table, rows),) = read_book(path)
    assert [column.label for column in table.columns] == HEADER
    assert [list(row.cells) for row in rows] == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_a_text_file_is_read_in_any_usual_encoding(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "table.xls"  # a wrong name does not matter
    path.write_bytes("\r\n".join(mark.join(row) for row in [HEADER, *ROWS]).encode(encoding))
    ((_, rows),) = read_book(path)
    assert [list(row.cells) for row in rows] == ROWS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_long_utf_16_file_without_a_mark_is_read_whole(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "table.csv"
    rows = [[f"第{at}家一刀最", f"路{at}号，\u3000东侧", "𠀋\ue000"] for at in range(1000)]
    path.write_bytes("\r\n".join(",".join(row) for row in [HEADER, *rows]).encode(encoding))
    ((_, read),) = read_book(path)
    assert [list(row.cells) for row in read] == rows


@pytest.mark.parametrize(
    "lines",
    [
        ["名称,服务事项,电话", "甲,培训|落户|医疗|教育,1", "乙,培训|落户,2", "丙,教育|医疗|法律援助|培训,3"],
        ["名称\t服务事项", "甲\t培训|落户", "乙\t教育|医疗", "丙\t教育|医疗"],
        ["名称|别名;电话", "甲|乙;1", "丙|丁;2"],
    ],
)
def test_a_bar_within_cells_separates_none(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    ((table, rows),) = read_book(path)
    assert len(table.columns) == len(re.split("[,\t;]", lines[0]))
    assert any("|" in str(cell) for row in rows for cell in row.cells)


def test_bars_here_and_there_in_a_single_column_separate_nothing(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("办理情况\n已办|办结\n咨询\n转办|民宗局|司法所\n在办\n", encoding="utf-8")
    assert delimiter_of(path.read_text(encoding="utf-8")) != "|"


def test_a_title_and_commas_in_cells_do_not_hide_the_bars(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    lines = ["工作队伍花名册", "|".join(HEADER), *("|".join([name, "一号,二楼", "1"]) for name in "甲乙丙丁")]
    path.write_text("\n".join(lines), encoding="utf-8")
    ((_, rows),) = read_book(path)
    assert [row.cells for row in rows] == [(name, "一号,二楼", "1") for name in "甲乙丙丁"]


def test_the_cells_of_a_text_file_stay_as_written(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('名称,数量,备注\n甲,007,\'=1+1\n乙," 8 ","两\n行"\n', encoding="utf-8")
    ((_, rows),) = read_book(path)
    assert [row.cells for row in rows] == [("甲", "007", "'=1+1"), ("乙", " 8 ", "两\n行")]


def test_error_codes_in_a_text_file_are_errors_and_quotes_that_do_not_pair_are_named(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('名称,数量\n甲,#REF!\n乙,#N/A\n丙,#1 楼\n丁,"8\n', encoding="utf-8")
    ((table, rows),) = read_book(path)
    assert [row.cells[1] for row in rows][:3] == [CellError("#REF!"), CellError("#N/A"), "#1 楼"]
    assert any("双引号" in problem for problem in table.problems)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_of_a_failed_formula_is_an_error_in_a_text_file(tmp_path: Path, code: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"名称,数量\n甲,{code}\n乙,8\n", encoding="utf-8")
    ((_, rows),) = read_book(path)
    assert [row.cells[1] for row in rows] == [CellError(code), "8"]


def test_a_file_of_blanks_is_an_empty_sheet(tmp_path: Path) -> None:
    path = tmp_path / "blank.csv"
    path.write_text("  \n\n \u3000\n", encoding="utf-8")
    ((table, _),) = read_book(path)
    assert table.header_rows is None
    assert table.problems == ["工作表是空的。"]


def test_only_the_wanted_sheets_are_read(tmp_path: Path) -> None:
    path = tmp_path / "three.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("一", "二", "三"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, ROWS[0])
    tables = read_book(path, Overrides(sheets=("三", "一")))
    assert [table.name for table, _ in tables] == ["一", "三"]
    with pytest.raises(WorkbookError, match="一、二、三"):
        read_book(path, Overrides(sheets=("四",)))


def test_the_header_rows_can_be_chosen(tmp_path: Path) -> None:
    path = write_book(tmp_path / "chosen.xlsx", [HEADER, *ROWS])
    ((table, rows),) = read_book(path, Overrides(header_rows=(2, 2)))
    assert table.header_rows == (2, 2)
    assert [column.label for column in table.columns] == ROWS[0]
    assert len(rows) == 1


def test_a_sheet_that_claims_a_million_rows_and_holds_two_is_two_rows(tmp_path: Path) -> None:
    path = tmp_path / "claims.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        border = book.add_format({"border": 1})
        for number, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(number, 0, row)
        for number in range(3, 3000):
            sheet.write_blank(number, 2, None, border)
        sheet.set_row(1048575, 30, border)
    ((table, rows),) = read_book(path)
    assert len(rows) == 2
    assert table.skipped == []


def test_a_stray_cell_in_the_last_corner_is_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "corner.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(number, 0, row)
        sheet.write(1048575, 16383, "x")
    ((table, rows),) = read_book(path)
    assert [row.cells for row in rows] == [tuple(row) for row in ROWS]
    assert len(table.columns) == 3
    assert any("1048576" in problem for problem in table.problems)


def test_rows_far_apart_are_kept_with_their_numbers(tmp_path: Path) -> None:
    rows = [HEADER, *ROWS, *([[]] * 2500), ["牛市口之家", "牛市口路2号", "84440003"]]
    ((table, data),) = read_book(write_book(tmp_path / "far.xlsx", rows))
    assert [row.number for row in data] == [2, 3, 2504]
    assert [(skipped.row, skipped.reason) for skipped in table.skipped] == [(4, "空行（至第 2503 行）")]


def test_a_long_table_comes_whole_and_in_order(tmp_path: Path) -> None:
    rows = [["序号", "名称", "日期", "数量"], *([n, f"第{n}家", "2026-01-01", n * 2] for n in range(1, 4001))]
    rows[1500] = ["", "小计", "", 99]
    ((table, data),) = read_book(write_book(tmp_path / "long.xlsx", rows))
    assert [row.number for row in data] == [n for n in range(2, 4002) if n != 1501]
    assert data[-1].cells == (4000, "第4000家", "2026-01-01", 8000)
    assert [(skipped.row, skipped.reason) for skipped in table.skipped] == [(1501, "合计行")]


def test_inspect_data_are_plain_values(tmp_path: Path) -> None:
    path = write_book(tmp_path / "plain.xlsx", [["台账"], HEADER, *ROWS])
    assert describe_file(path) == {
        "sheets": [
            {
                "name": "Sheet1",
                "hidden": False,
                "header_rows": [2, 2],
                "first_data_row": 3,
                "columns": [
                    {"letter": "A", "label": "名称", "path": "名称"},
                    {"letter": "B", "label": "地址", "path": "地址"},
                    {"letter": "C", "label": "电话", "path": "电话"},
                ],
                "data_rows": 2,
                "skipped": [{"row": 1, "reason": "表头以上"}],
                "problems": [],
            }
        ]
    }


def test_an_ods_file_is_read_with_merges_errors_and_hidden_rows(tmp_path: Path) -> None:
    path = tmp_path / "table.ods"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = [
        "".join(map(cell.format, HEADER)),
        '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>甲</text:p>'
        "</table:table-cell>" + cell.format("一号") + cell.format("111"),
        "<table:covered-table-cell/>" + cell.format("二号") + '<table:table-cell table:formula="of:=1/0" '
        'office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
        "</table:table-cell>",
        cell.format("乙")
        + '<table:table-cell table:formula="of:=1+1"/>'
        + '<table:table-cell table:formula="of:=&quot;'
        '&quot;" office:value-type="string" office:string-value=""><text:p/></table:table-cell>',
    ]
    marks = ["", "", ' table:visibility="collapse"', ""]
    body = "".join(f"<table:table-row{mark}>{row}</table:table-row>" for mark, row in zip(marks, rows, strict=True))
    names = " ".join(f'xmlns:{key}="urn:{key}"' for key in ("calcext",)) + "".join(
        f' xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"' for key in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="表">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    ((table, data),) = read_book(path)
    assert [row.cells for row in data] == [
        ("甲", "一号", "111"),
        ("甲", "二号", CellError("#DIV/0!")),
        ("乙", CellError(NOT_CALCULATED), None),
    ]
    assert any("第 3 行" in problem for problem in table.problems)
