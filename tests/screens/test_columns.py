"""Texts cut to cells, and columns fitted to a width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from county_tui.models import register_named
from county_tui.widgets.cells import CUT, fitted, wrapped
from county_tui.widgets.record_lines import MARK_CELLS, columns_of, fitting


@given(st.text(alphabet="锦江区a1 —·", max_size=12), st.integers(min_value=0, max_value=20))
def test_a_text_takes_just_its_cells(text: str, width: int) -> None:
    assert cell_len(fitted(text, width)) == width


def test_the_mark_of_a_cut_text_stands_right_behind_it() -> None:
    assert fitted("锦江区民宗局", 6) == "锦江~ "
    assert fitted("锦江区民宗局", 7) == f"锦江区{CUT}"


@given(st.text(alphabet="锦江，。a1 /", max_size=60), st.integers(min_value=4, max_value=30))
def test_a_wrapped_text_is_whole_and_fits(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    assert "".join(lines) == text
    assert all(cell_len(line) <= width for line in lines)


def test_a_wrapped_text_breaks_no_word_and_begins_no_line_with_a_stop() -> None:
    assert list(wrapped("写成 xlsx 文件", 8)) == ["写成 ", "xlsx 文", "件"]
    assert list(wrapped("一二三四，五", 8)) == ["一二三", "四，五"]


def test_the_first_column_can_be_told_apart_before_others_are_shown() -> None:
    texts = dict.fromkeys(register_named("bases").fields(), "长" * 20)
    columns = columns_of(register_named("bases"), [texts])
    shown = fitting(columns, 80)
    assert shown[0].width >= 80 // 3
    assert MARK_CELLS + sum(column.width + 2 for column in shown) - 2 <= 80


def test_a_short_first_column_takes_no_more_than_it_needs() -> None:
    texts = dict.fromkeys(register_named("bases").fields(), "短")
    assert fitting(columns_of(register_named("bases"), [texts]), 80)[0].width == 4


def test_a_blank_column_waits_until_no_other_is_cut() -> None:
    texts = dict.fromkeys(register_named("bases").fields(), "") | {
        "name": "东大社区石榴籽服务窗口",
        "kind": "中华优秀传统文化传习所",
    }
    columns = columns_of(register_named("bases"), [texts])
    assert [(one.name, one.width) for one in fitting(columns, 46)] == [("name", 22), ("kind", 20)]
    assert [one.name for one in fitting(columns, 80)][:3] == ["name", "kind", "level"]


def test_a_column_the_list_can_do_without_waits_too_but_not_for_one_very_long_text() -> None:
    bases = register_named("bases")
    texts = dict.fromkeys(bases.fields(), "短") | {"kind": "中华优秀传统文化传习所", "address": "路" * 90}
    full = columns_of(bases, [texts])
    assert [one.name for one in fitting(full, 80)] == list(bases.listed)
    assert "address" in [one.name for one in fitting(full, 80, skipped=6)]
    columns = columns_of(bases, [texts | {"name": "名" * 50}])
    wide = fitting(columns, 200)
    assert wide[0].width > 40 and sum(one.width + 2 for one in wide) == 200  # all room there is
