"""Turning the `where` lines of a definition into the store's conditions, for one period."""

from __future__ import annotations

from collections.abc import Iterable

from county_tui.errors import CountyError, ValueRefusedError
from county_tui.models import register_named
from county_tui.models.kinds import Kind, MultiChoice, PartialDate, RegionCode, Value
from county_tui.models.lookups import Lookups
from county_tui.models.regions import LEVEL_DIGITS
from county_tui.report_period import Period
from county_tui.reports.definition import Filter
from county_tui.store import AnyOf, Condition, Test

Conditions = tuple[Condition | AnyOf, ...]
LEVELS = {str(level) for level in LEVEL_DIGITS}
SIGNS = {"=": Test.IS, "!=": Test.IS_NOT, ">=": Test.AT_LEAST, "<=": Test.AT_MOST}


def within(field: str, kind: Kind, period: Period) -> Conditions:
    """That a date lies in the period; a partial date does if its first day does."""
    if not isinstance(kind, PartialDate):
        return Condition(field, Test.AT_LEAST, period.first), Condition(field, Test.AT_MOST, period.last)
    return Condition(field, Test.AT_LEAST, start_text(period)), Condition(field, Test.AT_MOST, str(period.last))


def start_text(period: Period) -> str:
    """The shortest partial date whose first day is the period's: all that sort from it on begin in it or later."""
    return str(period.first).removesuffix("-01").removesuffix("-01")


def _value(kind: Kind, text: str, sign: str, period: Period, lookups: Lookups) -> Value:
    if text == "@start":
        return start_text(period) if isinstance(kind, PartialDate) else period.first
    if text == "@end":
        return str(period.last) if isinstance(kind, PartialDate) else period.last
    return kind.parse(text, lookups)


def _levels(given: Filter) -> Condition:
    if given.sign != "=" or not given.texts or not set(given.texts) <= LEVELS:
        raise CountyError(given.spot.says(f"“{given.field}”只能写成“{given.field}=5”这样，1（省）到 5（社区）。"))
    return Condition(given.field.removesuffix(".level"), Test.LEVEL, tuple(int(text) for text in given.texts))


def _compared(given: Filter, kind: Kind, values: tuple[Value, ...]) -> Conditions:
    """The conditions of a sign and its values, by the field's kind."""
    if given.sign in (">=", "<="):
        if len(values) != 1:
            raise CountyError(given.spot.says(f"“{given.field}{given.sign}”后面只能有一个值。"))
        return (Condition(given.field, SIGNS[given.sign], values[0]),)
    if isinstance(kind, MultiChoice | RegionCode):
        if given.sign == "!=":
            raise CountyError(given.spot.says(f"字段“{given.field}”不能用“!=”加值。"))
        test = Test.UNDER if isinstance(kind, RegionCode) else Test.HAS
        single = [value[0] if isinstance(value, tuple) else value for value in values]
        ways = tuple((Condition(given.field, test, value),) for value in single)
        return ways[0] if len(ways) == 1 else (AnyOf(ways),)
    if given.sign == "!=":
        return tuple(Condition(given.field, Test.IS_NOT, value) for value in values)
    if len(values) == 1:
        return (Condition(given.field, Test.IS, values[0]),)
    return (Condition(given.field, Test.IN, values),)


def resolve(register: str, filters: Iterable[Filter], period: Period, lookups: Lookups) -> Conditions:
    """The conditions some `where` lines stand for. Raises CountyError with file, line and key."""
    fields = register_named(register).fields()
    found: Conditions = ()
    for given in filters:
        if given.field.endswith(".level"):
            found += (_levels(given),)
        elif not given.texts:
            found += (Condition(given.field, Test.EMPTY if given.sign == "=" else Test.FILLED),)
        else:
            kind = fields[given.field]
            try:
                values = tuple(_value(kind, text, given.sign, period, lookups) for text in given.texts)
            except ValueRefusedError as error:
                raise CountyError(given.spot.says(str(error))) from error
            found += _compared(given, kind, values)
    return found
