"""Rows below a header that are no data, each with its reason."""

from __future__ import annotations

import pytest

from county_tui.workbooks.formats.source import LoadedSheet, SheetFacts
from county_tui.workbooks.pipe.streaming import stream_sheet
from county_tui.workbooks.tables import SheetInfo
from tests.workbooks.sheets import parse_sheet

HEADER = "序号 | 街道 | 阵地名称 | 面积 | 人次"
DATA = "1 | 锦官驿街道 | 大慈寺之家 | 100 | 20\n2 | 春熙路街道 | 春熙驿站 | 80 | 30"


def reason_of(row: str, comes_first: bool = False) -> str | None:
    """Return why a row is left out when it stands after, or before, ordinary rows."""
    text = f"{HEADER}\n{row}\n{DATA}" if comes_first else f"{HEADER}\n{DATA}\n{row}\n3 | 牛市口街道 | 三号 | 60 | 9"
    rows, merges = parse_sheet(text)
    sheet = LoadedSheet(SheetInfo("表", False), iter(rows), SheetFacts(merges=merges))
    skipped = dict(list(stream_sheet(sheet, (), None))[-1][1])
    return skipped.get(2 if comes_first else 4)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("合计 | | | 180 | 50", "合计行"),
        (" | 小  计 | | 180 | 50", "合计行"),
        ("总计： | | | 180 | 50", "合计行"),
        (" | 锦江区合计 | | 180 | 50", "合计行"),
        ("一、城区 | < | < | < | <", "分节行"),
        ("（二）近郊 | | | | ", "分节行"),
        ("城区（2个） | | | | ", "分节行"),
        ("一 | 城区 | | | ", "分节行"),
        ("填报人：张三 | | 审核人：李四 | | ", "表尾说明"),
        ("注：面积以平方米计。 | | | | ", "表尾说明"),
        ("序号 | 街道 | 阵地名称 | 面积 | 人次", "重复的表头"),
        (" | | | | ", "空行"),
        ("3 | | | | ", "只有序号"),
        ("二、近郊 | — | — | — | —", "分节行"),
        ("续表1 | | | | ", "重复的标题"),
        ("表2-1（续） | | | | ", "重复的标题"),
        ("本月合计 | | | 180 | 50", "合计行"),
        ("Total | | | 180 | 50", "合计行"),
        ("过次页 | | | 180 | 50", "合计行"),
        (" | | | | 2026年6月30日", "只有一格有内容"),
        (" | | | 锦江区民宗局 | ", "只有一格有内容"),
        (" | | | 180 | ", "只有一格有内容"),
    ],
)
def test_a_row_that_is_no_data_has_its_reason(row: str, reason: str) -> None:
    assert reason_of(row) == reason


@pytest.mark.parametrize(
    "row",
    [
        "3 | 合计路街道 | 三号 | 60 | 9",
        "3 | 东门街道 | 社区累计服务点 | 60 | 9",
        "3 | | 三号 | | ",
        " | 双桂路街道 | 无编号的阵地 | 60 | 9",
        "3 | 双桂路街道 | 备注：名称待定 | 60 | 9",
        "3 | 双桂路街道 | 三号 | — | —",
    ],
)
def test_an_odd_row_of_data_stays(row: str) -> None:
    assert reason_of(row) is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("示例 | 某街道 | 某阵地 | 100 | 10", "示例行"),
        ("必填 | 请选择 | 请填写全称 | 选填 | 必填", "填写要求"),
        ("说明 | 上报 | 上报 | 测绘 | 统计", "表头下的说明行"),
    ],
)
def test_rows_between_header_and_data_are_told(row: str, reason: str) -> None:
    assert reason_of(row, comes_first=True) == reason


def test_a_unit_row_right_under_the_labels_belongs_to_the_header() -> None:
    rows, merges = parse_sheet(f"{HEADER}\n | | | ㎡ | 人次\n{DATA}")
    sheet = LoadedSheet(SheetInfo("表", False), iter(rows), SheetFacts(merges=merges))
    table = next(stream_sheet(sheet, (), None))[1]
    assert table["header_rows"] == (1, 2)
    assert [column[2] for column in table["columns"]] == HEADER.split(" | ")
