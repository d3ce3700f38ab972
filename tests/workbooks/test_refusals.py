"""Files that cannot be read: each ends in its own sentence, with the way out."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from county_tui.errors import WorkbookError
from county_tui.workbooks import open_book
from tests.workbooks.books import HEADER, ROWS, write_book

SAMPLES = Path(__file__).parent / "samples"


def bomb(path: Path) -> None:
    """Write a zip whose sheet unpacks to 40 MB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 7_000_000)


def entities(path: Path) -> None:
    """Write a workbook whose texts declare entities."""
    write_book(path.with_suffix(".tmp.xlsx"), [HEADER, *ROWS])
    with zipfile.ZipFile(path.with_suffix(".tmp.xlsx")) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/sharedStrings.xml":
                content = content.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
            target.writestr(part.filename, content)


def half(path: Path) -> None:
    """Write the first half of a workbook."""
    whole = write_book(path.with_suffix(".tmp.xlsx"), [HEADER, *ROWS]).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def with_part(name: str) -> Callable[[Path], None]:
    """Return a writer of a zip with one part."""

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, "<a/>")

    return write


def with_bytes(content: bytes) -> Callable[[Path], None]:
    """Return a writer of some bytes."""
    return lambda path: path.write_bytes(content) and None


XML_2003 = (
    b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)
CASES: dict[str, tuple[Callable[[Path], None], str]] = {
    "empty": (with_bytes(b""), "空文件"),
    "web page": (with_bytes("<html><body><table>表</table>".encode()), "网页"),
    "web page behind a script": (with_bytes(b"<script>var a = 1</script>\n<table border=1><tr><td>"), "网页"),
    "web page in utf-16": (with_bytes("<html><body><table>表</table>".encode("utf-16")), "网页"),
    "web page in utf-16 without a mark": (with_bytes("<html>\n<table>表</table>".encode("utf-16-le")), "网页"),
    "numbers of two bytes": (with_bytes(b"".join(at.to_bytes(2, "little") for at in range(3000))), "不是表格文件"),
    "text among zeros": (with_bytes("名称,电话\n甲,1\n".encode("utf-16-be") + bytes(64)), "不是表格文件"),
    "json": (with_bytes('[{"名称": "表"}]'.encode()), "JSON"),
    "xml 2003": (with_bytes(XML_2003), "Excel 2003 XML"),
    "other xml": (with_bytes(b"<?xml version='1.0'?><root/>"), "XML 文件"),
    "pdf": (with_bytes(b"%PDF-1.7 ..."), "PDF"),
    "noise": (with_bytes(bytes(range(256)) * 4), "不是表格文件"),
    "broken zip": (with_bytes(b"PK\x03\x04" + bytes(200)), "损坏"),
    "half a zip": (half, "损坏"),
    "broken ole": (with_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\1" * 2000), "损坏"),
    "bomb": (bomb, "大得不正常"),
    "entities": (entities, "XML 声明"),
    "word": (with_part("word/document.xml"), "Word"),
    "some zip": (with_part("readme.txt"), "压缩包"),
    "no text": (with_bytes(b"\xff\xfe\x00\xd8\x00\xd8"), "编码"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(case: str, tmp_path: Path) -> None:
    write, words = CASES[case]
    path = tmp_path / "送来的.xlsx"
    write(path)
    with pytest.raises(WorkbookError, match=words) as caught:
        open_book(path)
    assert "送来的.xlsx" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("name", ["password.xls", "password.xlsx"])
def test_a_password_is_named(name: str) -> None:
    with pytest.raises(WorkbookError, match="密码"):
        open_book(SAMPLES / name)


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="找不到"):
        open_book(tmp_path / "没有.xlsx")
    with pytest.raises(WorkbookError, match="文件夹"):
        open_book(tmp_path)
    os.mkfifo(tmp_path / "pipe.xlsx")
    with pytest.raises(WorkbookError, match="不是普通文件"):
        open_book(tmp_path / "pipe.xlsx")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "locked.xlsx", [HEADER])
    path.chmod(0)
    with pytest.raises(WorkbookError, match="没有权限"):
        open_book(path)
