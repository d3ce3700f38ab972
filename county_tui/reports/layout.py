"""Where things stand on a printed sheet: headers, widths and heights in terminal cells, the chart."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wcwidth import wcswidth

from county_tui.reports.table import Table, as_text, bars

LINE_HEIGHT, LINE_EDGES = 15.0, 3.0
"""Points a line of 10.5-point text (五号) takes with the space between lines, and a cell's edges above and below."""
LONGEST_SHEET_NAME = 31
"""Characters Excel allows in the name of a sheet."""
PAGE_WIDTH, PAGE_HEIGHT = 765.0, 500.0
"""What an A4 page on its side holds between its margins, in points."""
POINTS_A_UNIT, POINTS_A_COLUMN = 6.0, 3.75
"""How wide a column is where 宋体 is the default: so many points for each of Excel's units, and its padding."""
CELLS_A_UNIT = 1.1
"""How many terminal cells of a form's text go into one of Excel's units, to be on the safe side."""
NEAREST = 4
"""The cells between two signatures at least."""
MOST_STRETCH = 1.5
"""A table that leaves the page half empty is widened so far; further apart, numbers are hard to follow along a row."""
LEAST_WIDTH = 70.0
"""Even a table of two columns is stretched to so many units, since unit, period and signatures need them."""
PADDING = 3.0
"""The room beside a cell's text: its indent, and what Excel leaves free."""
NARROWEST, WIDEST_NUMBER, WIDEST_TEXT = 8.0, 14.0, 34.0
"""Excel's usual width; eight digits with separators; a quarter of the page, beyond which text wraps."""
WIDEST_HEADING = 12.0
"""A heading of more than six characters wraps, lest it widen a column of small numbers."""
HEADING_PADDING = 2.0
"""Headings are centred and have no indent, so they need less than `PADDING`."""
FONT = {"name": "宋体", "size": 9}
PIXELS_A_UNIT = 7.0
"""How wide one of Excel's units of column width is where xlsxwriter places a chart."""
ROW_PIXELS = 20
"""The height of a row nobody set."""
MOST_ROWS = 40
"""A chart of more bars than that says nothing."""
HEADROOM = 1.15
"""How much longer than the longest bar its axis is, so that its number clears the title."""
MOST_CELLS_UPRIGHT = 12
"""Labels up to so many cells stand side by side below upright bars; longer ones need bars that lie."""


@dataclass(frozen=True, slots=True)
class Span:
    """A block of cells, rows and columns counted from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_one_cell(self) -> bool:
        """Whether there is nothing to merge."""
        return (self.top, self.left) == (self.bottom, self.right)

    def moved(self, rows: int) -> Span:
        """The block so many rows down."""
        return Span(self.top + rows, self.left, self.bottom + rows, self.right)


def header_spans(head: str, paths: Sequence[tuple[str, ...]]) -> list[tuple[Span, str]]:
    """The blocks of a header: neighbours with the same upper texts share one; a label reaches down to the last row."""
    depth = max((len(path) for path in paths), default=1)
    found = [(Span(0, 0, depth - 1, 0), head)]
    for level in range(depth):
        column = 0
        while column < len(paths):
            path = paths[column]
            if level >= len(path):
                column += 1
                continue
            is_leaf = level == len(path) - 1
            end = column
            while not is_leaf and end + 1 < len(paths) and _shares(paths[end + 1], path, level):
                end += 1
            bottom = depth - 1 if is_leaf else level
            found.append((Span(level, column + 1, bottom, end + 1), path[level]))
            column = end + 1
    return found


def _shares(other: tuple[str, ...], path: tuple[str, ...], level: int) -> bool:
    return len(other) > level + 1 and other[: level + 1] == path[: level + 1]


def cells_of(text: str) -> int:
    """How many terminal cells the widest line of a text takes."""
    return max((wcswidth(line) for line in text.split("\n")), default=0)


def widths(table: Table) -> list[float]:
    """The width of each column, that of the labels first."""
    labels = max((cells_of(row.label) for row in table.lines), default=0)
    found = [min(max(labels, cells_of(table.head)) + PADDING, WIDEST_TEXT)]
    for at, column in enumerate(table.columns):
        texts = [as_text(row.cells[at].value, column.format) for row in table.lines]
        most = WIDEST_TEXT if column.format == "text" else WIDEST_NUMBER
        needed = max((cells_of(text) for text in texts), default=0) + PADDING
        heading = cells_of(column.label) + HEADING_PADDING
        found.append(max(NARROWEST, min(max(needed, min(heading, WIDEST_HEADING)), most)))
    most = max(MOST_STRETCH, LEAST_WIDTH / sum(found))
    stretch = min(max((PAGE_WIDTH / POINTS_A_UNIT - len(found)) / sum(found), 1.0), most)
    return [width * stretch for width in found]


def pages_high(height: float, sizes: Sequence[float]) -> float:
    """How many pages rows of so many points in all take, shrunk as the columns' widths need."""
    width = sum(sizes) * POINTS_A_UNIT + len(sizes) * POINTS_A_COLUMN
    return height * min(PAGE_WIDTH / width, 1.0) / PAGE_HEIGHT


def thirds(sizes: Sequence[float]) -> tuple[int, int]:
    """The last column of the left third of a sheet, and the first of the right one: as equal as the columns allow."""
    whole, edges = sum(sizes), [sum(sizes[: at + 1]) for at in range(len(sizes))]
    left = min(range(len(sizes) - 2), key=lambda at: abs(edges[at] - whole / 3))
    right = min(range(left + 2, len(sizes)), key=lambda at: abs(whole - edges[at - 1] - edges[left]))
    return left, right


def spread(texts: Sequence[str], width: float) -> str:
    """Texts one after another over a width, as far apart as it lets them be; those that do not fit begin a new line."""
    room = int(width * CELLS_A_UNIT)
    lines: list[list[str]] = [[]]
    for text in texts:
        if lines[-1] and sum(cells_of(one) + NEAREST for one in lines[-1]) + cells_of(text) > room:
            lines.append([])
        lines[-1].append(text)
    return "\n".join(_apart(line, room) for line in lines)


def _apart(texts: list[str], room: int) -> str:
    gaps = max(len(texts) - 1, 1)
    left = room - sum(cells_of(text) for text in texts)
    return ("　" * (max(left // gaps, NEAREST) // 2)).join(texts)


def line_height(text: str, width: float) -> float:
    """The height of a text that wraps within a width."""
    room = max(width - 1, 1)
    lines = sum(max(1, math.ceil(cells_of(line) / room)) for line in text.split("\n"))
    return lines * LINE_HEIGHT + LINE_EDGES


def sheet_name(title: str, taken: set[str]) -> str:
    """A title as Excel takes it for a sheet's name, unlike any in `taken` (which it joins)."""
    plain = re.sub(r"[\[\]:*?/\\]", "", title).strip("'")[:LONGEST_SHEET_NAME] or "汇总表"
    name, number = plain, 2
    while name.lower() in taken:
        name = f"{plain[: LONGEST_SHEET_NAME - 4]}（{number}）"
        number += 1
    taken.add(name.lower())
    return name


def _charted(table: Table) -> int | None:
    """The position of the column to draw, if there is one and it holds anything that bars can show."""
    labels = [column.label for column in table.columns]
    if table.chart not in labels or not 0 < len(table.rows) <= MOST_ROWS:
        return None
    at = labels.index(table.chart)
    return at if any(fraction for _, _, fraction in bars(table, at)) else None


def add_chart(book: Any, sheet: Any, table: Table, at: tuple[int, int, int], sizes: Sequence[float]) -> int:
    """Bars of the table's chart column; `at` is (first row, last row, the row to put it on).

    `sizes` are the widths of the sheet's columns. Returns how many rows the chart takes.
    """
    charted = _charted(table)
    if charted is None:
        return 0
    first, last, below = at
    lies = max(cells_of(row.label) for row in table.rows) > MOST_CELLS_UPRIGHT
    height = 90 + 22 * len(table.rows) if lies else 200
    chart = book.add_chart({"type": "bar" if lies else "column"})
    name, column = sheet.get_name(), charted + 1
    chart.add_series(
        {
            "name": table.chart,
            "categories": [name, first, 0, last, 0],
            "values": [name, first, column, last, column],
            "fill": {"color": "#2F5597"},
            "gap": 60,
            "data_labels": {"value": True, "font": FONT},
        }
    )
    title = f"{table.period.title}{''.join(table.columns[charted].path)}"
    chart.set_title({"name": title, "name_font": {**FONT, "size": 11, "bold": False}})
    chart.set_legend({"none": True})
    set_labels, set_values = chart.set_x_axis, chart.set_y_axis
    if lies:
        set_labels, set_values = set_values, set_labels
    most = max(value for _, value, _ in bars(table, charted))
    set_labels({"num_font": FONT, "reverse": lies, "major_gridlines": {"visible": False}})
    set_values({"visible": False, "max": most * HEADROOM, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 0.99 * sum(size * PIXELS_A_UNIT + 5 for size in sizes), "height": height})
    sheet.insert_chart(below, 0, chart, {"object_position": 2})
    return math.ceil(height / ROW_PIXELS) + 1
