"""The errors a person may meet: each says what is wrong, and what to do about it, in plain Chinese."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from enum import StrEnum

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件太大",
    errno.EROFS: "磁盘是只读的",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ESTALE: "网络盘已断开",
    errno.ENODEV: "磁盘不在了",
    errno.EBUSY: "正被占用",
}


def reason(error: OSError) -> str:
    """Why the system could not do something, in Chinese; its own words where we have none."""
    return _REASONS.get(error.errno or 0, error.strerror or "原因不明")


class Remedy(StrEnum):
    """What a person can do about something where command line and app lead to it in different ways.

    Which way, says `county_tui.wording.remedies` for whoever reads.
    """

    SET_UP_LEDGER = "set up a ledger"
    NAME_LEDGER = "name the ledger's file"
    RESTORE_BACKUP = "restore the newest good backup"
    FIND_GOOD_BACKUP = "see which backup is good, and restore it"
    LIST_BACKUPS = "see which backups there are"
    BACK_UP_ELSEWHERE = "back up to another folder"
    NAME_KEY_FILE = "name the file of the private key"
    MAKE_KEY = "make a pair of keys"
    UPGRADE_PROGRAM = "use the newer program, or go back to the ledger as it was before"
    RUN_DOCTOR = "have the ledger and the computer looked at"
    REPAIR_INDEX = "make the search index again"
    LIST_RECORDS = "see which records there are"
    LIST_IMPORTS = "see which imports there are"
    SKIP_REFUSED = "import the rows that are good"
    NAME_SHEET = "ask for a sheet by name"
    NAME_REGISTER = "say which register a sheet goes to"
    NAME_HEADER = "say which rows are the header"
    MAP_COLUMNS = "say which field a column goes to"
    NAME_FORMAT = "say which format to write"
    NAME_FORM = "give the form a name"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should know that stops nothing: what it is, and what can be done about it."""

    message: str
    remedy: Remedy | None = None

    def __str__(self) -> str:
        return f"{self.message}。"


class CountyError(Exception):
    """Something a person can understand and mend.

    `message` says what is wrong and where; `hint` says what to do next (may be empty), the same for everyone;
    `remedy` what to do next in the command line's or the app's own way.
    """

    def __init__(self, message: str, hint: str = "", remedy: Remedy | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}{self.hint}" if self.hint else self.message


class RemarkedError(CountyError):
    """Something that failed for several reasons, each with what can be done about it."""

    def __init__(self, message: str, remarks: tuple[Remark, ...]) -> None:
        super().__init__(f"{message}：{''.join(map(str, remarks))}")
        self.title, self.remarks = message, remarks


class ValueRefusedError(CountyError):
    """A text or cell that its field cannot take."""


class LedgerError(CountyError):
    """The ledger file is missing, damaged, too new, locked or cannot be written."""


class MissingLedgerError(LedgerError):
    """There is no ledger where one was looked for."""


class DamagedLedgerError(LedgerError):
    """The ledger file is broken: only a backup brings it back."""


class NotFoundError(CountyError):
    """No such record, batch, report, backup or register."""


class WorkbookError(CountyError):
    """A file that cannot be read as a workbook."""
