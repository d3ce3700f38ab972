"""Who changed what, when: all registers in one list, narrowed to a person or to some days."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import store
from county_tui.screens.base import HELP_Q, LEAVE_Q
from county_tui.screens.lines_screen import LinesScreen
from county_tui.store import Logged, What
from county_tui.widgets.cells import fitted
from county_tui.widgets.dialogs import Prompt
from county_tui.widgets.lines import Lines
from county_tui.widgets.picker import Picker
from county_tui.wording.records import described, rows_of
from county_tui.wording.time_and_size import local_time

MOST = 1000
"""Lines shown: nobody reads on, and narrowing brings older ones up."""
ANYONE = "\x00anyone"
WHEN_HINT = "如 2026-11-20、2026-11、2026年三季度，或一段 2026-11-01..2026-11-15；留空为不限。"


class ChangeLog(LinesScreen[None]):
    """The newest changes; a batch is one line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "open", "打开", tooltip="看这条记录的修改历史，或这一批写入的记录", id="open"),
        Binding("f", "who", "谁改的", tooltip="只看一个人改的", id="who"),
        Binding("w", "when", "哪几天", tooltip="只看某几天改的", id="when"),
        Binding("x", "all", "看全部", tooltip="去掉上面两样限制", id="all"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.who, self.when = "", ""
        self.found: list[Logged] = []
        self.lines = Lines(id="log")

    def load(self) -> None:
        """Read the log anew."""
        narrowed = "　".join(filter(None, [self.who and f"{self.who}改的", self.when]))
        self.title_line.show(f" 修改记录  {narrowed}".rstrip())
        self.in_background(self.show)

    async def show(self) -> None:
        """A line for each change."""
        self.found, lines = await self.answer(partial(read_log, self.who, self.when))
        self.lines.empty = "  没有修改记录。"
        self.lines.show(lines, cursor=0)
        if len(lines) == MOST:
            self.say(f" 只列最近 {MOST:,} 处，更早的请按 f 或 w 缩小范围。")

    @work(exit_on_error=False)
    async def action_who(self) -> None:
        """Ask whose changes."""
        names = await self.answer(store.changers)
        options = [(ANYONE, "所有人"), *((name, name) for name in names)]
        picked = await self.app.push_screen_wait(Picker("看谁改的？", options))
        if picked:
            self.who = "" if picked[0] == ANYONE else picked[0]
            self.load()

    @work(exit_on_error=False)
    async def action_when(self) -> None:
        """Ask for the days."""
        ask = Prompt("看哪几天改的？", WHEN_HINT, self.when, check=store.days_written)
        text = await self.app.push_screen_wait(ask)
        if text is not None:
            self.when = text.strip()
            self.load()

    def action_all(self) -> None:
        """Everybody's, of all days."""
        self.who = self.when = ""
        self.load()

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """The history of the record, or the batches."""
        if not self.found:
            return
        one = self.found[self.lines.cursor]
        if one.what is What.RECORD:
            from county_tui.screens.registers.history import RecordHistory

            self.app.push_screen(RecordHistory(one.register, one.record))
        else:
            from county_tui.screens.import_flow.batches import Imports

            self.app.push_screen(Imports(one.batch.id if one.batch else 0))


def read_log(who: str, when: str) -> tuple[list[Logged], list[str]]:
    """The newest changes, and a line for each."""
    with store.session():
        found = store.change_log(who, when, MOST)
        rows, lookups = rows_of(found), store.lookups()
        return found, [f" {local_time(one.at)}  {fitted(one.by, 10)}  {described(one, rows, lookups)}" for one in found]
