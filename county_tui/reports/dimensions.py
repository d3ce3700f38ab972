"""The rows of a table: the options of a choice, the towns of a region, the months of a period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from county_tui import store
from county_tui.models import register_named
from county_tui.models.kinds import Choice, MultiChoice, first_day
from county_tui.models.regions import TOWN_LEVEL
from county_tui.report_period import Period, period_of
from county_tui.reports.definition import Definition, Only
from county_tui.reports.scope import SELF_ROW, Scope
from county_tui.store import Conditions, within_period

MONTHS = {"month": 1, "quarter": 3, "year": 12}
MOST_KNOWN = 30_000
"""SQLite takes 32,766 values in one query; longer lists are not worth seeking by."""


@dataclass(slots=True)
class Dimension:
    """Rows by id; `find_row` says which row a key value of a group belongs to, `conditions` which records a row has.

    `find_row` and `conditions` are told whether the same period last year is meant. A value that belongs to no
    row gets one of its own by `add`, so that the rows always add up to the total.
    """

    key: store.Key
    rows: dict[Any, str]
    find_row: Callable[[Any, bool], Any]
    conditions: Callable[[Any, bool], Conditions]
    unknown: Callable[[Any], str] = field(default=str)

    def row_of(self, value: Any, is_last_year: bool) -> Any:
        """The id of the row a key value belongs to."""
        row = self.find_row(value, is_last_year)
        if row not in self.rows:
            self.rows[row] = self.unknown(row)
        return row


def options(register: str, name: str, only: Only | None, scope: Scope) -> tuple[str, ...]:
    """The labels a choice field's list has now, or those of them a definition asks for, in its order."""
    kind = register_named(register).fields()[name]
    if only is not None:
        return tuple(str(kind.parse(text, scope.lookups)) for text in only.texts)
    return scope.lookups.choices(kind.options) if isinstance(kind, Choice | MultiChoice) else ()


def choice_key(register: str, name: str, scope: Scope) -> store.Key:
    """A choice field to group by; a required one holds nothing but the list's labels."""
    kind = register_named(register).fields()[name]
    return store.Key(name, known=options(register, name, None, scope) if kind.is_required else ())


def region_key(scope: Scope) -> store.Key:
    """The region to group by, with all the codes it can have."""
    codes = scope.codes()
    return store.Key("region", known=codes if len(codes) <= MOST_KNOWN else ())


def _by_choice(definition: Definition, scope: Scope, name: str, blank: str, only: Only | None) -> Dimension:
    labels = options(definition.register, name, only, scope)

    def conditions(row: Any, is_last_year: bool) -> Conditions:
        return (store.Condition(name, store.Test.IS if row is not None else store.Test.EMPTY, row),)

    rows: dict[Any, str] = {label: label for label in labels}
    key = choice_key(definition.register, name, scope)
    return Dimension(key, rows, lambda value, _: value, conditions, lambda row: blank if row is None else str(row))


def _by_region(scope: Scope) -> Dimension:
    level = scope.part_level
    rows: dict[Any, str] = {part.code: _relative(scope, part.code) for part in scope.parts()}
    rows.setdefault(scope.region, SELF_ROW)

    def conditions(row: Any, is_last_year: bool) -> Conditions:
        if row != scope.region:
            return (store.Condition("region", store.Test.UNDER, row),)
        if scope.level >= TOWN_LEVEL:
            return (store.Condition("region", store.Test.IS, row),)
        return (store.Condition("region", store.Test.LEVEL, tuple(range(1, level))),)

    return Dimension(region_key(scope), rows, lambda code, _: scope.part_of(code), conditions, scope.regions.path)


def _relative(scope: Scope, code: str) -> str:
    """A region's path under the table's region."""
    path = scope.regions.path(code)
    return path.removeprefix(f"{scope.region_name}/") if code != scope.region else path.rsplit("/")[-1]


def _by_span(definition: Definition, scope: Scope, months: int) -> Dimension:
    kind = register_named(definition.register).fields()[definition.date]
    spans: dict[Any, Period] = {}
    span = period_of(scope.period.first, months)
    while span.first <= scope.period.last:
        spans[span.name] = span
        span = span.next()

    def find_row(value: Any, is_last_year: bool) -> Any:
        first = first_day(str(value))
        return period_of(first.replace(year=first.year + is_last_year), months).name

    def conditions(row: Any, is_last_year: bool) -> Conditions:
        span = spans[row].last_year() if is_last_year else spans[row]
        return within_period(definition.date, kind, span)

    rows: dict[Any, str] = {name: span.title for name, span in spans.items()}
    return Dimension(store.Key(definition.date, length=7), rows, find_row, conditions)


def dimension(definition: Definition, scope: Scope) -> Dimension:
    """The rows of a definition."""
    rows = definition.rows
    if rows is None or rows.by == "region":
        return _by_region(scope)
    if rows.by in MONTHS:
        return _by_span(definition, scope, MONTHS[rows.by])
    return _by_choice(definition, scope, rows.by, rows.blank, rows.only)
