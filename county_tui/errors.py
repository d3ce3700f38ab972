"""The errors a person may meet: each says what is wrong, and what to do about it, in plain Chinese."""

from __future__ import annotations

import errno

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


class CountyError(Exception):
    """Something a person can understand and mend.

    `message` says what is wrong and where; `hint` says what to do next (may be empty).
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}{self.hint}" if self.hint else self.message


class ValueRefusedError(CountyError):
    """A text or cell that its field cannot take."""


class LedgerError(CountyError):
    """The ledger file is missing, damaged, too new, locked or cannot be written."""


class DamagedLedgerError(LedgerError):
    """The ledger file is broken: only a backup brings it back."""


class NotFoundError(CountyError):
    """No such record, batch, report, backup or register."""


class WorkbookError(CountyError):
    """A file that cannot be read as a workbook."""
