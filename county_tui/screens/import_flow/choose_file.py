"""Import, first step: choosing one file or several, by typing a path or picking from a folder."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from county_tui.paths import is_file, is_within
from county_tui.screens.base import HELP, BaseScreen
from county_tui.screens.import_flow.file_finder import (
    Entry,
    completed,
    offered,
    path_of,
    recent_folders,
    remember_folder,
)
from county_tui.screens.import_flow.preview import ImportPreview
from county_tui.widgets.bars import OneLine
from county_tui.widgets.cells import fitted
from county_tui.widgets.dialogs import LEAVE, Notice
from county_tui.widgets.lines import HEAD, Lines
from county_tui.widgets.text import Entry as TextField
from county_tui.workbooks.own_files import is_pack


class ImportScreen(BaseScreen[None]):
    """The path at the top, what it may go on to below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP,
        LEAVE,
        Binding("enter", "submit", "打开", show=True, tooltip="打开文件夹，或预览这个文件", id="open"),
        Binding("tab", "complete", "补全", tooltip="补全路径，像在命令行里一样", id="complete"),
        Binding("up", "step(-1)", "上一行", show=False, tooltip="上一行", id="up"),
        Binding("down", "step(1)", "下一行", show=False, tooltip="下一行", id="down"),
        Binding("pageup", "step(-10)", "上翻", show=False, tooltip="上翻十行", id="page-up"),
        Binding("pagedown", "step(10)", "下翻", show=False, tooltip="下翻十行", id="page-down"),
        Binding("ctrl+t,insert", "mark", "多选", tooltip="选中几个文件，一次导入；再按一次取消", id="mark"),
        Binding("ctrl+o", "parent", "上级", tooltip="到上一级文件夹", id="parent"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.field = TextField(id="path", placeholder="输入或粘贴文件路径，或用方向键选择")
        self.lines = Lines(id="entries", empty="  这里没有文件夹，也没有表格文件。")
        self.entries: list[Entry] = []
        self.listed_for: str | None = None
        self.marked: list[Path] = []

    def body(self) -> ComposeResult:
        """The field and the list."""
        yield OneLine(" 文件路径", style=HEAD)
        yield self.field
        yield OneLine()
        yield self.lines

    def on_mount(self) -> None:
        """Start in the folder used last."""
        self.title_line.show(" 导入", "第一步：选择文件 ")
        self.lines.can_focus = False
        self.lines.keeps_cursor = True
        self.field.focus()
        self.in_background(self.start)

    async def start(self) -> None:
        """Offer the folder used last, or the present one where there is none; a closed app has but one."""
        recent = await self.answer(recent_folders)
        self.put(Entry(self.context.files or (recent[0] if recent else self.context.file("")), True).text)

    def put(self, text: str) -> None:
        """Let another text stand in the field."""
        self.field.value = text
        self.field.cursor_position = len(text)

    @on(TextField.Changed)
    def look(self, event: TextField.Changed) -> None:
        """List what the text may go on to."""
        self.in_background(partial(self.show, event.value), group="files")

    async def show(self, text: str) -> None:
        """A line for each of what a text may go on to."""
        self.entries = await self.answer(partial(offered, text, self.context.files))
        self.listed_for = text
        self.show_lines(0)

    def show_lines(self, cursor: int | None = None) -> None:
        """Draw the entries, those marked with a star."""
        width = self.lines.size.width
        self.lines.show([line(entry, width, entry.path in self.marked) for entry in self.entries], cursor)
        self.say(f" 已选中 {len(self.marked)} 个文件，按 Enter 逐个预览。" if self.marked else "")

    def on_resize(self) -> None:
        """Fit the lines again."""
        self.call_after_refresh(self.show_lines)

    @property
    def current(self) -> Entry | None:
        """The entry under the cursor."""
        return self.entries[self.lines.cursor] if self.entries else None

    def action_step(self, lines: int) -> None:
        """Move in the list."""
        self.lines.action_step(lines)

    def action_complete(self) -> None:
        """Complete the path as far as it is clear; then take the entry under the cursor."""
        text = completed(self.field.value, self.entries)
        if text == self.field.value and self.current is not None:
            text = self.current.text
        self.put(text)

    def action_parent(self) -> None:
        """Go up one folder; a closed app stays in its own."""
        path, only = path_of(self.field.value.rstrip("/") or "/"), self.context.files
        if only is not None and not is_within(path.parent, only):
            self.put(Entry(only, True).text)
            self.say(f" 这里只能用 {only} 里的文件。")
        else:
            self.put(Entry(path.parent, True).text)

    def action_mark(self) -> None:
        """Mark the file under the cursor, or take the mark off."""
        entry = self.current
        if entry is None or entry.is_folder:
            return
        if entry.path in self.marked:
            self.marked.remove(entry.path)
        else:
            self.marked.append(entry.path)
        self.show_lines()
        self.lines.action_step(1)

    @on(TextField.Submitted)
    def open_typed(self, event: TextField.Submitted) -> None:
        """Open what is marked, else what is typed in full, else the entry under the cursor."""
        event.stop()
        typed = path_of(event.value) if event.value.strip() else None
        if self.marked:
            self.take(list(self.marked))
        elif typed is not None and is_file(typed):
            self.take([typed])
        elif self.listed_for != event.value:
            self.open_when_listed(event.value)
        elif self.current is not None:
            self.open_entry(self.current)
        elif typed is not None:
            self.take([typed])

    @work(exit_on_error=False, exclusive=True, group="open")
    async def open_when_listed(self, text: str) -> None:
        """Open what a text leads to whose list is not there yet: Enter was quicker than the disk."""
        entries = await self.answer(partial(offered, text, self.context.files))
        if entries:
            self.open_entry(entries[0])
        elif text.strip():
            self.take([path_of(text)])

    @on(Lines.Chosen)
    def open_entry(self, chosen: Entry | Lines.Chosen) -> None:
        """Go into a folder, or preview a file."""
        entry = self.entries[chosen.index] if isinstance(chosen, Lines.Chosen) else chosen
        if entry.is_folder:
            self.put(entry.text)
        else:
            self.take([entry.path])

    @work(exit_on_error=False, exclusive=True, group="take")
    async def take(self, files: list[Path]) -> None:
        """Preview the files one after another; several end with a summary."""
        told = []
        files = [self.context.file(str(file)) for file in files]
        for at, file in enumerate(files, start=1):
            position = f"第 {at} / {len(files)} 个文件 " if len(files) > 1 else ""
            if await self.answer(partial(is_pack, file)):
                outcome = await self.ticked_off(file)
            else:
                outcome = await self.app.push_screen_wait(ImportPreview(file, position))
            told.append(f"{file.name}：{outcome or '没有导入'}")
            if outcome:
                await self.answer(partial(remember_folder, file.parent))
        self.marked = []
        await self.show(self.field.value)  # a workbook of refused rows may just have been written there
        self.show_lines(next((at for at, entry in enumerate(self.entries) if entry.path == files[-1]), 0))
        self.say(f" {told[-1]}")
        if len(told) > 1:
            self.app.push_screen(Notice("这几个文件", "\n".join(told)))

    async def ticked_off(self, file: Path) -> str:
        """Collect a form that was handed down to be filled. Returns what became of it."""
        from county_tui import collecting

        found = await self.answer(partial(collecting.collect, file, self.context.user, self.context.today))
        if found.reason:
            return found.reason
        word = "收下" if found.state == collecting.ACCEPTED else "已有"
        return f"是下发的表样，{word}，收报进度上已勾掉"


def line(entry: Entry, width: int, is_marked: bool) -> str:
    """An entry in one line."""
    mark = "*" if is_marked else " "
    if entry.is_folder:
        return f" {mark} {entry.text}  （最近用过）" if entry.is_recent else f" {mark} {entry.path.name}/"
    room = max(width - 34, 12)
    return f" {mark} {fitted(entry.path.name, room)} {entry.size:>10}  {entry.changed}"
