"""The records changed since a return was sealed, as they are and as they were then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from county_tui import store
from county_tui.models.kinds import Value
from county_tui.models.lookups import Lookups
from county_tui.store import AnyOf, Condition, Conditions, Query, Row, Test

Record = tuple[str, int]
"""A register and a record's id."""


@dataclass
class ChangedRecords:
    """What was changed after a token was taken."""

    token: int
    _then: dict[Record, Mapping[str, Value] | None] = field(default_factory=dict)

    @cached_property
    def by_register(self) -> Mapping[str, set[int]]:
        """The ids of changed records."""
        return store.changed_since(self.token)

    @cached_property
    def lookups(self) -> Lookups:
        """What conditions need."""
        return store.lookups()

    def behind(self, queries: Iterable[Query]) -> tuple[Record, ...]:
        """The changed records that queries choose now, or would have chosen when the return was sealed."""
        return tuple(dict.fromkeys(record for query in queries for record in self._behind(query)))

    def _behind(self, query: Query) -> tuple[Record, ...]:
        ids = self.by_register.get(query.register, set())
        now = set(store.list_ids(query)) & ids if ids else set()
        gone = [row for row in store.rows_by_id(query.register, sorted(ids - now)) if self._was_chosen(row, query)]
        found = [(query.register, key) for key in sorted(now | {row.id for row in gone})]
        return (*found, *self._referring(query.where))

    def _was_chosen(self, row: Row, query: Query) -> bool:
        values = self.then(row)
        return values is not None and all(self._meets(test, row.id, values) for test in query.where)

    def then(self, row: Row) -> Mapping[str, Value] | None:
        """A record's values when the return was sealed; None if it was not there, or in the trash."""
        key = (row.register, row.id)
        if key not in self._then:
            self._then[key] = store.values_when(row, self.token)
        return self._then[key]

    def _meets(self, test: Condition | AnyOf, key: int, values: Mapping[str, Value]) -> bool:
        if isinstance(test, AnyOf):
            return any(all(self._meets(one, key, values) for one in way) for way in test.ways)
        if test.test not in store.ON_KEYS or test.field not in values:
            return test.test is Test.DATED_IN  # the records that refer to it tell of themselves
        return store.meets(test, values[test.field], self.lookups.regions)

    def _referring(self, where: Conditions) -> tuple[Record, ...]:
        """The changed records of other registers by whose dates a query chooses."""
        found: list[Record] = []
        for test in where:
            ways = test.ways if isinstance(test, AnyOf) else ((test,),)
            for one in (one for way in ways for one in way if one.test is Test.DATED_IN):
                span = one.value if isinstance(one.value, tuple) else ()
                register, _, dated, first, last = map(str, span)
                rows = store.rows_by_id(register, sorted(self.by_register.get(register, ())))
                for row in rows:
                    days = [row.values[dated], (self.then(row) or {}).get(dated)]
                    if any(day is not None and first <= str(day) <= last for day in days):
                        found.append((register, row.id))
        return tuple(found)
