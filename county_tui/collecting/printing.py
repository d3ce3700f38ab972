"""Sums, boards and single numbers as tables and files: what is missing stands on them, too."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from county_tui import forms, store
from county_tui.collecting.adding import Sum, tidy_lines
from county_tui.collecting.board import HEADS, Board, board_lines
from county_tui.forms import FilledForm, FormDefinition
from county_tui.report_period import Period, parse_period
from county_tui.reports import Cell, Table, TableColumn, TableRow
from county_tui.reports.paper import write_workbook
from county_tui.reports.scope import open_scope
from county_tui.reports.table import TEXT
from county_tui.returns import SealedReturn
from county_tui.returns.filling import named
from county_tui.returns.sheets import table_of_sheet

TIDY_HEAD = ("period", "region", "region_code", "version", "name", "row", "column", "value")


def missing_words(found: Sum) -> str:
    """Who is missing, as it stands on screen and paper; empty where nobody is."""
    known = store.lookups().regions
    names = "、".join(known.path(one) for one in found.missing)
    return f"缺 {len(found.missing)} 个单位：{names}。" if found.missing else ""


def form_of_sum(found: Sum) -> FilledForm | None:
    """The sum of a form, as the filled form that screens and paper show; None for a table's."""
    definition = named(found.sheet.name)
    if not isinstance(definition, FormDefinition):
        return None
    values = {cell.key: cell.value for cell in found.sheet.cells}
    repeats = found.sheet.layout.get("repeats", {})
    return forms.form_of_values(definition, open_scope(parse_period(found.period), None), repeats, values)


def tables_of_sum(found: Sum) -> list[Table]:
    """A sum as tables: one for a table, one for each sheet of a form."""
    if form := form_of_sum(found):
        return [
            replace(forms.as_table(form, at), notes=missing_words(found)) for at in range(len(form.definition.sheets))
        ]
    info = store.describe()
    sealed = SealedReturn(
        None, found.period, info.region, info.region_name, 0, "", (found.sheet,), sealed_at=store.now()
    )
    table = table_of_sheet(found.sheet, sealed)
    notes = "".join((table.notes, missing_words(found)))
    return [replace(table, notes=notes, seal="")]


def write_sum(found: Sum, path: Path) -> None:
    """Print a sum into an .xlsx: a form as it was issued, a table as any other. Raises CountyError."""
    form = form_of_sum(found)
    if form is not None:
        forms.write_form(form, path)
        return
    with store.appearing(path, ".xlsx") as draft, draft.open("wb") as file:
        write_workbook(tables_of_sum(found), file)


def write_board(found: Board, path: Path) -> None:
    """Print a board into an .xlsx. Raises CountyError."""
    info, period = store.describe(), parse_period(found.collection.period)
    columns = tuple(TableColumn(head, (head,), TEXT) for head in HEADS[1:])
    rows = tuple(TableRow(line[0], tuple(Cell(text) for text in line[1:])) for line in board_lines(found))
    notes = f"应报 {found.expected}，已报 {found.reported}，按时 {found.on_time}；时限 {found.collection.due}。"
    table = Table(
        "board", "报表收报进度表", period, info.region, info.region_name, HEADS[0], columns, rows, None, notes=notes
    )
    with store.appearing(path, ".xlsx") as draft, draft.open("wb") as file:
        write_workbook([table], file)


def write_tidy(period: Period, path: Path) -> int:
    """Write every collected number on a line of its own into a .csv (UTF-8). Returns how many. Raises CountyError."""
    count = 0
    with store.appearing(path, ".csv") as draft, draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(TIDY_HEAD)
        for line in tidy_lines(period):
            writer.writerow([store.guarded(value) if isinstance(value, str) else value for value in line])
            count += 1
    return count


def form_key(found: Sum, sheet: int, cell: str) -> str:
    """A cell of a form's sheet as sums name it: bare on the first sheet."""
    definition = named(found.sheet.name)
    return definition.address(sheet, cell) if isinstance(definition, FormDefinition) else cell


def title_of(name: str) -> str:
    """What a table or form is called."""
    return named(name).title
