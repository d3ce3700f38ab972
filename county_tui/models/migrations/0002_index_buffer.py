"""Search indexes gather 4 MB before they write, not 1: an import of many rows leaves fewer pieces to merge."""

from __future__ import annotations

import peewee

REGISTERS = (
    "personnel",
    "bases",
    "demonstration_units",
    "work_systems",
    "service_records",
    "activities",
    "indicators",
)
BUFFER_BYTES = 4 << 20


def up(migrator: object, db: peewee.SqliteDatabase) -> None:
    """Tell each index; it remembers."""
    for name in REGISTERS:
        db.execute_sql(f"INSERT INTO {name}_search ({name}_search, rank) VALUES ('hashsize', ?)", (BUFFER_BYTES,))
