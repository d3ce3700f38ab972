"""Tables as text: numbers as people read them, csv for Excel, JSON for programs, markdown."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from county_tui import reports
from county_tui.errors import CountyError
from county_tui.reports import Table, TableCell, TableRow, as_text
from county_tui.reports.texts import encoded, format_for, labels, lines, write_tables
from tests.reports.test_definitions import NAMES
from tests.reports.world import World

PERIOD = reports.parse_period("2025H1")


@pytest.fixture
def table(world: World) -> Table:
    """The services of half a year."""
    return reports.fill("services", PERIOD)


@pytest.mark.parametrize(
    ("value", "format_", "text"),
    [
        (None, "int", ""),
        (1234567, "int", "1234567"),
        (0.125, "percent", "12.5%"),
        (0.00045, "percent", "0.0%"),
        (-0.0004, "percent", "0.0%"),
        (-1, "percent", "-100.0%"),
        (1.005, "percent0", "101%"),
        (2 / 3, "percent2", "66.67%"),
        (4.25, "decimal1", "4.3"),
        (4.35, "decimal1", "4.4"),
        (4, "decimal2", "4.00"),
        (0.1, "number", "0.1"),
        (1e-06, "number", "0.000001"),
        (12, "number", "12"),
        ("已落实", "text", "已落实"),
    ],
)
def test_a_value_reads_as_people_write_it(value: float | str | None, format_: str, text: str) -> None:
    assert as_text(value, format_) == text


@given(st.integers(-(10**12), 10**12))
def test_a_count_is_written_in_plain_digits(number: int) -> None:
    assert as_text(number, "int") == str(number)


def test_csv_has_the_mark_excel_needs_and_the_total_first(table: Table) -> None:
    content = encoded([table], "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["服务类别", *(column.label for column in table.columns)]
    assert [row[0] for row in rows[1:]] == ["合计", *(row.label for row in table.rows)]
    assert table.total and rows[1][1] == str(table.total.cells[0].value)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@cmd", "'=1"])
def test_a_text_a_spreadsheet_would_run_gets_an_apostrophe(table: Table, text: str) -> None:
    odd = replace(table, rows=(TableRow(text, (TableCell(text), *table.rows[0].cells[1:])),))
    last = list(csv.reader(io.StringIO(encoded([odd], "csv").decode("utf-8-sig"))))[-1]
    assert last[:2] == [f"'{text}"] * 2


def test_a_fall_is_a_number_not_a_formula(table: Table) -> None:
    row = TableRow("教育保障", (*table.rows[0].cells[:-1], TableCell(-0.5)))
    assert encoded([replace(table, rows=(row,))], "csv").decode("utf-8-sig").splitlines()[-1].endswith(",-50.0%")


def test_json_has_the_stable_keys_and_fractions(table: Table) -> None:
    data = json.loads(encoded([table], "json"))
    assert list(data) == ["name", "title", "period", "region", "region_code", "columns", "rows", "total"]
    assert (data["name"], data["period"], data["region"]) == ("services", "2025H1", "锦江区")
    assert data["columns"] == ["服务类别", *(column.label for column in table.columns)]
    assert data["rows"] == [[row.label, *(cell.value for cell in row.cells)] for row in table.rows]
    assert data["total"][0] == "合计"
    assert 0 < data["total"][data["columns"].index("办结率")] < 1


def test_json_of_an_empty_period_has_nulls(world: World) -> None:
    data = json.loads(encoded([reports.fill("services", reports.parse_period("2031"))], "json"))
    assert data["total"] == ["合计", 0, 0, 0, 0, 0, None, None, 0, None]


def test_several_tables_are_a_list_in_json_and_stand_apart_in_csv(table: Table) -> None:
    other = reports.fill("indicators", PERIOD)
    assert [one["name"] for one in json.loads(encoded([table, other], "json"))] == ["services", "indicators"]
    text = encoded([table, other], "csv").decode("utf-8-sig")
    assert [line for line in text.splitlines() if "汇总表" in line or "完成情况表" in line] == [
        "基本公共服务情况汇总表　锦江区　2025年上半年　单位：件、人次",
        "指标完成情况表　锦江区　2025年上半年",
    ]
    assert text.count("\r\n\r\n") == 1


def _from_csv(text: str) -> list[list[str]]:
    return [[cell.removeprefix("'") for cell in line] for line in csv.reader(io.StringIO(text.removeprefix("\ufeff")))]


def _from_markdown(text: str) -> list[list[str]]:
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return [lines[0], *lines[2:]]


@pytest.mark.parametrize("name", NAMES)
def test_every_table_says_the_same_in_every_format(world: World, name: str) -> None:
    table = reports.fill(name, PERIOD)
    data = json.loads(encoded([table], "json"))
    wanted = [labels(table), *lines(table)]
    assert _from_csv(encoded([table], "csv").decode()) == wanted
    assert _from_markdown(encoded([table], "markdown").decode()) == wanted
    assert [row[0] for row in [*([data["total"]] if data["total"] else []), *data["rows"]]] == [
        row[0] for row in wanted[1:]
    ]
    assert data["columns"] == wanted[0]
    shown = encoded([table], "table").decode().splitlines()
    assert [line.split() for line in shown[3 : 3 + len(wanted) - 1]] == [" ".join(row).split() for row in wanted[1:]]


def test_a_terminal_table_is_aligned_in_cells(table: Table) -> None:
    lines = encoded([table], "table").decode().splitlines()
    assert lines[0] == "基本公共服务情况汇总表　锦江区　2025年上半年　单位：件、人次"
    assert len({wcswidth(line) for line in lines[1:4]}) == 1
    assert lines[3].startswith("合计")


def test_markdown_escapes_what_would_break_a_table(table: Table) -> None:
    odd = replace(table, rows=(TableRow("甲|乙\n丙", table.rows[0].cells),))
    text = encoded([odd], "markdown").decode()
    assert text.startswith("## 基本公共服务情况汇总表")
    assert "甲\\|乙<br>丙" in text


@pytest.mark.parametrize(
    ("name", "kind"),
    [("表.xlsx", "xlsx"), ("表.CSV", "csv"), ("表.json", "json"), ("表.md", "markdown"), ("表.txt", "table")],
)
def test_the_ending_tells_the_format(name: str, kind: str) -> None:
    assert format_for(Path(name)) == kind


def test_a_file_appears_whole_or_not_at_all(table: Table, tmp_path: Path) -> None:
    write_tables([table], tmp_path / "表.csv")
    assert [file.name for file in tmp_path.iterdir()] == ["表.csv"]
    with pytest.raises(CountyError, match="写不了文件"):
        write_tables([table], tmp_path / "没有" / "表.csv")
    with pytest.raises(CountyError, match="写不了文件"):
        write_tables([table], tmp_path / "没有" / "表.xlsx")
