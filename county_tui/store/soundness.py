"""Whether a ledger agrees with itself: records with their history, the search index with the tables."""

from __future__ import annotations

from collections.abc import Iterator

from county_tui.models import register_named
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register
from county_tui.models.sqlite import BOUNDARY, check_index, database, search_table
from county_tui.models.tables import Change
from county_tui.store.listing import list_ids
from county_tui.store.rows import Query
from county_tui.store.searching import index_rows, read_values
from county_tui.store.session import records, session

SAMPLE, WINDOW = 100, 6
"""How many records, spread over the register, are looked up in the index, each by so many characters of it."""


def _number(sql: str, *values: object) -> int:
    return int(database.execute_sql(sql, values).fetchone()[0] or 0)


def history_problems(name: str) -> list[str]:
    """What a register's records and its history say differently: each version of a record is one line of history."""
    register = register_named(name)
    table = register.register_name()
    with session():
        records = _number(f"SELECT count(*) FROM {table}")
        versions = _number(f"SELECT sum(version) FROM {table}")
        lines = _number("SELECT count(*) FROM history WHERE register = ?", table)
        made = Change.select().where((Change.register == table) & (Change.action == "create")).count()
    if (records, versions) == (made, lines):
        return []
    return [f"“{register.label}”有 {records} 条记录、{versions} 个版本，修改历史里是 {made} 条、{lines} 个版本"]


def _not_indexed(register: type[Register], lookups: Lookups) -> Iterator[int]:
    """The records of a sample whose texts the index does not hold as they stand."""
    ids = list_ids(Query(register.register_name()))
    chosen = ids[:: max(1, len(ids) // SAMPLE)]
    table = search_table(register.register_name())
    found = f"SELECT count(*) FROM {table} WHERE {table} MATCH ? AND rowid = ?"
    for key, characters, _ in index_rows(register, list(read_values(register, register.id.in_(chosen))), lookups):
        words = characters.split(" ")
        at = key % max(1, len(words) - WINDOW)
        if words and not _number(found, f'characters : "{" ".join(words[at : at + WINDOW])}"', key):
            yield key


def index_problems(name: str, lookups: Lookups) -> list[str]:
    """What a register's search index holds otherwise than its table. `rebuild` mends it."""
    register = register_named(name)
    table, index = register.register_name(), search_table(register.register_name())
    listed = f"SELECT rowid FROM {index} WHERE {index} MATCH '\"{BOUNDARY}\"'"
    live = f"SELECT id FROM {table} WHERE deleted_at IS NULL"
    with session():
        if not check_index(name):
            return [f"“{register.label}”的搜索索引已损坏"]
        stray = _number(f"SELECT count(*) FROM ({listed} EXCEPT {live})")
        missing = _number(f"SELECT count(*) FROM ({live} EXCEPT {listed})")
        stale = sum(1 for _ in _not_indexed(register, lookups)) if not missing else 0
    if stray or missing or stale:
        return [f"“{register.label}”的搜索索引多出 {stray} 条、缺少 {missing} 条，抽查中 {stale} 条内容不符"]
    return []


def crossings(name: str) -> list[int]:
    """The ids of records, those in the trash too, with a text that would be refused if it were written today."""
    register = register_named(name)
    texts = [key for key, field in register.fields().items() if field.kind == "text"]
    with session():
        rows = records(
            register.select(register.id, *(register._meta.fields[key] for key in texts)).order_by(register.id)
        )
        return [key for key, *row in rows if register.crossings(dict(zip(texts, row, strict=True)))]
