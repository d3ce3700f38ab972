"""Lists, backups, settings, set-up: each flow by keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import store
from county_tui.app import SetUpApp
from county_tui.screens.setup import places
from tests.screens.conftest import Clerk, Start, settle


async def test_a_list_is_exported_as_seen(start: Start, staff: list[store.Row], tmp_path: Path) -> None:
    async with start() as clerk:
        await clerk.press("enter", "space", "e", "ctrl+u")
        await clerk.write(str(tmp_path / "表.csv"))
        await clerk.press("enter")
        assert "已导出 1 条" in clerk.text
    assert len((tmp_path / "表.csv").read_text("utf-8-sig").splitlines()) == 2


async def test_a_backup_is_made_checked_and_restored(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("b", "n")
        assert "已备份到" in clerk.text
        await clerk.press("c")
        assert "备份完好" in clerk.text
        await clerk.press("enter")
        store.delete(("personnel", 1, 1), "李敏")
        await clerk.press("enter")
        assert "恢复这份备份？" in clerk.text
        assert "工作队伍：" in clerk.text
        await clerk.press("down", "enter")
        assert "已恢复" in clerk.text
    assert store.count_rows(store.Query("personnel")) == 4


async def test_a_setting_is_changed(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("s", "down", "enter")
        await clerk.write("陈主任")
        await clerk.press("enter")
        assert "已修改「单位负责人」" in clerk.text
    assert store.settings()["leader"] == "陈主任"


async def test_an_error_of_a_service_is_put_in_words(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("s", "enter")
        await clerk.write("11010519491231002X")
        await clerk.press("enter")
        assert "出错了" in clerk.text
        assert "含有身份证号" in clerk.text
        await clerk.press("escape")
        assert clerk.name == "Settings"


async def test_the_first_start_makes_a_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new" / "ledger.db"
    app = SetUpApp(path)
    async with app.run_test(size=(80, 24)) as pilot:
        clerk = Clerk(pilot)
        await settle(pilot)
        assert "这台电脑上还没有台账" in clerk.text
        await clerk.press("enter")
        await clerk.write("锦江")
        await clerk.press("enter")
        await clerk.write("锦江区民宗局")
        await clerk.press("enter")
        assert "锦江区（510104000000）" in clerk.text.replace("成都市/", "")
        await clerk.press("enter")
    assert store.describe().unit == "锦江区民宗局"
    assert path.exists()


def test_counties_are_offered_before_towns() -> None:
    assert places()[0][0].endswith("000000")
    assert any(code == "510104000000" for code, _ in places())
