"""What a batch did: to how many records of which register, and the list of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import peewee

from county_tui.models import REGISTERS
from county_tui.models.tables import Change
from county_tui.store.history import BatchInfo
from county_tui.store.rows import ID, Condition, Query, Test
from county_tui.store.session import records, session

DONE = {"create": "新增", "update": "修改", "delete": "删除"}
"""What a batch does, in Chinese; what undoing it did stands in history under the same number."""


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
    parts = ((register.register_name(), action) for register in REGISTERS for action in DONE)
    return [BatchPart(*part, counts[part]) for part in parts if part in counts]


def in_batch(number: int, actions: Collection[str] = tuple(DONE)) -> Condition:
    """That a record is one of those a batch did one of these things to."""
    return Condition(ID, Test.IN_BATCH, (number, *actions))


def batch_query(info: BatchInfo, part: BatchPart) -> Query:
    """The records of a part, where they are now: what was added and undone, or deleted and not, is in the trash."""
    is_in_trash = part.action != "update" and (part.action == "delete") != bool(info.undone)
    return Query(part.register, where=(in_batch(info.id, (part.action,)),), deleted=is_in_trash)
