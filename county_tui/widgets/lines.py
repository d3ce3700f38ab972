"""A list that draws its own lines: any number of them, and a step of the cursor redraws just two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from county_tui.widgets.cells import fitted

PLAIN = Style()
CURSOR = Style(reverse=True)
STRONG = Style(bold=True)
FAINT = Style(dim=True)
HEAD = Style(underline=True)


class Lines(Widget, can_focus=True):
    """Lines with a cursor. `show` gives the texts; a subclass may draw them otherwise, or not hold them at all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "上一行", show=False, id="lines.up"),
        Binding("down", "step(1)", "下一行", show=False, id="lines.down"),
        Binding("pageup", "page(-1)", "上一页", show=False, id="lines.page-up"),
        Binding("pagedown", "page(1)", "下一页", show=False, id="lines.page-down"),
        Binding("home", "far(-1)", "第一行", show=False, id="lines.first"),
        Binding("end", "far(1)", "最后一行", show=False, id="lines.last"),
        Binding("enter", "choose", "打开", show=False, id="lines.choose"),
    ]

    @dataclass
    class Moved(Message):
        """The cursor stands on another line, or another page is shown."""

        lines: Lines
        index: int

        @property
        def control(self) -> Lines:
            """The list it happened in."""
            return self.lines

    @dataclass
    class Chosen(Message):
        """Enter was pressed, or the cursor's line clicked."""

        lines: Lines
        index: int

        @property
        def control(self) -> Lines:
            """The list it happened in."""
            return self.lines

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.cursor = 0
        self.top = 0
        self.empty = empty
        self.keeps_cursor = False
        self.cursor_style = CURSOR
        self._texts: Sequence[str] = ()

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._texts)

    def show(self, texts: Sequence[str], cursor: int | None = None) -> None:
        """Show these lines, with the cursor where it was or where told."""
        self._texts = texts
        self.put_cursor(self.cursor if cursor is None else cursor)
        self.refresh()

    def put_cursor(self, index: int) -> None:
        """Set the cursor and bring it into view, without telling anyone."""
        self.cursor = max(0, min(index, self.count - 1))
        self.top = self.top_for(self.cursor)

    def segments(self, index: int, width: int) -> list[Segment]:
        """One line, exactly `width` cells wide. The cursor's style is put over it."""
        return [Segment(fitted(self._texts[index], width), PLAIN)]

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        index, width = self.top + y, self.size.width
        if index >= self.count:
            text = self.empty if y == 0 and not self.count else ""
            return Strip([Segment(fitted(text, width), FAINT if text else PLAIN)], width)
        segments = self.segments(index, width)
        if index == self.cursor and (self.has_focus or self.keeps_cursor):
            segments = [Segment(text, (style or PLAIN) + self.cursor_style) for text, style, _ in segments]
        return Strip(segments, width)

    def top_for(self, cursor: int) -> int:
        """The first line on screen for a cursor: it scrolls by half a screen, so that most steps redraw two lines."""
        height, top = max(self.size.height, 1), self.top
        if cursor < top:
            top = cursor - height // 2 if cursor >= top - height else cursor
        elif cursor >= top + height:
            top = cursor - (height // 2 if cursor < top + 2 * height else height - 1)
        return self.within(top)

    def within(self, top: int) -> int:
        """A first line that leaves no empty ones at the end."""
        return max(0, min(top, self.count - max(self.size.height, 1)))

    def redraw(self, index: int) -> None:
        """Draw one line again."""
        self.refresh(Region(0, index - self.top, self.size.width, 1))

    def go(self, cursor: int, top: int) -> None:
        """Put the cursor on a line and show the lines from `top` on."""
        old, self.cursor = self.cursor, cursor
        if top != self.top:
            self.top = top
            self.refresh()
        elif old != cursor:
            self.redraw(old)
            self.redraw(cursor)
        if old != cursor:
            self.post_message(self.Moved(self, cursor))

    def move_to(self, index: int) -> None:
        """Move the cursor to a line, as a key does."""
        index = max(0, min(index, self.count - 1))
        self.go(index, self.top_for(index))

    def on_resize(self) -> None:
        """Keep the cursor on the screen."""
        self.top = self.top_for(self.cursor)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Show or hide the cursor."""
        self.redraw(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """The first click moves the cursor, one on the cursor's own line opens it."""
        index = self.top + event.y
        if index == self.cursor and index < self.count:
            self.action_choose()
        elif index < self.count:
            self.move_to(index)

    def on_mouse_scroll_down(self) -> None:
        """Three lines down."""
        self.move_to(self.cursor + 3)

    def on_mouse_scroll_up(self) -> None:
        """Three lines up."""
        self.move_to(self.cursor - 3)

    def action_step(self, lines: int) -> None:
        """Up or down by lines."""
        self.move_to(self.cursor + lines)

    def action_page(self, pages: int) -> None:
        """Up or down by a screenful; the screen moves with the cursor."""
        by = pages * max(self.size.height, 1)
        self.go(max(0, min(self.cursor + by, self.count - 1)), self.within(self.top + by))

    def action_far(self, way: int) -> None:
        """To the first line, or to the last."""
        self.move_to(0 if way < 0 else self.count - 1)

    def action_choose(self) -> None:
        """Open the cursor's line."""
        if self.cursor < self.count:
            self.post_message(self.Chosen(self, self.cursor))
