"""From a definition to a filled table: one grouped query, its groups added up into rows and columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from county_tui import store
from county_tui.reports.definition import Definition
from county_tui.reports.dimensions import Dimension, choice_key, dimension, region_key
from county_tui.reports.expanded_columns import Leaf, leaves, source_of, value_of
from county_tui.reports.scope import Scope, base
from county_tui.reports.table import Cell, Table, TableColumn, TableRow
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


def _query(filling: _Filling, row: Any, leaf: Leaf) -> store.Query:
    """The records behind a cell."""
    is_last_year = leaf.column.last_year
    where = filling.base(is_last_year)
    if row is not ALL:
        where += filling.rows.conditions(row, is_last_year)
    return store.Query(filling.definition.register, where=where + leaf.chosen)


def _row(filling: _Filling, row: Any, label: str, shown: list[Leaf]) -> TableRow:
    by_key = {leaf.column.key: leaf for leaf in filling.columns}
    cells = []
    for leaf in shown:
        value = value_of(leaf, by_key, lambda amount: filling.totals.get(row, amount))
        cells.append(Cell(value, _query(filling, row, source_of(leaf, by_key))))
    return TableRow(label, tuple(cells))


def _shown(filling: _Filling) -> list[Leaf]:
    """The columns that are not hidden; the spare ones only if they hold something."""
    return [
        leaf
        for leaf in filling.columns
        if not leaf.column.hidden
        and (not leaf.is_spare or any(filling.totals.get(ALL, amount) for amount in leaf.amounts))
    ]


def fill_definition(definition: Definition, scope: Scope) -> Table:
    """The table of a definition that needs no code of its own."""
    if definition.rows:
        scope = replace(scope, wanted_level=definition.rows.level)
    filling = _Filling(definition, scope, dimension(definition, scope), leaves(definition, scope), Totals())
    with store.session():
        for is_last_year in (False, True):
            _add_up(filling, is_last_year)
    shown = _shown(filling)
    return Table(
        name=definition.name,
        title=definition.title,
        period=scope.period,
        region=scope.region,
        region_name=scope.region_name,
        head=(definition.rows.label if definition.rows else "") or scope.part_name,
        columns=tuple(TableColumn(leaf.label, leaf.path, leaf.column.format) for leaf in shown),
        rows=tuple(_row(filling, row, label, shown) for row, label in filling.rows.rows.items()),
        total=_row(filling, ALL, TOTAL, shown),
        unit=definition.unit,
        notes=definition.notes + undated_notes(definition, scope),
        is_dated=definition.is_dated,
        chart=definition.chart,
    )
