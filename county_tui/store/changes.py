"""The one change engine: it writes records, their history and their search index, for one record as for 100,000.

What may be written is checked before: by `saving` for one record, by `importing` for a file. Everything here runs
inside the caller's transaction and goes by columns: values of one field beside each other, converted once each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import repeat
from typing import Any

import peewee

from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register, Replaced
from county_tui.models.sqlite import database, index_texts, insert_many, unindex_texts
from county_tui.store.rows import Row, Stamp
from county_tui.store.searching import Columns, Indexer

STAMPED = ("id", "version", "record_key", "created_at", "created_by", "updated_at", "updated_by")
HISTORY = ("register", "record_id", "version", "action", "at", "by", "batch_id", "changes")
Stored = str | int | float | None
"""What a column of the database holds."""
Changed = tuple[Row, Mapping[str, Value]]
"""A record as it stands, and the fields that are to hold something else."""


def changes_between(
    register: type[Register], old: Mapping[str, Value], new: Mapping[str, Value]
) -> dict[str, list[Any]]:
    """{field: [old, new]}, as stored, of the fields in `new` that differ."""
    fields = register.fields()
    return {
        name: [fields[name].to_db(old.get(name)), fields[name].to_db(value)]
        for name, value in new.items()
        if value != old.get(name)
    }


class Writer:
    """Writes changes of one register's records, all under one stamp: who, when, in which batch."""

    def __init__(self, register: type[Register], stamp: Stamp, lookups: Lookups) -> None:
        self.register, self.stamp, self.lookups = register, stamp, lookups
        self.table = register.register_name()
        self.indexer = Indexer(register, lookups)
        fields = enumerate(register.fields().values())
        self._converted = {at: cache(field.to_db) for at, field in fields if field.converts}
        self._next = 0
        """The id the next new record gets; 0 before any."""
        self._fresh: list[tuple[range, Columns]] = []
        """The new records, as ids and values by column, that stand in no index or history yet."""

    def _stored(self, columns: Columns) -> list[Sequence[Stored]]:
        """Values in field order, by column, as the database holds them; each different one is converted once."""
        return [
            list(map(self._converted[at], column)) if at in self._converted else column  # type: ignore[misc]
            for at, column in enumerate(columns)
        ]

    def insert(self, keys: Sequence[int], rows: Sequence[Sequence[Value]]) -> range:
        """Write new records, by match key and values in field order. Returns their ids; `finish` when all are in."""
        if not self._next:
            newest = self.register.select(peewee.fn.max(self.register.id)).scalar()
            self._next = int(newest or 0) + 1
        ids = range(self._next, self._next + len(keys))
        columns = list(zip(*rows, strict=True))
        names = [*STAMPED, *map(self.register.column, self.register.fields())]
        stamps = map(repeat, (self.stamp.at, self.stamp.by) * 2)
        insert_many(self.table, names, zip(ids, repeat(1), keys, *stamps, *self._stored(columns), strict=False))
        self._fresh.append((ids, columns))
        self._next = ids.stop
        return ids

    def insert_rows(self, rows: Sequence[Sequence[Value]]) -> range:
        """Write new records given by their values in field order, and their beginning into history."""
        ids = self.insert(self.register.record_keys_of(rows), rows) if rows else range(0)
        for _ in self.finish():
            pass
        return ids

    def finish(self) -> Iterator[int]:
        """Write the new records into the index and the beginning of each into history; yields how many are done.

        Only at the end, since SQLite writes its text index out before each statement on another table: done for
        each chunk of records, that doubles what the index costs.
        """
        for ids, columns in self._fresh:
            index_texts(self.table, zip(ids, *self.indexer.texts(columns), strict=True))
            yield len(ids)
        if self._fresh:
            self._record_beginnings(range(self._fresh[0][0].start, self._next))
        self._fresh.clear()

    def update(self, rows: Sequence[Changed], action: str = "update") -> None:
        """Change records given as they stand and by what is to change."""
        fields = self.register.fields()
        before = [list(row.values.values()) for row, _ in rows]
        whole = [{name: changed.get(name, row.values[name]) for name in fields} for row, changed in rows]
        after = [list(values.values()) for values in whole]
        keys = [self.register.record_key_of(values) for values in whole]
        stored = zip(*self._stored(list(zip(*after, strict=True))), strict=True)
        ids = [row.id for row, _ in rows]
        columns = ("version", "record_key", "updated_at", "updated_by", *map(self.register.column, fields))
        stamps = (self.stamp.at, self.stamp.by)
        self._unindex(ids, before)
        self._set(
            columns,
            ((row.version + 1, key, *stamps, *values, row.id)
             for (row, _), key, values in zip(rows, keys, stored, strict=True)),
        )  # fmt: skip
        self._index(ids, after)
        self._record(action, ((row.id, row.version + 1, self._changes(row, changed)) for row, changed in rows))
        if action == "update":
            for name, kept in self.register.replaced.items():
                self._keep_replaced(name, kept, rows)

    def _keep_replaced(self, name: str, kept: Replaced, rows: Sequence[Changed]) -> None:
        """Leave the values that others take the place of as records of their own, unless there are such already.

        A value cleared was a mistake, and leaves nothing.
        """
        other = register_named(kept.register)
        fields: Any = other.fields()
        left: list[Mapping[str, Value]] = []
        for row, changed in rows:
            old, new = row.values[name], changed.get(name)
            if old is None or new is None or old == new:
                continue
            same = (fields[kept.reference] == row.id) & (fields[kept.field] == old) & other.deleted_at.is_null()
            if not other.select().where(same).exists():
                left.append({**dict(kept.given), kept.reference: row.id, kept.field: old})
        if left:
            writer = Writer(other, self.stamp, self.lookups)
            writer.insert_rows([[values.get(field) for field in fields] for values in left])

    def trash(self, rows: Sequence[Row], action: str = "delete") -> None:
        """Move records, given as they stand, to the trash, where no search finds them."""
        self._unindex([row.id for row in rows], [list(row.values.values()) for row in rows])
        self._set_deleted(rows, self.stamp.at, self.stamp.by)
        self._record(action, ((row.id, row.version + 1, None) for row in rows))

    def bring_back(self, rows: Sequence[Row], action: str = "restore") -> None:
        """Take records, given as they stand, out of the trash again."""
        self._set_deleted(rows, None, None)
        self._index([row.id for row in rows], [list(row.values.values()) for row in rows])
        self._record(action, ((row.id, row.version + 1, None) for row in rows))

    def _set_deleted(self, rows: Sequence[Row], at: str | None, by: str | None) -> None:
        self._set(("version", "deleted_at", "deleted_by"), ((row.version + 1, at, by, row.id) for row in rows))

    def _set(self, columns: Iterable[str], rows: Iterable[Sequence[object]]) -> None:
        """Write columns of records; a row is the values, then the id."""
        names = ", ".join(f'"{column}" = ?' for column in columns)
        database.connection().executemany(f'UPDATE "{self.table}" SET {names} WHERE id = ?', rows)

    def _index(self, ids: Sequence[int], rows: Sequence[Sequence[Value]]) -> None:
        index_texts(self.table, self.indexer.entries(list(zip(ids, rows, strict=True))))

    def _unindex(self, ids: Sequence[int], rows: Sequence[Sequence[Value]]) -> None:
        unindex_texts(self.table, self.indexer.entries(list(zip(ids, rows, strict=True))))

    def _changes(self, row: Row, changed: Mapping[str, Value]) -> str:
        return json.dumps(changes_between(self.register, row.values, changed), ensure_ascii=False)

    def _record(self, action: str, entries: Iterable[tuple[int, int, str | None]]) -> None:
        """Write history of changes. An entry is (id, version after the change, changes or None)."""
        at, by, batch = self.stamp.at, self.stamp.by, self.stamp.batch
        rows = ((self.table, key, version, action, at, by, batch, text) for key, version, text in entries)
        insert_many("history", HISTORY, rows)

    def _record_beginnings(self, ids: range) -> None:
        """Write into history that records began: one statement for any number of them."""
        told = (self.table, "create", self.stamp.at, self.stamp.by, self.stamp.batch)
        database.execute_sql(
            f"INSERT INTO history ({', '.join(HISTORY)}) SELECT ?1, id, version, ?2, ?3, ?4, ?5, NULL "
            f'FROM "{self.table}" WHERE id BETWEEN ?6 AND ?7 ORDER BY id',
            (*told, ids.start, ids.stop - 1),
        )


def insert_rows(name: str, rows: Sequence[Sequence[Value]], stamp: Stamp, lookups: Lookups) -> list[int]:
    """Insert checked records given by their values in field order. Returns their ids, in order."""
    return list(Writer(register_named(name), stamp, lookups).insert_rows(rows))
