"""Forms and documents in the list of tables: adding one, taking one out of use, opening one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.screen import Screen

from county_tui import documents, forms
from county_tui.documents import Template
from county_tui.forms import FilledForm, Finding, FormDefinition
from county_tui.rights import Right
from county_tui.screens.base import BaseScreen, needs
from county_tui.screens.file_question import FileQuestion, ask_file
from county_tui.screens.reports.report_scope import (
    NEXT_COLUMN,
    PREVIOUS_COLUMN,
    ReportScope,
    ReportScopeScreen,
    TableScreen,
)
from county_tui.store import check_ending
from county_tui.widgets.cells import wrapped
from county_tui.widgets.dialogs import Notice, Prompt, Question
from county_tui.widgets.lines import Lines

Marked = FormDefinition | Template
WIDTH = 76
"""Cells of a line: a terminal of 80 columns, with room at both sides."""


def marked_files() -> list[Marked]:
    """The forms, then the documents."""
    return [*forms.forms(), *documents.documents()]


def kind_of(marked: Marked) -> str:
    """What it is, in a word."""
    if isinstance(marked, FormDefinition):
        return "表样"
    return "文书（程序自带）" if marked.is_built_in else "文书"


def marks_in(marked: Marked) -> int:
    """How many marks it has."""
    cells = marked.cells if isinstance(marked, FormDefinition) else marked.definition.cells
    return sum(len(cell.marks) for cell in cells)


def screen_of(marked: Marked, scope: ReportScope) -> Screen[Any]:
    """The screen that shows it filled."""
    if isinstance(marked, FormDefinition):
        return FormSheet(marked, scope)

    return DocumentView(marked, scope)


def _add(path: Path, by: str) -> Marked:
    """Take a file in as what its ending says."""
    if path.suffix.lower() == documents.ENDING:
        return documents.add_document(path, "", by)
    return forms.add_form(path, "", by)


async def add_marked(screen: BaseScreen[Any]) -> Marked | None:
    """Ask for a marked file, and take it in; its mistakes are named by cell or paragraph."""
    context = screen.context
    hint = "写好标记的 .xlsx 表样或 .docx 文书；怎样写见手册“表样”“文书”。"
    text = await screen.app.push_screen_wait(Prompt("添加哪张表样、哪份文书？", hint, str(context.file(""))))
    return await screen.answer(partial(_add, context.file(text), context.user)) if text else None


async def remove_marked(screen: BaseScreen[Any], marked: Marked) -> bool:
    """Take one out of use, if that is really meant; a shipped document says how to change it instead."""
    what = kind_of(marked)[:2]
    answers = {"no": "不去掉", "yes": f"去掉“{marked.name}”"}
    text = "填过的数和已经上报的不受影响。" if isinstance(marked, FormDefinition) else "已经写出的 Word 文件不受影响。"
    if await screen.app.push_screen_wait(Question(f"去掉{what}“{marked.name}”？", text, answers)) != "yes":
        return False
    remove = forms.remove_form if isinstance(marked, FormDefinition) else documents.remove_document
    await screen.answer(partial(remove, marked.name, screen.context.user))
    return True


class FormSheet(TableScreen[ReportScope], ReportScopeScreen):
    """One form, one of its sheets at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "明细/填写", tooltip="打开这个数背后的记录；手工填的格子在这里填", id="open"),
        NEXT_COLUMN,
        PREVIOUS_COLUMN,
        Binding("s", "sheet", "换页", tooltip="看这张表样的下一个工作表", id="sheet"),
        Binding("k", "audit", "审核", tooltip="列出不成立的审核规则", id="audit"),
        Binding("t", "try_mark", "试标记", tooltip="写一个标记，看它在这个期间得多少", id="try"),
        Binding("e", "export", "导出", tooltip="原样打印到 .xlsx", id="export"),
    ]

    def __init__(self, definition: FormDefinition, scope: ReportScope) -> None:
        super().__init__()
        self.definition, self.scope, self.sheet = definition, scope, 0
        self.form: FilledForm | None = None
        self.findings: tuple[Finding, ...] = ()

    def load(self) -> None:
        """Fill the form for the period and the region, and hold its checks against it."""
        self.title_line.show(f" {self.definition.name}  {self.scope.region_name}", f"{self.scope.period.title} ")
        self.in_background(self.fill)

    async def fill(self) -> None:
        """Fill it, and show it."""
        self.show(await self.answer(self.filled))

    def filled(self) -> tuple[FilledForm, tuple[Finding, ...]]:
        """The form and what is wrong with it."""
        filling = forms.Filling(self.scope.period, self.scope.region)
        return filling.form(self.definition), filling.audit(self.definition)

    def show(self, found: tuple[FilledForm, tuple[Finding, ...]]) -> None:
        """Show the sheet, the cursor where it was."""
        self.form, self.findings = found
        self.lines.show_table(forms.as_table(self.form, self.sheet))
        self.show_place()

    def address(self) -> str:
        """The printed address under the cursor."""
        table = self.lines.table
        if table is None or not table.columns or not self.lines.rows:
            return ""
        cell = table.columns[self.lines.column].label + self.lines.rows[self.lines.cursor].label
        return self.definition.address(self.sheet, cell)

    def show_place(self) -> None:
        """Show the column letters, what stands under the cursor, and what is still to be done."""
        super().show_place()
        if self.form is None:
            return
        sheet = f"{self.definition.sheets[self.sheet]}  " if len(self.definition.sheets) > 1 else ""
        left = f"；还有 {len(self.form.unfilled)} 格没有填" if self.form.unfilled else ""
        failed = f"；{len(self.findings)} 条规则不成立，按 k 看" if self.findings else ""
        self.say(f" {sheet}{self.address()}{left}{failed}")

    def action_sheet(self) -> None:
        """The next sheet, after the last the first."""
        self.sheet = (self.sheet + 1) % len(self.definition.sheets)
        if self.form is not None:
            self.show((self.form, self.findings))

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """Type into the cell under the cursor, or open the records behind it."""
        cell = self.lines.cell
        if self.form is not None and self.address() in self.form.typed:
            self.type_into(self.form, self.address())
        elif cell is not None and cell.queries:
            from county_tui.screens.registers.register_list import RegisterList

            self.app.push_screen(RegisterList(cell.queries[0], f"{self.definition.name} {self.address()}"))
        else:
            self.say(f" {self.address()} 没有对应的记录，也不是手工填的。")

    @needs(Right.ENTER)
    @work(exit_on_error=False, exclusive=True)
    async def type_into(self, form: FilledForm, address: str) -> None:
        """Ask what to write into a typed cell, keep it, and work the form out anew."""
        value = form.cells[address].value

        def check(text: str) -> None:
            forms.check_typed(form, address, text)

        prompt = Prompt(f"{address} 填什么？", "清空就是还没有填。", "" if value is None else str(value), check)
        text = await self.app.push_screen_wait(prompt)
        if text is not None:
            await self.answer(partial(forms.type_into, form, {address: text}, self.context.user))
            self.load()

    def action_audit(self) -> None:
        """Name the rules that do not hold."""
        told = "\n".join(f"（{one.level}）{one.message}" for one in self.findings)
        self.app.push_screen(Notice("审核", told or "规则都成立。"))

    @work(exit_on_error=False, exclusive=True)
    async def action_try_mark(self) -> None:
        """Ask for a mark, and say what it gives."""
        text = await self.app.push_screen_wait(Prompt("试一个标记", "如 件数 服务记录 | 服务类别=教育保障", ""))
        if text:
            period, region = self.scope.period, self.scope.region
            value = await self.answer(partial(forms.try_mark, text, period, region))
            await self.app.push_screen_wait(
                Notice("试一个标记", f"{{{text.strip('{}')}}} = {'—' if value is None else value}")
            )

    @work(exit_on_error=False, exclusive=True)
    async def action_export(self) -> None:
        """Ask for a file, then print the form into it as it was issued."""
        if self.form is None:
            return
        suggested = str(self.context.file(f"{self.definition.name}-{self.scope.period.name}.xlsx"))
        asked = FileQuestion(
            f"导出{self.definition.name}", "写到哪个 .xlsx？", suggested, lambda path: check_ending(path, ".xlsx")
        )
        path = await ask_file(self, asked)
        if path is not None:
            await self.answer(partial(forms.write_form, self.form, path))
            self.say(f" 已导出到 {path}")


class DocumentView(ReportScopeScreen):
    """One document; it is changed in Word, not here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "export", "导出", tooltip="写到 .docx，在 Word 或 WPS 里接着写", id="export"),
        Binding("t", "template", "取模板", tooltip="把带标记的模板写到 .docx，改好再添加", id="template"),
    ]

    def __init__(self, template: Template, scope: ReportScope) -> None:
        super().__init__()
        self.template, self.scope = template, scope
        self.document: FilledForm | None = None
        self.lines = Lines(id="document")

    def load(self) -> None:
        """Fill the document for the period and the region."""
        self.title_line.show(f" {self.template.name}  {self.scope.region_name}", f"{self.scope.period.title} ")
        self.in_background(self.show)

    def filled(self) -> tuple[FilledForm, list[str], int]:
        """The document, its text, and how many places are left to write by hand."""
        from county_tui import collecting

        scope = self.scope
        owed = collecting.owing_words(scope.period)
        filled = documents.fill_document(self.template, scope.period, scope.region, self.context.today, owed)
        return filled, documents.lines_of(filled), documents.blanks_in(filled)

    async def show(self) -> None:
        """Show its text in lines."""
        self.document, texts, blanks = await self.answer(self.filled)
        self.lines.show([f" {line}" for text in texts for line in wrapped(text, WIDTH)])
        self.say(f" {blanks} 处画了横线的，导出后自己填。" if blanks else " 按 e 导出到 Word。")

    @work(exit_on_error=False, exclusive=True)
    async def action_export(self) -> None:
        """Ask for a file, then write the document."""
        if self.document is not None:
            name = f"{self.template.name}-{self.scope.period.name}"
            await self.write(f"导出{self.template.name}", name, partial(documents.write_document, self.document))

    @work(exit_on_error=False, exclusive=True)
    async def action_template(self) -> None:
        """Ask for a file, then write the template with its marks."""
        write = partial(documents.write_template, self.template)
        await self.write(f"取出{self.template.name}的模板", f"{self.template.name}-模板", write)

    async def write(self, title: str, name: str, write: partial[None]) -> None:
        """Ask where to, and write."""
        suggested = str(self.context.file(f"{name}{documents.ENDING}"))
        asked = FileQuestion(title, "写到哪个 .docx？", suggested, lambda path: check_ending(path, documents.ENDING))
        path = await ask_file(self, asked)
        if path is not None:
            await self.answer(partial(write, path))
            self.say(f" 已导出到 {path}")
