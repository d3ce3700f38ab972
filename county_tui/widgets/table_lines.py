"""A summary table drawn as lines, with one of its numbers under the cursor."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment

from county_tui.reports import Table, TableCell, TableRow, as_text, bars
from county_tui.widgets.cells import GAP, fitted, widened
from county_tui.widgets.lines import CURSOR, PLAIN, STRONG, Lines

MOST_LABEL, MOST_NUMBER = 28, 12
"""Cells that names and numbers take at most, so that several columns fit 80 cells."""
TEXT = "text"


class TableLines(Lines):
    """The total first, then the rows; `column` is the number the cursor is on.

    With `draws_bars` only that column is shown, each number with a bar of solid cells behind it.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, empty="  这个期间没有内容。")
        self.cursor_style = PLAIN
        self.table: Table | None = None
        self.rows: list[TableRow] = []
        self.column = 0
        self.first = 0
        self.widths: list[int] = []
        self.wanted: list[int] = []
        self.label_width = self.label_wanted = 0
        self.draws_bars = False
        self.fractions: list[float] = []

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def cell(self) -> TableCell | None:
        """The number under the cursor."""
        return self.rows[self.cursor].cells[self.column] if self.rows and self.rows[self.cursor].cells else None

    def show_table(self, table: Table) -> None:
        """Show a table; the cursor stays where it is."""
        self.table = table
        self.rows = table.lines
        labels = [cell_len(row.label) for row in self.rows] + [cell_len(table.head)]
        self.label_wanted = max(labels)
        self.label_width = min(self.label_wanted, MOST_LABEL)
        sizes = [self._sizes(table, at) for at in range(len(table.columns))]
        self.widths, self.wanted = [narrow for narrow, _ in sizes], [wide for _, wide in sizes]
        self.column = min(self.column, max(len(self.widths) - 1, 0))
        self.put_cursor(self.cursor)
        self.show_column()

    def _sizes(self, table: Table, at: int) -> tuple[int, int]:
        """The cells a column takes at least, and those that show all of it."""
        column = table.columns[at]
        widest = max([cell_len(as_text(row.cells[at].value, column.format)) for row in self.rows] + [4])
        most = MOST_LABEL if column.format == TEXT else MOST_NUMBER
        label = cell_len(column.label)
        return min(max(widest, min(label, 10)), most), max(widest, label)

    def columns_shown(self) -> list[int]:
        """The columns that fit, from the first one shown; just the cursor's where bars are drawn."""
        if self.draws_bars:
            return [self.column] if self.widths else []
        room = self.size.width - self.label_width - 1
        shown: list[int] = []
        for at in range(self.first, len(self.widths)):
            room -= self.widths[at] + len(GAP)
            if room < 0 and shown:
                break
            shown.append(at)
        return shown

    def widths_shown(self) -> list[int]:
        """The widths of the rows' labels and of the columns shown: what room there is, they share."""
        shown = self.columns_shown()
        widths = [self.label_width, *(self.widths[at] for at in shown)]
        if self.draws_bars:
            return widths
        room = self.size.width - 1 - sum(widths) - len(GAP) * len(shown)
        return widened(widths, [self.label_wanted, *(self.wanted[at] for at in shown)], room)

    def show_column(self) -> None:
        """Bring the cursor's column into view, and measure its bars."""
        table = self.table
        is_drawn = self.draws_bars and table is not None and self.widths
        self.fractions = [fraction for _, _, fraction in bars(table, self.column)] if is_drawn and table else []
        self.first = min(self.first, self.column)
        while self.widths and self.column not in self.columns_shown():
            self.first += 1
        self.refresh()

    def head(self) -> str:
        """The labels of the columns shown."""
        if self.table is None:
            return ""
        columns = self.table.columns
        first, *widths = self.widths_shown()
        labels = [
            fitted(columns[at].label, width, right=columns[at].format != TEXT)
            for at, width in zip(self.columns_shown(), widths, strict=True)
        ]
        return f" {fitted(self.table.head, first)}{GAP}{GAP.join(labels)}"

    def segments(self, index: int, width: int) -> list[Segment]:
        """A row: its label, then its numbers, the cursor's own in reverse."""
        row = self.rows[index]
        is_total = self.table is not None and row is self.table.total
        plain = STRONG if is_total else PLAIN
        first, *widths = self.widths_shown()
        out = [Segment(f" {fitted(row.label, first)}", plain)]
        for at, size in zip(self.columns_shown(), widths, strict=True):
            column = self.table.columns[at] if self.table else None
            text = as_text(row.cells[at].value, column.format if column else TEXT)
            here = index == self.cursor and at == self.column
            is_text = column is not None and column.format == TEXT
            out += [
                Segment(GAP, plain),
                Segment(fitted(text, size, right=not is_text), CURSOR if here else plain),
            ]
        left = max(0, width - sum(segment.cell_length for segment in out))
        return [*out, *self._bar(index, left)]

    def _bar(self, index: int, room: int) -> list[Segment]:
        """What stands behind a row's numbers in so many cells: its bar where bars are drawn, else nothing."""
        at = index - (len(self.rows) - len(self.fractions))
        fraction = self.fractions[at] if at >= 0 else 0.0
        most = max(room - 2 * len(GAP), 0)
        size = max(round(fraction * most), 1) if fraction else 0
        gap = min(len(GAP), room)
        return [
            Segment(" " * gap, PLAIN),
            Segment(" " * size, CURSOR),
            Segment(" " * (room - gap - size), PLAIN),
        ]
