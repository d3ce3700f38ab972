"""Papers of evidence: those of a folder matched by document number, and one entered for a record."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import reports, store
from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.rights import Right
from county_tui.screens.base import HELP_Q, LEAVE_Q, BaseScreen, needs
from county_tui.screens.lines_screen import LinesScreen
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.store import Paper, PaperPlan, Row
from county_tui.widgets.dialogs import Notice
from county_tui.widgets.lines import Lines
from county_tui.widgets.picker import Picker
from county_tui.wording import previews as words

WHOLE = "."
"""The folder of evidence itself, among those below it."""
GUESSED = " “对应条款”是按自评标准填的，请核对。"


class PaperMatching(LinesScreen[str]):
    """What becomes of each file; dismissed with what was done, in words, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "read", "看全", tooltip="看光标所在的文件：对上了哪条记录，或为什么没对上", id="read"),
        Binding("f", "folder", "文件夹", tooltip="只核对佐证文件夹里的一个文件夹", id="folder"),
        Binding("a", "carry_out", "登记", tooltip="登记对上的文件；可整批撤销", id="carry-out"),
    ]

    def __init__(self, plan: PaperPlan) -> None:
        super().__init__()
        self.planned = plan
        self.papers: list[Paper] = []
        self.lines = Lines(id="papers", empty="  文件夹里没有文件。把扫描件放进佐证文件夹再来。")

    def load(self) -> None:
        """Show what was planned before the screen opened."""
        self.show(self.planned)

    def show(self, plan: PaperPlan) -> None:
        """A line for each file, those to be entered first."""
        self.planned = plan
        order = list(words.PAPER_WORDS)
        self.papers = sorted(plan.papers, key=lambda paper: order.index(paper.outcome))
        self.title_line.show(" 按文号核对佐证材料", f"{plan.folder} ")
        self.lines.show([f" {words.paper_text(paper)}" for paper in self.papers], cursor=0)
        self.say(f" {words.papers_summary(plan)}；按 a 登记。")

    @on(Lines.Chosen)
    def action_read(self) -> None:
        """Show the line under the cursor whole."""
        if self.papers:
            paper = self.papers[self.lines.cursor]
            self.app.push_screen(Notice("这个文件", words.paper_text(paper)))

    @work(exit_on_error=False)
    async def action_folder(self) -> None:
        """Match the files of one folder alone."""
        folders = await self.answer(store.evidence_folders)
        options = [(WHOLE, "整个佐证文件夹"), *((name, name) for name in folders)]
        picked = await self.app.push_screen_wait(Picker("核对哪个文件夹？", options))
        if picked:
            self.say(" 正在核对，请稍候")
            self.show(await self.answer(partial(planned, picked[0])))

    @needs(Right.ENTER)
    @work(exit_on_error=False)
    async def action_carry_out(self) -> None:
        """Enter the papers that were matched."""
        batch = await self.answer(partial(store.apply_papers, self.planned, self.context.user))
        if batch is None:
            self.say(" 没有对上新的文件，没有要登记的。")
        else:
            new, updated = (len(self.planned.of(one)) for one in (store.Outcome.NEW, store.Outcome.UPDATED))
            self.dismiss(f"新增 {new} 份，补文件 {updated} 份；是第 {batch} 批，首页按 l 可撤销。")


def planned(folder: str = WHOLE) -> PaperPlan:
    """What becomes of the files of a folder, given by its path from that of evidence."""
    return store.plan_papers(store.evidence_folder() / folder, reports.clauses_of)


async def match_papers(screen: RecordScreen) -> None:
    """Preview what the files come to, and enter them if that is wanted."""

    if screen.query_.register != "evidence":
        screen.say(" 在佐证材料里才能核对文件。")
        return
    screen.say(" 正在核对，请稍候")
    done = await screen.app.push_screen_wait(PaperMatching(await screen.answer(planned)))
    screen.say(f" 已登记：{done}" if done else "")


def beginning(row: Row, clauses: tuple[str, ...]) -> dict[str, Value]:
    """What is known of a record's paper: whose it is, the document number, and the clauses it is evidence of."""
    return {
        "title": row.values[register_named(row.register).name_field()],
        "document_no": row.values.get("document_no"),
        "clause": clauses or None,
        "record": f"{row.register}:{row.id}",
    }


async def point_to_paper(screen: BaseScreen[Any], row: Row) -> None:
    """Fill in a paper of a record; say so once it is saved."""
    from county_tui.screens.registers.form import RecordForm

    if row.register == "evidence":
        screen.say(" 这条就是佐证材料；到它所说的那条记录上按 w。")
        return
    clauses = (await screen.answer(partial(reports.clauses_of, [row])))[row.register, row.id]
    form = RecordForm("evidence", None, beginning(row, clauses))
    form.remark = GUESSED if clauses else ""
    saved = await screen.app.push_screen_wait(form)
    if saved is not None:
        screen.say(f" 已登记佐证材料「{saved.values['title']}」。")


async def point_to_current(screen: RecordScreen) -> None:
    """The same for the record under a list's cursor."""
    if screen.records.current is not None:
        await point_to_paper(screen, screen.records.current.row)
