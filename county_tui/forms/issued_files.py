"""A file with marks before it is unpacked: what it must not be, whatever its kind, and what it may be called."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from county_tui.errors import Remedy, ValueRefusedError, WorkbookError
from county_tui.models.kinds import clean
from county_tui.paths import refused

LARGEST_FILE = 10 << 20
"""Bytes: forms as issued have a few dozen KB; ones with pictures of stamps stay under 2 MB."""
LARGEST_UNPACKED = 100 << 20
"""Bytes of all parts together: what unpacks to more was made to fill memory."""
LONGEST_NAME = 40
"""Characters of a name, 80 cells in Chinese: it stands in title lines and in names of files."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that marks are written into, in words for a person."""

    ending: str
    old_ending: str
    what: str
    program: str

    @property
    def save_again(self) -> str:
        """How to come by a file that can be used."""
        return f"，请用 {self.program} 或 WPS 另存为 {self.ending} 后再用。"


WORKBOOK = FileKind(".xlsx", ".xls", "表样", "Excel")
DOCUMENT = FileKind(".docx", ".doc", "文书模板", "Word")


def content_of(path: Path, kind: FileKind) -> bytes:
    """A file's content, not read at all where it is too large for its kind. Raises CountyError."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            size = path.stat().st_size >> 20
            raise WorkbookError(f"“{path.name}”有 {size} MB，不像{kind.what}", f"，请选{kind.what}文件。")
        return path.read_bytes()
    except OSError as error:
        raise refused(error) from error


def name_of(path: Path, name: str) -> str:
    """What a file is to be called: as told, else after itself. Raises ValueRefusedError."""
    wanted = clean(name or path.stem, keep_lines=False)
    if not wanted or len(wanted) > LONGEST_NAME:
        raise ValueRefusedError(
            f"表名“{wanted[:LONGEST_NAME]}”不合适", f"，请用 1 到 {LONGEST_NAME} 个字。", Remedy.NAME_FORM
        )
    return wanted


def look_inside(content: bytes, kind: FileKind) -> None:
    """Refuse what is no file of its kind, or one that must not be opened, before it is unpacked."""
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        hint = f"，请用 {kind.program} 或 WPS 打开，另存为 {kind.ending} 后再用。"
        raise WorkbookError(f"这是旧的 {kind.old_ending} 文件（或设了密码）", hint)
    if len(content) > LARGEST_FILE:
        raise WorkbookError(f"文件有 {len(content) >> 20} MB，{kind.what}不会这么大", "，请删去图片和多余的内容再用。")
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise WorkbookError(f"这不是 {kind.ending} {kind.what}，或文件已损坏", kind.save_again) from error
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise WorkbookError("这个文件解开后大得不正常，没有打开", "，请向发来的单位重新要一份。")
    names = [part.filename.lower() for part in parts]
    if any(name.endswith("vbaproject.bin") for name in names):
        raise WorkbookError(f"{kind.what}里有宏", f"，请另存为不带宏的 {kind.ending} 后再用。")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise WorkbookError("表样里有指向别的文件的链接", "，请在 Excel 的“数据—编辑链接”里断开后再用。")
