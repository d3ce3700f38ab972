"""One region's return: its versions and what was said of them, its checks, and each figure beside earlier ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from county_tui import collecting, store
from county_tui.collecting import Figure, ReturnReview
from county_tui.report_period import Period
from county_tui.screens.base import HELP_Q, LEAVE_Q
from county_tui.screens.lines_screen import LinesScreen
from county_tui.store import Received, StoredEvent
from county_tui.widgets.cells import fitted, wrapped
from county_tui.widgets.lines import Lines
from county_tui.wording.time_and_size import local_day

SAID = {store.SENT_BACK: "退回", store.APPROVED: "通过", store.LATE_UNTIL: "可晚到"}
CELL, NUMBER, LINE = 26, 10, 76
COMPARED = 14
"""Cells for a number with its difference: 1,234 (+56)."""
NOTHING = "  还没有报。"
Found = tuple[ReturnReview | None, list[Received], list[StoredEvent]]


class RegionReturn(LinesScreen[None]):
    """What a region sent for a period, read only."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("u", "unusual", "只看差得多的", tooltip="只列出更正过的，和比上期、去年同期差得多的", id="unusual"),
    ]

    def __init__(self, region: str, name: str, period: Period) -> None:
        super().__init__()
        self.code, self.region_name, self.period = region, name, period
        self.only_unusual = False
        self.found: Found = (None, [], [])
        self.lines = Lines(id="return", empty=NOTHING)

    def load(self) -> None:
        """Read it anew."""
        self.title_line.show(f" {self.region_name}  {self.period.title}")
        self.in_background(self.show)

    async def show(self) -> None:
        """All of it in lines."""
        self.found = found = await self.answer(partial(read_return, self.code, self.period))
        self.draw()
        if found[0] is not None:
            self.say(f" {collecting.RULE}。")

    def draw(self) -> None:
        """The lines as they are wanted."""
        self.lines.show(list(return_lines(*self.found, only_unusual=self.only_unusual)), cursor=0)

    def action_unusual(self) -> None:
        """Only what is to be looked at, or all of it again."""
        self.only_unusual = not self.only_unusual
        self.draw()


def read_return(region: str, period: Period) -> Found:
    """The review of what is held, the versions that came, and what was said of them."""
    with store.session():
        name = period.canonical_name
        versions = store.collected(name, region)
        review = collecting.review_of(region, period) if versions else None
        return review, versions, store.events(name, region)


def return_lines(
    review: ReturnReview | None, versions: list[Received], said: list[StoredEvent], *, only_unusual: bool
) -> Iterator[str]:
    """A return in lines."""
    for one in versions:
        yield f" 第{one.version}版  {one.received_on} 收到  校验码 {one.code}"
        yield from _texts(("更正原因", one.reason), ("说明", str(one.head.get("note") or "")))
    for event in said:
        about = f"第{event.version}版" if event.version else ""
        yield from _texts((f"{SAID[event.kind]}{about}", f"{event.text} {local_day(event.at)} {event.by}".strip()))
    if review is None:
        return
    for finding in review.findings:
        yield from _texts((f"! {finding.level}", finding.message), ("对方说明", finding.explained or ""))
    name = ""
    for figure in review.figures:
        if only_unusual and not figure.is_unusual and figure.earlier_version is None:
            continue
        if figure.name != name:
            name = figure.name
            yield ""
            yield f" {fitted(collecting.title_of(name), CELL)}{_in_columns('现在', '更正前', '上期', '去年同期')}"
        yield _line(figure)


def _line(figure: Figure) -> str:
    mark = "!" if figure.is_unusual else " "
    return f" {mark} {fitted(figure.place, CELL - 2)}{_in_columns(*figure.texts())}"


def _in_columns(now: str, *compared: str) -> str:
    return fitted(now, NUMBER, right=True) + "".join(fitted(text, COMPARED, right=True) for text in compared)


def _texts(*pairs: tuple[str, str]) -> Iterator[str]:
    for label, text in pairs:
        if text:
            yield from (f"   {line}" for line in wrapped(f"{label}：{text}", LINE))
