"""Whether a condition holds: as a part of a query, and of a single value that stands for a group of records."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

import peewee

from county_tui.models import register_named
from county_tui.models.kinds import Date
from county_tui.models.regions import Regions, code_range
from county_tui.models.register import STAMPS, Register
from county_tui.models.tables import Change, RegionRow
from county_tui.store.rows import ID, MOMENT, AnyOf, Condition, Test

ON_KEYS = frozenset(Test) - {Test.IN_BATCH, Test.DATED_IN}
"""The tests that a value alone can answer; only history knows what a batch did, and other registers what is dated."""

SAID_ELSEWHERE = (Test.LEVEL, Test.DATED_IN, Test.IN_BATCH)
"""Tests that other tables answer."""


def expression(register: type[Register], condition: Condition | AnyOf) -> Any:
    """A condition, or several of which any may hold, as a peewee expression."""
    if isinstance(condition, AnyOf):
        ways = [reduce(and_, (expression(register, part) for part in way)) for way in condition.ways]
        return reduce(or_, ways)
    if condition.field in STAMPS and isinstance(STAMPS[condition.field], Date):
        return holds_at(getattr(register, condition.field), condition)
    is_stamp = condition.field == ID or condition.field in STAMPS
    field: Any = getattr(register, condition.field) if is_stamp else register.fields()[condition.field]
    value: Any = condition.value
    if condition.test in SAID_ELSEWHERE:
        return field.in_(_ids_said_elsewhere(register, condition))
    return _compared(field, condition.test, value)


def _compared(field: Any, test: Test, value: Any) -> Any:
    """A test on the value that stands in the record itself."""
    match test:
        case Test.IS:
            return field.is_null() if value is None else field == value
        case Test.IS_NOT:
            return field.is_null(False) if value is None else (field != value) | field.is_null()
        case Test.AT_LEAST:
            return field >= value
        case Test.AT_MOST:
            return field <= value
        case Test.ABOVE:
            return field > value
        case Test.BELOW:
            return field < value
        case Test.IN:
            return field.in_(list(value))
        case Test.UNDER:
            return field.between(*code_range(value))
        case Test.EMPTY:
            return field.is_null()
        case Test.FILLED:
            return field.is_null(False)
        case Test.HAS:
            return peewee.Value("、").concat(field).concat("、").contains(f"、{value}、")
        case Test.LASTS:
            return (field >= value) | field.in_(_parts_of(value))
        case Test.ENDS_BEFORE:
            return (field < value) & field.not_in(_parts_of(value))


def _ids_said_elsewhere(register: type[Register], condition: Condition) -> Any:
    """The values a field may have, as another table says."""
    value: Any = condition.value
    if condition.test is Test.LEVEL:
        return RegionRow.select(RegionRow.code).where(RegionRow.level.in_(_levels(value)))
    if condition.test is Test.IN_BATCH:
        number, *actions = value
        written = (Change.batch_id == number) & (Change.register == register.register_name())
        return Change.select(Change.record_id).where(written & Change.action.in_(actions))
    name, reference, dated, first, last = value
    other = register_named(name)
    days: Any = other.fields()[dated]
    chosen = other.select(other.fields()[reference])
    return chosen.where(days.between(first, last) & other.deleted_at.is_null())


def holds_at(moment: Any, condition: Condition) -> Any:
    """A test on the day, where this computer is, of a moment kept in UTC; no record is without one."""
    day: Any = condition.value
    match condition.test:
        case Test.AT_LEAST:
            return moment >= _begin(day)
        case Test.AT_MOST:
            return moment < _begin(day + timedelta(1))
        case Test.ABOVE:
            return moment >= _begin(day + timedelta(1))
        case Test.BELOW:
            return moment < _begin(day)
    return moment.is_null(condition.test is Test.EMPTY)


def _begin(day: date) -> str:
    """The moment a day begins, as moments are stored."""
    return datetime(day.year, day.month, day.day).astimezone(UTC).strftime(MOMENT)


def meets(condition: Condition, value: Any, regions: Regions) -> bool:
    """The same of one value of the field; not for IN_BATCH and DATED_IN, which only the database can tell."""
    wanted: Any = condition.value
    match condition.test:
        case Test.IS:
            return bool(value == wanted)
        case Test.IS_NOT:
            return bool(value != wanted)
        case Test.EMPTY:
            return value is None
        case Test.FILLED:
            return value is not None
    return value is not None and _filled_meets(condition.test, value, wanted, regions)


def _filled_meets(test: Test, value: Any, wanted: Any, regions: Regions) -> bool:
    """The tests that no blank meets."""
    match test:
        case Test.AT_LEAST:
            return bool(value >= wanted)
        case Test.AT_MOST:
            return bool(value <= wanted)
        case Test.ABOVE:
            return bool(value > wanted)
        case Test.BELOW:
            return bool(value < wanted)
        case Test.IN | Test.HAS:
            return value in wanted if test is Test.IN else wanted in value
        case Test.UNDER:
            first, last = code_range(str(wanted))
            return bool(first <= value <= last)
        case Test.LASTS:
            return str(value) >= wanted or str(value) in _parts_of(wanted)
        case Test.ENDS_BEFORE:
            return str(value) < wanted and str(value) not in _parts_of(wanted)
        case Test.LEVEL:
            return value in regions.by_code and regions.by_code[value].level in _levels(wanted)
    raise ValueError(f"a value alone cannot answer {test}")


def _parts_of(day: str) -> list[str]:
    """The year and the month a day lies in, as partial dates: they last at least as long."""
    return [day[:4], day[:7]]


def _levels(value: Any) -> tuple[int, ...]:
    return value if isinstance(value, tuple) else (value,)
