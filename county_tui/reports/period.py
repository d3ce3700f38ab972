"""The span of time a summary table covers: a year, half, quarter or month."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from county_tui.errors import CountyError

FIRST_YEAR, LAST_YEAR = 1950, 2100
_NUMERALS = (
    {"上": 1, "下": 2} | {word: at for at, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
)
_FORMS = (
    (12, re.compile(r"(\d{4})(?:年度?|年全年|全年)?()")),
    (6, re.compile(r"(\d{4})-?H([12])")),
    (6, re.compile(r"(\d{4})年?([上下])半年")),
    (3, re.compile(r"(\d{4})-?Q([1-4])")),
    (3, re.compile(r"(\d{4})年?第?([1-4一二三四])季度?")),
    (1, re.compile(r"(\d{4})[-/.]?(\d{2})")),
    (1, re.compile(r"(\d{4})[-/.](\d)")),
    (1, re.compile(r"(\d{4})年(\d{1,2}|[一二三四五六七八九]|十[一二]?)月份?")),
)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last; `name` is as the command line writes it: `2026H1`."""

    first: date
    last: date
    name: str

    @property
    def months(self) -> int:
        """How many months it has: 12, 6, 3 or 1."""
        return self.last.month - self.first.month + 1

    @property
    def title(self) -> str:
        """As a form writes it: 2026年上半年."""
        number = (self.first.month - 1) // self.months
        part = {
            12: "",
            6: ("上半年", "下半年")[number % 2],
            3: f"{'一二三四'[number % 4]}季度",
            1: f"{self.first.month}月",
        }
        return f"{self.first.year}年{part[self.months]}"

    def _moved(self, months: int) -> Period:
        start = self.first.year * 12 + self.first.month - 1 + months
        return _period(start // 12, start % 12 // self.months + 1, self.months)

    def previous(self) -> Period:
        """The one before, of the same length."""
        return self._moved(-self.months)

    def next(self) -> Period:
        """The one after, of the same length."""
        return self._moved(self.months)

    def last_year(self) -> Period:
        """The same one a year before."""
        return self._moved(-12)


def _period(year: int, number: int, months: int) -> Period:
    """The number-th period of a year that has so many months."""
    first = date(year, (number - 1) * months + 1, 1)
    after = date(year + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1, 1)
    suffix = {12: "", 6: f"H{number}", 3: f"Q{number}", 1: f"-{number:02d}"}[months]
    return Period(first, after - timedelta(days=1), f"{year}{suffix}")


def _sensible(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CountyError(f"年份 {year} 不在 {FIRST_YEAR}—{LAST_YEAR} 之间", "，请检查。")
    return year


def parse_period(text: str) -> Period:
    """The period a text means: `2026`, `2026H1`, `2026Q3`, `2026-09`, 2026年上半年, 2026年三季度, 2026年9月."""
    written = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    for months, form in _FORMS:
        match = form.fullmatch(written)
        if match:
            year, part = match.groups()
            number = _NUMERALS.get(part) or int(part or 1)
            if number * months <= 12 and number > 0:
                return _period(_sensible(int(year)), number, months)
    raise CountyError(
        f"看不懂期间“{text}”", "，请写成 2026、2026H1、2026Q3、2026-09，或 2026年上半年、2026年三季度、2026年9月。"
    )


def period_of(day: date, months: int) -> Period:
    """The period of so many months (12, 6, 3 or 1) that a day lies in."""
    return _period(day.year, (day.month - 1) // months + 1, months)
