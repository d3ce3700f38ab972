"""Numbers that stand in two registers: of large services on their records, of small ones in the monthly tallies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from county_tui import store
from county_tui.models.service_records import COUNTED_IN_GROUPS, ServiceRecords
from county_tui.models.service_tallies import ServiceTallies
from county_tui.reports.definition import Definition, Filter
from county_tui.reports.tally import Amount
from county_tui.store import AnyOf, Condition, Conditions, Written

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
