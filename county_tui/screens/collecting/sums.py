"""A sum over the regions that reported: its numbers open to what each region said; who is missing stands below."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import collecting, store
from county_tui.collecting import Sum
from county_tui.report_period import Period
from county_tui.reports import Table, as_text
from county_tui.rights import Right
from county_tui.screens.base import HELP_Q, LEAVE_Q, needs
from county_tui.screens.file_question import FileQuestion, ask_file
from county_tui.screens.reports.report_scope import NEXT_COLUMN, PREVIOUS_COLUMN, ReportScope, TableScreen
from county_tui.widgets.dialogs import Notice
from county_tui.widgets.lines import Lines
from county_tui.widgets.picker import Picker


class SumTable(TableScreen[None]):
    """One table or form added up; a form one of its sheets at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "open", "各单位", tooltip="看这个数是哪些单位报的", id="open"),
        NEXT_COLUMN,
        PREVIOUS_COLUMN,
        Binding("s", "sheet", "换页", show=False, tooltip="看表样的下一个工作表", id="sheet"),
        Binding("p", "report", "上报", tooltip="把汇总数核对后封存成本级的上报，可连同别的表", id="report"),
        Binding("e", "export", "导出", tooltip="打印到 .xlsx", id="export"),
    ]

    def __init__(self, name: str, period: Period) -> None:
        super().__init__()
        self.table_name, self.period, self.sheet = name, period, 0
        self.found: Sum | None = None
        self.tables: list[Table] = []

    def load(self) -> None:
        """Add up."""
        self.in_background(self.show)

    def added_up(self) -> tuple[Sum, list[Table], str]:
        """The sum, the tables that show it, and who is missing."""
        found = collecting.sum_of(self.table_name, self.period)
        return found, collecting.tables_of_sum(found), collecting.missing_words(found)

    async def show(self) -> None:
        """Show the sum, and who is missing."""
        found, self.tables, missing = await self.answer(self.added_up)
        self.found, parts = found, len(found.parts)
        self.title_line.show(f" {self.tables[0].title}  汇总 {parts} 个单位", f"{self.period.title} ")
        self.show_sheet()
        self.say(f" {missing or '各单位都报了。'}")

    def show_sheet(self) -> None:
        """Show one sheet."""
        self.lines.show_table(self.tables[self.sheet])
        self.show_place()

    def action_sheet(self) -> None:
        """The next sheet of a form."""
        if self.tables:
            self.sheet = (self.sheet + 1) % len(self.tables)
            self.show_sheet()

    def key(self) -> str:
        """The cell under the cursor, as sums name it."""
        table, row = self.tables[self.sheet], self.lines.rows[self.lines.cursor]
        column = table.columns[self.lines.column].label
        if self.found is not None and self.found.sheet.kind == "form":
            return collecting.form_key(self.found, self.sheet, f"{column}{row.label}")
        return f"{row.label}/{column}"

    @on(Lines.Chosen)
    @work(exit_on_error=False, exclusive=True)
    async def action_open(self) -> None:
        """What each region reported in the cell under the cursor."""
        if not self.tables or not self.lines.rows:
            return
        reported = await self.answer(partial(collecting.reported_behind, self.table_name, self.period, self.key()))
        known = await self.answer(store.lookups)
        lines = [f"{known.regions.path(region)}：{as_text(value, 'number') or '—'}" for region, value in reported]
        await self.app.push_screen_wait(Notice(self.key(), "\n".join(lines)))

    @needs(Right.SEAL)
    @work(exit_on_error=False, exclusive=True)
    async def action_report(self) -> None:
        """Choose which of the sums go upward in one return, and go on to checking and sealing them."""
        from county_tui.screens.reports.return_sealing import ReturnSealing

        known = await self.answer(partial(_handed_down, self.period))
        marked = tuple(name for name, _ in known)
        picker: Picker[str] = Picker("把哪些汇总数一起上报？空格选，Enter 定", known, several=True, marked=marked)
        names: list[str] | None = await self.app.push_screen_wait(picker)
        if names:
            ledger = self.context.ledger
            scope = ReportScope(self.period, ledger.region, ledger.region_name)
            self.app.push_screen(ReturnSealing(tuple(names), scope, collecting.fill_sums))

    @work(exit_on_error=False, exclusive=True)
    async def action_export(self) -> None:
        """Ask for a file, and print the sum into it."""
        if self.found is None:
            return
        suggested = str(self.context.file(f"汇总-{self.tables[0].title}-{self.period.name}.xlsx"))
        asked = FileQuestion("导出汇总", "", suggested, lambda path: store.check_ending(path, ".xlsx"))
        if (path := await ask_file(self, asked)) is not None:
            await self.answer(partial(collecting.write_sum, self.found, path))
            self.say(f" 已导出到 {path}")


def _handed_down(period: Period) -> list[tuple[str, str]]:
    """(name, title) of all that a period's tasks ask for."""
    names = dict.fromkeys(name for task in store.tasks(store.ISSUED, period.canonical_name) for name in task.sheets)
    return [(name, collecting.title_of(name)) for name in names]
