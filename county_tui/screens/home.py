"""The first screen: the registers, what falls due, the last twelve months."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.strip import Strip
from textual.widget import Widget

from county_tui import store
from county_tui.models import REGISTERS
from county_tui.screens.bars import OneLine
from county_tui.screens.base import HELP_Q, BaseScreen
from county_tui.screens.cells import GAP, between, fitted, grouped
from county_tui.screens.desk import Desk
from county_tui.screens.lines import CURSOR, PLAIN, STRONG, Lines
from county_tui.store import Query
from county_tui.store.drafts import Draft, drafts_of
from county_tui.store.due import DueList, Month, count_due, due_lists, last_months

Step = tuple[Callable[[], Any], Callable[[Any], None]]
"""A service call, and what shows its answer."""
HEAD = Style(underline=True)
FIGURES = ("月份", "服务", "活动")
HEAD_CELLS = 8
MOST_LOOKED_AT = 20


class MonthChart(Widget):
    """Services a month as bars of solid cells, with the counts under them."""

    def __init__(self) -> None:
        super().__init__(id="chart")
        self.months: list[Month] = []

    def show(self, months: list[Month]) -> None:
        """Draw these months."""
        self.months = months
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the bars, or one of the rows of figures below."""
        width, rows = self.size.width, max(self.size.height - len(FIGURES), 0)
        if not self.months:
            return Strip([Segment(fitted("" if y else "  正在统计", width), PLAIN)], width)
        cell = max(4, (width - HEAD_CELLS) // len(self.months))
        parts = [Segment(fitted("" if y < rows else f"  {FIGURES[y - rows]}", HEAD_CELLS), PLAIN)]
        parts += self._bars(rows - y, rows, cell) if y < rows else self._figures(y - rows, cell)
        return Strip(parts).simplify().adjust_cell_length(width, PLAIN)

    def _bars(self, level: int, rows: int, cell: int) -> Iterator[Segment]:
        most = max(1, *(month.services for month in self.months))
        for month in self.months:
            is_filled = -(-month.services * rows // most) >= level
            yield Segment("  ", PLAIN)
            yield Segment(" " * (cell - 2), CURSOR if is_filled else PLAIN)

    def _figures(self, row: int, cell: int) -> Iterator[Segment]:
        for month in self.months:
            text = (f"{int(month.month[5:])}月", short(month.services), short(month.activities))[row]
            yield Segment(fitted(text, cell, right=True), PLAIN)


def short(number: int) -> str:
    """A count in at most five cells: 12345 → 1.2万."""
    return (
        str(number) if number < 10_000 else f"{number / 10_000:.1f}万" if number < 100_000 else f"{number // 10_000}万"
    )


class Home(BaseScreen[None]):
    """Where one starts; every line opens what it names."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        Binding("escape,ctrl+q,q", "leave", "退出", tooltip="退出程序；数据都已保存", id="leave"),
        Binding("enter", "open", "打开", tooltip="打开光标所在的一行", id="open"),
        Binding("i", "go('importing')", "导入", tooltip="导入 Excel 或 CSV 文件", id="import"),
        Binding("r", "go('reports')", "汇总表", tooltip="看、导出汇总表", id="reports"),
        Binding("b", "go('backups')", "备份", tooltip="备份、检查、恢复台账", id="backups"),
        Binding("l", "go('imports')", "导入记录", tooltip="看每次导入，可撤销", id="imports"),
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
        self.last = OneLine(id="last")

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
        yield self.last

    def on_mount(self) -> None:
        """Name everything at once; the numbers come when they are ready."""
        ledger = self.desk.ledger
        self.title_line.show(f" 城市民族工作台账  {ledger.region_name}  {ledger.unit}", f"{self.desk.today} ")
        self.registers.show([f" {register.label}" for register in REGISTERS])
        self.registers.focus()
        self.read()

    def read(self) -> None:
        """Ask for all numbers, one after another in one thread, so that a list opened meanwhile need not wait."""
        today = self.desk.today
        self.read_next(
            [
                (count_registers, self.show_registers),
                (partial(drafts_of, self.desk.user), self.offer_drafts),
                (partial(last_events, self.desk.ledger.path), self.last.show),
                (partial(last_months, today), self.chart.show),
                (partial(read_due, today), self.show_due),
            ]
        )

    def back_up(self) -> None:
        """Make today's backup, if there is none yet."""
        if self.desk.backs_up_daily:
            self.ask(partial(back_up_daily, self.desk), self.tell_backup, group="backup")

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
        if self.counts:
            self.read()

    def tell_backup(self, has_made_one: bool) -> None:
        """Say that today's backup was made."""
        if has_made_one:
            self.say(" 今天的自动备份已做好。")
            self.ask(partial(last_events, self.desk.ledger.path), self.last.show, group="numbers")

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
        from county_tui.screens.register_list import RegisterList

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
        from county_tui.screens.places import screen_for

        self.app.push_screen(screen_for(place))

    def action_leave(self) -> None:
        """Leave the program."""
        self.app.exit()


def count_registers() -> list[int]:
    """How many live records each register has."""
    with store.session():
        return [store.count_rows(Query(register.register_name())) for register in REGISTERS]


def read_due(today: date) -> list[tuple[DueList, int]]:
    """The due lists with their counts."""
    lists = list(due_lists(today))
    return list(zip(lists, count_due(lists), strict=True))


def last_events(ledger: Path) -> str:
    """The last import and the last backup, and whether a backup elsewhere is due, in one line."""
    from county_tui import backup

    batches = [info for info in store.batches(MOST_LOOKED_AT) if info.kind == "import"]
    imported = f"最近导入 {batches[0].at[:10]} {batches[0].source}" if batches else "还没有导入过"
    made = [info.manifest.created_at for info in backup.list_backups(ledger) if info.manifest is not None]
    backed_up = f"最近备份 {made[0][:10]}" if made else "还没有备份，请按 b"
    outside = backup.last_outside()
    warning = "请把备份拷到 U 盘" if made and (outside is None or outside.is_overdue) else ""
    return " " + GAP.join(part for part in (imported, backed_up, warning) if part)


def back_up_daily(desk: Desk) -> bool:
    """Make today's backup if there is none yet. Returns whether one was made."""
    from county_tui import backup

    return backup.daily(desk.ledger.path, desk.user) is not None
