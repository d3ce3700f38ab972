"""The summary tables to choose from, with the period they are for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from county_tui import reports
from county_tui.reports import Definition
from county_tui.screens.base import HELP_Q, LEAVE_Q, BaseScreen
from county_tui.screens.cells import fitted
from county_tui.screens.lines import Lines


@dataclass(frozen=True, slots=True)
class Length:
    """A length of period: its months and its name."""

    months: int
    name: str


LENGTHS = (Length(12, "年"), Length(6, "半年"), Length(3, "季"), Length(1, "月"))


class Reports(BaseScreen[None]):
    """All tables, the built-in ones first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "open", "打开", tooltip="填好这张表并打开", id="open"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.definitions: list[Definition] = []
        self.lines = Lines(id="tables")

    def body(self) -> ComposeResult:
        """The tables, a line each."""
        yield self.lines

    def on_mount(self) -> None:
        """Read the definitions."""
        self.title_line.show(" 汇总表")
        self.lines.focus()
        self.ask(partial(reports.definitions), self.show)

    def show(self, definitions: list[Definition]) -> None:
        """List them; one that could not be read says so."""
        self.definitions = definitions
        self.lines.show(
            [f" {fitted(d.title, 34)}{d.problem or ('' if d.is_built_in else d.file)}" for d in definitions]
        )

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """Open the table under the cursor for the present half-year."""
        from county_tui.screens.report_table import ReportTable

        if self.definitions:
            period = reports.period_of(self.desk.today, LENGTHS[1].months)
            self.app.push_screen(ReportTable(self.definitions[self.lines.cursor], period))
