"""A small notation for messy sheets: `|` between cells, `<` merged with the left cell, `^` with the one above."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from county_tui.workbooks.cells import Cell
from county_tui.workbooks.tables import Merge


@dataclass(frozen=True)
class Labelled:
    """A sheet and what a person reads in it: header rows and first data row (1-based), the path of each column."""

    name: str
    rows: list[list[Cell]]
    merges: list[Merge]
    header_rows: tuple[int, int]
    first_data_row: int | None
    paths: list[str]


def parse_cell(text: str) -> Cell:
    """Read a cell: numbers as floats, `D:` a date, `'` keeps text."""
    text = text.strip(" ")
    if text in ("", "<", "^"):
        return None
    if text.startswith("'"):
        return text[1:]
    if text.startswith("D:"):
        return datetime.date.fromisoformat(text[2:])
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    return text.replace("\\n", "\n")


def parse_sheet(text: str) -> tuple[list[list[Cell]], list[Merge]]:
    """Read rows and merges."""
    marks = [[cell.strip(" ") for cell in line.split("|")] for line in text.strip("\n").split("\n")]
    rows = [[parse_cell(cell) for cell in line] for line in marks]
    spans: dict[tuple[int, int], list[int]] = {}
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for row, line in enumerate(marks):
        for column, cell in enumerate(line):
            if cell == "<":
                owner = owners[row, column - 1]
            elif cell == "^":
                owner = owners[row - 1, column]
            else:
                owner = (row, column)
            owners[row, column] = owner
            span = spans.setdefault(owner, [row, column])
            span[0], span[1] = max(span[0], row), max(span[1], column)
    merges = [
        Merge(top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in spans.items()
        if (top, left) != (bottom, right)
    ]
    return rows, merges


def read_corpus(path: Path) -> list[Labelled]:
    """Read a file of labelled sheets: `# name`, `= header data`, `> paths`, then the rows."""
    sheets = []
    for part in re.split(r"^# ", path.read_text("utf-8"), flags=re.M)[1:]:
        name, facts, paths, body = part.split("\n", 3)
        header, data = facts.removeprefix("= ").split()
        first, last = (int(number) for number in header.split("-"))
        rows, merges = parse_sheet(body)
        labels = ["" if path == "-" else path for path in paths.removeprefix("> ").split(" ")]
        sheets.append(Labelled(name, rows, merges, (first, last), None if data == "-" else int(data), labels))
    return sheets
