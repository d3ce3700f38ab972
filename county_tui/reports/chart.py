"""The native chart below a printed table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from county_tui.reports.layout import cells_of
from county_tui.reports.table import Table, bars

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


def _charted(table: Table) -> int | None:
    """The place of the column to draw, if there is one and it holds anything that bars can show."""
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
