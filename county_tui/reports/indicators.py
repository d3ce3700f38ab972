"""指标完成情况表. Code of its own: a row is a record, and each row's number comes from another register."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from county_tui import store
from county_tui.models import register_named
from county_tui.reports.definition import Definition
from county_tui.reports.expanded_columns import quotient
from county_tui.reports.measures import SOURCES, Measured, is_computed, measure
from county_tui.reports.scope import Scope
from county_tui.reports.table import Cell, Number, Table, TableColumn, TableRow

REGISTER = "indicators"
COLUMNS = (
    ("目标", "number"),
    ("完成", "number"),
    ("完成率", "percent"),
    ("时限", "text"),
    ("责任单位", "text"),
    ("状态", "text"),
)
DONE, ON_PLAN, BEHIND, OVERDUE, NOT_TYPED = "已完成", "按进度", "落后", "逾期", "未填报"


@dataclass(frozen=True, slots=True)
class _Target:
    """What an indicator asks for, and by when."""

    target: Decimal
    year: int
    due_on: datetime.date | None

    def share_gone(self, day: datetime.date) -> Decimal:
        """The part of the time from the year's first day to the day it is due that has passed, 0 to 1."""
        first = datetime.date(self.year, 1, 1)
        due = self.due_on or datetime.date(self.year, 12, 31)
        whole = (due - first).days + 1
        gone = (day - first).days + 1
        return Decimal(1) if whole <= 0 else min(max(Decimal(gone) / whole, Decimal(0)), Decimal(1))

    def status(self, actual: Decimal | None, day: datetime.date) -> str:
        """How it stands at the end of a day: done, on plan, behind, overdue or not typed."""
        if actual is not None and actual >= self.target:
            return DONE
        if self.due_on is not None and day > self.due_on:
            return OVERDUE
        if actual is None:
            return NOT_TYPED
        return ON_PLAN if actual >= self.target * self.share_gone(day) else BEHIND


def _rows(scope: Scope) -> list[store.Row]:
    """The year's indicators of the region, in the order of the clauses."""
    year = store.Condition("year", store.Test.IS, scope.period.last.year)
    found = list(store.stream_rows(store.Query(REGISTER, where=(year, *scope.within_region()))))
    order = {clause: at for at, clause in enumerate(scope.lookups.choices("clause"))}

    def place(row: store.Row) -> tuple[int, str, str]:
        return order.get(str(row.values["clause"]), len(order)), str(row.values["region"]), str(row.values["name"])

    return sorted(found, key=place)


def _measured(rows: list[store.Row], scope: Scope, tables: Mapping[str, Definition]) -> dict[str, Measured]:
    """The sources that the rows need, each added up once."""
    needed = {str(row.values["source"]) for row in rows} & set(SOURCES)
    return measure(sorted(needed), scope, tables)


def _number(value: object) -> int | float | None:
    """A stored decimal as JSON has it."""
    if value is None:
        return None
    number = Decimal(str(value))
    return int(number) if number == number.to_integral_value() else float(number)


def _actual(row: store.Row, measured: Mapping[str, Measured]) -> tuple[Number, store.Query]:
    """What was reached, and the records that say so: those counted, or the indicator's own."""
    source, region = row.values["source"], str(row.values["region"])
    if is_computed(source) and source in measured:
        found = measured[str(source)]
        return found.under(region), found.query(region)
    return _number(row.values["actual"]), _own(row)


def _identity(row: store.Row) -> tuple[store.Condition, ...]:
    """What names one indicator: its register's key."""
    return tuple(store.Condition(name, store.Test.IS, row.values[name]) for name in ("year", "name", "region"))


def _own(row: store.Row) -> store.Query:
    return store.Query(REGISTER, where=_identity(row))


def _row(row: store.Row, scope: Scope, measured: Mapping[str, Measured], day: datetime.date) -> TableRow:
    values = row.values
    actual, behind = _actual(row, measured)
    due = values["due_on"]
    due_on = due if isinstance(due, datetime.date) else None
    goal = _Target(Decimal(str(values["target"])), scope.period.last.year, due_on)
    reached = actual if isinstance(actual, int | float) else None
    share = None if reached is None else quotient(reached, float(goal.target))
    status = goal.status(None if reached is None else Decimal(str(reached)), day)
    place = "" if values["region"] == scope.region else f"（{scope.places.path(str(values['region']))}）"
    texts: list[Number] = [str(due) if due else None, str(values["responsible"] or "") or None, status]
    cells = [_number(values["target"]), actual, share, *texts]
    queries = [_own(row), behind, behind, *[_own(row)] * 3]
    return TableRow(f"{values['name']}{place}", tuple(map(Cell, cells, queries)))


def late_indicators(scope: Scope, tables: Mapping[str, Definition]) -> store.Query:
    """The indicators that are behind or overdue at the end of the scope's period, as a query of their register."""
    with store.session():
        rows = _rows(scope)
        measured = _measured(rows, scope, tables)
    late = [row for row in rows if _row(row, scope, measured, scope.period.last).cells[-1].value in (BEHIND, OVERDUE)]
    ways = tuple(_identity(row) for row in late)
    nothing = (store.Condition("name", store.Test.EMPTY),)
    return store.Query(REGISTER, where=(store.AnyOf(ways or (nothing,)),))


def fill_indicators(definition: Definition, scope: Scope, tables: Mapping[str, Definition]) -> Table:
    """One row an indicator of the period's year; `tables` are the built-in ones, which say what counts.

    A period that is not over yet is judged by the days gone so far.
    """
    today = datetime.datetime.now().astimezone().date()
    with store.session():
        rows = _rows(scope)
        measured = _measured(rows, scope, tables)
    day = min(scope.period.last, max(today, scope.period.first))
    return Table(
        name=definition.name,
        title=definition.title,
        period=scope.period,
        region=scope.region,
        region_name=scope.region_name,
        head=register_named(REGISTER).fields()["name"].label,
        columns=tuple(TableColumn(label, (label,), kind) for label, kind in COLUMNS),
        rows=tuple(_row(row, scope, measured, day) for row in rows),
        total=None,
        notes=definition.notes,
        chart=definition.chart,
    )
