"""Amounts asked of one register by one grouped query for each period; what small services say of who came, added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from county_tui import store
from county_tui.models.regions import Regions
from county_tui.models.service_records import COUNTED_IN_GROUPS, ServiceRecords
from county_tui.models.service_tallies import ServiceTallies
from county_tui.reports.definition import Definition, Filter
from county_tui.store import ON_KEYS, AnyOf, Condition, Conditions, Written, meets

DISTINCT, MARKED = "distinct", "marked"
"""Different values, and different regions that the office marked: both are gathered in sets."""
RECORDS, TALLIES = ServiceRecords.register_name(), ServiceTallies.register_name()
DATE, MONTH = "served_on", "month"
SHARED = frozenset(("region", "category", "base"))
"""What both registers know of a service, beside when it was."""
ROWS = frozenset(("region", "category", "month", "quarter", "year"))
CASES = "language_cases"
SPOKEN = Condition("language", store.Test.FILLED)
SUMS: Mapping[str, str] = {name: name for name in COUNTED_IN_GROUPS if name in ServiceTallies.fields()}
WHO_CAME: Mapping[str, frozenset[str]] = {
    RECORDS: frozenset(COUNTED_IN_GROUPS),
    TALLIES: frozenset((*SUMS.values(), CASES)),
}
"""The fields of a register that tell who came."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number to find: what to add up (a store's Take, or distinct values) over the records that meet `where`."""

    take: store.Take | str
    field: str = ""
    where: Conditions = ()
    is_last_year: bool = False
    source: str = ""
    """Which of the table's sources it is taken from."""
    need: str = ""
    """Of distinct regions only those count that the office marked as having to have this."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one group adds to one amount: a number, or a value for distinct ones; `keys` are the group's."""

    amount: Amount
    keys: Mapping[str, Any]
    value: Any


def _split(where: Conditions, keys: frozenset[str]) -> tuple[tuple[Condition, ...], Conditions]:
    """The conditions that the keys answer, and those for the database."""
    on_keys: list[Condition] = []
    rest: list[Condition | AnyOf] = []
    for test in where:
        if isinstance(test, Condition) and test.field in keys and test.test in ON_KEYS:
            on_keys.append(test)
        else:
            rest.append(test)
    return tuple(on_keys), tuple(rest)


def _plan(
    amounts: Iterable[Amount], keys: frozenset[str]
) -> tuple[list[store.Measure], list[tuple[Amount, tuple[Condition, ...], int]]]:
    """The measures to ask for, each once; and for each amount its tests on the keys and the measure it uses."""
    measures: dict[store.Measure, int] = {}
    planned = []
    for amount in amounts:
        on_keys, rest = _split(amount.where, keys)
        take = store.Take.COUNT if amount.take == DISTINCT else store.Take(amount.take)
        measure = store.Measure(take, "" if take == store.Take.COUNT else amount.field, rest)
        planned.append((amount, on_keys, measures.setdefault(measure, len(measures))))
    return list(measures), planned


def tally(
    query: store.Query, keys: tuple[store.Key, ...], amounts: Iterable[Amount], regions: Regions
) -> Iterator[Found]:
    """What each group of the query adds to each amount."""
    whole = frozenset(key.field for key in keys if not key.length)
    measures, planned = _plan(amounts, whole)
    names = [key.field for key in keys]
    for values, numbers in store.group(query, keys, tuple(measures)):
        group = dict(zip(names, values, strict=True))
        for amount, tests, at in planned:
            if not numbers[at]:
                continue
            if all(meets(test, group[test.field], regions) for test in tests):
                yield Found(amount, group, group[amount.field] if amount.take == DISTINCT else numbers[at])


class Totals:
    """Amounts by row: numbers added up, distinct values gathered."""

    def __init__(self) -> None:
        self._sums: dict[tuple[Any, Amount], int | float] = {}
        self._sets: dict[tuple[Any, Amount], set[Any]] = {}

    def add(self, row: Any, found: Found) -> None:
        """Take in what a group adds to an amount of a row."""
        at = (row, found.amount)
        if found.amount.take not in (DISTINCT, MARKED):
            self._sums[at] = self._sums.get(at, 0) + found.value
        elif found.value is not None:
            self._sets.setdefault(at, set()).add(found.value)

    def get(self, row: Any, amount: Amount) -> int | float:
        """An amount of a row; decimals without the dust of binary fractions."""
        if amount.take in (DISTINCT, MARKED):
            return len(self.members(row, amount))
        return tidy(self._sums.get((row, amount), 0))

    def members(self, row: Any, amount: Amount) -> set[Any]:
        """The different values of an amount of a row."""
        return self._sets.get((row, amount), set())


def tidy(number: int | float) -> int | float:
    """The number to six decimals, whole where it is whole."""
    rounded = round(number, 6)
    return int(rounded) if rounded == int(rounded) else rounded


Reader = Callable[[Amount], int | float]
"""Reads an amount of one row."""


def named_in(test: Condition | AnyOf) -> tuple[Condition, ...]:
    """The conditions that a test is made of."""
    return (test,) if isinstance(test, Condition) else tuple(part for way in test.ways for part in way)


def counts_few(register: str, field: str, where: Conditions = ()) -> bool:
    """Whether a number over a register tells who came: by a field of its own or by its conditions."""
    fields = WHO_CAME.get(register, frozenset())
    return field in fields or any(one.field in fields for test in where for one in named_in(test))


def _asks_shared(given: Filter) -> bool:
    return isinstance(given.written, Written) and given.written.field in SHARED


def tallied(definition: Definition) -> Definition | None:
    """The same table over the tallies; None where they do not know what it asks."""
    rows = definition.rows
    asked_by = rows.by if rows else "region"
    if definition.register != RECORDS or definition.date != DATE or definition.standing or asked_by not in ROWS:
        return None
    if not all(map(_asks_shared, definition.where)):
        return None
    return replace(definition, register=TALLIES, date=MONTH)


def in_tallies(amount: Amount) -> Amount | None:
    """What an amount of the records is in the tallies; None where they do not have it."""
    where = tuple(test for test in amount.where if test != SPOKEN)
    if not all(isinstance(test, Condition) and test.field in SHARED for test in where):
        return None
    is_spoken = len(where) < len(amount.where)
    if amount.take == store.Take.SUM and amount.field in SUMS and not is_spoken:
        return replace(amount, field=SUMS[amount.field])
    if amount.take == store.Take.COUNT and is_spoken:
        return Amount(store.Take.SUM, CASES, where, amount.is_last_year)
    return None
