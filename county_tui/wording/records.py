"""Records in words: which ones are meant, how many, and what was done to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from county_tui import store
from county_tui.models import register_named
from county_tui.models.kinds import Number
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register
from county_tui.store import BatchInfo, Logged, Row, Totals, What

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


Rows = Mapping[tuple[str, int], Row]


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
