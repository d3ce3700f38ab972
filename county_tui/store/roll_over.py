"""A year's indicators, and the projects not done, carried over to the next year; one batch that can be undone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from county_tui.errors import CountyError
from county_tui.models.indicators import Indicators
from county_tui.models.kinds import Value
from county_tui.models.projects import Projects
from county_tui.models.register import Register
from county_tui.store.bulk_edit import start_batch
from county_tui.store.changes import Writer
from county_tui.store.due import unfinished
from county_tui.store.ledger import stamped
from county_tui.store.ledger_lookups import lookups
from county_tui.store.listing import ids_by_key, list_rows
from county_tui.store.rows import Condition, Query, Row, Stamp, Test
from county_tui.store.session import session, transaction

ROLL_OVER = "roll-over"
"""The kind of batch this is."""


@dataclass(frozen=True, slots=True)
class RollOver:
    """What carrying a year over makes: the new indicators' values, and how many the next year has already.

    `projects` are the values of those that go on: at a year's end only.
    """

    year: int
    new: tuple[dict[str, Value], ...]
    unchanged: int
    projects: tuple[dict[str, Value], ...] = ()


def _of_year(register: str, year: int, *where: Condition) -> list[Row]:
    return list_rows(Query(register, where=(Condition("year", Test.IS, year), *where)))


def _a_year_later(day: Value) -> Value:
    """The same day of the next year; 29 February becomes the 28th."""
    if not isinstance(day, datetime.date):
        return day
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)


def _carried(row: Row, projects: dict[int, int]) -> dict[str, Value]:
    """An indicator of the next year: its project is the next year's of the same title, if there is one."""
    values = dict(row.values)
    project = values["project"]
    values |= {
        "year": int(str(values["year"])) + 1,
        "actual": None,
        "due_on": _a_year_later(values["due_on"]),
        "project": projects.get(project) if isinstance(project, int) else None,
    }
    return values


def _going_on(row: Row) -> dict[str, Value]:
    """A project in its next year: its days and state stay as they are, the money is the old year's."""
    return {**row.values, "year": int(str(row.values["year"])) + 1, "budget_yuan": None}


def _new(register: type[Register], carried: Iterable[dict[str, Value]]) -> tuple[dict[str, Value], ...]:
    """The records carried over that the next year does not have yet, by the register's key."""
    keys = {register.record_key_of(values): values for values in carried}
    known = ids_by_key(register.register_name(), list(keys))
    return tuple(values for key, values in keys.items() if key not in known)


def plan_year(year: int) -> RollOver:
    """What a year's end carries over: its indicators, and its projects that are not done."""
    with session():
        rows, projects = _of_year("indicators", year), _of_year("projects", year)
        later = {row.values["title"]: row.id for row in _of_year("projects", year + 1)}
        linked = {row.id: later[row.values["title"]] for row in projects if row.values["title"] in later}
        new = _new(Indicators, (_carried(row, linked) for row in rows))
        undone = _of_year("projects", year, *unfinished())
        return RollOver(year, new, len(rows) - len(new), _new(Projects, map(_going_on, undone)))


def plan_roll_over(year: int) -> RollOver:
    """What would be carried over of a year's indicators alone. Raises CountyError where the year has none."""
    plan = replace(plan_year(year), projects=())
    if not plan.new and not plan.unchanged:
        hint = f"；要把 {year - 1} 年的结转过来，请写 {year - 1}。" if _of_year("indicators", year - 1) else "。"
        raise CountyError(f"{year} 年没有指标，没有可结转的", hint)
    return plan


def roll_over(year: int, by: str) -> tuple[RollOver, int | None]:
    """Carry a year's indicators over. Returns what was done, and the number of the batch (None: nothing to do)."""
    with transaction():
        plan = plan_roll_over(year)
        return plan, _write(plan, by)


def end_year(year: int, by: str) -> tuple[RollOver, int | None]:
    """Carry a year's indicators and its projects that are not done over. Returns the same."""
    with transaction():
        plan = plan_year(year)
        return plan, _write(plan, by)


def _write(plan: RollOver, by: str) -> int | None:
    made = len(plan.new) + len(plan.projects)
    if not made:
        return None
    counts = {"new": made, "updated": 0, "unchanged": plan.unchanged, "refused": 0}
    what = "指标和项目" if plan.projects else "指标"
    batch = start_batch(ROLL_OVER, f"{plan.year} 年{what}结转到 {plan.year + 1} 年", by, counts)
    if plan.projects:
        _insert(Projects, plan.projects, stamped(by, batch))
        plan = plan_year(plan.year)  # the projects are there now for the indicators to belong to
    _insert(Indicators, plan.new, stamped(by, batch))
    return batch


def _insert(register: type[Register], records: Sequence[dict[str, Value]], stamp: Stamp) -> None:
    rows = [[values.get(name) for name in register.fields()] for values in records]
    Writer(register, stamp, lookups()).insert_rows(rows)
