"""A register as a list: searched as one types, and the door to everything done with its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer

from county_tui import store
from county_tui.models.kinds import Reference, Value
from county_tui.models.register import Register
from county_tui.rights import Right
from county_tui.screens.base import HELP_Q, LEAVE_Q, needs
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.widgets.lines import Lines
from county_tui.widgets.text import Entry
from county_tui.wording.records import describe_row

SEARCH_DELAY_S = 0.12
SLOW_SEARCH_DELAY_S = 0.4
"""A search begins when typing pauses: longer than between two quick keys; on a slow line each list costs bytes."""
MOST_MARKED = 100_000
SEARCH_KEYS = (
    Binding("down", "end_search", "到结果"),
    Binding("escape", "leave", "取消搜索"),
    Binding("enter", "end_search", "看结果"),
)
"""The keys while one types what to search for; the last ones stand at the right."""
ONLY_IN = {"split": "indicators", "match": "evidence"}
"""The keys that are of use in one register alone."""
FOR_MARKED = ("mark", "change", "delete", "export", "mark-all", "totals")
"""What one may want to do next once records are marked."""


WRITING_FLOWS = ("changing", "deleting", "matching", "pointing", "splitting")


def right_of_flow(name: str) -> Right:
    """What one must be allowed to have a dialogue of `flows` at all; a view is also just opened."""
    return Right.ENTER if name in WRITING_FLOWS else Right.LOOK


class SearchField(Entry):
    """The field to search in; says what stands in it when the typing pauses."""

    @dataclass
    class Paused(Message):
        """Nothing was typed for a while."""

        text: str

    def __init__(self, delay_s: float) -> None:
        hint = "输入任意几个字或拼音首字母，Enter 看结果，Esc 取消"
        super().__init__(id="search", placeholder=hint, passes=("down",))
        self.delay_s = delay_s
        self._typing: Timer | None = None

    @on(Entry.Changed)
    def wait(self, event: Entry.Changed) -> None:
        """Wait for the end of the typing."""
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(self.delay_s, partial(self.pause, event.value))

    def pause(self, text: str) -> None:
        """Say what stands here."""
        self.post_message(self.Paused(text))


class RegisterList(RecordScreen):
    """A register's live records, or those a query chooses."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "open", "查看", tooltip="看这条记录的全部内容，再按 e 修改", id="open"),
        Binding("n", "new", "新建", tooltip="填一条新记录", id="new"),
        Binding("o", "flow('splitting')", "分解", tooltip="把这条指标的目标分解到下一级，如街道（乡镇）", id="split"),
        Binding("k", "flow('matching')", "核对", tooltip="按文号登记佐证文件夹里的文件，先预览", id="match"),
        Binding("slash", "search", "搜索", key_display="/", tooltip="边输边找：任意几个字，或拼音首字母", id="search"),
        Binding("f", "flow('filtering')", "筛选", tooltip="按某一项的内容筛选，可加多个条件", id="filter"),
        Binding("x", "flow('unfiltering')", "去筛选", show=False, tooltip="去掉自己加的全部筛选条件", id="unfilter"),
        Binding("s", "flow('sorting')", "排序", tooltip="按某一列排序", id="sort"),
        Binding("space", "mark", "选中", tooltip="选中或取消，可对选中的各条一起操作", id="mark"),
        Binding("d", "flow('deleting')", "删除", tooltip="把这条或选中的各条移入回收站", id="delete"),
        Binding("e", "flow('exporting')", "导出", tooltip="把当前看到的这些记录导出为文件", id="export"),
        Binding("h", "flow('history')", "历史", tooltip="谁在什么时候改了什么，可退回旧版", id="history"),
        Binding("c", "new(True)", "复制", tooltip="以这条为底稿新建一条", id="copy"),
        Binding("m", "flow('changing')", "批量改", tooltip="把选中的各条的某一项改成同一个内容", id="change"),
        Binding("v", "flow('viewing')", "视图", tooltip="保存当前的搜索、筛选和排序，以后一键打开", id="views"),
        Binding("y", "flow('copying')", "拷出", tooltip="把这一行拷到剪贴板，也可存成文件", id="copy-out"),
        Binding(
            "w",
            "flow('pointing')",
            "佐证",
            tooltip="给这条记录登记佐证材料：文号、页数、柜盒、文件",
            id="evidence",
        ),
        Binding("t", "flow('trash')", "回收站", tooltip="看已删除的记录，可恢复", id="trash"),
        Binding("a", "mark_all", "全选", tooltip="选中当前看到的全部记录，再按一次取消", id="mark-all"),
        Binding("z", "flow('adding-up')", "合计", tooltip="每个数的合计、平均、最小、最大", id="totals"),
        Binding("g", "flow('jumping')", "跳到", tooltip="跳到第几条，或百分之几处", id="jump"),
        Binding("left", "shift(-1)", "左移列", tooltip="看左边的列", id="columns-left"),
        Binding("right", "shift(1)", "右移列", tooltip="看右边其余的列", id="columns-right"),
        Binding("down", "end_search", "到结果", show=False),
    ]

    def body(self) -> ComposeResult:
        """The records, and the field to search in."""
        yield from super().body()
        yield SearchField(SLOW_SEARCH_DELAY_S if self.context.is_slow else SEARCH_DELAY_S)

    def key_bindings(self) -> list[Binding]:
        """The keys of use in this register; all of them for the card of keys, where no list is open."""
        name = self.query_.register if hasattr(self, "query_") else ""
        return [key for key in super().key_bindings() if name in ("", ONLY_IN.get(key.id or "", name))]

    def offer_keys(self) -> None:
        """Show the keys for what one is about: searching, the marked records, or the one under the cursor."""
        if self.query_one("#search", Entry).display:
            self.key_line.offer(SEARCH_KEYS)
            return
        keys = self.key_bindings()
        if self.records.marked:
            keys = [
                *keys[:2],
                *sorted(keys[2:], key=lambda key: FOR_MARKED.index(key.id) if key.id in FOR_MARKED else 9),
            ]
        self.key_line.offer(keys)

    def show_title(self) -> None:
        """What is listed, and the keys for it."""
        super().show_title()
        self.offer_keys()

    @on(Lines.Moved)
    def fall_silent(self) -> None:
        """Take the last message away as soon as one goes on."""
        self.say("")

    def action_search(self) -> None:
        """Show the field to search in."""
        entry = self.query_one("#search", Entry)
        entry.value = self.query_.search
        entry.display, self.message_line.display = True, False
        entry.focus()
        self.offer_keys()

    @on(Entry.Submitted, "#search")
    def action_end_search(self) -> None:
        """Go to what was found."""
        entry = self.query_one("#search", Entry)
        if entry.display:
            entry.display, self.message_line.display = False, True
            self.records.focus()
            self.offer_keys()
        self.seek(entry.value)

    @on(SearchField.Paused)
    def seek_typed(self, event: SearchField.Paused) -> None:
        """Search for what is typed so far."""
        self.seek(event.text)

    def seek(self, text: str) -> None:
        """Search for a text, if it is not the one searched for already."""
        if text.strip() != self.query_.search:
            self.change(replace(self.query_, search=text.strip()))

    def nothing(self) -> str:
        """What to say instead of records."""
        if self.query_.where != self.opened[0] and not self.query_.search:
            return "  没有符合条件的记录。按 f 改条件，或按 x 去掉自己加的条件。"
        others = [field.label for field in self.register.fields().values() if isinstance(field, Reference)]
        if self.query_.search and others:  # names of other records may change, so the index has none of them
            return f"  没有找到。按 Esc 清除搜索；{'、'.join(others)}按 f 找。"
        return super().nothing()

    def action_leave(self) -> None:
        """First out of the search, then off with the marks, then out of the list."""
        if self.query_one("#search", Entry).display or self.query_.search:
            self.query_one("#search", Entry).value = ""
            self.action_end_search()
        elif self.records.marked:
            self.records.mark(())
            self.show_title()
            self.say(" 已取消选中，再按一次返回。")
        else:
            self.dismiss(None)

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """Read the record under the cursor."""
        if self.records.current is not None:
            from county_tui.screens.registers.record_view import RecordView

            self.app.push_screen(RecordView(self.records.current.row), self.tell_saved)

    @needs(Right.ENTER)
    def action_new(self, is_copy: bool = False) -> None:
        """Fill in a new record, from nothing or from the one under the cursor."""
        from county_tui.screens.registers.form import RecordForm

        current = self.records.current if is_copy else None
        form = RecordForm(self.query_.register, None, copied(self.register, current.row.values) if current else None)
        self.app.push_screen(form, self.tell_saved)

    def tell_saved(self, row: store.Row | None) -> None:
        """Say which record was saved, and go to where it stands now."""
        if row is not None:
            self.lookups = store.lookups()
            self.say(f" 已保存：{describe_row(row, self.lookups)}")
            self.reload(row.id)

    def tell_place(self, is_listed: bool) -> None:
        """Of a record that was saved and is not listed say why it cannot be seen."""
        if not is_listed:
            way = "按 Esc 清除搜索" if self.query_.search else "按 x 去掉筛选"
            self.say(f"{self.message_line.left}（不在现在的结果里，{way}就能看到）")

    def action_shift(self, columns: int) -> None:
        """Look at other columns."""
        self.shift = max(0, min(self.shift + columns, len(self.register.fields()) - 2))
        self.fit()

    def action_mark(self) -> None:
        """Mark or unmark the record, and go to the next."""
        if self.records.current is not None:
            self.records.marked ^= {self.records.current.row.id}
            self.records.redraw(self.records.cursor)
            self.records.action_step(1)
            self.show_title()

    @work(exit_on_error=False)
    async def action_mark_all(self) -> None:
        """Mark all that is listed, or nothing."""
        if not self.records.marked and (self.total or 0) > MOST_MARKED:
            self.say(f" 一次最多选中 {MOST_MARKED:,} 条，请先搜索或筛选。")
            return
        self.records.mark(() if self.records.marked else await self.answer(partial(store.list_ids, self.query_)))
        self.show_title()

    @needs(right_of_flow)
    @work(exit_on_error=False)
    async def action_flow(self, name: str) -> None:
        """Start one of the dialogues of `flows`."""
        from county_tui.screens.registers.flows import FLOWS

        await FLOWS[name](self)


def copied(register: type[Register], values: Mapping[str, Value]) -> dict[str, Value]:
    """The start of a new record like this one; a number that is its alone is left blank."""
    alone = register.key if len(register.key) == 1 else ()
    return {name: None if name in alone else value for name, value in values.items()}
