"""Records in words: which ones are meant, and how many."""

from __future__ import annotations

from collections.abc import Sequence

from county_tui.models import register_named
from county_tui.models.kinds import Number
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register
from county_tui.store import Row, Totals

MOST_NAMED = 5
"""As many of several records are named: what fits beside the answers on 24 lines."""


def describe_row(row: Row, lookups: Lookups) -> str:
    """A saved record in one line; one that says nothing of itself by its number."""
    return register_named(row.register).describe(row.values, lookups) or f"第 {row.id} 号"


def describe_rows(rows: Sequence[Row], count: int, lookups: Lookups) -> str:
    """The first few of some records, a line each, and how many there are beside them."""
    lines = [describe_row(row, lookups) for row in rows[:MOST_NAMED]]
    rest = count - len(lines)
    return "\n".join([*lines, f"另有 {rest:,} 条"] if rest else lines)


def describe_totals(register: type[Register], found: Sequence[Totals]) -> str:
    """The totals of some records' numbers, two lines each."""
    if not found:
        return "这些记录里没有填写数字。"
    fields = register.fields()
    return "\n".join(_totals_lines(field, one) for one in found if isinstance(field := fields[one.field], Number))


def _totals_lines(field: Number, one: Totals) -> str:
    """A grade, which counts nothing, has no sum."""
    unit = f" {field.unit}" if field.unit else ""
    adds = field.unit or field.kind != "integer"
    total = f"合计 {_number(one.total)}{unit}，" if adds else ""
    more = f"最小 {_number(one.least)}，最大 {_number(one.most)}（{one.filled:,} 条填了）"
    return f"{field.label}：{total}平均 {_number(one.mean)}\n  {more}"


def _number(value: float) -> str:
    return f"{round(value, 2):,}" if value % 1 else f"{int(value):,}"
