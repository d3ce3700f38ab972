"""A document filled for a period, as text to look over before it is written to Word."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from county_tui import collecting, documents
from county_tui.documents import Template
from county_tui.forms import FilledForm
from county_tui.screens.file_question import FileQuestion, ask_file
from county_tui.screens.reports.report_scope import Extent, ExtentScreen
from county_tui.store import check_ending
from county_tui.widgets.cells import wrapped
from county_tui.widgets.lines import Lines

WIDTH = 76
"""Cells of a line: a terminal of 80 columns, with room at both sides."""


class DocumentView(ExtentScreen):
    """One document; it is changed in Word, not here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "export", "导出", tooltip="写到 .docx，在 Word 或 WPS 里接着写", id="export"),
        Binding("t", "template", "取模板", tooltip="把带标记的模板写到 .docx，改好再添加", id="template"),
    ]

    def __init__(self, template: Template, extent: Extent) -> None:
        super().__init__()
        self.template, self.extent = template, extent
        self.document: FilledForm | None = None
        self.lines = Lines(id="document")

    def load(self) -> None:
        """Fill the document for the period and the region."""
        self.title_line.show(f" {self.template.name}  {self.extent.region_name}", f"{self.extent.period.title} ")
        self.ask(self.filled, self.show)

    def filled(self) -> tuple[FilledForm, list[str], int]:
        """The document, its text, and how many places are left to write by hand."""
        extent = self.extent
        owed = collecting.owing_words(extent.period)
        filled = documents.fill_document(self.template, extent.period, extent.region, self.context.today, owed)
        return filled, documents.lines_of(filled), documents.blanks_in(filled)

    def show(self, found: tuple[FilledForm, list[str], int]) -> None:
        """Show its text in lines."""
        self.document, texts, blanks = found
        self.lines.show([f" {line}" for text in texts for line in wrapped(text, WIDTH)])
        self.say(f" {blanks} 处画了横线的，导出后自己填。" if blanks else " 按 e 导出到 Word。")

    @work(exit_on_error=False, exclusive=True)
    async def action_export(self) -> None:
        """Ask for a file, then write the document."""
        if self.document is not None:
            name = f"{self.template.name}-{self.extent.period.name}"
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
