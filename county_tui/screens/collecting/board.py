"""收报: who of the regions below reported, and everything done with their returns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from county_tui import collecting, store
from county_tui.collecting import Board, Outcome, Standing, State
from county_tui.report_period import Period, parse_period
from county_tui.rights import Right
from county_tui.screens.base import HELP_Q, LEAVE_Q, needs
from county_tui.screens.collecting.handing_down import day_of, hand_down, write_task_file
from county_tui.screens.file_question import FileQuestion, ask_file
from county_tui.screens.lines_screen import LinesScreen
from county_tui.widgets.bars import OneLine
from county_tui.widgets.cells import fitted
from county_tui.widgets.dialogs import Notice, Prompt, Question
from county_tui.widgets.lines import STRONG, Lines
from county_tui.widgets.picker import Picker

NO_TASKS = "  还没有下发过任务。按 n 下发一个：选哪些表、哪个期间、何时报。"
WIDTHS = (26, 6, 8, 6, 12)
"""Cells of the region, state, timeliness, version and day; the reason takes the rest."""


WAITING = (State.REPORTED, State.AMENDED)
"""The states in which a return waits to be approved."""


def read_board(at: int) -> tuple[list[Period], Board | None]:
    """The periods with tasks, newest first, and the board of the at-th, or of the last there is."""
    names = dict.fromkeys(task.period for task in store.tasks(store.ISSUED))
    periods = [parse_period(name) for name in names]
    return periods, collecting.board(periods[min(at, len(periods) - 1)]) if periods else None


def written(texts: Sequence[str]) -> str:
    """A line of the board in cells."""
    return " ".join(fitted(text, width) for text, width in zip(texts, WIDTHS, strict=False)) + f" {texts[-1]}"


class CollectingBoard(LinesScreen[None]):
    """The board of one period; steps through the periods for which there are tasks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "open", "看", tooltip="看这个单位报的数，和上期、去年同期比", id="open"),
        Binding("left", "step(1)", "期间", key_display="左右键", tooltip="看上一个、下一个有任务的期间", id="before"),
        Binding("right", "step(-1)", "下一期", show=False, tooltip="看下一个有任务的期间", id="after"),
        Binding("c", "collect", "收", tooltip="收一个上报文件，或一个文件夹里的全部", id="collect"),
        Binding("s", "sum", "汇总", tooltip="把各单位报的数加起来", id="sum"),
        Binding("a", "approve", "通过", tooltip="通过光标所在单位的上报", id="approve"),
        Binding("b", "send_back", "退回", tooltip="写明原因退回，并写成发给对方的文件", id="send-back"),
        Binding("w", "note", "晚报", show=False, tooltip="记下事先说明要晚报的日子", id="note"),
        Binding("m", "remind", "催报", tooltip="生成一段催报的话", id="remind"),
        Binding("n", "task", "下发", tooltip="下发一个新任务，写成发给下级的文件", id="task"),
        Binding("t", "task_file", "任务文件", show=False, tooltip="把下发过的任务再写成文件", id="task-file"),
        Binding("e", "export", "导出", show=False, tooltip="把进度写成 Excel", id="export"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.periods: list[Period] = []
        self.at = 0
        self.board: Board | None = None
        self.rates = OneLine(id="rates")
        self.head = OneLine(style=STRONG, id="head")
        self.lines = Lines(id="regions", empty=NO_TASKS)

    def body(self) -> ComposeResult:
        """The rates, the heads, and a line for each region."""
        yield self.rates
        yield self.head
        yield self.lines

    def on_mount(self) -> None:
        """Say what it is."""
        self.title_line.show(" 收报")

    def load(self) -> None:
        """Read the board anew."""
        self.in_background(self.show)

    async def show(self) -> None:
        """Show the regions, the cursor where it was."""
        self.periods, self.board = await self.answer(partial(read_board, self.at))
        if self.board is None:
            self.lines.show([])
            return
        period = self.periods[min(self.at, len(self.periods) - 1)]
        counts = f"应报 {self.board.expected}"
        self.title_line.show(f" 收报  {period.title}  时限 {self.board.collection.due}", f"{counts} ")
        self.head.show(f" {written(collecting.HEADS)}")
        self.lines.show([f" {written(line)}" for line in collecting.board_lines(self.board)])
        self.rates.show(f" {collecting.rates_line(self.board)}")

    @property
    def period(self) -> Period:
        """The period shown."""
        return self.periods[min(self.at, len(self.periods) - 1)]

    @property
    def standing(self) -> Standing | None:
        """The region under the cursor."""
        return self.board.collection.standings[self.lines.cursor] if self.board else None

    @property
    def region_name(self) -> str:
        """Its name."""
        return self.board.names[self.lines.cursor] if self.board else ""

    def action_step(self, by: int) -> None:
        """Another period with a task."""
        self.at = max(0, min(self.at + by, len(self.periods) - 1))
        self.load()

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """What the region sent, beside what it sent before."""
        if (standing := self.standing) is not None:
            from county_tui.screens.collecting.region_return import RegionReturn

            self.app.push_screen(RegionReturn(standing.region, self.region_name, self.period))

    @needs(Right.ENTER)
    @work(exit_on_error=False, exclusive=True)
    async def action_collect(self) -> None:
        """Ask for a file or folder, take in what is there, and say what became of each."""
        prompt = Prompt("收哪个文件或文件夹？", "下级发来的 .zip，或放着它们的文件夹。", str(self.context.file("")))
        text = await self.app.push_screen_wait(prompt)
        if not text:
            return
        path, user, today = self.context.file(text), self.context.user, self.context.today

        def collect() -> list[Outcome]:
            return collecting.collect_all([path], user, today)

        outcomes = await self.answer(collect)
        self.load()
        self.say("")
        shown = sorted(outcomes, key=lambda one: one.state != collecting.REFUSED)  # what needs doing first
        words = collecting.OUTCOMES
        lines = [f"{words[one.state]}  {one.file}{'：' + one.reason if one.reason else ''}" for one in shown]
        title = collecting.counted_words(outcomes)
        await self.app.push_screen_wait(Notice(title, "\n".join(lines) or "这里没有上报文件（.zip、.xlsx）。"))

    @needs(Right.COLLECT)
    @work(exit_on_error=False, exclusive=True)
    async def action_approve(self) -> None:
        """Approve the return of the region under the cursor, or all that wait for it."""
        standing = self.standing
        if standing is None or self.board is None or not self.is_held(standing):
            return
        waiting = [one.region for one in self.board.collection.standings if one.state in WAITING]
        text = "通过之后，只收写明原因的更正。"
        answers = {"no": "再看看", "one": f"通过{self.region_name}的第 {standing.held.version} 版"}  # type: ignore[union-attr]
        if len(waiting) > 1:
            answers["all"] = f"通过全部已报、更正的 {len(waiting)} 个单位"
        answer = await self.app.push_screen_wait(Question(f"通过{self.region_name}？", text, answers))
        if answer in ("one", "all"):
            regions = waiting if answer == "all" else [standing.region]
            await self.answer(partial(collecting.approve, regions, self.period, self.context.user))
            self.say(f" 已通过 {len(regions)} 个单位。")
            self.load()

    @needs(Right.COLLECT)
    @work(exit_on_error=False, exclusive=True)
    async def action_send_back(self) -> None:
        """Ask why, send back, and write the file for the region."""
        standing = self.standing
        if standing is None or not self.is_held(standing):
            return
        reason = await self.app.push_screen_wait(
            Prompt(f"退回{self.region_name}", "为什么退回？对方会看到这句话。", "")
        )
        if not reason:
            return
        event = await self.answer(
            partial(collecting.send_back, standing.region, self.period, reason, self.context.user)
        )
        suggested = str(self.context.file(f"退回-{self.region_name.replace('/', '')}-{self.period.name}.zip"))
        asked = FileQuestion(
            "写成发给对方的文件", "对方打开它就看到原因。", suggested, lambda p: store.check_ending(p, ".zip")
        )
        if (path := await ask_file(self, asked)) is not None:
            await self.answer(partial(collecting.write_sent_back, event, path))
            self.say(f" 已退回；请把 {path} 发给对方。")
        self.load()

    def is_held(self, standing: Standing) -> bool:
        """Whether there is a return to speak of; says so if not."""
        if standing.held is None:
            self.say(f" {self.region_name}还没有报。")
        return standing.held is not None

    @needs(Right.ENTER)
    @work(exit_on_error=False, exclusive=True)
    async def action_note(self) -> None:
        """Ask until when a region said it will be late."""
        standing = self.standing
        if standing is None or standing.state is not State.MISSING:
            self.say(" 已经报过的不用记晚报。" if standing else "")
            return
        text = await self.app.push_screen_wait(Prompt(f"{self.region_name}可晚到哪天？", "如 2026-10-20", "", day_of))
        if text:
            until, user = day_of(text), self.context.user
            await self.answer(partial(collecting.announce_late, standing.region, self.period, until, user))
            self.load()

    def action_remind(self) -> None:
        """Show a text to paste."""
        text = collecting.reminder(self.board, self.context.today) if self.board else ""
        self.app.push_screen(Notice("催报", text or "都报齐了，不用催。"))

    @work(exit_on_error=False, exclusive=True)
    async def action_sum(self) -> None:
        """Choose a table or form, and show its sum."""
        if self.board is None:
            return
        names = dict.fromkeys(name for task in self.board.collection.tasks for name in task.sheets)
        titles = await self.answer(lambda: [(name, collecting.title_of(name)) for name in names])
        picked = await self.app.push_screen_wait(Picker("汇总哪张表？", titles))
        if picked:
            from county_tui.screens.collecting.sums import SumTable

            self.app.push_screen(SumTable(picked[0], self.period))

    @needs(Right.COLLECT)
    @work(exit_on_error=False, exclusive=True)
    async def action_task(self) -> None:
        """Hand a new task down."""
        if (task := await hand_down(self)) is not None:
            issued = await self.answer(partial(store.tasks, store.ISSUED))
            self.at = list(dict.fromkeys(one.period for one in issued)).index(task.period)
            self.load()

    @work(exit_on_error=False, exclusive=True)
    async def action_task_file(self) -> None:
        """Write the file of a task handed down before once more, as when it was lost."""
        tasks = self.board.collection.tasks if self.board else ()
        if not tasks:
            return
        titles = [(at, f"{'、'.join(one.sheets)}，{one.due} 前报") for at, one in enumerate(tasks)]
        picked = [0] if len(tasks) == 1 else await self.app.push_screen_wait(Picker("哪个任务？", titles))
        if picked:
            await write_task_file(self, tasks[picked[0]])

    @work(exit_on_error=False, exclusive=True)
    async def action_export(self) -> None:
        """Ask for a file, and print the board into it."""
        if self.board is None:
            return
        suggested = str(self.context.file(f"收报进度-{self.period.name}.xlsx"))
        asked = FileQuestion("导出进度", "", suggested, lambda path: store.check_ending(path, ".xlsx"))
        if (path := await ask_file(self, asked)) is not None:
            await self.answer(partial(collecting.write_board, self.board, path, self.context.today))
            self.say(f" 已导出到 {path}")
