"""Forms as issued, and what is typed into them for each period."""

from __future__ import annotations

import peewee

STATEMENTS = (
    """
    CREATE TABLE form (
        id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, fingerprint TEXT NOT NULL,
        content BLOB NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, removed_at TEXT, removed_by TEXT
    )
    """,
    """
    CREATE TABLE form_entry (
        id INTEGER NOT NULL PRIMARY KEY, form TEXT NOT NULL, period TEXT NOT NULL, region VARCHAR(12) NOT NULL,
        place TEXT NOT NULL, value TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL
    )
    """,
    "CREATE INDEX form_entry_place ON form_entry (form, period, region, place)",
)


def up(migrator: object, db: peewee.SqliteDatabase) -> None:
    """Make both tables."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
