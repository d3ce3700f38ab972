"""The summary tables to choose from, with the period and the region they are for."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from county_tui import reports
from county_tui.reports import Definition, Table
from county_tui.screens.app_context import AppContext
from county_tui.screens.reports.report_scope import Extent, ExtentScreen
from county_tui.widgets.cells import fitted
from county_tui.widgets.lines import Lines
from county_tui.widgets.question import Notice

HALF_YEAR = 6
HINT = " 期间和区划对每张表都一样；按 e 把全部表写到一个工作簿。"


class Reports(ExtentScreen):
    """All tables, the built-in ones first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "打开", tooltip="填好这张表并打开", id="open"),
        Binding("e", "export", "全部导出", tooltip="把全部表写到一个文件（.xlsx 每张表一页，可直接打印）", id="export"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.definitions: list[Definition] = []
        self.lines = Lines(id="tables")

    def body(self) -> ComposeResult:
        """The tables, a line each."""
        yield self.lines

    def on_mount(self) -> None:
        """Begin with the present half-year and the whole ledger; read the definitions."""
        self.extent = usual_extent(self.context)
        self.load()
        self.say(HINT)
        self.lines.focus()
        self.ask(partial(reports.definitions), self.show)

    def load(self) -> None:
        """Say what the tables will be about."""
        self.title_line.show(f" 汇总表  {self.extent.region_name}", f"{self.extent.period.title} ")

    def show(self, definitions: list[Definition]) -> None:
        """List them; one that could not be read says so."""
        self.definitions = definitions
        self.lines.show(
            [f" {fitted(d.title, 34)}{d.problem or ('' if d.is_built_in else d.file)}" for d in definitions]
        )

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """Open the table under the cursor; coming back, stay in the period and region one went to."""
        from county_tui.screens.reports.report_table import ReportTable

        if not self.definitions:
            return
        definition = self.definitions[self.lines.cursor]
        if definition.problem:
            self.app.push_screen(Notice("这张表用不了", definition.problem))
        else:
            self.app.push_screen(ReportTable(definition, self.extent), self.come_back)

    def come_back(self, extent: Extent | None) -> None:
        """Go on from where the table was left."""
        self.go(extent or self.extent)

    def filled(self) -> list[Table]:
        """All tables that can be read, filled."""
        usable = [definition for definition in self.definitions if not definition.problem]
        return [reports.fill(definition, self.extent.period, self.extent.region) for definition in usable]

    @work(exit_on_error=False, exclusive=True)
    async def action_export(self) -> None:
        """Ask for a file, then write all tables into it."""
        from county_tui.screens.reports.exporting import export_tables

        left_out = sum(bool(definition.problem) for definition in self.definitions)
        path = await export_tables(self, "汇总表", self.filled)
        if path and left_out:
            self.say(f" {left_out} 张用不了的表没有写；已导出到 {path}")


def usual_extent(context: AppContext) -> Extent:
    """The present half-year and the whole ledger."""
    return Extent(reports.period_of(context.today, HALF_YEAR), context.ledger.region, context.ledger.region_name)
