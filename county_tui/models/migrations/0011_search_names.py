"""The search index knows names, dates and full pinyin."""

from __future__ import annotations

import peewee


def up(migrator: object, db: peewee.SqliteDatabase) -> None:
    """Have all search indexes made anew when the ledger is opened: only the store knows what goes into them."""
    db.execute_sql("INSERT OR REPLACE INTO setting (name, value) VALUES ('search_index', 'stale')")
