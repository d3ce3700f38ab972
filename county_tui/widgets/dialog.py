"""The base of all boxes over a screen."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

Result = TypeVar("Result")

LEAVE = Binding("escape,ctrl+q", "leave", "返回", tooltip="回到上一个画面", id="leave")
CANCEL = Binding("escape", "leave", "取消", key_display="Esc、Ctrl+Q")


class Dialog(ModalScreen[Result]):
    """A box that takes plain values and gives an answer; the screen below asks the services."""

    BINDINGS: ClassVar[list[BindingType]] = [LEAVE]

    def action_leave(self) -> None:
        """Close it without an answer."""
        self.dismiss(None)
