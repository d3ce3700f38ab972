"""What the screens of tables share: period and region, a cell under the cursor, and the keys for both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from county_tui import reports, store
from county_tui.models.regions import TOWN_LEVEL, Region
from county_tui.report_period import FIRST_YEAR, LAST_YEAR
from county_tui.reports import Period
from county_tui.screens.base import HELP_Q, LEAVE_Q, Result
from county_tui.screens.lines_screen import LinesScreen
from county_tui.widgets.bars import OneLine
from county_tui.widgets.dialogs import Prompt
from county_tui.widgets.lines import HEAD, Lines
from county_tui.widgets.picker import Picker
from county_tui.widgets.table_lines import TableLines

LENGTHS = (12, 6, 3, 1)
"""The lengths of period in months, in the order in which a key goes through them."""
NEXT_COLUMN = Binding("tab", "column(1)", "换列", tooltip="光标移到右边一列，最后一列再按回到第一列", id="next-column")
PREVIOUS_COLUMN = Binding(
    "shift+tab",
    "column(-1)",
    "上一列",
    show=False,
    tooltip="光标移到左边一列，第一列再按到最后一列",
    id="previous-column",
)


@dataclass(frozen=True, slots=True)
class ReportScope:
    """What a table covers: a period, and a region by its code and name."""

    period: Period
    region: str
    region_name: str

    def step(self, by: int) -> ReportScope:
        """The next period of the same length, or the one before; at the end of the years there are, the same."""
        period = self.period.next() if by > 0 else self.period.previous()
        return replace(self, period=period) if FIRST_YEAR <= period.first.year <= LAST_YEAR else self


def regions() -> list[tuple[str, str]]:
    """(code, path) of the ledger's region and all under it: towns before communities."""
    known = store.lookups().regions
    within = sorted((region for region in known.by_code.values() if known.is_within(region.code)), key=_order)
    return [(region.code, known.path(region.code)) for region in within]


def _order(region: Region) -> tuple[bool, str]:
    return region.level > TOWN_LEVEL, region.code


class ReportScopeScreen(LinesScreen[ReportScope]):
    """A screen about a scope; it is left with the one it shows, so that the screen before goes on from there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding(
            "left", "period(-1)", "期间", key_display="左右键", tooltip="向左看上一个期间，向右看下一个", id="before"
        ),
        Binding("right", "period(1)", "下一期", show=False, tooltip="看下一个期间", id="after"),
        Binding("p", "length", "年季月", tooltip="换期间的长短：年、半年、季、月", id="length"),
        Binding(
            "w",
            "write",
            "写期间",
            show=False,
            tooltip="写出期间，如 2026年1—9月、2027年；以后的期间只能这样看",
            id="write",
        ),
        Binding("r", "region", "区划", tooltip="选汇总的地方：整个台账、一个街道（乡镇）或社区", id="region"),
    ]

    scope: ReportScope

    def go(self, scope: ReportScope) -> None:
        """Show another scope."""
        self.scope = scope
        self.load()

    def action_period(self, by: int) -> None:
        """Another period of the same length; one that has not begun is shown only where it was asked for by name."""
        scope, today = self.scope.step(by), self.context.today
        if by > 0 and scope.period.first > today >= self.scope.period.first:
            self.say(f" {scope.period.title}还没有开始；要看，请按 w 写出来。")
        else:
            self.go(scope)

    @work(exit_on_error=False, exclusive=True)
    async def action_write(self) -> None:
        """Ask for a period as people write it."""
        hint = "如 2026、2026年三季度、2026年1—9月、2026-01..2026-09。"
        text = await self.app.push_screen_wait(Prompt("看哪个期间？", hint, check=reports.parse_period))
        if text:
            self.go(replace(self.scope, period=reports.parse_period(text)))

    def action_length(self) -> None:
        """The next shorter length of period, after the shortest the longest."""
        period = self.scope.period
        following = LENGTHS[(LENGTHS.index(period.unit) + 1) % len(LENGTHS)]
        day = min(period.last, max(period.first, self.context.today))
        self.go(replace(self.scope, period=reports.period_of(day, following)))

    @work(exit_on_error=False, exclusive=True)
    async def action_region(self) -> None:
        """Ask which part of the ledger to sum up."""
        options = await self.answer(regions)
        picked = await self.app.push_screen_wait(Picker("汇总哪里？", options))
        if picked:
            self.go(replace(self.scope, region=picked[0], region_name=dict(options)[picked[0]]))

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(self.scope)


class TableScreen(LinesScreen[Result]):
    """A table; a screen of one names the keys that change the column among its own, in their place."""

    lines: TableLines

    def __init__(self) -> None:
        super().__init__()
        self.head = OneLine(style=HEAD, id="head")
        self.lines = TableLines(id="table")

    def body(self) -> ComposeResult:
        """The heads and the rows."""
        yield self.head
        yield self.lines

    @on(Lines.Moved)
    def follow_cursor(self) -> None:
        """The cursor is somewhere else."""
        self.show_place()

    def show_place(self) -> None:
        """Show the heads of the columns in view, and what else belongs to the cell under the cursor."""
        self.head.show(self.lines.head())

    def action_column(self, by: int) -> None:
        """Another cell of the row; after the last one the first again: what a wide table comes to stands at its end."""
        self.lines.column = (self.lines.column + by) % max(len(self.lines.widths), 1)
        self.lines.show_column()
        self.show_place()
