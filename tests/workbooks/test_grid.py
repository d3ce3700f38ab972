"""The head of a sheet as a grid."""

from __future__ import annotations

import datetime

import pytest

from county_tui.workbooks.cells import Cell, CellError
from county_tui.workbooks.header.blocks import table_grid
from county_tui.workbooks.header.grid import BLANK, DASH, DATE, NUMBER, TEXT, Grid, kind_of
from county_tui.workbooks.header.labels import cell_text, fold_label, has_han
from tests.workbooks.sheets import parse_sheet


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (None, BLANK),
        ("  ", BLANK),
        (3.0, NUMBER),
        ("1,234.5", NUMBER),
        ("98.1%", NUMBER),
        (datetime.date(2026, 1, 1), DATE),
        ("2026年9月1日", DATE),
        ("2026.9.1", DATE),
        ("——", DASH),
        ("锦官驿", TEXT),
        (CellError("#REF!"), TEXT),
    ],
)
def test_the_kind_of_a_cell(cell: Cell, kind: str) -> None:
    assert kind_of(cell, cell_text(cell)) == kind


def test_a_merged_cell_shows_the_text_of_its_owner_and_holds_none_itself() -> None:
    rows, merges = parse_sheet("序号 | 人口 | <\n^ | 男 | 女")
    grid = Grid(rows, merges)
    assert grid.owner(1, 0) == (0, 0) and grid.shown(1, 0) == "序号"
    assert grid.texts(1) == ["", "男", "女"]
    assert grid.span(0, 1) == 2 and grid.span(1, 1) == 1


def test_blocks_side_by_side_start_after_blank_columns() -> None:
    rows, _ = parse_sheet("甲 | 乙 | | 丙\n1 | 2 | | 3")
    assert Grid(rows).block_columns == [0, 3]


def test_a_long_remark_in_the_margin_is_cut_off_and_a_second_block_is_not() -> None:
    remark, _ = parse_sheet("街道 | 数 | | 注意：红色的不要填写！\n甲 | 5 | |")
    grid = table_grid(remark, [])
    assert grid.is_cut and not any(3 in grid.filled(row) for row in range(grid.height))
    block, _ = parse_sheet("街道 | 数 | | 社区\n甲 | 5 | | 乙")
    assert table_grid(block, []).width == 4


def test_a_row_ends_the_sheet_where_only_blanks_follow() -> None:
    rows, _ = parse_sheet("甲 | 乙\n1 | 2\n |")
    grid = Grid(rows)
    assert grid.ends(1) and not grid.ends(0)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("面积（㎡）", "面积"),
        ("* 姓 名 ：", "姓名"),
        ("1.名称", "名称"),
        ("（一）名称", "名称"),
        ("ＰＨＯＮＥ", "phone"),
        ("经费（万元）", "经费"),
        ("（元）", "(元)"),
        ("2.5折", "2.5折"),
    ],
)
def test_a_label_is_folded_for_comparing(text: str, folded: str) -> None:
    assert fold_label(text) == folded


def test_chinese_characters_are_known() -> None:
    assert has_han("Region 地区") and not has_han("Région 12 %")
