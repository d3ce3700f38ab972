"""Home: counts, what falls due, where it leads."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from county_tui import backup, store
from county_tui.models.kinds import Value
from county_tui.screens.home_numbers import last_events, read_due
from county_tui.store.due import count_due, due_lists, last_months
from tests.screens.conftest import TODAY, Start

Fields = Callable[..., dict[str, Value]]


@pytest.fixture
def due(ledger: object, still: None, fields: Fields) -> None:
    """Two records for each list of what falls due: one that is due, one that is not."""
    for name, until in (("快到期基地", "2026-12"), ("不到期基地", "2030")):
        values = fields("bases", name=name, region="锦江区", kind="宣传阵地", status="在用", valid_until=until)
        store.create("bases", values, "李敏")
    for name, named in (("老示范社区", "2021"), ("新示范社区", "2025")):
        values = fields(
            "demonstration_units",
            name=name,
            region="锦江区",
            sector="社区",
            level="市级",
            status="命名",
            named_on=named,
        )
        store.create("demonstration_units", values, "李敏")
    for title, day in (("该复审制度", "2026-12-01"), ("不复审制度", "2028-01-01")):
        values = fields(
            "work_systems", title=title, kind="档案管理", region="锦江区", issuing_unit="民宗局", review_due_on=day
        )
        store.create("work_systems", values, "李敏")
    for item, day in (("久未办结的", "2026-10-01"), ("刚受理的", "2026-11-18")):
        values = fields(
            "service_records",
            served_on=day,
            category="法律援助",
            item=item,
            region="锦江区",
            people_served="3",
            outcome="办理中",
        )
        store.create("service_records", values, "李敏")
    for name, actual in (("落后指标", "10"), ("达标指标", "100")):
        values = fields("indicators", year="2026", name=name, region="锦江区", target="100", actual=actual)
        store.create("indicators", values, "李敏")


async def test_home_counts_each_list_and_opens_just_those_records(start: Start, due: None) -> None:
    async with start() as clerk:
        lines = clerk.text.splitlines()
        assert all(line.rstrip().endswith("1") for line in lines[2:7]), lines[2:7]
        await clerk.press("tab")
        for down, (wanted, other) in enumerate(
            (
                ("快到期基地", "不到期基地"),
                ("老示范社区", "新示范社区"),
                ("该复审制度", "不复审制度"),
                ("久未办结的", "刚受理的"),
                ("落后指标", "达标指标"),
            )
        ):
            await clerk.press("home", *["down"] * down, "enter")
            assert wanted in clerk.text
            assert other not in clerk.text
            assert "1-1 / 1 条" in clerk.text
            await clerk.press("q")


def test_a_base_valid_for_a_year_falls_due_at_that_years_end(due: None, fields: Fields) -> None:
    values = fields("bases", name="年底到期", region="锦江区", kind="宣传阵地", valid_until="2027")
    store.create("bases", values, "李敏")
    assert count_due(list(due_lists(date(2027, 9, 1))))[:2] == [1, 0]
    assert count_due(list(due_lists(date(2027, 10, 3))))[:2] == [1, 1]
    assert count_due(list(due_lists(date(2028, 1, 1))))[:2] == [2, 0]


async def test_home_says_that_nothing_is_due(start: Start) -> None:
    assert read_due(TODAY) == []
    async with start() as clerk:
        assert "没有到期、逾期的事项" in clerk.text


async def test_what_expired_stands_apart_from_what_will_and_shows_its_day(
    start: Start, due: None, fields: Fields
) -> None:
    values = fields("bases", name="早过期基地", region="锦江区", kind="宣传阵地", status="在用", valid_until="2024-05")
    store.create("bases", values, "李敏")
    async with start() as clerk:
        assert "已到期的阵地" in clerk.text
        assert "90 天内将到期的阵地" in clerk.text
        await clerk.press("tab", "home", "enter")
        assert "早过期基地" in clerk.text
        assert "2024-05" in clerk.text
        assert "快到期基地" not in clerk.text


async def test_all_registers_are_searched_from_home(start: Start, due: None, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("slash")
        await clerk.write("锦江区民")
        await clerk.until(lambda: "刘洋" in clerk.text)
        assert "工作队伍" in clerk.text
        await clerk.press("enter")
        assert clerk.name == "RecordView"
        assert "分管领导" in clerk.text


async def test_a_template_is_written_from_home(start: Start, tmp_path: Path) -> None:
    async with start() as clerk:
        await clerk.press("m", "enter", "ctrl+u")
        await clerk.paste(str(tmp_path / "模板.xlsx"))
        await clerk.press("enter")
        assert "模板已写到" in clerk.text
    assert (tmp_path / "模板.xlsx").stat().st_size > 5000


def test_the_chart_counts_the_last_twelve_months(due: None) -> None:
    months = last_months(TODAY)
    assert [month.month for month in months] == ["2025-12"] + [f"2026-{month:02d}" for month in range(1, 12)]
    assert [(month.month, month.services) for month in months if month.services] == [("2026-10", 1), ("2026-11", 1)]


async def test_q_leaves_the_program_from_home(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("q")
        assert clerk.app._exit


async def test_escape_asks_before_it_leaves_the_program(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "escape", "escape")
        assert "退出程序？" in clerk.text
        await clerk.press("escape")
        assert not clerk.app._exit
        await clerk.press("escape", "enter")
        assert clerk.app._exit


async def test_the_second_key_of_escape_works_everywhere(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "enter", "e")
        assert clerk.name == "RecordForm"
        await clerk.press("ctrl+q", "ctrl+q", "ctrl+q")
        assert clerk.name == "Home"
        for key, name in (("r", "Reports"), ("b", "Backups"), ("l", "Imports"), ("u", "Drafts"), ("s", "Settings")):
            await clerk.press(key)
            assert clerk.name == name
            await clerk.press("ctrl+q")
            assert clerk.name == "Home"


def test_the_last_import_and_backup_are_told_by_the_offices_own_day(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("county_tui.store", "county_tui.store.bulk_edit"):
        monkeypatch.setattr(sys.modules[module], "now", lambda: "2026-11-19T23:30:00Z")
    with store.transaction():
        store.start_batch("import", "花名册.xlsx", "李敏", {"new": 1})
    backup.create(ledger)
    imported, backed_up = last_events(ledger)
    assert "最近导入 2026-11-20" in imported
    assert "最近备份 2026-11-20" in backed_up


async def test_home_lists_the_registers_in_use_the_usual_first_and_says_what_is_out_of_view(
    start: Start, fields: Fields
) -> None:
    meeting = fields("meetings", title="协调会", held_on="2026-03-01", kind="专题会议", region="锦江区")
    async with start() as clerk:
        assert clerk.text.index("指标台账") < clerk.text.index("更多台账") and " 14 本" in clerk.text
        assert "会议记录" not in clerk.text
        await clerk.press("end", "enter")
        assert "会议记录" in clerk.text and "调解月计" in clerk.text
        await clerk.press("escape")
        store.create("meetings", meeting, "李敏")
        await clerk.press("up", "enter", "q")
        lines = clerk.text.splitlines()
        assert "1-8 / 9" in lines[1] and "指标台账" in lines[8] and "会议记录" in lines[9]
        await clerk.press("end")
        assert "2-9 / 9" in clerk.text and "更多台账" in clerk.text and " 13 本" in clerk.text


async def test_a_ledger_that_breaks_while_open_is_told_of_once_and_lets_one_go(start: Start, ledger: Path) -> None:
    async with start() as clerk:
        ledger.write_bytes(ledger.read_bytes()[:4096] + b"x" * 200_000)
        await clerk.press("l")
        assert "台账文件已损坏" in clerk.text
        await clerk.press("enter", "q", "enter")
        assert clerk.name == "Home" and "台账文件已损坏，请退出后重新打开程序" in clerk.text
        await clerk.press("escape")
        assert "退出程序？" in clerk.text
