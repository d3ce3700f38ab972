"""Two versions of one record: what was typed and what someone else saved meanwhile, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from county_tui import store
from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.screens.base import HELP_Q, LEAVE_Q, BaseScreen
from county_tui.store import Row
from county_tui.widgets.bars import OneLine
from county_tui.widgets.cells import fitted
from county_tui.widgets.lines import HEAD, Lines
from county_tui.wording.records import describe_row

LABEL_CELLS = 18


class Merge(BaseScreen[dict[str, Value]]):
    """Each field that differs, with the version chosen marked; dismissed with the values chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter,space", "switch", "换另一版", key_display="空格", tooltip="这一项改用另一个版本", id="switch"),
        Binding("ctrl+s", "save", "按所选保存", tooltip="每一项都按打 * 的版本保存", id="save"),
    ]

    def __init__(self, base: Mapping[str, Value], mine: Mapping[str, Value], theirs: Row) -> None:
        super().__init__()
        self.mine, self.theirs = mine, theirs
        self.register = register_named(theirs.register)
        self.lookups = store.lookups()
        self.names = [name for name in mine if mine[name] != theirs.values[name]]
        self.is_mine = {name: theirs.values[name] == base.get(name) for name in self.names}
        """A field only they changed begins as theirs; one only I changed, as mine; one both changed, as theirs."""
        self.lines = Lines(id="fields-that-differ", empty="  两个版本没有不同。")

    def body(self) -> ComposeResult:
        """The fields that differ, a line each."""
        yield OneLine(id="versions", style=HEAD)
        yield self.lines

    def on_mount(self) -> None:
        """Show them."""
        self.title_line.show(f" {describe_row(self.theirs, self.lookups)}  两个版本，请逐项选择")
        self.say(f" {self.theirs.updated.by} 刚保存过这条记录。打 * 的是将要保存的内容。")
        self.lines.focus()
        self.show()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.show()

    def show(self) -> None:
        """Show both versions of each field."""
        half = max(10, (self.size.width - LABEL_CELLS - 7) // 2)
        heads = (fitted(text, half + 2) for text in ("  我填的", f"  {self.theirs.updated.by} 保存的"))
        self.query_one("#versions", OneLine).show(f" {' ' * LABEL_CELLS}{'  '.join(heads)}")
        self.lines.show(list(self.texts(half)))

    def texts(self, half: int) -> Iterator[str]:
        """A line for each field that differs."""
        fields = self.register.fields()
        for name in self.names:
            values = (self.mine[name], self.theirs.values[name])
            texts = (fields[name].format(value, self.lookups) or "（空）" for value in values)
            mine, theirs = (fitted(" ".join(text.split("\n")), half) for text in texts)
            left, right = ("*", " ") if self.is_mine[name] else (" ", "*")
            yield f" {fitted(fields[name].label, LABEL_CELLS)}{left} {mine}  {right} {theirs}"

    @on(Lines.Chosen)
    def action_switch(self) -> None:
        """Choose the other version of the field under the cursor."""
        if self.names:
            name = self.names[self.lines.cursor]
            self.is_mine[name] = not self.is_mine[name]
            self.show()

    def action_save(self) -> None:
        """Answer with the values chosen."""
        chosen = {name: self.mine[name] for name in self.names if self.is_mine[name]}
        self.dismiss({**self.theirs.values, **chosen})
