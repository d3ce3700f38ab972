"""The printed form: what stands where, and that it prints as it opens."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from county_tui import reports, store
from county_tui.reports import Table, TableCell, TableRow
from county_tui.reports.layout import (
    CELLS_A_UNIT,
    LEAST_WIDTH,
    LONGEST_SHEET_NAME,
    cells_of,
    header_spans,
    sheet_name,
    spread,
    widths,
)
from county_tui.reports.texts import write_tables
from tests.reports.conftest import TOWN
from tests.reports.world import World

PERIOD = reports.parse_period("2025H1")


def printed(tables: list[Table], folder: Path) -> tuple[list[list[list[object]]], zipfile.ZipFile]:
    """The cells of each sheet as a reader sees them, and the parts of the file."""
    path = folder / "表.xlsx"
    write_tables(tables, path)
    book = CalamineWorkbook.from_path(str(path))
    sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    return sheets, zipfile.ZipFile(path)


def xml(parts: zipfile.ZipFile, name: str = "xl/worksheets/sheet1.xml") -> str:
    """One part of the file."""
    return parts.read(name).decode()


def test_a_form_has_its_parts_in_order(world: World, tmp_path: Path) -> None:
    table = reports.fill("services", PERIOD)
    (rows,), _ = printed([table], tmp_path)
    assert rows[0][0] == "基本公共服务情况汇总表"
    assert [cell for cell in rows[1] if cell] == ["填报单位：某单位", "2025年上半年", "单位：件、人次"]
    assert [cell for cell in rows[2] if cell] == [
        "服务类别", "件数", "服务人次", "其中", "语言服务件数", "办结率", "平均满意度", "与上年同期比较"
    ]  # fmt: skip
    assert [cell for cell in rows[3] if cell] == ["流动人口", "少数民族群众", "上年同期件数", "同比"]
    assert rows[4] == ["甲", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
    assert table.total
    assert rows[5][0] == "合计"
    assert rows[5][1] == table.total.cells[0].value
    assert [row[0] for row in rows[6:16]] == [row.label for row in table.rows]
    assert str(rows[16][0]).startswith("单位负责人：")
    assert "报出日期" in str(rows[16][0])


def test_every_number_of_every_table_is_on_paper_as_a_number(world: World, tmp_path: Path) -> None:
    tables = [reports.fill(definition, PERIOD) for definition in reports.definitions()]
    sheets, _ = printed(tables, tmp_path)
    for table, rows in zip(tables, sheets, strict=True):
        first = next(at for at, row in enumerate(rows) if row[0] == "甲") + 1
        lines = [*([table.total] if table.total else []), *table.rows]
        for line, row in zip(lines, rows[first:], strict=False):
            values = ["" if cell.value is None else cell.value for cell in line.cells]
            assert row == [line.label, *(v if isinstance(v, str) else pytest.approx(v, rel=1e-12) for v in values)]


def test_what_the_office_entered_is_printed_and_nothing_else(ledger: object, tmp_path: Path) -> None:
    table = reports.fill("services", PERIOD)
    (plain,), _ = printed([table], tmp_path)
    assert not any("表号" in str(row) for row in plain)
    for name, value in (("填报单位", "某局"), ("单位负责人", "甲某"), ("表号", "川表1"), ("有效期", "2027年6月")):
        store.set_office_setting(name, value)
    (rows,), _ = printed([table], tmp_path)
    assert [rows[1][0], rows[2][0]] == ["表号：川表1", "有效期：2027年6月"]
    assert rows[3][0] == "填报单位：某局"
    assert "单位负责人：甲某" in str(rows[-1][0])


def test_the_form_of_a_town_says_so(world: World, tmp_path: Path) -> None:
    (rows,), _ = printed([reports.fill("services", PERIOD, TOWN)], tmp_path)
    assert "2025年上半年（锦官驿街道）" in rows[1]


def test_it_prints_on_a4_landscape_one_page_wide_with_its_header_on_each_page(world: World, tmp_path: Path) -> None:
    tables = [reports.fill(name, PERIOD) for name in ("services", "standard")]
    _, parts = printed(tables, tmp_path)
    for sheet in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        assert re.search(r'<pageSetup paperSize="9"[^>]* orientation="landscape"', xml(parts, sheet))
        assert "<pageSetUpPr fitToPage=" in xml(parts, sheet)
    names = xml(parts, "xl/workbook.xml")
    assert "_xlnm.Print_Titles" in names
    assert "$3:$5" in names


def test_a_chart_stands_below_the_tables_that_have_one(world: World, tmp_path: Path) -> None:
    _, parts = printed([reports.fill(name, PERIOD) for name in ("services", "bases", "standard")], tmp_path)
    charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2
    assert "$B$7:$B$16" in xml(parts, "xl/charts/chart1.xml")


def charts(parts: zipfile.ZipFile) -> list[str]:
    """The names of a file's charts."""
    return [name for name in parts.namelist() if name.startswith("xl/charts/chart")]


def test_an_empty_period_and_a_crowd_of_rows_have_no_chart(world: World, tmp_path: Path) -> None:
    empty = reports.fill("services", reports.parse_period("2031"))
    full = reports.fill("services", PERIOD)
    assert charts(printed([empty], tmp_path)[1]) == []
    assert len(charts(printed([replace(full, rows=full.rows * 4)], tmp_path)[1])) == 1
    assert charts(printed([replace(full, rows=full.rows * 5)], tmp_path)[1]) == []


def test_a_chart_says_what_it_counts_and_leaves_room_above_its_longest_bar(world: World, tmp_path: Path) -> None:
    table = reports.fill("personnel", PERIOD)
    _, parts = printed([table], tmp_path)
    at = [column.label for column in table.columns].index("合计")
    drawn = xml(parts, "xl/charts/chart1.xml")
    assert "2025年上半年期末在岗人数合计" in drawn
    room = re.search(r'<c:max val="([\d.]+)"/>', drawn)
    assert room
    assert float(room[1]) > max(int(row.cells[at].value or 0) for row in table.rows)


def heights(parts: zipfile.ZipFile) -> list[float]:
    """The heights of the first sheet's rows."""
    return [float(height) for height in re.findall(r'<row [^>]*?ht="([\d.]+)"', xml(parts))]


def test_a_long_name_of_the_office_is_printed_whole(ledger: object, tmp_path: Path) -> None:
    table = reports.fill("indicators", PERIOD)
    store.set_office_setting("填报单位", "某局")
    short = heights(printed([table], tmp_path)[1])
    store.set_office_setting(
        "填报单位", "凉山彝族自治州民族宗教事务委员会（州委统战部民族宗教工作科、州民族团结进步促进中心）"
    )
    (rows,), parts = printed([table], tmp_path)
    assert str(rows[1][0]).endswith("促进中心）")
    assert heights(parts)[1] >= 2 * short[1] - 3
    assert heights(parts)[2:] == short[2:]


@given(st.lists(st.text("填报人：某x1", min_size=1, max_size=12), min_size=1, max_size=6), st.floats(20, 200))
def test_signatures_fill_the_width_never_touch_and_are_never_broken(texts: list[str], width: float) -> None:
    lines = spread(texts, width).split("\n")
    assert [text for line in lines for text in re.split("　+", line)] == texts
    room = width * CELLS_A_UNIT
    for line in lines:
        gaps = {len(gap) for gap in re.findall("　+", line)}
        assert len(gaps) <= 1
        assert min(gaps, default=2) >= 2
        assert cells_of(line) <= max(room, max(map(cells_of, texts)))
    if len(lines) > 1:
        assert sum(map(cells_of, texts)) + 4 * (len(texts) - 1) > room - 1


def test_numbers_are_shown_by_the_formats_of_their_columns(world: World, tmp_path: Path) -> None:
    styles = xml(printed([reports.fill("services", PERIOD)], tmp_path)[1], "xl/styles.xml")
    assert set(re.findall('formatCode="([^"]+)"', styles)) == {"0_ ", "0.0%_ ", "0.00_ "}


def test_text_stays_text(world: World, tmp_path: Path) -> None:
    table = reports.fill("services", PERIOD)
    texts = ("=1+1", "http://example.com", "001", "@x")
    odd = replace(table, rows=tuple(TableRow(text, (TableCell(text), *table.rows[0].cells[1:])) for text in texts))
    (rows,), parts = printed([odd], tmp_path)
    assert [row[:2] for row in rows[6:10]] == [[text, text] for text in texts]
    assert "<f>" not in xml(parts)
    assert "<hyperlink" not in xml(parts)


def test_a_table_without_rows_is_still_a_form(ledger: object, tmp_path: Path) -> None:
    (rows,), parts = printed([reports.fill("indicators", PERIOD)], tmp_path)
    assert rows[0][0] == "指标完成情况表"
    assert not [name for name in parts.namelist() if "chart" in name]


def test_two_columns_are_enough_for_a_form(world: World, tmp_path: Path) -> None:
    table = reports.fill("services", PERIOD)
    narrow = replace(
        table,
        columns=table.columns[:1],
        rows=tuple(TableRow(row.label, row.cells[:1]) for row in table.rows),
        total=None,
    )
    (rows,), _ = printed([narrow], tmp_path)
    assert rows[1][0] == "填报单位：某单位　2025年上半年　单位：件、人次"
    assert sum(widths(narrow)) >= LEAST_WIDTH - 1


paths = st.lists(st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=4).map(tuple), min_size=1, max_size=8)


@given(paths)
def test_the_blocks_of_a_header_cover_it_without_overlap(header: list[tuple[str, ...]]) -> None:
    spans = [span for span, _ in header_spans("行", header)]
    cells = [
        (row, column)
        for span in spans
        for row in range(span.top, span.bottom + 1)
        for column in range(span.left, span.right + 1)
    ]
    depth = max(len(path) for path in header)
    assert sorted(cells) == [(row, column) for row in range(depth) for column in range(len(header) + 1)]


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_sheet_names_are_such_as_excel_takes_and_all_different(titles: list[str]) -> None:
    taken: set[str] = set()
    names = [sheet_name(title, taken) for title in titles]
    assert len({name.lower() for name in names}) == len(titles)
    for name in names:
        assert 0 < len(name) <= LONGEST_SHEET_NAME
        assert not re.search(r"[\[\]:*?/\\]", name)


@pytest.mark.parametrize("count", [2, 12])
def test_sheets_of_one_title_are_told_apart(world: World, tmp_path: Path, count: int) -> None:
    sheets, _ = printed([reports.fill("bases", PERIOD)] * count, tmp_path)
    assert len(sheets) == count
