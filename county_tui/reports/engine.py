"""From a definition to a filled table: one grouped query, its groups added up into rows and columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from county_tui import store
from county_tui.models.regions import TOWN_LEVEL
from county_tui.reports.definition import Definition
from county_tui.reports.dimensions import Dimension, choice_key, dimension, region_key
from county_tui.reports.expanded_columns import Leaf, leaves, parts_of, source_of, value_of
from county_tui.reports.hiding import NOTE, PLAIN, hidden_places, is_small, mark
from county_tui.reports.scope import Scope, base
from county_tui.reports.table import Cell, Table, TableColumn, TableRow
from county_tui.reports.tallied import counts_few, in_tallies, tallied
from county_tui.reports.tally import DISTINCT, Amount, Totals, tally
from county_tui.reports.undated import undated_notes
from county_tui.store import Conditions

ALL = object()
"""The id of the row that takes in every record."""
TOTAL = "合计"


@dataclass(slots=True)
class _Filling:
    """A table while it is being filled."""

    definition: Definition
    scope: Scope
    rows: Dimension
    columns: list[Leaf]
    totals: Totals
    tallies: tuple[Definition, Dimension] | None = None
    """The same table and its rows over the monthly tallies, where they know of some of its numbers."""

    def base(self, is_last_year: bool) -> Conditions:
        """The records that take part, this year or last."""
        period = self.scope.period.last_year() if is_last_year else self.scope.period
        return base(self.definition, self.scope, period)


def _keys(filling: _Filling, amounts: Iterable[Amount]) -> tuple[store.Key, ...]:
    """What to group by: the region, the rows, the options of `each` columns, the fields counted by distinct value.

    The region always comes first: the index of the service records is read in just that order.
    """
    definition, scope = filling.definition, filling.scope
    found = {"region": region_key(scope)}
    found.setdefault(filling.rows.key.field, filling.rows.key)
    for leaf in filling.columns:
        if leaf.column.each:
            found.setdefault(leaf.column.each, choice_key(definition.register, leaf.column.each, scope))
    for amount in amounts:
        if amount.take == DISTINCT:
            found.setdefault(amount.field, store.Key(amount.field))
    return tuple(found.values())


def _add_up(filling: _Filling, is_last_year: bool) -> None:
    """Run the query of one period and add its groups up."""
    amounts = {amount: None for leaf in filling.columns for amount in leaf.amounts}
    wanted = [amount for amount in amounts if amount.is_last_year == is_last_year]
    if not wanted:
        return
    query = store.Query(filling.definition.register, where=filling.base(is_last_year))
    key = filling.rows.key.field
    for found in tally(query, _keys(filling, wanted), wanted, filling.scope.places):
        filling.totals.add(filling.rows.row_of(found.keys[key], is_last_year), found)
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
    for found in tally(query, tuple(keys.values()), asked, filling.scope.places):
        counted = replace(found, amount=asked[found.amount])
        filling.totals.add(rows.row_of(found.keys[rows.key.field], is_last_year), counted)
        filling.totals.add(ALL, counted)


def _queries(filling: _Filling, row: Any, leaf: Leaf) -> tuple[store.Query, ...]:
    """The records behind a cell, and the tallies behind it if it has any."""
    is_last_year = leaf.column.last_year
    where = filling.base(is_last_year)
    if row is not ALL:
        where += filling.rows.conditions(row, is_last_year)
    records = store.Query(filling.definition.register, where=where + leaf.chosen)
    part = in_tallies(leaf.amounts[0]) if filling.tallies and len(leaf.amounts) == 1 else None
    if part is None or filling.tallies is None:
        return (records,)
    definition, rows = filling.tallies
    period = filling.scope.period.last_year() if is_last_year else filling.scope.period
    own = base(definition, filling.scope, period) + (() if row is ALL else rows.conditions(row, is_last_year))
    filled = store.Condition(part.field, store.Test.ABOVE, 0)
    return records, store.Query(definition.register, where=(*own, *part.where, filled))


def _row(filling: _Filling, row: Any, label: str, shown: list[Leaf]) -> TableRow:
    by_key = {leaf.column.key: leaf for leaf in filling.columns}
    cells = []

    def read(amount: Amount) -> int | float:
        return filling.totals.get(row, amount)

    for leaf in shown:
        queries = _queries(filling, row, source_of(leaf, by_key))
        can_add = leaf.column.measure != "distinct"
        cells.append(Cell(value_of(leaf, by_key, read), queries, parts_of(leaf, by_key, read), can_add))
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
    register = filling.definition.register
    by_key = {one.column.key: one for one in filling.columns}
    column = leaf.column
    used = [leaf, *(by_key[key] for key in (column.part, column.whole, column.now, column.before) if key in by_key)]
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
    is_by_place = (asked is None or asked.by == "region") and filling.scope.part_level >= TOWN_LEVEL
    if not (is_low or is_by_place):
        return rows, total
    lines = [list(row.cells) for row in rows]
    last = list(total.cells)
    for at, leaf in enumerate(shown):
        if _is_of_few(filling, leaf):
            _hide_column(lines, last, at, is_low=is_low)
    return tuple(replace(row, cells=tuple(cells)) for row, cells in zip(rows, lines, strict=True)), replace(
        total, cells=tuple(last)
    )


def _hide_column(lines: list[list[Cell]], last: list[Cell], at: int, *, is_low: bool) -> None:
    """Hide what must not be seen of one column; the total of a town or community is one of its numbers."""
    values = [_number(cells[at]) for cells in lines]
    total = _number(last[at])
    is_total_hidden = is_low and is_small(total)
    if is_total_hidden:
        last[at] = replace(last[at], value=mark(total), parts=None)
    for place in hidden_places(values, None if is_total_hidden else total):
        lines[place][at] = replace(lines[place][at], value=mark(values[place]), parts=None)


def _number(cell: Cell) -> int | float | None:
    return None if isinstance(cell.value, str) else cell.value


def fill_definition(definition: Definition, scope: Scope) -> Table:
    """The table of a definition that needs no code of its own."""
    if definition.rows:
        scope = replace(scope, wanted_level=definition.rows.level)
    filling = _Filling(definition, scope, dimension(definition, scope), leaves(definition, scope), Totals())
    if own := tallied(definition):
        filling.tallies = own, dimension(own, scope)
    with store.session():
        for is_last_year in (False, True):
            _add_up(filling, is_last_year)
            _add_up_tallies(filling, is_last_year)
    shown = _shown(filling)
    rows = tuple(_row(filling, row, label, shown) for row, label in filling.rows.rows.items())
    rows, total = _hide(filling, shown, rows, _row(filling, ALL, TOTAL, shown))
    is_hidden = any(cell.value in PLAIN for row in (*rows, total) for cell in row.cells)
    return Table(
        name=definition.name,
        title=definition.title,
        period=scope.period,
        region=scope.region,
        region_name=scope.region_name,
        head=(definition.rows.label if definition.rows else "") or scope.part_name,
        columns=tuple(TableColumn(leaf.label, leaf.path, leaf.column.format) for leaf in shown),
        rows=rows,
        total=total,
        unit=definition.unit,
        notes="".join((definition.notes, undated_notes(definition, scope), NOTE if is_hidden else "")),
        is_dated=definition.is_dated,
        chart=definition.chart,
    )
