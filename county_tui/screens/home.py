"""The first screen: the registers, what falls due, the last twelve months."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from county_tui import store
from county_tui.models import REGISTERS
from county_tui.models.register import Register
from county_tui.rights import acting_role, may
from county_tui.screens.base import HELP_Q, IN_BACKGROUND, NUMBERS, WATCH, BaseScreen, needs
from county_tui.screens.home_numbers import (
    Reminder,
    back_up_daily,
    count_registers,
    last_events,
    read_differing,
    read_due,
    read_missing,
    read_owed,
)
from county_tui.screens.routes import right_of_place
from county_tui.store import Draft, Query, drafts_of, last_months
from county_tui.widgets.bars import OneLine
from county_tui.widgets.cells import between, grouped
from county_tui.widgets.dialogs import Question
from county_tui.widgets.lines import HEAD, STRONG, Lines
from county_tui.widgets.month_chart import MonthChart
from county_tui.widgets.picker import Picker

NOTHING_DUE = " 没有到期、逾期的事项。"
MORE = "更多台账"
LOOK_AGAIN_S = 20.0
"""How often home looks whether others changed the ledger."""


class Half(Vertical):
    """A list under its name, which tells how much of it is in view where not all of it is."""

    def __init__(self, name: str, lines: Lines, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.head, self.lines = OneLine(name, style=HEAD), lines
        self.pairs: Sequence[tuple[str, str]] = ()

    def compose(self) -> ComposeResult:
        """The name, and the lines."""
        yield self.head
        yield self.lines

    def show(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show a line for each pair of texts: one at the left, one at the right."""
        self.pairs = pairs
        self.fit()

    def fit(self) -> None:
        """Fit the lines to the width there is."""
        width = self.lines.size.width - 2
        self.lines.show([f" {between(left, right, width) if width > 0 else left}" for left, right in self.pairs])
        self.show_extent()

    def on_resize(self) -> None:
        """Fit the lines again, once they have their new width."""
        if self.pairs:
            self.call_after_refresh(self.fit)

    @on(Lines.Moved)
    def show_extent(self) -> None:
        """Say how much of the list is in view."""
        lines, height = self.lines, self.lines.size.height
        last = min(lines.top + height, lines.count)
        self.head.show(self.head.left, f"{lines.top + 1}-{last} / {lines.count} " if 0 < height < lines.count else "")


class Home(BaseScreen[None]):
    """Where one starts; every line opens what it names."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        Binding("q,ctrl+q", "leave", "退出", tooltip="退出程序；数据都已保存", id="leave"),
        Binding("escape", "leave_if_meant", "退出", show=False, tooltip="问过再退出程序", id="leave-if-meant"),
        Binding("enter", "open", "打开", tooltip="打开光标所在的一行", id="open"),
        Binding("i", "go('importing')", "导入", tooltip="导入 Excel 或 CSV 文件", id="import"),
        Binding("r", "go('reports')", "汇总表", tooltip="看、导出汇总表", id="reports"),
        Binding("c", "go('collecting')", "收报", show=False, tooltip="收下级的上报、看进度、汇总", id="collecting"),
        Binding("p", "go('returns')", "上报", tooltip="封存报给上级的数，核对、更正、导出", id="returns"),
        Binding("b", "go('backups')", "备份", tooltip="备份、检查、恢复台账", id="backups"),
        Binding("l", "go('imports')", "导入记录", tooltip="看每次导入写入了哪些记录，可撤销", id="imports"),
        Binding(
            "h", "go('changes')", "修改记录", show=False, tooltip="谁在什么时候改了什么，全部台账一起看", id="changes"
        ),
        Binding("u", "go('drafts')", "草稿", tooltip="继续填写上次没有保存的表单", id="drafts"),
        Binding(
            "y",
            "go('year-end')",
            "年终",
            show=False,
            tooltip="看到期和未报的，结转指标，存年终备份",
            id="year-end",
        ),
        Binding("s", "go('settings')", "设置", tooltip="单位名称等", id="settings"),
        Binding("slash", "go('finding')", "查找", key_display="/", tooltip="在全部台账里查找", id="find"),
        Binding("m", "template", "模板", tooltip="生成发给下面填报的 Excel 模板", id="template"),
        Binding("tab,left,right", "switch", "左右切换", show=False, tooltip="在台账和提醒之间切换", id="switch"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.left = Half(" 台账", Lines(id="registers"), id="left")
        self.right = Half(" 提醒", Lines(id="due", empty=" 正在统计"), id="right")
        self.counts: dict[type[Register], int] = {}
        self.used = [register for register in REGISTERS if register.is_usual]
        """The registers that stand here: the usual ones, and all that have records."""
        self.reminders: list[Reminder] = []
        self.chart = MonthChart()
        self.last = (OneLine(id="last-import"), OneLine(id="last-backup"))
        self.token: int | None = None
        """Grows with every change of any record; the numbers were counted at this one."""

    def body(self) -> ComposeResult:
        """Registers at the left, what falls due at the right, the chart below."""
        with Horizontal(id="halves"):
            yield self.left
            yield self.right
        yield OneLine(" 近十二个月", style=HEAD)
        yield self.chart
        yield from self.last

    def on_mount(self) -> None:
        """Name everything at once; the numbers come when they are ready."""
        self.show_title()
        self.left.show([(register.label, "") for register in self.used])
        self.left.lines.focus()
        self.read()
        self.set_interval(LOOK_AGAIN_S, self.look_for_changes)

    def show_title(self) -> None:
        """Whose ledger it is, and whether it can be changed."""
        ledger = self.context.ledger
        title = "台账已损坏，只能查看和导出" if store.known_damage(ledger.path) else "城市民族工作台账"
        role = f"{acting.label}  " if (acting := acting_role()) else ""
        self.title_line.show(f" {title}  {ledger.region_name}  {ledger.unit}", f"{role}{self.context.today} ")

    def look_for_changes(self) -> None:
        """Count again, if anyone changed the ledger."""
        if self.token is not None and self.is_current:
            self.in_background(self.catch_up, group=WATCH)

    async def catch_up(self) -> None:
        """Count again, if any record was changed since."""
        if await self.answer(store.history_token) != self.token:
            self.read()

    @work(name=IN_BACKGROUND, exclusive=True, group=NUMBERS, exit_on_error=False)
    async def read(self) -> None:
        """Ask for all numbers, one after another, so that a list opened meanwhile need not wait."""
        today, ledger = self.context.today, self.context.ledger.path
        self.token = await self.answer(store.history_token)
        self.show_registers(await self.answer(count_registers))
        self.offer_drafts(await self.answer(partial(drafts_of, self.context.user)))
        self.show_last(await self.answer(partial(last_events, ledger)))
        self.chart.show(await self.answer(partial(last_months, today)))
        due = await self.answer(partial(read_due, today))
        self.show_due(due)
        may = self.context.backs_up_daily and store.known_damage(ledger) is None
        if may and await self.answer(partial(back_up_daily, self.context)):
            self.say(" 今天的自动备份已做好。")
            self.show_last(await self.answer(partial(last_events, ledger)))
        owed = await self.answer(partial(read_owed, today))
        self.show_due([*owed, *await self.answer(read_missing), *await self.answer(read_differing), *due])

    def offer_drafts(self, drafts: list[Draft]) -> None:
        """Offer to go on with what was not saved the last time."""
        if not drafts or not may(right_of_place("drafts")):
            self.say("")
        else:
            self.say(f" 有 {len(drafts)} 份没有保存的表单，按 u 继续填写。", STRONG)

    def on_screen_resume(self) -> None:
        """Coming back, count again."""
        self.show_title()
        if self.counts:
            self.read()

    def show_last(self, told: tuple[str, str]) -> None:
        """Tell of the last import and the last backup."""
        for line, text in zip(self.last, told, strict=True):
            line.show(text)

    def show_registers(self, counts: dict[type[Register], int]) -> None:
        """Put the counts beside the names, the usual registers first; those no one uses stand behind one line."""
        self.counts = counts
        self.used = [register for register, count in counts.items() if register.is_usual or count]
        self.used.sort(key=lambda register: not register.is_usual)
        rest = len(counts) - len(self.used)
        more = [(MORE, f"{rest} 本")] if rest else []
        self.left.show([*((register.label, grouped(counts[register])) for register in self.used), *more])

    def show_due(self, reminders: list[Reminder]) -> None:
        """Put what falls due, with the counts."""
        self.reminders = reminders
        self.right.lines.empty = NOTHING_DUE
        self.right.show([(one.title, one.count) for one in reminders])

    @on(Lines.Chosen, "#registers")
    @work(exit_on_error=False)
    async def open_register(self, event: Lines.Chosen) -> None:
        """Open a register's list; behind the last line stand those not used yet."""
        from county_tui.screens.registers.register_list import RegisterList

        names = [register.register_name() for register in self.used[event.index : event.index + 1]]
        if not names:
            others = [(register.register_name(), register.label) for register in REGISTERS if register not in self.used]
            names = await self.app.push_screen_wait(Picker(MORE, others)) or []
        if names:
            self.app.push_screen(RegisterList(Query(names[0])))

    @on(Lines.Chosen, "#due")
    def open_due(self, event: Lines.Chosen) -> None:
        """Open what a reminder speaks of."""
        self.app.push_screen(self.reminders[event.index].opens())

    def action_open(self) -> None:
        """Open the line under the cursor."""
        if isinstance(self.focused, Lines):
            self.focused.action_choose()

    def action_switch(self) -> None:
        """Go to the other half."""
        (self.right if self.left.lines.has_focus else self.left).lines.focus()

    @needs(right_of_place)
    def action_go(self, place: str) -> None:
        """Open one of the other screens."""
        from county_tui.screens.routes import screen_for

        self.app.push_screen(screen_for(place))

    @work(exit_on_error=False)
    async def action_template(self) -> None:
        """Write the template of all registers, for others to fill in."""
        from county_tui.screens.registers.flows.exporting import write_template

        await write_template(self)

    @work(exit_on_error=False)
    async def action_leave_if_meant(self) -> None:
        """Ask before leaving: one Esc too many on the way back is soon pressed."""
        answers = {"leave": "退出程序", "stay": "不退出"}
        if await self.app.push_screen_wait(Question("退出程序？", "填过、改过的都已经存好。", answers)) == "leave":
            self.action_leave()

    def action_leave(self) -> None:
        """Leave the program."""
        self.app.exit()
