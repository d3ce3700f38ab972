"""A screen that lists the records of a query: reads them as they come into view, fits the columns, tells the count."""

from __future__ import annotations

from array import array
from dataclasses import replace
from functools import partial

from rich.style import Style
from textual import on
from textual.app import ComposeResult

from county_tui import store
from county_tui.models import register_named
from county_tui.models.lookups import Lookups
from county_tui.screens.bars import OneLine
from county_tui.screens.base import COUNT, LINES, BaseScreen
from county_tui.screens.cells import GAP, fitted, grouped
from county_tui.screens.columns import Column, columns_of, fitting
from county_tui.screens.lines import Lines
from county_tui.screens.record_lines import RecordLine, RecordLines, Source
from county_tui.store import Query
from county_tui.store.listing import ordered_ids

HEAD = Style(underline=True)
FIRST_LINES = 80


class RecordScreen(BaseScreen[None]):
    """The records a query chooses. `title` names a query that was not made here, such as a due list."""

    def __init__(self, query: Query, title: str = "") -> None:
        super().__init__()
        self.register = register_named(query.register)
        self.query_ = query
        self.heading = title
        self.lookups: Lookups = store.lookups()
        self.source = Source(query, self.lookups)
        self.records = RecordLines(id="records")
        self.head = OneLine(style=HEAD, id="head")
        self.columns: list[Column] = []
        self.shift = 0
        self.total: int | None = None

    def body(self) -> ComposeResult:
        """The column heads and the records."""
        yield self.head
        yield self.records

    def on_mount(self) -> None:
        """Read the first records."""
        self.records.focus()
        self.load()

    def load(self, cursor: int = 0) -> None:
        """Read the records anew, the ones around the cursor first."""
        self.lookups, self.total = store.lookups(), None
        self.source = Source(self.query_, self.lookups)
        first = max(0, cursor - FIRST_LINES // 2)
        self.ask(partial(self.source.read, first, FIRST_LINES), partial(self.show_first, first, cursor), group=LINES)

    def show_first(self, first: int, cursor: int, lines: dict[int, RecordLine]) -> None:
        """Show what was read first, and count the rest."""
        if first and not lines:
            self.load()
            return
        self.records.words = self.query_.search.lower().split()
        self.records.empty = self.nothing()
        self.columns = columns_of(self.register, [line.texts for line in lines.values()])
        known = first + len(lines)
        self.records.begin(lines, known, cursor)
        self.fit()
        if len(lines) < FIRST_LINES:
            self.show_count(known)
        elif self.query_.sort:
            self.ask(partial(ordered_ids, self.query_), self.keep_order, group=COUNT)
        else:
            self.ask(partial(store.count_rows, self.query_), self.show_count, group=COUNT)

    def keep_order(self, ids: array[int]) -> None:
        """From now on read windows by their ids: no index gives this order."""
        self.source = replace(self.source, ids=ids)
        self.show_count(len(ids))

    def show_count(self, count: int) -> None:
        """Tell how many records there are in all."""
        self.total = count
        self.records.set_count(count)
        self.show_title()

    @on(RecordLines.Missing)
    def fetch(self, event: RecordLines.Missing) -> None:
        """Read lines the list is about to show."""
        self.ask(partial(self.source.read, event.first, event.limit), self.records.take, group=LINES)

    @on(Lines.Moved)
    def show_title(self) -> None:
        """What is listed, from where to where; unchanged, and so not drawn, while the page stays."""
        first, shown = self.records.top + 1, max(self.records.size.height, 1)
        total = "正在统计" if self.total is None else f"{grouped(self.total)} 条"
        last = min(first + shown - 1, self.records.count)
        marked = f"选中 {grouped(len(self.records.marked))} 条  " if self.records.marked else ""
        place = f"{grouped(first)}-{grouped(last)} / {total}" if last else "0 条"
        self.title_line.show(f" {self.described()}", f"{marked}{place} ")

    def described(self) -> str:
        """What is listed, in words."""
        from county_tui.screens.describing import describe_query

        kind = f"{self.register.label}回收站" if self.query_.deleted else self.register.label
        said = self.heading or describe_query(self.query_, self.lookups)
        search = f"搜索「{self.query_.search}」" if self.query_.search else ""
        return GAP.join(part for part in (kind, said, search) if part)

    def nothing(self) -> str:
        """What to say instead of records."""
        if self.query_.search:
            return "  没有找到。按 Esc 清除搜索，或换几个字再试。"
        if self.query_.where:
            return "  没有符合条件的记录。"
        return "  回收站是空的。" if self.query_.deleted else "  还没有记录。按 n 新建，或回首页按 i 导入 Excel 文件。"

    def fit(self) -> None:
        """Fit the columns to the width."""
        width = self.size.width
        self.records.columns = fitting(self.columns, width, self.shift)
        texts = (fitted(c.label, c.width, right=c.is_right) for c in self.records.columns)
        self.head.show(f"  {GAP.join(texts)}")
        self.records.refresh()
        self.show_title()

    def on_resize(self) -> None:
        """Fit the columns again."""
        if self.columns:
            self.fit()

    def change(self, query: Query) -> None:
        """List other records."""
        self.query_ = query
        self.records.marked.clear()
        self.load()
