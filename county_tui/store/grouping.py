"""Adding up records: one grouped query, for summary tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import and_
from typing import Any

import peewee

from county_tui.models import register_named
from county_tui.models.kinds import Number, Value
from county_tui.models.register import Register
from county_tui.store.conditions import expression
from county_tui.store.listing import list_ids
from county_tui.store.rows import ID, Condition, Conditions, Query, Test
from county_tui.store.session import records, session


@dataclass(frozen=True, slots=True)
class Key:
    """A field to group by; `length` takes so many characters of it (7 of a date are its month).

    `known` lists all the values a filled field can have, so that an index is read by seeks instead of from end to end.
    """

    field: str
    length: int = 0
    known: tuple[Value, ...] = ()


class Take(StrEnum):
    """What is added up."""

    COUNT = "count"
    SUM = "sum"
    FILLED = "filled"
    """How many records have the field filled."""
    LEAST = "least"
    MOST = "most"
    """The smallest and the largest value as stored; nothing where no record has one."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of each group, over the group's records that meet all of `where`."""

    take: Take
    field: str = ""
    where: Conditions = ()


Group = tuple[tuple[Any, ...], tuple[Any, ...]]
"""A group's key values (a part of a field as its text) and its numbers; 0 where there is nothing to add up."""


def _key(register: type[Register], key: Key) -> Any:
    field: Any = register.fields()[key.field]
    if not key.length:
        return field
    return peewee.fn.substr(field, 1, key.length).python_value(lambda stored: stored)


def _measure(register: type[Register], measure: Measure) -> Any:
    field: Any = register.fields().get(measure.field)
    match measure.take:
        case Take.COUNT:
            amount = peewee.fn.count(peewee.SQL("*"))
        case Take.SUM:
            amount = peewee.fn.sum(field)
        case Take.FILLED:
            amount = peewee.fn.count(field)
        case Take.LEAST:
            amount = peewee.fn.min(field)
        case Take.MOST:
            amount = peewee.fn.max(field)
    amount = amount.python_value(lambda stored: stored)
    tests = [expression(register, condition) for condition in measure.where]
    return amount.filter(reduce(and_, tests)) if tests else amount


def group(query: Query, keys: tuple[Key, ...], measures: tuple[Measure, ...]) -> list[Group]:
    """The numbers of each group of a query's live records (its search text and order play no part)."""
    register = register_named(query.register)
    by = [_key(register, key) for key in keys]
    chosen: Any = register.select(*by, *(_measure(register, measure) for measure in measures))
    chosen = chosen.where(register.deleted_at.is_null())
    for condition in query.where:
        chosen = chosen.where(expression(register, condition))
    for key in keys:
        if key.known:
            chosen = chosen.where(register.fields()[key.field].in_(list(key.known)))  # type: ignore[attr-defined]
    with session():
        rows = list(records(chosen.group_by(*by) if by else chosen))
    return [(tuple(row[: len(by)]), tuple(number or 0 for number in row[len(by) :])) for row in rows]


@dataclass(frozen=True, slots=True)
class Totals:
    """One number of some records: in how many it is filled, their sum, the smallest and the largest."""

    field: str
    filled: int
    total: int | float
    least: int | float
    most: int | float

    @property
    def mean(self) -> float:
        """The mean of those filled."""
        return self.total / self.filled


def totals(query: Query) -> tuple[int, list[Totals]]:
    """How many records a query chooses, and the totals of each of their numbers that is filled at all.

    A number in the register's key, such as a year, says which record it is and is not added up.
    """
    if query.search.strip():
        found = Condition(ID, Test.IN, tuple(list_ids(query)))
        query = Query(query.register, where=(*query.where, found))
    register = register_named(query.register)
    names = [n for n, field in register.fields().items() if isinstance(field, Number) and n not in register.key]
    takes = (Take.FILLED, Take.SUM, Take.LEAST, Take.MOST)
    ((_, (count, *numbers)),) = group(
        query, (), (Measure(Take.COUNT), *(Measure(take, name) for name in names for take in takes))
    )
    parts = zip(*[iter(numbers)] * len(takes), strict=True)
    return count, [Totals(name, *some) for name, some in zip(names, parts, strict=True) if some[0]]
