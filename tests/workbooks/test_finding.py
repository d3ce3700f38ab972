"""Labelled sheets, as offices lay them out: the header block, the first data row and every path must be found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from county_tui.workbooks.formats.source import LoadedSheet, SheetFacts
from county_tui.workbooks.header.finding import candidates, find_table
from county_tui.workbooks.header.grid import Grid
from county_tui.workbooks.header.scoring import explain, highest, score
from county_tui.workbooks.pipe.streaming import stream_sheet
from county_tui.workbooks.tables import SheetInfo
from tests.workbooks.sheets import Labelled, parse_sheet, read_corpus

CORPUS = [sheet for path in sorted(Path(__file__).parent.glob("corpus*.txt")) for sheet in read_corpus(path)]


@pytest.mark.parametrize("sheet", CORPUS, ids=[sheet.name for sheet in CORPUS])
def test_the_table_of_a_labelled_sheet_is_found(sheet: Labelled) -> None:
    facts = SheetFacts(merges=sheet.merges)
    loaded = LoadedSheet(SheetInfo(sheet.name, False), iter([list(row) for row in sheet.rows]), facts)
    (_, table), *_, (_, skipped) = stream_sheet(loaded, (), None)
    paths = [column[3] for column in table["columns"]]
    while paths and not paths[-1]:
        paths.pop()
    assert (table["header_rows"], table["first_data_row"], paths) == (
        sheet.header_rows,
        sheet.first_data_row,
        sheet.paths,
    )
    if sheet.labels is not None:
        assert [column[2] for column in table["columns"]][: len(paths)] == sheet.labels
    if sheet.left_out is not None:
        assert left_out(skipped, sheet.header_rows[1]) == sheet.left_out


def left_out(skipped: list[tuple[int, str]], header_end: int) -> set[int]:
    """Return the rows left out below a header; a run of blank rows is one entry that names its last."""
    rows: set[int] = set()
    for row, reason in skipped:
        run = re.search(r"至第 (\d+) 行", reason)
        rows.update(range(row, int(run[1]) + 1 if run else row + 1) if row > header_end else ())
    return rows


TWO_TABLES = """
一、人员情况 | |
姓名 | 职务 | 电话
张三 | 主任 | 111
李四 | 干事 | 222
 | |
二、阵地情况 | |
阵地名称 | 地址 | 面积（㎡）
大慈寺之家 | 大慈寺路1号 | 120
"""


def test_the_table_that_fits_the_vocabulary_wins_and_the_other_is_named() -> None:
    rows, merges = parse_sheet(TWO_TABLES)
    facts = SheetFacts(merges=merges)
    people = find_table(rows, facts, [frozenset({"姓名", "职务", "电话"})])
    places = find_table(rows, facts, [frozenset({"阵地名称", "地址", "面积"})])
    assert people is not None and people.header_rows == (2, 2) and people.stop == 5
    assert places is not None and places.header_rows == (7, 7)
    assert "阵地名称" in people.problems[0]
    assert "姓名" in places.problems[0]


def test_a_person_decides_against_the_scorer() -> None:
    rows, merges = parse_sheet(TWO_TABLES)
    found = find_table(rows, SheetFacts(merges=merges), chosen=(3, 3))
    assert found is not None and found.header_rows == (3, 3)
    assert find_table(rows, SheetFacts(), chosen=(30, 31)) is None


def test_rows_that_the_sender_froze_speak_for_a_header() -> None:
    rows, _ = parse_sheet("名称 | 地点\n甲 | 乙\n丙 | 丁")
    marked = SheetFacts(frozen_rows=1)
    plain_block = next(iter(candidates(Grid(rows), SheetFacts())))
    marked_block = next(iter(candidates(Grid(rows), marked)))
    assert score(marked_block) > score(plain_block)
    assert explain(marked_block)["marked"] > 0


def test_a_remark_beside_the_table_is_left_out_and_named() -> None:
    rows, merges = parse_sheet("街道 | 阵地数 | |\n锦官驿 | 5 | | 注意：红色的不要填写！\n春熙路 | 3 | |")
    loaded = LoadedSheet(SheetInfo("表", False), iter(rows), SheetFacts(merges=merges))
    table = next(stream_sheet(loaded, (), None))[1]
    assert [column[3] for column in table["columns"]] == ["街道", "阵地数"]
    assert any("右边" in problem for problem in table["problems"])


def test_an_empty_sheet_has_no_table() -> None:
    assert find_table([], SheetFacts()) is None
    assert find_table([[None, None], [None]], SheetFacts()) is None


def test_no_block_that_would_win_is_left_unscored() -> None:
    known = [frozenset({"姓名", "单位", "地区"})]
    for sheet in CORPUS[::7]:
        blocks = list(candidates(Grid(sheet.rows, sheet.merges), SheetFacts()))
        for vocabulary in ([], known) if blocks else ():
            best, most = highest(blocks, vocabulary)
            assert best is max(blocks, key=lambda block: score(block, vocabulary))
            assert most == score(best, vocabulary)
