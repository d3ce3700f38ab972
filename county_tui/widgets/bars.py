"""The lines above and below a screen: its title, its messages, its keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.strip import Strip
from textual.widget import Widget

from county_tui.widgets.cells import GAP, between, fitted
from county_tui.widgets.lines import PLAIN, STRONG

KEY_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "空格",
    "tab": "Tab",
    "question_mark": "?",
    "slash": "/",
    "left": "向左",
    "right": "向右",
    "up": "向上",
    "down": "向下",
    "delete": "Del",
    "insert": "Ins",
    "backspace": "退格",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}
"""Keys as a person reads them; arrows are named, since some terminals draw the signs two cells wide."""


def key_name(key: str) -> str:
    """A key as it stands on a keyboard: `ctrl+s` → `Ctrl+S`."""
    if key in KEY_NAMES:
        return KEY_NAMES[key]
    if "+" in key:
        return "+".join(part.capitalize() if len(part) > 1 else part.upper() for part in key.split("+"))
    return key.upper() if len(key) > 1 else key


class OneLine(Widget):
    """One line of text with something at its right end. Its style is put in by the screen, not by CSS."""

    def __init__(self, left: str = "", right: str = "", *, style: Style = PLAIN, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.left, self.right, self.style = left, right, style

    def show(self, left: str, right: str = "", style: Style | None = None) -> None:
        """Show other texts; nothing is drawn when they are the same."""
        style = self.style if style is None else style
        if (left, right, style) != (self.left, self.right, self.style):
            self.left, self.right, self.style = left, right, style
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw it."""
        width = self.size.width
        text = between(self.left, self.right, width) if self.right else fitted(self.left, width)
        return Strip([Segment(text, self.style)], width)


class KeyLine(Widget):
    """The keys one needs most on this screen, as many as fit; the way back and the help always do."""

    def __init__(self, bindings: Iterable[Binding] = ()) -> None:
        super().__init__()
        self._offered = tuple(bindings)

    def offer(self, bindings: Sequence[Binding]) -> None:
        """Show other keys; nothing is drawn when they are the same."""
        if tuple(bindings) != self._offered:
            self._offered = tuple(bindings)
            self.refresh()

    def chosen(self, width: int) -> list[tuple[str, str]]:
        """(key, what it does) of the bindings that fit, each with the space around it."""
        shown = [self._texts(binding) for binding in self._offered if binding.show]
        ends, rest = shown[:2], shown[2:]
        room = width - sum(cell_len(key + text) for key, text in ends)
        fit = []
        for key, text in rest:
            room -= cell_len(key + text)
            if room < 0:
                break
            fit.append((key, text))
        return [*fit, *ends]

    def _texts(self, binding: Binding) -> tuple[str, str]:
        key = binding.key_display or key_name(binding.key.split(",")[0])
        return key, f"{binding.description}{GAP}" if len(key) == 1 else f" {binding.description}{GAP}"

    def render_line(self, y: int) -> Strip:
        """Draw it: keys strong, words plain."""
        styled = [(Segment(key, STRONG), Segment(text, PLAIN)) for key, text in self.chosen(self.size.width + len(GAP))]
        return Strip([part for pair in styled for part in pair]).adjust_cell_length(self.size.width, PLAIN)
