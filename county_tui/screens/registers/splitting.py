"""An indicator split to the regions below it: what each would get, changed region by region, then carried out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import store
from county_tui.rights import Right
from county_tui.screens.base import HELP_Q, LEAVE_Q, needs
from county_tui.screens.lines_screen import LinesScreen
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.store import Row, Split
from county_tui.widgets.cells import fitted
from county_tui.widgets.dialogs import Prompt
from county_tui.widgets.lines import Lines
from county_tui.wording import previews as words

REGION_CELLS, TARGET_CELLS = 30, 14


class Splitting(LinesScreen[str]):
    """The parts of one indicator's target; dismissed with what was done, in words, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "change", "改目标", tooltip="写明这个地方的目标，其余的平均分；0 是不分给它", id="change"),
        Binding("x", "even", "重新分", tooltip="去掉写明的目标，全部平均分", id="even"),
        Binding("a", "carry_out", "写入", tooltip="给每个地方立一条指标；可整批撤销", id="carry-out"),
    ]

    def __init__(self, whole: Row) -> None:
        super().__init__()
        self.whole = whole
        self.given: Mapping[str, Decimal] = {}
        """The targets written by hand, by region."""
        self.planned: Split | None = None
        self.lines = Lines(id="split", empty=" 正在计算")

    def load(self) -> None:
        """Work out the parts."""
        self.in_background(self.show)

    async def show(self) -> None:
        """A line for each region, and the rule they follow."""
        self.planned = plan = await self.answer(partial(store.plan_split, self.whole.id, (), self.given))
        values = plan.whole.values
        self.title_line.show(f" 分解 {values['year']} 年指标“{values['name']}”", f"目标 {values['target']:f} ")
        texts = (words.part_texts(part, store.lookups()) for part in plan.parts)
        self.lines.show([self.line(*found) for found in texts], cursor=self.lines.cursor)
        self.say(f" {words.rule_text(plan)}。{words.split_summary(plan)}；按 a 写入。")

    def line(self, region: str, target: str, outcome: str) -> str:
        """A part in its columns."""
        return f" {fitted(region, REGION_CELLS)}{fitted(target, TARGET_CELLS, right=True)}  {outcome}"

    @on(Lines.Chosen)
    @work(exit_on_error=False)
    async def action_change(self) -> None:
        """Ask for the target of the region under the cursor; the others share what is left."""
        if self.planned is None:
            return
        part = self.planned.parts[self.lines.cursor]
        name = store.lookups().regions.path(part.region)
        text = "其余的地方平均分剩下的；写 0 就不分给它。"
        prompt = Prompt(f"{name}的目标", text, f"{part.target:f}", partial(self.tried, part.region))
        typed = await self.app.push_screen_wait(prompt)
        if typed is not None:
            self.given = {**self.given, part.region: store.read_target(typed)}
            self.load()

    def tried(self, region: str, text: str) -> Split:
        """The parts with this target. Raises CountyError where it does not fit."""
        return store.plan_split(self.whole.id, (), {**self.given, region: store.read_target(text)})

    def action_even(self) -> None:
        """Forget the targets written by hand."""
        self.given = {}
        self.load()

    @needs(Right.ENTER)
    @work(exit_on_error=False)
    async def action_carry_out(self) -> None:
        """Write the indicators of the regions."""
        if self.planned is None:
            return
        batch = await self.answer(partial(store.apply_split, self.planned, self.context.user))
        if batch is None:
            self.say(" 各处都已经是这个目标，没有要写入的。")
        else:
            self.dismiss(f"{words.split_summary(self.planned)}；是第 {batch} 批，首页按 l 可撤销。")


async def split_current(screen: RecordScreen) -> None:
    """Preview the parts of the indicator under the cursor, and write them if that is wanted."""

    if screen.query_.register != "indicators":
        screen.say(" 只有指标台账里的指标可以分解。")
    elif screen.records.current is not None:
        done = await screen.app.push_screen_wait(Splitting(screen.records.current.row))
        if done:
            screen.say(f" 已分解：{done}")
