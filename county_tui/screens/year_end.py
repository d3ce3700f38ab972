"""A year's end, step by step on one screen: what is open first, what will be written, then doing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import returns, year_end
from county_tui.rights import Right
from county_tui.screens.base import HELP_Q, LEAVE_Q, needs
from county_tui.screens.lines_screen import LinesScreen
from county_tui.store import DueList
from county_tui.widgets.dialogs import Question
from county_tui.widgets.lines import Lines
from county_tui.wording import previews as words
from county_tui.year_end import YearEnd

JANUARY_TO_MARCH = 3
"""Until then one ends the year before; later in the year the one that runs."""


class YearEndScreen(LinesScreen[None]):
    """What a year's end means; Enter opens a list, `a` carries it out once that is confirmed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "open", "打开", tooltip="打开光标所在一行的记录", id="open"),
        Binding("a", "carry_out", "转入", tooltip="做年终备份和只读副本，结转指标和项目；结转可撤销", id="carry-out"),
        Binding("left", "step(-1)", "上一年", tooltip="看上一年", id="earlier"),
        Binding("right", "step(1)", "下一年", show=False, tooltip="看下一年", id="later"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.planned: YearEnd | None = None
        self.titles: dict[str, str] = {}
        self.opens: list[Callable[[], None] | None] = []
        self.year = 0
        self.lines = Lines(id="year-end", empty=" 正在统计")

    def on_mount(self) -> None:
        """Begin with the year that ends next, or ended last."""
        today = self.context.today
        self.year = today.year + (today.month > JANUARY_TO_MARCH)

    def load(self) -> None:
        """Look what the year's end means."""
        self.in_background(self.look)

    async def look(self) -> None:
        """Look, and show it."""
        path, year = self.context.ledger.path, self.year
        self.show(await self.answer(lambda: (year_end.plan(path, year), returns.titles())))

    def show(self, found: tuple[YearEnd, dict[str, str]]) -> None:
        """A line for each list, each return owed, and what will be written."""
        self.planned, self.titles = found
        ended = year_end.has_ended(self.planned, self.context.today)
        self.title_line.show(f" 年终  {words.head_line(self.planned.year, ended)}")
        self.opens = []
        self.lines.show(list(self.texts(self.planned)))
        self.say(" 先把上面的看一遍，再按 a 转入。" if not self.planned.is_done else " 这一年的已经都做好了。")

    def texts(self, planned: YearEnd) -> Iterator[str]:
        """The lines, with what each opens kept beside it."""
        for due, count in planned.lists:
            self.opens.append(partial(self.open_list, due) if count else None)
            yield f" {due.title}：{count} 条"
        for one in planned.owed:
            self.opens.append(self.open_returns)
            yield f" {words.owed_line(one.period.title, [self.titles.get(name, name) for name in one.names])}"
        for text in (
            *words.carried_lines(planned.roll_over),
            *words.kept_lines(planned.year, str(planned.backup or ""), str(planned.copy or "")),
        ):
            self.opens.append(None)
            yield f" {text}"

    def open_list(self, due: DueList) -> None:
        """Open one list of records."""
        from county_tui.screens.registers.register_list import RegisterList

        self.app.push_screen(RegisterList(due.query, due.title, due.column))

    def open_returns(self) -> None:
        """Go to where returns are sealed."""
        from county_tui.screens.routes import screen_for

        self.app.push_screen(screen_for("returns"))

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """Open what the line under the cursor counts."""
        opens = self.opens[self.lines.cursor] if self.opens else None
        if opens is not None:
            opens()

    def action_step(self, years: int) -> None:
        """Look at another year."""
        self.year += years
        self.load()

    @needs(Right.SET_UP)
    @work(exit_on_error=False)
    async def action_carry_out(self) -> None:
        """Ask, then keep the year and carry over what goes on."""
        planned = self.planned
        if planned is None or planned.is_done:
            return
        year = planned.year + 1
        text = "\n".join(
            (
                *words.carried_lines(planned.roll_over),
                *words.kept_lines(planned.year, str(planned.backup or ""), str(planned.copy or "")),
            )
        )
        answers = {"no": "再看看", "yes": f"转入 {year} 年"}
        if await self.app.push_screen_wait(Question(f"转入 {year} 年？", text, answers)) != "yes":
            return
        path = self.context.ledger.path
        done = await self.answer(partial(year_end.carry_out, path, planned, self.context.user))
        self.show(await self.answer(lambda: (year_end.plan(path, year), returns.titles())))
        undo = f"结转的是第 {done.batch} 批，首页按 l 可撤销；" if done.batch else ""
        self.say(f" 已转入 {year} 年。{undo}只读副本 {done.copy.name}。")
