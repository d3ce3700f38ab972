"""Adding returns up: counts add, shares and means anew from their parts, formulas anew, dates by the first or last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from county_tui import reports, store
from county_tui.collecting.column_sums import ColumnSums, add_up, summed
from county_tui.collecting.packing import CollectedSheet, Frame, Sheets, collected_sheets
from county_tui.collecting.states import Collection, collection
from county_tui.errors import NotFoundError
from county_tui.forms import FormDefinition
from county_tui.forms.definition import Item, Layout, address_of, split_address
from county_tui.forms.recalculating import Recalculator
from county_tui.processes import without_collecting
from county_tui.report_period import Period
from county_tui.reports import NOTE, PLAIN, TOTAL, Definition, Table
from county_tui.reports.scope import SELF_ROW
from county_tui.returns import SealedCell, SealedSheet
from county_tui.returns.sealed import Number
from county_tui.returns.sheets import named
from county_tui.store import Received

Issued = tuple[int, int, int, str]
"""A cell as issued: sheet, row, column, and the item of a repeated row ("" for one that stands once)."""
Sums = Mapping[Issued, Sequence[tuple[ColumnSums, int]]]
"""The sums that go to each cell, with its position in their frame."""
Repeats = dict[tuple[int, int], tuple[Item, ...]]


def _split(definition: FormDefinition, address: str) -> tuple[int, str]:
    """The sheet's position, and the address on it."""
    title, _, cell = address.rpartition("!")
    return (definition.sheets.index(title) if title else 0), cell


def _repeats(definition: FormDefinition, frame: Frame) -> Repeats:
    """The items of each repeated row, as one region printed them."""
    found: Repeats = {}
    for position, names in frame.layout.get("repeats", {}).items():
        sheet, row = _split(definition, position)
        found[sheet, int(row)] = tuple(Item(str(name)) for name in names)
    return found


def _issued(definition: FormDefinition, frame: Frame, region: str) -> Iterator[Issued]:
    """Where each cell of one region's form was issued; items are told apart by their region."""
    repeats = _repeats(definition, frame)
    layout = Layout(repeats)
    sources = {
        (cell.spot.sheet, row): (cell.spot.row, copy)
        for cell in definition.cells
        for copy, row in enumerate(layout.printed(cell.spot.sheet, cell.spot.row))
    }
    for key in frame.keys:
        sheet, address = _split(definition, key)
        row, column = split_address(address)
        source, copy = sources[sheet, row]
        items = repeats.get((sheet, source))
        yield sheet, source, column, _item(region, items[copy].name) if items else ""


def _item(region: str, name: str) -> str:
    return f"{region}/{name}"


def form_sum(definition: FormDefinition, sheets: Sheets) -> tuple[SealedSheet, list[str]]:
    """A form over the returns of some regions, whose codes it names; its formulas are worked out again from the sums.

    The repeated rows of one region stand below those of another; empty ones are left out.
    """
    parts: list[str] = []
    listed: dict[tuple[int, int], list[Item]] = {}

    def placed() -> Iterator[tuple[str, CollectedSheet]]:
        for region, sheet in sheets:
            parts.append(region)
            own = _repeats(definition, sheet.frame)
            for row, items in own.items():
                listed.setdefault(row, []).extend(Item(_item(region, one.name)) for one in items if one.name)
            yield region if own else "", sheet

    sums = add_up(placed(), lambda region, frame: _issued(definition, frame, region))
    repeats = {row: tuple(items) for row, items in listed.items()}
    return _form_of(definition, repeats, sums), parts


def _form_of(definition: FormDefinition, repeats: Repeats, sums: Sums) -> SealedSheet:
    layout = Layout(repeats)
    cells = dict(_printed(definition, layout, repeats, sums))
    formulas = Recalculator(definition, layout, {key: one.value for key, one in cells.items()}).all()
    anew = (
        SealedCell(key, formulas.get(key), None, "formula") if one.adds == "formula" else one
        for key, one in cells.items()
    )
    known = store.lookups().regions
    names = {
        definition.address(sheet, str(row)): [_told(known.by_code[one.name[:12]].name, one.name) for one in items]
        for (sheet, row), items in repeats.items()
    }
    return SealedSheet(
        definition.name, definition.title, "form", definition.fingerprint, cells=tuple(anew), layout={"repeats": names}
    )


def _told(region: str, item: str) -> str:
    """An item as people read it: 锦江区/锦官驿街道."""
    return f"{region}/{item.partition('/')[2]}"


def _printed(
    definition: FormDefinition, layout: Layout, repeats: Repeats, sums: Sums
) -> Iterator[tuple[str, SealedCell]]:
    """The sums by printed address."""
    copies = {row: _first_positions(items) for row, items in repeats.items()}
    for (sheet, row, column, item), found in sums.items():
        copy = copies.get((sheet, row), {}).get(item) if item else 0
        if copy is None:
            continue  # the one empty row of a region that had nothing to list
        printed = layout.first_printed(sheet, row) + copy
        key = definition.address(sheet, address_of(printed, column))
        yield key, summed(found, key)


def _first_positions(items: Sequence[Item]) -> dict[str, int]:
    """Where each item stands; of several of one name the first."""
    found: dict[str, int] = {}
    for at, item in enumerate(items):
        found.setdefault(item.name, at)
    return found


@dataclass(frozen=True, slots=True)
class Sum:
    """A table or form over the regions that reported: which took part, and which are missing (codes)."""

    sheet: SealedSheet
    period: str
    parts: tuple[str, ...]
    missing: tuple[str, ...]
    gaps: tuple[tuple[str, str], ...] = ()
    """(code, whom it lacks in words) of each part that is itself a sum with regions missing."""


def _gaps(held: Mapping[int, Received], name: str) -> tuple[tuple[str, str], ...]:
    """Which of some returns are sums that lack regions below them, and which regions."""
    sums = [key for key, one in held.items() if one.head.get("from_collection")]
    told = ((held[key].region, one.sheet().layout.get("missing")) for key, one in collected_sheets(sums, name))
    return tuple(sorted((region, str(missing)) for region, missing in told if missing))


def _named(found: Collection, name: str) -> str:
    """The name of a sheet of the period's tasks, given by name or title. Raises NotFoundError."""
    known = list(dict.fromkeys(sheet for task in found.tasks for sheet in task.sheets))
    if name in known:
        return name
    try:
        wanted = named(name).name
    except NotFoundError:
        wanted = ""
    if wanted not in known:
        raise NotFoundError(f"这个期间没有下发“{name}”", f"，下发的有：{'、'.join(known)}。")
    return wanted


def sum_of(name: str, period: Period) -> Sum:
    """The sum of a table or form over all returns of a period that are held and not sent back."""
    found = collection(period)
    wanted = _named(found, name)
    held = found.counted()
    sheets = ((held[key].region, one) for key, one in collected_sheets(list(held), wanted))
    asked = {region for task in found.tasks if wanted in task.sheets for region in task.regions}
    owing = [one.region for one in found.standings if one.region in asked]
    definition = named(wanted)
    with without_collecting():  # half of the time of a country's 31,000 towns
        if isinstance(definition, FormDefinition):
            sheet, parts = form_sum(definition, sheets)
        else:
            sheet, parts = _table_sum(wanted, sheets, period)
    here = frozenset(parts)
    missing = tuple(region for region in owing if region not in here)
    return Sum(sheet, found.period, tuple(sorted(parts)), missing, _gaps(held, wanted))


def _labeller(name: str, own: frozenset[str]) -> Callable[[str, str], str]:
    """How a region's row (its path, the row's label) is named by the table over all regions, whose rows are `own`.

    Rows of regions go by their path, so that two towns of one name stay apart; rows of other kinds as they are.
    """
    definition = named(name)
    rows = definition.rows if isinstance(definition, Definition) else None
    is_by_region = isinstance(definition, Definition) and not definition.code and (rows is None or rows.by == "region")

    def label_of(parent: str, label: str) -> str:
        if label in own or label in (TOTAL, SELF_ROW):
            return label
        path = f"{parent}/{label}"
        return path if is_by_region or path in own else label

    return label_of


def _table_sum(name: str, sheets: Sheets, period: Period) -> tuple[SealedSheet, list[str]]:
    """A table over the returns: rows and columns in the order of this ledger's own table, others behind them."""
    own = reports.outline(name, period)
    label_of = _labeller(name, frozenset(row.label for row in own.lines))
    formats = {column.label: column.format for column in own.columns}
    prints, parts, known = [], [], store.lookups().regions

    def placed() -> Iterator[tuple[tuple[str, ...], CollectedSheet]]:
        for region, sheet in sheets:
            frame, path = sheet.frame, known.path(region)
            parts.append(region)
            prints.append(frame.fingerprint)
            for head, kind in zip(frame.columns[1:], frame.formats, strict=True):
                formats.setdefault(head, kind)
            yield tuple(label_of(path, label) for label in frame.rows), sheet

    lines = add_up(placed(), lambda labels, _: labels)
    columns = tuple(formats)
    rows = tuple(dict.fromkeys([*(row.label for row in own.lines), *lines]))
    cells = tuple(chain.from_iterable(_row(row, columns, lines.pop(row, ())) for row in rows))
    notes = own.notes + (NOTE if any(cell.value in PLAIN for cell in cells) else "")
    layout = {"unit": own.unit, "notes": notes, "paths": [list(_path(own, column)) for column in columns]}
    print_, heads, shapes = (prints or [""])[0], (own.head, *columns), tuple(formats.values())
    return SealedSheet(name, own.title, "table", print_, heads, rows, shapes, cells, layout), parts


def _row(row: str, columns: tuple[str, ...], line: Sequence[tuple[ColumnSums, int]]) -> Iterable[SealedCell]:
    """The cells of a row from the sums it is made of, each with its row's position."""
    keys = [f"{row}/{column}" for column in columns]
    if len(line) == 1 and line[0][0].frame.columns[1:] == columns:  # most of a country's 31,000 towns
        ((sums, at),) = line
        return sums.row(at * len(columns), keys)
    heads = {sums.frame.columns: {head: at for at, head in enumerate(sums.frame.columns[1:])} for sums, _ in line}
    placed = [(sums, at * len(known), known) for sums, at in line if (known := heads[sums.frame.columns])]
    return (
        summed([(sums, first + known[column]) for sums, first, known in placed if column in known], key)
        for key, column in zip(keys, columns, strict=True)
    )


def _path(own: Table, label: str) -> tuple[str, ...]:
    return next((column.path for column in own.columns if column.label == label), (label,))


def reported_behind(name: str, period: Period, key: str) -> list[tuple[str, Number]]:
    """What each region reported in a cell: a form's address, or `行/列` of a table. Raises NotFoundError."""
    found = collection(period)
    wanted = _named(found, name)
    held = found.counted()
    label_of, known = _labeller(wanted, frozenset(_rows_of(wanted, period))), store.lookups().regions
    row, _, column = key.rpartition("/")
    values: list[tuple[str, Number]] = []
    for returned, sheet in collected_sheets(list(held), wanted):
        region = held[returned].region
        path = known.path(region)
        for at, one in enumerate(sheet.frame.keys):
            label, _, head = one.rpartition("/")
            if one == key or (head == column and label and label_of(path, label) == row):
                values.append((region, sheet.value(at)))
                break
    if not values and held:
        raise NotFoundError(f"“{name}”没有“{key}”这一格", "，表样写格子如 C5，汇总表写“行/列”，如“教育保障/件数”。")
    return sorted(values)


def _rows_of(name: str, period: Period) -> Iterable[str]:
    if isinstance(named(name), FormDefinition):
        return ()
    return (row.label for row in reports.outline(name, period).rows)


def tidy_lines(period: Period) -> Iterable[tuple[Any, ...]]:
    """One number a line: period, region, region_code, version, name, row, column, value; of those that take part."""
    found = collection(period)
    known = store.lookups().regions
    held = found.counted()
    for name in store.sheet_names(list(held)):
        for key, sheet in collected_sheets(list(held), name):
            one, is_table = held[key], sheet.frame.kind == "table"
            region = known.by_code[one.region].name
            for cell in sheet.sheet().cells:
                row, _, column = cell.key.rpartition("/") if is_table else ("", "", cell.key)
                yield (found.period, region, one.region, one.version, name, row, column, cell.value)
