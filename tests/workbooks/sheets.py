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
    """A sheet and what a person reads in it: header rows and first data row (1-based), the path of each column.

    `labels` are those of the columns, `left_out` the rows below the header that are no data, where they were noted.
    """

    name: str
    rows: list[list[Cell]]
    merges: list[Merge]
    header_rows: tuple[int, int]
    first_data_row: int | None
    paths: list[str]
    labels: list[str] | None = None
    left_out: set[int] | None = None


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
    """Read a file of labelled sheets: `# name`, `= header data`, `> paths`, perhaps `@ labels` and `~ rows left out`.

    The rows of the sheet follow.
    """
    sheets = []
    for part in re.split(r"^# ", path.read_text("utf-8"), flags=re.M)[1:]:
        name, facts, paths, body = part.split("\n", 3)
        header, data = facts.removeprefix("= ").split()
        first, last = (int(number) for number in header.split("-"))
        labels, body = _marked("@", body)
        left_out, body = _marked("~", body)
        rows, merges = parse_sheet(body)
        sheets.append(
            Labelled(
                name,
                rows,
                merges,
                (first, last),
                None if data == "-" else int(data),
                _texts(paths.removeprefix("> ")),
                None if labels is None else _texts(labels),
                None if left_out is None else {row for run in left_out.split() for row in _run(run)},
            )
        )
    return sheets


def _marked(mark: str, body: str) -> tuple[str | None, str]:
    """Take a line with a mark off the top, if there is one."""
    if not body.startswith(mark):
        return None, body
    line, _, rest = body.partition("\n")
    return line[1:].strip(), rest


def _texts(line: str) -> list[str]:
    """Read texts between blanks; a dash is none."""
    return ["" if text == "-" else text for text in line.split(" ")]


def _run(text: str) -> range:
    """Read `7` or `7-9`."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)
