"""No ID number passes, however it is written; other long numbers do."""

from __future__ import annotations

import datetime
import decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county_tui.errors import ValueRefusedError
from county_tui.models import REGISTERS
from county_tui.models.lookups import Lookups
from county_tui.models.privacy import (
    CHECK_CHARACTERS,
    MASK,
    WEIGHTS,
    has_valid_checksum,
    holds_id_number,
    is_rounded_id_number,
    masked,
)

TEXT_FIELDS = {
    type(field): field
    for register in REGISTERS
    for field in register.fields().values()
    if field.kind in ("text", "phone")
}


def with_check_character(digits: str) -> str:
    """An ID number of 17 digits and its check character."""
    return digits + CHECK_CHARACTERS[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    """An invented ID number with a valid check character."""
    place = draw(st.sampled_from(["510104", "513401", "110101", "654321", "810000", "911124"]))
    born = draw(st.dates(datetime.date(1920, 1, 1), datetime.date(2025, 12, 31)))
    order = draw(st.integers(0, 999))
    return with_check_character(f"{place}{born:%Y%m%d}{order:03d}")


FULL_WIDTH = {ord(plain): ord(wide) for plain, wide in zip("0123456789X", "０１２３４５６７８９Ｘ", strict=True)}
ARABIC = {ord(str(digit)): chr(0x660 + digit) for digit in range(10)}
UNSEEN = ["\u200b", "\u00ad", "\x00", "\x08", "\ufe0f", "\x1b[0m", "\u202e", "\u0301", "\U000e0020"]


@st.composite
def written(draw: st.DrawFn) -> str:
    """An ID number as people and programs write it: split, full-width, with unseen characters, in a sentence."""
    number = draw(id_numbers())
    form = draw(st.integers(0, 5))
    if form == 1:
        number = draw(st.sampled_from([" ", "-", "\u3000", "、", " / ", "　", "."])).join(
            [number[:6], number[6:10], number[10:14], number[14:]]
        )
    elif form == 2:
        number = number.translate(FULL_WIDTH)
    elif form == 3:
        number = draw(st.sampled_from(UNSEEN)).join(number)
    elif form == 4:
        number = draw(st.sampled_from([" ", "*", "·"])).join(number)
    elif form == 5:
        number = number.translate(ARABIC)
    number = number.lower() if draw(st.booleans()) else number
    before = draw(st.sampled_from(["", "身份证：", "3 ", "序号 12 ", "ID", "（", "办理人张某 ", "①", "⑿", "x²", "第⑩"]))
    after = ["", "）", " 已办", "，电话 13800000000", "①", "³"]
    return before + number + draw(st.sampled_from([*after, "13800000000"] if number[-1] in "xX" else after))


@settings(max_examples=300, deadline=None)
@given(text=written())
def test_an_id_number_is_known_and_masked_in_every_form(text: str) -> None:
    assert holds_id_number(text)
    hidden = masked(text)
    assert MASK in hidden
    assert not holds_id_number(hidden)


@pytest.mark.parametrize("field", TEXT_FIELDS.values(), ids=lambda field: field.kind)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=written())
def test_no_field_takes_an_id_number_in_any_form(field: object, text: str, lookups: Lookups) -> None:
    with pytest.raises(ValueRefusedError):
        field.parse(text, lookups)  # type: ignore[attr-defined]


@settings(max_examples=100, deadline=None)
@given(number=id_numbers())
def test_no_field_of_any_register_takes_an_id_number_as_a_number(number: str, lookups: Lookups) -> None:
    if number.endswith("X"):
        number = number[:-1] + "0"
    for cell in (int(number), float(number), decimal.Decimal(number)):
        for register in REGISTERS:
            for field in register.fields().values():
                try:
                    value = field.parse(cell, lookups)
                except ValueRefusedError:
                    continue
                assert not has_valid_checksum(number), f"{field.label} took {cell!r} as {value!r}"


@pytest.mark.parametrize(
    "text",
    [
        "成民宗发〔2023〕12号",
        "028-86660000、13800000000",
        "510104020001",
        "123456789012345678",
        "2023-09-01 2024-09-01 2025-09-01",
        "1、2、3、4、5、6、7、8、9、10、11、12",
        "统一社会信用代码 91510104MA6C8X7Y2K",
    ],
)
def test_what_is_no_id_number_passes_unmasked(text: str) -> None:
    assert not holds_id_number(text)
    assert masked(text) == text


def test_a_number_cell_with_the_last_digits_rounded_away_is_known() -> None:
    assert is_rounded_id_number(510104199001011200.0)
    assert not is_rounded_id_number(510104209913011200.0)
