"""Whatever a field of any register takes in, it writes so that it reads it again, and the database keeps it."""

from __future__ import annotations

import datetime
import decimal
import sqlite3

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from county_tui.errors import CountyError
from county_tui.models import REGISTERS
from county_tui.models.kinds import Given, Kind
from county_tui.models.lookups import Lookups

FIELDS = [
    pytest.param(field, id=f"{register.register_name()}.{name}")
    for register in REGISTERS
    for name, field in register.fields().items()
]
ONE_OF_EACH = list({(type(param.values[0]), getattr(param.values[0], "lines", 0)): param for param in FIELDS}.values())
"""A field of each kind (and of one-line and many-line text)."""

HOSTILE = (
    "\x00", "\x1b[31m红\x1b[0m", "\x1b]0;title\x07x", "[bold]x[/bold]", "\u202e反\u202c", "零\u200b宽\ufeff", "\ud800",
    "=1+1", "@SUM(A1)", "+8613800000000", "-1", "e\u200d\u0301", "a\u0300\u0301", "行\r\n二\u2028三\v四", "１２３", "①",
    "x" * 2001, " \u3000 ", "无", "—", "\t-\t", "1e400", "NaN", "Infinity", "1" + "0" * 29, "0.1", "-0", "0000-00-00",
    "2026-02-30", "9999999999",
   "'", '"', "%s%n", "'; DROP TABLE bases; --", "，、；", "🧑‍🧑‍🧒", "\U000e0001", "ﷺ", "ſ", "İ",
)  # fmt: skip
"""Texts that have broken programs before."""

PIECES = (
    "2026",
    "年",
    "月",
    "日",
    "-",
    "/",
    ".",
    "1",
    "13",
    "：",
    "人次",
    "万",
    "约",
    "、",
    "是",
    "普通话",
    "彝语",
    " ",
    "街道",
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.lists(st.one_of(st.text(max_size=4), st.sampled_from(HOSTILE)), max_size=4).map("".join),
    st.from_regex(r"[0-9]{3,4}-?[0-9]{7,8}(转[0-9]{1,4})?", fullmatch=True),
)
CELLS: st.SearchStrategy[Given] = st.one_of(
    TEXTS,
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.dates(datetime.date(1, 1, 1)),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.decimals(),
)


def taken(field: Kind, cell: Given, lookups: Lookups) -> object:
    """The value a field makes of a cell, or None where it refuses in words."""
    try:
        return field.parse(cell, lookups)
    except CountyError as error:
        assert error.message
        error.message.encode("utf-8", "surrogatepass")
        return None


@pytest.mark.parametrize("field", ONE_OF_EACH)
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cell=CELLS)
@example(cell=decimal.Decimal("1E+29"))
@example(cell="1" + "0" * 29)
@example(cell="e\u200d\u0301")
def test_a_value_taken_in_is_read_back_as_written_and_as_stored(field: Kind, cell: Given, lookups: Lookups) -> None:
    value = taken(field, cell, lookups)
    if value is None:
        return
    assert field.parse(field.format(value, lookups), lookups) == value
    stored = sqlite3.connect(":memory:").execute("SELECT ?", (field.to_db(value),)).fetchone()[0]
    assert field.from_db(stored) == value


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_of_any_register_breaks_on_a_hostile_cell(field: Kind, lookups: Lookups) -> None:
    for cell in (*HOSTILE, None, True, 0, -1, 1e15, float("nan"), float("inf"), 45000.5, 2023.1):
        value = taken(field, cell, lookups)
        if value is not None:
            assert field.parse(field.format(value, lookups), lookups) == value


@pytest.mark.parametrize("field", FIELDS)
def test_blanks_are_nothing(field: Kind, lookups: Lookups) -> None:
    assert field.format(None, lookups) == ""
    assert field.plain(None, lookups) is None
    for blank in ("", "  ", "\u3000", "—", "-", "/", None):
        assert field.parse(blank, lookups) is None


@pytest.mark.parametrize("field", ONE_OF_EACH)
def test_every_kind_says_what_to_write(field: Kind) -> None:
    assert field.label and field.hint and field.kind
