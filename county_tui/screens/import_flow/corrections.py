"""Import, corrections: which sheet goes to which register, where its header is, which column goes to which field."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from county_tui import importing
from county_tui.errors import ValueRefusedError
from county_tui.importing import AUTO, LEAVE_OUT, ColumnMatch, Request, SheetLook, Status
from county_tui.models import REGISTERS, register_named
from county_tui.screens.base import HELP_Q, LEAVE_Q, BaseScreen
from county_tui.screens.import_flow.plan_lines import told_rows
from county_tui.widgets.bars import OneLine
from county_tui.widgets.cells import fitted
from county_tui.widgets.dialogs import Prompt
from county_tui.widgets.lines import HEAD, Lines
from county_tui.widgets.picker import Picker
from county_tui.wording.remedies import in_app

AGAIN = "?"
"""Stands for leaving a column to the program again."""
SAID = {Status.IGNORED: "（不导入）", Status.PRIVATE: "（个人信息，不导入）", Status.UNKNOWN: "（没有对应）"}


class LookScreen(BaseScreen[Request]):
    """A file looked at as a request would see it: dismissed with the request as it was changed here."""

    def __init__(self, path: Path, request: Request) -> None:
        super().__init__()
        self.path, self.request = path, request
        self.wanted = request
        """The request as last asked for: leaving takes it along even before the file was looked at again."""

    def look(self, request: Request) -> None:
        """Look at the file as another request would see it."""
        self.wanted = request
        self.say(" 正在查看，请稍候")
        self.in_background(partial(self.look_at, request))

    async def look_at(self, request: Request) -> None:
        """Look, and show what was seen."""
        self.show(request, await self.answer(partial(importing.look, self.path, request)))

    def show(self, request: Request, looks: list[SheetLook]) -> None:
        """Show what such a request would see."""
        raise NotImplementedError

    def tell(self) -> None:
        """Say more of what is under the cursor."""
        raise NotImplementedError

    def explain(self, error: BaseException) -> None:
        """A change that was refused leaves all as it was."""
        super().explain(error)
        self.wanted = self.request
        self.tell()

    def action_leave(self) -> None:
        """Back, with what was changed."""
        self.dismiss(self.wanted)


class ImportColumns(LookScreen):
    """The columns of one sheet."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "change", "改对应", tooltip="为光标所在的列另选字段，或不导入这一列", id="change"),
    ]

    def __init__(self, path: Path, request: Request, look: SheetLook) -> None:
        super().__init__(path, request)
        self.look_now = look
        self.lines = Lines(id="columns")

    def body(self) -> ComposeResult:
        """The heads and the columns, a line each."""
        yield OneLine(f"   {fitted('列', 4)}{fitted('表头', 22)}{fitted('对应字段', 22)}样例", style=HEAD)
        yield self.lines

    def on_mount(self) -> None:
        """Show them."""
        register = register_named(self.look_now.register or "")
        self.title_line.show(f" 列  【{self.look_now.name}】→ {register.label}")
        self.lines.focus()
        self.show(self.request, [self.look_now])

    def show(self, request: Request, looks: list[SheetLook]) -> None:
        """A line for each column."""
        self.request = self.wanted = request
        self.look_now = next(look for look in looks if look.name == self.look_now.name)
        self.lines.show([self.line(match) for match in self.look_now.matches])
        self.tell()

    def line(self, match: ColumnMatch) -> str:
        """A column in one line; a star where it was mapped by hand."""
        register = register_named(self.look_now.register or "")
        to = register.fields()[match.field].label if match.field else SAID[match.status]
        samples = " / ".join(" ".join(text.split()) for text in self.look_now.samples.get(match.column.index, ()))
        mark = "*" if self.header_of(match) in dict(self.request.mapping) else " "
        return f" {mark} {fitted(match.column.letter, 4)}{fitted(match.column.label, 21)} {fitted(to, 21)} {samples}"

    @on(Lines.Moved)
    def tell(self) -> None:
        """Say more of the column under the cursor."""
        match = self.look_now.matches[self.lines.cursor]
        path = f"完整表头：{match.column.path}。" if match.column.path != match.column.label else ""
        self.say(f" {path}{match.note}")

    def header_of(self, match: ColumnMatch) -> str:
        """What names just this column in a request: its path, or its letter where others have the same."""
        same = [
            other for other in self.look_now.matches if match.column.path in (other.column.path, other.column.label)
        ]
        return match.column.path if len(same) == 1 else match.column.letter

    @on(Lines.Chosen)
    @work(exit_on_error=False, exclusive=True, group="flow")
    async def action_change(self) -> None:
        """Choose another field for the column under the cursor."""
        match = self.look_now.matches[self.lines.cursor]
        header = self.header_of(match)
        register = register_named(self.look_now.register or "")
        options = [(LEAVE_OUT, "（不导入这一列）"), *((n, f.label) for n, f in register.fields().items())]
        if header in dict(self.request.mapping):
            options.insert(0, (AGAIN, "（恢复自动对应）"))
        picked = await self.app.push_screen_wait(Picker(f"“{match.column.label}”对应哪个字段？", options))
        if picked:
            self.map_to(header, picked[0])

    def map_to(self, header: str, field: str) -> None:
        """Map a column and look at the file again."""
        kept = tuple((text, name) for text, name in self.request.mapping if text != header)
        mapping = kept if field == AGAIN else (*kept, (header, field))
        self.look(replace(self.request, mapping=mapping))


class ImportSheets(LookScreen):
    """All sheets of a file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("space", "mark", "选或不选", tooltip="导入或不导入光标所在的工作表", id="mark"),
        Binding("r", "register", "台账", tooltip="指定导入到哪个台账；自动为按表头识别", id="register"),
        Binding("h", "header", "表头行", tooltip="指定表头在哪几行", id="header"),
        Binding("enter,c", "columns", "列", tooltip="看光标所在工作表的每一列对应什么，可以改", id="columns"),
    ]

    def __init__(self, path: Path, request: Request, *, opens_columns: bool = False) -> None:
        super().__init__(path, request)
        self.opens_columns = opens_columns
        self.looks: list[SheetLook] = []
        self.is_passed_through = False
        """Whether the columns of the one sheet were asked for: then they lead back to where one came from."""
        self.lines = Lines(id="sheets")

    def body(self) -> ComposeResult:
        """The sheets, a line each."""
        yield self.lines

    def on_mount(self) -> None:
        """Look at the file."""
        self.title_line.show(f" 工作表  {self.path.name}")
        self.lines.focus()
        self.look(self.request)

    def show(self, request: Request, looks: list[SheetLook]) -> None:
        """A line for each sheet."""
        self.request, self.looks = request, looks
        self.lines.show([line(look) for look in looks])
        self.tell()
        if self.opens_columns:
            self.opens_columns = False
            self.lines.put_cursor(next((at for at, look in enumerate(looks) if not look.reason), 0))
            if sum(not look.reason for look in looks) == 1:
                self.is_passed_through = True
                self.action_columns()

    @on(Lines.Moved)
    def tell(self) -> None:
        """Why the sheet under the cursor is left out; its name stands there already, and what to do must fit."""
        look = self.current
        why = in_app(look.reason).removeprefix(f"“{look.name}”").removeprefix("的") if look and look.reason else ""
        self.say(f" {why}" if why else " Esc 返回预览。")

    @property
    def current(self) -> SheetLook | None:
        """The sheet under the cursor."""
        return self.looks[self.lines.cursor] if self.looks else None

    def action_mark(self) -> None:
        """Take the sheet in, or leave it out."""
        if self.current is None:
            return
        taken = [look.name for look in self.looks if not look.reason or look.name in self.request.sheets]
        name = self.current.name
        taken = [other for other in taken if other != name] if name in taken else [*taken, name]
        if not taken:
            self.say(" 至少要留一张工作表。")
            return
        in_order = tuple(look.name for look in self.looks if look.name in taken)
        self.look(replace(self.request, sheets=in_order))

    @work(exit_on_error=False, exclusive=True, group="flow")
    async def action_register(self) -> None:
        """Choose the register, or let each sheet's header tell."""
        options = [(AUTO, "自动识别"), *((register.register_name(), register.label) for register in REGISTERS)]
        picked = await self.app.push_screen_wait(Picker("导入到哪个台账？", options))
        if picked:
            self.look(replace(self.request, register=picked[0], mapping=()))

    @work(exit_on_error=False, exclusive=True, group="flow")
    async def action_header(self) -> None:
        """Say in which rows the header is."""
        rows = self.request.header_rows
        prompt = Prompt(
            "表头在哪几行？",
            "写 3 或 3-5；清空为自动查找。对选中的工作表都有效。",
            told_rows(rows) if rows else "",
            header_rows,
        )
        text = await self.app.push_screen_wait(prompt)
        if text is not None:
            self.look(replace(self.request, header_rows=header_rows(text)))

    @on(Lines.Chosen)
    @work(exit_on_error=False, exclusive=True, group="flow")
    async def action_columns(self) -> None:
        """See and change the columns of the sheet under the cursor."""

        look = self.current
        if look is None or look.register is None:
            self.say(" 先按 r 指定台账，或按 h 指定表头所在的行。")
            return
        request = await self.app.push_screen_wait(ImportColumns(self.path, self.request, look))
        if self.is_passed_through:
            self.dismiss(request or self.request)
        elif request is not None and request != self.request:
            self.look(request)


def line(look: SheetLook) -> str:
    """A sheet in one line."""
    mark = " " if look.reason else "*"
    hidden = "（隐藏）" if look.hidden else ""
    register = register_named(look.register).label if look.register else "认不出"
    header = f"表头 {told_rows(look.header_rows)} 行" if look.header_rows else "没有表头"
    return f" {mark} {fitted(look.name + hidden, 28)}{fitted(register, 12)}{header}"


def header_rows(text: str) -> tuple[int, int] | None:
    """The rows a text names, None for blank. Raises ValueRefusedError."""
    if not text.strip():
        return None
    first, _, last = text.strip().partition("-")
    if not first.isdigit() or not (last or first).isdigit() or not 1 <= int(first) <= int(last or first):
        raise ValueRefusedError(f"“{text}”不是行号", "，请写成 3 或 3-5。")
    return int(first), int(last or first)
