"""From written conditions to what to ask the tables, by the ledger's options, regions and names, and by a period."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.kinds import Date, Kind, MultiChoice, PartialDate, Reference, RegionCode
from county_tui.models.lookups import Lookups
from county_tui.models.regions import LEVEL_DIGITS
from county_tui.models.register import Register
from county_tui.report_period import Period
from county_tui.store.conditions.reading import (
    ACTIONS,
    BATCH,
    LAST_DAY,
    LEVEL,
    Written,
    WrittenCondition,
    read_conditions,
    reference_of,
)
from county_tui.store.conditions.spans import DOTS, compared, is_date, one_of, shortest
from county_tui.store.ledger_lookups import lookups as ledger_lookups
from county_tui.store.rows import ID, AnyOf, Condition, Conditions, Test, Way

LEVELS = {str(level) for level in LEVEL_DIGITS}
LONGEST_NUMBER = 18
"""Digits of the longest number that surely fits SQLite's 64 bits."""
NUMBERED = re.compile(rf"#(\d{{1,{LONGEST_NUMBER}}})")
"""A record referred to by its number: what is written where its name no longer leads to it."""


def _level(written: Written, field: Kind) -> Conditions:
    is_level = bool(written.texts) and set(written.texts) <= LEVELS
    if not isinstance(field, RegionCode) or written.sign != "=" or not is_level:
        name = f"{written.field}.level"
        raise CountyError(f"“{name}”只能写成“{name}=5”这样", "，1（省）到 5（社区）。")
    return (Condition(written.field, Test.LEVEL, tuple(int(text) for text in written.texts)),)


def _last_day(written: Written, field: Kind, lookups: Lookups) -> Conditions:
    if not is_date(field) or written.sign not in (">=", "<"):
        raise CountyError(f"“{field.label}.末日”后面只能写 >= 或 < 和一个日期", "，如 有效期至.末日>=2026-06-15。")
    day = compared(written.field, Date(""), written.sign, written.texts[0], lookups)
    test = Test.LASTS if written.sign == ">=" else Test.ENDS_BEFORE
    return (Condition(written.field, test, str(day.value)),)


def _numbers(written: Written) -> tuple[int, ...]:
    if (
        written.sign != "="
        or not written.texts
        or not all(text.isdecimal() and len(text) <= LONGEST_NUMBER for text in written.texts)
    ):
        raise CountyError(f"“{written.field}”后面要写“=”和编号", "，如 导入批次=3。")
    return tuple(int(text) for text in written.texts)


def _in_batch(written: Written) -> Conditions:
    actions = (written.facet,) if written.facet else tuple(ACTIONS.values())
    numbers = _numbers(written)
    ways = tuple((Condition(ID, Test.IN_BATCH, (number, *actions)),) for number in numbers)
    return ways[0] if len(ways) == 1 else (AnyOf(ways),)


def _unequal(written: Written, field: Kind, lookups: Lookups) -> Conditions:
    if not written.texts:
        return (Condition(written.field, Test.FILLED),)
    if isinstance(field, RegionCode | MultiChoice):
        raise CountyError(f"“{field.label}”不能用 != 筛选", f"，请写成 {field.label}=值，多个值用 | 隔开。")
    found: Conditions = ()
    for text in written.texts:
        if not text:
            found += (Condition(written.field, Test.FILLED),)
        elif is_date(field):
            sides = (compared(written.field, field, sign, text, lookups) for sign in ("<", ">"))
            found += (AnyOf((*((side,) for side in sides), (Condition(written.field, Test.EMPTY),))),)
        else:
            found += (Condition(written.field, Test.IS_NOT, field.parse(text, lookups)),)
    return found


def _bounded(written: Written, field: Kind, lookups: Lookups) -> Conditions:
    if isinstance(field, RegionCode | MultiChoice | Reference):
        raise CountyError(
            f"看不懂条件“{field.label}{written.sign}{written.texts[0]}”", f"，{written.sign} 后面要写日期或数。"
        )
    return (compared(written.field, field, written.sign, written.texts[0], lookups),)


def _of_numbers(written: Written) -> Conditions:
    """References by number: `经办人=#3`."""
    matches = [NUMBERED.fullmatch(text) for text in written.texts]
    numbers = tuple(int(match[1]) for match in matches if match)
    if len(numbers) != len(matches):
        raise CountyError("按 #编号 和按名称不能写在一起", "，请分成两个条件或都写名称。")
    is_one = len(numbers) == 1
    return (Condition(written.field, Test.IS if is_one else Test.IN, numbers[0] if is_one else numbers),)


def _bounds_of_period(written: Written, field: Kind, period: Period | None) -> Written:
    """`@start`, `@end`, `@gone` as days of the period; a partial date begins with the period if it is as early.

    `@gone` is the period's last day that is over: nothing due later can be overdue.
    """
    if not any(text.startswith("@") for text in written.texts) or not is_date(field):
        return written
    if period is None:
        raise CountyError(f"“{written.texts[0]}”只能用在汇总表和表样里", "，这里请写日期，如 2026-03。")
    start = period.first.isoformat()
    yesterday = datetime.datetime.now().astimezone().date() - datetime.timedelta(days=1)
    days = {
        "@start": shortest(start) if isinstance(field, PartialDate) else start,
        "@end": period.last.isoformat(),
        "@gone": min(period.last, yesterday).isoformat(),
    }
    texts = tuple(DOTS.join(days.get(end, end) for end in text.split(DOTS)) for text in written.texts)
    return Written(written.field, written.facet, written.sign, texts)


def _referred(register: type[Register], written: Written, lookups: Lookups, period: Period | None) -> Conditions:
    """That records of another register refer to a record, dated in a span."""
    other = register_named(written.field)
    field = other.fields()[written.facet]
    asked = _bounds_of_period(Written(written.facet, "", written.sign, written.texts), field, period)
    span = one_of(written.facet, field, asked.texts, lookups) if written.sign == "=" and isinstance(field, Date) else ()
    ends = tuple(str(end.value) for end in span if isinstance(end, Condition))
    if len(ends) != 2:
        hint = f"，如 {other.label}.{field.label}=2026Q1。" if isinstance(field, Date) else "，只能写日期字段。"
        raise CountyError(f"“{other.label}.{field.label}”后面要写“=”和一段日期", hint)
    value = (other.register_name(), reference_of(other, register), written.facet, *ends)
    return (Condition(ID, Test.DATED_IN, value),)


def _resolve_one(register: type[Register], written: Written, lookups: Lookups, period: Period | None) -> Conditions:
    if written.field == BATCH:
        return _in_batch(written)
    if written.field == ID:
        numbers = _numbers(written)
        return (Condition(ID, Test.IN, numbers),)
    known = register.askable()
    if written.field not in known:
        return _referred(register, written, lookups, period)
    field = known[written.field]
    written = _bounds_of_period(written, field, period)
    if written.facet == LEVEL:
        return _level(written, field)
    if written.facet == LAST_DAY:
        return _last_day(written, field, lookups)
    if written.sign == "!=":
        return _unequal(written, field, lookups)
    if written.sign != "=":
        return _bounded(written, field, lookups)
    if isinstance(field, Reference) and any(NUMBERED.fullmatch(text) for text in written.texts):
        return _of_numbers(written)
    return one_of(written.field, field, written.texts or ("",), lookups)


def resolve_conditions(
    register: type[Register], written: Iterable[WrittenCondition], lookups: Lookups, period: Period | None = None
) -> Conditions:
    """What written conditions ask for in this ledger; `@start`, `@end` are the period's days. Raises CountyError."""
    found: Conditions = ()
    for one in written:
        if isinstance(one, Written):
            found += _resolve_one(register, one, lookups, period)
        else:
            ways = (resolve_conditions(register, way, lookups, period) for way in one.ways)
            found += (AnyOf(tuple(plain for way in ways for plain in spelled_out(way))),)
    return found


def spelled_out(way: Conditions) -> list[Way]:
    """A way as ways of plain conditions: of each `a|b` within it, one way for a and one for b."""
    ways: list[Way] = [()]
    for one in way:
        choices = one.ways if isinstance(one, AnyOf) else ((one,),)
        ways = [(*begun, *choice) for begun in ways for choice in choices]
    return ways


def parse_conditions(
    register: type[Register], text: str, lookups: Lookups | None = None, period: Period | None = None
) -> Conditions:
    """The conditions a text stands for. Raises CountyError with the nearest right word."""
    written = read_conditions(register, text)
    return resolve_conditions(register, written, lookups or ledger_lookups(), period)
