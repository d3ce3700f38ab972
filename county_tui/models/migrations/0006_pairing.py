"""Service records are known by what does not change about them; their numbers get an index; batches count what went."""

from __future__ import annotations

import hashlib

import peewee

FIELDS = "served_on, category, item, region, base_id, staff_id, people_served"


def _key(*parts: object) -> int:
    """The key as the program of this version works it out; later ones may change theirs, this file does not."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def up(migrator: object, db: peewee.SqliteDatabase) -> None:
    """Work out the key of every record anew."""
    db.connection().create_function("pairing_key", -1, _key, deterministic=True)
    db.execute_sql(f"UPDATE service_records SET record_key = pairing_key({FIELDS})")
    # Records in the trash too: their numbers are never given again.
    db.execute_sql("CREATE INDEX service_records_number ON service_records (number) WHERE number IS NOT NULL")
    db.execute_sql("ALTER TABLE batch ADD COLUMN gone INTEGER NOT NULL DEFAULT 0")
    db.execute_sql(
        "CREATE TABLE cell_mending (register TEXT NOT NULL, fingerprint TEXT NOT NULL, header TEXT NOT NULL, "
        "written TEXT NOT NULL, meant TEXT NOT NULL, PRIMARY KEY (register, fingerprint, header, written))"
    )
