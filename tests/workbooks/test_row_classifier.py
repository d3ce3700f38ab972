"""The classifier of rows, one rule at a time, on a profile made for it."""

from __future__ import annotations

import pytest

from county_tui.workbooks.cells import CellRow
from county_tui.workbooks.header.grid import NUMBER, TEXT
from county_tui.workbooks.rows.profile import Profile
from county_tui.workbooks.rows.row_classifier import RowClassifier
from tests.workbooks.sheets import parse_cell

LABELS = ["序号", "街道", "阵地名称", "面积", "人次"]
DATA: CellRow = [1.0, "锦官驿街道", "大慈寺之家", 120.0, 20.0]


def classifier(after_data: bool = True) -> RowClassifier:
    """Return a classifier that has seen a row of data, or none yet."""
    profile = Profile(LABELS, [{label} for label in LABELS], {"阵地情况统计表"})
    profile.kinds = [NUMBER, TEXT, TEXT, NUMBER, NUMBER]
    profile.lengths = [1.0, 5.0, 5.0, 3.0, 2.0]
    profile.filled = [1.0] * 5
    profile.usual = 5.0
    made = RowClassifier(profile)
    if after_data:
        assert made.reason(DATA) is None
    return made


def row_of(text: str) -> CellRow:
    """Read a row of cells."""
    return [parse_cell(cell) for cell in text.split("|")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" | | | | ", "空行"),
        ("合计 | | | 180 | 50", "合计行"),
        (" | 锦江区合计 | | 180 | 50", "合计行"),
        ("本页小计 | | | 180 | 50", "合计行"),
        ("回访人： | | 回访时间： | | ", "表尾说明"),
        ("评审专家签字 | | | | ", "表尾说明"),
        ("注：面积以平方米计。 | | | | ", "表尾说明"),
        (" | 教育基地 | | | ", "分节行"),
        ("一、城区 | | | | ", "分节行"),
        ("序号 | 街道 | 阵地名称 | 面积 | 人次", "重复的表头"),
        ("阵地情况统计表 | | | | ", "重复的标题"),
        ("{{no}} | {{town}} | {{name}} | {{area}} | {{people}}", "模板占位行"),
        ("7 | | | | ", "只有序号"),
        (" | | | | 2026年6月30日", "只有一格有内容"),
    ],
)
def test_a_row_left_out_has_its_reason(text: str, reason: str) -> None:
    assert classifier().reason(row_of(text)) == reason


@pytest.mark.parametrize(
    "text",
    [
        "2 | 春熙路街道 | 春熙驿站 | 80 | 30",
        "2 | 合计路街道 | 春熙驿站 | 80 | 30",
        "2 | | 资产合计 | 80 | 30",
        " | 缴费基数合计 | | 80 | 30",
        "2 | 总计划路街道 | | | ",
        "2 | 春熙路街道 | 联系人：王敏 | 80 | 30",
        " | 春熙路街道 | 春熙驿站 | | 30",
    ],
)
def test_a_row_of_data_stays(text: str) -> None:
    assert classifier().reason(row_of(text)) is None


def test_a_sum_right_under_the_header_is_that_of_all_the_rest() -> None:
    assert classifier(after_data=False).reason(row_of(" | 本年收入合计 | | 80 | 30")) == "合计行"
    assert classifier().reason(row_of(" | 本年收入合计 | | 80 | 30")) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("必填 | 请选择 | 请填写全称 | 选填 | 必填", "填写要求"),
        ("示例 | 某街道 | 某阵地 | 100 | 10", "示例行"),
        (" | | | ㎡ | 人次", "计量单位行"),
        ("填表人：王敏 | | | | ", "填表说明"),
    ],
)
def test_what_stands_between_header_and_data_has_its_own_reasons(text: str, reason: str) -> None:
    assert classifier(after_data=False).reason(row_of(text)) == reason


def test_what_follows_a_signature_belongs_to_the_footer_until_data_come_again() -> None:
    made = classifier()
    assert made.reason(row_of("审核人： | | | | ")) == "表尾说明"
    assert made.reason(row_of("联系我们 | 84440001 | | | ")) == "表尾说明"
    assert made.reason(DATA) is None
    assert made.reason(row_of("3 | 双桂路街道 | | | ")) is None


def test_a_batch_of_full_rows_is_plain_only_without_doubtful_texts() -> None:
    made = classifier()
    rows = [[float(n), "锦官驿街道", "大慈寺之家", 120.0, 20.0] for n in range(3)]
    assert made.are_all_plain(list(zip(*rows, strict=True)), [0, 0, 0])
    for doubtful in ("合计", "审核人：王敏", "阵地名称", "二、近郊", "回访人：王敏"):
        rows[1][2] = doubtful
        assert not made.are_all_plain(list(zip(*rows, strict=True)), [0, 0, 0]), doubtful


def test_no_batch_is_plain_before_the_first_data() -> None:
    assert not classifier(after_data=False).are_all_plain(list(zip(DATA, strict=True)), [0])
