"""The errors a person may meet: each says what is wrong, and what to do about it, in plain Chinese."""

from __future__ import annotations


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


class NotFoundError(CountyError):
    """No such record, batch, report, backup or register."""


class WorkbookError(CountyError):
    """A file that cannot be read as a workbook."""
