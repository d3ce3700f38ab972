"""Returns: how one is amended, exported and explained; and one before it is sealed, its figures beside last year's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from county_tui import collecting, returns
from county_tui.errors import ValueRefusedError
from county_tui.forms import MUST, Finding
from county_tui.report_period import parse_period
from county_tui.reports import as_text
from county_tui.returns import Request, Review, SealedReturn
from county_tui.returns.sheets import Filler, fill_sheets
from county_tui.rights import Right
from county_tui.screens.base import BaseScreen, needs
from county_tui.screens.reports.report_scope import ReportScope, ReportScopeScreen
from county_tui.store import check_ending
from county_tui.widgets.cells import fitted, wrapped
from county_tui.widgets.dialogs import Notice, Prompt, Question
from county_tui.widgets.lines import Lines
from county_tui.widgets.picker import Picker

PLACE, NUMBER, LINE = 36, 14, 72
HINT = " 核对数和审核；左右键换期间，g 换来源（本台账、下级汇总），按 s 封存。"


def required(text: str) -> None:
    """Refuse an empty answer."""
    if not text.strip():
        raise ValueRefusedError("请写几个字说明", "，或按 Esc 取消。")


async def explain_checks(screen: BaseScreen[Any], findings: Sequence[Finding]) -> dict[str, str] | None:
    """{rule: why it may be so}, asked rule by rule; None if one must hold and does not, or it was given up."""
    if must := [one for one in findings if one.level == MUST]:
        told = "\n".join(f"{one.form}：{one.message}" for one in must)
        await screen.app.push_screen_wait(Notice("这些规则必须成立，还不能上报", f"{told}\n请先改数。"))
        return None
    explained: dict[str, str] = {}
    for one in findings:
        title = f"{one.form}：{one.rule} 为什么不成立？"
        text = await screen.app.push_screen_wait(Prompt(title, one.message, one.explained or "", required))
        if text is None:
            return None
        explained[one.rule] = text
    return explained


async def tell_sealed(screen: BaseScreen[Any], sealed: SealedReturn) -> None:
    """Show the code, and offer to export at once."""
    title = f"已封存：{parse_period(sealed.period).title} 第{sealed.version}版"
    text = f"编号 {sealed.id}    校验码 {sealed.code}\n校验码印在纸上，也写在文件里：两边一样，就是同一份。"
    answers = {"export": "现在导出给上级", "later": "以后再导出"}
    if await screen.app.push_screen_wait(Question(title, text, answers)) == "export" and sealed.id is not None:
        await export_return(screen, sealed.id)


async def amend_return(screen: BaseScreen[Any], key: int) -> bool:
    """Ask for the reason and what checks need, confirm, and seal the next version. Returns whether it was."""
    sealed = await screen.answer(partial(returns.return_by_id, key))
    found = await screen.answer(partial(returns.differences_of, key, collecting.fill_sums))
    named = f"{parse_period(sealed.period).title} 第{sealed.version}版"
    text = (
        f"与台账不符 {len(found)} 处；第{sealed.version}版留着，不会改。"
        if found
        else "现在和台账一致，没有不符的格子。"
    )
    reason = await screen.app.push_screen_wait(Prompt(f"为什么更正 {named}？", text, "", required))
    if reason is None:
        return False
    request = returns.Request(sealed.names, parse_period(sealed.period), sealed.region)
    fill = collecting.fill_sums if sealed.is_sum else fill_sheets
    reviews = await screen.answer(partial(returns.review, request, fill))
    explained = await explain_checks(screen, [one for review in reviews for one in review.findings])
    if explained is None:
        return False
    answers = {"no": "不封存", "yes": f"封存第{sealed.version + 1}版"}
    if await screen.app.push_screen_wait(Question(f"更正 {named}？", f"原因：{reason}", answers)) != "yes":
        return False
    made = await screen.answer(
        partial(returns.amend, key, reason, screen.context.user, explained, collecting.fill_sums)
    )
    await tell_sealed(screen, made)
    return True


async def export_return(screen: BaseScreen[Any], key: int) -> None:
    """Ask for a file or folder, then write a return into it."""
    sealed = await screen.answer(partial(returns.return_by_id, key))

    def check(text: str) -> None:
        path = screen.context.file(text)
        if not path.is_dir():
            check_ending(path, ".zip")

    suggested = str(screen.context.file(returns.file_name(sealed)))
    ask = "写到哪个 .zip？写一个文件夹（如 U 盘）也可以，会自己起名。"
    text = await screen.app.push_screen_wait(Prompt(f"导出编号 {key} 的上报", ask, suggested, check))
    if text is None:
        return
    path: Path = screen.context.file(text)
    target = path / returns.file_name(sealed) if path.is_dir() else path
    over = {"no": "不覆盖", "yes": "覆盖它"}
    if target.exists() and await screen.app.push_screen_wait(Question("文件已存在", str(target), over)) != "yes":
        return
    await screen.answer(partial(returns.write_return, sealed, target))
    screen.say(f" 已导出到 {target}")


async def open_task_file(screen: BaseScreen[Any]) -> bool:
    """Ask for a file from above, take it in, and say what it asks for. Returns whether one was."""
    ask = "上级发来的任务或退回文件，.zip。"
    text = await screen.app.push_screen_wait(Prompt("打开哪个文件？", ask, str(screen.context.file(""))))
    if not text:
        return False
    opened = await screen.answer(partial(collecting.open_task, screen.context.file(text), screen.context.user))
    title = parse_period(opened.period).title
    if opened.sent_back:
        told = f"原因：{opened.sent_back}\n改好数以后，光标放在那一份上按 a 更正，再按 e 导出。"
        await screen.app.push_screen_wait(Notice(f"{title}的上报被退回", told))
        return True
    known = [name for name in opened.names if name not in opened.unknown]
    names = "、".join([*await screen.answer(lambda: list(map(collecting.title_of, known))), *opened.unknown])
    forms = f"\n装上表样：{'、'.join(opened.installed)}。" if opened.installed else ""
    lacking = f"\n{opened.unknown_words}" if opened.unknown else ""
    told = f"要报：{names}。\n时限：{opened.due}。{forms}{lacking}\n首页会提醒；按 n 选表、核对、封存，再按 e 导出。"
    await screen.app.push_screen_wait(Notice(f"收到任务：{title}", told))
    return True


class ReturnSealing(ReportScopeScreen):
    """What is about to be sealed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "seal", "封存", tooltip="问过再封存；封存后不能改，只能更正", id="seal"),
        Binding("t", "choose", "选表", tooltip="换要上报的汇总表和表样，空格多选", id="choose"),
        Binding(
            "g", "source", "换来源", show=False, tooltip="数从哪里来：本台账的记录，或下级报来的汇总数", id="source"
        ),
        Binding("n", "note", "说明", tooltip="写一句随上报带走的说明", id="note"),
    ]

    def __init__(self, names: tuple[str, ...], scope: ReportScope, fill: Filler = fill_sheets) -> None:
        """`fill` says where the numbers come from: the ledger's records, or what was collected."""
        super().__init__()
        self.names, self.scope, self.note, self.filler = names, scope, "", fill
        self.reviews: list[Review] | None = None
        self.lines = Lines(id="sealing", empty=" 正在填表、审核，请稍候")

    def load(self) -> None:
        """Fill the sheets for the period and the region."""
        source = "本台账的记录" if self.filler is fill_sheets else "下级报来的汇总数"
        self.title_line.show(f" 上报  {self.scope.region_name}  {source}", f"{self.scope.period.title} ")
        self.reviews = None
        self.lines.show([])
        self.in_background(self.review)

    async def review(self) -> None:
        """Show the sheets as they would be sealed now."""
        self.show(await self.answer(partial(returns.review, self.request(), self.filler)))

    def request(self, explained: dict[str, str] | None = None) -> Request:
        """What is asked for."""
        return Request(self.names, self.scope.period, self.scope.region, self.note, explained or {})

    def show(self, reviews: list[Review]) -> None:
        """The sheets in lines."""
        self.reviews = reviews
        self.lines.show([line for review in reviews for line in review_lines(review)])
        note = f"说明：{self.note}" if self.note else HINT.strip()
        self.say(f" {note}")

    @work(exit_on_error=False, exclusive=True)
    async def action_choose(self) -> None:
        """Choose other sheets."""
        if names := await choose_sheets(self, self.names):
            self.names = names
            self.load()

    def action_source(self) -> None:
        """The ledger's own records, or what the regions below reported."""
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
        self.dismiss(self.scope)

    async def is_meant(self) -> bool:
        """Whether just this is to be sealed."""
        titles = "、".join(review.sheet.title for review in self.reviews or [])
        early = "" if returns.is_over(self.scope.period) else "期间还没有结束，会注明“期间尚未结束”。\n"
        text = f"{early}{self.scope.region_name}：{titles}。\n封存后不能改，也不能删，只能更正。"
        answers = {"no": "不封存", "yes": f"封存{self.scope.period.title}"}
        title = f"封存{self.scope.period.title}的 {len(self.reviews or [])} 张表？"
        return await self.app.push_screen_wait(Question(title, text, answers)) == "yes"


def review_lines(review: Review) -> Iterator[str]:
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


async def new_return(screen: BaseScreen[Any], scope: ReportScope, then: Callable[[ReportScope | None], None]) -> None:
    """Choose tables and forms, then look at them before sealing; `then` goes on from where that was left."""
    if names := await choose_sheets(screen):
        fill = await screen.answer(partial(collecting.usual_filler, names, scope.period))
        screen.app.push_screen(ReturnSealing(names, scope, fill), then)
