"""Service tallies; what records of fewer than five people said of them moves there, out of records and history."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import peewee

FEWEST = 5
PARTS = ("migrants_served", "minority_served", "language")
SOURCE = "升级整理"
BUFFER_BYTES = 4 << 20
STATEMENTS = (
    """
    CREATE TABLE service_tallies (
        id INTEGER NOT NULL PRIMARY KEY, version INTEGER NOT NULL, record_key INTEGER NOT NULL,
        created_at TEXT NOT NULL, created_by TEXT NOT NULL, updated_at TEXT NOT NULL, updated_by TEXT NOT NULL,
        deleted_at TEXT, deleted_by TEXT,
        month TEXT NOT NULL, region VARCHAR(12) NOT NULL, category TEXT NOT NULL, base_id INTEGER,
        migrants_served INTEGER, minority_served INTEGER, language_cases INTEGER, source TEXT NOT NULL, notes TEXT,
        FOREIGN KEY (base_id) REFERENCES bases (id) ON DELETE RESTRICT
    )
    """,
    "CREATE INDEX service_tallies_key ON service_tallies (record_key) WHERE deleted_at IS NULL",
    "CREATE INDEX service_tallies_order ON service_tallies (month) WHERE deleted_at IS NULL",
    "CREATE INDEX service_tallies_base ON service_tallies (base_id) WHERE base_id IS NOT NULL",
    "CREATE VIRTUAL TABLE service_tallies_search USING fts5"
    "(characters, initials, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')",
)
SMALL = (
    f"people_served < {FEWEST} AND (migrants_served IS NOT NULL OR minority_served IS NOT NULL OR language IS NOT NULL)"
)


def _key_of(parts: tuple[object, ...]) -> int:
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def _add_tallies(db: peewee.SqliteDatabase) -> tuple[int, int]:
    """The counts of live small records, by month, town, category and base. Returns (records, tallies)."""
    sums: dict[tuple[Any, ...], Counter[str]] = {}
    count = 0
    for served_on, region, category, base, *counts in db.execute_sql(
        f"SELECT served_on, region, category, base_id, migrants_served, minority_served, language IS NOT NULL "
        f"FROM service_records WHERE deleted_at IS NULL AND {SMALL}"
    ).fetchall():
        if any(counts):
            key = (served_on[:7], region[:9].ljust(12, "0"), category, base)
            migrants, minority, language = counts
            sums.setdefault(key, Counter()).update(m=migrants or 0, n=minority or 0, l=language)
            count += 1
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for key, found in sorted(sums.items(), key=lambda item: tuple(map(str, item[0]))):
        db.execute_sql(
            "INSERT INTO service_tallies (version, record_key, created_at, created_by, updated_at, updated_by, month, "
            "region, category, base_id, migrants_served, minority_served, language_cases, source) "
            "VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_key_of((*key, SOURCE)), *[moment, SOURCE] * 2, *key, found["m"], found["n"], found["l"], SOURCE),
        )
    db.execute_sql(
        "INSERT INTO history (register, record_id, version, action, at, by) "
        "SELECT 'service_tallies', id, 1, 'create', created_at, created_by FROM service_tallies"
    )
    return count, len(sums)


def _states(now: Mapping[str, Any], changes: list[dict[str, list[Any]]]) -> list[dict[str, Any]]:
    """What a record held before its first change and after each, from what it holds now."""
    states = [dict(now)]
    for change in reversed(changes):
        before = dict(states[-1])
        before.update({name: change[name][0] for name in before if name in change})
        states.append(before)
    return states[::-1]


def _told(state: Mapping[str, Any], part: str) -> Any:
    """What may be said: nothing of few people."""
    served = state["people_served"]
    return None if served is not None and served < FEWEST else state[part]


def _retold(now: Mapping[str, Any], changes: list[dict[str, list[Any]]]) -> Iterator[dict[str, list[Any]]]:
    """The changes as they would have been, had nothing ever been said of few people."""
    states = _states(now, changes)
    for change, before, after in zip(changes, states, states[1:], strict=False):
        told = {name: pair for name, pair in change.items() if name not in PARTS}
        told |= {part: [_told(before, part), _told(after, part)] for part in PARTS}
        yield {name: pair for name, pair in told.items() if name not in PARTS or pair[0] != pair[1]}


def _last_said(changes: list[dict[str, list[Any]]], names: tuple[str, ...]) -> tuple[Any, ...]:
    """What history says last of a record that is no more."""
    last = {name: pair[1] for change in changes for name, pair in change.items()}
    return tuple(last.get(name) for name in names)


def _clean_history(db: peewee.SqliteDatabase) -> None:
    """Retell the changes of every service record whose people or parts ever changed."""
    names = ("people_served", *PARTS)
    mentions = " OR ".join(f"changes LIKE '%\"{name}\"%'" for name in names)
    ids = db.execute_sql(
        f"SELECT DISTINCT record_id FROM history WHERE register = 'service_records' AND ({mentions})"
    ).fetchall()
    for (key,) in ids:
        row = db.execute_sql(f"SELECT {', '.join(names)} FROM service_records WHERE id = ?", (key,)).fetchone()
        lines = db.execute_sql(
            "SELECT id, changes FROM history WHERE register = 'service_records' AND record_id = ? ORDER BY id", (key,)
        ).fetchall()
        changes = [json.loads(text) if text else {} for _, text in lines]
        row = row or _last_said(changes, names)
        for (line, _), old, new in zip(
            lines, changes, _retold(dict(zip(names, row, strict=True)), changes), strict=True
        ):
            if new != old:
                text = json.dumps(new, ensure_ascii=False) if new else None
                db.execute_sql("UPDATE history SET changes = ? WHERE id = ?", (text, line))


def _blank_records(db: peewee.SqliteDatabase) -> None:
    """Blank the parts of small records, those in the trash too; migration 0006 gives all of them new match keys."""
    blanks = "migrants_served = NULL, minority_served = NULL, language = NULL"
    db.execute_sql(f"UPDATE service_records SET {blanks} WHERE {SMALL}")


def _clean_drafts(db: peewee.SqliteDatabase) -> None:
    """Drop the parts of forms not saved yet, unless five people or more are plainly typed."""
    for key, text in db.execute_sql("SELECT id, texts FROM draft WHERE register = 'service_records'").fetchall():
        texts = json.loads(text)
        served = str(texts.get("people_served", "")).strip()
        if not (served.isdecimal() and int(served) >= FEWEST):
            kept = {name: typed for name, typed in texts.items() if name not in PARTS}
            db.execute_sql("UPDATE draft SET texts = ? WHERE id = ?", (json.dumps(kept, ensure_ascii=False), key))


def up(migrator: object, db: peewee.SqliteDatabase) -> None:
    """Make the register, move the counts, and leave word of how many, and that the search index is to be made anew."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    sql = "INSERT INTO service_tallies_search (service_tallies_search, rank) VALUES ('hashsize', ?)"
    db.execute_sql(sql, (BUFFER_BYTES,))
    records, tallies = _add_tallies(db)
    _clean_history(db)
    _blank_records(db)
    _clean_drafts(db)
    if records:
        told = f"{records} 条不足 {FEWEST} 人次的服务记录，其中数已记入 {tallies} 条服务月计"
        db.execute_sql("INSERT OR REPLACE INTO setting (name, value) VALUES ('upgrade_told', ?)", (told,))
    if db.execute_sql("SELECT 1 FROM service_records LIMIT 1").fetchone():
        db.execute_sql("INSERT OR REPLACE INTO setting (name, value) VALUES ('search_index', 'stale')")
