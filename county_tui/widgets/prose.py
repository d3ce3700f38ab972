"""A text of several lines, broken as Chinese is, in as many lines as it needs."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

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
