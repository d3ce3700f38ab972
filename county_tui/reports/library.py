"""The tables there are, those that ship with the program and the office's own; what was reported a year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from county_tui import store
from county_tui.errors import CountyError, NotFoundError, reason
from county_tui.models import register_named
from county_tui.models.kinds import PeriodName
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register
from county_tui.report_period import Period, period_of
from county_tui.reports.definition import ColumnDefinition, Definition, own_folder
from county_tui.reports.engine import fill_definition
from county_tui.reports.expanded_columns import outline_definition, quotient
from county_tui.reports.indicators import fill_indicators, late_indicators, outline_indicators, reached
from county_tui.reports.reading import check_labels, read_definition
from county_tui.reports.scope import Scope, base, lies_under, open_scope
from county_tui.reports.standard import fill_standard, outline_standard
from county_tui.reports.table import Number, Table, TableCell, TableRow, as_text
from county_tui.reports.tally import RECORDS, TALLIES, tallied
from county_tui.store import Conditions

ALL = "all"
"""Not the name of a table: it stands for all of them."""
_WITH_CODE = {"indicators": fill_indicators, "standard": fill_standard}
_OUTLINES = {"": outline_definition, "indicators": outline_indicators, "standard": outline_standard}
WorkedOutOf = Mapping[int, Mapping[str, Number]]
"""What is worked out of some records of one register: by id, then by the name of what is worked out."""


@cache
def _built_in() -> tuple[Definition, ...]:
    folder = files("county_tui").joinpath("reports/tables")
    found = [
        read_definition(file.read_text("utf-8"), file.name, file.name.removesuffix(".toml"), is_built_in=True)
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda definition: definition.position))


def _tables() -> dict[str, Definition]:
    """The built-in tables that need no code, by their own name and by their register's (the first of each)."""
    plain = [definition for definition in _built_in() if not definition.code]
    # Registers without a table of their own, such as agreements, count as the first table they are a source of does.
    sources = [source for definition in plain for source in definition.sources.values()]
    by_register = {definition.register: definition for definition in reversed([*plain, *sources])}
    return {**by_register, **{definition.name: definition for definition in plain}}


def _own(path: Path, lookups: Lookups) -> Definition:
    """The definition in an office's file; what is wrong with it in `problem`."""
    try:
        text = path.read_text("utf-8-sig")
        made = read_definition(text, path.name, path.stem, is_built_in=False)
        check_labels(made, lookups)
        return made
    except UnicodeDecodeError:
        problem = f"{path.name}：不是 UTF-8 编码，请在编辑器里另存为 UTF-8。"
    except OSError as error:
        problem = f"{path.name}：读不了这个文件（{reason(error)}）。"
    except CountyError as error:
        problem = str(error)
    return Definition(path.stem, path.stem, path.name, is_built_in=False, problem=problem)


def definitions(folder: Path | None = None) -> list[Definition]:
    """All tables, the built-in ones first; by default with those in `reports/` beside the ledger.

    A table of the office's own takes the place of a built-in one of the same name.
    """
    folder = folder or own_folder(store.bound_path())
    lookups = store.lookups()
    own = _apart([_own(path, lookups) for path in sorted(folder.glob("*.toml"))])
    replaced = {_folded(definition.name) for definition in own if not definition.problem}
    return [definition for definition in _built_in() if definition.name not in replaced] + own


def _folded(name: str) -> str:
    """A name without the differences nobody means."""
    return name.strip().lower().replace("_", "-")


def _apart(own: list[Definition]) -> list[Definition]:
    """The definitions of an office's files, in which a name that is taken already is a problem."""
    taken = {ALL: "全部汇总表"}
    found = []
    for definition in own:
        name = _folded(definition.name)
        if not definition.problem and name in taken:
            what = f"{definition.file}：名称“{definition.name}”已用于 {taken[name]}，请改文件名，写了 name 的改 name。"
            definition = replace(definition, problem=what)
        elif not definition.problem:
            taken[name] = definition.file
        found.append(definition)
    return found


def definition_named(name: str) -> Definition:
    """The table of a name in code or in Chinese. Raises NotFoundError with the names."""
    known = definitions()
    wanted = _folded(name)
    for definition in known:
        if wanted in (_folded(definition.name), _folded(definition.title)):
            return definition
    names = "、".join(f"{definition.title}（{definition.name}）" for definition in known)
    raise NotFoundError(f"没有名为“{name}”的汇总表", f"，可用：{names}。")


def taking_part(register: type[Register], period: Period, scope: Scope) -> Conditions:
    """The records of a register that count in a period and the scope's region: as its built-in table counts them.

    Without a table those of the period, by their day, month or year. Raises CountyError for a part of the ledger, where
    the register knows no regions.
    """
    name = register.register_name()
    # The tallies have no table of their own: they count where small services would have.
    definition = tallied(_tables()[RECORDS]) if name == TALLIES else _tables().get(name)
    if definition is not None:
        return base(definition, scope, period)
    fields = register.fields()
    dated = register.dated_by or next((field for field, kind in fields.items() if isinstance(kind, PeriodName)), "")
    here = () if scope.region == scope.regions.home else lies_under(register, scope.region)
    return (*here, *(store.within_period(dated, fields[dated], period) if dated else ()))


def behind_plan(day: date) -> store.Query:
    """The year's indicators, typed and computed, that are behind or overdue at the end of a day."""
    year = period_of(day, 12)
    return late_indicators(open_scope(Period(year.first, day, year.unit), None), _tables())


def worked_out(rows: Sequence[store.Row], day: date | None = None) -> WorkedOutOf:
    """What is worked out of some records of one register, as its table has it at the end of a day (today)."""
    if not rows or not register_named(rows[0].register).worked_out:
        return {}
    day = day or datetime.now().astimezone().date()
    return {key: {"reached": actual, "share": share} for key, (actual, share) in reached(rows, day, _tables()).items()}


def worked_out_texts(rows: Sequence[store.Row], day: date | None = None) -> dict[int, dict[str, str]]:
    """The same as people read it."""
    formats = register_named(rows[0].register).worked_out if rows else {}
    return {
        key: {name: as_text(found.get(name), one.format) for name, one in formats.items()}
        for key, found in worked_out(rows, day).items()
    }


def fill(definition: Definition | str, period: Period, region: str | None = None) -> Table:
    """A table filled for a period and a region (code or name; the ledger's own by default)."""
    chosen, scope = _chosen(definition), open_scope(period, region)
    if chosen.code:
        return _WITH_CODE[chosen.code](chosen, scope, _tables())
    return with_reported(fill_definition(chosen, scope), chosen)


def outline(definition: Definition | str, period: Period) -> Table:
    """A table's rows and columns without cells, for the ledger's own region; nothing is counted."""
    chosen = _chosen(definition)
    return _OUTLINES[chosen.code](chosen, open_scope(period, None))


def _chosen(definition: Definition | str) -> Definition:
    """A definition given itself or by name. Raises CountyError for one that has a problem."""
    chosen = definition_named(definition) if isinstance(definition, str) else definition
    if chosen.problem:
        raise CountyError(chosen.problem)
    return chosen


def _twin(column: ColumnDefinition, columns: tuple[ColumnDefinition, ...]) -> ColumnDefinition | None:
    """The column that says of this year what a column of last year does."""

    def said(one: ColumnDefinition) -> tuple[object, ...]:
        return one.measure, one.field, [w.written for w in one.where], [w.written for w in one.of]

    return next((one for one in columns if not one.last_year and not one.each and said(one) == said(column)), None)


def with_reported(table: Table, definition: Definition) -> Table:
    """The table with last year's numbers as sealed, where they were, and what is worked out from them."""
    before = [column for column in definition.columns if column.last_year and not column.each]
    period = table.period.last_year()
    found = store.sealed_cells(definition.name, period.canonical_name, table.region) if before else None
    if found is None:
        return table
    version, values = found
    rows = tuple(_row(row, table, definition, values) for row in table.rows)
    total = _row(table.total, table, definition, values) if table.total else None
    notes = f"{table.notes}上年同期取自 {period.name} 已报数（第{version}版）。"
    return replace(table, rows=rows, total=total, notes=notes)


def _row(row: TableRow, table: Table, definition: Definition, values: dict[str, Number]) -> TableRow:
    cells, at = list(row.cells), {column.label: position for position, column in enumerate(table.columns)}
    by_key = {column.key: column for column in definition.columns}
    for column in definition.columns:
        twin = _twin(column, definition.columns) if column.last_year else None
        key = f"{row.label}/{twin.label}" if twin else ""
        if column.label in at and key in values:
            cells[at[column.label]] = replace(cells[at[column.label]], value=values[key])
    for column in definition.columns:
        if column.measure == "growth" and {column.label, *_linked(column, by_key)} <= set(at):
            now, before = (cells[at[label]].value for label in _linked(column, by_key))
            cells[at[column.label]] = _grown(cells[at[column.label]], now, before)
    return TableRow(row.label, tuple(cells))


def _linked(column: ColumnDefinition, by_key: dict[str, ColumnDefinition]) -> tuple[str, str]:
    return by_key[column.now].label, by_key[column.before].label


def _grown(cell: TableCell, now: Number, before: Number) -> TableCell:
    if not isinstance(now, int | float) or not isinstance(before, int | float):
        return cell
    return replace(cell, value=quotient(now - before, before), parts=(now - before, before))
