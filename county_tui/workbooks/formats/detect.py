"""File formats and the encodings of texts by content, never by name, and the reasons a file cannot be read."""

from __future__ import annotations

import codecs
import re
import unicodedata
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from county_tui.errors import WorkbookError

SAVE_AS = "请用 Excel 或 WPS 打开它，另存为 .xlsx 后再导入。"
MAX_UNPACKED_BYTES = 2 << 30  # a million rows of 30 columns unpack to less
MAX_PART_RATIO = 400  # sheets pack to a tenth, those of one repeated value to a hundredth
BIG_PART_BYTES = 20_000_000  # smaller parts do no harm however well they pack
MAX_PARTS = 20_000  # workbooks have dozens, with a picture in every row some thousands
PARTS_LOOKED_INTO = 500  # the parts that a reader opens come first
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RAW_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HEAD_BYTES = 4096
_IN_NO_TEXT = ("Cc", "Cn", "Cs")
"""Control characters, unassigned ones, halves of pairs."""
_LAYOUT = frozenset("\t\r\n\x1a")


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
        if path.exists() and not path.is_file():
            raise WorkbookError(f"“{path}”不是普通文件。", "请选择一个表格文件。")
        with path.open("rb") as file:
            file.read(1)
        size = path.stat().st_size
    except FileNotFoundError:
        raise WorkbookError(f"找不到文件“{path}”。", "请检查路径和文件名。") from None
    except PermissionError:
        raise WorkbookError(f"没有权限读取“{path}”。", "请把它复制到自己的文件夹，或请管理员授权。") from None
    except (OSError, ValueError) as error:
        raise WorkbookError(f"读不了文件“{path}”（{error}）。", "请把它复制到本机后再试。") from None
    if size == 0:
        raise WorkbookError(f"“{path.name}”是空文件（0 字节）。", "可能没有下载或复制完整，请重新取得这个文件。")
    return size


def may_try_again(path: Path) -> bool:
    """True for by its first bytes a file that has a second way of reading: an .xls or a zip."""
    with path.open("rb") as file:
        return file.read(8).startswith((_OLE, *_RAW_BIFF, b"PK"))


def sniff(path: Path) -> Format:
    """Tell the format of a file by its first bytes and, for a zip, by its parts; raises WorkbookError."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        return _sniff_zip(path)
    if head.startswith((_OLE, *_RAW_BIFF)):
        return Format.XLS
    _refuse_markup(path, head)
    if not is_surely_text(head) and _is_binary(head):
        raise WorkbookError(
            f"“{path.name}”不是表格文件。", "能读的是 Excel、WPS 表格（.xlsx、.xls、.ods）和 .csv 文件。"
        )
    return Format.CSV


def _is_binary(head: bytes) -> bool:
    """True for bytes that no text file holds."""
    return b"\0" in head or sum(byte < 32 and byte not in b"\t\r\n\f\x1a\x1b" for byte in head) > len(head) // 50


def _refuse_markup(path: Path, head: bytes) -> None:
    """Refuse web pages and XML that carry the name of a workbook."""
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").lstrip().lower()
    if text.startswith(b"%pdf"):
        raise WorkbookError(f"“{path.name}”是 PDF 文件，不是表格文件。", "请向发送人要原来的 Excel 文件。")
    if text.startswith((b"mime-version:", b"from: ")):
        raise WorkbookError(f"“{path.name}”其实是单个网页文件（MHT），只是改名成了表格。", SAVE_AS)
    if text.startswith((b'{"', b"[{")):
        raise WorkbookError(f"“{path.name}”是 JSON 数据，不是表格文件。", "请从原系统导出 Excel 或 CSV 文件。")
    if not text.startswith(b"<"):
        return
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text or b'progid="excel.sheet"' in text:
        raise WorkbookError(f"“{path.name}”是 XML 表格（Excel 2003 XML），不能直接读取。", SAVE_AS)
    if re.search(rb"<(?:!doctype\s+html|html|head|body|table|meta|style|div|script)\b", text):
        raise WorkbookError(f"“{path.name}”其实是网页（HTML），只是改名成了表格。", SAVE_AS)
    if text.startswith(b"<?xml"):
        raise WorkbookError(f"“{path.name}”是 XML 文件，不是表格文件。", SAVE_AS)


def _sniff_zip(path: Path) -> Format:
    """Tell which kind of workbook a zip file is, and refuse what would burst when unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _refuse_bomb(path, parts)
            names = {part.filename for part in parts}
            _refuse_encrypted(path, archive, parts)
            _refuse_entities(path, archive, parts)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise damaged(path) from error
    if "xl/workbook.bin" in names:
        return Format.XLSB
    if "content.xml" in names and "word/document.xml" not in names:
        return Format.ODS
    if any(name.lower().startswith("xl/") or name.lower() == "workbook.xml" for name in names):
        return Format.XLSX
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise WorkbookError(
            f"“{path.name}”是 Word 或 PPT 文件，不是表格文件。", "请把其中的表格复制到 Excel 里，存为 .xlsx。"
        )
    raise WorkbookError(f"“{path.name}”是压缩包，不是表格文件。", "请先解压，再选择里面的表格文件。")


def damaged(path: Path) -> WorkbookError:
    """Say that a file cannot be read and is probably broken."""
    return WorkbookError(
        f"“{path.name}”已损坏，打不开。", "请重新取得这个文件；若 Excel 或 WPS 能打开它，请另存为 .xlsx 后再导入。"
    )


def locked(path: Path) -> WorkbookError:
    """Say that a file has a password."""
    return WorkbookError(f"“{path.name}”设有打开密码。", "请用 Excel 或 WPS 打开它，去掉密码后另存为 .xlsx 再导入。")


def _refuse_bomb(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse a zip whose parts unpack to more than any real workbook."""
    total = sum(part.file_size for part in parts)
    dense = any(
        part.file_size > BIG_PART_BYTES and part.file_size > MAX_PART_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if total > MAX_UNPACKED_BYTES or dense or len(parts) > MAX_PARTS:
        raise WorkbookError(
            f"“{path.name}”展开后大得不正常（{total // 1_000_000} MB），为安全起见没有读取。",
            "请用 Excel 或 WPS 打开它，只把需要的行复制到新文件，存为 .xlsx 后再导入。",
        )


def _refuse_encrypted(path: Path, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse a zip with encrypted parts, and an .ods with a password."""
    if any(part.flag_bits & 1 for part in parts):
        raise locked(path)
    if "content.xml" in archive.NameToInfo and "META-INF/manifest.xml" in archive.NameToInfo:
        with archive.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(1 << 20):
                raise locked(path)


def _refuse_entities(path: Path, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse XML parts that declare entities, which no office program writes."""
    for part in parts[:PARTS_LOOKED_INTO]:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as file:
                head = file.read(4096)
            if b"<!ENTITY" in head or b"<!DOCTYPE" in head:
                raise WorkbookError(f"“{path.name}”里有不正常的 XML 声明，为安全起见没有读取。", SAVE_AS)


def encoding_of(content: bytes) -> str | None:
    """Tell the encoding of a text: by its mark, as UTF-16 without one, else UTF-8 or GB18030; None: none of them."""
    marked = [name for mark, name in _BOMS if content.startswith(mark)]
    for name in marked or _unmarked(content[:_HEAD_BYTES]):
        try:
            content.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return None


def is_surely_text(head: bytes) -> bool:
    """True for a text by its first bytes: by a mark, or as UTF-16 without one."""
    return head.startswith(tuple(mark for mark, _ in _BOMS)) or (b"\0" in head and bool(_unmarked(head)))


def _unmarked(head: bytes) -> tuple[str, ...]:
    """The encodings a text without a mark may be in; one with zero bytes can only be in UTF-16."""
    if b"\0" not in head:
        return "utf-8", "gb18030"
    return tuple(name for name in ("utf-16-le", "utf-16-be") if _reads_as_text(head, name))


def _reads_as_text(head: bytes, encoding: str) -> bool:
    """True if only text comes out, in lines: with its bytes the wrong way round, a line break is no character."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return False
    return "\n" in text and all(one in _LAYOUT or unicodedata.category(one) not in _IN_NO_TEXT for one in text)
