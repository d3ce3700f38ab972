"""The last twelve months as bars of solid cells: no sign that some terminals draw wider than others."""

from __future__ import annotations

from collections.abc import Iterator

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from county_tui.store import Month
from county_tui.widgets.cells import fitted
from county_tui.widgets.lines import CURSOR, PLAIN

FIGURES = ("月份", "服务", "活动")
HEAD_CELLS = 8


class MonthChart(Widget):
    """Services a month as bars of solid cells, with the counts under them."""

    def __init__(self) -> None:
        super().__init__(id="chart")
        self.months: list[Month] = []

    def show(self, months: list[Month]) -> None:
        """Draw these months."""
        self.months = months
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the bars, or one of the rows of figures below."""
        width, rows = self.size.width, max(self.size.height - len(FIGURES), 0)
        if not self.months:
            return Strip([Segment(fitted("" if y else "  正在统计", width), PLAIN)], width)
        cell = max(4, (width - HEAD_CELLS) // len(self.months))
        parts = [Segment(fitted("" if y < rows else f"  {FIGURES[y - rows]}", HEAD_CELLS), PLAIN)]
        parts += self._bars(rows - y, rows, cell) if y < rows else self._figures(y - rows, cell)
        return Strip(parts).simplify().adjust_cell_length(width, PLAIN)

    def _bars(self, level: int, rows: int, cell: int) -> Iterator[Segment]:
        most = max(1, *(month.services for month in self.months))
        for month in self.months:
            is_filled = -(-month.services * rows // most) >= level
            yield Segment("  ", PLAIN)
            yield Segment(" " * (cell - 2), CURSOR if is_filled else PLAIN)

    def _figures(self, row: int, cell: int) -> Iterator[Segment]:
        for month in self.months:
            text = (f"{int(month.month[5:])}月", short(month.services), short(month.activities))[row]
            yield Segment(fitted(text, cell, right=True), PLAIN)


def short(number: int) -> str:
    """A count in at most five cells: 12345 → 1.2万."""
    return (
        str(number) if number < 10_000 else f"{number / 10_000:.1f}万" if number < 100_000 else f"{number // 10_000}万"
    )
