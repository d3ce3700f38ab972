"""Tasks handed down and owed, the returns of the regions below, and what was said of them."""

from __future__ import annotations

import peewee

STATEMENTS = (
    """
    CREATE TABLE return_task (
        id INTEGER NOT NULL PRIMARY KEY, role TEXT NOT NULL, period TEXT NOT NULL, due TEXT NOT NULL,
        sheets TEXT NOT NULL, regions TEXT NOT NULL, issuer TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL,
        by TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE collected_return (
        id INTEGER NOT NULL PRIMARY KEY, region VARCHAR(12) NOT NULL, period TEXT NOT NULL, version INTEGER NOT NULL,
        code TEXT NOT NULL, reason TEXT NOT NULL, received_on TEXT NOT NULL, file TEXT NOT NULL, head TEXT NOT NULL,
        at TEXT NOT NULL, by TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX collected_return_version ON collected_return (period, region, version)",
    """
    CREATE TABLE collected_sheet (
        return_id INTEGER NOT NULL, name TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (return_id, name),
        FOREIGN KEY (return_id) REFERENCES collected_return (id)
    )
    """,
    """
    CREATE TABLE collection_event (
        id INTEGER NOT NULL PRIMARY KEY, region VARCHAR(12) NOT NULL, period TEXT NOT NULL, version INTEGER NOT NULL,
        kind TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL
    )
    """,
    "CREATE INDEX collection_event_period ON collection_event (period, region)",
)


def up(migrator: object, db: peewee.SqliteDatabase) -> None:
    """Make the tables and their indexes."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
