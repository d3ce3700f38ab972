"""Folding header labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from county_tui.workbooks import column_letter, fold_label
from county_tui.workbooks.cells import column_index


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("姓 名", "姓名"),
        ("联系\n电话", "联系电话"),
        ("面积（㎡）", "面积"),
        ("经费(元)", "经费"),
        ("服务人次（人次）", "服务人次"),
        ("姓名*", "姓名"),
        ("＊姓名：", "姓名"),
        ("１．单位名称", "单位名称"),
        ("一、基本情况", "基本情况"),
        ("（二）经费", "经费"),
        ("Ｎａｍｅ", "name"),
        ("2019年", "2019年"),
        ("1月", "1月"),
        ("（元）", "(元)"),
        ("有效期（年）", "有效期"),
        ("类别（单选）", "类别(单选)"),
    ],
)
def test_a_label_folds_to_what_it_names(written: str, folded: str) -> None:
    assert fold_label(written) == folded


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing_more_than_marks(text: str) -> None:
    once = fold_label(text)
    assert isinstance(once, str)
    assert not any(character.isspace() for character in once)


@given(st.integers(0, 16383))
def test_a_column_letter_reads_back(index: int) -> None:
    assert column_index(column_letter(index)) == index
