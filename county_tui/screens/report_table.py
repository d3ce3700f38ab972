"""A summary table for a period: stepped through time with ←/→, its numbers opened into the records behind them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from county_tui import reports
from county_tui.errors import ValueRefusedError
from county_tui.reports import Definition, Period, Table
from county_tui.screens.bars import OneLine
from county_tui.screens.base import HELP_Q, LEAVE_Q, BaseScreen
from county_tui.screens.lines import Lines
from county_tui.screens.prompt import Prompt
from county_tui.screens.record_screen import HEAD
from county_tui.screens.reports import LENGTHS
from county_tui.screens.table_lines import TableLines


class ReportTable(BaseScreen[None]):
    """One table filled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("left", "step(-1)", "上一期", tooltip="看上一个期间", id="before"),
        Binding("right", "step(1)", "下一期", tooltip="看下一个期间", id="after"),
        Binding("p", "length", "年半季月", tooltip="换期间的长短：年、半年、季、月", id="length"),
        Binding("tab", "column(1)", "下一列", tooltip="光标移到右边一列", id="next-column"),
        Binding("shift+tab", "column(-1)", "上一列", show=False, tooltip="光标移到左边一列", id="previous-column"),
        Binding("enter", "open", "看明细", tooltip="打开这个数背后的记录", id="open"),
        Binding("e", "export", "导出", tooltip="导出这张表（.xlsx 可直接打印）", id="export"),
    ]

    def __init__(self, definition: Definition, period: Period) -> None:
        super().__init__()
        self.definition, self.period = definition, period
        self.head = OneLine(style=HEAD, id="head")
        self.lines = TableLines(id="table")

    def body(self) -> ComposeResult:
        """The column heads and the rows."""
        yield self.head
        yield self.lines

    def on_mount(self) -> None:
        """Fill the table."""
        self.lines.focus()
        self.load()

    def load(self) -> None:
        """Fill the table for the period."""
        self.title_line.show(f" {self.definition.title}", f"{self.period.title}  正在统计 ")
        self.ask(partial(reports.fill, self.definition, self.period), self.show)

    def show(self, table: Table) -> None:
        """Show the filled table."""
        self.title_line.show(f" {table.title}  {table.region_name}", f"{table.period.title} ")
        self.lines.show_table(table)
        self.show_place()

    @on(Lines.Moved)
    def show_place(self) -> None:
        """Show the heads, and the full name of the column under the cursor."""
        self.head.show(self.lines.head())
        table = self.lines.table
        if table is not None and table.columns:
            path = " / ".join(table.columns[self.lines.column].path)
            unit = f"；单位：{table.unit}" if table.unit else ""
            self.say(f" {path}{unit}")

    def action_step(self, by: int) -> None:
        """Another period of the same length."""
        self.period = self.period.next() if by > 0 else self.period.previous()
        self.load()

    def action_length(self) -> None:
        """The next shorter length of period, after the shortest the longest."""
        lengths = [length.months for length in LENGTHS]
        following = lengths[(lengths.index(self.period.months) + 1) % len(lengths)]
        self.period = reports.period_of(min(self.period.last, max(self.period.first, self.desk.today)), following)
        self.load()

    def action_column(self, by: int) -> None:
        """Another number of the row."""
        self.lines.column = max(0, min(self.lines.column + by, len(self.lines.widths) - 1))
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
        if cell is None or cell.query is None:
            self.say(" 这个数没有对应的记录清单。")
            return
        from county_tui.screens.register_list import RegisterList

        row, table = self.lines.rows[self.lines.cursor], self.lines.table
        label = table.columns[self.lines.column].label if table else ""
        self.app.push_screen(RegisterList(cell.query, f"{self.period.title}  {row.label}  {label}"))

    @work(exit_on_error=False)
    async def action_export(self) -> None:
        """Ask for a file, then write the table into it."""
        from county_tui.reports import files

        table = self.lines.table
        if table is None:
            return
        suggested = str(self.desk.file(f"{self.definition.title}-{self.period.name}.xlsx"))
        what = "写到哪个文件？结尾 .xlsx 可打印，.csv、.json、.md 为数据。"
        prompt = Prompt("导出汇总表", what, suggested, lambda text: check_name(self.desk.file(text)))
        text = await self.app.push_screen_wait(prompt)
        if text:
            path = self.desk.file(text)
            await self.answer(partial(files.write, [table], path))
            self.say(f" 已导出到 {path}")


def check_name(path: Path) -> None:
    """Refuse a name without an ending."""
    if not path.suffix:
        raise ValueRefusedError("文件名要有结尾", "，如 .xlsx。")
