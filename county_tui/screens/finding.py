"""Searching all registers at once: what is found in each, best first, and the way to all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer

from county_tui import store
from county_tui.models import REGISTERS
from county_tui.screens.base import BaseScreen
from county_tui.store import Query, Row
from county_tui.widgets.cells import fitted, grouped
from county_tui.widgets.lines import Lines
from county_tui.widgets.text import Entry
from county_tui.wording.records import describe_row

SHOWN = 4
"""As many of each register are shown: four registers then fit on 24 lines."""
DELAY_S = 0.3
"""Searching every register is begun when the typing pauses for so long."""
LABEL_CELLS = 12
HINT = " 输入任意几个字、拼音或日期（如 2026-11）；上下键选，Enter 打开。"


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of what was found: a record, or with none all that a register holds of it."""

    query: Query
    text: str
    row: Row | None = None


def find(text: str) -> list[Hit]:
    """What is found in each register: a few records, and where there are more a line for all of them."""
    with store.session():
        return [hit for register in REGISTERS for hit in _hits(Query(register.register_name(), text))]


def _hits(query: Query) -> Iterator[Hit]:
    lookups = store.lookups()
    label = next(register.label for register in REGISTERS if register.register_name() == query.register)
    rows = store.list_rows(query, SHOWN)
    for row in rows:
        yield Hit(query, f"{fitted(label, LABEL_CELLS)}{describe_row(row, lookups)}", row)
    if len(rows) == SHOWN and (count := store.count_rows(query)) > SHOWN:
        yield Hit(query, f"{fitted(label, LABEL_CELLS)}全部 {grouped(count)} 条")


class Finding(BaseScreen[None]):
    """A field to type in, and what is found below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "帮助", tooltip="列出这个画面的全部按键", id="help"),
        Binding("escape,ctrl+q", "leave", "返回", tooltip="回到首页", id="leave"),
        Binding("enter", "open", "打开", tooltip="打开这条记录，或这本台账里找到的全部", id="open"),
        Binding("up", "step(-1)", "上移", show=False, tooltip="上一行", id="up"),
        Binding("down", "step(1)", "下移", show=False, tooltip="下一行", id="down"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.entry = Entry(id="find", placeholder="找什么？", passes=("up", "down"))
        self.lines = Lines(id="hits")
        self.hits: list[Hit] = []
        self._typing: Timer | None = None

    def body(self) -> ComposeResult:
        """The field, and the lines."""
        yield self.entry
        yield self.lines

    def on_mount(self) -> None:
        """Type at once; the arrows move in what was found."""
        self.title_line.show(" 在全部台账里查找")
        self.say(HINT)
        self.lines.can_focus, self.lines.keeps_cursor = False, True
        self.entry.focus()

    @on(Entry.Changed)
    def search_soon(self, event: Entry.Changed) -> None:
        """Search when the typing pauses."""
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(DELAY_S, partial(self.search, event.value))

    @work(exclusive=True, group="first", exit_on_error=False)
    async def search(self, text: str) -> None:
        """Show what is found."""
        self.hits = await self.answer(partial(find, text)) if text.strip() else []
        self.lines.empty = "  没有找到，换几个字再试。" if text.strip() else ""
        self.lines.show([f" {hit.text}" for hit in self.hits], cursor=0)

    def action_step(self, by: int) -> None:
        """Move in what was found."""
        self.lines.action_step(by)

    @on(Entry.Submitted)
    @on(Lines.Chosen)
    def action_open(self) -> None:
        """Open the record under the cursor, or the list of all that was found."""
        if not self.hits:
            return
        hit = self.hits[self.lines.cursor]
        if hit.row is None:
            from county_tui.screens.registers.register_list import RegisterList

            self.app.push_screen(RegisterList(hit.query))
        else:
            from county_tui.screens.registers.record_view import RecordView

            self.app.push_screen(RecordView(hit.row))
