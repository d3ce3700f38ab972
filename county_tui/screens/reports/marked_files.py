"""Forms and documents in the list of tables: adding one, taking one out of use, opening one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from textual.screen import Screen

from county_tui import documents, forms
from county_tui.documents import Template
from county_tui.forms import FormDefinition
from county_tui.screens.base import BaseScreen
from county_tui.screens.reports.report_scope import Extent
from county_tui.widgets.dialogs import Prompt, Question

Marked = FormDefinition | Template


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


def screen_of(marked: Marked, extent: Extent) -> Screen[Any]:
    """The screen that shows it filled."""
    if isinstance(marked, FormDefinition):
        from county_tui.screens.reports.form_sheet import FormSheet

        return FormSheet(marked, extent)
    from county_tui.screens.reports.form_sheet import DocumentView

    return DocumentView(marked, extent)


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
