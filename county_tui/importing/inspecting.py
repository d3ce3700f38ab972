"""What the reader sees in a file, with the register each sheet fits best."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from county_tui.importing.matching import vocabulary
from county_tui.importing.planning import best_register
from county_tui.importing.reading import shown
from county_tui.models.privacy import masked
from county_tui.workbooks import DataRow, Overrides, describe, open_book

FIRST_ROWS = 3


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
            facts["problems"] = [masked(problem) for problem in facts["problems"]]
            facts["register"] = register.register_name() if register else None
            found.append(SeenSheet(facts, tuple(SeenRow(row.number, tuple(map(shown, row.cells))) for row in first)))
        return found
