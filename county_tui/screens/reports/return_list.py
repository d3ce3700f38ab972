"""The returns that were sealed, every version: opened, held against the ledger, amended, exported; and a new one."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import collecting, returns
from county_tui.rights import Right
from county_tui.screens.base import HELP_Q, LEAVE_Q, NUMBERS, needs
from county_tui.screens.lines_screen import LinesScreen
from county_tui.screens.reports.report_list import usual_scope
from county_tui.screens.reports.return_sealing import amend_return, export_return, new_return, open_task_file
from county_tui.store import ReturnHead
from county_tui.widgets.cells import fitted
from county_tui.widgets.lines import Lines
from county_tui.wording.time_and_size import local_day

HINT = " 封存了的不能改，也不能删；数有变化请更正。"
EMPTY = "  还没有上报过。上级发来了任务，按 o 打开；按 n 选表、封存，再按 e 导出给上级。"


class ReturnList(LinesScreen[None]):
    """All versions of all returns, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "open", "看", tooltip="看封存的数、说明、审核，和它的各个版本", id="open"),
        Binding("n", "new", "新上报", tooltip="选汇总表、表样和期间，核对后封存", id="new"),
        Binding("o", "open_task", "任务", tooltip="打开上级发来的任务或退回文件（.zip）", id="task"),
        Binding("d", "differences", "核对", tooltip="哪些格子和台账不一样了，是哪些记录改的", id="differences"),
        Binding("a", "amend", "更正", tooltip="按台账现在的数封存新的一版，写明原因", id="amend"),
        Binding("e", "export", "导出", tooltip="写成一个 .zip，连同可打印的表交给上级", id="export"),
    ]

    def __init__(self, sent_back: str = "") -> None:
        super().__init__()
        self.hint = f" 被退回：{sent_back}。按 a 更正，再按 e 导出。" if sent_back else HINT
        self.heads: list[ReturnHead] = []
        self.titles: dict[str, str] = {}
        self.differing: dict[int, int | None] = {}
        """How many cells differ, by the return's id; only the newest versions are held against the ledger."""
        self.lines = Lines(id="returns", empty=EMPTY)

    def on_mount(self) -> None:
        """Say whose they are, and that they stay."""
        self.title_line.show(" 上报", f"{self.context.ledger.region_name} ")
        self.say(self.hint)

    def load(self) -> None:
        """Read the list, then count what differs."""
        self.in_background(self.show)

    async def show(self) -> None:
        """A line for each version; the differences come when they are counted."""
        self.heads, self.titles = await self.answer(lambda: (returns.list_returns(), returns.titles()))
        self.show_lines()
        if self.heads:
            self.in_background(self.show_differing, group=NUMBERS)

    async def show_differing(self) -> None:
        """Put the counts."""
        self.differing = await self.answer(partial(count_newest, self.heads))
        self.show_lines()

    def show_lines(self) -> None:
        """Draw the list."""
        self.lines.show([self.line(head) for head in self.heads])

    def line(self, head: ReturnHead) -> str:
        """One version in a line."""
        told = f"第{head.version}版  {head.code}  {local_day(head.sealed_at)} {head.by}"
        count = self.differing.get(head.id, 0)
        differs = "已损坏  " if count is None else f"与台账不符 {count} 处  " if count else ""
        names = "、".join(self.titles.get(name, name) for name in head.names)
        return f" {fitted(str(head.id), 4)}{fitted(head.period, 10)}{told}  {differs}{names}"

    def come_back(self, _left: object) -> None:
        """Coming back, read them again."""
        self.load()

    @property
    def chosen(self) -> ReturnHead | None:
        """The version under the cursor."""
        return self.heads[self.lines.cursor] if self.heads else None

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """Show what was sealed."""
        from county_tui.screens.reports.return_view import ReturnView

        if self.chosen is not None:
            self.app.push_screen(ReturnView(self.chosen.id), self.come_back)

    def action_differences(self) -> None:
        """Show what the ledger says otherwise now."""
        from county_tui.screens.reports.return_view import ReturnDifferences

        if self.chosen is not None:
            self.app.push_screen(ReturnDifferences(self.chosen.id), self.come_back)

    @needs(Right.SEAL)
    @work(exit_on_error=False, exclusive=True)
    async def action_new(self) -> None:
        """Choose tables and forms, and go on to sealing them."""
        await new_return(self, usual_scope(self.context), self.come_back)

    @needs(Right.COLLECT)
    @work(exit_on_error=False, exclusive=True)
    async def action_open_task(self) -> None:
        """Take in a task, or a return sent back, and say what it asks for."""
        if await open_task_file(self):
            self.load()

    @needs(Right.SEAL)
    @work(exit_on_error=False, exclusive=True)
    async def action_amend(self) -> None:
        """Seal the next version of the one under the cursor."""
        if self.chosen is not None and await amend_return(self, self.chosen.id):
            self.load()

    @work(exit_on_error=False, exclusive=True)
    async def action_export(self) -> None:
        """Write the one under the cursor to a file."""
        if self.chosen is not None:
            await export_return(self, self.chosen.id)


def count_newest(heads: list[ReturnHead]) -> dict[int, int | None]:
    """{id: how many cells differ (None: damaged)} of the newest version of each return."""
    newest: dict[int, ReturnHead] = {}
    for head in heads:
        newest.setdefault(head.first_id, head)
    chosen = list(newest.values())
    counted = zip(chosen, returns.count_differences(chosen, collecting.fill_sums), strict=True)
    return {head.id: count for head, count in counted}
