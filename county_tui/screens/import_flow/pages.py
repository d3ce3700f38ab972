"""The pages of a preview: their names on one line, the open one's lines below, turned from one to the next."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from county_tui.importing import ErrorGroup, ImportPlan, Verdict
from county_tui.models.lookups import Lookups
from county_tui.screens.import_flow.plan_lines import REFUSED, Group, groups, overview
from county_tui.widgets.bars import OneLine
from county_tui.widgets.cells import GAP, grouped
from county_tui.widgets.lines import CURSOR, PLAIN, Lines


class Pages(OneLine):
    """The names of the pages, the open one in reverse; what it holds is shown in `lines`."""

    @dataclass
    class Turned(Message):
        """Another page is open."""

        group: Group

    def __init__(self, lines: Lines) -> None:
        super().__init__(id="pages")
        self.lines = lines
        self.plan: ImportPlan | None = None
        self.groups: list[Group] = []
        self.page = 0

    @property
    def open(self) -> Group:
        """The open page."""
        return self.groups[self.page]

    def clear(self, empty: str) -> None:
        """Show no plan, and say so in these words."""
        self.plan, self.groups, self.page = None, [], 0
        self.lines.empty = empty
        self.lines.show([])
        self.refresh()

    def show_plan(self, plan: ImportPlan, lookups: Lookups) -> None:
        """Open the first page of a plan."""
        self.plan, self.groups = plan, groups(plan, lookups, self.app.size.width)
        self.turn_to(0)

    def on_resize(self) -> None:
        """Set the overview anew for the width there is."""
        if self.plan is not None:
            self.groups[0] = overview(self.plan, self.app.size.width)
            self.turn_to(self.page)

    def turn_to(self, page: int) -> None:
        """Open a page."""
        self.page = page
        self.lines.show(self.groups[page].lines, 0)
        self.refresh()
        self.post_message(self.Turned(self.groups[page]))

    def turn(self, by: int) -> None:
        """Open the page so many further; after the last one the first again."""
        if self.groups:
            self.turn_to((self.page + by) % len(self.groups))

    def error(self) -> ErrorGroup | None:
        """The errors alike under the cursor; None on other pages."""
        errors = self.groups[self.page].errors if self.groups else ()
        return errors[self.lines.cursor] if errors else None

    def turn_to_errors(self) -> bool:
        """Open the page of errors alike, if there is one."""
        at = next((place for place, group in enumerate(self.groups) if group.errors), None)
        if at is not None:
            self.turn_to(at)
        return at is not None

    def _tally(self, group: Group) -> int:
        """How many rows a page is about; a refused row may have several lines."""
        return self.plan.count(Verdict.REFUSED) if self.plan and group.name == REFUSED else len(group.lines)

    def render_line(self, y: int) -> Strip:
        """Draw the names, each but the overview's with how many rows it is about."""
        parts = [Segment(" ", PLAIN)]
        for at, group in enumerate(self.groups):
            name = f"{group.name} {grouped(self._tally(group))}" if at else group.name
            parts += [Segment(f" {name} ", CURSOR if at == self.page else PLAIN), Segment(GAP, PLAIN)]
        return Strip(parts).adjust_cell_length(self.size.width, PLAIN)
