"""Small boxes: something to read, and a question with a few answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from county_tui.widgets.bars import KeyLine
from county_tui.widgets.cells import wrapped
from county_tui.widgets.dialog import CANCEL, LEAVE, Dialog
from county_tui.widgets.lines import PLAIN, Lines
from county_tui.widgets.prose import Prose

READ = Binding("enter", "leave", "知道了")
SCROLL = Binding("up", "", "翻看", key_display="PgUp、PgDn")
BOX_CELLS, FRAME_CELLS, FRAME_LINES = 64, 4, 7
"""How wide a box is, and what its frame, heading and keys take of it."""


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
