"""A record's history: what changed, and putting an old version back."""

from __future__ import annotations

from county_tui import store
from tests.screens.conftest import Start


async def test_history_shows_old_and_new_and_who_and_when(start: Start, staff: list[store.Row]) -> None:
    first = store.list_rows(store.Query("personnel"))[0]
    assert first.values["unit"] == "锦江区民宗局"
    store.update(("personnel", first.id, 1), {"post": "主任"}, "王晓")
    async with start() as clerk:
        await clerk.press("enter", "h")
        assert "修改历史" in clerk.text
        assert "2026-11-20 09:02  王晓" in clerk.text
        assert "职务：（空） -> 主任" in clerk.text
        await clerk.press("down")
        assert "新建" in clerk.text
        assert "工作单位：锦江区民宗局" in clerk.text
        assert "主任" not in clerk.text


async def test_an_old_version_is_put_back_after_asking(start: Start, staff: list[store.Row]) -> None:
    first = store.list_rows(store.Query("personnel"))[0]
    store.update(("personnel", first.id, 1), {"post": "主任"}, "王晓")
    async with start() as clerk:
        await clerk.press("enter", "h", "down", "enter")
        assert "退回旧版？" in clerk.text
        await clerk.press("down", "enter")
        assert "退回旧版" in clerk.text
        assert "职务：主任 -> （空）" in clerk.text
    assert store.get("personnel", first.id).values["post"] is None


async def test_the_present_version_is_not_put_back(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "h", "enter")
        assert "这就是现在的内容" in clerk.text
