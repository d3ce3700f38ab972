"""Word documents stand beside the forms."""

from __future__ import annotations

import peewee


def up(migrator: object, db: peewee.SqliteDatabase) -> None:
    """Say of each marked file what it is; all there are are forms."""
    db.execute_sql("ALTER TABLE form ADD COLUMN kind TEXT NOT NULL DEFAULT 'form'")
