"""How a table is laid out, and its rows and columns alone: other offices' numbers are added up in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from county_tui.reports.definition import Definition
from county_tui.reports.dimensions import dimension
from county_tui.reports.expanded_columns import Leaf, leaves
from county_tui.reports.scope import Scope
from county_tui.reports.table import TOTAL, Table, TableColumn, TableRow


def wanted_scope(definition: Definition, scope: Scope) -> Scope:
    """The scope with the level of places that a definition's rows are of."""
    return replace(scope, wanted_level=definition.rows.level) if definition.rows else scope


def begun(definition: Definition, scope: Scope, head: str) -> Table:
    """The table of a definition with nothing in it yet; `head` stands over the labels of its rows."""
    return Table(
        name=definition.name,
        title=definition.title,
        period=scope.period,
        region=scope.region,
        region_name=scope.region_name,
        head=head,
        columns=(),
        rows=(),
        total=None,
        chart=definition.chart,
    )


def laid_out(
    definition: Definition, scope: Scope, shown: Iterable[Leaf], lines: Sequence[TableRow], notes: str
) -> Table:
    """The table of a definition that needs no code of its own; the first of its lines is the total."""
    return replace(
        begun(definition, scope, (definition.rows.label if definition.rows else "") or scope.part_name),
        columns=tuple(TableColumn(leaf.label, leaf.path, leaf.column.format) for leaf in shown),
        rows=tuple(lines[1:]),
        total=lines[0],
        unit=definition.unit,
        notes=notes,
        is_dated=definition.is_dated,
    )


def outline_definition(definition: Definition, scope: Scope) -> Table:
    """Its rows without cells, and its columns but the spare ones: no record is counted."""
    scope = wanted_scope(definition, scope)
    shown = [leaf for leaf in leaves(definition, scope) if not leaf.column.hidden and not leaf.is_spare]
    labels = (TOTAL, *dimension(definition, scope).rows.values())
    return laid_out(definition, scope, shown, [TableRow(label, ()) for label in labels], definition.notes)
