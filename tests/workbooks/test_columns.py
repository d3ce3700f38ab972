"""Labels and paths of columns from the rows of a header."""

from __future__ import annotations

import pytest

from county_tui.workbooks.header.columns import columns_of, header_texts, label_of, labels_of
from county_tui.workbooks.header.grid import Grid
from tests.workbooks.sheets import parse_sheet


def paths(text: str, last: int) -> list[str]:
    """Return the path of each column of a header that starts in the first row and ends in the 0-based `last`."""
    rows, merges = parse_sheet(text)
    return ["/".join(texts) for texts in header_texts(Grid(rows, merges), 0, last)]


@pytest.mark.parametrize(
    ("texts", "shared", "label"),
    [
        ([], 0, ""),
        (["名称"], 0, "名称"),
        (["土地面积", "平方公里"], 0, "土地面积"),
        (["金额", "元"], 1, "元"),
        (["地区", "Region"], 0, "地区"),
        (["小学", "学校数", "Schools"], 1, "学校数"),
        (["联系方式", "QQ"], 1, "QQ"),
        (["unit_name", "单位名称"], 0, "单位名称"),
        (["GDP"], 0, "GDP"),
        (["人数", "（人）"], 0, "人数"),
    ],
)
def test_the_label_is_the_lowest_text_that_is_more_than_a_unit_or_translation(
    texts: list[str], shared: int, label: str
) -> None:
    assert label_of(texts, shared) == label


def test_what_neighbours_share_labels_none_of_them() -> None:
    assert labels_of([["金额", "元"], ["金额", "美元"], ["备注"]]) == ["元", "美元", "备注"]
    assert labels_of([["Sex", "M"], ["Sex", "F"]]) == ["M", "F"]
    assert labels_of([]) == []


def test_a_merge_across_repeats_and_a_merge_down_counts_once() -> None:
    assert paths("序号 | 人口 | <\n^ | 男 | 女", 1) == ["序号", "人口/男", "人口/女"]


def test_a_parent_written_once_reaches_to_the_next_one_but_not_over_remarks() -> None:
    text = "街道 | 培训 | | 活动 | | \n | 场次 | 人次 | 场次 | 人次 | 备注"
    assert paths(text, 1) == ["街道", "培训/场次", "培训/人次", "活动/场次", "活动/人次", "备注"]


def test_a_row_of_units_between_labels_is_in_no_path() -> None:
    assert paths("面积 | 人数\n㎡ | 人\nArea | People", 2) == ["面积/Area", "人数/People"]


def test_columns_go_as_far_as_labels_or_data() -> None:
    rows, merges = parse_sheet("名称 | | 电话 | ")
    grid = Grid(rows, merges)
    assert [column.letter for column in columns_of(grid, 0, 0, 0, set())] == ["A", "B", "C"]
    wide = columns_of(grid, 0, 0, 4, {1})
    assert [column.label for column in wide] == ["名称", "", "电话", ""]
    assert [column.hidden for column in wide] == [False, True, False, False]
