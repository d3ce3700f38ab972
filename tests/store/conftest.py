"""What the store's tests share: what a search finds, and the index as it should be."""

from __future__ import annotations

from collections import Counter

from county_tui import store
from county_tui.models.sqlite import database, search_table


def indexed(register: str) -> Counter[tuple[object, ...]]:
    """Every (term, record, column, position) of a register's search index."""
    with store.session():
        table = search_table(register)
        database.execute_sql("DROP TABLE IF EXISTS temp.seen")
        database.execute_sql(f"CREATE VIRTUAL TABLE temp.seen USING fts5vocab(main, {table}, instance)")
        return Counter(database.execute_sql("SELECT term, doc, col, offset FROM temp.seen").fetchall())


def assert_index_in_step(register: str) -> None:
    """The index holds just what one made anew from the live records would hold."""
    before = indexed(register)
    with store.session():
        store.rebuild(register, store.lookups())
    assert before == indexed(register)


def names(search: str = "", register: str = "personnel", **query: object) -> list[str]:
    """The names a search finds."""
    rows = store.list_rows(store.Query(register, search=search, **query))  # type: ignore[arg-type]
    return [str(row.values["name"]) for row in rows]
