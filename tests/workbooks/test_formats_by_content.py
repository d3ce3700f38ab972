"""Every format under every name: what a file is called decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from county_tui.workbooks.formats.detect import Format, sniff
from county_tui.workbooks.formats.opening import open_source
from tests.workbooks.books import HEADER, ROWS, biff5, read_book, write_book, write_ods, write_xlsb

SUFFIXES = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "et", "txt", "XLS", "dat", ""]
TABLE = [HEADER, *ROWS]
BIFF8 = Path(__file__).parent / "samples" / "hidden-and-errors.xls"


def csv_in(encoding: str) -> Callable[[Path], object]:
    """Return a writer of the table as text."""
    return lambda path: path.write_bytes("\n".join(map(",".join, TABLE)).encode(encoding))


WRITERS: dict[str, tuple[Format, Callable[[Path], object]]] = {
    "xlsx": (Format.XLSX, lambda path: write_book(path, TABLE)),
    "xlsb": (Format.XLSB, lambda path: write_xlsb(path, TABLE)),
    "ods": (Format.ODS, lambda path: write_ods(path, TABLE)),
    "xls of Excel 95": (Format.XLS, lambda path: path.write_bytes(biff5(TABLE))),
    "csv in utf-8": (Format.CSV, csv_in("utf-8-sig")),
    "csv in gb18030": (Format.CSV, csv_in("gb18030")),
}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_is_opened_by_its_content_whatever_its_name(kind: str, suffix: str, tmp_path: Path) -> None:
    expected, write = WRITERS[kind]
    path = tmp_path / "写好的.xlsx"
    write(path)
    path = path.rename(tmp_path / f"送来的.{suffix}".rstrip("."))
    assert sniff(path) is expected
    assert [row for row in open_source(path).load(0).rows if any(row)] == TABLE


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_xls_of_today_is_opened_under_every_name(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"送来的.{suffix}".rstrip(".")
    path.write_bytes(BIFF8.read_bytes())
    assert sniff(path) is Format.XLS
    assert list(open_source(path).load(0).rows) == list(open_source(BIFF8).load(0).rows)


def test_an_xlsx_named_xls_is_read_to_its_end(tmp_path: Path) -> None:
    path = write_book(tmp_path / "写好的.xlsx", TABLE).rename(tmp_path / "送来的.xls")
    ((table, rows),) = read_book(path)
    assert [column.label for column in table.columns] == HEADER
    assert [list(row.cells) for row in rows] == ROWS
