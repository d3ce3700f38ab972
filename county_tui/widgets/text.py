"""Texts as widgets: one that is read, broken as Chinese is, and one that is typed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Input

from county_tui.widgets.cells import wrapped


class Prose(Widget):
    """A text that is read, not chosen from."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, classes=classes)
        self.text = text

    def update(self, text: str) -> None:
        """Show another text."""
        self.text = text
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it takes."""
        return len(list(wrapped(self.text, width))) if self.text else 0

    def render(self) -> Text:
        """The text in lines."""
        return Text("\n".join(wrapped(self.text, max(self.content_size.width, 2))), no_wrap=True)


class Entry(Input):
    """An input one line high. Lines of a paste are joined by spaces instead of being lost.

    With `is_replaced`, what is typed first takes the place of what stands in it, as in a cell of Excel.
    """

    def __init__(
        self, value: str = "", *, passes: Collection[str] = (), is_replaced: bool = False, **settings: Any
    ) -> None:
        super().__init__(value, compact=True, select_on_focus=is_replaced, **settings)
        self.passes = passes
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        """Leave the keys in `passes` to the screen; Textual would go on to its own Input otherwise."""
        event.prevent_default()
        if event.key not in self.passes:
            await super()._on_key(event)

    def on_mount(self) -> None:
        """Once there is room, show the end of a long text: that is where the cursor is."""
        if not self.select_on_focus:
            self.call_after_refresh(self.action_end)

    def _on_paste(self, event: events.Paste) -> None:
        """Take all of what is pasted."""
        text = " ".join(line.strip() for line in event.text.splitlines() if line.strip())
        if text:
            self.replace(text, *sorted(self.selection))
        event.stop()
        event.prevent_default()
