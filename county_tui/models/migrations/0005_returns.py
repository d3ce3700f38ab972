"""Sealed returns, which nothing may change or delete afterwards, and their sheets as printed."""

from __future__ import annotations

import peewee

STATEMENTS = (
    """
    CREATE TABLE sealed_return (
        id INTEGER NOT NULL PRIMARY KEY, first_id INTEGER NOT NULL, period TEXT NOT NULL, region VARCHAR(12) NOT NULL,
        version INTEGER NOT NULL, code TEXT NOT NULL, names TEXT NOT NULL, content TEXT NOT NULL,
        history_id INTEGER NOT NULL, sealed_at TEXT NOT NULL, by TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX sealed_return_version ON sealed_return (first_id, version)",
    "CREATE INDEX sealed_return_period ON sealed_return (period, region)",
    """
    CREATE TABLE sealed_print (
        id INTEGER NOT NULL PRIMARY KEY, return_id INTEGER NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL,
        FOREIGN KEY (return_id) REFERENCES sealed_return (id)
    )
    """,
    "CREATE INDEX sealed_print_return ON sealed_print (return_id)",
)
KEPT = ("sealed_return", "sealed_print")


def up(migrator: object, db: peewee.SqliteDatabase) -> None:
    """Make both tables, and let the database itself refuse to change them."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    for table in KEPT:
        for change in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'a seal is never changed'); END"
            )
