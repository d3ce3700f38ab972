"""After saving: the record saved is the one under the cursor, and every question names the record it is about."""

from __future__ import annotations

import pytest

from county_tui import store
from county_tui.screens.registers import record_screen
from tests.screens.conftest import PEOPLE, Clerk, Start, settle

TO_SERVICES = ("down", "down", "down", "down", "enter")


def under_cursor(clerk: Clerk) -> store.Row:
    """The record under the list's cursor."""
    screen = clerk.app.screen
    assert isinstance(screen, record_screen.RecordScreen)
    assert screen.records.current is not None
    return screen.records.current.row


async def test_what_is_deleted_after_copying_is_the_copy(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "end")
        original = under_cursor(clerk)
        await clerk.press("c")
        await clerk.write("之二")
        await clerk.press("ctrl+s")
        copy = under_cursor(clerk)
        assert copy.id == 5
        await clerk.press("d")
        assert f"{copy.values['name']}，{copy.values['unit']}" in clerk.text
        await clerk.press("down", "enter")
        assert store.get("personnel", copy.id).deleted is not None
        assert store.get("personnel", original.id).deleted is None


async def test_the_cursor_follows_a_record_to_where_it_stands_now(start: Start, services: None) -> None:
    async with start() as clerk:
        await clerk.press(*TO_SERVICES)
        key = under_cursor(clerk).id
        await clerk.press("enter", "e", "ctrl+u")
        await clerk.write("2025-01-01")
        await clerk.press("ctrl+s")
        assert under_cursor(clerk).id == key
        assert "/ 200 条" in clerk.text
        assert "2025-01-01" in clerk.text


async def test_the_cursor_goes_to_what_was_saved_before_the_last_blank_form(start: Start, services: None) -> None:
    async with start() as clerk:
        await clerk.press(*TO_SERVICES, "end", "c", "ctrl+n", "escape")
        assert under_cursor(clerk).id == 201


async def test_a_record_saved_outside_the_filter_says_why_it_is_not_seen(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "slash")
        await clerk.write("刘洋")
        await clerk.press("enter", "c", "ctrl+u")
        await clerk.write("白玛")
        await clerk.press("ctrl+s")
        assert "已保存：白玛" in clerk.text
        assert "不在现在的结果里，按 Esc 清除搜索就能看到" in clerk.text


async def test_the_very_first_record_of_a_ledger_is_seen(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("enter", "n")
        for text in ("张三", "民宗局", "锦江区", "宣传员"):
            await clerk.write(text)
            await clerk.press("tab")
        await clerk.press("ctrl+s")
        assert "1-1 / 1 条" in clerk.text
        assert under_cursor(clerk).values["name"] == "张三"


async def test_several_records_are_named_before_they_are_deleted(start: Start, services: None) -> None:
    async with start() as clerk:
        await clerk.press(*TO_SERVICES, "a", "d")
        assert "删除选中的 200 条记录？" in clerk.text
        assert "劳动合同纠纷咨询，JJ0001，2026-11-19" in clerk.text
        assert "另有 195 条" in clerk.text


async def test_questions_and_titles_name_the_record(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "enter", "e")
        assert "工作队伍  刘洋，锦江区民宗局，锦江区" in clerk.text
        await clerk.press("end")
        await clerk.write("甲")
        await clerk.press("escape")
        assert "工作队伍：刘洋甲，锦江区民宗局" in clerk.text
        await clerk.press("escape", "f2")
        assert "修改历史" in clerk.text
        assert "刘洋，锦江区民宗局" in clerk.text


async def test_a_message_is_gone_after_something_else_was_done(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "d", "down", "enter")
        assert "已移入回收站" in clerk.text
        await clerk.press("t", "enter")
        assert "已恢复：" in clerk.text
        await clerk.press("escape")
        assert "已移入回收站" not in clerk.text


async def test_ones_own_change_is_no_news(
    start: Start, staff: list[store.Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_screen, "LOOK_AGAIN_S", 0.02)
    async with start() as clerk:
        await clerk.press("enter")
        store.create("personnel", {**PEOPLE[0], "name": "阿布"}, "王晓")
        while "1-5 / 5 条" not in clerk.text:
            await settle(clerk.pilot)
        assert "台账刚有改动" not in clerk.text


@pytest.mark.parametrize("downs", [4, 5, 6])
async def test_the_name_stays_when_one_looks_at_other_columns(start: Start, services: None, downs: int) -> None:
    async with start() as clerk:
        await clerk.press(*["down"] * downs, "enter", "right", "right")
        screen = clerk.app.screen
        assert isinstance(screen, record_screen.RecordScreen)
        if screen.records.columns:
            assert screen.records.columns[0].name == screen.register.name_field()
        assert screen.register.name_field() in ("item", "title", "name")
