"""Import, second step: what would happen to every row, before anything does; then applying it, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import WorkerFailed

from county_tui.errors import WorkbookError
from county_tui.importing import ImportPlan, Request
from county_tui.screens.base import HELP_Q, BaseScreen
from county_tui.screens.import_flow.pages import Pages
from county_tui.screens.import_flow.questions import (
    StoppedError,
    Work,
    applied,
    before,
    mend_question,
    mended,
    planned,
    summary,
    tell_outcome,
    tell_ticked,
    whole_question,
    write_refused,
)
from county_tui.widgets.dialogs import Notice
from county_tui.widgets.lines import Lines

NOTHING = "  没有可以导入的内容。按 t 指定工作表、台账和表头，按 c 指定列。"
STOPPED = " 已停止，台账没有改动。"
LEAVE_IMPORT = Binding("escape,ctrl+q,q", "leave", "放弃", tooltip="停止正在做的，或不导入这个文件", id="leave")


class ImportPreview(BaseScreen[str]):
    """The preview of one file: dismissed with what became of it in words, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_IMPORT,
        Binding("a", "apply", "导入", tooltip="按这个预览写入台账", id="apply"),
        Binding("left", "turn(-1)", "左右翻看", key_display="左右键", tooltip="看上一类行", id="page-left"),
        Binding("right,tab", "turn(1)", "下一类", show=False, tooltip="看下一类行", id="page-right"),
        Binding("c", "sheets(True)", "列", tooltip="看每一列对应哪个字段，可以改", id="columns"),
        Binding("t", "sheets", "工作表", tooltip="选择工作表、台账、表头所在的行", id="sheets"),
        Binding("e", "errors", "错误表", tooltip="把不能导入的行写到一个文件，改好后再导入", id="errors"),
        Binding("enter", "open", "看全行", tooltip="看光标所在一行的全部内容", id="open"),
        Binding("m", "mend", "一次改好", tooltip="把光标所在的一类错误一次改好：一律按另一个写法读", id="mend"),
        Binding("w", "whole", "是全部", tooltip="说明文件是某地某期间的全部：文件里没有的记录移走", id="whole"),
    ]

    @dataclass
    class Progressed(Message):
        """The work in hand is so far."""

        text: str

    def __init__(self, path: Path, position: str = "") -> None:
        super().__init__()
        self.path, self.position = path, position
        self.request = Request()
        self.lines = Lines(id="rows")
        self.pages = Pages(self.lines)
        self.under_way: Work | None = None

    def body(self) -> ComposeResult:
        """The pages, and the lines of the open one."""
        yield self.pages
        yield self.lines

    def on_mount(self) -> None:
        """Plan at once, with everything found automatically."""
        self.title_line.show(f" 导入  {self.path.name}", f"{self.position}第二步：预览 ")
        self.lines.focus()
        self.request = Request(today=self.context.today)
        self.read()

    @work(exit_on_error=False, exclusive=True, group="flow")
    async def read(self) -> None:
        """Make the plan anew."""
        self.pages.clear("")
        self.say(" 正在读取，请稍候  按 Esc 停止")
        try:
            with self.working() as job:
                plan, lookups = await self.answer(partial(planned, self.path, self.request, job))
            self.pages.show_plan(plan, lookups)
            self.say(summary(plan, "看下一个文件" if self.position else "返回"))
        finally:
            if self.pages.plan is None:
                self.pages.clear(NOTHING)
                self.say(STOPPED if job.stop.is_set() else "")

    @contextmanager
    def working(self) -> Iterator[Work]:
        """A job that reports here, from its thread by messages; only one is under way."""

        def tell(text: str) -> None:
            self.post_message(self.Progressed(text))

        self.under_way = job = Work(tell)
        try:
            yield job
        finally:
            self.under_way = None

    def explain(self, error: BaseException) -> None:
        """Being stopped is no error; a file that cannot be opened at all leads back to choosing another."""
        if isinstance(error, StoppedError):
            return
        if isinstance(error, WorkbookError) and self.request == Request(today=self.context.today):
            self.dismiss(None)
        super().explain(error)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While work is under way it can only be stopped."""
        return self.under_way is None or action in ("leave", "help")

    @on(Progressed)
    def show_progress(self, event: Progressed) -> None:
        """Say how far the work is."""
        if self.under_way is not None:
            self.say(event.text)

    @on(Pages.Turned)
    def offer_keys(self, event: Pages.Turned) -> None:
        """Name first the keys for what the open page is about."""
        first = ("mend", "leave", "help") if event.group.errors else ("leave", "help")
        self.key_line.offer(sorted(self.key_bindings(), key=lambda key: -first.index(key.id) if key.id in first else 1))

    def action_turn(self, by: int) -> None:
        """Open the page beside."""
        self.pages.turn(by)

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """Show all of the row under the cursor; from the overview go on to the rows."""
        if self.pages.page == 0:
            self.pages.turn(1)
        elif self.pages.open.lines:
            self.app.push_screen(Notice(self.pages.open.name, self.pages.open.whole(self.lines.cursor)))

    @work(exit_on_error=False, exclusive=True, group="flow")
    async def action_sheets(self, opens_columns: bool = False) -> None:
        """Choose sheets, register and header rows, or what the columns mean; plan anew if that changed."""
        from county_tui.screens.import_flow.corrections import ImportSheets

        sheets = ImportSheets(self.path, self.request, opens_columns=opens_columns)
        request = await self.app.push_screen_wait(sheets)
        self.read_if_changed(request)

    @work(exit_on_error=False, exclusive=True, group="flow")
    async def action_mend(self) -> None:
        """Read one text of a column as another everywhere, or give a column that is missing one value; plan anew."""
        error = self.pages.error()
        if error is not None:
            if new := await self.app.push_screen_wait(mend_question(error)):
                self.read_if_changed(mended(self.request, error, new))
        elif self.pages.turn_to_errors():
            self.say(" 选一类错误，再按 m 一次改好。")
        else:
            self.say(" 没有可以一次改好的错误。")

    @work(exit_on_error=False, exclusive=True, group="flow")
    async def action_whole(self) -> None:
        """Say that the file is all there is for a region and a period; plan anew."""
        text = await self.app.push_screen_wait(whole_question(self.request.whole_of))
        if text is not None:
            self.read_if_changed(replace(self.request, whole_of=text.strip()))

    def read_if_changed(self, request: Request | None) -> None:
        """Plan anew for another request."""
        if request is not None and request != self.request:
            self.request = request
            self.read()

    @work(exit_on_error=False, exclusive=True, group="flow")
    async def action_errors(self) -> None:
        """Write the refused rows to a file of their own."""
        await write_refused(self, self.path, self.pages.plan)

    @work(exit_on_error=False, exclusive=True, group="flow")
    async def action_apply(self) -> None:
        """Ask, then carry out just this plan."""
        plan = self.pages.plan
        if plan is None or not plan.writes:
            self.say(" 没有需要写入的内容。")
            return await tell_ticked(self, plan) if plan else None
        answer = await self.app.push_screen_wait(before(plan))
        if answer == "errors":
            await write_refused(self, self.path, plan)
        elif answer == "yes":
            await self.carry_out(plan)

    async def carry_out(self, plan: ImportPlan) -> None:
        """Write it, then tell what was done."""
        self.say(" 正在备份和写入，请稍候")
        try:
            with self.working() as job:
                done = await self.answer(partial(applied, plan, self.context.ledger.path, self.context.user, job))
        except WorkerFailed:
            self.say(STOPPED) if job.stop.is_set() else self.read()
            return
        self.say("")
        self.dismiss(await tell_outcome(self, self.path, plan, done))

    def action_leave(self) -> None:
        """Stop what is under way, or leave without importing."""
        if self.under_way is not None:
            self.under_way.stop.set()
            self.say(" 正在停止")
        else:
            self.dismiss(None)
