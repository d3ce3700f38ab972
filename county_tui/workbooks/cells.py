"""What one cell may hold, and how a sheet names its columns."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from county_tui.formula_errors import NOT_CALCULATED


@dataclass(frozen=True, slots=True)
class CellError:
    """A formula without a result: `code` is what Excel shows, such as `#REF!`, or that it was never calculated."""

    code: str

    @property
    def problem(self) -> tuple[str, str]:
        """The problem and the remedy, in Chinese."""
        if self.code == NOT_CALCULATED:
            return "单元格是公式，但文件里没有它的计算结果", "，请用 Excel 或 WPS 打开这个文件并保存，再导入。"
        return f"单元格是公式错误 {self.code}", "，请改正公式，或直接填写内容。"

    def __str__(self) -> str:
        return self.code


Cell = (
    None | str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | CellError
)
CellRow = list[Cell]


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
