"""All that was changed, whoever did it: single records by themselves, many at once as the batch they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from heapq import merge
from itertools import islice
from typing import Any

import peewee

from county_tui.models.register import STAMPS
from county_tui.models.tables import Batch, Change
from county_tui.store.conditions import holds_at, one_of
from county_tui.store.history import BatchInfo, batch_info
from county_tui.store.ledger_lookups import lookups
from county_tui.store.rows import Condition
from county_tui.store.session import records, session

DAY = "updated_at"


class What(StrEnum):
    """What a line of the log speaks of."""

    RECORD = "record"
    BATCH = "batch"
    UNDONE = "undone"
    """A batch taken back, or a part of it."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One line: when (UTC), by whom; of a record which and what was done to it, else the batch."""

    at: str
    by: str
    what: What
    register: str = ""
    record: int = 0
    version: int = 0
    action: str = ""
    batch: BatchInfo | None = None
    count: int = 0
    """How many records an undo changed or removed."""


def days_written(text: str) -> list[Condition]:
    """What days someone wrote mean; nothing for a blank. Raises ValueRefusedError."""
    found = one_of(DAY, STAMPS[DAY], [text], lookups()) if text.strip() else ()
    return [one for one in found if isinstance(one, Condition)]  # one text has no ways to choose from


def _chosen(query: Any, at: Any, by: Any, who: str, when: str) -> Any:
    """A query narrowed to a person, and to days as the condition language writes them."""
    tests = [holds_at(at, condition) for condition in days_written(when)]
    if who:
        tests.append(by == who)
    return query.where(*tests) if tests else query


def _of_records(who: str, when: str, limit: int) -> Iterator[Logged]:
    names = (Change.at, Change.by, Change.register, Change.record_id, Change.version, Change.action)
    query = _chosen(Change.select(*names).where(Change.batch_id.is_null()), Change.at, Change.by, who, when)
    for at, by, *rest in records(query.order_by(Change.id.desc()).limit(limit)):
        yield Logged(at, by, What.RECORD, *rest)


def _of_batches(who: str, when: str, limit: int) -> Iterator[Logged]:
    query = _chosen(Batch.select(), Batch.at, Batch.by, who, when)
    for row in query.order_by(Batch.id.desc()).limit(limit):
        yield Logged(row.at, row.by, What.BATCH, batch=batch_info(row))


def _undone(who: str, when: str, limit: int) -> Iterator[Logged]:
    """A batch may be undone in parts: one line for whoever did, at the last of them."""
    counted = Change.select(peewee.fn.max(Change.at), Change.by, Change.batch_id, peewee.fn.count(Change.id))
    done = counted.where((Change.action == "undo") & Change.batch_id.is_null(False))
    query = _chosen(done, Change.at, Change.by, who, when).group_by(Change.batch_id, Change.by)
    found = list(records(query.order_by(peewee.fn.max(Change.id).desc()).limit(limit)))
    batches = {row.id: batch_info(row) for row in Batch.select().where(Batch.id.in_({row[2] for row in found}))}
    for at, by, number, count in found:
        yield Logged(at, by, What.UNDONE, batch=batches[number], count=count)


def change_log(who: str = "", when: str = "", limit: int = 1000) -> list[Logged]:
    """The newest changes, newest first: of one person, and of some days (`2026-11`, `2026-11-01..`), where given.

    Raises ValueRefusedError for days that cannot be read.
    """
    with session():
        parts = (part(who, when, limit) for part in (_undone, _of_records, _of_batches))
        return list(islice(merge(*parts, key=lambda one: one.at, reverse=True), limit))


def changers() -> list[str]:
    """All who ever changed a record, by name."""
    with session():
        return sorted(by for (by,) in records(Change.select(Change.by).distinct()))
