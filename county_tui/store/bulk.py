"""Writing many records at once, for imports: plain rows in, index and history kept in step."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import repeat
from types import MappingProxyType
from typing import Any, NamedTuple

import peewee

from county_tui.models import register_named
from county_tui.models.kinds import Value, clean
from county_tui.models.lookups import Lookups
from county_tui.models.privacy import masked
from county_tui.models.register import Register
from county_tui.models.sqlite import database, index_texts, insert_many, unindex_texts
from county_tui.models.tables import Batch
from county_tui.store.ledger import now
from county_tui.store.rows import Row
from county_tui.store.saving import changes_between
from county_tui.store.searching import Indexer, index_rows
from county_tui.store.session import records, session

STAMPED = ("id", "version", "record_key", "created_at", "created_by", "updated_at", "updated_by")

NOTHING = MappingProxyType(dict.fromkeys(("new", "updated", "unchanged", "refused", "gone"), 0))
Stored = str | int | float | None
"""What a column of the database holds."""


def start_batch(kind: str, source: str, by: str, counts: Mapping[str, int] = NOTHING) -> int:
    """Open a batch; `counts` holds new, updated, unchanged, refused, gone. Returns its number.

    `source` is a file's name, or what to call the batch; an ID number in it is masked.
    """
    name = clean(masked(source), keep_lines=False)
    return int(Batch.insert(kind=kind, source=name, at=now(), by=by, **counts).execute())


def count_batch(number: int, counts: Mapping[str, int]) -> None:
    """Write down what a batch did, counted as `start_batch` takes it."""
    Batch.update(**counts).where(Batch.id == number).execute()


def next_id(name: str) -> int:
    """The id the next new record of a register gets, inside a transaction."""
    register = register_named(name)
    return int(register.select(peewee.fn.max(register.id)).scalar() or 0) + 1


class Prepared(NamedTuple):
    """New records ready to be written: match keys, values as they are stored by column, texts for the index.

    All of it plain values, fit to be sent to another process.
    """

    keys: list[int]
    columns: list[list[Stored]]
    characters: list[str]
    initials: list[str]


class Preparer:
    """Makes checked new records of one register ready to be written; needs the ledger for names only."""

    def __init__(self, register: type[Register], lookups: Lookups) -> None:
        self.indexer = Indexer(register, lookups)
        fields = enumerate(register.fields().values())
        self.converted = {at: cache(field.to_db) for at, field in fields if field.converts}

    def prepare(self, keys: Sequence[int], rows: Sequence[Sequence[Value]]) -> Prepared:
        """Some records by match key and by their values in field order; at least one."""
        columns = list(zip(*rows, strict=True))
        stored = [
            list(map(self.converted[at], column) if at in self.converted else column)
            for at, column in enumerate(columns)
        ]
        return Prepared(list(keys), stored, *self.indexer.texts(columns))


class Inserter:
    """Writes new records of one register, many at a time; `stamp` is (batch, user).

    Their beginning is written into history at the end: before each such statement SQLite writes out its text index.
    """

    def __init__(self, name: str, stamp: tuple[int, str]) -> None:
        self.register, self.stamp = register_named(name), stamp
        self.table = self.register.register_name()
        self.names = [*STAMPED, *map(self.register.column, self.register.fields())]
        self.first = self.next = next_id(name)

    def insert(self, fresh: Prepared) -> range:
        """Write records, and their texts into the index. Returns their ids, in order."""
        ids = range(self.next, self.next + len(fresh.keys))
        moment, by = now(), self.stamp[1]
        stamps = map(repeat, (moment, by, moment, by))
        insert_many(self.table, self.names, zip(ids, repeat(1), fresh.keys, *stamps, *fresh.columns, strict=False))
        index_texts(self.table, zip(ids, fresh.characters, fresh.initials, strict=True))
        self.next = ids.stop
        return ids

    def finish(self) -> None:
        """Write the beginning of all that was inserted into history."""
        batch, by = self.stamp
        database.execute_sql(
            "INSERT INTO history (register, record_id, version, action, at, by, batch_id) "
            f"SELECT ?, id, 1, 'create', created_at, ?, ? FROM {self.table} WHERE id >= ? AND id < ?",
            (self.table, by, batch, self.first, self.next),
        )


def insert_rows(name: str, rows: Sequence[Sequence[Value]], stamp: tuple[int, str], lookups: Lookups) -> list[int]:
    """Insert checked records given by value in field order; `stamp` is (batch, user). Returns their ids, in order."""
    register = register_named(name)
    keys = [register.record_key_of(dict(zip(register.fields(), values, strict=True))) for values in rows]
    inserter = Inserter(name, stamp)
    ids = inserter.insert(Preparer(register, lookups).prepare(keys, rows)) if rows else range(0)
    inserter.finish()
    return list(ids)


def _update_sql(register: type[Register]) -> str:
    names = ", ".join(f'"{register.column(field)}" = ?' for field in register.fields())
    return (
        f"UPDATE {register.register_name()} SET version = ?, record_key = ?, updated_at = ?, updated_by = ?, {names} "
        "WHERE id = ?"
    )


def update_rows(
    name: str, rows: Sequence[tuple[Row, Mapping[str, Value]]], stamp: tuple[int, str], lookups: Lookups, action: str
) -> None:
    """Change records given as they stand and by what is to change; `stamp` is (batch, user)."""
    register = register_named(name)
    batch, by = stamp
    table, fields, moment = register.register_name(), register.fields(), now()
    old, new, records, history = [], [], [], []
    for row, changed in rows:
        whole = {field: changed.get(field, row.values[field]) for field in fields}
        stored = [field.to_db(whole[key]) for key, field in fields.items()]
        records.append((row.version + 1, register.record_key_of(whole), moment, by, *stored, row.id))
        text = json.dumps(changes_between(register, row.values, changed), ensure_ascii=False)
        history.append((table, row.id, row.version + 1, action, moment, by, batch, text))
        old.append((row.id, list(row.values.values())))
        new.append((row.id, list(whole.values())))
    unindex_texts(table, index_rows(register, old, lookups))
    database.connection().executemany(_update_sql(register), records)
    index_texts(table, index_rows(register, new, lookups))
    columns = ("register", "record_id", "version", "action", "at", "by", "batch_id", "changes")
    insert_many("history", columns, history)


def _set_deleted(name: str, rows: Sequence[Row], stamp: tuple[int, str], action: str, moment: str | None) -> None:
    """Move records to the trash at a moment, or out of it (None); written into history."""
    table, (batch, by) = register_named(name).register_name(), stamp
    database.connection().executemany(
        f"UPDATE {table} SET version = version + 1, deleted_at = ?, deleted_by = ? WHERE id = ?",
        [(moment, by if moment else None, row.id) for row in rows],
    )
    columns = ("register", "record_id", "version", "action", "at", "by", "batch_id")
    insert_many("history", columns, [(table, row.id, row.version + 1, action, now(), by, batch) for row in rows])


def trash_rows(name: str, rows: Sequence[Row], stamp: tuple[int, str], lookups: Lookups, action: str) -> None:
    """Move records, given as they stand, to the trash; `stamp` is (batch, user)."""
    register = register_named(name)
    texts = index_rows(register, [(row.id, list(row.values.values())) for row in rows], lookups)
    unindex_texts(register.register_name(), texts)
    _set_deleted(name, rows, stamp, action, now())


def untrash_rows(name: str, rows: Sequence[Row], stamp: tuple[int, str], lookups: Lookups, action: str) -> None:
    """Take records, given as they stand, out of the trash again; `stamp` is (batch, user)."""
    register = register_named(name)
    _set_deleted(name, rows, stamp, action, None)
    texts = index_rows(register, [(row.id, list(row.values.values())) for row in rows], lookups)
    index_texts(register.register_name(), texts)


def ids_by_key(name: str, keys: Sequence[Any], column: str = "record_key") -> dict[Any, list[int]]:
    """The ids of live records by their match key, or by what stands in another indexed column."""
    register = register_named(name)
    field: Any = register._meta.fields[column]
    found: dict[Any, list[int]] = {}
    with session():
        if register.select().where(register.deleted_at.is_null()).limit(1).count() == 0:
            return found
        for few in peewee.chunked(keys, 900):
            query = register.select(field, register.id).where(field.in_(few) & register.deleted_at.is_null())
            for match_key, key in records(query.order_by(register.id)):
                found.setdefault(match_key, []).append(key)
    return found
