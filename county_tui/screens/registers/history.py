"""What happened to a record, put back as it was; and the trash, out of which records come again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from county_tui import store
from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.rights import Right
from county_tui.screens.base import HELP_Q, LEAVE_Q, needs
from county_tui.screens.lines_screen import LinesScreen
from county_tui.screens.registers.record_screen import ReadRequest, RecordScreen
from county_tui.store import Changed, Row
from county_tui.widgets.cells import fitted
from county_tui.widgets.dialogs import Question
from county_tui.widgets.lines import Lines
from county_tui.widgets.text import Prose
from county_tui.wording.records import describe_row
from county_tui.wording.time_and_size import local_time


class RecordHistory(LinesScreen[None]):
    """The changes of one record, the newest first; what each changed stands below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "restore", "退回这一版", tooltip="把记录恢复成光标所在的一版；这也会记入历史", id="restore"),
    ]

    def __init__(self, register: str, key: int) -> None:
        super().__init__()
        self.register, self.key = register_named(register), key
        self.lookups = store.lookups()
        self.changes: list[Changed] = []
        self.row: Row | None = None
        self.lines = Lines(id="changes")

    def body(self) -> ComposeResult:
        """The changes, and what the one under the cursor did."""
        yield self.lines
        with VerticalScroll(id="details", can_focus=False):
            yield Prose(id="detail")

    def on_mount(self) -> None:
        """Say whose it is."""
        self.title_line.show(f" {self.register.label}  修改历史")

    def load(self) -> None:
        """Read it anew."""
        self.in_background(self.show)

    async def show(self) -> None:
        """Show the changes."""
        row, self.changes = await self.answer(partial(read_history, self.register.register_name(), self.key))
        self.row = row
        self.title_line.show(f" {self.register.label}  修改历史", f"{describe_row(row, self.lookups)} ")
        self.lines.empty = "  没有修改记录。"
        self.lines.show([describe_change(change) for change in self.changes], cursor=0)
        self.show_detail()

    @on(Lines.Moved)
    def show_detail(self) -> None:
        """Show what the change under the cursor did: old → new."""
        if self.changes:
            self.query_one("#detail", Prose).update("\n".join(self.details(self.changes[self.lines.cursor])))

    def details(self, change: Changed) -> Iterator[str]:
        """A line for each field changed; of a new record or an unchanged one, a sentence."""
        fields = self.register.fields()
        if change.action == "create":
            texts = {name: fields[name].format(value, self.lookups) for name, value in self.first_values().items()}
            yield from (f" {fields[name].label}：{text}" for name, text in texts.items() if text)
        elif not change.changes:
            yield f" {store.ACTIONS.get(change.action, change.action)}，没有改动内容。"
        for name, (old, new) in change.changes.items():
            before, after = (fields[name].format(value, self.lookups) or "（空）" for value in (old, new))
            yield f" {fields[name].label}：{before} -> {after}"

    def first_values(self) -> dict[str, Value]:
        """What the record was made with: what stands in it now, every change taken back."""
        values = dict(self.row.values) if self.row is not None else {}
        for change in self.changes:
            values.update({name: old for name, (old, _) in change.changes.items()})
        return values

    @on(Lines.Chosen)
    @needs(Right.ENTER)
    @work(exit_on_error=False)
    async def action_restore(self) -> None:
        """Put the record back as it was, after asking."""
        if not self.changes or self.row is None:
            return
        version = self.changes[self.lines.cursor].version
        if version == self.row.version:
            self.say(" 这就是现在的内容。")
            return
        answers = {"no": "不退回", "yes": f"退回第 {version} 版"}
        named = describe_row(self.row, self.lookups)
        text = f"{named}\n记录会恢复成第 {version} 版的内容，现在的内容仍留在历史里。"
        if await self.app.push_screen_wait(Question("退回旧版？", text, answers)) == "yes":
            await self.answer(
                partial(store.revert, self.register.register_name(), self.key, version, self.context.user)
            )
            self.say(f" 已退回第 {version} 版。")
            self.load()


def read_history(register: str, key: int) -> tuple[Row, list[Changed]]:
    """A record as it stands, and all its changes."""
    with store.session():
        return store.get(register, key), store.history(register, key)


def describe_change(change: Changed) -> str:
    """A change in one line."""
    batch = f"第 {change.batch} 批" if change.batch else ""
    action = store.ACTIONS.get(change.action, change.action)
    return f" 第 {change.version:>2} 版  {local_time(change.at)}  {fitted(change.by, 14)}  {fitted(action, 10)}{batch}"


class Trash(RecordScreen):
    """Deleted records; nothing is ever lost by deleting."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "restore", "恢复", tooltip="把这条记录放回台账", id="restore"),
        Binding("h", "history", "历史", tooltip="谁在什么时候改了什么", id="history"),
    ]

    async def show_first(self, reading: ReadRequest) -> None:
        """Show what is read first, and who deleted the record under the cursor."""
        await super().show_first(reading)
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
            self.in_background(partial(self.restore, restore), group="restore")

    async def restore(self, work: Callable[[], store.Row]) -> None:
        """Take it back, say so, and list what is left."""
        row = await self.answer(work)
        self.reload()
        self.say(f" 已恢复：{describe_row(row, self.lookups)}")

    def action_history(self) -> None:
        """Open the record's history."""
        if self.records.current is not None:
            self.app.push_screen(RecordHistory(self.query_.register, self.records.current.row.id))
