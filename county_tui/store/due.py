"""What falls due: each list is a query, so that it opens as just the records it counted."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from county_tui.models.demonstration_units import VALID_YEARS
from county_tui.store.grouping import Key, Measure, Take, group
from county_tui.store.listing import count_rows
from county_tui.store.rows import AnyOf, Condition, Query, Test
from county_tui.store.session import session

AHEAD_DAYS = 90
"""How far ahead something due is shown."""
OPEN_DAYS = 15
"""A service open for longer than this is overdue."""
MONTHS = 12


@dataclass(frozen=True, slots=True)
class DueList:
    """One list of what falls due."""

    title: str
    query: Query


@dataclass(frozen=True, slots=True)
class Month:
    """How much was done in a month (`2026-09`)."""

    month: str
    services: int
    activities: int


def _years_earlier(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _expiring_bases(before: str) -> DueList:
    where = (
        Condition("valid_until", Test.FILLED),
        Condition("valid_until", Test.ENDS_BEFORE, before),
        Condition("status", Test.IS_NOT, "停用"),
    )
    return DueList(f"{AHEAD_DAYS} 天内到期的阵地", Query("bases", where=where, sort=("valid_until",)))


def _expiring_units(day: datetime.date) -> DueList:
    stated = (Condition("valid_until", Test.FILLED), Condition("valid_until", Test.ENDS_BEFORE, day.isoformat()))
    named_before = _years_earlier(day, VALID_YEARS).isoformat()
    computed = (
        Condition("valid_until", Test.EMPTY),
        Condition("named_on", Test.FILLED),
        Condition("named_on", Test.ENDS_BEFORE, named_before),
    )
    where = (Condition("status", Test.IS, "命名"), AnyOf((stated, computed)))
    return DueList(f"{AHEAD_DAYS} 天内到期的示范单位", Query("demonstration_units", where=where, sort=("named_on",)))


def _reviews(until: datetime.date) -> DueList:
    where = (Condition("review_due_on", Test.AT_MOST, until), Condition("status", Test.IS_NOT, "废止"))
    return DueList(f"{AHEAD_DAYS} 天内应复审的制度", Query("work_systems", where=where, sort=("review_due_on",)))


def _open_services(today: datetime.date) -> DueList:
    where = (
        Condition("outcome", Test.IN, ("办理中", "未办结")),
        Condition("served_on", Test.AT_MOST, today - datetime.timedelta(days=OPEN_DAYS + 1)),
    )
    return DueList(f"超过 {OPEN_DAYS} 天未办结的服务", Query("service_records", where=where, sort=("served_on",)))


def due_lists(today: datetime.date) -> Iterator[DueList]:
    """Every list of what falls due as of a day, but for the indicators, which the reports measure."""
    until = today + datetime.timedelta(days=AHEAD_DAYS)
    after = until + datetime.timedelta(days=1)
    yield _expiring_bases(after.isoformat())
    yield _expiring_units(after)
    yield _reviews(until)
    yield _open_services(today)


def count_due(lists: list[DueList]) -> list[int]:
    """How many records each list has."""
    with session():
        return [count_rows(due.query) for due in lists]


def last_months(today: datetime.date) -> list[Month]:
    """Services and activities in each of the last twelve months, this one last."""
    last = today.year * 12 + today.month - 1
    months = [f"{at // 12}-{at % 12 + 1:02d}" for at in range(last - MONTHS + 1, last + 1)]
    first = datetime.date.fromisoformat(f"{months[0]}-01")
    counts: list[dict[str, int]] = []
    with session():
        for register, field in (("service_records", "served_on"), ("activities", "held_on")):
            query = Query(register, where=(Condition(field, Test.AT_LEAST, first),))
            found = group(query, (Key(field, 7),), (Measure(Take.COUNT),))
            counts.append({str(key): int(number) for (key,), (number,) in found})
    services, activities = counts
    return [Month(month, services.get(month, 0), activities.get(month, 0)) for month in months]
