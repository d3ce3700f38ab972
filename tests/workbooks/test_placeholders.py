"""Placeholders of templates that no program has filled in."""

from __future__ import annotations

import pytest

from county_tui.workbooks.header.labels import is_placeholder, is_placeholder_row


@pytest.mark.parametrize(
    "text",
    [
        "{{name}}",
        "{name}",
        "{.name}",
        "${total}",
        "#{place}",
        "<%= x %>",
        "[[x]]",
        "{{街道}}",
        "{{fe:list t.no",
        "t.memo}}",
    ],
)
def test_a_placeholder_in_every_notation(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["", "名称", "{", "}", "面积（㎡）", "[注]", "50%", "a&b", "$100"])
def test_a_text_is_no_placeholder(text: str) -> None:
    assert not is_placeholder(text)


def test_a_row_of_placeholders_may_hold_numbers_and_latin_names() -> None:
    assert is_placeholder_row(["{{fe:list t.no", "t.category", "", "t.memo}}"])
    assert is_placeholder_row(["1", "{name}"])


def test_a_row_with_chinese_text_is_data_though_it_holds_braces() -> None:
    assert not is_placeholder_row(["{name}", "锦官驿街道"])
    assert not is_placeholder_row(["", ""])
    assert not is_placeholder_row(["Total", "12"])
