"""What an office owes the level above, and by which day: what it reports regularly, and the tasks handed to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

import chinese_calendar

from county_tui import store
from county_tui.errors import CountyError, NotFoundError
from county_tui.report_period import Period, parse_period, period_of
from county_tui.returns.sheets import named
from county_tui.rights import Right

SETTING = "return_set"
RHYTHMS = {1: "月", 3: "季度", 6: "半年", 12: "年"}
"""How often something is reported: the months of its period, and the word for them."""
LAST_DAY, LAST_WORKDAY = 31, 23
"""A month has no more days, and no more working days."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What is reported for each period of so many months, by which (working) day of the month after."""

    months: int
    names: tuple[str, ...]
    day: int
    is_workday: bool = False

    def due(self, period: Period) -> date:
        """The day for a period; a day nobody works on gives way to the next one on which they do."""
        after = period.last + timedelta(1)
        if self.is_workday:
            return _workday(after, self.day)
        return _workday(min(after + timedelta(self.day - 1), period_of(after, 1).last), 1)


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still to be reported for a period, by which day, and why it came back, if it was sent back."""

    names: tuple[str, ...]
    period: Period
    due: date
    is_task: bool
    sent_back: str = ""


def is_workday(day: date) -> bool:
    """Whether offices work on a day: by the published calendar; for years it does not know yet, Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def _workday(first: date, number: int) -> date:
    """The number-th working day from a day on."""
    day = first
    while number > 1 or not is_workday(day):
        number -= is_workday(day)
        day += timedelta(1)
    return day


def duties() -> list[Duty]:
    """What is reported regularly, the most frequent first."""
    kept = json.loads(store.settings().get(SETTING) or "{}")
    return [Duty(int(months), tuple(one["names"]), one["day"], one["is_workday"]) for months, one in kept.items()]


def rhythm_named(text: str) -> int:
    """The months of a rhythm given by its word. Raises NotFoundError."""
    for months, word in RHYTHMS.items():
        if text.strip().removeprefix("每").removesuffix("度").removesuffix("报") == word.removesuffix("度"):
            return months
    raise NotFoundError(f"没有“{text}”这种周期", f"，可写：{'、'.join(RHYTHMS.values())}。")


def check_day(day: int, *, is_workday: bool) -> None:
    """Raise CountyError for a day no month has."""
    most = LAST_WORKDAY if is_workday else LAST_DAY
    if not 1 <= day <= most:
        raise CountyError(f"日子只能写 1 到 {most}", "，是期间结束后那个月的第几天或第几个工作日。")


def set_duty(months: int, names: Sequence[str], day: int, *, is_workday: bool = False) -> Duty | None:
    """Keep what is reported for each period of so many months; without names nothing is any more.

    Raises NotFoundError for a table or form there is not, CountyError for a day no month has.
    """
    check_day(day, is_workday=is_workday)
    made = Duty(months, tuple(dict.fromkeys(named(name).name for name in names)), day, is_workday)
    others = [one for one in duties() if one.months != months]
    kept = sorted([*others, *([made] if names else [])], key=lambda one: one.months)
    data = {one.months: {key: value for key, value in asdict(one).items() if key != "months"} for one in kept}
    store.set_setting(SETTING, json.dumps(data, ensure_ascii=False), Right.SET_UP)
    return made if names else None


Sealed = Mapping[tuple[str, str], int]
"""The newest version sealed for a region, by (the period's one name, the sheet's name)."""


def _sealed(region: str) -> Sealed:
    found: dict[tuple[str, str], int] = {}
    for head in store.return_heads():
        for name in head.names if head.region == region else ():
            key = parse_period(head.period).canonical_name, name
            found[key] = max(head.version, found.get(key, 0))
    return found


def _sent_back(region: str, period: str, sealed: Sealed) -> str:
    """Why the newest version of a return came back; empty if it did not, or was amended since."""
    newest = max((version for (of, _), version in sealed.items() if of == period), default=0)
    found = [event for event in store.events(period, region) if event.kind == store.SENT_BACK]
    return found[-1].text if found and found[-1].version >= newest else ""


def _of_tasks(region: str, sealed: Sealed) -> Iterator[Owed]:
    for task in store.tasks(store.OWED):
        period = parse_period(task.period)
        why = _sent_back(region, task.period, sealed)
        left = tuple(name for name in task.sheets if why or (period.canonical_name, name) not in sealed)
        if left:
            yield Owed(left, period, date.fromisoformat(task.due), is_task=True, sent_back=why)


def _of_duty(duty: Duty, period: Period, sealed: Sealed) -> Iterator[Owed]:
    """What is left of a duty for a period, if anything is."""
    left = tuple(name for name in duty.names if (period.canonical_name, name) not in sealed)
    if left:
        yield Owed(left, period, duty.due(period), is_task=False)


def owed_of_year(year: int) -> list[Owed]:
    """What was to be reported for a year or a part of it and is not sealed, tasks and what is regular; by day."""
    region = store.describe().region
    sealed = _sealed(region)
    found = [one for one in _of_tasks(region, sealed) if one.period.last.year == year]
    for duty in duties():
        period = period_of(date(year, 1, 1), duty.months)
        while period.last.year == year:
            found += _of_duty(duty, period, sealed)
            period = period.next()
    return sorted(found, key=lambda one: (one.due, one.period.name))


def owed(today: date) -> list[Owed]:
    """What is to be reported and is not sealed yet, or was sent back; what is due first comes first.

    Of what is reported regularly, that is the last period that has ended. A task stands for the same sheets.
    """
    region = store.describe().region
    sealed = _sealed(region)
    tasks = list(_of_tasks(region, sealed))
    told = {(one.period.canonical_name, name) for one in tasks for name in one.names}
    regular = (
        Owed(left, one.period, one.due, is_task=False)
        for duty in duties()
        for one in _of_duty(duty, period_of(today, duty.months).previous(), sealed)
        if (left := tuple(name for name in one.names if (one.period.canonical_name, name) not in told))
    )
    return sorted([*tasks, *regular], key=lambda one: (one.due, one.period.name))
