"""A form over several places: cells by where they were issued, repeated rows one place below the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from county_tui import store
from county_tui.collecting.column_sums import ColumnSums, add_up, summed
from county_tui.collecting.packing import CollectedSheet, Frame, Sheets
from county_tui.forms import FormDefinition
from county_tui.forms.layout import Item, Layout, address_of, split_address
from county_tui.forms.recalculating import Recalculator
from county_tui.returns import SealedCell, SealedSheet

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
    """The items of each repeated row, as one place printed them."""
    found: Repeats = {}
    for place, names in frame.layout.get("repeats", {}).items():
        sheet, row = _split(definition, place)
        found[sheet, int(row)] = tuple(Item(str(name)) for name in names)
    return found


def _issued(definition: FormDefinition, frame: Frame, region: str) -> Iterator[Issued]:
    """Where each cell of one place's form was issued; items are told apart by their place."""
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

    Repeated rows stand one place below the other; empty ones are left out.
    """
    parts: list[str] = []
    listed: dict[tuple[int, int], list[Item]] = {}

    def placed() -> Iterator[tuple[str, CollectedSheet]]:
        for region, sheet in sheets:
            parts.append(region)
            own = _repeats(definition, sheet.frame)
            for place, items in own.items():
                listed.setdefault(place, []).extend(Item(_item(region, one.name)) for one in items if one.name)
            yield region if own else "", sheet

    sums = add_up(placed(), lambda region, frame: _issued(definition, frame, region))
    repeats = {place: tuple(items) for place, items in listed.items()}
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


def _told(place: str, item: str) -> str:
    """An item as people read it: 锦江区/锦官驿街道."""
    return f"{place}/{item.partition('/')[2]}"


def _printed(
    definition: FormDefinition, layout: Layout, repeats: Repeats, sums: Sums
) -> Iterator[tuple[str, SealedCell]]:
    """The sums by printed address."""
    copies = {place: _first_positions(items) for place, items in repeats.items()}
    for (sheet, row, column, item), found in sums.items():
        copy = copies.get((sheet, row), {}).get(item) if item else 0
        if copy is None:
            continue  # the one empty row of a place that had nothing to list
        printed = layout.first_printed(sheet, row) + copy
        key = definition.address(sheet, address_of(printed, column))
        yield key, summed(found, key)


def _first_positions(items: Sequence[Item]) -> dict[str, int]:
    """Where each item stands; of several of one name the first."""
    found: dict[str, int] = {}
    for at, item in enumerate(items):
        found.setdefault(item.name, at)
    return found
