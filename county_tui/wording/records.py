"""Records in words: which ones are meant, under what conditions, how many, and what was done to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from county_tui import store
from county_tui.models import register_named
from county_tui.models.kinds import Kind, Number
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register
from county_tui.store import BATCH_ACTIONS, AnyOf, BatchInfo, Condition, Logged, Query, Row, Test, Totals, What

MOST_NAMED = 5
"""As many of several records are named: what fits beside the answers on 24 lines."""
Rows = Mapping[tuple[str, int], Row]
TEST_WORDS = {
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


def describe_row(row: Row, lookups: Lookups) -> str:
    """A saved record in one line; one that says nothing of itself by its number."""
    return register_named(row.register).naming().describe(row.values, lookups) or f"第 {row.id} 号"


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


def rows_of(found: Sequence[Logged]) -> Rows:
    """The records that the lines speak of, as they stand now."""
    wanted: dict[str, set[int]] = {}
    for one in found:
        if one.what is What.RECORD:
            wanted.setdefault(one.register, set()).add(one.record)
    return {(name, row.id): row for name, ids in wanted.items() for row in store.rows_by_id(name, sorted(ids))}


def described(one: Logged, rows: Rows, lookups: Lookups) -> str:
    """What was done, without when and by whom: `修改 工作队伍：张三，民宗局`."""
    if one.batch is not None:
        named = f"第 {one.batch.id} 批（{one.batch.source}）"
        return f"撤销{named}：{one.count:,} 条" if one.what is What.UNDONE else f"{named}：{_done(one.batch)}"
    row = rows.get((one.register, one.record))
    named = describe_row(row, lookups) if row else f"第 {one.record} 号"
    return f"{store.ACTIONS.get(one.action, one.action)} {register_named(one.register).label}：{named}"


def _done(info: BatchInfo) -> str:
    counts = {"新增": info.new, "修改": info.updated, "移走": info.gone}
    return "，".join(f"{word} {count:,} 条" for word, count in counts.items() if count) or "没有改动"


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
    return f"{field.label}{TEST_WORDS[condition.test]}{'或'.join(texts)}"


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
