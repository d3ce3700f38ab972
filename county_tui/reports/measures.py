"""What an indicator can be computed from: each source's table and what is added up of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from county_tui import store
from county_tui.models.indicators import TYPED
from county_tui.models.places import code_range
from county_tui.reports.conditions import Conditions
from county_tui.reports.definition import Definition
from county_tui.reports.dimensions import choice_key, region_key
from county_tui.reports.period import Period
from county_tui.reports.scope import Scope, base
from county_tui.reports.tally import Amount, tally, tidy


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


def year_to(period: Period) -> Period:
    """From the year's first day to the period's last."""
    return Period(date(period.last.year, 1, 1), period.last, period.name)


def is_computed(source: object) -> bool:
    """Whether an indicator's actual comes from the registers."""
    return source is not None and source != TYPED


@dataclass(slots=True)
class Measured:
    """One source over a year so far: its amounts by the code of the place they were recorded at."""

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


def measure(source: Source, definition: Definition, scope: Scope) -> Measured:
    """A source from the year's first day to the end of the scope's period, by one grouped query."""
    where = base(definition, scope, year_to(scope.period)) + source.where
    take = store.Take.SUM if source.field else store.Take.COUNT
    keys = [region_key(scope)] + ([choice_key(definition.register, source.by, scope)] if source.by else [])
    by_code: dict[str, int | float] = {}
    amount = Amount(take, source.field)
    for found in tally(store.Query(definition.register, where=where), tuple(keys), (amount,), scope.places):
        code = found.keys["region"]
        by_code[code] = by_code.get(code, 0) + found.value
    return Measured(definition.register, where, by_code)
