"""A record as a form: saved with Ctrl+S, kept as a draft while one types, never lost by leaving."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.timer import Timer

from county_tui import store
from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.kinds import Reference, Value
from county_tui.models.lookups import Lookups
from county_tui.screens.registers.draft_keeper import DraftKeeper
from county_tui.screens.registers.field_form import FieldForm
from county_tui.store import Draft, Row, drafts_of, newest_row, quietly
from county_tui.widgets.dialogs import Notice, Question
from county_tui.widgets.form_field import FormField
from county_tui.wording.records import describe_row
from county_tui.wording.time_and_size import local_day

KEEP_AFTER_S = 1.0
"""What is typed is kept as a draft this long after the first key of it."""
RETRY_AFTER_S = 5.0
"""A draft that could not be kept is tried again this much later; typing goes on."""
DRAFT, SAVE = "draft", "save"
"""The groups of service calls that keep what is typed, and that save it for good."""
GOES_ON = " 这是上次没有保存的内容，接着填，按 Ctrl+S 保存。"


class RecordForm(FieldForm):
    """A new record, or one that is changed; dismissed with the row saved, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "保存", tooltip="检查并保存，回到列表", id="save", priority=True),
        Binding("ctrl+n", "save(True)", "存并续填", tooltip="保存后接着填下一条", id="save-next", priority=True),
        Binding("ctrl+d", "copy_last", "同上", tooltip="抄上一条记录这一项的内容", id="same", priority=True),
        Binding(
            "ctrl+t",
            "create",
            "登记引用",
            show=False,
            tooltip="选不到阵地或人员时，当场登记",
            id="create",
            priority=True,
        ),
        Binding("f2", "history", "历史", tooltip="这条记录的修改历史", id="history"),
    ]

    def __init__(
        self, register: str, row: Row | None, values: Mapping[str, Value] | None = None, draft: Draft | None = None
    ) -> None:
        new = {**register_named(register).defaults(), **(values or {})}
        super().__init__(register, row.values if row else new, draft.texts if draft else {})
        self.row = row
        self.keeper = DraftKeeper(draft or Draft(register, row.id if row else None, row.version if row else 0, {}, ""))
        self.begun: dict[str, str] = {}
        self.seen: dict[str, str] = {}
        self.goes_on = False
        self.remark = ""
        """What is to be known of the values it begins with."""
        self.saved: Row | None = None
        """What was saved last with the form left open: the list goes to it."""
        self._keeping: Timer | None = None

    def on_mount(self) -> None:
        """Say which record it is."""
        self.begin()
        if self.keeper.draft.id:
            self.say(GOES_ON)
        elif self.row is not None:
            self.in_background(self.point_to_draft, group="drafts")
        elif self.remark:
            self.say(self.remark)

    def begin(self) -> None:
        """Name the record, and remember what stands in the fields to begin with."""
        row = self.row
        version = f"第 {row.version} 版，{row.updated.by} 改于 {local_day(row.updated.at)}；" if row else ""
        self.title_line.show(f" {self.register.label}  {named(row, self.lookups)}", f"{version}* 为必填 ")
        self.seen = self.texts
        self.begun = {} if self.keeper.draft.id else self.texts
        self.key_line.offer([key for key in self.key_bindings() if self.row is not None or key.id != "history"])

    async def point_to_draft(self) -> None:
        """Say that something typed for this record earlier still waits to be saved."""
        drafts = await self.answer(partial(drafts_of, self.context.user))
        mine = (self.register.register_name(), self.row.id if self.row else None)
        if any((draft.register, draft.record) == mine for draft in drafts):
            self.say(" 这条记录上次有没保存的修改，回首页按 u 可以继续。")

    @on(FormField.Edited)
    def keep_soon(self) -> None:
        """Keep what is typed before long."""
        if self.texts == self.seen:
            return
        self.seen = self.texts
        self.say("")
        if self._keeping is None:
            self._keeping = self.set_timer(KEEP_AFTER_S, self.keep_draft)

    @property
    def is_changed(self) -> bool:
        """Whether anything stands in the form that is not saved."""
        return self.texts != self.begun

    def keep_draft(self) -> None:
        """Keep what is typed, in case the connection drops."""
        self._keeping = None
        if self.is_changed:
            keep = self.keeper.keeping(self.texts, self.context.user)
            self.in_background(partial(self.keep_or_try_again, keep), group=DRAFT)

    async def keep_or_try_again(self, keep: Callable[[], None]) -> None:
        """Where the draft could not be kept, say so without taking anyone from typing, and try again soon."""
        if (why := await self.answer(partial(kept, keep))) is not None:
            self.say(f" 草稿还没有存上：{why}，稍后再试。")
            self._keeping = self._keeping or self.set_timer(RETRY_AFTER_S, self.keep_draft)
        elif left := store.left_out_of(replace(self.keeper.draft, texts=self.texts)):
            self.say(f" 草稿不留“{'”“'.join(left)}”：像是居民情况，断线后要重填。")

    def keeping(self) -> Callable[[], None] | None:
        """What keeps what is typed and not kept yet, should the connection drop this moment."""
        return self.keeper.keeping(self.texts, self.context.user) if self.is_changed else None

    def action_save(self, goes_on: bool = False) -> None:
        """Check everything and save."""
        values = self.parsed()
        if values is not None:
            self.goes_on = goes_on
            self.save(values, self.row)

    def save(self, values: Mapping[str, Value], over: Row | None) -> None:
        """Save the values as a new record, or over a row as it stood."""
        name, by = self.register.register_name(), self.context.user
        work = partial(store.update, over.ref, values, by) if over else partial(store.create, name, values, by)
        self.in_background(partial(self.finish, work), group=SAVE)

    async def finish(self, work: Callable[[], Row]) -> None:
        """Save; leave with the row saved, or begin the next one."""
        row = await self.answer(partial(self.keeper.end, work))
        if not self.goes_on:
            self.dismiss(row)
            return
        self.row, self.saved = None, row
        self.keeper = DraftKeeper(Draft(self.register.register_name(), None, 0, {}, ""))
        self.clear()
        self.begin()
        self.say(f" 已保存：{describe_row(row, self.lookups)}。请填下一条。")

    def explain(self, error: BaseException) -> None:
        """Show what is wrong under the fields; of two versions let one choose."""
        if isinstance(error, store.InvalidRecordError):
            for problem in error.problems:
                self.fields[problem.field].show_problem(problem.message)
            self.point_at([self.fields[problem.field] for problem in error.problems])
        elif isinstance(error, store.StaleRecordError) and error.theirs.deleted is not None:
            text = (
                f"{describe_row(error.theirs, self.lookups)}\n这条记录刚被 {error.theirs.deleted.by} 删除。"
                "请先在列表里按 t 从回收站恢复；填写的内容已留作草稿。"
            )
            self.app.push_screen(Notice("没有保存", text))
        elif isinstance(error, store.StaleRecordError) and error.mine == error.theirs.values:
            self.in_background(partial(self.finish, lambda: error.theirs), group=SAVE)
        elif isinstance(error, store.StaleRecordError):
            self.merge(error)
        else:
            super().explain(error)

    @work(exit_on_error=False)
    async def merge(self, error: store.StaleRecordError) -> None:
        """Let one choose between what was typed and what someone else saved meanwhile."""
        from county_tui.screens.registers.merge import Merge

        base = self.row.values if self.row else {}
        chosen = await self.app.push_screen_wait(Merge(base, error.mine, error.theirs))
        if chosen is not None:
            self.row = error.theirs
            self.save(chosen, error.theirs)

    def action_leave(self) -> None:
        """Leave; what is not saved is asked about first, and what is being saved is waited for."""
        if any(worker.group == SAVE and worker.node is self for worker in self.workers):
            self.say(" 正在保存，请稍候。")
        else:
            self.ask_and_leave()

    async def close(self) -> None:
        """Give up the draft; close the form with what was saved while it was open."""
        await self.answer(self.keeper.abandon)
        self.dismiss(self.saved)

    @work(exit_on_error=False)
    async def ask_and_leave(self) -> None:
        """Leave with what was saved; ask what to do with what is not."""
        answer: str | None = "drop"
        if self.is_changed:
            answers = {"save": "保存", "later": "先不保存，留作草稿", "drop": "不要了，放弃修改", "stay": "继续填写"}
            values = {name: field.value for name, field in self.fields.items()}
            record = self.register.naming().describe(values, self.lookups) or named(self.row, self.lookups)
            question = Question("有没保存的修改", f"{self.register.label}：{record}", answers)
            answer = await self.app.push_screen_wait(question)
        if answer == "save":
            self.action_save()
        elif answer == "later":
            await self.answer(self.keeper.keeping(self.texts, self.context.user))
            self.dismiss(self.saved)
        elif answer == "drop":
            self.in_background(self.close, group=SAVE)

    @work(exit_on_error=False)
    async def action_copy_last(self) -> None:
        """Write what the last record saved has in this field, and go on."""
        last = await self.answer(partial(newest_row, self.register.register_name(), self.context.user))
        if last is None or self.here is None:
            self.say(" 您还没有录过这本台账，没有上一条可抄。")
            return
        self.here.text = self.here.field.format(last.values[self.here.field_name], self.lookups)
        self.focus_next()

    def action_history(self) -> None:
        """Open the record's history."""
        if self.row is None:
            self.say(" 新记录保存以后才有历史。")
        else:
            from county_tui.screens.registers.history import RecordHistory

            self.app.push_screen(RecordHistory(self.register.register_name(), self.row.id))

    @work(exit_on_error=False)
    async def action_create(self) -> None:
        """Enter the record a reference should point to, and refer to it."""
        here = self.here
        if here is not None and isinstance(here.field, Reference):
            form = RecordForm(here.field.register, None, {"name": here.text.strip() or None})
            row = await self.app.push_screen_wait(form)
            if row is not None:
                self.look_up_anew()
                here.text = here.field.format(row.id, self.lookups)
                self.offer()


def named(row: Row | None, lookups: Lookups) -> str:
    """The record a form is about, in words."""
    return "新建" if row is None else describe_row(row, lookups)


def kept(keep: Callable[[], None]) -> str | None:
    """Keep a draft. Returns why that could not be done, or None."""
    try:
        quietly(keep)
    except CountyError as error:
        return error.message
    return None
