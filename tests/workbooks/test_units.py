"""Units of measurement, and rows that hold nothing else."""

from __future__ import annotations

import pytest

from county_tui.workbooks.header.units import is_bracketed_unit, is_unit, is_unit_row

UNITS = (
    "元 万元 （万元） (个) 人次 万人次 单位：亿元 ㎡ km² KWh Mbps % ‰ 人/平方公里 元/人·月 吨标准煤/万元 "
    "万册（件） 工作日 百分点 人民币元 平方米/人"
)
WORDS = "名称 人口 元旦 万人空巷 街道 2026 个人 单位： （名称） /人 元/"


@pytest.mark.parametrize("text", UNITS.split())
def test_a_unit_is_known_with_scale_brackets_and_what_it_is_counted_per(text: str) -> None:
    assert is_unit(text)


@pytest.mark.parametrize("text", ["", *WORDS.split()])
def test_a_word_that_only_holds_a_unit_is_none(text: str) -> None:
    assert not is_unit(text)


def test_any_short_word_in_brackets_may_be_a_unit() -> None:
    assert is_bracketed_unit("（平米）") and is_bracketed_unit("[千人]")
    assert not is_bracketed_unit("（2026年）") and not is_bracketed_unit("（这里是一段很长的说明文字）")


@pytest.mark.parametrize(
    "row",
    [
        ["", "个", "人次", "万元"],
        ["单位", "张", "人", "天"],
        ["计量单位", "个", "—", "平方米"],
        ["文字", "名", "名", "万元", "文字"],
        ["", "（个）", "（%）"],
    ],
)
def test_a_row_of_units(row: list[str]) -> None:
    assert is_unit_row(row)


@pytest.mark.parametrize(
    "row", [[], ["个"], ["文字", "文字"], ["", "个", "街道"], ["锦官驿街道", "个", "人"], ["1", "2", "3"], ["—", "—"]]
)
def test_a_row_with_anything_else_is_none(row: list[str]) -> None:
    assert not is_unit_row(row)
