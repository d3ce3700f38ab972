"""Periods: every way to write one, and stepping through them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from county_tui.errors import CountyError
from county_tui.report_period import Period, parse_period, period_of

days = st.dates(date(1960, 1, 1), date(2090, 12, 31))
periods = st.builds(period_of, days, st.sampled_from((12, 6, 3, 1)))


@st.composite
def ranges(draw: st.DrawFn) -> Period:
    """Several periods of one length in a row."""
    unit = draw(st.sampled_from((12, 6, 3, 1)))
    first = period_of(draw(days), unit)
    last = period_of(min(first.last + timedelta(days=draw(st.integers(0, 1500))), date(2099, 12, 31)), unit)
    return parse_period(f"{first.name}..{last.name}")


@given(ranges())
def test_a_range_is_parsed_back_from_its_name_and_its_title(period: Period) -> None:
    assert parse_period(period.name) == period
    assert parse_period(period.name).name == period.name
    assert parse_period(period.title) == period


@given(ranges())
def test_ranges_follow_one_another_without_a_gap_and_have_a_last_year(period: Period) -> None:
    following = period.next()
    assert following.previous() == period
    assert following.first == period.last + timedelta(days=1)
    assert following.months == period.months == period.last_year().months
    assert period.last_year().first.year == period.first.year - 1
    assert period.last_year().next().first.day == 1


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("2026-01..2026-09", "2026-01..2026-09", "2026年1—9月"),
        ("2026Q1..2026Q3", "2026Q1..2026Q3", "2026年一至三季度"),
        ("2026年1—9月", "2026-01..2026-09", "2026年1—9月"),
        ("2026年1-9月", "2026-01..2026-09", "2026年1—9月"),
        ("2026年1–9月份", "2026-01..2026-09", "2026年1—9月"),
        ("２０２６年１～９月", "2026-01..2026-09", "2026年1—9月"),
        ("2026年一至九月", "2026-01..2026-09", "2026年1—9月"),
        ("2026年1月至9月", "2026-01..2026-09", "2026年1—9月"),
        ("2026年1月—2026年9月", "2026-01..2026-09", "2026年1—9月"),
        ("2026年前三季度", "2026Q1..2026Q3", "2026年一至三季度"),
        ("2026年一季度至三季度", "2026Q1..2026Q3", "2026年一至三季度"),
        ("2026年一至三季度", "2026Q1..2026Q3", "2026年一至三季度"),
        ("2026年前9个月", "2026-01..2026-09", "2026年1—9月"),
        ("2025-07..2026-06", "2025-07..2026-06", "2025年7月至2026年6月"),
        ("2025H2..2026H1", "2025H2..2026H1", "2025年下半年至2026年上半年"),
        ("2024..2026", "2024..2026", "2024—2026年"),
        ("2024—2026年", "2024..2026", "2024—2026年"),
        ("2026Q1..2026-05", "2026-01..2026-05", "2026年1—5月"),
        ("2026Q3..2026Q3", "2026Q3", "2026年三季度"),
    ],
)
def test_a_range_of_periods_can_be_written_in_many_ways(text: str, name: str, title: str) -> None:
    period = parse_period(text)
    assert (period.name, period.title) == (name, title)


def test_two_ways_of_writing_one_span_are_one_period() -> None:
    same = [parse_period(text) for text in ("2026Q1..2026Q3", "2026-01..2026-09", "2026年1—9月")]
    assert len(set(same)) == 1
    assert parse_period("2026-01..2026-03") == parse_period("2026Q1")


@pytest.mark.parametrize("text", ["2026-09..2026-01", "2026..2024", "2026年9—1月", "2026Q3..2026Q1"])
def test_a_range_that_ends_before_it_begins_is_told(text: str) -> None:
    with pytest.raises(CountyError, match="开始晚于结束"):
        parse_period(text)


@given(periods)
def test_a_period_is_parsed_back_from_its_name_and_its_title(period: Period) -> None:
    assert parse_period(period.name) == period
    assert parse_period(period.title) == period


@given(periods)
def test_next_and_previous_undo_each_other_and_leave_no_gap(period: Period) -> None:
    following = period.next()
    assert following.previous() == period
    assert following.first == period.last + timedelta(days=1)
    assert following.months == period.months


@given(periods)
def test_last_year_is_the_same_period_a_year_before(period: Period) -> None:
    before = period.last_year()
    assert (before.first.year, before.first.month) == (period.first.year - 1, period.first.month)
    assert before.months == period.months
    assert before.title == period.title.replace(str(period.first.year), str(before.first.year))


@given(days, st.sampled_from((12, 6, 3, 1)))
def test_a_day_lies_in_its_period(day: date, months: int) -> None:
    period = period_of(day, months)
    assert period.first <= day <= period.last
    assert period.months == months


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026", "2026"),
        ("2026年", "2026"),
        ("２０２６年度", "2026"),
        ("2026h1", "2026H1"),
        ("2026-H2", "2026H2"),
        ("2026年上半年", "2026H1"),
        ("2026 年 下半年", "2026H2"),
        ("2026Q3", "2026Q3"),
        ("2026年三季度", "2026Q3"),
        ("2026年第3季度", "2026Q3"),
        ("2026年第四季度", "2026Q4"),
        ("202609", "2026-09"),
        ("2026年九月", "2026-09"),
        ("2026年十月份", "2026-10"),
        ("2026年十二月", "2026-12"),
        ("2026-09", "2026-09"),
        ("2026-9", "2026-09"),
        ("2026年9月", "2026-09"),
        ("2026年12月份", "2026-12"),
    ],
)
def test_a_period_can_be_written_in_many_ways(text: str, name: str) -> None:
    assert parse_period(text).name == name


def test_february_ends_on_the_leap_day_and_last_year_on_the_28th() -> None:
    february = parse_period("2024-02")
    assert february.last == date(2024, 2, 29)
    assert february.last_year().last == date(2023, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "26",
        "2026Q5",
        "2026H3",
        "2026-13",
        "2026-00",
        "上半年",
        "2026-09-01",
        "1800",
        "202613",
        "2026年十三月",
        "2026..",
        "..2026",
        "2026年0—9月",
        "2026年1—13月",
        "2026-01..x",
        "2026年1—9",
    ],
)
def test_what_is_no_period_is_refused_in_words(text: str) -> None:
    with pytest.raises(CountyError, match=r"期间|年份"):
        parse_period(text)


@pytest.mark.parametrize("text", ["0000", "1949", "2101", "9999"])
def test_a_year_nobody_means_is_told(text: str) -> None:
    with pytest.raises(CountyError, match=f"年份 {int(text)} 不在 1950—2100 之间"):
        parse_period(text)
