"""A record to be read: what stands in its fields, and the keys to change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from county_tui import store
from county_tui.models import register_named
from county_tui.models.evidence import Evidence
from county_tui.models.lookups import Lookups
from county_tui.rights import Right
from county_tui.screens.base import HELP_Q, LEAVE_Q, BaseScreen, needs
from county_tui.screens.registers.record_screen import worked_out
from county_tui.store import Row
from county_tui.widgets.cells import fitted, wrapped
from county_tui.widgets.lines import Lines
from county_tui.wording.records import describe_row
from county_tui.wording.time_and_size import local_time

LABEL_CELLS = 18


class RecordView(BaseScreen[Row]):
    """One record, field by field; dismissed with it as it was saved last, or None where nothing was changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("e,enter", "edit", "修改", tooltip="打开表单修改", id="edit"),
        Binding("h", "history", "历史", tooltip="谁在什么时候改了什么，可退回旧版", id="history"),
        Binding("w", "evidence", "佐证", tooltip="给这条记录登记佐证材料：文号、页数、柜盒、文件", id="evidence"),
    ]

    def __init__(self, row: Row) -> None:
        super().__init__()
        self.row = row
        self.saved: Row | None = None
        self.register = register_named(row.register)
        self.counted: Mapping[str, str] = {}
        """What is worked out of it, once that is known."""
        self.lines = Lines(id="fields-read")

    def body(self) -> ComposeResult:
        """The fields, a line or more each."""
        yield self.lines

    def on_mount(self) -> None:
        """Show the record."""
        self.lines.focus()
        self.show()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.show()

    @work(exclusive=True, group="first", exit_on_error=False)
    async def on_screen_resume(self) -> None:
        """Coming back, show the record as it stands now."""
        row, counted = await self.answer(self.read)
        if row.version != self.row.version:
            self.saved = row
        if (row.version, counted) != (self.row.version, self.counted):
            self.row, self.counted = row, counted
            self.show()

    def read(self) -> tuple[Row, Mapping[str, str]]:
        """The record as it stands now, with what is worked out of it."""
        row = store.get(self.row.register, self.row.id)
        return row, worked_out(self.context.today, [row]).get(row.id, {}) if self.register.worked_out else {}

    def show(self) -> None:
        """Show the record as it stands."""
        lookups = store.lookups()
        self.title_line.show(f" {self.register.label}  {describe_row(self.row, lookups)}", f"第 {self.row.version} 版 ")
        self.lines.show(list(self.texts(lookups)))

    def texts(self, lookups: Lookups) -> Iterator[str]:
        """The fields that are filled first, then in one line those that are not, then who made and changed it."""
        room = max(self.size.width - LABEL_CELLS - 2, 10)
        blank = []
        for name, field in self.register.fields().items():
            text = self.register.text(name, self.row.values, lookups)
            if not text:
                blank.append(field.label)
            for at, line in enumerate(wrapped(text, room)) if text else ():
                yield f" {fitted('' if at else field.label, LABEL_CELLS)}{line}"
        for name, one in self.register.worked_out.items():
            if text := self.counted.get(name, ""):
                yield f" {fitted(one.label, LABEL_CELLS)}{text}"
        if blank:
            yield ""
            yield from (f" {line}" for line in wrapped(f"没有填的：{'、'.join(blank)}", room + LABEL_CELLS))
        papers = store.list_rows(store.papers_of(self.row))
        for at, paper in enumerate(papers):
            shown = Evidence.naming().describe(paper.values, lookups)
            yield from ("",) if not at else ()
            yield f" {fitted('' if at else Evidence.label, LABEL_CELLS)}{shown}"
        yield ""
        yield f" {self.row.created.by} 填于 {local_time(self.row.created.at)}"
        if self.row.version > 1:
            yield f" {self.row.updated.by} 改于 {local_time(self.row.updated.at)}"

    @on(Lines.Chosen)
    @needs(Right.ENTER)
    @work(exit_on_error=False)
    async def action_edit(self) -> None:
        """Change the record; once that is saved, it goes back to where it was opened from."""
        from county_tui.screens.registers.form import RecordForm

        row = await self.app.push_screen_wait(RecordForm(self.row.register, self.row))
        if row is not None:
            self.dismiss(row)

    def action_history(self) -> None:
        """Open the record's history."""
        from county_tui.screens.registers.history import RecordHistory

        self.app.push_screen(RecordHistory(self.row.register, self.row.id))

    @needs(Right.ENTER)
    @work(exit_on_error=False)
    async def action_evidence(self) -> None:
        """Enter a paper that shows what the record says."""
        from county_tui.screens.registers.papers import point_to_paper

        await point_to_paper(self, self.row)
        self.show()

    def action_leave(self) -> None:
        """Go back, with what was saved."""
        self.dismiss(self.saved)
