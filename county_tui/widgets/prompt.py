"""A box that asks for one line of text."""

from __future__ import annotations

import os
from collections.abc import Callable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from county_tui.errors import CountyError
from county_tui.widgets.bars import KeyLine
from county_tui.widgets.dialog import CANCEL, Dialog
from county_tui.widgets.entry import Entry
from county_tui.widgets.prose import Prose
from county_tui.wording.remedies import in_app

Check = Callable[[str], object]
"""Raises CountyError for a text that will not do."""


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
