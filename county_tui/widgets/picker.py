"""A box with a long list one types into: any part of a text, or pinyin initials."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from county_tui.widgets.bars import KeyLine
from county_tui.widgets.dialogs import CANCEL, LEAVE, Dialog
from county_tui.widgets.lines import Lines
from county_tui.widgets.matching import best
from county_tui.widgets.text import Entry, Prose

Key = TypeVar("Key")

MOST_LINES = 12
"""Lines of the list: with frame, question and keys it fits 24 lines."""


class Picker(Dialog[list[Key]], Generic[Key]):
    """Options (key, text) to pick from: dismissed with the keys picked, or None. `several` marks with space."""

    BINDINGS: ClassVar[list[BindingType]] = [
        LEAVE,
        Binding("up", "step(-1)", "上一行"),
        Binding("down", "step(1)", "下一行"),
        Binding("pageup", "step(-10)", "上翻"),
        Binding("pagedown", "step(10)", "下翻"),
    ]

    def __init__(
        self,
        title: str,
        options: Sequence[tuple[Key, str]],
        *,
        several: bool = False,
        marked: Collection[Key] = (),
        text: str = "",
    ) -> None:
        super().__init__()
        self.heading, self.options, self.several, self.text = title, list(options), several, text
        self.marked = set(marked)
        self.shown: list[tuple[Key, str]] = self.options

    def compose(self) -> ComposeResult:
        """The field to type in, the options under it."""
        keys = [Binding("enter", "submit", "选定"), CANCEL]
        with Vertical(classes="box"):
            yield Prose(self.heading, classes="heading", id="heading")
            if self.text:
                yield Prose(self.text, id="text")
            yield Entry(id="entry", placeholder="输入文字或拼音首字母查找", passes=("space",) if self.several else ())
            yield Lines(id="options", empty="没有符合的项，请删掉几个字再试。")
            yield KeyLine([*keys, Binding("space", "mark", "多选")] if self.several else keys)

    def on_mount(self) -> None:
        """Type at once; the arrows move in the list all the same."""
        lines = self.query_one(Lines)
        lines.can_focus = False
        lines.keeps_cursor = True
        lines.styles.height = max(1, min(len(self.options), MOST_LINES))
        self._show(0)
        self.query_one(Entry).focus()

    def _show(self, cursor: int) -> None:
        texts = [f"{'*' if key in self.marked else ' '} {text}" for key, text in self.shown]
        self.query_one(Lines).show(texts, cursor)

    def _marked_in_words(self) -> str:
        return f"已选 {len(self.marked)} 项" if self.marked else ""

    def on_input_changed(self, event: Entry.Changed) -> None:
        """Keep what matches."""
        event.stop()
        self.shown = best(self.options, event.value) if event.value.strip() else self.options
        self._show(0)

    def on_key(self, event: events.Key) -> None:
        """Space marks, where several may be picked."""
        if event.key == "space" and self.several and self.shown:
            event.stop()
            event.prevent_default()
            self.marked ^= {self.shown[self.query_one(Lines).cursor][0]}
            self._show(self.query_one(Lines).cursor)
            self.query_one("#heading", Prose).update(f"{self.heading}  {self._marked_in_words()}")

    def on_input_submitted(self, event: Entry.Submitted) -> None:
        """Answer with what is marked, or with the cursor's line."""
        event.stop()
        if self.several and self.marked:
            self.dismiss([key for key, _ in self.options if key in self.marked])
        elif self.shown:
            self.dismiss([self.shown[self.query_one(Lines).cursor][0]])

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """A click answers too."""
        self.dismiss([self.shown[event.index][0]])

    def action_step(self, lines: int) -> None:
        """Move in the list."""
        self.query_one(Lines).action_step(lines)
