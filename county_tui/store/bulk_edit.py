"""Many records changed as one batch, and the batches there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import peewee

from county_tui.errors import CountyError
from county_tui.models import REGISTERS, register_named
from county_tui.models.kinds import Value, clean
from county_tui.models.line import without_numbers
from county_tui.models.tables import Batch, Change
from county_tui.store.changes import Writer
from county_tui.store.history import BatchInfo, mark_undone
from county_tui.store.ledger import now, stamped
from county_tui.store.ledger_lookups import lookups
from county_tui.store.listing import rows_by_id
from county_tui.store.rows import ID, Condition, InvalidRecordError, Query, Row, Test
from county_tui.store.saving import live_with_key, referrers, restore
from county_tui.store.session import records, session, transaction

BATCH_ACTIONS = {"create": "新增", "update": "修改", "delete": "删除"}
"""What a batch does, in Chinese; what undoing it did stands in history under the same number."""


NOTHING = MappingProxyType(dict.fromkeys(("new", "updated", "unchanged", "refused", "gone"), 0))
CHANGED, BULK_DELETE = "bulk-edit", "bulk-delete"
"""The kinds of batch these are."""
MOST_NAMED = 3
"""Records a refusal names by number; the rest are counted, so that the sentence fits a box."""


def start_batch(kind: str, source: str, by: str, counts: Mapping[str, int] = NOTHING) -> int:
    """Open a batch; `counts` holds new, updated, unchanged, refused, gone. Returns its number.

    `source` is a file's name, or what to call the batch; numbers of persons in it are hidden.
    """
    name = clean(without_numbers(source), keep_lines=False)
    return int(Batch.insert(kind=kind, source=name, at=now(), by=by, **counts).execute())


def count_batch(number: int, counts: Mapping[str, int]) -> None:
    """Write down what a batch did, counted as `start_batch` takes it."""
    Batch.update(**counts).where(Batch.id == number).execute()


@dataclass(frozen=True, slots=True)
class BatchPart:
    """One thing a batch did (an action of history), in one register, to so many records."""

    register: str
    action: str
    count: int


def batch_parts(number: int) -> list[BatchPart]:
    """All a batch did, in the order of registers; nothing for one that found everything as it was."""
    with session():
        changes = Change.select(Change.register, Change.action, peewee.fn.count(Change.id))
        grouped = changes.where(Change.batch_id == number).group_by(Change.register, Change.action)
        counts = {(register, action): count for register, action, count in records(grouped)}
    parts = ((register.register_name(), action) for register in REGISTERS for action in BATCH_ACTIONS)
    return [BatchPart(*part, counts[part]) for part in parts if part in counts]


def in_batch(number: int, actions: Collection[str] = tuple(BATCH_ACTIONS)) -> Condition:
    """That a record is one of those a batch did one of these things to."""
    return Condition(ID, Test.IN_BATCH, (number, *actions))


def batch_query(info: BatchInfo, part: BatchPart) -> Query:
    """The records of a part, where they are now: what was added and undone, or deleted and not, is in the trash."""
    is_in_trash = part.action != "update" and (part.action == "delete") != bool(info.undone)
    return Query(part.register, where=(in_batch(info.id, (part.action,)),), deleted=is_in_trash)


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
    return register_named(row.register).naming().describe(row.values, lookups())


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
