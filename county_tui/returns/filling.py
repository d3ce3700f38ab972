"""The sheets of a return as the ledger fills them now, with the records behind each cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from county_tui import forms, reports, store
from county_tui.errors import CountyError, NotFoundError
from county_tui.forms import FilledForm, Filling, Finding, FormDefinition
from county_tui.reports import Definition
from county_tui.returns.sealed import SealedSheet
from county_tui.returns.sheets import sheet_of_form, sheet_of_table


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet as filled now, and the queries behind each of its cells; of a form the checks that fail, and itself."""

    sheet: SealedSheet
    queries: Mapping[str, tuple[store.Query, ...]]
    findings: tuple[Finding, ...] = ()
    form: FilledForm | None = None


Filler = Callable[[Sequence[str], Filling], list[Filled]]
"""Fills the tables and forms of some names: from the ledger's records, or by adding up what was collected."""


def named(name: str) -> Definition | FormDefinition:
    """The table or form of a name. Raises NotFoundError that names tables and forms."""
    try:
        return reports.definition_named(name)
    except NotFoundError as no_table:
        try:
            return forms.form_named(name)
        except NotFoundError:
            known = "、".join(f"{one.title}（{one.name}）" for one in reports.definitions() if not one.problem)
            others = "、".join(one.name for one in forms.forms())
            hint = f"，汇总表有：{known}" + (f"；表样有：{others}。" if others else "。")
            raise NotFoundError(f"没有名为“{name}”的汇总表或表样", hint) from no_table


def _filled_table(definition: Definition, filling: Filling) -> Filled:
    table = reports.fill(definition, filling.scope.period, filling.scope.region)
    sheet = sheet_of_table(table, definition)
    cells = [cell for row in table.lines for cell in row.cells]
    behind = zip(sheet.cells, cells, strict=True)
    return Filled(sheet, {sealed.key: cell.queries for sealed, cell in behind if cell.queries})


def _filled_form(definition: FormDefinition, filling: Filling) -> Filled:
    form = filling.form(definition)
    queries = {address: cell.queries for address, cell in form.cells.items() if cell.queries}
    return Filled(sheet_of_form(form), queries, filling.audit(definition), form)


def fill_sheets(names: Sequence[str], filling: Filling) -> list[Filled]:
    """All sheets of some names, each once, in their order. Raises CountyError for one that cannot be filled."""
    wanted = {definition.name: definition for definition in map(named, names)}
    if not wanted:
        raise CountyError("没有说要上报哪些表", "，请写汇总表或表样的名称。")
    with store.session():
        return [
            _filled_form(one, filling) if isinstance(one, FormDefinition) else _filled_table(one, filling)
            for one in wanted.values()
        ]
