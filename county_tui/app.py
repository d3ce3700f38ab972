"""The terminal app: its first screen, its theme, the keys that work everywhere. No business rules."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES

from county_tui.screens.desk import Desk, DeskApp
from county_tui.screens.home import Home


class CountyApp(DeskApp, inherit_bindings=False):
    """The app on one ledger."""

    CSS_PATH = "county.tcss"
    TITLE = "城市民族工作台账"
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "suspend_process", show=False),
        Binding("ctrl+c", "how_to_leave", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(ansi_color=True)
        self.desk = desk
        self.animation_level = "none"
        self.register_theme(replace(BUILTIN_THEMES["ansi-dark"], name="county"))
        self.theme = "county"

    def get_default_screen(self) -> Screen[None]:
        """Home."""
        return Home()

    def action_how_to_leave(self) -> None:
        """Say how to leave, to someone who pressed Ctrl+C."""
        say = getattr(self.screen, "say", None)
        if say is not None:
            say(" 要退出，请按 Esc 逐级返回到首页，再按 q。")
