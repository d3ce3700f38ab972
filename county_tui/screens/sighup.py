"""The connection drops: what is typed is kept, then the program ends as it would have."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from threading import Thread
from types import FrameType
from typing import Any

from textual.app import App

from county_tui.errors import CountyError
from county_tui.screens.base import Asking

SIGNALS = (signal.SIGHUP, signal.SIGTERM)
PATIENCE_S = 3.0
"""A ledger that cannot be written by then is given up: a program without a terminal must not stay behind."""


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
