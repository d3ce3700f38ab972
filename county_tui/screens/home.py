"""The first screen: the registers, what falls due, the last twelve months."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from county_tui import store
from county_tui.models import REGISTERS
from county_tui.screens.base import HELP_Q, WATCH, BaseScreen
from county_tui.screens.home_numbers import back_up_daily, count_registers, last_events, read_due
from county_tui.store import Draft, DueList, Query, drafts_of, last_months
from county_tui.widgets.bars import OneLine
from county_tui.widgets.cells import between, grouped
from county_tui.widgets.lines import STRONG, Lines
from county_tui.widgets.month_chart import MonthChart

Step = tuple[Callable[[], Any], Callable[[Any], None]]
"""A service call, and what shows its answer."""
HEAD = Style(underline=True)
REALLY = " 再按一次 Esc 退出程序。"
LOOK_AGAIN_S = 20.0
"""How often home looks whether others changed the ledger."""


class Home(BaseScreen[None]):
    """Where one starts; every line opens what it names."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        Binding("q,ctrl+q", "leave", "退出", tooltip="退出程序；数据都已保存；连按两次 Esc 也可以", id="leave"),
        Binding("escape", "leave_if_meant", show=False),
        Binding("enter", "open", "打开", tooltip="打开光标所在的一行", id="open"),
        Binding("i", "go('importing')", "导入", tooltip="导入 Excel 或 CSV 文件", id="import"),
        Binding("r", "go('reports')", "汇总表", tooltip="看、导出汇总表", id="reports"),
        Binding("b", "go('backups')", "备份", tooltip="备份、检查、恢复台账", id="backups"),
        Binding("l", "go('imports')", "导入记录", tooltip="看每次导入写入了哪些记录，可撤销", id="imports"),
        Binding("u", "go('drafts')", "草稿", tooltip="继续填写上次没有保存的表单", id="drafts"),
        Binding("s", "go('settings')", "设置", tooltip="单位名称等", id="settings"),
        Binding("tab,left,right", "switch", "左右切换", show=False, tooltip="在台账和提醒之间切换", id="switch"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.registers = Lines(id="registers")
        self.due = Lines(id="due", empty=" 正在统计")
        self.counts: list[int] = []
        self.counted: list[tuple[DueList, int]] = []
        self.chart = MonthChart()
        self.last = (OneLine(id="last-import"), OneLine(id="last-backup"))
        self.token = 0
        """Grows with every change of any record; the numbers were counted at this one."""

    def body(self) -> ComposeResult:
        """Registers at the left, what falls due at the right, the chart below."""
        with Horizontal(id="halves"):
            with Vertical(id="left"):
                yield OneLine(" 台账", style=HEAD)
                yield self.registers
            with Vertical(id="right"):
                yield OneLine(" 提醒", style=HEAD)
                yield self.due
        yield OneLine(" 近十二个月", style=HEAD)
        yield self.chart
        yield from self.last

    def on_mount(self) -> None:
        """Name everything at once; the numbers come when they are ready."""
        self.show_title()
        self.registers.show([f" {register.label}" for register in REGISTERS])
        self.registers.focus()
        self.read()
        self.set_interval(LOOK_AGAIN_S, self.look_for_changes)

    def show_title(self) -> None:
        """Whose ledger it is, and whether it can be changed."""
        ledger = self.context.ledger
        title = "台账已损坏，只能查看和导出" if store.known_damage(ledger.path) else "城市民族工作台账"
        self.title_line.show(f" {title}  {ledger.region_name}  {ledger.unit}", f"{self.context.today} ")

    def look_for_changes(self) -> None:
        """Count again, if anyone changed the ledger."""
        if self.counted and self.is_current:
            self.ask(store.history_token, self.catch_up, group=WATCH)

    def catch_up(self, token: int) -> None:
        """Count again, if any record was changed since."""
        if token != self.token:
            self.read()

    def keep_token(self, token: int) -> None:
        """Remember up to which change the numbers are true."""
        self.token = token

    def read(self) -> None:
        """Ask for all numbers, one after another in one thread, so that a list opened meanwhile need not wait."""
        today = self.context.today
        self.read_next(
            [
                (store.history_token, self.keep_token),
                (count_registers, self.show_registers),
                (partial(drafts_of, self.context.user), self.offer_drafts),
                (partial(last_events, self.context.ledger.path), self.show_last),
                (partial(last_months, today), self.chart.show),
                (partial(read_due, today), self.show_due),
            ]
        )

    def back_up(self) -> None:
        """Make today's backup, if there is none yet."""
        if self.context.backs_up_daily and store.known_damage(self.context.ledger.path) is None:
            self.ask(partial(back_up_daily, self.context), self.tell_backup, group="backup")

    def read_next(self, steps: list[Step]) -> None:
        """Ask for the first of these, and then for the rest."""
        if not steps:
            self.back_up()
            return

        def show(found: Any) -> None:
            steps[0][1](found)
            self.read_next(steps[1:])

        self.ask(steps[0][0], show, group="numbers")

    def offer_drafts(self, drafts: list[Draft]) -> None:
        """Offer to go on with what was not saved the last time."""
        if not drafts:
            self.say("")
        else:
            self.say(f" 有 {len(drafts)} 份没有保存的表单，按 u 继续填写。", STRONG)

    def on_screen_resume(self) -> None:
        """Coming back, count again."""
        self.show_title()
        if self.counts:
            self.read()

    def tell_backup(self, has_made_one: bool) -> None:
        """Say that today's backup was made."""
        if has_made_one:
            self.say(" 今天的自动备份已做好。")
            self.ask(partial(last_events, self.context.ledger.path), self.show_last, group="numbers")

    def show_last(self, told: tuple[str, str]) -> None:
        """Tell of the last import and the last backup."""
        for line, text in zip(self.last, told, strict=True):
            line.show(text)

    def on_resize(self) -> None:
        """Fit the lines to the width again."""
        if self.counts:
            self.call_after_refresh(self.show_registers, self.counts)
        if self.counted:
            self.call_after_refresh(self.show_due, self.counted)

    def show_registers(self, counts: list[int]) -> None:
        """Put the counts beside the names."""
        self.counts = counts
        width = self.registers.size.width - 2
        lines = zip(REGISTERS, counts, strict=True)
        self.registers.show([f" {between(register.label, grouped(count), width)}" for register, count in lines])

    def show_due(self, counted: list[tuple[DueList, int]]) -> None:
        """Put the due lists with their counts."""
        self.counted = counted
        width = self.due.size.width - 2
        self.due.show([f" {between(due.title, grouped(count), width)}" for due, count in counted])

    @on(Lines.Chosen, "#registers")
    def open_register(self, event: Lines.Chosen) -> None:
        """Open a register's list."""
        self.open_list(Query(REGISTERS[event.index].register_name()), "")

    @on(Lines.Chosen, "#due")
    def open_due(self, event: Lines.Chosen) -> None:
        """Open the records behind a count."""
        due, _ = self.counted[event.index]
        self.open_list(due.query, due.title)

    def open_list(self, query: Query, title: str) -> None:
        """Open a list of records."""
        from county_tui.screens.registers.register_list import RegisterList

        self.app.push_screen(RegisterList(query, title))

    def action_open(self) -> None:
        """Open the line under the cursor."""
        if isinstance(self.focused, Lines):
            self.focused.action_choose()

    def action_switch(self) -> None:
        """Go to the other half."""
        (self.due if self.registers.has_focus else self.registers).focus()

    def action_go(self, place: str) -> None:
        """Open one of the other screens."""
        from county_tui.screens.routes import screen_for

        self.app.push_screen(screen_for(place))

    @on(Lines.Moved)
    def stay(self) -> None:
        """Whoever moves on did not mean to leave."""
        if self.message_line.left == REALLY:
            self.say("")

    def action_leave_if_meant(self) -> None:
        """Leave with the second Esc: one too many on the way back is soon pressed."""
        if self.message_line.left == REALLY:
            self.action_leave()
        else:
            self.say(REALLY)

    def action_leave(self) -> None:
        """Leave the program."""
        self.app.exit()
