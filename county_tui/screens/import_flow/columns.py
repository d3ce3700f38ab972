"""Import, corrections: the base of their screens, and which column goes to which field, with samples."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from county_tui import importing
from county_tui.importing import LEAVE_OUT, ColumnMatch, Request, SheetLook, Status
from county_tui.models import register_named
from county_tui.screens.base import HELP_Q, LEAVE_Q, BaseScreen
from county_tui.widgets.bars import OneLine
from county_tui.widgets.cells import fitted
from county_tui.widgets.lines import HEAD, Lines
from county_tui.widgets.picker import Picker


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
        self.ask(partial(importing.look, self.path, request), partial(self.show, request))

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


AGAIN = "?"
"""Stands for leaving a column to the program again."""
SAID = {Status.IGNORED: "（不导入）", Status.PRIVATE: "（个人信息，不导入）", Status.UNKNOWN: "（没有对应）"}


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
