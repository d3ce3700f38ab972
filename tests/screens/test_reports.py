"""Summary tables by keys: period and region, numbers opened, bars, files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from rich.cells import cell_len
from rich.segment import Segment

from county_tui import reports, store
from county_tui.screens.reports.report_scope import ReportScope
from county_tui.screens.reports.report_table import ReportTable
from county_tui.widgets.table_lines import TableLines
from tests.screens.conftest import Clerk, Start, settle

SERVICES, STANDARD = ("down",) * 4, ("down",) * 8


def serve(region: str, day: date, people: int, category: str = "法律援助") -> None:
    """One service on record."""
    values = {"category": category, "item": "咨询", "region": region, "served_on": day, "people_served": people}
    store.create("service_records", values, "李敏")


@pytest.fixture
def served(staff: list[store.Row]) -> None:
    """Services in two streets and two half-years."""
    serve("510104017000", date(2026, 3, 1), 7)
    serve("510104017004", date(2026, 4, 1), 5)
    serve("510104026000", date(2026, 5, 1), 3, "教育保障")
    serve("510104026000", date(2026, 9, 1), 2)


async def test_a_table_is_stepped_through_time_and_its_number_opened(start: Start, staff: list[store.Row]) -> None:
    values = {"category": "法律援助", "item": "咨询", "region": "510104000000", "people_served": 7}
    store.create("service_records", {**values, "served_on": date(2026, 3, 1)}, "李敏")
    async with start() as clerk:
        await clerk.press("r", *["down"] * 4, "enter")
        assert "基本公共服务情况汇总表" in clerk.text
        assert "2026年下半年" in clerk.text
        await clerk.press("left")
        assert "2026年上半年" in clerk.text
        await clerk.press("tab", "enter")
        assert "1-1 / 1 条" in clerk.text
        assert "咨询" in clerk.text
        await clerk.press("q", "p")
        assert "2026年二季度" in clerk.text


async def test_a_table_is_exported(start: Start, staff: list[store.Row], tmp_path: Path) -> None:
    async with start() as clerk:
        await clerk.press("r", "enter", "e", "ctrl+u")
        await clerk.paste(str(tmp_path / "表.xlsx"))
        await clerk.press("enter")
        assert "已导出到" in clerk.text
    assert (tmp_path / "表.xlsx").stat().st_size > 1000


async def choose_region(clerk: Clerk, typed: str) -> None:
    """Pick a region by what one types."""
    await clerk.press("r")
    await clerk.write(typed)
    await clerk.press("enter")


async def test_a_region_is_chosen_and_the_number_opens_just_its_records(start: Start, served: None) -> None:
    async with start() as clerk:
        await clerk.press("r", *SERVICES, "enter", "left")
        await choose_region(clerk, "jgy")
        assert "基本公共服务情况汇总表  锦官驿街道" in clerk.text
        await clerk.press("enter")
        assert "1-2 / 2 条" in clerk.text
        assert "2026年上半年  锦官驿街道  合计  件数" in clerk.text
        await clerk.press("q")
        await choose_region(clerk, "锦江区")
        await clerk.press("enter")
        assert "1-3 / 3 条" in clerk.text


async def test_period_and_region_stay_from_one_table_to_the_next(start: Start, served: None) -> None:
    async with start() as clerk:
        await clerk.press("r", "left")
        await choose_region(clerk, "牛市口")
        assert "汇总表  牛市口街道" in clerk.text
        await clerk.press(*SERVICES, "enter")
        assert "牛市口街道" in clerk.text
        assert "2026年上半年" in clerk.text
        await clerk.press("right", "q")
        assert "2026年下半年" in clerk.text
        await clerk.press("down", "enter")
        assert "分街道（乡镇）服务情况表  牛市口街道" in clerk.text
        assert "2026年下半年" in clerk.text


async def test_the_years_end_somewhere(start: Start, served: None) -> None:
    async with start() as clerk:
        await clerk.press("r", "p", "p", "p", *["left"] * 80)
        assert "1950年" in clerk.text
        await clerk.press("enter", "left")
        assert clerk.name == "ReportTable"
        assert "1950年" in clerk.text
        await clerk.press("right")
        assert "1951年" in clerk.text


async def test_keys_do_no_harm_where_no_table_could_be_filled(start: Start, served: None) -> None:
    async with start() as clerk:
        await clerk.press("r")
        broken = reports.Definition("坏", "坏表", "坏.toml", is_built_in=False, problem="坏.toml 第 1 行写错了")
        table = ReportTable(broken, clerk.app.screen.scope)
        await clerk.app.push_screen(table)
        await settle(clerk.pilot)
        assert "坏.toml" in clerk.text
        await clerk.press("enter", "g", "tab", "shift+tab", "enter", "e", "g", "down")
        assert table.lines.cell is None


def drawn(lines: TableLines, index: int) -> int:
    """How long the bar of a line is, in cells."""
    bar: Segment = lines.segments(index, 80)[-2]
    assert bar.style
    assert bar.style.reverse
    return bar.cell_length


async def test_a_column_is_drawn_as_bars_in_proportion(start: Start, served: None) -> None:
    async with start() as clerk:
        await clerk.press("r", *SERVICES, "enter", "left", "tab")
        lines = clerk.app.screen.query_one(TableLines)
        assert [drawn(lines, at) for at in range(lines.count)] == [0] * lines.count
        await clerk.press("g")
        assert "流动人口" not in clerk.text
        sizes = {lines.rows[at].label: drawn(lines, at) for at in range(lines.count)}
        assert sizes["合计"] == sizes["健康医疗"] == 0
        assert sizes["教育保障"] == round(sizes["法律援助"] * 3 / 12)
        assert sizes["法律援助"] > 50
        assert {sum(s.cell_length for s in lines.segments(at, 80)) for at in range(lines.count)} == {80}
        await clerk.press("tab")
        assert "流动人口" in clerk.text
        assert not any(drawn(lines, at) for at in range(lines.count))
        await clerk.press("g")
        assert "服务人次" in clerk.text


async def test_all_tables_go_into_one_workbook(start: Start, served: None, tmp_path: Path) -> None:
    path = tmp_path / "上半年.xlsx"
    async with start() as clerk:
        await clerk.press("r", "left", "e", "ctrl+u")
        await clerk.paste(str(path))
        await clerk.press("enter")
        assert "已导出到" in clerk.text
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == [definition.title for definition in reports.definitions()]
    assert book.get_sheet_by_name("基本公共服务情况汇总表").to_python()[5][:2] == ["合计", 3]


async def test_a_file_that_is_there_is_not_overwritten_unasked(start: Start, served: None, tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("别动我", "utf-8")
    async with start() as clerk:
        await clerk.press("r", "enter", "e", "ctrl+u")
        await clerk.paste(str(path))
        await clerk.press("enter", "enter")
        assert path.read_text("utf-8") == "别动我"
        await clerk.press("e", "ctrl+u")
        await clerk.paste(str(path))
        await clerk.press("enter", "down", "enter")
    assert "街道（乡镇）" in path.read_text("utf-8-sig")


async def test_a_name_that_says_no_format_is_refused(start: Start, served: None, tmp_path: Path) -> None:
    async with start() as clerk:
        await clerk.press("r", "enter", "e", "ctrl+u")
        await clerk.paste(str(tmp_path / "表.pdf"))
        await clerk.press("enter")
        assert "表.pdf”的结尾不对" in clerk.text.replace("\n", "")
    assert not (tmp_path / "表.pdf").exists()


async def test_a_table_of_ones_own_that_is_wrong_says_why(
    start: Start, served: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = reports.own_folder(store.bound_path())
    folder.mkdir()
    (folder / "坏表.toml").write_text('title = "坏表"\nregister = "activitys"\n', "utf-8")
    async with start() as clerk:
        await clerk.press("r", "end", *["up"] * 4)  # past the documents that ship
        assert "坏表.toml 第 2 行" in clerk.text
        await clerk.press("enter")
        assert "这张表用不了" in clerk.text
        await clerk.press("enter", "home", *STANDARD, "enter")
        assert "标准对照自评表" in clerk.text
        await clerk.press("q", "e", "enter")
        assert "1 张用不了的表没有写；已导出到" in clerk.text


async def test_a_record_deleted_behind_a_number_is_gone_from_the_number(start: Start, served: None) -> None:
    async with start() as clerk:
        await clerk.press("r", *SERVICES, "enter", "left")
        lines = clerk.app.screen.query_one(TableLines)
        assert lines.cell
        assert lines.cell.value == 3
        await clerk.press("enter", "d", "down", "enter", "q")
        assert lines.cell.value == 2
        assert clerk.name == "ReportTable"


async def test_heads_stand_over_their_texts_and_numbers(start: Start, served: None) -> None:
    async with start() as clerk:
        await clerk.press("r", *STANDARD, "enter")
        heads, first, *_ = clerk.text.splitlines()[1:]
    assert cell_len(heads[: heads.index("佐证一")]) == cell_len(first[: first.index("本年度")])
    assert cell_len(heads[: heads.index("数量一") + 3]) == cell_len(first)


async def test_a_period_is_typed_and_the_arrows_stop_at_the_present(start: Start, served: None) -> None:
    async with start() as clerk:
        await clerk.press("r", "right")
        assert "2027年上半年还没有开始" in clerk.text and "2026年下半年" in clerk.text.splitlines()[0]
        await clerk.press("w")
        await clerk.write("2026年1—9月")
        await clerk.press("enter")
        assert "2026年1—9月" in clerk.text.splitlines()[0]
        await clerk.press("w")
        await clerk.write("2027")
        await clerk.press("enter")
        assert "2027年" in clerk.text.splitlines()[0]


async def test_the_last_column_is_one_key_away_from_the_first(start: Start) -> None:
    async with start() as clerk:
        scope = ReportScope(reports.parse_period("2026"), "510104000000", "锦江区")
        table = ReportTable(reports.definition_named("standard"), scope)
        clerk.app.push_screen(table)
        await settle(clerk.pilot)
        await clerk.press("shift+tab")
        assert "落实情况" in clerk.text and "空白" in clerk.text and "得分" in clerk.text
        await clerk.press("tab")
        assert table.lines.column == 0


async def test_a_text_too_long_for_its_column_is_read_whole(start: Start) -> None:
    async with start() as clerk:
        definition = reports.definition_named("standard")
        scope = ReportScope(reports.parse_period("2026"), "510104000000", "锦江区")
        table = ReportTable(definition, scope)
        clerk.app.push_screen(table)
        await settle(clerk.pilot)
        assert table.lines.table is not None
        table.lines.column = [column.label for column in table.lines.table.columns].index("要求")
        await clerk.press("enter")
        assert "本年度工作项目数至少 2" in clerk.text
