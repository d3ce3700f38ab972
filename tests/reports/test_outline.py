"""A table's outline: its rows and columns as filling would give them, and nothing of the ledger's records."""

from __future__ import annotations

from pathlib import Path

from county_tui import reports
from county_tui.report_period import parse_period

QUARTER = parse_period("2026Q3")


def test_the_outline_of_every_table_is_that_of_the_filled_one(ledger: Path) -> None:
    for definition in reports.definitions():
        filled, outline = reports.fill(definition, QUARTER), reports.outline(definition, QUARTER)
        assert (outline.head, outline.columns) == (filled.head, filled.columns), definition.name
        assert [row.label for row in outline.lines] == [row.label for row in filled.lines], definition.name
        assert not any(row.cells for row in outline.lines)
