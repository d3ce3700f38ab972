"""The native chart below a printed table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from county_tui.reports.layout import cells_of
from county_tui.reports.table import Table

FONT = {"name": "宋体", "size": 9}
PIXELS_A_UNIT = 7.0
"""How wide one of Excel's units of column width is where xlsxwriter places a chart."""
ROW_PIXELS = 20
"""The height of a row nobody set."""
MOST_CELLS_UPRIGHT = 12
"""Labels up to so many cells stand side by side below upright bars; longer ones need bars that lie."""


def add_chart(book: Any, sheet: Any, table: Table, at: tuple[int, int, int], sizes: Sequence[float]) -> int:
    """Bars of the table's chart column; `at` is (first row, last row, the row to put it on).

    `sizes` are the widths of the sheet's columns. Returns how many rows the chart takes.
    """
    labels = [column.label for column in table.columns]
    if table.chart not in labels:
        return 0
    first, last, below = at
    column = labels.index(table.chart) + 1
    lies = max(cells_of(row.label) for row in table.rows) > MOST_CELLS_UPRIGHT
    height = 90 + 22 * len(table.rows) if lies else 200
    chart = book.add_chart({"type": "bar" if lies else "column"})
    name = sheet.get_name()
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
    chart.set_title({"name": f"{table.period.title}{table.chart}", "name_font": {**FONT, "size": 11, "bold": False}})
    chart.set_legend({"none": True})
    set_labels, set_values = chart.set_x_axis, chart.set_y_axis
    if lies:
        set_labels, set_values = set_values, set_labels
    set_labels({"num_font": FONT, "reverse": lies, "major_gridlines": {"visible": False}})
    set_values({"num_font": FONT, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 0.99 * sum(size * PIXELS_A_UNIT + 5 for size in sizes), "height": height})
    sheet.insert_chart(below, 0, chart, {"object_position": 2})
    return math.ceil(height / ROW_PIXELS) + 1
