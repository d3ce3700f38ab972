"""From a definition to a filled table: one grouped query, its groups added up into rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from county_tui import store
from county_tui.models import register_named
from county_tui.models.kinds import MultiChoice
from county_tui.models.regions import TOWN_LEVEL, code_range
from county_tui.reports.definition import Definition
from county_tui.reports.dimensions import Dimension, choice_key, dimension, region_key
from county_tui.reports.expanded_columns import (
    Leaf,
    laid_out,
    leaves,
    parts_of,
    quotient,
    source_of,
    value_of,
    wanted_scope,
)
from county_tui.reports.hiding import NOTE, PLAIN, hidden_positions, is_small, mark
from county_tui.reports.scope import Scope, base, undated_notes
from county_tui.reports.table import TOTAL, Table, TableCell, TableRow
from county_tui.reports.tally import DISTINCT, MARKED, Amount, Found, Totals, counts_few, in_tallies, tallied, tally
from county_tui.store import Conditions

ALL = object()
"""The id of the row that takes in every record."""


@dataclass(slots=True)
class _Filling:
    """A table while it is being filled."""

    definition: Definition
    scope: Scope
    rows: Dimension
    columns: list[Leaf]
    totals: Totals
    dimensions: dict[str, Dimension]
    """The rows as each of the table's sources tells them; they share the rows they find."""
    needs: Mapping[str, frozenset[str]]
    """The regions the office marked, by what they must have."""
    tallies: tuple[Definition, Dimension] | None = None
    """The same table and its rows over the monthly tallies, where they know of some of its numbers."""
    bases: dict[tuple[bool, str], Conditions] = field(default_factory=dict)
    """What `base` found: a province's table asks for each of its 34,000 cells."""

    def source(self, name: str) -> Definition:
        """What the table counts, or another source of it."""
        return self.definition.sources[name] if name else self.definition

    def base(self, is_last_year: bool, source: str = "") -> Conditions:
        """The records of a source that take part, this year or last."""
        found = self.bases.get((is_last_year, source))
        if found is None:
            period = self.scope.period.last_year() if is_last_year else self.scope.period
            found = self.bases[is_last_year, source] = base(self.source(source), self.scope, period)
        return found


def _keys(filling: _Filling, source: str, amounts: Iterable[Amount]) -> tuple[store.Key, ...]:
    """What to group by: the region, the rows, the options of `each` columns, the fields counted by distinct value.

    The region always comes first: the index of the service records is read in just that order.
    """
    definition, scope = filling.source(source), filling.scope
    inherits = definition.rows is not None and definition.rows.inherits
    found = {"region": store.Key("region") if inherits else region_key(scope)}
    key = filling.dimensions[source].key
    found.setdefault(key.field, key)
    fields = register_named(definition.register).fields()
    for leaf in filling.columns:
        is_one = leaf.column.each and leaf.column.source == source
        if is_one and not isinstance(fields[leaf.column.each], MultiChoice):
            found.setdefault(leaf.column.each, choice_key(definition.register, leaf.column.each, scope))
    for amount in amounts:
        if amount.take == DISTINCT:
            found.setdefault(amount.field, store.Key(amount.field))
    return tuple(found.values())


def _add_up(filling: _Filling, source: str, is_last_year: bool) -> None:
    """Run the query of one source and period and add its groups up."""
    amounts = {amount: None for leaf in filling.columns for amount in leaf.amounts if amount.source == source}
    wanted = [amount for amount in amounts if amount.is_last_year == is_last_year and amount.take != MARKED]
    if not wanted:
        return
    query = store.Query(filling.source(source).register, where=filling.base(is_last_year, source))
    rows = filling.dimensions[source]
    for found in tally(query, _keys(filling, source, wanted), wanted, filling.scope.regions):
        need = found.amount.need
        if need and found.value not in filling.needs[need]:
            continue
        for row in (ALL, *_rows_of(filling, rows.row_of(found.keys[rows.key.field], is_last_year))):
            filling.totals.add(row, found)


def _rows_of(filling: _Filling, row: Any) -> tuple[Any, ...]:
    """The rows a record counts in: one, or where regions inherit, what is above them counts for each of them too."""
    asked = filling.definition.rows
    if asked is None or not asked.inherits or row != filling.scope.region:
        return (row,)
    return (row, *(part.code for part in filling.scope.parts() if part.code != row))


def _add_marked(filling: _Filling) -> None:
    """Gather the regions that the office marked, for the columns that count them."""
    first, last = code_range(filling.scope.region)
    for amount in {amount for leaf in filling.columns for amount in leaf.amounts if amount.take == MARKED}:
        for code in filling.needs[amount.need]:
            if first <= code <= last:
                found = Found(amount, {}, code)
                filling.totals.add(filling.rows.row_of(code, False), found)
                filling.totals.add(ALL, found)


def _add_up_tallies(filling: _Filling, is_last_year: bool) -> None:
    """Add what small services left in the tallies to the same amounts."""
    if filling.tallies is None:
        return
    definition, rows = filling.tallies
    amounts = {amount for leaf in filling.columns for amount in leaf.amounts if amount.is_last_year == is_last_year}
    asked = {part: amount for amount in amounts if (part := in_tallies(amount)) is not None}
    if not asked:
        return
    period = filling.scope.period.last_year() if is_last_year else filling.scope.period
    query = store.Query(definition.register, where=base(definition, filling.scope, period))
    keys = {key.field: key for key in (store.Key("region"), rows.key, store.Key("category"))}
    for found in tally(query, tuple(keys.values()), asked, filling.scope.regions):
        counted = replace(found, amount=asked[found.amount])
        filling.totals.add(rows.row_of(found.keys[rows.key.field], is_last_year), counted)
        filling.totals.add(ALL, counted)


def _queries(filling: _Filling, row: Any, leaf: Leaf) -> tuple[store.Query, ...]:
    """The records behind a cell, and the tallies behind it if it has any."""
    is_last_year, source = leaf.column.last_year, leaf.column.source
    if leaf.column.measure == "marked":
        return ()
    where = filling.base(is_last_year, source)
    if row is not ALL:
        where += _of_row(filling, source, row, is_last_year)
    if leaf.column.need:
        where += (store.Condition("region", store.Test.IN, tuple(sorted(filling.needs[leaf.column.need]))),)
    records = store.Query(filling.source(source).register, where=where + leaf.chosen)
    is_tallied = filling.tallies and not source and len(leaf.amounts) == 1
    part = in_tallies(leaf.amounts[0]) if is_tallied else None
    if part is None or filling.tallies is None:
        return (records,)
    definition, rows = filling.tallies
    period = filling.scope.period.last_year() if is_last_year else filling.scope.period
    own = base(definition, filling.scope, period) + (() if row is ALL else rows.conditions(row, is_last_year))
    filled = store.Condition(part.field, store.Test.ABOVE, 0)
    return records, store.Query(definition.register, where=(*own, *part.where, filled))


def _of_row(filling: _Filling, source: str, row: Any, is_last_year: bool) -> Conditions:
    """Which records a row has; where regions inherit, those of the regions above it too."""
    asked = filling.definition.rows
    own = filling.dimensions[source].conditions(row, is_last_year)
    if asked is None or not asked.inherits:
        return own
    above = tuple(one.code for one in filling.scope.regions.ancestors(row))
    way = tuple(test for test in own if isinstance(test, store.Condition))
    return (store.AnyOf((way, (store.Condition("region", store.Test.IN, above),))),)


def _regions(filling: _Filling, row: Any, leaf: Leaf) -> tuple[str, ...]:
    """The paths of the regions a cell speaks of, where it counts regions: those marked, or those of them without."""
    if leaf.column.measure not in ("marked", "missing"):
        return ()
    asked, *there = (filling.totals.members(row, amount) for amount in leaf.amounts)
    return tuple(filling.scope.regions.path(code) for code in sorted(asked.difference(*there)))


def _row(filling: _Filling, row: Any, label: str, shown: list[Leaf]) -> TableRow:
    by_key = {leaf.column.key: leaf for leaf in filling.columns}
    cells = []

    def read(amount: Amount) -> int | float:
        return filling.totals.get(row, amount)

    for leaf in shown:
        queries = _queries(filling, row, source_of(leaf, by_key))
        can_add = leaf.column.measure != "distinct" and not leaf.column.total
        parts = None if leaf.column.measure == "reaches" else parts_of(leaf, by_key, read)
        regions = _regions(filling, row, leaf)
        cells.append(TableCell(value_of(leaf, by_key, read), () if regions else queries, parts, can_add, regions))
    return TableRow(label, tuple(cells))


def _shown(filling: _Filling) -> list[Leaf]:
    """The columns that are not hidden; the spare ones only if they hold something."""
    return [
        leaf
        for leaf in filling.columns
        if not leaf.column.hidden
        and (not leaf.is_spare or any(filling.totals.get(ALL, amount) for amount in leaf.amounts))
    ]


def _is_of_few(filling: _Filling, leaf: Leaf) -> bool:
    """Whether a column tells who came, itself or through the columns it is computed from."""
    register = filling.source(leaf.column.source).register
    by_key = {one.column.key: one for one in filling.columns}
    column = leaf.column
    whole = column.whole if isinstance(column.whole, tuple) else ()
    used = [leaf, *(by_key[key] for key in (*column.part, *whole, column.now, column.before) if key in by_key)]
    return any(
        counts_few(register, one.column.field, (*one.where, *one.of)) or counts_few(register, one.column.each)
        for one in used
    )


def _hide(
    filling: _Filling, shown: list[Leaf], rows: tuple[TableRow, ...], total: TableRow
) -> tuple[tuple[TableRow, ...], TableRow]:
    """Hide small numbers of who came where rows are towns or communities, or the table is of one of them."""
    asked = filling.definition.rows
    is_low = filling.scope.level >= TOWN_LEVEL
    is_by_region = (asked is None or asked.by == "region") and filling.scope.part_level >= TOWN_LEVEL
    if not (is_low or is_by_region):
        return rows, total
    lines = [list(row.cells) for row in rows]
    last = list(total.cells)
    for at, leaf in enumerate(shown):
        if _is_of_few(filling, leaf):
            _hide_column(lines, last, at, is_low=is_low)
    return tuple(replace(row, cells=tuple(cells)) for row, cells in zip(rows, lines, strict=True)), replace(
        total, cells=tuple(last)
    )


def _hide_column(lines: list[list[TableCell]], last: list[TableCell], at: int, *, is_low: bool) -> None:
    """Hide what must not be seen of one column; the total of a town or community is one of its numbers."""
    values = [_number(cells[at]) for cells in lines]
    total = _number(last[at])
    is_total_hidden = is_low and is_small(total)
    if is_total_hidden:
        last[at] = replace(last[at], value=mark(total), parts=None)
    for position in hidden_positions(values, None if is_total_hidden else total):
        lines[position][at] = replace(lines[position][at], value=mark(values[position]), parts=None)


def _number(cell: TableCell) -> int | float | None:
    return None if isinstance(cell.value, str) else cell.value


def _totalled(filling: _Filling, shown: list[Leaf], rows: tuple[TableRow, ...], total: TableRow) -> TableRow:
    """The total, with the mean or the sum of the rows of regions where a column asks for that."""
    pairs = zip(rows, filling.rows.rows, strict=True)
    parts = [row for row, at in pairs if at != filling.scope.region] or list(rows)
    cells = list(total.cells)
    for at, leaf in enumerate(shown):
        values = [number for row in parts if (number := _number(row.cells[at])) is not None]
        if leaf.column.total == "mean":
            cells[at] = replace(cells[at], value=quotient(sum(values), len(values)), parts=None)
        elif leaf.column.total == "sum":
            cells[at] = replace(cells[at], value=sum(values), parts=None)
    return replace(total, cells=tuple(cells))


def _filling(definition: Definition, scope: Scope) -> _Filling:
    """A table to be filled: its rows, columns and sources."""
    rows = dimension(definition, scope)
    others = {name: replace(dimension(one, scope), rows=rows.rows) for name, one in definition.sources.items()}
    needs = store.marked_regions() if any(column.need for column in definition.columns) else {}
    return _Filling(definition, scope, rows, leaves(definition, scope), Totals(), {"": rows, **others}, needs)


def fill_definition(definition: Definition, scope: Scope) -> Table:
    """The table of a definition that needs no code of its own."""
    scope = wanted_scope(definition, scope)
    filling = _filling(definition, scope)
    if own := tallied(definition):
        filling.tallies = own, dimension(own, scope)
    with store.session():
        for is_last_year in (False, True):
            for source in filling.dimensions:
                _add_up(filling, source, is_last_year)
            _add_up_tallies(filling, is_last_year)
        _add_marked(filling)
    shown = _shown(filling)
    rows = tuple(_row(filling, row, label, shown) for row, label in filling.rows.rows.items())
    total = _totalled(filling, shown, rows, _row(filling, ALL, TOTAL, shown))
    rows, total = _hide(filling, shown, rows, total)
    is_hidden = any(cell.value in PLAIN for row in (*rows, total) for cell in row.cells)
    notes = "".join((definition.notes, undated_notes(definition, scope), NOTE if is_hidden else ""))
    return laid_out(definition, scope, shown, (total, *rows), notes)
