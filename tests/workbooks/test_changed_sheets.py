"""The labelled sheets again, each changed as senders change them: the header must still be found in nearly all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from county_tui.workbooks.cells import Cell, CellRow
from county_tui.workbooks.formats.source import SheetFacts
from county_tui.workbooks.header.finding import find_table
from county_tui.workbooks.tables import Merge
from tests.workbooks.sheets import Labelled, read_corpus

CORPUS = [sheet for path in sorted(Path(__file__).parent.glob("corpus*.txt")) for sheet in read_corpus(path)]


def width(sheet: Labelled) -> int:
    """Return how many columns a sheet has."""
    return max(map(len, sheet.rows))


def with_row(sheet: Labelled, at: int, texts: Sequence[str], is_merged: bool = False) -> Labelled:
    """Put a row in before the 0-based row `at`, above the header or right below it."""
    row: CellRow = [text or None for text in texts][: width(sheet)]
    row += [None] * (width(sheet) - len(row))
    merges = [
        replace(merge, first_row=merge.first_row + 1, last_row=merge.last_row + 1) if merge.first_row > at else merge
        for merge in sheet.merges
    ]
    if is_merged and width(sheet) > 1:
        merges.append(Merge(at + 1, 0, at + 1, width(sheet) - 1))
    first, last = sheet.header_rows
    moved = (first + 1, last + 1) if at < first else (first, last)
    return replace(sheet, rows=[*sheet.rows[:at], row, *sheet.rows[at:]], merges=merges, header_rows=moved)


def above(sheet: Labelled) -> int:
    """Return the place right above the header."""
    return sheet.header_rows[0] - 1


def as_template(sheet: Labelled) -> Labelled:
    """Take the data away; of a form printed twice, the blank copy above as well, or nothing tells the two apart."""
    if sheet.rows[sheet.header_rows[1] - 1] in sheet.rows[: above(sheet)]:
        sheet = without_titles(sheet)
    end = sheet.header_rows[1]
    return replace(sheet, rows=sheet.rows[:end], merges=[merge for merge in sheet.merges if merge.last_row <= end])


def with_one_record(sheet: Labelled) -> Labelled:
    """Leave one row of data."""
    first = (sheet.first_data_row or sheet.header_rows[1] + 1) - 1
    template = as_template(sheet)
    return replace(template, rows=[*template.rows, *sheet.rows[first : first + 1]])


def without_titles(sheet: Labelled) -> Labelled:
    """Take away what stands above the header."""
    gone = above(sheet)
    merges = [
        replace(merge, first_row=merge.first_row - gone, last_row=merge.last_row - gone)
        for merge in sheet.merges
        if merge.first_row > gone
    ]
    return replace(sheet, rows=sheet.rows[gone:], merges=merges, header_rows=(1, sheet.header_rows[1] - gone))


def one_column_further(sheet: Labelled) -> Labelled:
    """Put an empty column before the sheet."""
    merges = [
        replace(merge, first_column=merge.first_column + 1, last_column=merge.last_column + 1) for merge in sheet.merges
    ]
    return replace(sheet, rows=[[None, *row] for row in sheet.rows], merges=merges)


def without_merges(sheet: Labelled) -> Labelled:
    """Take every merge away, as a csv export does, and with them the blank rows that only merges made part of it."""
    first, last = sheet.header_rows
    while not any(cell is not None for cell in sheet.rows[last - 1]):
        last -= 1
    return replace(sheet, merges=[], header_rows=(first, last))


def with_numbers_as_text(sheet: Labelled) -> Labelled:
    """Write every number below the header as a text, as a csv export does."""

    def written(cell: Cell) -> Cell:
        if isinstance(cell, float):
            return f"{cell:,.2f}" if cell >= 10_000 else f"{cell:g}"
        return cell

    end = sheet.header_rows[1]
    return replace(sheet, rows=[*sheet.rows[:end], *([written(cell) for cell in row] for row in sheet.rows[end:])])


def under_a_title(sheet: Labelled) -> Labelled:
    """Put one more title on top."""
    return with_row(sheet, 0, ["2026年度有关情况统计表"], is_merged=True)


def under_a_note(sheet: Labelled) -> Labelled:
    """Put a long note right above the header."""
    note = "说明：本表由各单位如实填写，不得漏报、瞒报；逾期不报的，按规定处理。"
    return with_row(sheet, above(sheet), [note], is_merged=True)


def under_a_form_head(sheet: Labelled) -> Labelled:
    """Put names and values by turns right above the header."""
    return with_row(sheet, above(sheet), ["填报单位", "锦江区民宗局", "填报人", "李敏"]) if width(sheet) > 3 else sheet


def under_blank_rows(sheet: Labelled) -> Labelled:
    """Put blank rows right above the header."""
    return with_row(with_row(sheet, above(sheet), []), above(sheet) + 1, [])


def over_a_total(sheet: Labelled) -> Labelled:
    """Put a total right below the header."""
    total = with_row(sheet, sheet.header_rows[1], ["合计"])
    return replace(total, header_rows=sheet.header_rows)


def with_a_remark_beside(sheet: Labelled) -> Labelled:
    """Put a remark to the right, a blank column away."""
    rows = [[*row, *[None] * (width(sheet) - len(row))] for row in sheet.rows]
    rows[min(above(sheet) + 1, len(rows) - 1)] += [None, "注意：红色单元格不要填写，由公式自动生成！"]
    return replace(sheet, rows=rows)


def over_a_footer(sheet: Labelled) -> Labelled:
    """Put names and a note at the end."""
    return replace(sheet, rows=[*sheet.rows, ["填表人：张三", None, "审核人：李四"], ["注：1.本表一式两份。"]])


def over_a_smaller_table(sheet: Labelled) -> Labelled:
    """Put a smaller table with the plainest of titles below."""
    small: list[CellRow] = [
        [],
        ["附表2 其他情况"],
        ["项目", "内容", "备注"],
        ["走访", "三次", "无"],
        ["座谈", "两次", "无"],
    ]
    return replace(sheet, rows=[*sheet.rows, *small]) if sheet.first_data_row else sheet


CHANGES = [
    as_template,
    with_one_record,
    without_titles,
    one_column_further,
    without_merges,
    with_numbers_as_text,
    under_a_title,
    under_a_note,
    under_a_form_head,
    under_blank_rows,
    over_a_total,
    with_a_remark_beside,
    over_a_footer,
    over_a_smaller_table,
]


@pytest.mark.parametrize("change", CHANGES)
def test_nearly_all_headers_are_found_when_the_sheets_are_changed(change: Callable[[Labelled], Labelled]) -> None:
    missed = []
    for sheet in map(change, CORPUS):
        found = find_table(sheet.rows, SheetFacts(merges=sheet.merges))
        if found is None or found.header_rows != sheet.header_rows:
            missed.append(sheet.name)
    assert len(missed) <= 0.02 * len(CORPUS), missed
