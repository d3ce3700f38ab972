"""A return before it is sealed: its figures beside last year's, the checks, a note; then sealed, after asking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from county_tui import collecting, returns
from county_tui.reports import as_text
from county_tui.returns import Request, Review
from county_tui.returns.filling import Filler, fill_sheets
from county_tui.rights import Right
from county_tui.screens.base import BaseScreen
from county_tui.screens.reports.report_scope import Extent, ExtentScreen
from county_tui.screens.reports.return_flows import explain_checks, tell_sealed
from county_tui.screens.rights import needs
from county_tui.widgets.cells import fitted, wrapped
from county_tui.widgets.lines import Lines
from county_tui.widgets.picker import Picker
from county_tui.widgets.prompt import Prompt
from county_tui.widgets.question import Question

PLACE, NUMBER, LINE = 36, 14, 72
HINT = " 核对数和审核；左右键换期间，g 换来源（本台账、下级汇总），按 s 封存。"


class ReturnSealing(ExtentScreen):
    """What is about to be sealed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "seal", "封存", tooltip="问过再封存；封存后不能改，只能更正", id="seal"),
        Binding("t", "choose", "选表", tooltip="换要上报的汇总表和表样，空格多选", id="choose"),
        Binding(
            "g", "source", "换来源", show=False, tooltip="数从哪里来：本台账的记录，或下级报来的汇总数", id="source"
        ),
        Binding("n", "note", "说明", tooltip="写一句随上报带走的说明", id="note"),
    ]

    def __init__(self, names: tuple[str, ...], extent: Extent, fill: Filler = fill_sheets) -> None:
        """`fill` says where the numbers come from: the ledger's records, or what was collected."""
        super().__init__()
        self.names, self.extent, self.note, self.filler = names, extent, "", fill
        self.reviews: list[Review] | None = None
        self.lines = Lines(id="sealing", empty=" 正在填表、审核，请稍候")

    def load(self) -> None:
        """Fill the sheets for the period and the region."""
        source = "本台账的记录" if self.filler is fill_sheets else "下级报来的汇总数"
        self.title_line.show(f" 上报  {self.extent.region_name}  {source}", f"{self.extent.period.title} ")
        self.reviews = None
        self.lines.show([])
        self.ask(partial(returns.review, self.request(), self.filler), self.show)

    def request(self, explained: dict[str, str] | None = None) -> Request:
        """What is asked for."""
        return Request(self.names, self.extent.period, self.extent.region, self.note, explained or {})

    def show(self, reviews: list[Review]) -> None:
        """The sheets in lines."""
        self.reviews = reviews
        self.lines.show([line for review in reviews for line in told(review)])
        note = f"说明：{self.note}" if self.note else HINT.strip()
        self.say(f" {note}")

    @work(exit_on_error=False, exclusive=True)
    async def action_choose(self) -> None:
        """Choose other sheets."""
        if names := await choose_sheets(self, self.names):
            self.names = names
            self.load()

    def action_source(self) -> None:
        """The ledger's own records, or what the places below reported."""
        self.filler = collecting.fill_sums if self.filler is fill_sheets else fill_sheets
        self.load()

    @work(exit_on_error=False, exclusive=True)
    async def action_note(self) -> None:
        """Ask for the note."""
        text = await self.app.push_screen_wait(Prompt("说明", "随上报带走；清空表示不写。", self.note))
        if text is not None and self.reviews is not None:
            self.note = text
            self.show(self.reviews)

    @needs(Right.SEAL)
    @work(exit_on_error=False, exclusive=True)
    async def action_seal(self) -> None:
        """Ask for explanations, confirm, seal, and show the code."""
        if self.reviews is None:
            return
        if taken := [review for review in self.reviews if review.sealed_id is not None]:
            self.say(f" “{taken[0].sheet.title}”已经上报过（编号 {taken[0].sealed_id}），数有变化请更正。")
            return
        explained = await explain_checks(self, [one for review in self.reviews for one in review.findings])
        if explained is None or not await self.is_meant():
            return
        made = await self.answer(partial(returns.seal, self.request(explained), self.context.user, self.filler))
        await tell_sealed(self, made)
        self.dismiss(self.extent)

    async def is_meant(self) -> bool:
        """Whether just this is to be sealed."""
        titles = "、".join(review.sheet.title for review in self.reviews or [])
        early = "" if returns.is_over(self.extent.period) else "期间还没有结束，会注明“期间尚未结束”。\n"
        text = f"{early}{self.extent.region_name}：{titles}。\n封存后不能改，也不能删，只能更正。"
        answers = {"no": "不封存", "yes": f"封存{self.extent.period.title}"}
        title = f"封存{self.extent.period.title}的 {len(self.reviews or [])} 张表？"
        return await self.app.push_screen_wait(Question(title, text, answers)) == "yes"


def told(review: Review) -> Iterator[str]:
    """A sheet: its head, its figures beside last year's, its checks."""
    sealed = f"  已上报，编号 {review.sealed_id}" if review.sealed_id is not None else ""
    last = f"去年同期已报（第{review.last_version}版）" if review.last_version else "去年同期没有上报"
    yield f" {fitted(review.sheet.title, PLACE)}{fitted('现在', NUMBER, right=True)}  {last}{sealed}"
    for one in review.figures:
        before = as_text(one.last_year, one.format) if review.last_version else ""
        number = fitted(as_text(one.now, one.format) or "—", NUMBER, right=True)
        yield f"   {fitted(one.place, PLACE - 2)}{number}{fitted(before, NUMBER, right=True)}"
    if missing := review.sheet.layout.get("missing"):
        yield from (f"   ! {line}" for line in wrapped(missing, LINE))
    for finding in review.findings:
        yield f"   ! {finding.level}：{finding.message}"
    if not review.findings:
        yield "   审核都成立"
    yield ""


async def choose_sheets(screen: BaseScreen[Any], marked: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The names of the tables and forms to report; empty if it was given up."""
    titles = await screen.answer(returns.titles)
    picker: Picker[str] = Picker("上报哪些表？空格多选", list(titles.items()), several=True, marked=marked)
    picked: list[str] | None = await screen.app.push_screen_wait(picker)
    return tuple(picked or ())


async def new_return(screen: BaseScreen[Any], extent: Extent, then: Callable[[Extent | None], None]) -> None:
    """Choose tables and forms, then look at them before sealing; `then` goes on from where that was left."""
    if names := await choose_sheets(screen):
        fill = await screen.answer(partial(collecting.usual_filler, names, extent.period))
        screen.app.push_screen(ReturnSealing(names, extent, fill), then)
