"""Changing many records picked by hand, as one batch that can be undone as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.models.tables import Change
from county_tui.store.batches import start_batch
from county_tui.store.changes import Writer
from county_tui.store.history import mark_undone
from county_tui.store.ledger import stamped
from county_tui.store.ledger_lookups import lookups
from county_tui.store.listing import rows_by_id
from county_tui.store.rows import InvalidRecordError, Row
from county_tui.store.saving import live_with_key, referrers, restore
from county_tui.store.session import records, transaction

CHANGED, BULK_DELETE = "bulk-edit", "bulk-delete"
"""The kinds of batch these are."""
MOST_NAMED = 3
"""Records a refusal names by number; the rest are counted, so that the sentence fits a box."""


def _live(name: str, ids: Sequence[int]) -> list[Row]:
    return [row for row in rows_by_id(name, ids) if row.deleted is None]


def _check(name: str, row: Row, changed: Mapping[str, Value]) -> None:
    register = register_named(name)
    whole = {**row.values, **changed}
    late = register.after_the_end(whole, lookups(), changed)
    problems = [*register.problems(whole), *late, *register.crossings(changed)]
    if problems:
        raise InvalidRecordError(problems)
    if set(changed) & set(register.key) and live_with_key(register, whole, but=row.id) is not None:
        raise CountyError(f"“{_named(row)}”改后会与另一条记录的{register.key_label()}相同", "，请先取消选中它。")


def _named(row: Row) -> str:
    return register_named(row.register).describe(row.values, lookups())


def change_several(name: str, ids: Sequence[int], changed: Mapping[str, Value], who: tuple[str, str]) -> int:
    """Write the same values into all these records, or none; `who` is (user, what to call the batch).

    Returns how many were changed. Raises InvalidRecordError, naming the record.
    """
    by, source = who
    with transaction():
        rows = [row for row in _live(name, ids) if any(row.values[key] != value for key, value in changed.items())]
        for row in rows:
            try:
                _check(name, row, changed)
            except InvalidRecordError as error:
                raise CountyError(f"“{_named(row)}”不能这样改：{error.message}", "，所以一条都没有改。") from error
        if rows:
            counts = {"new": 0, "updated": len(rows), "unchanged": len(ids) - len(rows), "refused": 0}
            batch = start_batch(CHANGED, source, by, counts)
            Writer(register_named(name), stamped(by, batch), lookups()).update([(row, changed) for row in rows])
        return len(rows)


def delete_several(name: str, ids: Sequence[int], by: str) -> int:
    """Move all these records to the trash, or none. Raises CountyError if other records refer to some of them."""
    with transaction():
        rows = _live(name, ids)
        used = [row for row in rows if referrers(name, row.id)]
        if used:
            some = "、".join(f"“{_named(row)}”" for row in used[:MOST_NAMED])
            more = f"等 {len(used)} 条" if len(used) > MOST_NAMED else ""
            raise CountyError(f"{some}{more}还被别的记录用到", "，请先取消选中它们。")
        if rows:
            label = register_named(name).label
            counts = {"new": 0, "updated": len(rows), "unchanged": 0, "refused": 0}
            batch = start_batch(BULK_DELETE, f"批量删除：{label}", by, counts)
            Writer(register_named(name), stamped(by, batch), lookups()).trash(rows)
        return len(rows)


def bring_back(batch: int, by: str) -> int:
    """Take back out of the trash what a batch deleted, but for what was restored since. Returns how many."""
    with transaction():
        chosen = (Change.batch_id == batch) & (Change.action == "delete")
        deleted = list(records(Change.select(Change.register, Change.record_id).where(chosen)))
        count = 0
        for name, key in deleted:
            if rows_by_id(name, [key])[0].deleted is not None:
                restore(name, key, by)
                count += 1
        mark_undone(batch, by)
        return count
