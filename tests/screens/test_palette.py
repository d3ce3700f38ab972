"""The palette: any action and any screen, by a few letters of its name."""

from __future__ import annotations

from pathlib import Path

from county_tui import store
from county_tui.app import DamagedApp, SetUpApp
from county_tui.errors import DamagedLedgerError
from tests.screens.conftest import Clerk, Start, settle


async def test_another_register_is_opened_from_anywhere_and_one_comes_back(
    start: Start, staff: list[store.Row]
) -> None:
    async with start() as clerk:
        await clerk.press("enter", "ctrl+p")
        await clerk.write("dkgzdw")
        await clerk.press("ctrl+u")
        await clerk.write("打开示范")
        await clerk.press("enter")
        assert "示范单位" in clerk.text.splitlines()[0]
        await clerk.press("q")
        assert "工作队伍" in clerk.text.splitlines()[0]


async def test_a_key_of_the_screen_is_found_by_what_it_does(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "ctrl+p")
        await clerk.write("shaixuan")
        assert "没有符合的项" in clerk.text
        await clerk.press("ctrl+u")
        await clerk.write("sx")
        await clerk.press("enter")
        assert "按哪一项筛选？" in clerk.text


async def test_a_table_is_opened_by_its_name(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("ctrl+p")
        await clerk.write("活动开展")
        await clerk.press("enter")
        assert "活动开展情况汇总表" in clerk.text
        assert "2026年下半年" in clerk.text


async def test_a_form_left_for_another_screen_keeps_what_was_typed(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("enter", "n")
        await clerk.write("张三")
        await clerk.press("ctrl+p")
        await clerk.write("去备份")
        await clerk.press("enter")
        assert clerk.name == "Backups"
        await clerk.press("q")
        assert "张三" in clerk.text
        assert clerk.name == "RecordForm"


async def test_without_a_ledger_there_is_nothing_to_go_to(ledger: Path, tmp_path: Path) -> None:
    damage = DamagedLedgerError("台账文件已损坏")
    for app in (SetUpApp(tmp_path / "没有.db"), DamagedApp(ledger, "王晓", damage, is_readable=False)):
        async with app.run_test(size=(80, 24)) as pilot:
            clerk = Clerk(pilot)
            await settle(pilot)
            first = clerk.name
            for keys in (("ctrl+p",), ("question_mark", "ctrl+p", "escape")):
                await clerk.press(*keys)
                assert clerk.name == first and "Ctrl+P" not in clerk.text
