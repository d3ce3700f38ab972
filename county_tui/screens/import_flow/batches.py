"""The imports and other changes of many records at once: the records of each, and undoing them."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import importing, store
from county_tui.models import register_named
from county_tui.rights import Right, require
from county_tui.screens.base import HELP_Q, LEAVE_Q, needs
from county_tui.screens.import_flow.questions import left_alone
from county_tui.screens.lines_screen import LinesScreen
from county_tui.screens.registers.history import Trash
from county_tui.screens.registers.register_list import RegisterList
from county_tui.store import BATCH_ACTIONS, BatchInfo, BatchPart
from county_tui.widgets.cells import fitted, grouped
from county_tui.widgets.dialogs import Question
from county_tui.widgets.lines import Lines
from county_tui.wording.time_and_size import local_time


class Imports(LinesScreen[None]):
    """All batches, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "open", "打开", tooltip="看这一批写入了哪些记录：新增的、修改的、删除的", id="open"),
        Binding("u", "undo", "撤销", tooltip="撤销光标所在的一批；之后又改过的记录不动", id="undo"),
    ]

    def __init__(self, at: int = 0) -> None:
        super().__init__()
        self.at = at
        """The batch the cursor begins at; 0 for the newest."""
        self.batches: list[BatchInfo] = []
        self.lines = Lines(id="batches")

    def on_mount(self) -> None:
        """Say what they are."""
        self.title_line.show(" 导入和批量修改的记录")

    def load(self) -> None:
        """Read them anew."""
        self.in_background(self.show)

    async def show(self) -> None:
        """A line for each."""
        self.batches = batches = await self.answer(store.batches)
        begin = next((line for line, info in enumerate(batches) if info.id == self.at), None)
        self.lines.empty = "  还没有导入过。"
        self.lines.show([describe(info) for info in batches], cursor=begin)
        self.at = 0

    @on(Lines.Chosen)
    @work(exit_on_error=False)
    async def action_open(self) -> None:
        """List the records of the batch under the cursor; of which kind is asked where there are several."""
        if not self.batches:
            return
        info = self.batches[self.lines.cursor]
        parts = await self.answer(partial(store.batch_parts, info.id))
        if not parts:
            self.say(f" 第 {info.id} 批没有写入记录。")
            return
        picked = "0"
        if len(parts) > 1:
            answers = {str(at): in_words(part) for at, part in enumerate(parts)}
            picked = await self.app.push_screen_wait(Question(f"看第 {info.id} 批的哪些记录？", "", answers)) or ""
        if picked:
            self.open_part(info, parts[int(picked)])

    def open_part(self, info: BatchInfo, part: BatchPart) -> None:
        """List the records of one part of a batch."""
        query = store.batch_query(info, part)
        title = f"第 {info.id} 批{BATCH_ACTIONS[part.action]}的，来自 {info.source}"
        self.app.push_screen(Trash(query, title) if query.deleted else RegisterList(query, title))

    @needs(Right.ENTER)
    @work(exit_on_error=False)
    async def action_undo(self) -> None:
        """Undo the batch under the cursor, after asking."""
        if not self.batches:
            return
        info = self.batches[self.lines.cursor]
        if info.undone:
            self.say(f" 第 {info.id} 批已在 {local_time(info.undone)} 撤销过。")
            return
        require(importing.right_to_undo(info, self.context.user))
        answers = {"no": "不撤销", "yes": f"撤销第 {info.id} 批"}
        text = f"{info.source}：新增 {info.new} 条移入回收站，改动 {info.updated} 条退回原样；之后又改过的记录不动。"
        if await self.app.push_screen_wait(Question("撤销这一批？", text, answers)) != "yes":
            return
        self.say(" 正在撤销，请稍候")
        self.tell(await self.answer(partial(importing.undo, info.id, self.context.user)))
        self.load()

    def tell(self, undone: importing.Undone) -> None:
        """Say what was undone, and what was left alone."""
        self.say(f" {importing.outcome(undone)}")
        if undone.left:
            self.app.push_screen(left_alone(undone))


def in_words(part: BatchPart) -> str:
    """A part of a batch in one line."""
    return f"{register_named(part.register).label}：{BATCH_ACTIONS[part.action]} {grouped(part.count)} 条"


def describe(info: BatchInfo) -> str:
    """A batch in one line; what it did none of is left out."""
    done = {"新增": info.new, "修改": info.updated, "相同": info.unchanged, "拒绝": info.refused, "移走": info.gone}
    counts = " ".join(f"{name}{grouped(count)}" for name, count in done.items() if count) or "没有改动"
    undone = "已撤销 " if info.undone else "部分撤销 " if info.is_partly_undone else ""
    return f" {info.id:>4}  {local_time(info.at)}  {fitted(info.by, 10)}  {fitted(info.source, 20)}  {undone}{counts}"
