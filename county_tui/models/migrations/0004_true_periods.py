"""What a table counts is dated: since when and until when; trainings and indicators' progress. Filled from history."""

from __future__ import annotations

import json
from collections.abc import Iterator

import peewee

RECORD = """
    id INTEGER NOT NULL PRIMARY KEY, version INTEGER NOT NULL, record_key INTEGER NOT NULL,
    created_at TEXT NOT NULL, created_by TEXT NOT NULL, updated_at TEXT NOT NULL, updated_by TEXT NOT NULL,
    deleted_at TEXT, deleted_by TEXT,
"""
REGISTERS = {
    "trainings": """
        staff_id INTEGER NOT NULL, trained_on DATE NOT NULL, topic TEXT NOT NULL, hours DECIMAL, organiser TEXT,
        FOREIGN KEY (staff_id) REFERENCES personnel (id) ON DELETE RESTRICT
    """,
    "indicator_progress": """
        indicator_id INTEGER NOT NULL, period TEXT NOT NULL, actual DECIMAL NOT NULL,
        FOREIGN KEY (indicator_id) REFERENCES indicators (id) ON DELETE RESTRICT
    """,
}
INDEXES = (
    "CREATE INDEX trainings_staff ON trainings (staff_id, trained_on)",
    "CREATE INDEX indicator_progress_indicator ON indicator_progress (indicator_id)",
)
COLUMNS = {
    "bases": ("opened_on TEXT", "closed_on TEXT"),
    "demonstration_units": ("applied_on TEXT", "publicised_on TEXT", "revoked_on TEXT"),
    "work_systems": ("repealed_on TEXT",),
    "indicators": ("kind TEXT", "direction TEXT", "filter TEXT"),
}
CHOICES = {"indicator_kind": ("累计", "时点", "比率"), "indicator_direction": ("不低于", "不高于")}
DATED_BY_STATUS = (
    # (register, the status a record came to, the status it must have now, the date that says since when)
    ("bases", "停用", ("停用",), "closed_on"),
    ("demonstration_units", "申报", (), "applied_on"),
    ("demonstration_units", "公示", (), "publicised_on"),
    ("demonstration_units", "撤销", ("撤销",), "revoked_on"),
    ("work_systems", "废止", ("废止",), "repealed_on"),
)
TOPIC = "内容未登记"
BUFFER_BYTES = 4 << 20


def _changes(db: peewee.SqliteDatabase, register: str, field: str) -> Iterator[tuple[int, object, object, str, str]]:
    """(record, old, new, day, by) of each change of a field by a person, the oldest first.

    Changes of an import that was undone were none.
    """
    rows = db.execute_sql(
        "SELECT record_id, changes, date(at, 'localtime'), by FROM history WHERE register = ? AND action = 'update' "
        "AND changes LIKE ? AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = batch_id AND b.undone_at IS NOT NULL) "
        "ORDER BY id",
        (register, f'%"{field}"%'),
    ).fetchall()
    for key, text, day, by in rows:
        changed = json.loads(text)
        if field in changed:
            yield key, *changed[field], day, by


def _fill_dates(db: peewee.SqliteDatabase) -> None:
    """Date a status by the last change that brought it."""
    for register, status, now, field in DATED_BY_STATUS:
        days = {key: day for key, _, new, day, _ in _changes(db, register, "status") if new == status}
        marks = ", ".join("?" * len(now))
        still = f" AND status IN ({marks})" if now else ""
        for key, day in days.items():
            db.execute_sql(f"UPDATE {register} SET {field} = ? WHERE id = ?{still}", (day, key, *now))


def _key_of(parts: tuple[object, ...]) -> int:
    """As `Register.record_key_of` works it out."""
    import hashlib

    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def _fill_trainings(db: peewee.SqliteDatabase) -> None:
    """Each date of training that another took the place of is a training of its own."""
    kept = dict(db.execute_sql("SELECT id, trained_on FROM personnel").fetchall())
    now = db.execute_sql("SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now')").fetchone()[0]
    seen: set[tuple[int, object]] = set(kept.items())
    for key, old, new, _, by in _changes(db, "personnel", "trained_on"):
        if old is None or new is None or key not in kept or (key, old) in seen:
            continue
        seen.add((key, old))
        number = db.execute_sql(
            "INSERT INTO trainings (version, record_key, created_at, created_by, updated_at, updated_by, staff_id, "
            "trained_on, topic) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_key_of((key, old, TOPIC)), now, by, now, by, key, old, TOPIC),
        ).lastrowid
        db.execute_sql(
            "INSERT INTO history (register, record_id, version, action, at, by) "
            "VALUES ('trainings', ?, 1, 'create', ?, ?)",
            (number, now, by),
        )


def _add_choices(db: peewee.SqliteDatabase) -> None:
    """The new lists; a ledger that is just being made gets them with all the others."""
    if db.execute_sql("SELECT count(*) FROM choice_option").fetchone()[0] == 0:
        return
    for options, labels in CHOICES.items():
        for position, label in enumerate(labels):
            db.execute_sql(
                "INSERT OR IGNORE INTO choice_option (options, label, position, note) VALUES (?, ?, ?, '')",
                (options, label, position),
            )


def up(migrator: object, db: peewee.SqliteDatabase) -> None:
    """Add the columns and registers, then fill them; the search index follows when the ledger opens."""
    for register, columns in COLUMNS.items():
        for column in columns:
            db.execute_sql(f"ALTER TABLE {register} ADD COLUMN {column}")
    for name, columns_sql in REGISTERS.items():
        db.execute_sql(f"CREATE TABLE {name} ({RECORD}{columns_sql})")
        db.execute_sql(f"CREATE INDEX {name}_key ON {name} (record_key) WHERE deleted_at IS NULL")
        db.execute_sql(
            f"CREATE VIRTUAL TABLE {name}_search USING fts5"
            "(characters, initials, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')"
        )
        db.execute_sql(f"INSERT INTO {name}_search ({name}_search, rank) VALUES ('hashsize', ?)", (BUFFER_BYTES,))
    for index in INDEXES:
        db.execute_sql(index)
    _add_choices(db)
    _fill_dates(db)
    _fill_trainings(db)
    db.execute_sql("INSERT OR REPLACE INTO setting (name, value) VALUES ('search_index', 'stale')")
