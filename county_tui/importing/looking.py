"""A first look at a file: which sheets go where, which columns to which fields, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from county_tui import store
from county_tui.importing.matching import check_mapping
from county_tui.importing.planning import best_register, choose, matches_of, open_file
from county_tui.importing.plans import AUTO, ColumnMatch, Request, Status
from county_tui.importing.private import holds_id_numbers
from county_tui.importing.reading import shown
from county_tui.models import register_named
from county_tui.workbooks import DataRow, Table

SAMPLES = 5
LOOKED_AT = 200
"""Rows looked at for samples, since the first ones may be blank in a column."""


@dataclass(frozen=True, slots=True)
class SheetLook:
    """One sheet: the register it goes to (None if unclear), its columns, samples by sheet column, and why it is out.

    `reason` is empty for a sheet that an import as asked for takes in.
    """

    name: str
    hidden: bool
    header_rows: tuple[int, int] | None
    register: str | None
    matches: tuple[ColumnMatch, ...]
    samples: Mapping[int, tuple[str, ...]]
    reason: str


def _samples(table: Table, matches: Sequence[ColumnMatch], rows: Sequence[DataRow]) -> dict[int, tuple[str, ...]]:
    """A few different texts of each column; none of one that identifies people."""
    places = {column.index: at for at, column in enumerate(table.columns)}
    found = {}
    for match in matches:
        cells = [row.cells[places[match.column.index]] for row in rows]
        if match.status is not Status.PRIVATE and not holds_id_numbers(cells):
            texts = dict.fromkeys(filter(None, map(shown, cells)))
            found[match.column.index] = tuple(islice(texts, SAMPLES))
    return found


def _look(table: Table, request: Request, visible: Sequence[str]) -> SheetLook:
    is_asked = not request.sheets or table.name in request.sheets
    found = choose(table, request, visible) if is_asked else "没有选中。"
    model = best_register(table) if request.register == AUTO else register_named(request.register)
    if table.header_rows is None:
        model = None
    matches = () if model is None else matches_of(model, table, request)
    samples = _samples(table, matches, list(islice(table.rows(), LOOKED_AT)))
    reason = found if isinstance(found, str) else ""
    name = model.register_name() if model else None
    return SheetLook(table.name, table.hidden, table.header_rows, name, matches, samples, reason)


def look(path: Path, request: Request) -> list[SheetLook]:
    """All sheets of a file, those the request leaves out too, in file order. Raises CountyError."""
    every = Request(request.register, (), request.mapping, request.header_rows)
    with store.session(), open_file(path, every) as book:
        visible = [sheet.name for sheet in book.sheets if not sheet.hidden]
        tables = []
        looks = []
        for table in book.tables():
            tables.append(table.columns)
            looks.append(_look(table, request, visible))
        check_mapping(request.mapping, tables)
        return looks
