"""Export of 100,000 records to xlsx beside a bare xlsxwriter loop over the same values."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from bench.ledgers import COMMAND, full_ledger
from bench.measure import Figure, in_turn, limit, peak_mb, ratio
from county_tui import exporting, store


def bare(rows: list[list[object]], path: Path) -> None:
    """xlsxwriter as its own documentation writes a large file."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime.date):
                sheet.write_datetime(at, column, value)
            elif value is not None:
                sheet.write(at, column, value)
    book.close()


def measure(folder: Path) -> Iterator[Figure]:
    """Time and memory."""
    ledger, target = full_ledger(folder, 100_000), folder / "export.xlsx"
    query = store.Query("service_records")
    with store.session():
        rows: list[list[object]] = [
            list(row) for columns in exporting.sheet_columns(query) for row in zip(*columns, strict=True)
        ]
    mine, other = in_turn(lambda: exporting.write([query], target), lambda: bare(rows, folder / "bare.xlsx"))
    yield ratio("export of 100,000 records to xlsx", mine, other, 1.25, "bare xlsxwriter loop")
    peak = peak_mb([*COMMAND, "--db", str(ledger), "export", "service-records", "--to", str(target)])
    yield limit("export of 100,000 records, memory", peak, 120, "MB")
