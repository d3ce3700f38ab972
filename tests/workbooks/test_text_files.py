"""Text files: what separates their cells, and their encodings."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui.errors import WorkbookError
from county_tui.workbooks.cells import CellError
from county_tui.workbooks.formats.detect import encoding_of, is_surely_text
from county_tui.workbooks.formats.text import ODD_QUOTES, delimiter_of, open_file


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("名称,地址\n甲,乙\n", ","),
        ("名称\t地址\n甲，丙\t乙\n", "\t"),
        ("名称;地址\n甲;乙\n", ";"),
        ("名称|地址\n甲|乙\n", "|"),
        ("名称,语言\n甲,彝语|藏语\n乙,彝语|藏语|羌语\n", ","),
        ("名称\n甲\n", ","),
    ],
)
def test_what_separates_the_cells(text: str, mark: str) -> None:
    assert delimiter_of(text) == mark


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_an_encoding_is_told_by_the_bytes(encoding: str) -> None:
    content = "名称,地址\n大慈寺之家,大慈寺路1号\n".encode(encoding)
    found = encoding_of(content)
    assert found is not None
    assert content.decode(found).lstrip("\ufeff").startswith("名称,地址\n")


def test_noise_has_no_encoding() -> None:
    assert encoding_of(b"\xff\xfe\x00\xd8\x00\xd8") is None
    assert not is_surely_text(bytes(range(256)))


def test_cells_are_texts_just_as_written_but_for_blanks_and_errors(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text('编号,名称,值\n001,"甲,\n乙",\n002, 丙 ,#N/A\n', "utf-8")
    sheet = open_file(path, False).load(0)
    assert list(sheet.rows) == [
        ["编号", "名称", "值"],
        ["001", "甲,\n乙", None],
        ["002", " 丙 ", CellError("#N/A")],
    ]
    assert (sheet.info.name, sheet.facts.problems) == ("表", [])


def test_quotes_that_do_not_pair_are_named(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text('名称\n"甲\n乙\n', "utf-8")
    assert open_file(path, False).load(0).facts.problems == [ODD_QUOTES]


def test_a_text_in_no_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(b"\xff\xfe\x00\xd8\x00\xd8")
    with pytest.raises(WorkbookError, match="编码"):
        open_file(path, False)
