"""The terminal app: first screen, theme, the keys that work everywhere; when the line drops, what is typed is kept."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Any, ClassVar, cast

from rich.color import ColorSystem
from rich.console import RenderableType
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES

from county_tui.errors import CountyError
from county_tui.screens.app_context import AppContext, ContextApp
from county_tui.screens.base import Asking, BaseScreen, FramedScreen
from county_tui.screens.home import Home
from county_tui.widgets.diff_renderer import Changes, FrameBuffer, pieces_of
from county_tui.widgets.terminal import UNICODE, Charset, KeyQueue

SIGNALS = (signal.SIGHUP, signal.SIGTERM)
PATIENCE_S = 3.0
"""A ledger that cannot be written by then is given up: a program without a terminal must not stay behind."""
MOST_THREADS = 3
"""Service calls that run at once: offices have machines of two to four cores."""
GIVE_UP = ("escape", "ctrl+q")
"""The keys that end waiting for others."""


def keep_all(app: App[Any]) -> None:
    """Keep what is typed in any open form; in a thread, since the main one may be in the middle of anything."""
    left = [screen.keeping() for screen in app.screen_stack if isinstance(screen, Asking)]

    def keep() -> None:
        for work in left:
            if work is not None:
                with suppress(CountyError):
                    work()

    thread = Thread(target=keep, daemon=True)
    thread.start()
    thread.join(PATIENCE_S)


def listen(app: App[Any]) -> None:
    """Keep what is typed when the terminal goes away or the program is told to end, then end by that signal."""
    loop = asyncio.get_running_loop()

    def hang_up(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        keep_all(app)
        if number == signal.SIGTERM:
            loop.call_soon_threadsafe(app.exit)
        else:
            os.kill(os.getpid(), number)

    for number in SIGNALS:
        signal.signal(number, hang_up)


class QuietApp(ContextApp, inherit_bindings=False):
    """What both apps share: the terminal's own colours, no animation, and only what changed sent to the terminal."""

    CSS_PATH = "county.tcss"
    TITLE = "城市民族工作台账"
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "suspend_process", show=False),
        Binding("ctrl+c", "how_to_leave", show=False),
        Binding("ctrl+l", "redraw", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(ansi_color=True)
        charset = Charset(getattr(sys.__stderr__, "encoding", None) or UNICODE)  # Textual draws there
        charset.take_input()
        self.frame = FrameBuffer(charset)
        self.typed = KeyQueue(self, super().on_event, self.send_changes)
        self._shown_at = Offset(-1, -1)
        self.animation_level = "none"
        self.register_theme(replace(BUILTIN_THEMES["ansi-dark"], name="county"))
        self.theme = "county"
        self.may_suspend = True

    def on_mount(self) -> None:
        """Begin to take keys; keep service calls to a few threads, since each costs memory."""
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(MOST_THREADS, "service"))
        self.run_worker(self.typed.run(), group="keys")
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())
        if not self.is_headless:
            listen(self)

    async def on_event(self, event: events.Event) -> None:
        """Line up keys and pastes; anything else is handled at once, as is giving up what waits."""
        if isinstance(event, events.Key) and event.key in GIVE_UP and getattr(self.screen, "is_waiting", False):
            cast(BaseScreen[Any], self.screen).give_up()
        elif isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.typed.put(event)
        else:
            await super().on_event(event)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send only the cells that changed; while more keys wait, send nothing, since they will change them again."""
        if not isinstance(renderable, LayoutUpdate | ChopsUpdate) or self._batch_count:
            super()._display(screen, renderable)
            return
        self.frame.draw(pieces_of(renderable), self.size, self.console._color_system or ColorSystem.STANDARD)
        if self.typed.unhandled <= 1:
            self.send_changes()

    def send_changes(self) -> None:
        """Send what was drawn and not sent yet, and put the terminal's cursor in its place."""
        sequence = self.frame.changes()
        if sequence or self.cursor_position != self._shown_at:
            self._shown_at = self.cursor_position
            super()._display(self.screen, cast(RenderableType, Changes(sequence)))

    def _set_pointer_shape(self, shape: str) -> None:
        """Send nothing for the mouse's looks: consoles of before 2020 print a part of that sequence as text."""

    def show_help(self, screen: Screen[Any]) -> None:
        """Show all keys of a screen."""
        from county_tui.screens.help import HelpScreen

        if isinstance(screen, FramedScreen):
            self.push_screen(HelpScreen(screen.title_line.left, screen.key_bindings(), screen.focused))

    async def choose_command(self, screen: Screen[Any]) -> None:
        """Let the person find what to do by typing."""
        from county_tui.screens.help import choose_command

        if isinstance(screen, BaseScreen):
            await choose_command(screen)

    def action_redraw(self) -> None:
        """Send the whole screen again, for when something else wrote over it."""
        self.frame.forget()
        self.screen.refresh(layout=True)

    def action_suspend_process(self) -> None:
        """Give the terminal back for a while; a closed app has no shell behind it, and could not be gone on with."""
        if self.may_suspend:
            self.frame.forget()
            super().action_suspend_process()

    def action_how_to_leave(self) -> None:
        """Say how to leave, to someone who pressed Ctrl+C."""
        say = getattr(self.screen, "say", None)
        if say is not None:
            say(" 要退出，请按 Esc 逐级返回到首页，再按 q。")


class CountyApp(QuietApp):
    """The app on one ledger."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self.may_suspend = context.files is None

    def get_default_screen(self) -> Screen[None]:
        """Home."""
        return Home()


class SetUpApp(QuietApp):
    """The first start, without a ledger yet."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def get_default_screen(self) -> Screen[Any]:
        """The guided set-up."""
        from county_tui.screens.setup import SetUp

        return SetUp(self.path)


class DamagedApp(QuietApp):
    """The start on a ledger that is damaged."""

    def __init__(self, path: Path, user: str, error: CountyError, is_readable: bool) -> None:
        super().__init__()
        self.path, self.user, self.error, self.is_readable = path, user, error, is_readable

    def get_default_screen(self) -> Screen[Any]:
        """The damage, and the way to the newest good backup."""
        from county_tui.screens.damaged import Damaged

        return Damaged(self.path, self.user, self.error, self.is_readable)
