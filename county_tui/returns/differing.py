"""What the ledger says now otherwise than was sealed: each cell, and the records changed since that made it so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from county_tui import store
from county_tui.errors import CountyError
from county_tui.forms import Filling
from county_tui.forms.filled import UNKNOWN
from county_tui.models.kinds import Value
from county_tui.models.lookups import Lookups
from county_tui.report_period import parse_period
from county_tui.reports import as_text
from county_tui.reports.table import NUMBER
from county_tui.returns.sealed import Number, SealedCell, SealedReturn, SealedSheet
from county_tui.returns.sealing import no_sums, return_of
from county_tui.returns.sheets import Filled, Filler, fill_sheets
from county_tui.store import AnyOf, Condition, Conditions, Query, ReturnHead, Row, StoredReturn, Test

Record = tuple[str, int]
"""A register and a record's id."""
MOST_WATCHED = 4
"""How many of the newest returns are held against the ledger by itself: filling them again takes time."""


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


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that says otherwise now. A table's has `row` and `column`, a form's `cell`."""

    form: str
    cell: str
    row: str
    column: str
    sealed: Number
    now: Number
    records: tuple[Record, ...] = ()
    format: str = NUMBER

    @property
    def place(self) -> str:
        """Where it stands, for a person."""
        return self.cell or f"{self.row} / {self.column}"

    @property
    def texts(self) -> tuple[str, str]:
        """What was sealed and what it is now, as people read it."""
        return as_text(self.sealed, self.format) or UNKNOWN, as_text(self.now, self.format) or UNKNOWN


def _cells(sheet: SealedSheet) -> dict[str, tuple[SealedCell, str, str, str]]:
    """A sheet's cells by key, with the labels of row and column where it is a table, and how its number is shown."""
    if sheet.kind == "form":
        return {cell.key: (cell, "", "", NUMBER) for cell in sheet.cells}
    return {cell.key: (cell, *sheet.place(at), sheet.format(at)) for at, cell in enumerate(sheet.cells)}


def _differing(sealed: SealedSheet, now: SealedSheet) -> Iterator[Difference]:
    """The cells of two fillings of one sheet that are not alike, in the order they were sealed; new ones last."""
    before, after = _cells(sealed), _cells(now)
    for key in dict.fromkeys((*before, *after)):
        _, row, column, shown = before.get(key) or after[key]
        old, new = (known[key][0].value if key in known else None for known in (before, after))
        if old != new:
            yield Difference(sealed.name, key if sealed.kind == "form" else "", row, column, old, new, (), shown)


def _key(one: Difference) -> str:
    return one.cell or f"{one.row}/{one.column}"


def _with_records(found: list[Difference], filled: Filled, changed: ChangedRecords) -> list[Difference]:
    """Differences with the changed records behind each; a cell worked out from others has those of its row, or all."""
    by_key = {_key(one): changed.behind(filled.queries[_key(one)]) for one in found if _key(one) in filled.queries}
    told = []
    for one in found:
        records = by_key.get(_key(one), ())
        if not records:
            beside = [by_key.get(_key(other), ()) for other in found if one.row and other.row == one.row]
            records = tuple(dict.fromkeys(record for some in beside or by_key.values() for record in some))
        told.append(replace(one, records=records))
    return told


def _now(sealed: SealedReturn, sums: Filler) -> Mapping[str, Filled]:
    """The sheets of a return as they are filled now; a table or form that is no more is left out."""
    filling, fill = Filling(parse_period(sealed.period), sealed.region), sums if sealed.is_sum else fill_sheets
    found = {}
    for name in sealed.names:
        try:
            found[name] = fill([name], filling)[0]
        except CountyError:
            continue
    return found


def differences(stored: StoredReturn, sums: Filler = no_sums) -> list[Difference]:
    """The cells of a return that the ledger (of a sum: what was collected) says otherwise now, with the records
    changed since."""
    sealed = return_of(stored)
    told: list[Difference] = []
    with store.session():
        now, changed = _now(sealed, sums), ChangedRecords(stored.token)
        for sheet in sealed.sheets:
            if sheet.name in now:
                filled = now[sheet.name]
                told += _with_records(list(_differing(sheet, filled.sheet)), filled, changed)
    return told


def differences_of(key: int, sums: Filler = no_sums) -> list[Difference]:
    """The differences of a version by its id. Raises NotFoundError."""
    return differences(store.stored_return(key), sums)


def amended(sealed: SealedReturn) -> tuple[SealedReturn, list[Difference]] | None:
    """The version before, and the cells that this one says otherwise: `sealed` is then, `now` this version.

    None for a first version, and for one read from a file. A sheet that is new has no cell that differs.
    """
    if sealed.id is None or sealed.version == 1:
        return None
    first = store.stored_return(sealed.id).first_id
    before = next(one for one in store.return_heads() if (one.first_id, one.version) == (first, sealed.version - 1))
    earlier = return_of(store.stored_return(before.id))
    then = {sheet.name: sheet for sheet in earlier.sheets}
    both = [(then[now.name], now) for now in sealed.sheets if now.name in then]
    return earlier, [one for was, now in both for one in _differing(was, now)]


def differing_now(sums: Filler = no_sums) -> list[tuple[ReturnHead, int | None]]:
    """The newest returns that the ledger says otherwise now, with how many cells differ (None: it is damaged)."""
    watched = store.newest_returns()[:MOST_WATCHED]
    return [(head, count) for head, count in zip(watched, count_differences(watched, sums), strict=True) if count != 0]


def count_differences(heads: Sequence[ReturnHead], sums: Filler = no_sums) -> list[int | None]:
    """How many cells of each return the ledger says otherwise now; None for one that is damaged, which hinders no
    other. A period is filled once, or not at all where nothing was changed since."""
    filled: dict[tuple[str, str, str, bool], Filled | None] = {}
    with store.session():
        token = store.history_token()
        return [
            _count(head, filled, sums)
            if head.token != token or store.forms_touched_since(head.sealed_at) or store.collected_since(head.sealed_at)
            else 0
            for head in heads
        ]


def _count(head: ReturnHead, filled: dict[tuple[str, str, str, bool], Filled | None], sums: Filler) -> int | None:
    try:
        sealed = return_of(store.stored_return(head.id))
    except CountyError:
        return None
    found = 0
    for sheet in sealed.sheets:
        key = (sealed.period, sealed.region, sheet.name, sealed.is_sum)
        if key not in filled:
            filled[key] = _now(replace(sealed, sheets=(sheet,)), sums).get(sheet.name)
        now = filled[key]
        found += sum(1 for _ in _differing(sheet, now.sheet)) if now else 0
    return found


def record_queries(records: Iterable[Record]) -> list[Query]:
    """The lists of some records: a query for each register, live ones and those in the trash apart."""
    by_register: dict[str, list[int]] = {}
    for register, key in records:
        by_register.setdefault(register, []).append(key)
    found = []
    for register, keys in by_register.items():
        rows = store.rows_by_id(register, keys)
        for deleted in (False, True):
            if chosen := tuple(row.id for row in rows if (row.deleted is not None) == deleted):
                found.append(Query(register, where=(Condition(store.ID, Test.IN, chosen),), deleted=deleted))
    return found
