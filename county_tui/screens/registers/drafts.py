"""Forms that were not saved: going on with one, or dropping it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import store
from county_tui.models import register_named
from county_tui.rights import Right
from county_tui.screens.base import HELP_Q, LEAVE_Q, needs
from county_tui.screens.lines_screen import LinesScreen
from county_tui.store import Draft, drafts_of, forget_draft
from county_tui.widgets.cells import fitted
from county_tui.widgets.dialogs import Question
from county_tui.widgets.lines import Lines
from county_tui.wording.time_and_size import local_time


class Drafts(LinesScreen[None]):
    """One's own drafts, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "go_on", "继续填写", tooltip="打开表单，从上次停下的地方接着填", id="go-on"),
        Binding("d", "drop", "丢弃", tooltip="不要这份草稿了", id="drop"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.drafts: list[Draft] = []
        self.lines = Lines(id="drafts")

    def on_mount(self) -> None:
        """Say what they are."""
        self.title_line.show(" 没有保存的表单")

    def load(self, _: object = None) -> None:
        """Read them anew."""
        self.in_background(self.show)

    async def show(self) -> None:
        """A line for each."""
        self.drafts = drafts = await self.answer(partial(drafts_of, self.context.user))
        self.lines.empty = "  没有草稿。填到一半断线的表单，会留在这里。"
        self.lines.show([f" {describe(draft)}" for draft in drafts])

    @on(Lines.Chosen)
    @needs(Right.ENTER)
    def action_go_on(self) -> None:
        """Open the form with what was typed."""
        if self.drafts:
            self.in_background(partial(self.open, self.drafts[self.lines.cursor]))

    async def open(self, draft: Draft) -> None:
        """Open the form; coming back, list what is left."""
        from county_tui.screens.registers.form import RecordForm

        row = await self.answer(partial(row_of, draft))
        self.app.push_screen(RecordForm(draft.register, row, draft=draft), self.load)

    @needs(Right.ENTER)
    @work(exit_on_error=False)
    async def action_drop(self) -> None:
        """Drop the draft under the cursor, after asking."""
        if not self.drafts:
            return
        draft = self.drafts[self.lines.cursor]
        answers = {"no": "留着", "yes": "丢弃，不再保留"}
        question = Question("丢弃这份草稿？", describe(draft), answers)
        if await self.app.push_screen_wait(question) == "yes":
            await self.answer(partial(forget_draft, draft.id))
            self.load()


def row_of(draft: Draft) -> store.Row | None:
    """The record a draft is for, as it stood when the form was opened; None for a new one."""
    if draft.record is None:
        return None
    row = store.get(draft.register, draft.record)
    values = store.values_at(draft.register, draft.record, draft.version)
    return replace(row, version=draft.version, values=values)


def describe(draft: Draft) -> str:
    """A draft in one line."""
    register = register_named(draft.register)
    what = "新建" if draft.record is None else "修改"
    return (
        f"{local_time(draft.at)}  {fitted(register.label, 10)}{fitted(what, 12)}{said(register.fields(), draft.texts)}"
    )


def said(fields: Mapping[str, object], texts: Mapping[str, str]) -> str:
    """The first few texts of a draft."""
    return "，".join(text.split("\n")[0] for name in fields if (text := texts.get(name, "").strip()))
