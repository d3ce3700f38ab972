"""One field of a form: its label, what is typed in it, and what is wrong with that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from county_tui.errors import ValueRefusedError
from county_tui.models.kinds import Kind, Text, Value
from county_tui.models.lookups import Lookups
from county_tui.models.register import DATES
from county_tui.widgets.cells import fitted
from county_tui.widgets.lines import PLAIN
from county_tui.widgets.text import Entry, Prose
from county_tui.wording.remedies import in_app

MONTH_AND_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
"""A day as people write it by hand; the form then shows it with the year it was taken for."""


def editor_for(field: Kind, text: str) -> Entry | TextArea:
    """The widget a field is typed in."""
    if isinstance(field, Text) and field.lines:
        area = TextArea(text, soft_wrap=True, compact=True, highlight_cursor_line=False, classes="editor")
        area.cursor_blink = False
        return area
    return Entry(text, classes="editor", passes=("up", "down"), is_replaced=True)


class FormField(Vertical):
    """A field with its label; `problem` stands under it."""

    @dataclass
    class Edited(Message):
        """The text was changed."""

        field: FormField

    def __init__(self, name: str, field: Kind, text: str, lookups: Lookups) -> None:
        super().__init__(id=f"field-{name.replace('_', '-')}")
        self.field_name, self.field, self.lookups = name, field, lookups
        self.editor = editor_for(field, text)
        self.problem = ""
        self.year = datetime.now().astimezone().year

    def compose(self) -> ComposeResult:
        """The editor; the label stands beside it."""
        yield self.editor

    def render_line(self, y: int) -> Strip:
        """Draw the label in the room the editor leaves at its left."""
        label = f"{'*' if self.field.is_required else ' '} {self.field.label}" if y == 0 else ""
        return Strip([Segment(fitted(label, self.size.width), PLAIN)], self.size.width)

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.editor.text if isinstance(self.editor, TextArea) else self.editor.value

    @text.setter
    def text(self, text: str) -> None:
        if isinstance(self.editor, TextArea):
            self.editor.text = text
        else:
            self.editor.value = text
            self.editor.cursor_position = len(text)

    def parse(self) -> Value:
        """The value of what stands in it; a month and a day alone are this year's. Raises ValueRefusedError."""
        text = self.text
        if self.field.kind in DATES and (day := MONTH_AND_DAY.fullmatch(text.strip())) is not None:
            text = f"{self.year}-{day[1]}-{day[2]}"
        return self.field.parse(text, self.lookups)

    @property
    def value(self) -> Value:
        """The value of what stands in it; None as long as that is none."""
        try:
            return self.parse()
        except ValueRefusedError:
            return None

    def check(self) -> bool:
        """Say what is wrong with the text, if anything is; write what is right as it will be kept."""
        try:
            written = self.field.format(self.parse(), self.lookups)
        except ValueRefusedError as error:
            self.show_problem(in_app(error))
            return False
        self.show_problem("")
        if written != self.text and written:
            self.text = written
        return True

    def show_problem(self, message: str) -> None:
        """Put what is wrong under the field, or take it away."""
        if message == self.problem:
            return
        self.problem = message
        for old in self.query(".problem"):
            old.remove()
        if message:
            self.mount(Prose(f"!{message}", classes="problem"))

    @on(Entry.Changed)
    @on(TextArea.Changed)
    def pass_on(self, event: Entry.Changed | TextArea.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.post_message(self.Edited(self))
