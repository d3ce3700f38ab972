"""The columns of a table as it stands: `each` spelled out, and how a cell's value and records are found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from county_tui import store
from county_tui.models import register_named
from county_tui.models.kinds import MultiChoice
from county_tui.reports.definition import ColumnDefinition, Definition, resolve
from county_tui.reports.dimensions import dimension, options
from county_tui.reports.scope import Scope, ends_within
from county_tui.reports.table import TOTAL, Number, Table, TableColumn, TableRow
from county_tui.reports.tally import DISTINCT, MARKED, Amount, Reader
from county_tui.store import Conditions


def marked(need: str) -> Amount:
    """The regions marked as having to have something."""
    return Amount(MARKED, need=need)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One column of cells. `where` chooses among the table's records, `of` those a share is taken of."""

    column: ColumnDefinition
    label: str
    path: tuple[str, ...]
    where: Conditions
    of: Conditions = ()
    is_spare: bool = False
    """For records whose field is blank: shown only if there are any."""

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """What has to be added up for it."""
        column, last = self.column, self.column.last_year
        count = Amount(store.Take.COUNT, where=self.where, is_last_year=last, source=column.source)
        match column.measure:
            case "count":
                return (count,)
            case "sum":
                return (replace(count, take=store.Take.SUM, field=column.field),)
            case "distinct":
                return (replace(count, take=DISTINCT, field=column.field),)
            case "marked":
                return (marked(column.need),)
            case "covered" | "missing":
                there = replace(count, take=DISTINCT, field="region", need=column.need)
                return (there,) if column.measure == "covered" else (marked(column.need), there)
            case "mean":
                total = replace(count, take=store.Take.SUM, field=column.field)
                return total, replace(total, take=store.Take.FILLED)
            case "share" if not column.part:
                return replace(count, where=self.where + self.of), replace(count, where=self.of)
        return ()

    @property
    def chosen(self) -> Conditions:
        """Which of the table's records a cell opens."""
        if self.column.measure in ("mean", "distinct"):
            return (*self.where, store.Condition(self.column.field, store.Test.FILLED))
        return self.where + self.of


def quotient(part: int | float, whole: int | float) -> float | None:
    """A part of a whole; nothing of a whole that is zero."""
    return part / whole if whole else None


def _conditions(definition: Definition, column: ColumnDefinition, scope: Scope) -> Conditions:
    """The `where` of a column, in its own period."""
    period = scope.period.last_year() if column.last_year else scope.period
    definition = definition.source(column)
    found = resolve(definition.register, column.where, period, scope.lookups)
    if column.ends_within_months and definition.standing:
        found += ends_within(definition.standing, period.last, column.ends_within_months)
    return found


def _each(
    definition: Definition, column: ColumnDefinition, scope: Scope, where: Conditions, of: Conditions
) -> list[Leaf]:
    """A column for every option, and a spare one for blanks if the field may be blank."""
    field, definition = column.each, definition.source(column)
    kind = register_named(definition.register).fields()[field]
    holds = store.Test.HAS if isinstance(kind, MultiChoice) else store.Test.IS
    top = (*column.head, column.label) if column.label else column.head
    labels = options(definition.register, field, column.only, scope)
    made = [Leaf(column, label, (*top, label), (*where, store.Condition(field, holds, label)), of) for label in labels]
    if kind.is_required or column.only:
        return made
    blank = (*where, store.Condition(field, store.Test.EMPTY))
    return [*made, Leaf(column, column.blank, (*top, column.blank), blank, of, is_spare=True)]


def leaves(definition: Definition, scope: Scope) -> list[Leaf]:
    """All columns of a definition, hidden ones too, in order."""
    found: list[Leaf] = []
    for column in definition.columns:
        where = _conditions(definition, column, scope)
        period = scope.period.last_year() if column.last_year else scope.period
        of = resolve(definition.source(column).register, column.of, period, scope.lookups)
        if column.each:
            found += _each(definition, column, scope, where, of)
        else:
            found.append(Leaf(column, column.label, (*column.head, column.label), where, of))
    return found


def plain_value(leaf: Leaf, read: Reader) -> int | float | None:
    """A cell's value from the amounts of its row; for columns computed from no other column."""
    found = [read(amount) for amount in leaf.amounts]
    if leaf.column.measure in ("mean", "share"):
        return quotient(found[0], found[1])
    if leaf.column.measure == "missing":
        return found[0] - found[1]
    return found[0]


def parts_of(leaf: Leaf, by_key: dict[str, Leaf], read: Reader) -> tuple[int | float, int | float] | None:
    """What a quotient of a row is made of; None for a plain number."""
    column = leaf.column
    if column.measure == "growth":
        now, before = (plain_value(by_key[key], read) or 0 for key in (column.now, column.before))
        return now - before, before
    if column.part:
        return _sum_of(column.part, by_key, read), (
            _sum_of(column.whole, by_key, read) if isinstance(column.whole, tuple) else column.whole
        )
    if column.measure in ("mean", "share"):
        top, bottom = (read(amount) for amount in leaf.amounts)
        return top, bottom
    return None


def _sum_of(keys: tuple[str, ...], by_key: dict[str, Leaf], read: Reader) -> int | float:
    """Some columns of a row together."""
    return sum(plain_value(by_key[key], read) or 0 for key in keys)


def value_of(leaf: Leaf, by_key: dict[str, Leaf], read: Reader) -> Number:
    """A cell's value from the amounts of its row, through the columns it is computed from."""
    parts = parts_of(leaf, by_key, read)
    if leaf.column.measure == "reaches" and parts is not None:
        return int(parts[0] >= parts[1])
    return plain_value(leaf, read) if parts is None else quotient(*parts)


def source_of(leaf: Leaf, by_key: dict[str, Leaf]) -> Leaf:
    """The column whose records a cell opens: its own, or that of the part or the present it is computed from."""
    key = leaf.column.now if leaf.column.measure == "growth" else "".join(leaf.column.part[:1])
    return by_key[key] if key else leaf


def wanted_scope(definition: Definition, scope: Scope) -> Scope:
    """The scope with the level of regions that a definition's rows are of."""
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
