"""Values as conditions: equal to one of several, within a span of dates or numbers; a month or year as such a span."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from county_tui.errors import CountyError, ValueRefusedError
from county_tui.models.kinds import (
    Date,
    Integer,
    Kind,
    Number,
    PartialDate,
    PeriodName,
    RegionCode,
    Value,
    first_day,
    last_day,
)
from county_tui.models.lookups import Lookups
from county_tui.report_period import FIRST_YEAR, Period, parse_period
from county_tui.store.rows import AnyOf, Condition, Conditions, Test, Way

DOTS = ".."
MONTHS = 12
Days = tuple[str, str]
"""The ends of a span of dates: ISO texts, the first as short as it was written (`2026`), the last a whole day."""


def is_date(field: Kind) -> bool:
    """Whether a field holds a day, or a part of a date."""
    return isinstance(field, Date | PartialDate)


def _days(text: str, lookups: Lookups) -> Days:
    """The days a text covers: a day, month or year as a date field reads it, or a period. Raises ValueRefusedError."""
    try:
        partial = str(PartialDate("").parse(text, lookups))
    except ValueRefusedError as refused:
        try:
            period = parse_period(text)
        except CountyError:
            raise refused from None
        return period.first.isoformat().removesuffix("-01"), period.last.isoformat()
    return partial, last_day(partial).isoformat()


def shortest(day: str) -> str:
    """The shortest partial date that begins on a day: all that sort from it on begin then or later."""
    return day.removesuffix("-01").removesuffix("-01") if len(day) > 4 else day


def _typed(field: Kind, day: str, *, is_end: bool) -> Value:
    if isinstance(field, PartialDate):
        return day
    return last_day(day) if is_end else first_day(day)


def _names_within(period: Period) -> set[str]:
    """The names of a period and of all spans of whole months within one of its years."""
    names = {period.canonical_name}
    # Nothing is kept under a year before the first: the year before it is asked for as 上年同期.
    for year in range(max(period.first.year, FIRST_YEAR), period.last.year + 1):
        first = period.first.month if year == period.first.year else 1
        last = period.last.month if year == period.last.year else MONTHS
        ends = [(begin, end) for begin in range(first, last + 1) for end in range(begin, last + 1)]
        names |= {parse_period(f"{year}-{begin:02d}..{year}-{end:02d}").canonical_name for begin, end in ends}
    return names


def within_period(name: str, field: Kind, period: Period) -> Way:
    """That a date lies in a period; a partial date does if its first day does, a named period if all of it does."""
    if isinstance(field, PeriodName):
        return (Condition(name, Test.IN, tuple(sorted(_names_within(period)))),)
    if isinstance(field, Integer):  # a year
        return Condition(name, Test.AT_LEAST, period.first.year), Condition(name, Test.AT_MOST, period.last.year)
    if not isinstance(field, PartialDate):
        return Condition(name, Test.AT_LEAST, period.first), Condition(name, Test.AT_MOST, period.last)
    first = shortest(period.first.isoformat())
    return Condition(name, Test.AT_LEAST, first), Condition(name, Test.AT_MOST, period.last.isoformat())


def dated(name: str, field: Kind, text: str, lookups: Lookups) -> tuple[Condition, Condition]:
    """That a date lies in a day, month, year or period; a partial date does if all it can mean does."""
    first, last = _days(text, lookups)
    start, end = _typed(field, first, is_end=False), _typed(field, last, is_end=True)
    return Condition(name, Test.AT_LEAST, start), Condition(name, Test.AT_MOST, end)


def compared(name: str, field: Kind, sign: str, text: str, lookups: Lookups) -> Condition:
    """`>=` counts from the first day of a month or year on, `<=` to its last; other values are as they are."""
    if not is_date(field):
        return Condition(name, Test(sign), field.parse(text, lookups))
    first, last = _days(text, lookups)
    if sign in (">=", "<"):
        start = shortest(first_day(first).isoformat()) if isinstance(field, PartialDate) else first_day(first)
        return Condition(name, Test(sign), start)
    return Condition(name, Test(sign), _typed(field, last, is_end=True))


def _span(name: str, field: Kind, text: str, lookups: Lookups) -> Way | None:
    """`10..50`, `2026-01..`: the conditions of a span, either end open; None for a text that is no span."""
    first, dots, last = text.partition(DOTS)
    if not dots or not (first.strip() or last.strip()) or not (is_date(field) or isinstance(field, Number)):
        return None
    ends = ((">=", first.strip()), ("<=", last.strip(".").strip()))
    return tuple(compared(name, field, sign, end, lookups) for sign, end in ends if end)


def _way(name: str, field: Kind, text: str, lookups: Lookups) -> Way:
    """What one value asks for."""
    if (ends := _span(name, field, text, lookups)) is not None:
        return ends
    if is_date(field):
        return dated(name, field, text, lookups)
    return equal(name, field, field.parse(text, lookups))


def equal(name: str, field: Kind, value: Value) -> Way:
    """That a value stands in a field: a region with all under it, all of several choices."""
    if value is None:
        return (Condition(name, Test.EMPTY),)
    if isinstance(value, tuple):
        return tuple(Condition(name, Test.HAS, label) for label in value)
    return (Condition(name, Test.UNDER if isinstance(field, RegionCode) else Test.IS, value),)


def one_of(name: str, field: Kind, texts: Sequence[str], lookups: Lookups) -> Conditions:
    """That one of some values stands in the field; an empty text is a blank. Raises ValueRefusedError."""
    ways = [_way(name, field, text, lookups) if text else (Condition(name, Test.EMPTY),) for text in texts]
    return joined(name, ways)


def joined(name: str, ways: Sequence[Way]) -> Conditions:
    """Several ways as one condition: plain values as a list of values, anything else as ways of which one holds."""
    if len(ways) == 1:
        return ways[0]
    plain: list[Any] = [way[0].value for way in ways if _is_plain(way)]
    other = [way for way in ways if not _is_plain(way)]
    if len(plain) == 1:
        other.insert(0, (Condition(name, Test.IS, plain[0]),))
    elif plain:
        listed = Condition(name, Test.IN, tuple(plain))
        if not other:
            return (listed,)
        other.insert(0, (listed,))
    return (AnyOf(tuple(other)),)


def _is_plain(way: Way) -> bool:
    return len(way) == 1 and way[0].test is Test.IS
