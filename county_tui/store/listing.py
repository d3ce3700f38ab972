"""Reading records: one, a window of many, how many there are."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache, reduce
from operator import or_
from typing import Any

import peewee

from county_tui.errors import NotFoundError, Remedy
from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.models.register import Register
from county_tui.models.sqlite import match_query, name_queries, records_of, search_table
from county_tui.store.conditions import expression
from county_tui.store.rows import ID, AnyOf, Condition, Query, Row, Stamp, Test
from county_tui.store.session import records, session

CHUNK = 2000
"""Records read at a time: bounds the memory an export takes, whatever the register holds."""
MOST_ORDERED = 200
"""So many finds are put in the list's order: to gather more of a rare phrase takes longer than a search may, 30 ms."""
STAMPS = ("version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "deleted_by")
TOTALLED = {
    "service_records": frozenset(
        (
            "region",
            "category",
            "served_on",
            "people_served",
            "migrants_served",
            "minority_served",
            "language",
            "outcome",
            "satisfaction",
        )
    )
}
"""The fields that the index `<register>_totals` holds; it begins with the region."""


def _selected(query: Query, column: Callable[[Any], Any], phrase: str | None = None) -> Any:
    """The query as a peewee select of one column of the id. The index holds live records only and is read first.

    A search for nothing but punctuation, or in the trash, which is not indexed, finds nothing. `phrase` is a full-text
    query in place of what was typed.
    """
    register = register_named(query.register)
    phrase = None if query.deleted else phrase or match_query(query.search)
    if phrase is None:
        chosen: Any = register.select(column(register.id)).where(register.deleted_at.is_null(not query.deleted))
        if query.search.strip():
            chosen = chosen.where(peewee.SQL("0"))
    else:
        table = search_table(register.register_name())
        index: Any = peewee.Table(table, ("rowid",)).alias(table)
        chosen = index.select(column(index.rowid)).where(peewee.SQL(f"{table} MATCH ?", [phrase]))
        chosen = chosen.bind(register._meta.database)
        if query.where or query.sort:
            chosen = chosen.join(register, on=(register.id == index.rowid))
    for condition in query.where:
        chosen = chosen.where(expression(register, condition))
    return chosen


def _is_ranked(query: Query) -> bool:
    """Whether a search gives the order itself: what is called so first."""
    return not query.sort and not query.deleted and match_query(query.search) is not None


def _found(query: Query, phrase: str, limit: int = -1, offset: int = 0) -> list[int]:
    """The ids a full-text query finds among the query's records, newest first as the index gives them."""
    newest = _selected(query, lambda key: key, phrase).order_by(
        peewee.SQL(f"{search_table(query.register)}.rowid").desc()
    )
    return [key for (key,) in records(newest.limit(limit).offset(offset))]


def _ranked_ids(query: Query, limit: int | None, offset: int) -> list[int]:
    """A window of what a search finds: the whole name, names that begin so, anything else, each in the list's order.

    Where more is found than can be put in order, all but whole names come newest first; so do mere digits, of which a
    few are found by reading all numbers.
    """
    found, (whole, beginning) = str(match_query(query.search)), name_queries(query.search)
    most = MOST_ORDERED if any(map(str.isalpha, query.search)) else 0
    some = _found(query, found, most + 1)
    named = _in_order(query, _found(query, whole, MOST_ORDERED)) if some else []
    end = None if limit is None else offset + limit
    if len(some) <= most:
        first, second = set(named), set(_found(query, beginning)) if some else set()
        ranked = sorted(_in_order(query, some), key=lambda key: 0 if key in first else 1 if key in second else 2)
        return ranked[offset:end]
    others = [key for key in some if key not in set(named)]
    if end is not None and len(named) < MOST_ORDERED and end <= len(named) + len(others):
        return [*named, *others][offset:end]
    ids = named[offset:end]
    left = -1 if limit is None else limit - len(ids)
    if left and len(named) < MOST_ORDERED:
        return ids + _found(query, f"({found}) NOT {whole}", left, max(0, offset - len(named)))
    return ids if left == 0 else _found(query, found, -1 if limit is None else limit, offset)


def _in_order(query: Query, ids: list[int]) -> list[int]:
    """Some records in the list's order."""
    if len(ids) < 2:
        return ids
    register = register_named(query.register)
    chosen = register.select(register.id).where(peewee.SQL("id IN (SELECT value FROM json_each(?))", [json.dumps(ids)]))
    return [key for (key,) in records(chosen.order_by(*_list_order(query)))]


def _ordering(query: Query) -> list[tuple[Any, bool]]:
    """The columns a query is ordered by, and whether each sorts downwards; the record's number comes last."""
    register = register_named(query.register)
    names = query.sort or register.order
    terms = [(register._meta.fields[name.lstrip("-")], name.startswith("-")) for name in names]
    return [*terms, (register.id, names[0].startswith("-"))]


def _list_order(query: Query) -> list[Any]:
    """The order of a query's list."""
    return [field.desc() if is_down else field.asc() for field, is_down in _ordering(query)]


def _before(query: Query, key: int) -> Any:
    """That a record comes before another one in the query's order; SQLite puts blank values first."""
    terms = _ordering(query)
    register = register_named(query.register)
    (values,) = records(register.select(*(field for field, _ in terms)).where(register.id == key))
    ways: list[Any] = []
    same: Any = peewee.SQL("1")
    for (field, is_down), value in zip(terms, values, strict=True):
        if value is None:
            earlier = field.is_null(False) if is_down else peewee.SQL("0")
        else:
            earlier = field > value if is_down else (field < value) | field.is_null()
        ways.append(same & earlier)
        same &= field.is_null() if value is None else field == value
    return reduce(or_, ways)


def position(query: Query, key: int) -> int | None:
    """How many of a query's records come before one of them; None for a record that is not among them."""
    only = replace(query, where=(*query.where, Condition(ID, Test.IS, key)))
    with session():
        if not list_ids(only):
            return None
        if _is_ranked(query):
            return list_ids(query).index(key)
        return int(_selected(query, peewee.fn.count).where(_before(query, key)).scalar())


def _fields_of(condition: Condition | AnyOf) -> set[str]:
    if isinstance(condition, AnyOf):
        return {part.field for way in condition.ways for part in way}
    return {condition.field}


def _is_totalled(query: Query) -> bool:
    """Whether an index by region holds all that the conditions look at, so that no record need be read."""
    held = TOTALLED.get(query.register, frozenset())
    plain = bool(query.where) and not query.search.strip() and not query.deleted
    return plain and all(_fields_of(condition) <= held for condition in query.where)


def count_rows(query: Query) -> int:
    """How many records a query chooses."""
    with session():
        counted = _selected(query, peewee.fn.count)
        if not _is_totalled(query):
            return int(counted.scalar())
        region: Any = register_named(query.register).fields()["region"]
        return sum(count for (count,) in records(counted.group_by(region)))


def list_ids(query: Query, limit: int | None = None, offset: int = 0) -> list[int]:
    """The ids of a query's records in its order, from `offset` on."""
    with session():
        if _is_ranked(query):
            return _ranked_ids(query, limit, offset)
        ids = _selected(query, lambda key: key).order_by(*_list_order(query))
        if limit is not None or offset:
            ids = ids.limit(-1 if limit is None else limit).offset(offset)
        return [row[0] for row in records(ids)]


def ordered_ids(query: Query) -> array[int]:
    """All ids of a query's records in its order, eight bytes each: for windows of an order that no index gives."""
    if _is_ranked(query):
        return array("q", list_ids(query))
    with session():
        ids = _selected(query, lambda key: key).order_by(*_list_order(query))
        return array("q", (key for (key,) in ids.tuples().iterator()))


@cache
def _converters(register: type[Register]) -> tuple[Callable[[Any], Value] | None, ...]:
    """How each field's stored values become Python values, equal ones only once; None where they already are."""
    return tuple(
        lru_cache(4096, typed=True)(field.python_value) if field.converts else None
        for field in register.fields().values()
    )


def _converted(register: type[Register], columns: Sequence[Sequence[Any]]) -> list[Sequence[Value]]:
    """Columns of stored values, in field order, as Python values."""
    converters = zip(columns, _converters(register), strict=True)
    return [list(map(convert, column)) if convert else column for column, convert in converters]


def _row(name: str, fields: Sequence[str], record: Sequence[Any]) -> Row:
    key, version, created_at, created_by, updated_at, updated_by, deleted_at, deleted_by, *values = record
    deleted = Stamp(deleted_at, deleted_by) if deleted_at else None
    stamps = Stamp(created_at, created_by), Stamp(updated_at, updated_by), deleted
    return Row(name, key, version, dict(zip(fields, values, strict=True)), *stamps)


def rows_by_id(name: str, ids: Sequence[int]) -> list[Row]:
    """The records of these ids, deleted ones too, in just that order; missing ones are left out."""
    register = register_named(name)
    fields = tuple(register.fields())
    with session():
        stored = records_of(register.register_name(), ("id", *STAMPS, *map(register.column, fields)), ids)
    if not stored:
        return []
    columns, width = list(zip(*stored, strict=True)), 1 + len(STAMPS)
    read = zip(*columns[:width], *_converted(register, columns[width:]), strict=True)
    found = {record[0]: _row(register.register_name(), fields, record) for record in read}
    return [found[key] for key in ids if key in found]


def list_rows(query: Query, limit: int | None = None, offset: int = 0) -> list[Row]:
    """A window of a query's records."""
    with session():
        return rows_by_id(query.register, list_ids(query, limit, offset))


def stream_rows(query: Query, limit: int | None = None) -> Iterator[Row]:
    """The records of a query in its order, read a chunk at a time from one snapshot of their ids."""
    with session():
        ids = list_ids(query, limit)
        for at in range(0, len(ids), CHUNK):
            yield from rows_by_id(query.register, ids[at : at + CHUNK])


def stream_columns(query: Query, limit: int | None = None) -> Iterator[list[Sequence[Value]]]:
    """The same by column, in field order, some thousand records at a time."""
    register = register_named(query.register)
    with session():
        ids = list_ids(query, limit)
        for at in range(0, len(ids), CHUNK):
            few = ids[at : at + CHUNK]
            stored = records_of(register.register_name(), ("id", *map(register.column, register.fields())), few)
            found = {record[0]: record[1:] for record in stored}
            if found:
                yield _converted(register, list(zip(*(found[key] for key in few if key in found), strict=True)))


def get(name: str, key: int) -> Row:
    """One record, deleted or not. Raises NotFoundError."""
    rows = rows_by_id(name, [key])
    if not rows:
        message = f"“{register_named(name).label}”里没有编号为 {key} 的记录"
        raise NotFoundError(message, remedy=Remedy.LIST_RECORDS)
    return rows[0]


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


def newest_row(name: str, by: str) -> Row | None:
    """The live record that a person entered last."""
    register = register_named(name)
    with session():
        chosen = register.select(register.id).where((register.created_by == by) & register.deleted_at.is_null())
        ids = [key for (key,) in records(chosen.order_by(register.id.desc()).limit(1))]
        return rows_by_id(name, ids)[0] if ids else None
