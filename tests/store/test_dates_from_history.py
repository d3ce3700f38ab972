"""A ledger of 0.1.0 gets the dates that its history tells, and no others."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from county_tui import store
from county_tui.store import history_problems, index_problems

OLD = Path(__file__).parents[2] / "fixtures" / "ledgers" / "0.1.0.db"


def change(db: sqlite3.Connection, register: str, key: int, column: str, values: tuple[str, str], at: str) -> None:
    """Change a field as the old program did: record and history."""
    db.execute(f"UPDATE {register} SET {column} = ?, version = version + 1 WHERE id = ?", (values[1], key))
    (version,) = db.execute(f"SELECT version FROM {register} WHERE id = ?", (key,)).fetchone()
    db.execute(
        "INSERT INTO history (register, record_id, version, action, at, by, changes) "
        "VALUES (?, ?, ?, 'update', ?, '甲', ?)",
        (register, key, version, at, json.dumps({column: list(values)}, ensure_ascii=False)),
    )


@pytest.fixture
def upgraded(tmp_path: Path) -> Path:
    """An old ledger with a status and a date of training changed, brought up to date."""
    path = tmp_path / "ledger.db"
    shutil.copyfile(OLD, path)
    with sqlite3.connect(path) as db:
        change(db, "bases", 1, "status", ("在用", "停用"), "2026-05-31T20:00:00Z")
        change(db, "work_systems", 1, "status", ("现行", "废止"), "2026-06-02T01:00:00Z")
        change(db, "personnel", 1, "trained_on", ("2026-03-12", "2026-09-15"), "2026-09-16T01:00:00Z")
    store.open_ledger(path, lambda: None)
    return path


def test_a_status_is_dated_by_the_change_that_brought_it_on_the_offices_own_day(upgraded: Path) -> None:
    assert store.get("bases", 1).values["closed_on"] == "2026-06-01"
    assert store.get("work_systems", 1).values["repealed_on"] == "2026-06-02"
    assert store.get("bases", 3).values["closed_on"] is None


def test_a_date_of_training_that_was_replaced_is_a_training(upgraded: Path) -> None:
    (row,) = store.list_rows(store.Query("trainings"))
    assert (row.values["staff"], str(row.values["trained_on"])) == (1, "2026-03-12")
    assert store.list_rows(store.Query("trainings", search="未登记")) == [row]
    assert history_problems("trainings") == index_problems("trainings", store.lookups()) == []
