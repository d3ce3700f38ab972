"""A version of a return as it was sealed, and where it differs from the ledger now."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import collecting, returns
from county_tui.models import register_named
from county_tui.report_period import parse_period
from county_tui.reports import as_text
from county_tui.returns import Difference, SealedReturn, SealedSheet
from county_tui.rights import Right
from county_tui.screens.base import HELP_Q, LEAVE_Q, needs
from county_tui.screens.lines_screen import LinesScreen
from county_tui.screens.reports.return_sealing import amend_return, export_return
from county_tui.store import ReturnHead
from county_tui.widgets.cells import fitted, wrapped
from county_tui.widgets.dialogs import Question
from county_tui.widgets.lines import Lines
from county_tui.wording.time_and_size import local_day

PLACE_CELLS = 50
PLACE, LINE = 44, 76


class ReturnDifferences(LinesScreen[None]):
    """The cells that differ, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "open", "记录", tooltip="打开使这一格变了的记录", id="open"),
        Binding("a", "amend", "更正", tooltip="按台账现在的数封存新的一版，写明原因", id="amend"),
    ]

    def __init__(self, key: int) -> None:
        super().__init__()
        self.key = key
        self.found: list[Difference] = []
        self.lines = Lines(id="differences", empty=" 正在与台账核对，请稍候")

    def load(self) -> None:
        """Hold the return against the ledger."""
        self.in_background(self.show)

    def read(self) -> tuple[ReturnHead, list[Difference], dict[str, str]]:
        """The return, the cells that differ, and what its tables and forms are called."""
        return returns.head_of(self.key), returns.differences_of(self.key, collecting.fill_sums), returns.titles()

    async def show(self) -> None:
        """A line for each cell that differs."""
        head, self.found, titles = await self.answer(self.read)
        self.title_line.show(
            f" 与已报不符  {parse_period(head.period).title}  第{head.version}版", f"{len(self.found)} 处 "
        )
        self.lines.empty = " 与台账一致。"
        self.lines.show([line(one, titles.get(one.form, one.form)) for one in self.found])
        self.say(" 已报 → 现在；按 Enter 看是哪些记录改的。" if self.found else "")

    def come_back(self, _left: object) -> None:
        """Coming back from the records, look again."""
        self.load()

    @on(Lines.Chosen)
    @work(exit_on_error=False, exclusive=True)
    async def action_open(self) -> None:
        """Open the records behind the cell under the cursor; where they stand in several places, ask which."""
        from county_tui.screens.registers.history import Trash
        from county_tui.screens.registers.register_list import RegisterList

        if not self.found:
            return
        one = self.found[self.lines.cursor]
        queries = await self.answer(partial(returns.record_queries, one.records))
        if not queries:
            self.say(" 这一格没有对应的记录：是下级的更正、手工填的数、表或设置改了。")
            return
        picked: str | None = "0"
        if len(queries) > 1:
            labels = {
                str(at): register_named(query.register).label + ("（已删除）" if query.deleted else "")
                for at, query in enumerate(queries)
            }
            picked = await self.app.push_screen_wait(Question("看哪些记录？", "", labels))
        if picked is not None:
            query = queries[int(picked)]
            title = f"使“{one.place}”变了的"
            opened = Trash(query, title) if query.deleted else RegisterList(query, title)
            self.app.push_screen(opened, self.come_back)

    @needs(Right.SEAL)
    @work(exit_on_error=False, exclusive=True)
    async def action_amend(self) -> None:
        """Seal the next version."""
        if await amend_return(self, self.key):
            self.dismiss(None)


def line(one: Difference, title: str) -> str:
    """A cell in a line."""
    sealed, now = one.texts
    return f" {fitted(f'{title}  {one.place}', PLACE_CELLS)}{sealed} → {now}  记录 {len(one.records)} 条"


class ReturnView(LinesScreen[None]):
    """One version, read only."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("left", "version(-1)", "上一版", tooltip="看前一个版本", id="earlier"),
        Binding("right", "version(1)", "下一版", tooltip="看后一个版本", id="later"),
        Binding("d", "differences", "核对", tooltip="哪些格子和台账不一样了", id="differences"),
        Binding("e", "export", "导出", tooltip="写成一个 .zip 交给上级", id="export"),
    ]

    def __init__(self, key: int) -> None:
        super().__init__()
        self.key = key
        self.versions: list[ReturnHead] = []
        self.lines = Lines(id="sealed")

    def load(self) -> None:
        """Read the version, and which others there are."""
        self.in_background(self.show)

    async def show(self) -> None:
        """Show it."""
        sealed, heads = await self.answer(lambda: (returns.return_by_id(self.key), returns.list_returns()))
        first = next(head.first_id for head in heads if head.id == self.key)
        self.versions = sorted((head for head in heads if head.first_id == first), key=lambda head: head.version)
        self.title_line.show(
            f" 上报 {self.key}  {sealed.region_name}  {parse_period(sealed.period).title}",
            f"第{sealed.version}版，共{len(self.versions)}版 ",
        )
        self.lines.show(list(sealed_lines(sealed)), cursor=0)
        self.say(f" 校验码 {sealed.code}")

    def action_version(self, by: int) -> None:
        """Another version of the same return."""
        keys = [head.id for head in self.versions]
        at = keys.index(self.key) + by if self.key in keys else -1
        if 0 <= at < len(keys):
            self.key = keys[at]
            self.load()
        else:
            self.say(" 没有别的版本了。")

    def action_differences(self) -> None:
        """Show what the ledger says otherwise now."""

        self.app.push_screen(ReturnDifferences(self.key))

    @work(exit_on_error=False, exclusive=True)
    async def action_export(self) -> None:
        """Write it to a file."""
        await export_return(self, self.key)


def sealed_lines(sealed: SealedReturn) -> Iterator[str]:
    """A return in lines."""
    yield f" {local_day(sealed.sealed_at)} 由 {sealed.by} 封存  校验码 {sealed.code}"
    texts = [(label, text) for label, text in (("说明", sealed.note), ("更正原因", sealed.reason)) if text]
    texts += [(f"审核 {check.get('rule')}", str(check.get("explained") or "")) for check in sealed.checks]
    for label, text in (*texts, *sealed.signers.items()):
        if text:
            yield from (f" {line}" for line in wrapped(f"{label}：{text}", LINE))
    for sheet in sealed.sheets:
        yield ""
        yield f" {sheet.title}"
        yield from sheet_lines(sheet)


def sheet_lines(sheet: SealedSheet) -> Iterator[str]:
    """The cells of a sheet, a line each, in the words of its heads."""
    width = len(sheet.formats) or 1
    for at, cell in enumerate(sheet.cells):
        kind = sheet.formats[at % width] if sheet.formats else "text"
        yield f"   {fitted(cell.key.replace('/', ' / '), PLACE)}{as_text(cell.value, kind)}"
