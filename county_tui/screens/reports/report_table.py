"""A summary table for a period, stepped through time with ←/→, its numbers opened into records; tables exported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import reports, store
from county_tui.models import register_named
from county_tui.reports import Definition, Table
from county_tui.reports.texts import ENDINGS, write_tables
from county_tui.screens.base import WATCH
from county_tui.screens.file_question import FileQuestion, ask_file
from county_tui.screens.reports.report_scope import (
    NEXT_COLUMN,
    PREVIOUS_COLUMN,
    ReportScope,
    ReportScopeScreen,
    TableScreen,
)
from county_tui.store import Query
from county_tui.widgets.dialogs import Notice, Question
from county_tui.widgets.lines import Lines
from county_tui.widgets.picker import Picker

WHERE_TO = "写到哪个文件？结尾 .xlsx 可打印，.csv、.json、.md 为数据。"


class ReportTable(TableScreen[ReportScope], ReportScopeScreen):
    """One table filled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "明细", tooltip="打开这个数背后的记录", id="open"),
        NEXT_COLUMN,
        PREVIOUS_COLUMN,
        Binding("g", "chart", "画图", tooltip="把光标所在的一列画成条形图，再按一次回到表", id="chart"),
        Binding("e", "export", "导出", tooltip="导出这张表（.xlsx 可直接打印）", id="export"),
    ]

    def __init__(self, definition: Definition, scope: ReportScope) -> None:
        super().__init__()
        self.definition, self.scope = definition, scope
        self.token: int | None = None

    def load(self) -> None:
        """Fill the table for the period and the region."""
        period, region = self.scope.period, self.scope.region
        self.title_line.show(f" {self.definition.title}  {self.scope.region_name}", f"{period.title}  正在统计 ")
        self.in_background(
            partial(self.show, lambda: (store.history_token(), reports.fill(self.definition, period, region)))
        )

    def on_screen_resume(self) -> None:
        """Coming back from the records behind a number, fill the table again if any were changed."""
        if self.token is not None:
            self.in_background(self.catch_up, group=WATCH)

    async def catch_up(self) -> None:
        """Fill the table again if there were changes."""
        if await self.answer(store.history_token) != self.token:
            self.load()

    async def show(self, fill: Callable[[], tuple[int, Table]]) -> None:
        """Show the filled table, and keep which changes it has seen."""
        self.token, table = await self.answer(fill)
        self.title_line.show(f" {table.title}  {table.region_name}", f"{table.period.title} ")
        self.lines.show_table(table)
        self.show_place()

    def show_place(self) -> None:
        """Show the heads, and the full name of the column under the cursor."""
        super().show_place()
        table = self.lines.table
        if table is not None and table.columns:
            path = " / ".join(table.columns[self.lines.column].path)
            unit = f"；单位：{table.unit}" if table.unit else ""
            self.say(f" {path}{unit}")

    def action_chart(self) -> None:
        """Draw the column as bars, or show the numbers again."""
        self.lines.draws_bars = not self.lines.draws_bars
        self.lines.show_column()
        self.show_place()

    def on_resize(self) -> None:
        """Fit the columns again."""
        if self.lines.table is not None:
            self.lines.show_column()
            self.show_place()

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """Open the records behind the number under the cursor."""
        cell = self.lines.cell
        if cell is not None and cell.regions:
            self.app.push_screen(Picker(self.cell_title(), [(path, path) for path in cell.regions]))
        elif cell is not None and isinstance(cell.value, str) and not cell.queries:
            self.app.push_screen(Notice(self.cell_title(), cell.value))
        elif cell is None or not cell.queries:
            self.say(" 这个数没有对应的记录清单。")
        else:
            self.open_one_of(cell.queries)

    @work(exit_on_error=False, exclusive=True)
    async def open_one_of(self, queries: Sequence[Query]) -> None:
        """Open the list behind a number; where it was added up of several registers, ask which."""
        from county_tui.screens.registers.register_list import RegisterList

        query = queries[0]
        if len(queries) > 1:
            answers = {one.register: f"{register_named(one.register).label}里的" for one in queries}
            chosen = await self.app.push_screen_wait(Question("打开哪一份？", "这个数由几本台账相加。", answers))
            if chosen is None:
                return
            query = next(one for one in queries if one.register == chosen)
        self.app.push_screen(RegisterList(query, self.cell_title()))

    def cell_title(self) -> str:
        """What the number under the cursor is: period, region unless that is the whole ledger, row and column."""
        row, table = self.lines.rows[self.lines.cursor], self.lines.table
        label = table.columns[self.lines.column].label if table else ""
        is_whole = self.scope.region == self.context.ledger.region
        region = "" if is_whole else f"{self.scope.region_name}  "
        return f"{self.scope.period.title}  {region}{row.label}  {label}"

    @work(exit_on_error=False, exclusive=True)
    async def action_export(self) -> None:
        """Ask for a file, then write the table into it."""

        table = self.lines.table
        if table is not None:
            await export_tables(self, table.title, lambda: [table])


async def export_tables(screen: ReportScopeScreen, title: str, fill: Callable[[], list[Table]]) -> Path | None:
    """Ask for a file, then fill the tables and write them into it. Returns the file, None if it was given up."""
    scope, ledger = screen.scope, screen.context.ledger
    region = "" if scope.region == ledger.region else f"-{scope.region_name.replace('/', '')}"
    suggested = str(screen.context.file(f"{title}-{scope.period.name}{region}.xlsx"))
    path = await ask_file(screen, FileQuestion(f"导出{title}", WHERE_TO, suggested, check_name))
    if path is None:
        return None
    screen.say(" 正在导出，请稍候")
    tables = await screen.answer(fill)
    await screen.answer(partial(write_tables, tables, path))
    screen.say(f" 已导出到 {path}")
    return path


def check_name(path: Path) -> None:
    """Refuse a name whose ending says no format."""
    store.check_ending(path, *ENDINGS)
