"""What the store's tests share: people to save, and the index as it should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from county_tui import store
from county_tui.models.kinds import Given
from county_tui.models.sqlite import database, search_table
from tests.conftest import Fields

Person = Callable[..., store.Row]


@pytest.fixture
def person(ledger: object, fields: Fields) -> Person:
    """A function that saves a person of the roster: `person("张三", unit="某街道")`."""

    def save(name: str, **texts: Given) -> store.Row:
        given = {"unit": "锦江区民宗局", "region": "锦官驿街道", "role": "专职干部", **texts}
        return store.create("personnel", fields("personnel", name=name, **given), "测试")

    return save


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
