"""Tables into files: whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from county_tui import store
from county_tui.reports.table import Table
from county_tui.reports.texts import WRITERS

FORMATS = (*WRITERS, "xlsx")
ENDINGS = {".xlsx": "xlsx", ".csv": "csv", ".json": "json", ".md": "markdown", ".txt": "table"}


def format_for(path: Path) -> str:
    """The format a file's name asks for; `table` for one without an ending. Raises CountyError for any other."""
    if path.suffix:
        store.check_ending(path, *ENDINGS)
    return ENDINGS.get(path.suffix.lower(), "table")


def encoded(tables: Sequence[Table], kind: str) -> bytes:
    """Tables in a text format, as UTF-8; csv with the mark by which Excel knows it."""
    return WRITERS[kind](tables).encode("utf-8-sig" if kind == "csv" else "utf-8")


def write(tables: Sequence[Table], path: Path, kind: str = "") -> None:
    """Write tables to one file; its name tells the format if none is given."""
    kind = kind or format_for(path)
    with store.appearing(path) as draft:
        if kind == "xlsx":
            from county_tui.reports.paper import write_workbook

            with draft.open("wb") as file:
                write_workbook(tables, file)
        else:
            draft.write_bytes(encoded(tables, kind))
