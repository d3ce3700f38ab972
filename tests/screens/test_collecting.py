"""收报 by keys: a task handed down, returns taken in, sent back and approved, sums opened to their regions."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from county_tui import returns, store
from county_tui.report_period import parse_period
from tests.forms.books import save
from tests.screens.conftest import Start

TOWN = "510104017000"


def town_return(folder: Path, county: Path) -> Path:
    """A town's return of the third quarter, from a ledger of its own."""
    store.create_ledger(folder / "town.db", TOWN, "锦官驿街道")
    values = {"category": "法律援助", "item": "咨询", "region": TOWN, "people_served": 7}
    store.create("service_records", {**values, "served_on": date(2026, 8, 1)}, "李敏")
    sealed = returns.seal(returns.Request(("services",), parse_period("2026Q3")), "李敏")
    file = returns.write_return(sealed, folder / "街道.zip")
    store.bind(county)
    return file


async def test_returns_are_collected_from_the_task_to_the_sum(start: Start, ledger: Path, tmp_path: Path) -> None:
    file = town_return(tmp_path, ledger)
    async with start() as clerk:
        await clerk.press("c")
        assert "还没有下发过任务" in clerk.text
        await clerk.press("n")
        await clerk.write("基本公共")
        await clerk.press("space", "enter")
        await clerk.press("enter")
        await clerk.write("2026-12-01")
        await clerk.press("enter")
        assert "全部直接下级" in clerk.text
        await clerk.press("enter", "ctrl+u")
        await clerk.paste(str(tmp_path / "任务.zip"))
        await clerk.press("enter")
        assert "已下发给" in clerk.text and (tmp_path / "任务.zip").exists()
        assert "未报" in clerk.text and "时限 2026-12-01" in clerk.text
        await clerk.press("c", "ctrl+u")
        await clerk.paste(str(file))
        await clerk.press("enter")
        assert "收下  街道.zip" in clerk.text
        await clerk.press("enter")
        assert "已报 1" in clerk.text and "按时 1" in clerk.text
        await clerk.press("s", "enter")
        assert "汇总 1 个单位" in clerk.text and "缺 " in clerk.text
        await clerk.press("tab", "enter")
        assert "锦官驿街道：7" in clerk.text
        await clerk.press("enter", "p")
        assert "把哪些汇总数一起上报" in clerk.text
        await clerk.press("enter")
        assert "下级报来的汇总数" in clerk.text and "! 缺 " in clerk.text
        await clerk.press("s", "down", "enter")
        assert "已封存：2026年三季度 第1版" in clerk.text
        await clerk.press("down", "enter", "q", "m")
        assert "还没有报的" in clerk.text
    (head,) = returns.list_returns()
    sealed = returns.return_by_id(head.id)
    assert sealed.is_sum and sealed.sheets[0].value("法律援助/服务人次").value == 7  # type: ignore[union-attr]


async def test_a_task_and_a_return_sent_back_are_opened_in_the_app(start: Start, ledger: Path, tmp_path: Path) -> None:
    from county_tui import collecting

    span = parse_period("2026Q3")
    home = store.describe().region
    store.create_ledger(tmp_path / "city.db", "510100000000", "成都市")
    store.bind(tmp_path / "city.db")
    task = collecting.create_task(collecting.TaskRequest(("services",), span, date(2026, 12, 1), (home,)), "市")
    collecting.write_task(task, tmp_path / "任务.zip")
    back = store.StoredEvent(home, "2026Q3", 1, store.SENT_BACK, "人次不符")
    collecting.write_sent_back(back, tmp_path / "退回.zip")
    store.bind(ledger)
    async with start() as clerk:
        await clerk.press("p")
        for name, words in (
            ("任务.zip", ("收到任务：2026年三季度", "2026-12-01")),
            ("退回.zip", ("被退回", "人次不符")),
        ):
            await clerk.press("o", "ctrl+u")
            await clerk.paste(str(tmp_path / name))
            await clerk.press("enter")
            assert all(word in clerk.text for word in words), clerk.text
            await clerk.press("enter")
        await clerk.press("o", "ctrl+u")
        await clerk.paste(str(ledger))
        await clerk.press("enter")
        assert "不是下发的任务文件" in clerk.text


async def test_a_return_is_sent_back_and_approved_from_the_board(start: Start, ledger: Path, tmp_path: Path) -> None:
    from county_tui import collecting

    file = town_return(tmp_path, ledger)
    span = parse_period("2026Q3")
    collecting.create_task(collecting.TaskRequest(("services",), span, date(2026, 12, 1), ("锦官驿街道",)), "区")
    collecting.collect(file, "区", date(2026, 11, 1))
    async with start() as clerk:
        await clerk.press("c", "b")
        await clerk.write("人次不符")
        await clerk.press("enter", "ctrl+u")
        await clerk.paste(str(tmp_path / "退回.zip"))
        await clerk.press("enter")
        assert "退回" in clerk.text and "人次不符" in clerk.text
        await clerk.press("enter")
        assert clerk.name == "RegionReturn" and "校验码" in clerk.text and "人次不符" in clerk.text
        assert "更正前" in clerk.text and "多一倍、少一半" in clerk.text
        await clerk.press("u")
        assert "更正前" not in clerk.text and "校验码" in clerk.text
        await clerk.press("q", "a", "down", "enter")
        assert "通过" in clerk.text
    assert collecting.standing_of(TOWN, span).state == "通过"


async def test_an_import_of_a_form_handed_down_ticks_it_off(start: Start, ledger: Path, tmp_path: Path) -> None:
    from county_tui import collecting, forms

    forms.add_form(save(tmp_path / "统计表.xlsx", {"A1": "统计表", "B1": "{填 整数}"}), "", "区")
    span = parse_period("2026Q3")
    task = collecting.create_task(collecting.TaskRequest(("统计表",), span, date(2026, 12, 1), ("锦官驿街道",)), "区")
    collecting.write_task(task, tmp_path / "任务.zip")
    with zipfile.ZipFile(tmp_path / "任务.zip") as archive:
        book = load_workbook(io.BytesIO(archive.read("手工填报/锦官驿街道-统计表.xlsx")))
    book["表1"]["B1"] = 3
    book.save(tmp_path / "报来.xlsx")
    async with start() as clerk:
        await clerk.press("i")
        await clerk.paste(str(tmp_path / "报来.xlsx"))
        await clerk.press("enter")
        assert "是下发的表样，收下，收报进度上已勾掉" in clerk.text
    assert collecting.standing_of(TOWN, span).state == "已报"


async def test_a_streets_filled_template_is_ticked_off_in_the_app(start: Start, ledger: Path, tmp_path: Path) -> None:
    from county_tui import collecting

    span = parse_period("2026Q3")
    task = collecting.create_task(collecting.TaskRequest(("services",), span, date(2026, 12, 1), ("锦官驿街道",)), "区")
    collecting.write_task(task, tmp_path / "任务.zip")
    with zipfile.ZipFile(tmp_path / "任务.zip") as archive:
        book = load_workbook(io.BytesIO(archive.read("手工填报/锦官驿街道-台账.xlsx")))
    row = {
        "服务日期": "2026-08-01",
        "服务类别": "法律援助",
        "服务事项": "咨询",
        "所属区划": "锦官驿街道",
        "服务人次": 7,
    }
    for cell in book["服务记录"][3]:
        book["服务记录"].cell(4, cell.column, row.get(str(cell.value).rstrip("*")))
    book.save(tmp_path / "报来.xlsx")
    async with start() as clerk:
        await clerk.press("i")
        await clerk.write(str(tmp_path / "报来.xlsx"))
        await clerk.press("enter", "a", "enter", "enter")
        assert "已勾掉：锦官驿街道 2026年三季度" in clerk.text
    assert collecting.standing_of(TOWN, span).state == "已报"


def test_a_citys_home_says_how_to_collect(tmp_path: Path) -> None:
    from county_tui.screens.home_numbers import last_events

    store.create_ledger(tmp_path / "city.db", "510100000000", "成都市")
    store.bind(tmp_path / "city.db")
    assert "按 c 收报" in last_events(tmp_path / "city.db")[0]
