"""Writing many records at once, for imports: plain rows in, index and history kept in step."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
from county_tui.store.searching import Texts, index_rows, texts_of
from county_tui.store.session import records, session

STAMPED = ("id", "version", "record_key", "created_at", "created_by", "updated_at", "updated_by")


def start_batch(kind: str, source: str, by: str, counts: Mapping[str, int]) -> int:
    """Open a batch; `counts` holds new, updated, unchanged, refused. Returns its number.

    `source` is a file's name, or what to call the batch; an ID number in it is masked.
    """
    name = clean(masked(source), keep_lines=False)
    return int(Batch.insert(kind=kind, source=name, at=now(), by=by, **counts).execute())


def next_id(name: str) -> int:
    """The id the next new record of a register gets, inside a transaction."""
    register = register_named(name)
    return int(register.select(peewee.fn.max(register.id)).scalar() or 0) + 1


@dataclass(frozen=True, slots=True)
class Prepared:
    """A checked new record, ready to be written: its match key, its values as stored, its index texts."""

    key: int
    stored: tuple[object, ...]
    texts: Texts


Preparer = Callable[[Sequence[Value], int | None], Prepared]
"""From a new record's values, in field order, and its match key (None: not known yet) to what is written of it."""


def preparer(name: str, lookups: Lookups) -> Preparer:
    """How new records of a register are prepared."""
    register = register_named(name)
    fields = register.fields()
    converted = [(at, lru_cache(4096)(field.to_db)) for at, field in enumerate(fields.values()) if field.converts]
    texts = texts_of(register, lookups)

    def prepare(values: Sequence[Value], key: int | None) -> Prepared:
        stored: list[object] = list(values)
        for at, to_db in converted:
            stored[at] = to_db(values[at])
        if key is None:
            key = register.record_key_of(dict(zip(fields, values, strict=True)))
        return Prepared(key, tuple(stored), texts(values))

    return prepare


def insert_prepared(name: str, rows: Sequence[Prepared], stamp: tuple[int, str]) -> list[int]:
    """Insert prepared records; `stamp` is (batch, user). Returns their ids, in order."""
    register = register_named(name)
    batch, by = stamp
    first, moment = next_id(name), now()
    ids = range(first, first + len(rows))
    columns = [*STAMPED, *(register.column(field) for field in register.fields())]
    insert_many(
        register.register_name(),
        columns,
        ((key, 1, row.key, moment, by, moment, by, *row.stored) for key, row in zip(ids, rows, strict=True)),
    )
    index_texts(register.register_name(), ((key, *row.texts) for key, row in zip(ids, rows, strict=True)))
    database.execute_sql(
        "INSERT INTO history (register, record_id, version, action, at, by, batch_id) "
        f"SELECT ?, id, 1, 'create', ?, ?, ? FROM {register.register_name()} WHERE id BETWEEN ? AND ?",
        (register.register_name(), moment, by, batch, first, first + len(rows) - 1),
    )
    return list(ids)


def insert_rows(name: str, rows: Sequence[Sequence[Value]], stamp: tuple[int, str], lookups: Lookups) -> list[int]:
    """Insert checked records given by value in field order; `stamp` is (batch, user). Returns their ids, in order."""
    prepare = preparer(name, lookups)
    return insert_prepared(name, [prepare(values, None) for values in rows], stamp)


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


def trash_rows(name: str, rows: Sequence[Row], stamp: tuple[int, str], lookups: Lookups, action: str) -> None:
    """Move records, given as they stand, to the trash; `stamp` is (batch, user)."""
    register = register_named(name)
    batch, by = stamp
    table, moment = register.register_name(), now()
    unindex_texts(table, index_rows(register, [(row.id, list(row.values.values())) for row in rows], lookups))
    database.connection().executemany(
        f"UPDATE {table} SET version = version + 1, deleted_at = ?, deleted_by = ? WHERE id = ?",
        [(moment, by, row.id) for row in rows],
    )
    columns = ("register", "record_id", "version", "action", "at", "by", "batch_id")
    insert_many("history", columns, [(table, row.id, row.version + 1, action, moment, by, batch) for row in rows])


def ids_by_key(name: str, keys: Sequence[int]) -> dict[int, list[int]]:
    """The ids of live records by their match key."""
    register = register_named(name)
    found: dict[int, list[int]] = {}
    with session():
        if register.select().where(register.deleted_at.is_null()).limit(1).count() == 0:
            return found
        for few in peewee.chunked(keys, 900):
            query = register.select(register.record_key, register.id).where(
                register.record_key.in_(few) & register.deleted_at.is_null()
            )
            for match_key, key in records(query.order_by(register.id)):
                found.setdefault(match_key, []).append(key)
    return found
