"""What a session's role leaves of the app: keys and the palette offer nothing that is not allowed, and refuse it."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import store
from county_tui.rights import Role, act_as
from tests.conftest import Person
from tests.importing.books import STAFF, ZHANG, take_in, write_sheet
from tests.screens.conftest import Start

REFUSED = "这次登录的身份是“查阅”，不能"


@pytest.fixture
def reader() -> None:
    """The session is a reader's."""
    act_as(Role.READER)


@pytest.fixture
def clerk_role() -> None:
    """The session is a clerk's."""
    act_as(Role.CLERK)


async def test_home_offers_a_reader_no_import(start: Start, person: Person, reader: None) -> None:
    async with start() as clerk:
        assert "查阅  2026-11-20" in clerk.text
        assert "i导入" not in clerk.text and "u草稿" not in clerk.text and "r汇总表" in clerk.text
        await clerk.press("i")
        assert clerk.name == "Home" and f"{REFUSED}录入、导入和修改记录" in clerk.text


@pytest.fixture
def one(person: Person) -> store.Row:
    """The one record there is."""
    return person("张建国")


async def test_a_reader_looks_at_records_and_changes_none(start: Start, one: store.Row, reader: None) -> None:
    async with start() as clerk:
        await clerk.press("enter")
        assert "Enter查看" in clerk.text.replace(" ", "")
        assert "n新建" not in clerk.text and "d删除" not in clerk.text
        for key in ("n", "d", "m", "c"):
            await clerk.press(key)
            assert clerk.name == "RegisterList" and REFUSED in clerk.text, key
        await clerk.press("enter", "e")
        assert clerk.name == "RecordView" and REFUSED in clerk.text
        await clerk.press("q", "f1")
        assert "新建" not in clerk.text and "排序" in clerk.text


async def test_a_reader_opens_views_and_keeps_none(start: Start, one: store.Row, reader: None) -> None:
    async with start() as clerk:
        await clerk.press("enter", "v")
        assert "看全部记录" in clerk.text and "保存为视图" not in clerk.text


async def test_the_palette_offers_a_reader_only_what_is_allowed(start: Start, one: store.Row, reader: None) -> None:
    async with start() as clerk:
        await clerk.press("ctrl+p")
        await clerk.write("工作队伍")
        assert "打开工作队伍" in clerk.text and "新建工作队伍" not in clerk.text
    async with start() as clerk:
        await clerk.press("ctrl+p")
        await clerk.write("去")
        assert "去汇总表" in clerk.text and "去导入记录" in clerk.text
        assert "去草稿" not in clerk.text and "去导入 " not in clerk.text


async def test_enter_on_a_setting_changes_nothing_for_a_clerk(start: Start, ledger: Path, clerk_role: None) -> None:
    async with start() as clerk:
        await clerk.press("s", "enter")
        assert clerk.name == "Settings" and "不能改设置、可选项、区划和表样，请找负责人" in clerk.text


async def test_a_clerk_makes_backups_and_restores_none(start: Start, one: store.Row, clerk_role: None) -> None:
    async with start() as clerk:
        await clerk.press("b", "n")
        assert "已备份到" in clerk.text and "恢复" not in clerk.text.splitlines()[-1]
        await clerk.press("enter")
        assert clerk.name == "Backups" and "不能恢复和清理备份" in clerk.text


@pytest.mark.parametrize(("user", "is_undone"), [("测试", True), ("王晓", False)])
async def test_a_clerk_undoes_their_own_imports(start: Start, tmp_path: Path, user: str, is_undone: bool) -> None:
    take_in(write_sheet(tmp_path / "人.xlsx", STAFF, ZHANG))
    act_as(Role.CLERK)
    async with start(user=user) as clerk:
        await clerk.press("l", "u")
        assert ("不能撤销别人的导入" in clerk.text) is not is_undone
        await clerk.press("down", "enter")
    assert bool(store.batches()[0].undone) is is_undone
