"""The log of changes in words: a line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from county_tui import store
from county_tui.models import register_named
from county_tui.models.lookups import Lookups
from county_tui.store import BatchInfo, Logged, Row, What
from county_tui.wording.records import describe_row

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
