"""The list while others work in the ledger, and going about in it meanwhile."""

from __future__ import annotations

import pytest

from county_tui import store
from county_tui.screens.registers import record_screen
from tests.screens.conftest import PEOPLE, Start, settle

TO_SERVICES = ("down", "down", "down", "down", "enter")


async def test_what_others_add_is_shown_and_the_cursor_stays_on_its_record(
    start: Start, staff: list[store.Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_screen, "LOOK_AGAIN_S", 0.02)
    async with start() as clerk:
        await clerk.press("enter", "end")
        assert "1-4 / 4 条" in clerk.text
        screen = clerk.app.screen
        assert isinstance(screen, record_screen.RecordScreen)
        assert screen.records.current is not None
        here = screen.records.current.row.id
        store.create("personnel", {**PEOPLE[0], "name": "阿布", "region": "510104000000"}, "李敏")
        while "1-5 / 5 条" not in clerk.text:
            await settle(clerk.pilot)
        assert "台账刚有改动，列表已更新。" in clerk.text
        assert screen.records.current.row.id == here


async def test_the_count_is_told_after_a_jump(start: Start, services: None) -> None:
    async with start() as clerk:
        await clerk.press(*TO_SERVICES, "g")
        await clerk.write("150")
        await clerk.press("enter")
        assert "/ 200 条" in clerk.text
        assert "正在统计" not in clerk.text
        assert "2026-06-23" in clerk.text


async def test_a_jump_while_all_is_read_anew_arrives(start: Start, services: None) -> None:
    async with start() as clerk:
        await clerk.press(*TO_SERVICES, "g")
        store.delete(("service_records", 1, 1), "李敏")
        await clerk.write("150")
        await clerk.press("enter")
        assert "/ 199 条" in clerk.text
        assert "2026-06-22" in clerk.text


async def test_escape_takes_the_marks_off_before_it_leaves(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "space", "space")
        assert "选中 2 条" in clerk.text
        await clerk.press("escape")
        assert "选中 2 条" not in clerk.text
        assert clerk.name == "RegisterList"
        await clerk.press("escape")
        assert clerk.name == "Home"


async def test_the_keys_below_are_those_for_what_one_is_about(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter")
        usual = clerk.text.splitlines()[-1]
        assert "n新建" in usual
        await clerk.press("space")
        assert "m批量改  d删除  e导出  a全选" in clerk.text
        await clerk.press("space", "slash")
        assert "Enter 看结果  向下 到结果  Esc 取消搜索" in clerk.text
        await clerk.write("锦江")
        await clerk.press("down", "escape")
        assert clerk.text.splitlines()[-1] == usual


async def test_down_goes_from_the_search_to_what_was_found(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "slash")
        await clerk.write("街道")
        await clerk.press("down", "enter")
        assert clerk.name == "RecordView"
