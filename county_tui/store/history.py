"""What changed: a record's history, the batches, and putting a record back as it was."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from county_tui.errors import NotFoundError, Remedy
from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.models.tables import Batch, Change
from county_tui.store.ledger import now
from county_tui.store.listing import get
from county_tui.store.rows import RecordRef, Row
from county_tui.store.saving import update
from county_tui.store.session import records, session, transaction

ACTIONS = {
    "create": "新建",
    "update": "修改",
    "delete": "删除",
    "restore": "恢复",
    "undo": "撤销导入",
    "revert": "退回旧版",
}
"""What a line of history says was done, in Chinese."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One line of history; `changes` is {field: (old, new)} typed as the fields type them."""

    version: int
    action: str
    at: str
    by: str
    batch: int | None
    changes: Mapping[str, tuple[Value, Value]]


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """One import, or other change of many records at once; `undone` tells when all of it was undone (UTC)."""

    id: int
    kind: str
    source: str
    at: str
    by: str
    new: int
    updated: int
    unchanged: int
    refused: int
    gone: int
    undone: str
    is_partly_undone: bool


def _typed(register: str, text: str | None) -> dict[str, tuple[Value, Value]]:
    stored: dict[str, list[Any]] = json.loads(text) if text else {}
    fields = register_named(register).fields()
    return {
        name: (fields[name].from_db(old), fields[name].from_db(new))
        for name, (old, new) in stored.items()
        if name in fields
    }


def history(name: str, key: int) -> list[Changed]:
    """All changes of a record, the newest first. Raises NotFoundError for a record that never was."""
    register = register_named(name).register_name()
    with session():
        get(register, key)
        chosen = (Change.register == register) & (Change.record_id == key)
        return [
            Changed(row.version, row.action, row.at, row.by, row.batch_id, _typed(register, row.changes))
            for row in Change.select().where(chosen).order_by(Change.id.desc())
        ]


def values_at(name: str, key: int, version: int) -> dict[str, Value]:
    """A record's values as they were at a version. Raises NotFoundError for one it never had."""
    row = get(name, key)
    values = dict(row.values)
    if not 1 <= version <= row.version:
        raise NotFoundError(f"这条记录没有第 {version} 版", f"，现有 1 至 {row.version} 版。")
    for change in history(name, key):
        if change.version <= version:
            break
        values.update({field: old for field, (old, _) in change.changes.items()})
    return values


def values_when(row: Row, token: int) -> dict[str, Value] | None:
    """A record's values when a token was taken; None if it was not there yet, or in the trash."""
    values: dict[str, Value] = dict(row.values)
    is_live = row.deleted is None
    with session():
        since = (Change.register == row.register) & (Change.record_id == row.id) & (Change.id > token)
        for change in Change.select().where(since).order_by(Change.id.desc()):
            if change.action == "create":
                return None
            before = _typed(row.register, change.changes)
            if not before:  # deleted or restored
                is_live = not is_live
            values.update({field: old for field, (old, _) in before.items()})
    return values if is_live else None


def same_as_at(rows: Sequence[Row], versions: Mapping[int, int]) -> set[int]:
    """Which of these records of one register hold now what they held at these versions, whatever came between."""
    before: dict[int, dict[str, Value]] = {row.id: {} for row in rows}
    with session():
        for few in peewee.chunked(rows, 500):
            name = few[0].register
            chosen = (Change.register == name) & Change.record_id.in_([row.id for row in few])
            query = Change.select(Change.record_id, Change.version, Change.changes).where(chosen).order_by(Change.id)
            for key, version, text in records(query):
                if version > versions[key]:
                    for field, (old, _) in _typed(name, text).items():
                        before[key].setdefault(field, old)
    return {row.id for row in rows if all(row.values[field] == old for field, old in before[row.id].items())}


def revert(name: str, key: int, version: int, by: str) -> Row:
    """Put a record back as it was at a version; this is a change of its own."""
    with transaction():
        values = values_at(name, key, version)
        return update(RecordRef(name, key, get(name, key).version), values, by, action="revert")


def batch_info(row: Batch) -> BatchInfo:
    """What a row of the table says."""
    counts = (row.new, row.updated, row.unchanged, row.refused, row.gone)
    is_partly = row.undone_at is None and row.undone_by is not None
    return BatchInfo(row.id, row.kind, row.source, row.at, row.by, *counts, row.undone_at or "", is_partly)


def batches(limit: int | None = None) -> list[BatchInfo]:
    """The batches, newest first."""
    with session():
        return [batch_info(row) for row in Batch.select().order_by(Batch.id.desc()).limit(limit or -1)]


def batch(number: int) -> BatchInfo:
    """One batch. Raises NotFoundError."""
    with session():
        row = Batch.get_or_none(Batch.id == number)
        if row is None:
            raise NotFoundError(f"没有第 {number} 批导入", remedy=Remedy.LIST_IMPORTS)
        return batch_info(row)


def mark_undone(number: int, by: str, *, is_whole: bool = True) -> None:
    """Note that a batch was undone, by whom and when; no moment as long as part of it was left alone."""
    Batch.update(undone_at=now() if is_whole else None, undone_by=by).where(Batch.id == number).execute()


def taken_back(number: int) -> set[tuple[str, int]]:
    """(register, id) of the records that undoing a batch has changed or removed so far."""
    with session():
        chosen = (Change.batch_id == number) & (Change.action == "undo")
        return set(records(Change.select(Change.register, Change.record_id).where(chosen)))


def batch_changes(
    number: int, actions: Collection[str] = ("create", "update"), limit: int | None = None
) -> list[tuple[str, int, int, str, dict[str, tuple[Value, Value]]]]:
    """(register, id, version, action, changes) of what a batch wrote, in order; all of it, or the first `limit`."""
    with session():
        query = Change.select(Change.register, Change.record_id, Change.version, Change.action, Change.changes)
        chosen = (Change.batch_id == number) & Change.action.in_(tuple(actions))
        rows = query.where(chosen).order_by(Change.id).limit(limit or -1)
        return [
            (register, key, version, action, _typed(register, text))
            for register, key, version, action, text in records(rows)
        ]


def changed_since(token: int) -> dict[str, set[int]]:
    """The records changed after a token was taken, by register."""
    changed: dict[str, set[int]] = {}
    with session():
        for register, key in records(Change.select(Change.register, Change.record_id).where(Change.id > token)):
            changed.setdefault(register, set()).add(key)
    return changed


def last_change_at() -> str | None:
    """The moment of the last change of any record; None where there was none."""
    with session():
        return Change.select(Change.at).order_by(Change.id.desc()).limit(1).scalar()  # type: ignore[no-any-return]


def history_token() -> int:
    """A number that grows with every change of any record."""
    with session():
        return int(Change.select(peewee.fn.max(Change.id)).scalar() or 0)


def others_since(token: int, by: str) -> tuple[int, bool]:
    """The token now, and whether anyone but this person changed a record since the one given."""
    with session():
        theirs = Change.select().where((Change.id > token) & (Change.by != by))
        return history_token(), bool(theirs.exists())
