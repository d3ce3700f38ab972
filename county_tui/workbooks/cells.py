"""What one cell may hold, and how a sheet names its columns."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellError:
    """An Excel error cell; `code` is what Excel shows, such as `#REF!`."""

    code: str

    def __str__(self) -> str:
        return self.code


Cell = (
    None | str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | CellError
)
Row = list[Cell]


def column_letter(index: int) -> str:
    """Return the sheet's name of a 0-based column: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the 0-based column of a sheet letter: A → 0, AA → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
