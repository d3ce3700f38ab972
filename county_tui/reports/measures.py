"""What an indicator can be computed from: each source's table and what is added up of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from county_tui import store
from county_tui.models import register_named
from county_tui.models.indicators import TYPED
from county_tui.models.regions import code_range
from county_tui.reports.definition import Definition
from county_tui.reports.dimensions import choice_key, region_key
from county_tui.reports.scope import Scope, base
from county_tui.reports.tally import Amount, tally, tidy
from county_tui.store import Conditions


@dataclass(frozen=True, slots=True)
class Source:
    """A measure: the records of a built-in table, some of them, counted or one field of them added up.

    `by` is a required choice to group by as well, where an index is in that order.
    """

    table: str
    field: str = ""
    where: Conditions = ()
    by: str = ""


SOURCES = {
    "服务件数": Source("services", by="category"),
    "服务人次": Source("services", "people_served", by="category"),
    "活动场次": Source("activities"),
    "参与人次": Source("activities", "participants"),
    "培训场次": Source("activities", where=(store.Condition("kind", store.Test.IS, "业务培训"),)),
    "在岗人员": Source("personnel"),
    "阵地数": Source("bases"),
    "示范单位数": Source("demonstration"),
    "现行制度数": Source("work-systems"),
}
"""The sources other than 手工填报, under their labels in the choice list."""


def is_computed(source: object) -> bool:
    """Whether an indicator's actual comes from the registers."""
    return source is not None and source != TYPED


@dataclass(slots=True)
class Measured:
    """One source over a year so far: its amounts by the code of the region they were recorded at."""

    register: str
    where: Conditions
    by_code: Mapping[str, int | float]

    def under(self, region: str) -> int | float:
        """The amount of a region's subtree."""
        first, last = code_range(region)
        return tidy(sum(amount for code, amount in self.by_code.items() if first <= code <= last))

    def query(self, region: str) -> store.Query:
        """The records behind it."""
        where = (*self.where, store.Condition("region", store.Test.UNDER, region))
        return store.Query(self.register, where=where)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an indicator is computed from: a source, and which of its records count (in the condition language)."""

    source: str
    filter: str = ""


def check_filter(asked: Asked, scope: Scope, tables: Mapping[str, Definition]) -> None:
    """Raise CountyError, in words, for a filter that cannot be read."""
    _conditions(asked, tables[SOURCES[asked.source].table], scope)


def _conditions(asked: Asked, definition: Definition, scope: Scope) -> Conditions:
    register = register_named(definition.register)
    return store.parse_conditions(register, asked.filter, scope.lookups, scope.period.year_to_date())


def measure(wanted: Iterable[Asked], scope: Scope, tables: Mapping[str, Definition]) -> dict[Asked, Measured]:
    """Sources from the year's first day to the end of the scope's period, by one grouped query for each table."""
    by_table: dict[str, list[Asked]] = {}
    for asked in wanted:
        by_table.setdefault(SOURCES[asked.source].table, []).append(asked)
    found: dict[Asked, Measured] = {}
    for table, of_table in by_table.items():
        found.update(_measure_table(tables[table], of_table, scope))
    return found


def _measure_table(definition: Definition, wanted: list[Asked], scope: Scope) -> dict[Asked, Measured]:
    where = base(definition, scope, scope.period.year_to_date())
    amounts = {asked: _amount(SOURCES[asked.source], _conditions(asked, definition, scope)) for asked in wanted}
    by = next((SOURCES[asked.source].by for asked in wanted), "")
    keys = [region_key(scope), *([choice_key(definition.register, by, scope)] if by else [])]
    by_code: dict[Amount, dict[str, int | float]] = {amount: {} for amount in amounts.values()}
    query = store.Query(definition.register, where=where)
    for found in tally(query, tuple(keys), amounts.values(), scope.regions):
        codes, code = by_code[found.amount], found.keys["region"]
        codes[code] = codes.get(code, 0) + found.value
    return {
        asked: Measured(definition.register, where + amount.where, by_code[amount]) for asked, amount in amounts.items()
    }


def _amount(source: Source, filtered: Conditions) -> Amount:
    return Amount(store.Take.SUM if source.field else store.Take.COUNT, source.field, source.where + filtered)
