"""Keys taken one by one, each after the last has had its whole effect.

Over a slow line, and from an input method, keys come in bursts. Without this the letters behind a Tab would still land
in the field before it, and an Enter would choose before the letters in front of it were seen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from textual.app import App
from textual.events import Event
from textual.message_pump import MessagePump

PATIENCE_S = 1.0
"""A widget that is gone meanwhile is waited for no longer than this."""

PREPARATION_S = 0.5
"""A screen that reads records or opens a dialogue is waited for as long, then the key goes where it will."""
LOOK_AGAIN_S = 0.004


async def done_so_far(node: MessagePump) -> None:
    """Wait until a widget has handled all that was sent to it before."""
    done = asyncio.Event()
    if node.call_later(done.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), PATIENCE_S)


class TypeAhead:
    """The keys not handled yet. `handle` is what Textual itself does with a key, `caught_up` follows the last one."""

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
