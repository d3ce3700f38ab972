"""The summary tables to choose from, with the period and the region they are for."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import reports
from county_tui.reports import Definition, Table
from county_tui.rights import Right
from county_tui.screens.app_context import AppContext
from county_tui.screens.base import needs
from county_tui.screens.reports.marked_files import (
    Marked,
    add_marked,
    kind_of,
    marked_files,
    marks_in,
    remove_marked,
    screen_of,
)
from county_tui.screens.reports.report_scope import ReportScope, ReportScopeScreen
from county_tui.widgets.cells import fitted
from county_tui.widgets.dialogs import Notice
from county_tui.widgets.lines import Lines

HALF_YEAR = 6
HINT = " 期间和区划对每张表都一样；按 e 把全部表写到一个工作簿。"


class Reports(ReportScopeScreen):
    """All tables, the built-in ones first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "打开", tooltip="填好这张表并打开", id="open"),
        Binding("s", "seal", "上报", tooltip="选几张表，核对后封存，报给上级", id="seal"),
        Binding("u", "returns", "已上报", tooltip="看已封存的上报，核对、更正、导出", id="returns"),
        Binding("a", "add", "添加", tooltip="添加写好标记的 .xlsx 表样或 .docx 文书", id="add"),
        Binding("d", "remove", "去掉", show=False, tooltip="去掉光标所在的表样或文书", id="remove"),
        Binding("e", "export", "全部导出", tooltip="把全部表写到一个文件（.xlsx 每张表一页，可直接打印）", id="export"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.definitions: list[Definition] = []
        self.files: list[Marked] = []
        self.lines = Lines(id="tables")

    def on_mount(self) -> None:
        """Begin with the present half-year and the whole ledger; read the definitions."""
        self.scope = usual_scope(self.context)
        self.say(HINT)
        self.read()

    def read(self, name: str = "") -> None:
        """Read which tables, forms and documents there are; the cursor goes to the file of a name."""
        self.in_background(partial(self.show, name))

    def load(self) -> None:
        """Say what the tables will be about."""
        self.title_line.show(f" 汇总表  {self.scope.region_name}", f"{self.scope.period.title} ")

    async def show(self, name: str) -> None:
        """List the tables, then forms and documents; a table that could not be read says so."""
        self.definitions, self.files = await self.answer(lambda: (reports.definitions(), marked_files()))
        tables = [f" {fitted(d.title, 34)}{d.problem or ('' if d.is_built_in else d.file)}" for d in self.definitions]
        self.lines.show([*tables, *(f" {fitted(one.name, 34)}{kind_of(one)}" for one in self.files)])
        named = (at for at, one in enumerate(self.files, len(self.definitions)) if one.name == name)
        self.lines.put_cursor(next(named, self.lines.cursor))

    @property
    def chosen_file(self) -> Marked | None:
        """The form or document under the cursor."""
        at = self.lines.cursor - len(self.definitions)
        return self.files[at] if 0 <= at < len(self.files) else None

    @needs(Right.SET_UP)
    @work(exit_on_error=False, exclusive=True)
    async def action_add(self) -> None:
        """Take a marked file in."""
        added = await add_marked(self)
        if added is not None:
            self.say(f" 已添加{kind_of(added)}“{added.name}”：{marks_in(added)} 个标记。")
            self.read(added.name)

    @needs(Right.SET_UP)
    @work(exit_on_error=False, exclusive=True)
    async def action_remove(self) -> None:
        """Take a form or document out of use, if that is really meant."""
        if self.chosen_file is None:
            self.say(" 只有表样和文书可以去掉。")
        elif await remove_marked(self, self.chosen_file):
            self.read()

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """Open the table under the cursor; coming back, stay in the period and region one went to."""
        from county_tui.screens.reports.report_table import ReportTable

        if self.chosen_file is not None:
            self.app.push_screen(screen_of(self.chosen_file, self.scope), self.come_back)
            return
        if not self.definitions:
            return
        definition = self.definitions[self.lines.cursor]
        if definition.problem:
            self.app.push_screen(Notice("这张表用不了", definition.problem))
        else:
            self.app.push_screen(ReportTable(definition, self.scope), self.come_back)

    def come_back(self, scope: ReportScope | None) -> None:
        """Go on from where the table was left."""
        self.go(scope or self.scope)

    @needs(Right.SEAL)
    @work(exit_on_error=False, exclusive=True)
    async def action_seal(self) -> None:
        """Choose tables and forms to report for the period and region shown."""
        from county_tui.screens.reports.return_sealing import new_return

        await new_return(self, self.scope, self.come_back)

    def action_returns(self) -> None:
        """Show what was reported."""
        from county_tui.screens.routes import screen_for

        self.app.push_screen(screen_for("returns"))

    def filled(self) -> list[Table]:
        """All tables that can be read, filled."""
        usable = [definition for definition in self.definitions if not definition.problem]
        return [reports.fill(definition, self.scope.period, self.scope.region) for definition in usable]

    @work(exit_on_error=False, exclusive=True)
    async def action_export(self) -> None:
        """Ask for a file, then write all tables into it."""
        from county_tui.screens.reports.report_table import export_tables

        left_out = sum(bool(definition.problem) for definition in self.definitions)
        path = await export_tables(self, "汇总表", self.filled)
        if path and left_out:
            self.say(f" {left_out} 张用不了的表没有写；已导出到 {path}")


def usual_scope(context: AppContext) -> ReportScope:
    """The present half-year and the whole ledger."""
    return ReportScope(reports.period_of(context.today, HALF_YEAR), context.ledger.region, context.ledger.region_name)
