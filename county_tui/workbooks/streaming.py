"""From a loaded sheet to the messages that describe its table: the table, its rows in chunks, the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from county_tui.workbooks.cells import Cell, CellError, Row
from county_tui.workbooks.columns import columns_of
from county_tui.workbooks.finding import Found, find_table
from county_tui.workbooks.merging import Filler
from county_tui.workbooks.protocol import pack_cell, pack_column
from county_tui.workbooks.skipping import Skipper
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
    skipped = [(number, "表头以上") for number in range(1, found.header_rows[0])] if found.header_rows else []
    columns = columns_of(head, sheet.facts, found.header_rows) if found.header_rows else ()
    chunks: Iterator[Message] = iter(())
    first: Message | None = None
    if found.header_rows:
        chunks = _chunks(chain(head, rows), sheet, found, columns, skipped)
        first = next(chunks, None)
    yield _table_message(sheet, found, columns, head, first)
    if first is not None:
        yield first
        yield from chunks
    yield "end", skipped


def _with_errors(sheet: LoadedSheet) -> Iterator[Row]:
    """Put the error cells back where the reader left blanks."""
    for number, row in enumerate(sheet.rows, start=1):
        for column, code in sheet.facts.errors.get(number, {}).items():
            row.extend([None] * (column + 1 - len(row)))
            row[column] = CellError(code)
        yield row


def _table_message(
    sheet: LoadedSheet, found: Found, columns: Sequence[Column], head: list[Row], first: Message | None
) -> Message:
    """Build the message that opens a table."""
    last_header = found.header_rows[1] if found.header_rows else min(len(head), 10)
    return (
        "table",
        {
            "name": sheet.info.name,
            "hidden": sheet.info.hidden,
            "header_rows": found.header_rows,
            "first_data_row": first[1][0] if first else None,
            "columns": [(c.index, c.letter, c.label, c.path, c.hidden) for c in columns],
            "problems": sheet.facts.problems + found.problems,
            "above": [(n, [pack_cell(c) for c in row]) for n, row in enumerate(head[:last_header], start=1)],
            "merges": [
                (m.first_row, m.first_column, m.last_row, m.last_column)
                for m in sheet.facts.merges
                if m.first_row <= last_header
            ],
        },
    )


def _chunks(
    rows: Iterator[Row],
    sheet: LoadedSheet,
    found: Found,
    columns: Sequence[Column],
    skipped: list[tuple[int, str]],
) -> Iterator[Message]:
    """Give the data rows below the header as packed chunks, noting the rows left out."""
    assert_header = found.header_rows or (0, 0)
    skipper = Skipper([column.label for column in columns])
    filler = Filler(sheet.facts.merges, after=assert_header[1])
    width = len(columns)
    size = max(1, min(CHUNK_ROWS, CHUNK_CELLS // max(width, 1)))
    numbers: list[int] = []
    data: list[list[Cell]] = []
    for number, row in enumerate(rows, start=1):
        if number <= assert_header[1]:
            continue
        if reason := skipper.reason(row):
            skipped.append((number, reason))
            continue
        row = filler.fill(number, row)
        data.append((row + [None] * (width - len(row)))[:width])
        numbers.append(number)
        if len(data) == size:
            yield "rows", numbers, [pack_column(column) for column in zip(*data, strict=True)]
            numbers, data = [], []
    if data:
        yield "rows", numbers, [pack_column(column) for column in zip(*data, strict=True)]
