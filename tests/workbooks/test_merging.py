"""Merged cells among the data."""

from __future__ import annotations

from county_tui.workbooks.rows.merging import Filler
from county_tui.workbooks.tables import Merge


def test_a_value_fills_its_whole_area_and_no_more() -> None:
    filler = Filler([Merge(3, 0, 4, 1)], after=2)
    assert filler.fill(3, ["甲", None, "一"])[0] == ["甲", "甲", "一"]
    assert filler.fill(4, [None, None, "二"])[0] == ["甲", "甲", "二"]
    assert not filler.touches(5)


def test_merges_of_the_header_fill_nothing() -> None:
    filler = Filler([Merge(1, 0, 2, 0)], after=2)
    assert not filler.touches_any(range(1, 10))


def test_a_cell_with_a_value_of_its_own_keeps_it() -> None:
    assert Filler([Merge(3, 0, 3, 2)], after=2).fill(3, ["甲", "乙", None])[0] == ["甲", "乙", "甲"]


def test_a_merge_past_the_end_of_a_short_row_lengthens_it() -> None:
    filled, widest, _ = Filler([Merge(3, 1, 3, 3)], after=2).fill(3, ["甲", "乙"])
    assert filled == ["甲", "乙", "乙", "乙"] and widest == 3


def test_a_merge_far_down_or_of_a_long_text_is_tall() -> None:
    long_text = "说明" * 11
    filler = Filler([Merge(3, 0, 6, 0), Merge(3, 1, 4, 1), Merge(3, 2, 4, 2)], after=2)
    assert filler.fill(3, ["城区", "一组", long_text])[2] == {0, 2}


def test_an_area_without_a_value_is_neither_wide_nor_tall() -> None:
    assert Filler([Merge(3, 0, 9, 5)], after=2).fill(3, [None] * 6)[1:] == (1, frozenset())
