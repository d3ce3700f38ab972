"""A version of a return as it was sealed: what it says, its checks, its note and the other versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from county_tui import returns
from county_tui.report_period import parse_period
from county_tui.reports import as_text
from county_tui.returns import SealedReturn, SealedSheet
from county_tui.screens.base import HELP_Q, LEAVE_Q
from county_tui.screens.lines_screen import LinesScreen
from county_tui.screens.reports.return_flows import export_return
from county_tui.store import ReturnHead
from county_tui.widgets.cells import fitted, wrapped
from county_tui.widgets.lines import Lines
from county_tui.wording.local_time import local_day

PLACE, LINE = 44, 76


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
        self.ask(lambda: (returns.return_by_id(self.key), returns.list_returns()), self.show)

    def show(self, found: tuple[SealedReturn, list[ReturnHead]]) -> None:
        """Show it."""
        sealed, heads = found
        first = next(head.first_id for head in heads if head.id == self.key)
        self.versions = sorted((head for head in heads if head.first_id == first), key=lambda head: head.version)
        self.title_line.show(
            f" 上报 {self.key}  {sealed.region_name}  {parse_period(sealed.period).title}",
            f"第{sealed.version}版，共{len(self.versions)}版 ",
        )
        self.lines.show(list(told(sealed)), cursor=0)
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
        from county_tui.screens.reports.return_differences import ReturnDifferences

        self.app.push_screen(ReturnDifferences(self.key))

    @work(exit_on_error=False, exclusive=True)
    async def action_export(self) -> None:
        """Write it to a file."""
        await export_return(self, self.key)


def told(sealed: SealedReturn) -> Iterator[str]:
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
