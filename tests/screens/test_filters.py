"""Filters of a list by keys: several choices, blank ones, spans, exact texts, replacing and taking off."""

from __future__ import annotations

from county_tui import store
from tests.screens.conftest import Clerk, Start


async def begin(clerk: Clerk, field: str) -> None:
    """Open the list of staff and choose what to filter by."""
    await clerk.press("enter", "f")
    await clerk.write(field)
    await clerk.press("enter")


async def test_space_marks_several_choices(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await begin(clerk, "队伍类别")
        await clerk.press("space", "down", "space")
        assert "已选 2 项" in clerk.text
        assert "* 专职干部" in clerk.text
        await clerk.press("enter")
        assert "队伍类别为分管领导或专职干部" in clerk.text
        assert "1-2 / 2 条" in clerk.text


async def test_blank_ones_are_found_together_with_a_choice(start: Start, staff: list[store.Row]) -> None:
    base = {"name": "锦官驿窗口", "region": "510104017000", "kind": "服务窗口"}
    store.create("bases", {**base, "level": "市级"}, "李敏")
    store.create("bases", {**base, "name": "未定级窗口"}, "李敏")
    store.create("bases", {**base, "name": "县级窗口", "level": "县级"}, "李敏")
    async with start() as clerk:
        await clerk.press("down")
        await begin(clerk, "级别")
        await clerk.write("县级")
        await clerk.press("space", "ctrl+u")
        await clerk.write("空着")
        await clerk.press("space", "enter")
        assert "级别为县级，或级别为空" in clerk.text
        assert "1-2 / 2 条" in clerk.text


async def test_a_new_condition_on_a_field_takes_the_place_of_the_old_one(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await begin(clerk, "队伍类别")
        await clerk.press("enter", "f")
        await clerk.write("dwlb")
        await clerk.press("enter")
        await clerk.write("专职")
        await clerk.press("enter")
        assert "队伍类别为专职干部" in clerk.text
        assert "分管领导" not in clerk.text
        assert "1-1 / 1 条" in clerk.text


async def test_x_takes_all_added_conditions_off(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await begin(clerk, "队伍类别")
        await clerk.write("宣传员")
        await clerk.press("enter")
        assert "没有符合条件的记录。按 f 改条件，或按 x" in clerk.text
        await clerk.press("x")
        assert "1-4 / 4 条" in clerk.text


async def test_a_field_that_holds_just_dates_asks_for_the_span_at_once(start: Start, services: None) -> None:
    async with start() as clerk:
        await clerk.press("down", "down", "down", "down")
        await begin(clerk, "服务日期")
        await clerk.write("2026-11..")
        await clerk.press("enter")
        assert "服务日期从2026-11-01" in clerk.text
        assert "1-19 / 19 条" in clerk.text
        await clerk.press("x", "f")
        await clerk.write("服务日期")
        await clerk.press("enter")
        await clerk.write("2026年四季度")
        await clerk.press("enter")
        assert "服务日期从2026-10-01至2026-12-31" in clerk.text


async def test_a_text_is_filtered_by_all_of_it(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await begin(clerk, "工作单位")
        await clerk.write("锦江区民宗局")
        await clerk.press("enter")
        assert "工作单位为锦江区民宗局" in clerk.text
        assert "1-1 / 1 条" in clerk.text


async def test_conditions_can_be_written_out(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await begin(clerk, "写出条件")
        await clerk.write("队伍类别=宣传原")
        await clerk.press("enter")
        assert "是否要写“宣传员”" in clerk.text
        await clerk.press("ctrl+u")
        await clerk.write("队伍类别=专职干部|分管领导；工作单位!=空")
        await clerk.press("enter")
        assert "队伍类别为专职干部或分管领导，工作单位已填" in clerk.text
        assert "1-2 / 2 条" in clerk.text
