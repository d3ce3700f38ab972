"""The built-in tables' labels and units, as the forms have them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from county_tui import reports
from tests.reports.conftest import COMMUNITY, TOWN
from tests.reports.world import World

ROLES = "分管领导 专职干部 兼职干部 民族工作联络员 宣传员 调解员 语言服务志愿者 社会组织骨干"
LEVELS = "国家级 省级 市级 县级"
EIGHT = "队伍培训 宣传教育 联系协调 慰问帮扶 摸底排查 纠纷化解 信息通报 档案管理"
CATEGORIES = "教育保障 健康医疗 就业创业 社会保险 住房保障 法律援助 户籍管理 公共文化 社会救助 保障权利"
KINDS = (
    "铸牢中华民族共同体意识教育基地 民族团结进步教育基地 国家通用语言文字培训基地 中华优秀传统文化传习所 "
    "民族文化艺术中心 活动阵地 宣传阵地 服务窗口"
)
SECTORS = (
    "县（市、区） 乡镇（街道） 社区 小区楼宇 商圈超市 学校 医院 机关单位 企业工厂 车站机场 剧院景区 酒店餐馆 "
    "宗教活动场所 社会组织 其他"
)
OCCASIONS = "交流联谊 节庆活动 宣传教育 宣传月 业务培训 慰问帮扶 应急演练 互观互学 经验推广 表彰表扬"
COLUMNS = {
    "personnel": f"街道（乡镇） {ROLES} 合计 本期培训人数 培训率",
    "bases": f"阵地类别 {LEVELS} 街道级 社区级 未定级 合计 七有齐全 达标率",
    "demonstration": f"单位类型 {LEVELS} 合计 一年内到期",
    "work-systems": f"街道（乡镇） {EIGHT} 覆盖类数 覆盖率 八类齐全",
    "services": "服务类别 件数 服务人次 流动人口 少数民族群众 语言服务件数 办结率 平均满意度 上年同期件数 同比",
    "services-by-town": f"街道（乡镇） {CATEGORIES} 合计",
    "activities": "活动类别 场次 参与人次 经费 阅读量 上年同期场次 同比",
    "indicators": "指标名称 目标 完成 完成率 时限 责任单位 状态",
    "standard": "条款 佐证一 数量一 佐证二 数量二 佐证三 数量三 佐证四 数量四 覆盖街道（乡镇） 街道（乡镇）总数 覆盖率 "
    "要求 缺口 佐证材料 材料名称 得分 满分 落实情况",
}
ROWS = {"bases": KINDS, "demonstration": SECTORS, "services": CATEGORIES, "activities": OCCASIONS}
PERIOD = reports.parse_period("2025")


def heads(name: str, region: str | None = None) -> str:
    """All labels of a table's header, that of the rows first."""
    table = reports.fill(name, PERIOD, region)
    return " ".join([table.head, *(column.label for column in table.columns)])


@pytest.mark.parametrize("name", COLUMNS)
def test_the_columns_are_those_of_the_form(world: World, name: str) -> None:
    assert heads(name) == COLUMNS[name]


@pytest.mark.parametrize("name", ROWS)
def test_every_option_has_its_row_in_order(world: World, name: str) -> None:
    assert " ".join(row.label for row in reports.fill(name, PERIOD).rows) == ROWS[name]


@pytest.mark.parametrize("name", ["personnel", "work-systems", "services-by-town", "standard"])
@pytest.mark.parametrize(("which", "region"), [("county-1", TOWN), ("county-1", COMMUNITY), ("town", None)])
def test_below_a_town_the_parts_are_called_communities(
    worlds: Callable[[str], World], name: str, which: str, region: str | None
) -> None:
    worlds(which)
    assert heads(name, region) == COLUMNS[name].replace("街道（乡镇）", "社区（村）")


def test_every_table_says_in_what_it_counts_but_indicators_each_in_its_own_unit(world: World) -> None:
    units = {definition.name: reports.fill(definition, PERIOD).unit for definition in reports.definitions()}
    assert [name for name, unit in units.items() if not unit] == ["indicators"]
