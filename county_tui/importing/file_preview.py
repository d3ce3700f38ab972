"""A file before it is planned: what the reader sees in it, which sheets and columns would go where, samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from county_tui import store
from county_tui.errors import Remark
from county_tui.importing.matching import check_mapping, vocabulary
from county_tui.importing.planning import best_register, choose, matches_of, open_file
from county_tui.importing.plans import AUTO, ColumnMatch, Request, Status
from county_tui.importing.private import holds_id_numbers
from county_tui.importing.reading import shown
from county_tui.models import register_named
from county_tui.models.line import without_numbers
from county_tui.workbooks import DataRow, Overrides, Table, describe, open_book

SAMPLES = 5
FIRST_ROWS = 3
LOOKED_AT = 200
"""Rows looked at for samples, since the first ones may be blank in a column."""


@dataclass(frozen=True, slots=True)
class SheetLook:
    """One sheet: the register it goes to (None if unclear), its columns, samples by sheet column, and why it is out.

    `reason` is None for a sheet that an import as asked for takes in.
    """

    name: str
    hidden: bool
    header_rows: tuple[int, int] | None
    register: str | None
    matches: tuple[ColumnMatch, ...]
    samples: Mapping[int, tuple[str, ...]]
    reason: Remark | None


def _samples(table: Table, matches: Sequence[ColumnMatch], rows: Sequence[DataRow]) -> dict[int, tuple[str, ...]]:
    """A few different texts of each column; none of one that identifies people."""
    positions = {column.index: at for at, column in enumerate(table.columns)}
    found = {}
    for match in matches:
        cells = [row.cells[positions[match.column.index]] for row in rows]
        if match.status is not Status.PRIVATE and not holds_id_numbers(cells):
            texts = dict.fromkeys(filter(None, map(shown, cells)))
            found[match.column.index] = tuple(islice(texts, SAMPLES))
    return found


def _look(table: Table, request: Request, visible: Sequence[str]) -> SheetLook:
    is_asked = not request.sheets or table.name in request.sheets
    found = choose(table, request, visible) if is_asked else Remark("没有选中")
    model = best_register(table) if request.register == AUTO else register_named(request.register)
    if table.header_rows is None:
        model = None
    matches = () if model is None else matches_of(model, table, request)
    samples = _samples(table, matches, list(islice(table.rows(), LOOKED_AT)))
    reason = found if isinstance(found, Remark) else None
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


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row of data as texts, one for each column, without ID numbers."""

    number: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """A sheet as `inspect --json` prints it, and its first rows."""

    facts: dict[str, Any]
    first: tuple[SeenRow, ...]


def inspect(path: Path, sheets: tuple[str, ...] = (), header_rows: tuple[int, int] | None = None) -> list[SeenSheet]:
    """The sheets of a file, in its order. Raises WorkbookError."""
    with open_book(path, vocabulary(), Overrides(sheets, header_rows)) as book:
        found = []
        for table in book.tables():
            register = best_register(table) if table.header_rows else None
            first: list[DataRow] = []
            facts = describe(table, first, FIRST_ROWS)
            facts["name"] = without_numbers(facts["name"])
            facts["problems"] = [without_numbers(problem) for problem in facts["problems"]]
            facts["register"] = register.register_name() if register else None
            found.append(SeenSheet(facts, tuple(SeenRow(row.number, tuple(map(shown, row.cells))) for row in first)))
        return found
