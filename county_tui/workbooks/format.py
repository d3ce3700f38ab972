"""What a file really is, told by its content and never by its name."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

from county_tui.errors import WorkbookError

SAVE_AS = "请用 Excel 或 WPS 打开它，另存为 .xlsx 后再导入。"


class Format(StrEnum):
    """The kinds of file that can be read."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    CSV = "csv"


def check_file(path: Path) -> int:
    """Return the size in bytes of a file that can be opened; raises WorkbookError."""
    try:
        if path.is_dir():
            raise WorkbookError(f"“{path}”是文件夹，不是文件。", "请选择其中的一个表格文件。")
        with path.open("rb") as file:
            file.read(1)
        size = path.stat().st_size
    except FileNotFoundError:
        raise WorkbookError(f"找不到文件“{path}”。", "请检查路径和文件名。") from None
    except PermissionError:
        raise WorkbookError(f"没有权限读取“{path}”。", "请把它复制到自己的文件夹，或请管理员授权。") from None
    except OSError as error:
        raise WorkbookError(f"读不了文件“{path}”：{error.strerror}。", "请把它复制到本机后再试。") from None
    if size == 0:
        raise WorkbookError(
            f"“{path.name}”是空文件（0 字节）。", "可能没有下载或复制完整，请重新取得这个文件。"
        )
    return size


def sniff(path: Path) -> Format:
    """Tell the format of a file by its first bytes and, for a zip, by its parts; raises WorkbookError."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        return _sniff_zip(path)
    if head.startswith(b"\xd0\xcf\x11\xe0") or head[:2] in (
        b"\x09\x00",
        b"\x09\x02",
        b"\x09\x04",
        b"\x09\x08",
    ):
        return Format.XLS
    return Format.CSV


def _sniff_zip(path: Path) -> Format:
    """Tell which kind of workbook a zip file is."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, EOFError):
        raise WorkbookError(
            f"“{path.name}”已损坏，打不开。", "请重新取得这个文件，或" + SAVE_AS.removeprefix("请")
        ) from None
    if "xl/workbook.bin" in names:
        return Format.XLSB
    if "content.xml" in names:
        return Format.ODS
    return Format.XLSX
