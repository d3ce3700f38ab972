"""The names of a preview's pages, above the lines of the open one."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from county_tui.widgets.bars import OneLine
from county_tui.widgets.cells import GAP
from county_tui.widgets.lines import CURSOR, PLAIN


class Pages(OneLine):
    """The names of the preview's pages on one line, the open one in reverse."""

    def __init__(self) -> None:
        super().__init__(id="pages")
        self.names: list[str] = []
        self.open = 0

    def show_pages(self, names: list[str], opened: int) -> None:
        """Show these names."""
        self.names, self.open = names, opened
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw it."""
        parts = [Segment(" ", PLAIN)]
        for at, name in enumerate(self.names):
            parts += [Segment(f" {name} ", CURSOR if at == self.open else PLAIN), Segment(GAP, PLAIN)]
        return Strip(parts).adjust_cell_length(self.size.width, PLAIN)
