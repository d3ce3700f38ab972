"""Which records stand at a date: in post, valid, in force."""

from __future__ import annotations

from datetime import date, timedelta

from county_tui.models import register_named
from county_tui.models.kinds import PartialDate, Value
from county_tui.models.lookups import Lookups
from county_tui.report_period import parse_period
from county_tui.reports.definition import Standing, resolve
from county_tui.store import AnyOf, Condition, Conditions, Test, spelled_out

Way = tuple[Condition, ...]
ANY_PERIOD = parse_period("2000")
"""What a standing compares with is fixed; no period plays a part."""


def _typed(register: str, field: str, day: date) -> Value:
    return str(day) if isinstance(register_named(register).fields()[field], PartialDate) else day


def _years_before(day: date, years: int) -> str:
    """The ISO text so many years earlier: 02-29 may come out in a year without one, which still sorts right."""
    return f"{day.year - years:04d}{str(day)[4:]}"


def _first_filled(fields: tuple[str, ...], test: Test, values: tuple[Value, ...]) -> tuple[Way, ...]:
    """The ways in which the first filled of some fields meets a test."""
    return tuple(
        (*(Condition(blank, Test.EMPTY) for blank in fields[:at]), Condition(field, test, values[at]))
        for at, field in enumerate(fields)
    )


def undated(register: str, standing: Standing, lookups: Lookups) -> tuple[Way, ...]:
    """The ways in which nothing says since when a record counts, and yet it does."""
    blank = tuple(Condition(field, Test.EMPTY) for field in standing.since)
    return tuple((*blank, *way) for way in spelled_out(resolve(register, standing.begun, ANY_PERIOD, lookups)))


def has_begun(register: str, standing: Standing, day: date, lookups: Lookups) -> Conditions:
    """That a record counts from a day on or before this one; nothing to test where no date says so."""
    if not standing.since:
        return ()
    values = tuple(_typed(register, field, day) for field in standing.since)
    ways = _first_filled(standing.since, Test.AT_MOST, values)
    return (AnyOf((*ways, *undated(register, standing, lookups))),)


def stays(register: str, standing: Standing, lookups: Lookups) -> tuple[Way, ...]:
    """The ways in which nothing says that a record left."""
    present = resolve(register, standing.present, ANY_PERIOD, lookups)
    return tuple((Condition(standing.left, Test.EMPTY), *way) for way in spelled_out(present))


def _is_valid(standing: Standing, day: date) -> AnyOf:
    blank = Condition(standing.until, Test.EMPTY)
    lasts: Way = (Condition(standing.until, Test.LASTS, str(day)),)
    if not standing.years:
        return AnyOf((lasts, (blank,)))
    limits = (_years_before(day, standing.years),) * len(standing.since)
    ways = _first_filled(standing.since, Test.LASTS, limits)
    never = tuple(Condition(field, Test.EMPTY) for field in standing.since)
    return AnyOf((lasts, *((blank, *way) for way in ways), (blank, *never)))


def standing_at(register: str, standing: Standing, day: date, lookups: Lookups) -> Conditions:
    """The conditions under which a record stands at the end of a day."""
    found = has_begun(register, standing, day, lookups)
    if standing.until:
        found += (_is_valid(standing, day),)
    if standing.left:
        following = str(day + timedelta(days=1))
        ways = stays(register, standing, lookups)
        found += (AnyOf((*ways, (Condition(standing.left, Test.LASTS, following),))),)
    return found


def _months_after(day: date, months: int) -> date:
    """The first day after so many whole months that follow a month's last day."""
    after = day + timedelta(days=1)
    number = after.year * 12 + after.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def ends_within(standing: Standing, day: date, months: int) -> Conditions:
    """That the validity of a record that stands at a month's last day ends in so many months after it."""
    limit = _months_after(day, months)
    ends: Way = (Condition(standing.until, Test.ENDS_BEFORE, str(limit)),)
    if not standing.years:
        return ends
    limits = (_years_before(limit, standing.years),) * len(standing.since)
    ways = _first_filled(standing.since, Test.ENDS_BEFORE, limits)
    blank = Condition(standing.until, Test.EMPTY)
    return (AnyOf((ends, *((blank, *way) for way in ways))),)
