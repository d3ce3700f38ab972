"""Whole and decimal numbers, read strictly: what is not surely a number is refused."""

from __future__ import annotations

import datetime
import decimal
import re
import unicodedata
from typing import Any, ClassVar

import peewee

from county_tui.errors import ValueRefusedError
from county_tui.models.kinds.base import Given, Kind, Plain, Value, as_text
from county_tui.models.lookups import Lookups
from county_tui.printable import shown

UNITS = (
    "平方米|平米|人次|场次|件次|学时|课时|小时|百分点|人|件|次|场|个|项|元|㎡|m2|M2|年度|年|分|处|所|家|份|名|期|篇|条|户|种|支|"
    "万元|万人次|万人|万次|万"
)
_NUMBER = re.compile(rf"¥?([+-]?)(\d{{1,3}}(?:,\d{{3}})+|\d+)(\.\d+)?({UNITS})?")
MOST_DIGITS = 15
"""As many as Excel and SQLite's REAL both keep exactly."""


def read_number(given: Given) -> decimal.Decimal:
    """The number a cell holds: `1,234`, `１２３`, `12人次`, `3.5万元`, ¥5. Refuses 约100, 100多, 1E5, NaN, infinity."""
    if isinstance(given, bool | datetime.date | datetime.time | datetime.timedelta):
        raise ValueRefusedError(f"{shown(as_text(given))}不是数字", "，请写数字，如 120。")
    if isinstance(given, decimal.Decimal):
        given = format(given, "f") if given.is_finite() else str(given)
    text = unicodedata.normalize("NFKC", as_text(given)).replace(" ", "").replace("−", "-")
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise ValueRefusedError(f"{shown(as_text(given))}不是确切的数字", "，请写数字，如 120。")
    sign, whole, fraction, unit = match.groups()
    digits = whole.replace(",", "") + (fraction or "")
    if len(digits.replace(".", "").strip("0")) > MOST_DIGITS or len(digits) > 2 * MOST_DIGITS:
        raise _too_long(given)
    number = decimal.Decimal(sign + digits)
    if unit and unit.startswith("万"):
        number *= 10_000
    if number.adjusted() >= MOST_DIGITS:
        raise _too_long(given)
    return number


def _too_long(given: Given) -> ValueRefusedError:
    return ValueRefusedError(f"{shown(as_text(given))}位数太多", f"，请检查（最多 {MOST_DIGITS} 位）。")


class Number(Kind):
    """What whole and decimal numbers share: the limits and the unit."""

    def __init__(
        self, label: str, *, least: int | None = 0, most: int | None = None, unit: str = "", **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.least, self.most, self.unit = least, most, unit

    def within(self, number: decimal.Decimal) -> decimal.Decimal:
        """The number itself, if it lies within the field's limits."""
        if self.least is not None and number < self.least:
            raise ValueRefusedError(f"{number:f} 小于 {self.least}", f"，请写不小于 {self.least} 的数。")
        if self.most is not None and number > self.most:
            raise ValueRefusedError(f"{number:f} 大于 {self.most}", f"，请写不大于 {self.most} 的数。")
        return number


class Integer(Number, peewee.BigIntegerField):
    """A whole number, from `least` to `most`."""

    kind: ClassVar[str] = "integer"
    takes: ClassVar[str] = "整数"

    def __init__(self, label: str, *, most: int | None = 10**12, **options: Any) -> None:
        super().__init__(label, most=most, **options)

    def read(self, given: Given, lookups: Lookups) -> Value:
        """The whole number. Refuses a fraction."""
        number = read_number(given)
        if number != number.to_integral_value():
            raise ValueRefusedError(f"{number:f} 不是整数", "，请写整数。")
        return int(self.within(number))

    def plain(self, value: Value, lookups: Lookups) -> Plain:
        """The number itself."""
        return None if value is None else int(value)  # type: ignore[arg-type]


class Decimal(Number, peewee.DecimalField):
    """A number with up to 15 digits; stored as SQLite's NUMERIC, which keeps that many exactly."""

    kind: ClassVar[str] = "decimal"
    takes: ClassVar[str] = "数字，可带小数"
    converts: ClassVar[bool] = True

    def get_modifiers(self) -> None:  # type: ignore[override]
        """No precision in the column type."""

    def read(self, given: Given, lookups: Lookups) -> Value:
        """The number, without needless zeros."""
        return self.from_db(self.to_db(self.within(read_number(given))))

    def format(self, value: Value, lookups: Lookups) -> str:
        """The number in plain digits, never with an exponent."""
        return "" if value is None else f"{value:f}"

    def plain(self, value: Value, lookups: Lookups) -> Plain:
        """A JSON number, whole where it is whole."""
        stored: Plain = self.to_db(value)
        return stored

    def to_db(self, value: Value) -> Any:
        """An int where the number is whole, else a float."""
        if value is None:
            return None
        number = decimal.Decimal(str(value))
        return int(number) if number == number.to_integral_value() else float(number)

    def from_db(self, stored: Any) -> Value:
        """A Decimal with just the digits stored."""
        if stored is None:
            return None
        number = decimal.Decimal(repr(stored) if isinstance(stored, float) else str(stored))
        return decimal.Decimal(int(number)) if number == number.to_integral_value() else number
