"""A one-line text field that takes a paste of several lines, and never blinks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from textual import events
from textual.widgets import Input


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
