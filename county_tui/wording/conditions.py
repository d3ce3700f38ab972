"""Conditions and orders in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from county_tui.models import register_named
from county_tui.models.kinds import Kind
from county_tui.models.lookups import Lookups
from county_tui.store import BATCH_ACTIONS, AnyOf, Condition, Query, Test

WORDS = {
    Test.IS: "为",
    Test.IS_NOT: "不为",
    Test.AT_LEAST: "从",
    Test.AT_MOST: "至",
    Test.IN: "为",
    Test.UNDER: "在",
    Test.HAS: "含",
    Test.LASTS: "到期不早于",
    Test.ENDS_BEFORE: "到期早于",
}


def describe_condition(fields: Mapping[str, Kind], condition: Condition | AnyOf, lookups: Lookups) -> str:
    """A condition in words: `服务类别为法律援助`."""
    if isinstance(condition, AnyOf):
        return "，或".join("且".join(describe_condition(fields, one, lookups) for one in way) for way in condition.ways)
    if condition.test is Test.IN_BATCH and isinstance(condition.value, tuple):
        number, *actions = condition.value
        return f"第 {number} 批{'、'.join(BATCH_ACTIONS[str(action)] for action in actions)}"
    if condition.test is Test.DATED_IN and isinstance(condition.value, tuple):
        register, _, dated, first, last = map(str, condition.value)
        other = register_named(register)
        return f"{other.label}的{other.fields()[dated].label}从{first}至{last}"
    field = fields[condition.field]
    if condition.test is Test.EMPTY:
        return f"{field.label}为空"
    if condition.test is Test.FILLED:
        return f"{field.label}已填"
    if condition.test is Test.LEVEL:
        return f"{field.label}按级别"
    if condition.test is Test.IN and isinstance(condition.value, tuple):
        texts = [_text(field, value, condition.test, lookups) for value in condition.value]
    else:
        texts = [_text(field, condition.value, condition.test, lookups)]
    return f"{field.label}{WORDS[condition.test]}{'或'.join(texts)}"


def _text(field: Kind, value: Any, test: Test, lookups: Lookups) -> str:
    return str(value) if test in (Test.HAS, Test.LASTS, Test.ENDS_BEFORE) else field.format(value, lookups)


def _told_of(condition: Condition | AnyOf | None) -> tuple[str, Test] | None:
    """A condition's field and test; of several that may be met instead of each other there is no one field."""
    return (condition.field, condition.test) if isinstance(condition, Condition) else None


def describe_query(query: Query, lookups: Lookups) -> str:
    """A query's conditions and order in words; nothing for a register as it is."""
    fields = register_named(query.register).askable()
    parts: list[str] = []
    for before, condition in zip((None, *query.where), query.where, strict=False):
        text = describe_condition(fields, condition, lookups)
        told = _told_of(condition)
        if told is not None and told[1] is Test.AT_MOST and _told_of(before) == (told[0], Test.AT_LEAST):
            parts[-1] += text.removeprefix(fields[told[0]].label)  # 服务日期从2026-04-01至2026-06-30
        else:
            parts.append(text)
    if query.sort:
        name = query.sort[0]
        parts.append(f"按{fields[name.lstrip('-')].label}{'倒序' if name.startswith('-') else '排序'}")
    return "，".join(parts)
