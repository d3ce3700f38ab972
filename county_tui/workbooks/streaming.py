"""From a loaded sheet to the messages that describe its table: the table, its rows in chunks, the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from county_tui.workbooks.cells import Cell, CellError, Row
from county_tui.workbooks.columns import columns_of, header_texts
from county_tui.workbooks.finding import Found, find_table
from county_tui.workbooks.grid import Grid
from county_tui.workbooks.merging import Filler
from county_tui.workbooks.protocol import pack_cell, pack_column
from county_tui.workbooks.skipping import SAMPLE_ROWS, Profile, Skipper, profile_of
from county_tui.workbooks.source import LoadedSheet
from county_tui.workbooks.tables import Column

HEAD_ROWS = 2000
CHUNK_ROWS = 1000
CHUNK_CELLS = 60_000
Message = tuple[Any, ...]


def stream_sheet(
    sheet: LoadedSheet, vocabulary: Sequence[frozenset[str]], chosen: tuple[int, int] | None
) -> Iterator[Message]:
    """Give the messages for one sheet, reading its rows once."""
    rows = _with_errors(sheet)
    head = list(islice(rows, HEAD_ROWS))
    found = find_table(head, sheet.facts, vocabulary, chosen)
    if found is None:
        yield _table_message(
            sheet,
            None,
            (),
            head,
            None,
            ["没有找到表头。可用 --header-rows 指定表头所在的行。"] if head else ["空工作表。"],
        )
        yield "end", []
        return
    grid = Grid(head, sheet.facts.merges)
    skipped = [(number, "表头以上") for number in range(1, found.first + 1) if not grid.is_blank(number - 1)]
    used = _used_width(grid, found)
    columns = columns_of(grid, found.first, found.last, used, sheet.facts.hidden_columns)
    chunks = _chunks(chain(head, rows), sheet, found, _profile(grid, found), len(columns), skipped)
    first = next(chunks, None)
    yield _table_message(sheet, found, columns, head, first, sheet.facts.problems + found.problems)
    if first is not None:
        yield first
        yield from chunks
    yield "end", skipped


def _used_width(grid: Grid, found: Found) -> int:
    """Return how many columns from A hold data below the header."""
    rows = range(found.end + 1, grid.height if found.stop is None else found.stop)
    return max((grid.filled(row)[-1] + 1 for row in rows if not grid.is_blank(row)), default=0)


def _with_errors(sheet: LoadedSheet) -> Iterator[Row]:
    """Put the error cells back where the reader left blanks."""
    for number, row in enumerate(sheet.rows, start=1):
        for column, code in sheet.facts.errors.get(number, {}).items():
            row.extend([None] * (column + 1 - len(row)))
            row[column] = CellError(code)
        yield row


def _table_message(
    sheet: LoadedSheet,
    found: Found | None,
    columns: Sequence[Column],
    head: list[Row],
    first: Message | None,
    problems: list[str],
) -> Message:
    """Build the message that opens a table."""
    last_header = found.end + 1 if found else min(len(head), 10)
    return (
        "table",
        {
            "name": sheet.info.name,
            "hidden": sheet.info.hidden,
            "header_rows": found.header_rows if found else None,
            "first_data_row": first[1][0] if first else None,
            "columns": [(c.index, c.letter, c.label, c.path, c.hidden) for c in columns],
            "problems": problems,
            "above": [(n, [pack_cell(c) for c in row]) for n, row in enumerate(head[:last_header], start=1)],
            "merges": [
                (m.first_row, m.first_column, m.last_row, m.last_column)
                for m in sheet.facts.merges
                if m.first_row <= last_header
            ],
        },
    )


def _profile(grid: Grid, found: Found) -> Profile:
    """Learn what the table's rows look like."""
    sample = range(found.end + 1, min(grid.height if found.stop is None else found.stop, found.end + 1 + SAMPLE_ROWS))
    return profile_of(grid, sample, header_texts(grid, found.first, found.last), found.first)


def _chunks(
    rows: Iterator[Row], sheet: LoadedSheet, found: Found, profile: Profile, width: int, skipped: list[tuple[int, str]]
) -> Iterator[Message]:
    """Give the data rows below the header as packed chunks, noting the rows left out."""
    size = max(1, min(CHUNK_ROWS, CHUNK_CELLS // max(width, 1)))
    numbers: list[int] = []
    data: list[list[Cell]] = []
    for number, row in _data_rows(rows, sheet, found, profile, skipped):
        data.append((row + [None] * (width - len(row)))[:width])
        numbers.append(number)
        if len(data) == size:
            yield "rows", numbers, [pack_column(column) for column in zip(*data, strict=True)]
            numbers, data = [], []
    if data:
        yield "rows", numbers, [pack_column(column) for column in zip(*data, strict=True)]


def _data_rows(
    rows: Iterator[Row], sheet: LoadedSheet, found: Found, profile: Profile, skipped: list[tuple[int, str]]
) -> Iterator[tuple[int, Row]]:
    """Give the rows of data with their numbers, merges filled."""
    skipper = Skipper(profile)
    filler = Filler(sheet.facts.merges, after=found.end + 1)
    stop = found.stop
    for number, row in enumerate(islice(rows, found.end + 1, None), start=found.end + 2):
        if stop is not None and number > stop:
            if any(cell is not None for cell in row):
                skipped.append((number, "另一张表"))
            continue
        if filler.touches(number):
            filled, widest, tall = filler.fill(number, row)
            full = sum(cell is not None and column not in tall for column, cell in enumerate(filled))
            reason = skipper.reason(row, full, widest, tall)
        else:
            filled = row
            reason = skipper.reason(row)
        if reason is None:
            yield number, filled
        else:
            skipped.append((number, reason))
