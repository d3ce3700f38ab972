"""The span of time a table, a form or a condition speaks of: a year, half, quarter or month, or a range of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta

from county_tui.errors import CountyError

FIRST_YEAR, LAST_YEAR = 1950, 2100
"""A year outside is a slip of typing."""
_NUMERALS = (
    {"上": 1, "下": 2} | {word: at for at, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
)
_MONTH = r"(\d{1,2}|[一二三四五六七八九]|十[一二]?)"
_QUARTER = r"([1-4一二三四])"
_TO = r"(?:\.{2,}|[—~至到-])"
"""What stands between the ends of a range; a text's dashes of all kinds have become — by then."""
_FORMS = (
    (12, re.compile(r"(\d{4})(?:年度?|年全年|全年)?()")),
    (6, re.compile(r"(\d{4})-?H([12])")),
    (6, re.compile(r"(\d{4})年?([上下])半年")),
    (3, re.compile(r"(\d{4})-?Q([1-4])")),
    (3, re.compile(rf"(\d{{4}})年?第?{_QUARTER}季度?")),
    (1, re.compile(r"(\d{4})[-/.]?(\d{2})")),
    (1, re.compile(r"(\d{4})[-/.](\d)")),
    (1, re.compile(rf"(\d{{4}})年{_MONTH}月份?")),
)
_RANGES_WITHIN_A_YEAR = (
    (1, re.compile(rf"(\d{{4}})年{_MONTH}月?{_TO}{_MONTH}月份?")),
    (3, re.compile(rf"(\d{{4}})年第?{_QUARTER}(?:季度?)?{_TO}第?{_QUARTER}季度?")),
    (3, re.compile(r"(\d{4})年前()([一二三四1-4])个?季度?")),
    (1, re.compile(rf"(\d{{4}})年前(){_MONTH}个?月")),
)
_RANGE_OF_YEARS = re.compile(rf"(\d{{4}})年?{_TO}(\d{{4}})年?度?")
_RANGE = re.compile(r"(.+?)(?:\.{2,}|[—~至到])(.+)")
HINT = (
    "，请写成 2026、2026H1、2026Q3、2026-09 或其范围 2026-01..2026-09，"
    "也可写 2026年上半年、2026年三季度、2026年9月、2026年1—9月。"
)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day of a month to the last of one; two of the same days are equal, however they were written."""

    first: date
    last: date
    unit: int = field(default=1, compare=False)
    """The months each of its parts has (12, 6, 3 or 1): `2026Q1..2026Q3` counts in quarters."""

    @property
    def months(self) -> int:
        """How many months it has."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def is_range(self) -> bool:
        """Whether it is several periods in a row."""
        return self.months != self.unit

    @property
    def name(self) -> str:
        """As the command line writes it: `2026H1`, `2026-01..2026-09`."""
        names = [_name(day, self.unit) for day in (self.first, self.last)]
        return "..".join(names) if self.is_range else names[0]

    @property
    def canonical_name(self) -> str:
        """The one name of its span, however it was written: `2026-01..2026-03` is 2026Q1."""
        for unit in (12, 6, 3):
            single = period_of(self.first, unit)
            if single == self:
                return single.name
        return Period(self.first, self.last).name

    @property
    def title(self) -> str:
        """As a form writes it: 2026年上半年, 2026年1—9月."""
        start, end = self.first, self.last
        if not self.is_range:
            return _title(start, self.unit)
        if start.month == 1 and end.month == 12:
            return f"{start.year}年" if start.year == end.year else f"{start.year}—{end.year}年"
        if start.year != end.year:
            return f"{_title(start, self.unit)}至{_title(end, self.unit)}"
        if self.unit == 3:
            quarters = [_NUMBERED[(day.month - 1) // 3] for day in (start, end)]
            return f"{start.year}年{quarters[0]}至{quarters[1]}季度"
        return f"{start.year}年{start.month}—{end.month}月"

    def _moved(self, months: int) -> Period:
        """The same span so many months later."""
        return _from_month(self.first.year * 12 + self.first.month - 1 + months, self.months, self.unit)

    def previous(self) -> Period:
        """The one before, of the same length."""
        return self._moved(-self.months)

    def next(self) -> Period:
        """The one after, of the same length."""
        return self._moved(self.months)

    def last_year(self) -> Period:
        """The same one a year before."""
        return self._moved(-12)

    def year_to_date(self) -> Period:
        """From the first day of the year it ends in to its last day."""
        return Period(date(self.last.year, 1, 1), self.last)


_NUMBERED = "一二三四"


def _name(day: date, unit: int) -> str:
    """The name of the period of so many months that a day lies in."""
    number = (day.month - 1) // unit + 1
    return f"{day.year}" + {12: "", 6: f"H{number}", 3: f"Q{number}", 1: f"-{number:02d}"}[unit]


def _title(day: date, unit: int) -> str:
    number = (day.month - 1) // unit
    part = {12: "", 6: ("上半年", "下半年")[number % 2], 3: f"{_NUMBERED[number % 4]}季度", 1: f"{number + 1}月"}
    return f"{day.year}年{part[unit]}"


def _from_month(month: int, months: int, unit: int) -> Period:
    """The period of so many months that begins in a month, counted from the year 0."""
    first, after = (date(at // 12, at % 12 + 1, 1) for at in (month, month + months))
    return Period(first, after - timedelta(days=1), unit)


def _period(year: int, number: int, unit: int) -> Period:
    """The number-th period of a year that has so many months."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CountyError(f"年份 {year} 不在 {FIRST_YEAR}—{LAST_YEAR} 之间", "，请检查。")
    return _from_month(year * 12 + (number - 1) * unit, unit, unit)


def _number(part: str) -> int:
    return _NUMERALS.get(part) or int(part or 1)


def _single(written: str) -> Period | None:
    """The year, half, quarter or month a text means; None if it means none."""
    for unit, form in _FORMS:
        match = form.fullmatch(written)
        if match:
            year, number = int(match[1]), _number(match[2])
            if 0 < number <= 12 // unit:
                return _period(year, number, unit)
    return None


def _within_a_year(written: str) -> tuple[Period, Period] | None:
    """The ends of 2026年1—9月, 2026年一至三季度, 2026年前三季度."""
    for unit, form in _RANGES_WITHIN_A_YEAR:
        match = form.fullmatch(written)
        if match:
            year, numbers = int(match[1]), (_number(match[2]), _number(match[3]))
            if min(numbers) > 0 and max(numbers) <= 12 // unit:
                return _period(year, numbers[0], unit), _period(year, numbers[1], unit)
    return None


def _ends(written: str) -> tuple[Period, Period] | None:
    """The first and the last period of a range; None if the text is no range."""
    if years := _RANGE_OF_YEARS.fullmatch(written):
        return _period(int(years[1]), 1, 12), _period(int(years[2]), 1, 12)
    if within := _within_a_year(written):
        return within
    if (match := _RANGE.fullmatch(written)) is None:
        return None
    first, rest = _single(match[1]), match[2]
    last = _single(rest) or (_single(f"{first.first.year}年{rest}") if first else None)
    return (first, last) if first and last else None


def parse_period(text: str) -> Period:
    """The period a text means; every way of writing one stands in `HINT`. Raises CountyError in words."""
    written = re.sub(r"[–―—]+", "—", re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper())
    if single := _single(written):
        return single
    ends = _ends(written)
    if ends is None:
        raise CountyError(f"看不懂期间“{text}”", HINT)
    first, last = ends
    if last.last < first.last or last.first < first.first:
        raise CountyError(f"期间“{text}”的开始晚于结束", "，请把早的写在前面。")
    return Period(first.first, last.last, min(first.unit, last.unit))


def period_of(day: date, months: int) -> Period:
    """The period of so many months (12, 6, 3 or 1) that a day lies in."""
    return _from_month(day.year * 12 + (day.month - 1) // months * months, months, months)
