"""A clerk at the keyboard: the app on a fresh ledger, driven by keys, read as text."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot

from county_tui import store
from county_tui.app import CountyApp
from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.screens.app_context import AppContext
from county_tui.screens.base import QUIET
from county_tui.screens.registers import form, register_list

TODAY = date(2026, 11, 20)
NOW = "2026-11-20T01:02:03Z"
IDLE_ROUNDS = 2
MOST_ROUNDS = 10_000
CHARACTERS = {"space": " ", "enter": "\r", "tab": "\t"}
SOON_S = 0.001
"""How soon timers of the app end here; a thread at work is looked after as often."""
DUE_S = 0.003
"""A timer that ends sooner is waited for: those of the app that matter here end in a third of it."""


async def settle(pilot: Pilot[None]) -> None:
    """Wait until no service call is under way, nothing is left to handle, and the screen is laid out."""
    idle = 0
    while idle < IDLE_ROUNDS:
        if is_running() or is_busy(pilot.app):
            idle = 0
            await asyncio.sleep(0 if is_running() else SOON_S)
        else:
            idle += 1
            pilot.app.screen._on_timer_update()
            await asyncio.sleep(0)


def is_running() -> bool:
    """Whether the event loop has something to run at once, or a moment from now; its own lists know, no clock does."""
    loop: Any = asyncio.get_running_loop()
    soon = loop.time() + DUE_S
    return bool(loop._ready) or any(timer.when() < soon and not timer.cancelled() for timer in loop._scheduled)


def is_busy(app: App[None]) -> bool:
    """Whether a service call is under way, a key has not had its effect, or the screen was not laid out yet."""
    busy = [worker for worker in app.workers if worker.name in QUIET and not worker.is_finished]
    typed = getattr(app, "typed", None)
    return bool(busy) or not app.screen._compositor.size or (typed is not None and not typed.is_idle)


async def at_once(least_s: float = 0, most_s: float = 1) -> None:
    """Wait for no idle processor, as the snapshot tool would: how busy it is tells nothing, and `settle` has waited."""
    await asyncio.sleep(0)


class Clerk:
    """Presses keys and reads the screen."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.app = pilot.app

    async def press(self, *keys: str) -> None:
        """Press keys one after another, each after the last has had its effect."""
        for key in keys:
            self.send(events.Key(key, CHARACTERS.get(key)))
            await settle(self.pilot)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for what a timer does by and by; what never comes is said by the assertion that follows."""
        for _ in range(MOST_ROUNDS):
            if holds():
                return
            await asyncio.sleep(SOON_S)
            await settle(self.pilot)

    async def write(self, text: str) -> None:
        """Type a text as an input method sends it: all at once."""
        for character in text:
            self.send(events.Key(_character_to_key(character), character))
        await settle(self.pilot)

    async def paste(self, text: str) -> None:
        """Paste a text, as paths are: long ones typed cost a drawing for each character."""
        self.send(events.Paste(text))
        await settle(self.pilot)

    def send(self, event: events.Key | events.Paste) -> None:
        """Send a key or what was pasted as the terminal does."""
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    @property
    def text(self) -> str:
        """The screen, a wide character standing once."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    @property
    def name(self) -> str:
        """The name of the screen shown."""
        return type(self.app.screen).__name__


Start = Callable[..., AbstractAsyncContextManager[Clerk]]


def stop_clock(patch: pytest.MonkeyPatch) -> None:
    """Let it always be the same moment."""
    for module in ("bulk_edit", "ledger", "kept", "history"):
        patch.setattr(sys.modules[f"county_tui.store.{module}"], "now", lambda: NOW)


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that stands still, a line without delays."""
    monkeypatch.setattr(register_list, "SEARCH_DELAY_S", SOON_S)
    monkeypatch.setattr(form, "KEEP_AFTER_S", SOON_S)
    for module in ("app", "pilot"):
        monkeypatch.setattr(f"textual.{module}.wait_for_idle", at_once)
    stop_clock(monkeypatch)


@pytest.fixture
def start(ledger: Path, still: None) -> Start:
    """`async with start() as clerk`: the app on the test's ledger, at 80×24 unless told otherwise."""

    @asynccontextmanager
    async def started(size: tuple[int, int] = (80, 24), user: str = "王晓") -> AsyncIterator[Clerk]:
        app = CountyApp(AppContext(store.describe(), user, TODAY))
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            yield Clerk(pilot)

    return started


PEOPLE: tuple[dict[str, Value], ...] = tuple(
    dict(zip(("name", "unit", "region", "role", "phone"), person, strict=True))
    for person in (
        ("张建国", "锦官驿街道办事处", "510104017000", "专职干部", "028-86661001"),
        ("阿依古丽", "牛市口街道办事处", "510104026000", "语言服务志愿者", "028-86661002"),
        ("刘洋", "锦江区民宗局", "510104000000", "分管领导", "028-86661003"),
        ("周敏", "大慈寺社区", "510104017004", "民族工作联络员", "13800001111"),
    )
)


@pytest.fixture
def staff(ledger: Path, still: None) -> list[store.Row]:
    """Four people of 锦江区, entered by 李敏."""
    return [store.create("personnel", person, "李敏") for person in PEOPLE]


@pytest.fixture
def services(ledger: Path, still: None) -> None:
    """200 services of one kind, numbered in the order they are listed in, entered by 李敏 in one batch."""
    register = "service_records"
    same: dict[str, Value] = {"category": "法律援助", "item": "劳动合同纠纷咨询", "region": "510104017000"}
    names = tuple(register_named(register).fields())
    rows = []
    for number in range(1, 201):
        values = {**same, "number": f"JJ{number:04d}", "served_on": TODAY - timedelta(number), "people_served": number}
        rows.append([values.get(name) for name in names])
    with store.transaction():
        counts = {"new": len(rows), "updated": 0, "unchanged": 0, "refused": 0}
        batch = store.start_batch("import", "服务.xlsx", "李敏", counts)
        store.insert_rows(register, rows, store.stamped("李敏", batch), store.lookups())
