"""What the ledger says now otherwise than was reported: each cell, opened to the records changed since."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import collecting, returns
from county_tui.models import register_named
from county_tui.report_period import parse_period
from county_tui.returns import Difference
from county_tui.rights import Right
from county_tui.screens.base import HELP_Q, LEAVE_Q
from county_tui.screens.lines_screen import LinesScreen
from county_tui.screens.reports.return_flows import amend_return
from county_tui.screens.rights import needs
from county_tui.store import ReturnHead
from county_tui.widgets.cells import fitted
from county_tui.widgets.lines import Lines
from county_tui.widgets.question import Question

PLACE = 50


class ReturnDifferences(LinesScreen[None]):
    """The cells that differ, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "open", "记录", tooltip="打开使这一格变了的记录", id="open"),
        Binding("a", "amend", "更正", tooltip="按台账现在的数封存新的一版，写明原因", id="amend"),
    ]

    def __init__(self, key: int) -> None:
        super().__init__()
        self.key = key
        self.found: list[Difference] = []
        self.lines = Lines(id="differences", empty=" 正在与台账核对，请稍候")

    def load(self) -> None:
        """Hold the return against the ledger."""
        self.ask(self.read, self.show)

    def read(self) -> tuple[ReturnHead, list[Difference], dict[str, str]]:
        """The return, the cells that differ, and what its tables and forms are called."""
        return returns.head_of(self.key), returns.differences_of(self.key, collecting.fill_sums), returns.titles()

    def show(self, read: tuple[ReturnHead, list[Difference], dict[str, str]]) -> None:
        """A line for each cell that differs."""
        head, self.found, titles = read
        self.title_line.show(
            f" 与已报不符  {parse_period(head.period).title}  第{head.version}版", f"{len(self.found)} 处 "
        )
        self.lines.empty = " 与台账一致。"
        self.lines.show([line(one, titles.get(one.form, one.form)) for one in self.found])
        self.say(" 已报 → 现在；按 Enter 看是哪些记录改的。" if self.found else "")

    def come_back(self, _left: object) -> None:
        """Coming back from the records, look again."""
        self.load()

    @on(Lines.Chosen)
    @work(exit_on_error=False, exclusive=True)
    async def action_open(self) -> None:
        """Open the records behind the cell under the cursor; where they stand in several places, ask which."""
        from county_tui.screens.registers.register_list import RegisterList
        from county_tui.screens.registers.trash import Trash

        if not self.found:
            return
        one = self.found[self.lines.cursor]
        queries = await self.answer(partial(returns.record_queries, one.records))
        if not queries:
            self.say(" 这一格没有对应的记录：是下级的更正、手工填的数、表或设置改了。")
            return
        picked: str | None = "0"
        if len(queries) > 1:
            labels = {
                str(at): register_named(query.register).label + ("（已删除）" if query.deleted else "")
                for at, query in enumerate(queries)
            }
            picked = await self.app.push_screen_wait(Question("看哪些记录？", "", labels))
        if picked is not None:
            query = queries[int(picked)]
            title = f"使“{one.place}”变了的"
            opened = Trash(query, title) if query.deleted else RegisterList(query, title)
            self.app.push_screen(opened, self.come_back)

    @needs(Right.SEAL)
    @work(exit_on_error=False, exclusive=True)
    async def action_amend(self) -> None:
        """Seal the next version."""
        if await amend_return(self, self.key):
            self.dismiss(None)


def line(one: Difference, title: str) -> str:
    """A cell in a line."""
    sealed, now = one.texts
    return f" {fitted(f'{title}  {one.place}', PLACE)}{sealed} → {now}  记录 {len(one.records)} 条"
