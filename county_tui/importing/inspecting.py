"""What the reader sees in a file, with the register each sheet fits best."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from county_tui.importing.matching import vocabulary
from county_tui.importing.planning import best_register
from county_tui.models.privacy import masked
from county_tui.workbooks import Overrides, describe, open_book


def inspect(
    path: Path, sheets: tuple[str, ...] = (), header_rows: tuple[int, int] | None = None
) -> list[dict[str, Any]]:
    """The `sheets` of `inspect --json`, in file order. Raises WorkbookError."""
    with open_book(path, vocabulary(), Overrides(sheets, header_rows)) as book:
        found = []
        for table in book.tables():
            register = best_register(table) if table.header_rows else None
            facts = describe(table)
            facts["problems"] = [masked(problem) for problem in facts["problems"]]
            found.append({**facts, "register": register.register_name() if register else None})
        return found
