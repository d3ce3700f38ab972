"""Batches: opening one, what it did to how many records of which register, and the list of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import peewee

from county_tui.models import REGISTERS
from county_tui.models.kinds import clean
from county_tui.models.line import without_numbers
from county_tui.models.tables import Batch, Change
from county_tui.store.history import BatchInfo
from county_tui.store.ledger import now
from county_tui.store.rows import ID, Condition, Query, Test
from county_tui.store.session import records, session

BATCH_ACTIONS = {"create": "新增", "update": "修改", "delete": "删除"}
"""What a batch does, in Chinese; what undoing it did stands in history under the same number."""


NOTHING = MappingProxyType(dict.fromkeys(("new", "updated", "unchanged", "refused", "gone"), 0))


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
