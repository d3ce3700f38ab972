"""指标完成情况表. Code of its own: a row is a record, and each row's number comes from another register."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from county_tui import store
from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.indicators import CAP, RATE
from county_tui.report_period import Period, parse_period
from county_tui.reports.definition import Definition
from county_tui.reports.expanded_columns import begun, quotient
from county_tui.reports.measures import SOURCES, Asked, Measured, check_filter, is_computed, measure
from county_tui.reports.scope import Scope, open_scope
from county_tui.reports.table import Number, Table, TableCell, TableColumn, TableRow

REGISTER, PROGRESS = "indicators", "indicator_progress"
COLUMNS = (
    ("目标", "number"),
    ("完成", "number"),
    ("完成率", "percent"),
    ("时限", "text"),
    ("责任单位", "text"),
    ("状态", "text"),
)
DONE, ON_PLAN, BEHIND, OVERDUE, NOT_TYPED, EXCEEDED = "已完成", "按进度", "落后", "逾期", "未填报", "超出"
BAD_FILTER = "筛选条件有误"
ACTUAL, SHARE = 1, 2
"""The positions of 完成 and 完成率 among the columns."""
LATE = (BEHIND, OVERDUE, EXCEEDED)


@dataclass(frozen=True, slots=True)
class _Target:
    """What an indicator asks for, and by when; a rate is never prorated, a cap must not be passed."""

    target: Decimal
    year: int
    due_on: datetime.date | None
    is_rate: bool = False
    is_cap: bool = False

    def share_gone(self, day: datetime.date) -> Decimal:
        """The part of the time from the year's first day to the day it is due that has passed, 0 to 1."""
        first = datetime.date(self.year, 1, 1)
        due = self.due_on or datetime.date(self.year, 12, 31)
        whole = (due - first).days + 1
        gone = (day - first).days + 1
        return Decimal(1) if whole <= 0 else min(max(Decimal(gone) / whole, Decimal(0)), Decimal(1))

    def status(self, actual: Decimal | None, day: datetime.date) -> str:
        """How it stands at the end of a day: done, on plan, behind, overdue, not typed, or past a cap."""
        if day < datetime.date(self.year, 1, 1):  # nothing can be late in a year that has not begun
            return ON_PLAN
        if actual is not None and self.is_cap:
            kept = DONE if self.share_gone(day) == 1 else ON_PLAN
            return EXCEEDED if actual > self.target else kept
        if actual is not None and actual >= self.target:
            return DONE
        if self.due_on is not None and day > self.due_on:
            return OVERDUE
        if actual is None:
            return NOT_TYPED
        expected = self.target if self.is_rate else self.target * self.share_gone(day)
        return ON_PLAN if actual >= expected else BEHIND


def _rows(scope: Scope) -> list[store.Row]:
    """The year's indicators of the region, in the order of the clauses."""
    year = store.Condition("year", store.Test.IS, scope.period.last.year)
    found = list(store.stream_rows(store.Query(REGISTER, where=(year, *scope.within_region()))))
    order = {clause: at for at, clause in enumerate(scope.lookups.choices("clause"))}

    def sort_key(row: store.Row) -> tuple[int, str, str]:
        return order.get(str(row.values["clause"]), len(order)), str(row.values["region"]), str(row.values["name"])

    return sorted(found, key=sort_key)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the actuals of some indicators come from: amounts of the registers, what was typed for each period."""

    measured: Mapping[Asked, Measured]
    progress: Mapping[int, store.Row]
    """The typed progress of the period, by indicator; of none of its year's, the indicator is not in it."""
    has_progress: frozenset[int]
    """The indicators with progress typed for any period of their year."""
    problems: Mapping[int, str]
    """What is wrong with filters, by indicator."""


def _asked(row: store.Row) -> Asked | None:
    """What a computed indicator is computed from; None for a typed one."""
    source = row.values["source"]
    return Asked(str(source), str(row.values["filter"] or "")) if source in SOURCES else None


def _facts(rows: list[store.Row], scope: Scope, tables: Mapping[str, Definition]) -> _Facts:
    """Everything the rows need, each source added up once."""
    problems: dict[int, str] = {}
    needed: set[Asked] = set()
    for row in rows:
        if asked := _asked(row):
            try:
                check_filter(asked, scope, tables)
                needed.add(asked)
            except CountyError as error:
                problems[row.id] = str(error)
    measured = measure(sorted(needed, key=lambda one: (one.source, one.filter)), scope, tables)
    return _Facts(measured, *_typed(rows, scope.period), problems)


def _typed(rows: list[store.Row], period: Period) -> tuple[dict[int, store.Row], frozenset[int]]:
    """The progress that counts at a period's end, by indicator; and the indicators that have any.

    That is the period's own, else the latest of the year that ends by then (of several, the longest).
    """
    ids = tuple(row.id for row in rows)
    where = (store.Condition("indicator", store.Test.IN, ids),)
    found: dict[int, tuple[tuple[bool, datetime.date, int], store.Row]] = {}
    having: set[int] = set()
    for typed in store.stream_rows(store.Query(PROGRESS, where=where)) if ids else ():
        key, of = int(str(typed.values["indicator"])), parse_period(str(typed.values["period"]))
        if of.last.year != period.last.year:
            continue
        having.add(key)
        rank = (of == period, of.last, of.months)
        if of.last <= period.last and (key not in found or found[key][0] < rank):
            found[key] = rank, typed
    return {key: typed for key, (_, typed) in found.items()}, frozenset(having)


def _number(value: object) -> int | float | None:
    """A stored decimal as JSON has it."""
    if value is None:
        return None
    number = Decimal(str(value))
    return int(number) if number == number.to_integral_value() else float(number)


def _actual(row: store.Row, facts: _Facts) -> tuple[Number, store.Query]:
    """What was reached, and the records that say so: those counted, the period's progress, or the indicator's own."""
    asked = _asked(row)
    if asked in facts.measured and asked is not None:
        found, region = facts.measured[asked], str(row.values["region"])
        return found.under(region), found.query(region)
    if typed := facts.progress.get(row.id):
        where = tuple(store.Condition(name, store.Test.IS, typed.values[name]) for name in ("indicator", "period"))
        return _number(typed.values["actual"]), store.Query(PROGRESS, where=where)
    if row.id in facts.has_progress or is_computed(row.values["source"]):
        return None, _own(row)
    return _number(row.values["actual"]), _own(row)


def _identity(row: store.Row) -> tuple[store.Condition, ...]:
    """What names one indicator: its register's key."""
    return tuple(store.Condition(name, store.Test.IS, row.values[name]) for name in ("year", "name", "region"))


def _own(row: store.Row) -> store.Query:
    return store.Query(REGISTER, where=_identity(row))


def _target(row: store.Row, year: int) -> _Target:
    values = row.values
    due = values["due_on"]
    due_on = due if isinstance(due, datetime.date) else None
    return _Target(Decimal(str(values["target"])), year, due_on, values["kind"] == RATE, values["direction"] == CAP)


def _row(row: store.Row, scope: Scope, facts: _Facts, day: datetime.date) -> TableRow:
    values, due = row.values, row.values["due_on"]
    actual, behind = _actual(row, facts)
    goal = _target(row, scope.period.last.year)
    reached = actual if isinstance(actual, int | float) else None
    share = None if reached is None or goal.is_cap or goal.target <= 0 else quotient(reached, float(goal.target))
    status = BAD_FILTER if row.id in facts.problems else goal.status(_decimal(reached), day)
    region = "" if values["region"] == scope.region else f"（{scope.regions.path(str(values['region']))}）"
    texts: list[Number] = [str(due) if due else None, str(values["responsible"] or "") or None, status]
    cells = [_number(values["target"]), actual, share, *texts]
    queries = [_own(row), behind, behind, *[_own(row)] * 3]
    parts = None if share is None or reached is None else (reached, _number(values["target"]) or 0)
    made = [
        TableCell(value, (query,), parts if at == SHARE else None)
        for at, (value, query) in enumerate(zip(cells, queries, strict=True))
    ]
    return TableRow(f"{values['name']}{region}", tuple(made))


def _decimal(number: int | float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _notes(rows: list[store.Row], facts: _Facts) -> str:
    """What is to be known of the actuals: typed for no period, or not computed for a mistaken filter."""
    typed = [row for row in rows if not is_computed(row.values["source"]) and row.values["actual"] is not None]
    undated = sum(row.id not in facts.has_progress for row in typed)
    told = [f"其中 {undated} 个完成值没有写明期间，请登记到“指标进度”。"] if undated else []
    names = {row.id: row.values["name"] for row in rows}
    told += [f"“{names[key]}”的筛选条件有误：{problem}" for key, problem in facts.problems.items()]
    return "".join(told)


def reached(
    rows: Sequence[store.Row], day: datetime.date, tables: Mapping[str, Definition]
) -> dict[int, tuple[Number, Number]]:
    """(actual, share of the target) of some indicators by id, each in its own year up to its end or a day before."""
    found: dict[int, tuple[Number, Number]] = {}
    for year in {int(str(row.values["year"])) for row in rows}:
        whole = parse_period(str(year))
        scope = open_scope(Period(whole.first, max(whole.first, min(whole.last, day)), whole.unit), None)
        of_year = [row for row in rows if row.values["year"] == year]
        with store.session():
            facts = _facts(of_year, scope, tables)
        for row in of_year:
            cells = _row(row, scope, facts, scope.period.last).cells
            found[row.id] = cells[ACTUAL].value, cells[SHARE].value
    return found


def late_indicators(scope: Scope, tables: Mapping[str, Definition]) -> store.Query:
    """The indicators behind, overdue or past a cap at the end of the scope's period, as a query of their register."""
    with store.session():
        rows = _rows(scope)
        facts = _facts(rows, scope, tables)
    late = [row for row in rows if _row(row, scope, facts, scope.period.last).cells[-1].value in LATE]
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
        facts = _facts(rows, scope, tables)
    day = min(scope.period.last, today)
    filled = tuple(_row(row, scope, facts, day) for row in rows)
    return _laid_out(definition, scope, filled, definition.notes + _notes(rows, facts))


def outline_indicators(definition: Definition, scope: Scope) -> Table:
    """The columns alone: each region has indicators of its own."""
    return _laid_out(definition, scope, (), definition.notes)


def _laid_out(definition: Definition, scope: Scope, rows: tuple[TableRow, ...], notes: str) -> Table:
    return replace(
        begun(definition, scope, register_named(REGISTER).fields()["name"].label),
        columns=tuple(TableColumn(label, (label,), kind) for label, kind in COLUMNS),
        rows=rows,
        notes=notes,
    )
