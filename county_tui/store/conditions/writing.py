"""Writing conditions as a person writes them; `parse_conditions` reads the text back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from county_tui.errors import CountyError, ValueRefusedError
from county_tui.models import register_named
from county_tui.models.kinds import Kind, Reference, RegionCode, first_day, last_day
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register
from county_tui.report_period import Period, period_of
from county_tui.store.conditions.reading import ACTIONS, BATCH, BLANK, OR, quoted
from county_tui.store.conditions.spans import dated, is_date
from county_tui.store.rows import ID, AnyOf, Condition, Conditions, Test

Part = tuple[str, str, str]
"""What stands before a sign, the sign, and what stands behind it."""
_ENDS = {Test.LASTS: ">=", Test.ENDS_BEFORE: "<"}
_UNITS = (12, 6, 3, 1)
"""The months of a year, a half, a quarter, a month: the longest that fits is the shortest to write."""


def _value(field: Kind, value: Any, lookups: Lookups) -> str:
    """A value as `parse` reads it back; one whose name no longer leads to it by its number or code."""
    text = field.format(value, lookups)
    if not isinstance(field, Reference | RegionCode):
        return quoted(text)
    try:
        is_known = field.parse(text, lookups) == value
    except ValueRefusedError:
        is_known = False
    return quoted(text) if is_known else f"#{value}" if isinstance(field, Reference) else str(value)


def _part(fields: dict[str, Kind], condition: Condition, lookups: Lookups) -> Part:
    value: Any = condition.value
    if condition.test is Test.IN_BATCH:
        number, *actions = value
        words = [word for word, action in ACTIONS.items() if action in actions]
        return BATCH if len(words) == len(ACTIONS) else f"{BATCH}.{words[0]}", "=", str(number)
    if condition.test is Test.DATED_IN:
        name, _, dated_by, first, last = value
        other = register_named(name)
        span = _period_name(first, last) or f"{first}..{last}"
        return f"{other.label}.{other.fields()[dated_by].label}", "=", span
    if condition.field == ID:
        return ID, "=", "|".join(map(str, value if isinstance(value, tuple) else (value,)))
    field = fields[condition.field]
    match condition.test:
        case Test.EMPTY:
            return field.label, "=", BLANK
        case Test.FILLED:
            return field.label, "!=", BLANK
        case Test.LEVEL:
            return f"{field.label}.级别", "=", "|".join(map(str, value if isinstance(value, tuple) else (value,)))
        case Test.LASTS | Test.ENDS_BEFORE:
            return f"{field.label}.末日", _ENDS[condition.test], str(value)
        case Test.HAS:
            return field.label, "=", quoted(str(value))
        case Test.IN if isinstance(value, tuple):
            return field.label, "=", "|".join(_value(field, one, lookups) for one in value)
        case Test.IS | Test.UNDER:
            return field.label, "=", _value(field, value, lookups)
    return field.label, condition.test.value, _value(field, value, lookups)


def _period_name(first: str, last: str) -> str:
    """How a span of dates that are whole months (or one day) is written: `2026Q1`; empty if it is none."""
    if first == last:
        return first
    start, end = first_day(first), last_day(last)
    if start > end or start.day != 1 or period_of(end, 1).last != end:
        return ""
    fitting = (period_of(start, unit) for unit in _UNITS)
    return (
        next((period.name for period in fitting if (period.first, period.last) == (start, end)), "")
        or Period(start, end).name
    )


def _as_period(fields: dict[str, Kind], pair: Sequence[Any], lookups: Lookups) -> Part | None:
    """Two conditions that say from when and until when, as one on a period; None if they do not."""
    tests = [(one.field, one.test) for one in pair if isinstance(one, Condition)]
    if len(tests) != 2 or [test for _, test in tests] != [Test.AT_LEAST, Test.AT_MOST] or tests[0][0] != tests[1][0]:
        return None
    name = tests[0][0]
    if name not in fields or not is_date(fields[name]):
        return None
    try:
        written = _period_name(str(pair[0].value), str(pair[1].value))
        is_same = bool(written) and dated(name, fields[name], written, lookups) == tuple(pair)
    except (CountyError, ValueError):  # years no period has
        return None
    return (fields[name].label, "=", written) if is_same else None


def _parts(fields: dict[str, Kind], conditions: Sequence[Condition], lookups: Lookups) -> list[Part]:
    found: list[Part] = []
    at = 0
    while at < len(conditions):
        period = _as_period(fields, conditions[at : at + 2], lookups)
        found.append(period or _part(fields, conditions[at], lookups))
        at += 2 if period else 1
    return found


def _any_of(fields: dict[str, Kind], condition: AnyOf, lookups: Lookups) -> str:
    """`字段=a|b` where every way is one value of the same field; else the ways in parentheses."""
    ways = [_parts(fields, way, lookups) for way in condition.ways]
    before = {part[:2] for way in ways for part in way}
    if all(len(way) == 1 for way in ways) and len(before) == 1 and ways[0][0][1] == "=":
        return f"{ways[0][0][0]}={'|'.join(way[0][2] for way in ways)}"
    return f"（{OR.join('；'.join(map(''.join, way)) for way in ways)}）"


def conditions_text(register: type[Register], conditions: Conditions, lookups: Lookups) -> str:
    """Conditions in the condition language, by the fields' labels."""
    fields = register.askable()
    found: list[str] = []
    plain: list[Condition] = []
    for one in (*conditions, None):
        if isinstance(one, Condition):
            plain.append(one)
            continue
        found += map("".join, _parts(fields, plain, lookups))
        plain = []
        if one is not None:
            found.append(_any_of(fields, one, lookups))
    return "；".join(found)
