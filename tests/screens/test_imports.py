"""The imports: the records of a batch behind Enter, undoing it with u."""

from __future__ import annotations

from pathlib import Path

from county_tui import store
from county_tui.store.bulk_edit import delete_several
from tests.importing.books import LI, STAFF, ZHANG, take_in, write_sheet
from tests.screens.conftest import Start


async def test_enter_lists_the_records_of_a_batch(start: Start, services: None, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("l")
        assert "Enter 打开" in clerk.text and "u撤销" in clerk.text
        await clerk.press("enter")
        assert clerk.name == "RegisterList"
        assert "第 1 批新增的，来自 服务.xlsx" in clerk.text and "/ 200 条" in clerk.text
        await clerk.press("q")
        assert clerk.name == "Imports"


async def test_what_was_added_and_what_was_changed_are_two_lists(start: Start, ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG))
    take_in(write_sheet(tmp_path / "二.xlsx", STAFF, [*ZHANG[:3], "分管领导"], LI))
    async with start() as clerk:
        await clerk.press("l", "enter")
        assert "工作队伍：新增 1 条" in clerk.text and "工作队伍：修改 1 条" in clerk.text
        await clerk.press("down", "enter")
        assert "第 2 批修改的" in clerk.text and "张建国" in clerk.text and "李敏" not in clerk.text
        await clerk.press("q", "enter", "escape")
        assert clerk.name == "Imports"


async def test_the_list_of_a_batch_is_filtered_and_kept_as_a_view(start: Start, services: None) -> None:
    async with start() as clerk:
        await clerk.press("l", "enter", "f")
        assert "去掉：第 1 批新增" in clerk.text
        await clerk.write("办理结果")
        await clerk.press("enter")
        await clerk.write("空着的")
        await clerk.press("enter")
        assert "第 1 批新增，办理结果为空" in clerk.text
        await clerk.press("v", "enter")
        await clerk.write("第一批")
        await clerk.press("enter")
        assert "已保存视图「第一批」" in clerk.text
        await clerk.press("v", "enter")
        assert "第一批" in clerk.text and "/ 200 条" in clerk.text


async def test_deleted_records_are_found_in_the_trash(start: Start, staff: list[store.Row]) -> None:
    delete_several("personnel", [1, 2], "王晓")
    async with start() as clerk:
        await clerk.press("l", "enter")
        assert clerk.name == "Trash" and "第 1 批删除的" in clerk.text and "/ 2 条" in clerk.text


async def test_a_batch_that_wrote_nothing_says_so(start: Start, staff: list[store.Row]) -> None:
    with store.transaction():
        store.start_batch("import", "空.xlsx", "李敏", {"new": 0, "updated": 0, "unchanged": 4, "refused": 0})
    async with start() as clerk:
        await clerk.press("l", "enter")
        assert clerk.name == "Imports" and "第 1 批没有写入记录。" in clerk.text


async def test_the_log_of_all_changes_is_narrowed_and_opens_what_it_names(
    start: Start, services: None, staff: list[store.Row]
) -> None:
    store.update(staff[0].ref, {**staff[0].values, "post": "主任"}, "王晓")
    async with start() as clerk:
        await clerk.press("h")
        assert clerk.name == "ChangeLog"
        assert "修改 工作队伍：张建国" in clerk.text and "第 1 批（服务.xlsx）：新增 200 条" in clerk.text
        await clerk.press("f")
        await clerk.write("王晓")
        await clerk.press("enter")
        assert "王晓改的" in clerk.text and "服务.xlsx" not in clerk.text and "新建" not in clerk.text
        await clerk.press("enter")
        assert clerk.name == "RecordHistory" and "张建国" in clerk.text
        await clerk.press("q", "w")
        await clerk.write("2020")
        await clerk.press("enter")
        assert "没有修改记录" in clerk.text
        await clerk.press("enter", "x", "end", "enter")
        assert clerk.name in ("Imports", "RecordHistory")
