"""The native chart below a printed table."""

from __future__ import annotations

from typing import Any

from county_tui.reports.table import Table

FONT = {"name": "宋体", "size": 9}


def add_chart(book: Any, sheet: Any, table: Table, at: tuple[int, int, int]) -> None:
    """Bars of the table's chart column; `at` is (first row, last row, the row to put it on)."""
    labels = [column.label for column in table.columns]
    if table.chart not in labels:
        return
    first, last, below = at
    column = labels.index(table.chart) + 1
    name = sheet.get_name()
    chart = book.add_chart({"type": "column"})
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
    chart.set_x_axis({"num_font": FONT})
    chart.set_y_axis({"num_font": FONT, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_size({"width": 860, "height": 240})
    sheet.insert_chart(below, 0, chart, {"object_position": 2})
