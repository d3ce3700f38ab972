"""A sheet this program wrote is read as it was written, not as it looks."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from county_tui import exporting, importing, store
from county_tui.exporting.sheets import write_error_book
from county_tui.exporting.templates import write_template
from county_tui.importing import Request, Verdict
from county_tui.importing.refusals import refused_sheets
from county_tui.models import REGISTERS
from county_tui.workbooks import open_book
from county_tui.workbooks.own_files import header_mark, header_rows_of
from tests.conftest import Fields


@pytest.fixture
def template(ledger: Path, tmp_path: Path) -> Path:
    write_template(REGISTERS, tmp_path / "模板.xlsx")
    return tmp_path / "模板.xlsx"


def test_every_sheet_of_a_template_is_read_at_its_third_row_and_its_lists_are_none(template: Path) -> None:
    with open_book(template) as book:
        found = [(table.name, table.header_rows, table.problems) for table in book.tables()]
    assert found == [(register.label, (3, 3), []) for register in REGISTERS]
    assert not importing.plan(template, Request()).problems


def test_a_template_changed_by_hand_is_read_like_anyone_elses(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    book["工作队伍"].insert_rows(1)
    book["工作队伍"].append(["张三", "民宗局", "锦江区", "分管领导"])
    book.save(template)
    with open_book(template) as read:
        tables = {table.name: (table.header_rows, len(list(table.rows()))) for table in read.tables()}
    assert tables["工作队伍"] == ((4, 4), 1)
    assert tables["阵地"] == ((3, 3), 0)


def test_what_looks_like_a_placeholder_or_a_demand_is_a_record_in_an_export(
    ledger: Path, fields: Fields, tmp_path: Path
) -> None:
    store.create("personnel", fields("personnel", name="0", unit="0..0", region="锦江区", role="分管领导"), "测试")
    for topic in ("{{=1}}", "必填", "（甲）"):
        store.create("trainings", fields("trainings", staff="0", trained_on="2050-09-23", topic=topic), "测试")
    exporting.write(exporting.queries_for("trainings"), tmp_path / "培训.xlsx")
    assert importing.plan(tmp_path / "培训.xlsx", Request()).count(Verdict.UNCHANGED) == 3


def test_refused_rows_go_back_with_their_header_known(template: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template)
    book["阵地"].append(["东大社区服务站", "没有这个街道", "服务窗口"])
    book.save(template)
    errors = tmp_path / "错误.xlsx"
    write_error_book(list(refused_sheets(importing.plan(template, Request()))), errors)
    with open_book(errors) as read:
        table = next(read.tables())
        assert (table.header_rows, len(list(table.rows()))) == ((3, 3), 1)
        assert table.columns[-1].label == "原因"


def test_a_mark_holds_as_long_as_its_header_stands() -> None:
    sheet = [["题目"], ["甲", None, "乙"], [1.0, "丙"]]
    mark = header_mark(2, sheet[1:])
    assert header_rows_of(mark, sheet) == (2, 3)
    assert header_rows_of(mark, sheet[1:]) is None
    assert header_rows_of("2-3", sheet) is None
    assert header_rows_of("", sheet) is None
