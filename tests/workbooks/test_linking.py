"""Two rows that belong to one header, and two that do not, one rule at a time."""

from __future__ import annotations

import pytest

from county_tui.workbooks.header.grid import Grid
from county_tui.workbooks.header.levels import is_auxiliary_row, next_level
from county_tui.workbooks.header.linking import link
from tests.workbooks.sheets import parse_sheet

LINKED = {
    "a cell merged down": "序号 | 人口 | <\n^ | 男 | 女\n1 | 3 | 4",
    "a parent merged across": "街道 | 服务人次 | <\n | 居民 | 流动人口\n甲街道 | 3 | 4",
    "a parent over two rows": "街道 | 情况 | <\n | ^ | ^\n | 面积 | 人数\n甲街道 | 3 | 4",
    "one unmerged group": " | | | 联系方式 | |\n序号 | 姓名 | 单位 | 手机 | 座机 | 邮箱\n1 | 王敏 | 科 | 1 | 2 | 3",
    "a translation": "地区 | 人口 | 面积\nRegion | Population | Area\n锦江区 | 3 | 4",
    "foreign names explained": "region | people | area\n地区 | 人口 | 面积\n锦江区 | 3 | 4",
    "gaps filled": "序号 | 街道 | 培训 | | 活动 | \n | | 场次 | 人次 | 场次 | 人次\n1 | 甲 | 3 | 4 | 5 | 6",
    "parents written again": "区 | 成都 | 成都 | 西昌 | 西昌\n年 | 件数 | 人次 | 件数 | 人次\n2025 | 1 | 2 | 3 | 4",
    "a pivot table": "求和项:件数 | 列标签\n行标签 | 办结 | 转办\n甲街道 | 3 | 4",
    "parts of a whole": "街道 | 合计 | 其中 | \n | | 男 | 女\n甲街道 | 7 | 3 | 4",
}
APART = {
    "a title over all": "阵地情况统计表 | < | <\n序号 | 名称 | 地址\n1 | 甲 | 乙",
    "records": "序号 | 名称 | 地址\n1 | 大慈寺之家 | 大慈寺路1号\n2 | 春熙驿站 | 春熙路9号",
    "a record under a wide label": "类别 | 主要内容 | < | <\n队伍 | 人员 | 培训 | 考核\n阵地 | 场所 | 设施 | 经费",
    "placeholders": "姓名 | 单位 | 职务\n{{name}} | {{unit}} | {{post}}\n王敏 | 科 | 科长",
    "a form's head": "部门 | 业务科 | 负责人 | 刘洋\n序号 | 事项 | 时间 | 地点\n1 | 甲 | 乙 | 丙",
    "a unit above": " | | 单位：万元\n项目 | 预算 | 决算\n印刷费 | 3 | 4",
    "a period above": " | 2025年 |\n项目 | 预算 | 决算\n印刷费 | 3 | 4",
}


def grid_of(text: str) -> Grid:
    """Return a small sheet as a grid."""
    rows, merges = parse_sheet(text)
    return Grid(rows, merges)


@pytest.mark.parametrize("case", LINKED)
def test_rows_of_one_header_are_linked(case: str) -> None:
    assert link(grid_of(LINKED[case]), 0) > 0


@pytest.mark.parametrize("case", APART)
def test_other_rows_are_not(case: str) -> None:
    assert link(grid_of(APART[case]), 0) == 0


def test_nothing_is_linked_past_the_edges() -> None:
    grid = grid_of("甲 | 乙")
    assert link(grid, -1) == 0 and link(grid, 0) == 0


AUXILIARY = ["甲 | 乙 | 1 | 2", "（1） | （2） | （3） | （4）", "栏次 | 1 | 2 | 3", " | 个 | 人次 | 万元"]


@pytest.mark.parametrize("row", AUXILIARY)
def test_numbers_and_units_under_labels_are_auxiliary(row: str) -> None:
    grid = grid_of(f"名称 | 数量 | 服务人次 | 经费\n{row}\n大慈寺之家 | 3 | 40 | 5")
    assert is_auxiliary_row(grid, 1)
    assert next_level(grid, 0) is None


def test_numbers_that_count_on_below_are_records() -> None:
    assert not is_auxiliary_row(grid_of("a | b | c\n1 | 2 | 3\n2 | 3 | 4"), 1)


def test_a_translation_is_found_past_a_row_of_units() -> None:
    grid = grid_of("地区 | 人口 | 面积\n | 人 | 平方公里\nRegion | Population | Area\n锦江区 | 3 | 4")
    assert next_level(grid, 0) == 2
