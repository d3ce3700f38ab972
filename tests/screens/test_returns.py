"""Returns by keys: chosen, checked, sealed, held against the ledger, opened to records, amended, exported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from county_tui import reports, returns, store
from county_tui.returns import Request
from tests.conftest import HOME
from tests.screens.conftest import Clerk, Start

HALF_YEAR = "2026H1"
WORDS = {"category": "教育保障", "item": "入学咨询", "region": "510104017000"}


def serve(people: int, day: date = date(2026, 3, 1)) -> store.Row:
    """One service on record."""
    return store.create("service_records", {**WORDS, "served_on": day, "people_served": people}, "李敏")


def seal(*names: str, period: str = HALF_YEAR) -> returns.SealedReturn:
    """Seal some tables."""
    return returns.seal(Request(names, reports.parse_period(period)), "李敏")


@pytest.fixture
def served(staff: list[store.Row]) -> None:
    """Two services in the first half-year."""
    serve(7)
    serve(5)


async def choose_two(clerk: Clerk) -> None:
    """Mark two tables by their names."""
    await clerk.write("基本公共")
    await clerk.press("space", *["backspace"] * 4)
    await clerk.write("活动")
    await clerk.press("space", "enter")


async def test_two_tables_are_chosen_looked_at_and_sealed_and_the_code_is_shown(start: Start, served: None) -> None:
    seal("services", period="2025H1")
    async with start() as clerk:
        await clerk.press("r", "left", "s")
        await choose_two(clerk)
        assert clerk.name == "ReturnSealing"
        assert "2026年上半年" in clerk.text and "去年同期已报（第1版）" in clerk.text
        assert "合计 / 服务人次" in clerk.text and "审核都成立" in clerk.text
        await clerk.press("n")
        await clerk.write("集中服务")
        await clerk.press("enter")
        assert "说明：集中服务" in clerk.text
        await clerk.press("s")
        assert "封存2026年上半年的 2 张表？" in clerk.text
        await clerk.press("enter")
        assert len(store.return_heads()) == 1  # the harmless answer came first
        await clerk.press("s", "down", "enter")
        made = returns.return_by_id(2)
        assert made.code in clerk.text and made.note == "集中服务"
        assert set(made.names) == {"services", "activities"}


async def test_a_period_that_has_not_ended_is_asked_for(
    start: Start, served: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("county_tui.screens.reports.return_sealing.returns.is_over", lambda period: False)
    async with start() as clerk:
        await clerk.press("r", "left", "s", "enter", "s")
        assert "期间还没有结束" in clerk.text


async def test_what_is_sealed_already_is_said_before_anything_is_asked(start: Start, served: None) -> None:
    seal("services")
    async with start() as clerk:
        await clerk.press("r", "left", "s")
        await clerk.write("基本公共")
        await clerk.press("enter", "s")
        assert "已经上报过（编号 1）" in clerk.text
    assert len(store.return_heads()) == 1


async def test_home_says_what_differs_and_leads_to_the_records(start: Start, served: None) -> None:
    seal("services")
    late = serve(3)
    async with start() as clerk:
        assert "2026H1 与已报不符" in clerk.text
        await clerk.press("tab", "enter")
        assert clerk.name == "ReturnDifferences"
        assert "合计 / 件数" in clerk.text and "2 → 3" in clerk.text
        await clerk.press("enter")
        assert clerk.name == "RegisterList" and "1-1 / 1 条" in clerk.text
        await clerk.press("q")
        store.delete(store.RecordRef("service_records", late.id, late.version), "李敏")
        await clerk.press("q")
        assert clerk.name == "Home"


async def test_a_return_is_amended_with_a_reason_and_both_versions_are_read(start: Start, served: None) -> None:
    seal("services")
    serve(3)
    async with start() as clerk:
        await clerk.press("p")
        assert "与台账不符" in clerk.text
        await clerk.press("a")
        await clerk.press("enter")
        assert "请写几个字说明" in clerk.text
        await clerk.write("补报三月一条")
        await clerk.press("enter")
        assert "封存第2版" in clerk.text
        await clerk.press("down", "enter", "escape")
        assert returns.return_by_id(2).reason == "补报三月一条"
        await clerk.press("home", "enter")
        assert "第2版，共2版" in clerk.text and "更正原因：补报三月一条" in clerk.text
        await clerk.press("left")
        assert "第1版，共2版" in clerk.text


async def test_a_return_is_exported_into_a_folder_under_its_own_name(
    start: Start, served: None, tmp_path: Path
) -> None:
    made = seal("services")
    async with start() as clerk:
        await clerk.press("p", "e", "ctrl+u")
        await clerk.paste(str(tmp_path))
        await clerk.press("enter")
        assert "已导出到" in clerk.text
    assert returns.read_return(tmp_path / "锦江区-2026H1-第1版.zip").code == made.code


async def test_a_record_in_the_trash_is_found_behind_a_difference(start: Start, served: None) -> None:
    seal("services")
    row = next(iter(store.rows_by_id("service_records", store.list_ids(store.Query("service_records"))[:1])))
    store.delete(store.RecordRef("service_records", row.id, row.version), "李敏")
    async with start() as clerk:
        await clerk.press("p", "d", "enter")
        assert clerk.name == "Trash"


async def test_what_is_reported_regularly_is_set_and_home_leads_to_it(start: Start, served: None) -> None:
    async with start() as clerk:
        await clerk.press("s", "r", "down", "enter", "space", "enter")
        await clerk.write("105个工作日")
        await clerk.press("enter")
        assert "日子只能写 1 到 23" in clerk.text
        await clerk.press(*["backspace"] * 5, "enter")
        assert "已记下：每季度，次月 10 日前报 1 张表。" in clerk.text
        await clerk.press("q")
        await clerk.until(lambda: "该报 2026年三季度" in clerk.text)
        assert "逾期 41 天" in clerk.text
        await clerk.press("right", "enter")
        assert clerk.name == "ReturnSealing" and "2026年三季度" in clerk.text


async def test_home_says_that_a_return_was_sent_back_and_why(start: Start, served: None) -> None:
    made = seal("services", period="2026Q3")
    task = store.StoredTask(store.OWED, "2026Q3", "2026-10-10", {"services": ("table", "x")}, (HOME,), "510100000000")
    store.add_task(task)
    store.add_event(store.StoredEvent(HOME, made.period, 1, store.SENT_BACK, "合计不符"))
    async with start() as clerk:
        await clerk.until(lambda: "被退回" in clerk.text)
        await clerk.press("right", "enter")
        assert clerk.name == "ReturnList" and "被退回：合计不符。按 a 更正" in clerk.text
