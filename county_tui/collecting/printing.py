"""Sums, boards and single numbers as tables and files: what is missing stands on them, too."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from county_tui import forms, store
from county_tui.collecting.adding import Sum, sum_of, tidy_lines
from county_tui.collecting.board import HEADS, Board, board_lines, rates_line, reminder
from county_tui.collecting.packs import is_above_records
from county_tui.errors import CountyError
from county_tui.forms import FilledForm, Filling, FormDefinition
from county_tui.report_period import Period, parse_period
from county_tui.reports import Table, TableCell, TableColumn, TableRow
from county_tui.reports.paper import write_workbook
from county_tui.reports.table import TEXT
from county_tui.returns import SealedReturn
from county_tui.returns.sheets import Filled, Filler, fill_sheets, named, table_of_sheet

TIDY_HEAD = ("period", "region", "region_code", "version", "name", "row", "column", "value")
ALL_REPORTED = "都报齐了，不用催。"


def missing_words(found: Sum) -> str:
    """Who is missing, here and in the sums of regions below, as on screen and paper; empty where nobody is."""
    known = store.lookups().regions
    names = "、".join(known.path(one) for one in found.missing)
    own = f"缺 {len(found.missing)} 个单位：{names}。" if found.missing else ""
    return own + "".join(f"{known.path(region)}的汇总数里{words}" for region, words in found.gaps)


def form_of_sum(found: Sum, filling: Filling | None = None) -> FilledForm | None:
    """The sum of a form, as the filled form that screens and paper show; None for a table's."""
    definition = named(found.sheet.name)
    if not isinstance(definition, FormDefinition):
        return None
    values = {cell.key: cell.value for cell in found.sheet.cells}
    repeats = found.sheet.layout.get("repeats", {})
    around = filling or Filling(parse_period(found.period))
    form = forms.form_of_values(definition, around.scope, repeats, values, around.words)
    return replace(form, note=missing_words(found))


def fill_sums(names: Sequence[str], filling: Filling) -> list[Filled]:
    """The sums of some tables and forms, checked, to be sealed as this region's own return. Raises CountyError."""
    if filling.scope.region != store.describe().region:
        raise CountyError("汇总上报的是下级各单位报来的数", "，不能只报其中一个地方，请不要另选区划。")
    sums = [sum_of(name, filling.scope.period) for name in names]
    if any(not one.parts for one in sums):
        raise CountyError(f"{filling.scope.period.title}还没有收到一份上报", "，没有可以汇总上报的数。")
    summed = [(one, form_of_sum(one, filling)) for one in sums]
    for _, form in summed:
        if form is not None:
            filling.take(form)  # all of them first: a check may read another form
    return [_filled(one, form, filling) for one, form in summed]


def usual_filler(names: Sequence[str], period: Period) -> Filler:
    """What a return upward is filled from: above the counties sums, if all its sheets were asked for and any came."""
    tasks = store.tasks(store.ISSUED, period.canonical_name)
    asked = {name for task in tasks for name in task.sheets}
    is_sum = is_above_records() and asked >= set(names) and bool(store.collected(period.canonical_name))
    return fill_sums if is_sum else fill_sheets


def _filled(found: Sum, form: FilledForm | None, filling: Filling) -> Filled:
    """A sum as it is sealed; who is missing stands on it, too."""
    missing, layout = missing_words(found), dict(found.sheet.layout)
    if missing:
        layout |= {"missing": missing, "notes": f"{layout.get('notes', '')}{missing}"}
    findings = filling.audit(form.definition) if form is not None else ()
    return Filled(replace(found.sheet, layout=layout), {}, findings, form)


def tables_of_sum(found: Sum) -> list[Table]:
    """A sum as tables: one for a table, one for each sheet of a form."""
    if form := form_of_sum(found):
        return [forms.as_table(form, at) for at in range(len(form.definition.sheets))]
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


def _board_table(found: Board) -> Table:
    """The board as a table to print."""
    info, period = store.describe(), parse_period(found.collection.period)
    columns = tuple(TableColumn(head, (head,), TEXT) for head in HEADS[1:])
    rows = tuple(TableRow(line[0], tuple(TableCell(text) for text in line[1:])) for line in board_lines(found))
    notes = f"应报 {found.expected}：{rates_line(found)}；时限 {found.collection.due}。"
    return Table(
        "board", "报表收报进度表", period, info.region, info.region_name, HEADS[0], columns, rows, None, notes=notes
    )


def _reminder_table(found: Board, today: date) -> Table:
    """Those who still owe as a table to print, the text to paste below it."""
    whole, text = _board_table(found), reminder(found, today)
    columns = tuple(TableColumn(head, (head,), TEXT) for head in ("状态", "时限", "说明"))
    rows = tuple(
        TableRow(name, (TableCell(str(one.state)), TableCell(one.due), TableCell(one.reason)))
        for name, one in found.owing()
    )
    return replace(whole, name="reminder", title="催报名单", columns=columns, rows=rows, notes=text or ALL_REPORTED)


def write_board(found: Board, path: Path, today: date) -> None:
    """Print a board and its reminder into an .xlsx, a sheet each. Raises CountyError."""
    with store.appearing(path, ".xlsx") as draft, draft.open("wb") as file:
        write_workbook([_board_table(found), _reminder_table(found, today)], file)


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
