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
FINISHED = "完成"
"""The state of a project that is done, also where no day says so."""


@dataclass(frozen=True, slots=True)
class DueList:
    """One list of what falls due; `column` is the field that says so, to be seen at once when the list opens."""

    title: str
    query: Query
    column: str


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


@dataclass(frozen=True, slots=True)
class Span:
    """Days that something falls due on: from `first` on, if that is given, and before `after`."""

    first: datetime.date | None
    after: datetime.date

    def ends(self, field: str) -> tuple[Condition, ...]:
        """That a date or a part of one ends on these days."""
        return self._within(field, self.first, self.after)

    def ends_years_later(self, field: str, years: int) -> tuple[Condition, ...]:
        """That so many years after a date lie on these days."""
        first = _years_earlier(self.first, years) if self.first else None
        return self._within(field, first, _years_earlier(self.after, years))

    @staticmethod
    def _within(field: str, first: datetime.date | None, after: datetime.date) -> tuple[Condition, ...]:
        lasts = (Condition(field, Test.LASTS, first.isoformat()),) if first else ()
        return (Condition(field, Test.FILLED), *lasts, Condition(field, Test.ENDS_BEFORE, after.isoformat()))


def _bases(span: Span, title: str) -> DueList:
    where = (*span.ends("valid_until"), Condition("status", Test.IS_NOT, "停用"))
    return DueList(f"{title}的阵地", Query("bases", where=where, sort=("valid_until",)), "valid_until")


def _units(span: Span, title: str) -> DueList:
    computed = (Condition("valid_until", Test.EMPTY), *span.ends_years_later("named_on", VALID_YEARS))
    where = (Condition("status", Test.IS, "命名"), AnyOf((span.ends("valid_until"), computed)))
    query = Query("demonstration_units", where=where, sort=("named_on",))
    return DueList(f"{title}的示范单位", query, "valid_until")


def _reviews(span: Span, title: str) -> DueList:
    last = span.after - datetime.timedelta(days=1)
    begins = (Condition("review_due_on", Test.AT_LEAST, span.first),) if span.first else ()
    where = (*begins, Condition("review_due_on", Test.AT_MOST, last), Condition("status", Test.IS_NOT, "废止"))
    return DueList(f"{title}的制度", Query("work_systems", where=where, sort=("review_due_on",)), "review_due_on")


def _open_services(today: datetime.date) -> DueList:
    where = (
        Condition("outcome", Test.IN, ("办理中", "未办结")),
        Condition("served_on", Test.AT_MOST, today - datetime.timedelta(days=OPEN_DAYS + 1)),
    )
    return DueList(
        f"超过 {OPEN_DAYS} 天未办结的服务", Query("service_records", where=where, sort=("served_on",)), "served_on"
    )


def due_lists(today: datetime.date) -> Iterator[DueList]:
    """Every list of what falls due as of a day, but for the indicators, which the reports measure."""
    over = Span(None, today)
    ahead = Span(today, today + datetime.timedelta(days=AHEAD_DAYS + 1))
    yield _bases(over, "已到期")
    yield _bases(ahead, f"{AHEAD_DAYS} 天内将到期")
    yield _units(over, "已到期")
    yield _units(ahead, f"{AHEAD_DAYS} 天内将到期")
    yield _reviews(over, "已过复审日期")
    yield _reviews(ahead, f"{AHEAD_DAYS} 天内该复审")
    yield _open_services(today)


def year_lists(year: int) -> Iterator[DueList]:
    """What to look at when a year ends: what expires in the next one, who left, and what is still open."""
    first, after = datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1)
    span, next_year = Span(first, after), Span(after, datetime.date(year + 2, 1, 1))
    yield _bases(next_year, f"{year + 1} 年到期")
    yield _units(next_year, f"{year + 1} 年到期")
    yield _agreements(next_year, f"{year + 1} 年到期")
    yield _reviews(Span(None, next_year.after), f"{year + 1} 年底以前该复审")
    left = Query("personnel", where=span.ends("ended_on"), sort=("ended_on",))
    yield DueList(f"{year} 年离任的人员", left, "ended_on")
    undone = Condition("done_on", Test.EMPTY)
    handed = Condition("handed_on", Test.AT_MOST, after - datetime.timedelta(days=1))
    yield DueList("没有办结的督办事项", Query("tasks", where=(undone, handed), sort=("due_on",)), "due_on")
    of_year = Condition("year", Test.IS, year)
    yield DueList(f"{year} 年没有完成的项目", Query("projects", where=(of_year, *unfinished())), "due_on")
    yield _open_services(after)


def unfinished() -> tuple[Condition, Condition]:
    """That a project is not done: neither a day nor its state says so."""
    return Condition("done_on", Test.EMPTY), Condition("status", Test.IS_NOT, FINISHED)


def _agreements(span: Span, title: str) -> DueList:
    where = (*span.ends("valid_until"), Condition("status", Test.IS_NOT, "终止"))
    return DueList(f"{title}的协作协议", Query("agreements", where=where, sort=("valid_until",)), "valid_until")


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
