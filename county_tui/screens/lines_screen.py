"""The bases of screens that are a list of lines, or a table with one of its cells under the cursor."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding

from county_tui.screens.base import BaseScreen, Result
from county_tui.widgets.bars import OneLine
from county_tui.widgets.lines import HEAD, Lines
from county_tui.widgets.table_lines import TableLines

NEXT_COLUMN = Binding("tab", "column(1)", "换列", tooltip="光标移到右边一列，最后一列再按回到第一列", id="next-column")
PREVIOUS_COLUMN = Binding(
    "shift+tab",
    "column(-1)",
    "上一列",
    show=False,
    tooltip="光标移到左边一列，第一列再按到最后一列",
    id="previous-column",
)


class LinesScreen(BaseScreen[Result]):
    """A screen of `lines`; what else is to be seen before they are read, its own `on_mount` shows, called first."""

    lines: Lines

    def body(self) -> ComposeResult:
        """The lines."""
        yield self.lines

    def on_mount(self) -> None:
        """Take the keys, and read the lines."""
        self.lines.focus()
        self.load()

    def load(self) -> None:
        """Read the lines anew."""
        raise NotImplementedError


class TableScreen(LinesScreen[Result]):
    """A table; a screen of one names the keys that change the column among its own, in their place."""

    lines: TableLines

    def __init__(self) -> None:
        super().__init__()
        self.head = OneLine(style=HEAD, id="head")
        self.lines = TableLines(id="table")

    def body(self) -> ComposeResult:
        """The heads and the rows."""
        yield self.head
        yield self.lines

    @on(Lines.Moved)
    def follow_cursor(self) -> None:
        """The cursor is somewhere else."""
        self.show_place()

    def show_place(self) -> None:
        """Show the heads of the columns in view, and what else belongs to the cell under the cursor."""
        self.head.show(self.lines.head())

    def action_column(self, by: int) -> None:
        """Another cell of the row; after the last one the first again: what a wide table comes to stands at its end."""
        self.lines.column = (self.lines.column + by) % max(len(self.lines.widths), 1)
        self.lines.show_column()
        self.show_place()
