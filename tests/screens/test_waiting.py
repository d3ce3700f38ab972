"""Someone else writes for long: the app says so, waits, and can be told to wait no longer."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual import events

from county_tui import store
from county_tui.screens.registers import form
from county_tui.store import write_lock
from county_tui.store.kept import drafts_of
from tests.screens.conftest import SOON_S, Clerk, Start, settle

SAYS = "别人正在写这本台账，正在等轮到"


@contextmanager
def written_by_another(ledger: Path) -> Iterator[None]:
    """Another program holds the ledger for writing."""
    other = sqlite3.connect(ledger, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
    finally:
        other.close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell of a wait almost at once."""
    monkeypatch.setattr(write_lock, "WORTH_TELLING_S", 0.02)


async def appears(clerk: Clerk, holds: Callable[[], bool]) -> None:
    """Let the app run until something holds, whatever else is under way."""
    while not holds():
        await asyncio.sleep(SOON_S)
        clerk.app.screen._on_timer_update()


async def send(clerk: Clerk, key: str, until: str) -> None:
    """Press a key and wait for a text, while a service call goes on."""
    clerk.send(events.Key(key, None))
    await appears(clerk, lambda: until in clerk.text)


async def test_a_save_waits_for_its_turn_and_says_so(start: Start, ledger: Path, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "enter", "e")
        await clerk.write("甲")
        with written_by_another(ledger):
            await send(clerk, "ctrl+s", SAYS)
        await settle(clerk.pilot)
        assert clerk.name == "RegisterList"
        assert "已保存：" in clerk.text
        assert SAYS not in clerk.text


async def test_a_wait_is_given_up_with_escape_and_nothing_is_lost(
    start: Start, ledger: Path, staff: list[store.Row]
) -> None:
    async with start() as clerk:
        await clerk.press("enter", "enter", "e")
        await clerk.write("甲")
        with written_by_another(ledger):
            await send(clerk, "ctrl+s", SAYS)
            await send(clerk, "escape", "没有再等，什么也没有改。")
            assert clerk.name == "RecordForm"
        await settle(clerk.pilot)
        await clerk.press("ctrl+s")
        assert "已保存：" in clerk.text
    assert all(row.version <= 2 for row in store.list_rows(store.Query("personnel")))


async def test_a_draft_that_cannot_be_kept_stops_nobody_and_is_tried_again(
    start: Start, ledger: Path, staff: list[store.Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["county_tui.store.session"], "PATIENCE_S", 0.05)
    monkeypatch.setattr(form, "RETRY_AFTER_S", 0.01)
    async with start() as clerk:
        await clerk.press("enter", "enter", "e")
        with written_by_another(ledger):
            clerk.send(events.Key("x", "x"))
            await appears(clerk, lambda: "草稿还没有存上" in clerk.text)
            assert clerk.name == "RecordForm"
        await appears(clerk, lambda: bool(drafts_of("王晓")))


async def test_a_form_that_is_being_saved_is_not_left(start: Start, ledger: Path, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "enter", "e")
        await clerk.write("甲")
        with written_by_another(ledger):
            await send(clerk, "ctrl+s", SAYS)
            clerk.app.screen.is_waiting = False  # type: ignore[attr-defined]  # as before the wait is told
            clerk.app.screen.action_leave()  # type: ignore[attr-defined]
            assert clerk.name == "RecordForm"
        await settle(clerk.pilot)
        assert clerk.name == "RegisterList"


async def test_the_same_change_saved_twice_is_no_conflict(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "end", "enter", "e")
        key = clerk.app.screen.row.id  # type: ignore[attr-defined]
        await clerk.write("甲")
        store.update(("personnel", key, 1), {"name": "甲"}, "李敏")
        await clerk.press("ctrl+s")
        assert clerk.name == "RegisterList"
    assert store.get("personnel", key).version == 2
    assert drafts_of("王晓") == []
