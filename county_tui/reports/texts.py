"""Tables as text (terminal, Markdown, csv, JSON), and tables into files: whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from county_tui import store
from county_tui.reports.hiding import PLAIN
from county_tui.reports.table import Table, TableRow, as_text
from county_tui.store import guarded

NOT_ALIGNED = "text"
ENDINGS = {".xlsx": "xlsx", ".csv": "csv", ".json": "json", ".md": "markdown", ".txt": "table"}


def _cells(table: Table, row: TableRow) -> list[str]:
    return [as_text(cell.value, column.format) for cell, column in zip(row.cells, table.columns, strict=True)]


def lines(table: Table) -> list[list[str]]:
    """The rows as texts, the total first."""
    return [[row.label, *_cells(table, row)] for row in table.lines]


def labels(table: Table) -> list[str]:
    """The columns' labels, that of the rows' own first."""
    return [table.head, *(column.label for column in table.columns)]


def caption(table: Table) -> str:
    """Title, region, period and unit on one line."""
    unit = f"　单位：{table.unit}" if table.unit else ""
    return f"{table.title}　{table.region_name}　{table.period_text}{unit}"


def _tabulated(table: Table, style: str, escape: Callable[[str], str]) -> str:
    from tabulate import tabulate

    aligned = ["left", *("left" if column.format == NOT_ALIGNED else "right" for column in table.columns)]
    cells = [[escape(text) for text in line] for line in lines(table)]
    heads = [escape(label) for label in labels(table)]
    return tabulate(cells, heads, disable_numparse=True, tablefmt=style, colalign=aligned if cells else None)


def as_plain(tables: Sequence[Table]) -> str:
    """Aligned for a terminal, one table below the other."""
    parts = []
    for table in tables:
        body = _tabulated(table, "simple", lambda text: " ".join(text.split("\n")))
        parts.append("\n".join(part for part in (caption(table), body, table.notes) if part))
    return "\n\n".join(parts) + "\n"


def as_markdown(tables: Sequence[Table]) -> str:
    """A heading and a table each."""

    def escape(text: str) -> str:
        return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>")

    parts = [f"## {caption(table)}\n\n{_tabulated(table, 'pipe', escape)}\n" for table in tables]
    return "\n".join(parts)


def _csv_line(table: Table, row: TableRow) -> list[str]:
    """Numbers as they are read; texts that a spreadsheet would run get an apostrophe."""
    shown = zip(row.cells, _cells(table, row), strict=True)
    texts = (guarded(text) if isinstance(cell.value, str) else text for cell, text in shown)
    return [guarded(row.label), *(PLAIN.get(text, text) for text in texts)]


def as_csv(tables: Sequence[Table]) -> str:
    """The labels and the rows; several tables each under their caption, a blank line between."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for at, table in enumerate(tables):
        if len(tables) > 1:
            writer.writerows(([[]] if at else []) + [[caption(table)]])
        writer.writerow([guarded(label) for label in labels(table)])
        writer.writerows(_csv_line(table, row) for row in table.lines)
    return out.getvalue()


def as_data(table: Table) -> dict[str, Any]:
    """What JSON holds of a table: shares as fractions of 1, blanks as None."""

    def values(row: TableRow) -> list[Any]:
        return [row.label, *(PLAIN.get(str(cell.value), cell.value) for cell in row.cells)]

    return {
        "name": table.name,
        "title": table.title,
        "period": table.period.name if table.is_dated else None,
        "region": table.region_name,
        "region_code": table.region,
        "columns": labels(table),
        "rows": [values(row) for row in table.rows],
        "total": values(table.total) if table.total else None,
    }


def as_json(tables: Sequence[Table]) -> str:
    """One table as an object, several as a list."""
    data = [as_data(table) for table in tables]
    return json.dumps(data[0] if len(data) == 1 else data, ensure_ascii=False, indent=2) + "\n"


WRITERS: dict[str, Callable[[Sequence[Table]], str]] = {
    "table": as_plain,
    "csv": as_csv,
    "json": as_json,
    "markdown": as_markdown,
}
"""How each text format is written."""


FORMATS = (*WRITERS, "xlsx")


def format_for(path: Path) -> str:
    """The format a file's name asks for; `table` for one without an ending. Raises CountyError for any other."""
    if path.suffix:
        store.check_ending(path, *ENDINGS)
    return ENDINGS.get(path.suffix.lower(), "table")


def encoded(tables: Sequence[Table], kind: str) -> bytes:
    """Tables in a text format, as UTF-8; csv with the mark by which Excel knows it."""
    return WRITERS[kind](tables).encode("utf-8-sig" if kind == "csv" else "utf-8")


def write_tables(tables: Sequence[Table], path: Path, kind: str = "") -> None:
    """Write tables to one file; its name tells the format if none is given."""
    kind = kind or format_for(path)
    with store.appearing(path) as draft:
        if kind == "xlsx":
            from county_tui.reports.paper import write_workbook

            with draft.open("wb") as file:
                write_workbook(tables, file)
        else:
            draft.write_bytes(encoded(tables, kind))
