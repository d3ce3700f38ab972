"""A year's indicators carried over to the next: targets stay, actuals are empty; one batch that can be undone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from county_tui.errors import CountyError
from county_tui.models.indicators import Indicators
from county_tui.models.kinds import Value
from county_tui.models.projects import Projects
from county_tui.store.batches import start_batch
from county_tui.store.changes import Writer
from county_tui.store.ledger import lookups, stamped
from county_tui.store.listing import ids_by_key, list_rows
from county_tui.store.rows import Condition, Query, Row, Test
from county_tui.store.session import session, transaction

ROLL_OVER = "roll-over"
"""The kind of batch this is."""


@dataclass(frozen=True, slots=True)
class RollOver:
    """What carrying a year over makes: the new indicators' values, and how many the next year has already."""

    year: int
    new: tuple[dict[str, Value], ...]
    unchanged: int


def _of_year(register: str, year: int) -> list[Row]:
    return list_rows(Query(register, where=(Condition("year", Test.IS, year),)))


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


def plan_roll_over(year: int) -> RollOver:
    """What would be carried over from a year. Raises CountyError where the year has no indicators."""
    with session():
        rows = _of_year("indicators", year)
        if not rows:
            hint = f"；要把 {year - 1} 年的结转过来，请写 {year - 1}。" if _of_year("indicators", year - 1) else "。"
            raise CountyError(f"{year} 年没有指标，没有可结转的", hint)
        later = {row.values["title"]: row.id for row in _of_year(Projects.register_name(), year + 1)}
        projects = {
            row.id: later[row.values["title"]]
            for row in _of_year(Projects.register_name(), year)
            if row.values["title"] in later
        }
        carried = [_carried(row, projects) for row in rows]
        keys = {Indicators.record_key_of(values): values for values in carried}
        known = ids_by_key("indicators", list(keys))
    new = tuple(values for key, values in keys.items() if key not in known)
    return RollOver(year, new, len(carried) - len(new))


def roll_over(year: int, by: str) -> tuple[RollOver, int | None]:
    """Carry a year's indicators over. Returns what was done, and the number of the batch (None: nothing to do)."""
    with transaction():
        plan = plan_roll_over(year)
        if not plan.new:
            return plan, None
        counts = {"new": len(plan.new), "updated": 0, "unchanged": plan.unchanged, "refused": 0}
        batch = start_batch(ROLL_OVER, f"{year} 年指标结转到 {year + 1} 年", by, counts)
        rows = [[values.get(name) for name in Indicators.fields()] for values in plan.new]
        Writer(Indicators, stamped(by, batch), lookups()).insert_rows(rows)
    return plan, batch
