"""The base of screens that are a list of lines, read when they open and anew whenever it is asked for."""

from __future__ import annotations

from textual.app import ComposeResult

from county_tui.screens.base import BaseScreen, Result
from county_tui.widgets.lines import Lines


class LinesScreen(BaseScreen[Result]):
    """A screen of `lines`; what else is to be seen before they are read, its own `on_mount` shows, called first."""

    lines: Lines

    def body(self) -> ComposeResult:
        """The lines."""
        yield self.lines

    def on_mount(self) -> None:
        """Take the keys, and read the lines."""
        self.lines.focus()
        self.load()

    def load(self) -> None:
        """Read the lines anew."""
        raise NotImplementedError
