"""The keys of a screen, made from its bindings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from county_tui.screens.base import LEAVE_Q, FramedScreen
from county_tui.widgets.bars import key_name
from county_tui.widgets.cells import fitted
from county_tui.widgets.lines import Lines


class HelpScreen(FramedScreen[None]):
    """All keys of the screen one came from, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        LEAVE_Q,
        Binding("f1,question_mark", "leave", "关闭", show=False, id="close"),
    ]

    def __init__(self, title: str, bindings: Sequence[Binding], focused: Widget | None) -> None:
        super().__init__()
        self.about, self.bindings, self.within = title, bindings, focused

    def body(self) -> ComposeResult:
        """The list."""
        yield Lines(id="keys")

    def on_mount(self) -> None:
        """Fill it."""
        self.title_line.show(f"按键说明：{self.about.strip()}")
        self.query_one(Lines).show(list(self.texts()))
        self.query_one(Lines).focus()

    def texts(self) -> Iterator[str]:
        """A line for each binding: its key, what it does, and more of it."""
        for binding in self.bindings:
            yield self._text(binding)
        if isinstance(self.within, Lines):
            yield ""
            yield from (self._text(binding) for binding in self.within.BINDINGS if isinstance(binding, Binding))

    def _text(self, binding: Binding) -> str:
        name = binding.key_display or "、".join(key_name(key) for key in binding.key.split(","))
        return f" {fitted(name, 16)}{fitted(binding.description, 14)}{binding.tooltip}"
