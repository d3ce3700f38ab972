"""A register's trash: what was deleted, by whom, and taking it back out."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from county_tui import store
from county_tui.rights import Right
from county_tui.screens.base import HELP_Q, LEAVE_Q, needs
from county_tui.screens.registers.record_screen import Found, Reading, RecordScreen
from county_tui.widgets.lines import Lines
from county_tui.wording.records import describe_row
from county_tui.wording.time_and_size import local_time


class Trash(RecordScreen):
    """Deleted records; nothing is ever lost by deleting."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "restore", "恢复", tooltip="把这条记录放回台账", id="restore"),
        Binding("h", "history", "历史", tooltip="谁在什么时候改了什么", id="history"),
    ]

    def show_first(self, reading: Reading, found: Found) -> None:
        """Show what was read first, and who deleted the record under the cursor."""
        super().show_first(reading, found)
        self.show_deleted()

    def on_screen_resume(self) -> None:
        """Coming back, say again who deleted the record."""
        super().on_screen_resume()
        self.show_deleted()

    @on(Lines.Moved)
    def show_deleted(self) -> None:
        """Say who deleted the record, and when."""
        current = self.records.current
        if current is not None and current.row.deleted is not None:
            self.say(f" {current.row.deleted.by} 删除于 {local_time(current.row.deleted.at)}")

    @on(Lines.Chosen)
    @needs(Right.ENTER)
    def action_restore(self) -> None:
        """Take the record back out of the trash."""
        current = self.records.current
        if current is not None:
            restore = partial(store.restore, self.query_.register, current.row.id, self.context.user)
            self.ask(restore, self.tell_restored, group="restore")

    def tell_restored(self, row: store.Row) -> None:
        """Say so, and list what is left."""
        self.reload()
        self.say(f" 已恢复：{describe_row(row, self.lookups)}")

    def action_history(self) -> None:
        """Open the record's history."""
        if self.records.current is not None:
            from county_tui.screens.registers.history import RecordHistory

            self.app.push_screen(RecordHistory(self.query_.register, self.records.current.row.id))
