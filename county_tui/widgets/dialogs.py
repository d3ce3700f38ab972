"""Boxes over a screen: a notice, a long text, a question with answers, a question for a text."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from county_tui.errors import CountyError
from county_tui.widgets.bars import KeyLine
from county_tui.widgets.cells import wrapped
from county_tui.widgets.lines import PLAIN, Lines
from county_tui.widgets.text import Entry, Prose
from county_tui.wording.remedies import in_app

Result = TypeVar("Result")

LEAVE = Binding("escape,ctrl+q", "leave", "返回", tooltip="回到上一个画面", id="leave")
CANCEL = Binding("escape", "leave", "取消", key_display="Esc、Ctrl+Q")
READ = Binding("enter", "leave", "知道了")
SCROLL = Binding("up", "", "翻看", key_display="PgUp、PgDn")
BOX_CELLS, FRAME_CELLS, FRAME_LINES = 64, 4, 7
"""How wide a box is, and what its frame, heading and keys take of it."""
Check = Callable[[str], object]
"""Raises CountyError for a text that will not do."""


class Dialog(ModalScreen[Result]):
    """A box that takes plain values and gives an answer; the screen below asks the services."""

    BINDINGS: ClassVar[list[BindingType]] = [LEAVE]

    def action_leave(self) -> None:
        """Close it without an answer."""
        self.dismiss(None)


class Notice(Dialog[None]):
    """Something to read, however long; any of the usual keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        LEAVE,
        Binding("enter,q,space", "leave", "知道了", key_display="Enter", id="read"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.heading, self.text = title, text

    def compose(self) -> ComposeResult:
        """The text in a box; one that is longer than the screen is read line by line."""
        lines = list(wrapped(self.text, min(BOX_CELLS, self.app.size.width) - FRAME_CELLS))
        room = self.app.size.height - FRAME_LINES
        with Vertical(classes="box"):
            yield Prose(self.heading, classes="heading")
            if len(lines) <= room:
                yield Prose(self.text, id="text")
                yield KeyLine([READ])
            else:
                yield LongText(lines, room)
                yield KeyLine([SCROLL, READ])

    def on_lines_chosen(self) -> None:
        """Read."""
        self.dismiss(None)


class LongText(Lines):
    """Lines that are read, not chosen from."""

    def __init__(self, lines: list[str], height: int) -> None:
        super().__init__(id="text")
        self.cursor_style = PLAIN
        self.styles.height = height
        self.show(lines)

    def on_mount(self) -> None:
        """Take the keys."""
        self.focus()

    def top_for(self, cursor: int) -> int:
        """The cursor is not seen, so each step of it moves the text."""
        return self.within(cursor)


class Question(Dialog[str]):
    """A question with a few answers: dismissed with the key of the one chosen, or None."""

    def __init__(self, title: str, text: str, answers: Mapping[str, str], *, first: int = 0) -> None:
        super().__init__()
        self.heading, self.text = title, text
        self.answers = dict(answers)
        self.first = first

    def compose(self) -> ComposeResult:
        """The question in a box, its answers a line each."""
        with Vertical(classes="box"):
            yield Prose(self.heading, classes="heading")
            if self.text:
                yield Prose(self.text, id="text")
            yield Lines(id="answers")
            yield KeyLine([Binding("enter", "choose", "选定"), CANCEL])

    def on_mount(self) -> None:
        """Put the cursor on the harmless answer."""
        lines = self.query_one(Lines)
        lines.styles.height = len(self.answers)
        lines.show([f" {text}" for text in self.answers.values()], cursor=self.first)
        lines.focus()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Answer."""
        self.dismiss(list(self.answers)[event.index])


class Prompt(Dialog[str]):
    """One line of text: dismissed with it, or None. What is typed replaces what stands there, unless that is a path."""

    def __init__(self, title: str, text: str = "", value: str = "", check: Check | None = None) -> None:
        super().__init__()
        self.heading, self.text, self.value, self.check = title, text, value, check
        self.is_replaced = os.sep not in value

    def compose(self) -> ComposeResult:
        """The field in a box."""
        with Vertical(classes="box"):
            yield Prose(self.heading, classes="heading")
            if self.text:
                yield Prose(self.text, id="text")
            yield Entry(self.value, id="entry", is_replaced=self.is_replaced)
            yield Prose(id="problem")
            yield KeyLine([Binding("enter", "submit", "确定"), CANCEL])

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Entry).focus()

    def on_input_submitted(self, event: Entry.Submitted) -> None:
        """Answer, unless the text will not do."""
        event.stop()
        try:
            if self.check is not None:
                self.check(event.value)
        except CountyError as error:
            self.query_one("#problem", Prose).update(f"! {in_app(error)}")
            return
        self.dismiss(event.value)
