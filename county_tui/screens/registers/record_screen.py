"""A screen that lists the records of a query: reads them as they come into view, fits the columns, tells the count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from textual import on
from textual.app import ComposeResult

from county_tui import store
from county_tui.models import register_named
from county_tui.models.lookups import Lookups
from county_tui.rights import Right, may
from county_tui.screens.base import COUNT, FIRST, LINES, WATCH, BaseScreen
from county_tui.store import Query, Row, ordered_ids
from county_tui.widgets.bars import OneLine
from county_tui.widgets.cells import GAP, fitted, grouped
from county_tui.widgets.lines import HEAD, Lines
from county_tui.widgets.record_lines import ListColumn, RecordLine, RecordLines, RecordSource, columns_of, fitting

FIRST_LINES = 80
"""Records read first: more than a tall terminal shows, few enough to be there at once."""
LOOK_AGAIN_S = 5.0
"""How often a list looks whether others changed the ledger."""
CHANGED = " 台账刚有改动，列表已更新。"


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """Which records are read: those around a place, or around where a record stands now, if it is listed still."""

    cursor: int
    record: int | None = None


@dataclass(frozen=True, slots=True)
class ReadLines:
    """Lines by position, where the cursor belongs among them, and the last change (`token`) they include."""

    token: int
    lines: dict[int, RecordLine]
    first: int
    cursor: int
    is_listed: bool


def worked_out(today: date, rows: Sequence[Row]) -> dict[int, dict[str, str]]:
    """What is worked out of some records, as it stands today."""
    from county_tui import reports

    return reports.worked_out_texts(rows, today)


def read_around(source: RecordSource, reading: ReadRequest) -> ReadLines:
    """The lines of a reading; `is_listed` tells whether the record it is for is among them."""
    token = store.history_token()
    place = None if reading.record is None else store.position(source.query, reading.record)
    cursor = reading.cursor if place is None else place
    first = max(0, cursor - FIRST_LINES // 2)
    return ReadLines(token, source.read(first, FIRST_LINES), first, cursor, place is not None)


def described(query: Query, heading: str, lookups: Lookups) -> str:
    """What is listed, in words; a heading stands for conditions that were not made here."""
    from county_tui.wording.records import describe_query

    label = register_named(query.register).label
    kind = f"{label}回收站" if query.deleted else label
    search = f"搜索「{query.search}」" if query.search else ""
    return GAP.join(part for part in (kind, heading or describe_query(query, lookups), search) if part)


class RecordScreen(BaseScreen[None]):
    """The records a query chooses. `title` names a query that was not made here, such as a due list.

    `column` is the field it is about, shown beside the records' names.
    """

    def __init__(self, query: Query, title: str = "", column: str = "") -> None:
        self.query_ = query  # first: which keys are offered depends on the register
        super().__init__()
        self.column = column
        self.register = register_named(query.register)
        self.heading = title
        self.opened = (query.where, title)
        """What the list was opened for: conditions and title."""
        self.lookups: Lookups = store.lookups()
        self.source = RecordSource(query, self.lookups)
        self.records = RecordLines(id="records")
        self.head = OneLine(style=HEAD, id="head")
        self.columns: list[ListColumn] = []
        self.shift = 0
        self.total: int | None = None
        self.token: int | None = None
        """Grows with every change of any record; what is shown was read at this one. None before anything was."""
        self.wanted: int | None = None
        """The record the cursor is to go to with the next reading: the one saved last."""

    def body(self) -> ComposeResult:
        """The column heads and the records."""
        yield self.head
        yield self.records

    def on_mount(self) -> None:
        """Read the first records; look from time to time whether others changed any."""
        self.records.focus()
        self.load()
        self.set_interval(LOOK_AGAIN_S, self.look_for_changes)

    def on_screen_resume(self) -> None:
        """Coming back, show what was changed meanwhile."""
        if self.token is not None:
            self.in_background(partial(self.catch_up, lambda: (store.history_token(), False)), group=WATCH)

    def on_screen_suspend(self) -> None:
        """What was said of the last thing done is stale once another screen or box opens over this one."""
        self.say("")

    def look_for_changes(self) -> None:
        """Look whether anyone changed the ledger."""
        if self.token is not None and self.is_current and not self.is_preparing:
            look = partial(store.others_since, self.token, self.context.user)
            self.in_background(partial(self.catch_up, look), group=WATCH)

    async def catch_up(self, look: Callable[[], tuple[int, bool]]) -> None:
        """Show what was changed; of what others changed say so too."""
        token, is_by_others = await self.answer(look)
        if token != self.token:
            if is_by_others:
                self.say(CHANGED)
            self.reload()

    def load(self) -> None:
        """Read the records from the first one."""
        self.read(ReadRequest(0))

    def reload(self, wanted: int | None = None) -> None:
        """Read the records anew, with the cursor on this one wherever it stands now; without one, where it was."""
        self.wanted = wanted or self.wanted
        current = self.records.current
        record = self.wanted or (current.row.id if current is not None else None)
        self.read(ReadRequest(self.records.target, record))

    def read(self, reading: ReadRequest) -> None:
        """Read these records; what was asked for of the old ones is no longer wanted."""
        self.lookups = store.lookups()
        counted = partial(worked_out, self.context.today) if self.register.worked_out else None
        self.source = RecordSource(self.query_, self.lookups, counted=counted)
        self.workers.cancel_group(self, LINES)
        self.in_background(partial(self.show_first, reading), group=FIRST)

    async def show_first(self, reading: ReadRequest) -> None:
        """Show what is read first, and count the rest."""
        found = await self.answer(partial(read_around, self.source, reading))
        self.token = found.token
        is_wanted = reading.record is not None and reading.record == self.wanted
        if not is_wanted and reading.record is not None and self.records.target != reading.cursor:
            self.reload()
            return
        if found.first and not found.lines:
            self.load()
            return
        if is_wanted:
            self.wanted = None
            self.tell_place(found.is_listed)
        self.records.words = self.query_.search.lower().split()
        self.records.empty = self.nothing()
        self.columns = columns_of(self.register, [line.texts for line in found.lines.values()], self.column)
        known = found.first + len(found.lines)
        self.records.begin(found.lines, known, found.cursor)
        self.fit()
        if len(found.lines) < FIRST_LINES:
            self.show_count(known)
        elif self.query_.sort:
            self.in_background(self.keep_order, group=COUNT)
        else:
            self.in_background(self.count, group=COUNT)

    def tell_place(self, is_listed: bool) -> None:
        """Tell whether the record wanted is among those listed."""

    async def count(self) -> None:
        """Count the records."""
        self.show_count(await self.answer(partial(store.count_rows, self.query_)))

    async def keep_order(self) -> None:
        """From now on read windows by their ids: no index gives this order."""
        ids = await self.answer(partial(ordered_ids, self.query_))
        self.source = replace(self.source, ids=ids)
        self.show_count(len(ids))

    def show_count(self, count: int) -> None:
        """Tell how many records there are in all."""
        self.total = count
        self.records.set_count(count)
        self.show_title()

    @on(RecordLines.Missing)
    def fetch(self, event: RecordLines.Missing) -> None:
        """Read lines the list is about to show; while all is read anew, that will do."""
        first = (worker for worker in self.workers if worker.group == FIRST and worker.node is self)
        if all(worker.is_finished for worker in first):
            self.in_background(partial(self.take, event.first, event.limit), group=LINES)

    async def take(self, first: int, limit: int) -> None:
        """Read some lines, and show them."""
        self.records.take(await self.answer(partial(self.source.read, first, limit)))

    @on(Lines.Moved)
    def show_title(self) -> None:
        """What is listed, from where to where; unchanged, and so not drawn, while the page stays."""
        first, shown = self.records.top + 1, max(self.records.size.height, 1)
        total = "正在统计" if self.total is None else f"{grouped(self.total)} 条"
        last = min(first + shown - 1, self.records.count)
        marked = f"选中 {grouped(len(self.records.marked))} 条  " if self.records.marked else ""
        place = f"{grouped(first)}-{grouped(last)} / {total}" if last else "0 条"
        self.title_line.show(f" {described(self.query_, self.heading, self.lookups)}", f"{marked}{place} ")

    def nothing(self) -> str:
        """What to say instead of records."""
        if self.query_.search:
            return "  没有找到。按 Esc 清除搜索，或换几个字再试。"
        if self.query_.where:
            return "  没有符合条件的记录。"
        if self.query_.deleted:
            return "  回收站是空的。"
        ways = "按 n 新建，或回首页按 i 导入 Excel 文件。" if may(Right.ENTER) else ""
        return f"  还没有记录。{ways}"

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
        self.query_, self.total = query, None
        self.records.marked.clear()
        self.load()
