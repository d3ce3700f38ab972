"""The summary tables to choose from, with the period and the region they are for."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import forms, reports
from county_tui.forms import FormDefinition
from county_tui.reports import Definition, Table
from county_tui.rights import Right
from county_tui.screens.app_context import AppContext
from county_tui.screens.reports.report_scope import Extent, ExtentScreen
from county_tui.screens.rights import needs
from county_tui.widgets.cells import fitted
from county_tui.widgets.lines import Lines
from county_tui.widgets.prompt import Prompt
from county_tui.widgets.question import Notice, Question

HALF_YEAR = 6
HINT = " 期间和区划对每张表都一样；按 e 把全部表写到一个工作簿。"


class Reports(ExtentScreen):
    """All tables, the built-in ones first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "打开", tooltip="填好这张表并打开", id="open"),
        Binding("s", "seal", "上报", tooltip="选几张表，核对后封存，报给上级", id="seal"),
        Binding("u", "returns", "已上报", tooltip="看已封存的上报，核对、更正、导出", id="returns"),
        Binding("a", "add", "加表样", tooltip="添加上级发来、写好标记的 .xlsx 表样", id="add"),
        Binding("d", "remove", "去掉表样", show=False, tooltip="去掉光标所在的表样", id="remove"),
        Binding("e", "export", "全部导出", tooltip="把全部表写到一个文件（.xlsx 每张表一页，可直接打印）", id="export"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.definitions: list[Definition] = []
        self.forms: list[FormDefinition] = []
        self.lines = Lines(id="tables")

    def on_mount(self) -> None:
        """Begin with the present half-year and the whole ledger; read the definitions."""
        self.extent = usual_extent(self.context)
        self.say(HINT)
        self.read()

    def read(self) -> None:
        """Read which tables and forms there are."""
        self.ask(lambda: (reports.definitions(), forms.forms()), self.show)

    def load(self) -> None:
        """Say what the tables will be about."""
        self.title_line.show(f" 汇总表  {self.extent.region_name}", f"{self.extent.period.title} ")

    def show(self, found: tuple[list[Definition], list[FormDefinition]]) -> None:
        """List the tables, then the forms; a table that could not be read says so."""
        self.definitions, self.forms = found
        tables = [f" {fitted(d.title, 34)}{d.problem or ('' if d.is_built_in else d.file)}" for d in self.definitions]
        self.lines.show([*tables, *(f" {fitted(form.name, 34)}表样" for form in self.forms)])

    @property
    def chosen_form(self) -> FormDefinition | None:
        """The form under the cursor."""
        at = self.lines.cursor - len(self.definitions)
        return self.forms[at] if 0 <= at < len(self.forms) else None

    @needs(Right.SET_UP)
    @work(exit_on_error=False, exclusive=True)
    async def action_add(self) -> None:
        """Ask for a marked form, and take it in; its mistakes are named by their cells."""
        prompt = Prompt("添加哪张表样？", "写好标记的 .xlsx 文件；怎样写见手册“表样”。", str(self.context.file("")))
        text = await self.app.push_screen_wait(prompt)
        if text:
            added = await self.answer(partial(forms.add_form, self.context.file(text), "", self.context.user))
            self.say(f" 已添加表样“{added.name}”：{len(added.cells)} 个标记。")
            self.read()

    @needs(Right.SET_UP)
    @work(exit_on_error=False, exclusive=True)
    async def action_remove(self) -> None:
        """Take a form out of use, if that is really meant."""
        form = self.chosen_form
        if form is None:
            self.say(" 只有表样可以去掉。")
            return
        answers = {"no": "不去掉", "yes": f"去掉“{form.name}”"}
        text = "填过的数和已经上报的不受影响。"
        if await self.app.push_screen_wait(Question(f"去掉表样“{form.name}”？", text, answers)) == "yes":
            await self.answer(partial(forms.remove_form, form.name, self.context.user))
            self.read()

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """Open the table under the cursor; coming back, stay in the period and region one went to."""
        from county_tui.screens.reports.report_table import ReportTable

        if self.chosen_form is not None:
            from county_tui.screens.reports.form_sheet import FormSheet

            self.app.push_screen(FormSheet(self.chosen_form, self.extent), self.come_back)
            return
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

    @needs(Right.SEAL)
    @work(exit_on_error=False, exclusive=True)
    async def action_seal(self) -> None:
        """Choose tables and forms to report for the period and region shown."""
        from county_tui.screens.reports.return_sealing import new_return

        await new_return(self, self.extent, self.come_back)

    def action_returns(self) -> None:
        """Show what was reported."""
        from county_tui.screens.routes import screen_for

        self.app.push_screen(screen_for("returns"))

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
