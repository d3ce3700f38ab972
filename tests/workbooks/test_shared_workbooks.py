"""Real files that nobody on this project made, when they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from county_tui.errors import WorkbookError
from county_tui.workbooks import describe_file

FOLDER = Path(os.environ.get("COUNTY_TUI_WORKBOOKS", Path(__file__).parents[3] / "shared" / "workbooks"))
EXPECTED: dict[str, list[tuple[list[int], int | None]]] = {
    "plain-list.xlsx": [([1, 1], 2)],
    "section-rows-2665.xls": [([3, 3], 5)],
    "metadata-rows-above.xls": [([4, 4], 5)],
    "metadata-rows-below-header.xls": [([1, 1], 5), ([1, 1], 2)],
    "two-row-header-with-years.xls": [([2, 3], None), ([2, 3], None)],
    "three-row-header-hidden-row.xls": [([4, 6], None), ([4, 6], None)],
    "instructions-above-header.xlsx": [([3, 3], 4), ([1, 1], 2)],
    "five-sheets.xls": [([1, 2], None)] * 5,
    "notes-merged-beside.xls": [([2, 2], 5)] * 3,
    "codepage-1252.xls": [([3, 3], 4)],
    "really-xls.xlsx": [([1, 1], None)],
}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared workbooks are not here")


@pytest.mark.parametrize("name", EXPECTED)
def test_the_table_of_a_real_file_is_found(name: str) -> None:
    sheets = describe_file(FOLDER / name)["sheets"]
    found = [(sheet["header_rows"], sheet["first_data_row"]) for sheet in sheets]
    assert found[: len(EXPECTED[name])] == EXPECTED[name]


def test_texts_in_an_old_code_page_are_not_garbled() -> None:
    sheet = describe_file(FOLDER / "codepage-1252.xls")["sheets"][0]
    assert [column["label"] for column in sheet["columns"]][:3] == ["类别", "数量", "已解决"]


def test_years_are_titles_without_a_decimal_point() -> None:
    sheet = describe_file(FOLDER / "two-row-header-with-years.xls")["sheets"][0]
    assert [column["path"] for column in sheet["columns"]][4:7] == ["2016/年累值", "2016/环比", "2016/执行率"]


def test_an_empty_file_is_refused_in_words() -> None:
    with pytest.raises(WorkbookError, match="空文件"):
        describe_file(FOLDER / "zero-bytes.xls")
