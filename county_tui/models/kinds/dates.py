"""Dates, whole and partial, in all the ways offices write them."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Any, ClassVar

import peewee

from county_tui.errors import CountyError, ValueRefusedError
from county_tui.models.kinds.base import Given, Kind, Plain, Value, as_text
from county_tui.models.lookups import Lookups
from county_tui.printable import shown
from county_tui.report_period import parse_period

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""A year outside is a slip of typing, or a number that is no date of Excel's."""
EXCEL_EPOCH = datetime.date(1899, 12, 30)
SERIALS = range(20_000, 75_000)
"""Excel's day numbers from 1954 to 2105: outside them a bare number is no date."""
SERIAL_TEXTS = range(30_000, 75_000)
"""Those a csv may hold as text: from 1982 on, since 20235 is more likely a slip for 2023-5."""

Parts = tuple[int, int | None, int | None]

_CLOCK = r"(?:[ T]*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?)?(?:Z|\+\d\d:?\d\d)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_CLOCK}",
        rf"(\d{{4}})/(\d{{1,2}})/(\d{{1,2}}){_CLOCK}",
        rf"(\d{{4}})\.(\d{{1,2}})\.(\d{{1,2}})\.?{_CLOCK}",
        rf"(\d{{4}})年(\d{{1,2}})月(\d{{1,2}})[日号]?{_CLOCK}",
        r"(\d{4})(\d{2})(\d{2})",
        r"(\d{4})年(\d{1,2})(?:月份?)?",
        r"(\d{4})[-/.](\d{1,2})",
        r"(\d{4})(0[1-9]|1[0-2])",
        r"(\d{4})年?",
    )
)


def _parts_of_number(number: float) -> Parts:
    """A number cell as a date: a serial, 20260901, 202609, 2026; 2023.1 could be January or October."""
    if not abs(number) < 10**9:
        raise ValueRefusedError("这个数字不是日期", "，请写成 2026-09-01 这样。")
    if number in SERIALS:
        day = EXCEL_EPOCH + datetime.timedelta(days=int(number))
        return day.year, day.month, day.day
    if number == int(number):
        return _parts_of_text(str(int(number)))
    if int(number) in SERIALS:
        return _parts_of_number(int(number))
    text = f"{number:.10g}"
    if re.fullmatch(r"\d{4}\.1", text):
        raise ValueRefusedError(f"{text} 可能是 1 月或 10 月", f"，请写成 {text[:4]}-01 或 {text[:4]}-10。")
    return _parts_of_text(text)


def _parts_of_text(text: str) -> Parts:
    written = unicodedata.normalize("NFKC", text).strip().replace(" ", " ")
    compact = re.sub(r"\s+(?!\d{1,2}[:时])", "", re.sub(r"[(（]?(星期|周)[一二三四五六日天][)）]?", "", written))
    compact = re.sub(r"[—–−]", "-", compact)
    for form in _FORMS:
        match = form.fullmatch(compact)
        if match:
            year, month, day = (*match.groups(), "", "")[:3]
            return int(year or 0), int(month) if month else None, int(day) if day else None
    if re.fullmatch(r"\d{5}", compact) and int(compact) in SERIAL_TEXTS:
        return _parts_of_number(int(compact))
    if re.match(r"\d{2}[-/.年]\d{1,2}", compact):
        raise ValueRefusedError(f"{shown(text)}的年份不全", "，请写四位年份，如 2026-09-01。")
    raise ValueRefusedError(f"{shown(text)}不是日期", "，请写成 2026-09-01 这样。")


def read_parts(given: Given) -> Parts:
    """Year, month and day of a cell; month and day None where not given. Refuses what no calendar has."""
    if isinstance(given, datetime.date):
        parts: Parts = (given.year, given.month, given.day)
    elif isinstance(given, int | float) and not isinstance(given, bool):
        parts = _parts_of_number(given)
    else:
        parts = _parts_of_text(as_text(given))
    year, month, day = parts
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueRefusedError(f"年份 {year} 不在 {FIRST_YEAR}—{LAST_YEAR} 之间", "，请检查。")
    try:
        datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValueRefusedError(f"{shown(as_text(given))}在日历上不存在", "，请检查月和日。") from None
    return parts


class Date(Kind, peewee.DateField):
    """A day."""

    kind: ClassVar[str] = "date"
    takes: ClassVar[str] = "日期，如 2026-09-01"
    converts: ClassVar[bool] = True

    def read(self, given: Given, lookups: Lookups) -> Value:
        """The day. Refuses a date without one."""
        year, month, day = read_parts(given)
        if month is None or day is None:
            raise ValueRefusedError(f"{shown(as_text(given))}没有写到日", "，请写成 2026-09-01 这样。")
        return datetime.date(year, month, day)

    def from_db(self, stored: Any) -> Value:
        """The date of an ISO text."""
        return None if stored is None else datetime.date.fromisoformat(stored)

    def to_db(self, value: Value) -> Any:
        """ISO text."""
        return None if value is None else str(value)


class PartialDate(Kind, peewee.TextField):
    """A year, a month or a day, kept as ISO text as long as it is known: `2023`, `2023-09`, `2023-09-01`."""

    kind: ClassVar[str] = "partial-date"
    takes: ClassVar[str] = "日期，可只写到年或月，如 2023、2023-09"

    def __init__(self, label: str, *, to_month: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.to_month = to_month
        """Whether it must be just a month."""
        if to_month:
            self.takes = "月份，如 2023-09"  # type: ignore[misc]  # of this field alone

    def read(self, given: Given, lookups: Lookups) -> Value:
        """The ISO text of the parts given."""
        year, month, day = read_parts(given)
        if self.to_month:
            # Excel makes the first of the month of a typed 2023-09
            if month is None or (day is not None and (isinstance(given, str) or day != 1)):
                raise ValueRefusedError(f"{shown(as_text(given))}不是月份", "，请正好写到月，如 2023-09。")
            day = None
        widths = zip((year, month, day), (4, 2, 2), strict=True)
        return "-".join(f"{part:0{width}d}" for part, width in widths if part is not None)

    def plain(self, value: Value, lookups: Lookups) -> Plain:
        """The ISO text."""
        return None if value is None else str(value)


class PeriodName(Kind, peewee.TextField):
    """A year, half, quarter, month or a range of them, kept under the one name its span has: `2026Q1`."""

    kind: ClassVar[str] = "text"
    takes: ClassVar[str] = "期间，如 2026Q1、2026年上半年、2026年1—9月"
    is_searchable: ClassVar[bool] = True

    def read(self, given: Given, lookups: Lookups) -> Value:
        """The name of the period; the month of a cell that Excel took for a date."""
        if isinstance(given, datetime.date):
            text = f"{given.year:04d}-{given.month:02d}"
        else:
            text = str(int(given)) if isinstance(given, float) and given.is_integer() else as_text(given)
        try:
            return parse_period(text).canonical_name
        except CountyError as error:
            raise ValueRefusedError(error.message, error.hint) from error


def first_day(partial: str) -> datetime.date:
    """The first day a partial date covers."""
    year, month, day = (*map(int, partial.split("-")), 1, 1)[:3]
    return datetime.date(year, month, day)


def last_day(partial: str) -> datetime.date:
    """The last day a partial date covers: `2023-02` ends on the 28th."""
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts)
    year, month = (parts[0], parts[1]) if len(parts) == 2 else (parts[0], 12)
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)
