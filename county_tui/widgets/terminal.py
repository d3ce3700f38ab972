"""What a terminal draws and what is typed on it: character sets of before Unicode, and keys that come in bursts."""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import lru_cache

from rich.cells import get_character_cell_size
from textual.app import App
from textual.drivers import linux_driver
from textual.events import Event
from textual.message_pump import MessagePump

UNICODE = "utf-8"

# These sets have the signs on the right as two cells, the layout counts one: each is drawn as the sign on the left.
_ALIKE_SIGNS = {
    '"': "“”",
    "'": "‘’",
    "-": "—–―─",
    "|": "│",
    "+": "┌┐└┘├┤┬┴┼",
    "~": "…",
    ".": "·",
    ">": "→",
    "<": "←",
    "^": "↑",
    "v": "↓√",
    "x": "×",
    "/": "÷",
    "o": "○◎□◇△☆",
    "*": "●■◆▲★•",
} | {str(number): chr(0x245F + number) for number in range(1, 10)}  # ① to ⑨
_ALIKE = {ord(sign): drawn for drawn, signs in _ALIKE_SIGNS.items() for sign in signs}
PATIENCE_S = 1.0
"""A widget that is gone meanwhile is waited for no longer than this."""
PREPARATION_S = 0.5
"""A screen that reads records or opens a dialogue is waited for as long, then the key goes where it will."""
LOOK_AGAIN_S = 0.004
"""Seconds between two looks whether the screen is ready: too short to be felt."""


class Charset:
    """The character set of a terminal: UTF-8, or one of the GB family."""

    def __init__(self, encoding: str = UNICODE) -> None:
        self.encoding = codecs.lookup(encoding).name
        self.is_unicode = not self.encoding.startswith("gb")

    def drawable(self, text: str) -> str:
        """A text as this terminal draws it, in as many cells."""
        if self.is_unicode or text.isascii():
            return text
        return "".join(_drawable(character, self.encoding) for character in text.translate(_ALIKE))

    def take_input(self) -> None:
        """Have what is typed decoded from this set: Textual's driver knows UTF-8 alone."""
        if not self.is_unicode:
            decoder = codecs.getincrementaldecoder(self.encoding)
            vars(linux_driver)["getincrementaldecoder"] = lambda _: lambda: decoder("replace")


@lru_cache(maxsize=8192)
def _drawable(character: str, encoding: str) -> str:
    """The character, or question marks as wide where the set has not got it."""
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return "?" * get_character_cell_size(character)
    return character


async def done_so_far(node: MessagePump) -> None:
    """Wait until a widget has handled all that was sent to it before."""
    done = asyncio.Event()
    if node.call_later(done.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), PATIENCE_S)


class KeyQueue:
    """Keys taken one by one, each after the last has had its whole effect.

    Over a slow line, and from an input method, keys come in bursts. Without this the letters behind a Tab would still
    land in the field before it, and an Enter would choose before the letters in front of it were seen. `handle` is what
    Textual itself does with a key, `caught_up` follows the last one.
    """

    def __init__(
        self, app: App[None], handle: Callable[[Event], Awaitable[None]], caught_up: Callable[[], None]
    ) -> None:
        self._app, self._handle, self._caught_up = app, handle, caught_up
        self._waiting: asyncio.Queue[Event] = asyncio.Queue()
        self.unhandled = 0

    @property
    def is_idle(self) -> bool:
        """Whether every key has had its effect."""
        return self.unhandled == 0

    def put(self, event: Event) -> None:
        """Take in a key or a paste."""
        self.unhandled += 1
        self._waiting.put_nowait(event)

    async def _ready(self) -> None:
        """Wait until the screen can take a key: it is there, and shows what the key may be meant for."""
        await done_so_far(self._app.screen)
        loop = asyncio.get_running_loop()
        end = loop.time() + PREPARATION_S
        while getattr(self._app.screen, "is_preparing", False) and loop.time() < end:
            await asyncio.sleep(LOOK_AGAIN_S)

    async def run(self) -> None:
        """Hand on one event after another, as long as the app lives."""
        while True:
            event = await self._waiting.get()
            await self._ready()
            target = self._app.focused or self._app.screen
            await self._handle(event)
            for node in target.ancestors_with_self:
                await done_so_far(node)
            self.unhandled -= 1
            if self.is_idle:
                self._caught_up()
