"""What is kept of a year for good: a backup that no rule lets go, and a copy of the ledger that can only be read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from county_tui import store
from county_tui.backup.backup_paths import discard, files_of, folder_of, part_of, publish, ready
from county_tui.backup.making import create, not_written, size_of
from county_tui.models.sqlite_files import copy_online
from county_tui.store import make_private

YEAR_END = "year-end-"
"""A backup made at a year's end gives this and the year as its reason."""


def year_backup(ledger: Path, year: int) -> Path | None:
    """The newest backup made at a year's end, if there is one."""
    made = [file for file in files_of(ledger, folder_of(ledger)) if f"-{YEAR_END}{year}" in file.name]
    return made[-1] if made else None


def year_copy(ledger: Path, year: int) -> Path:
    """Where the copy of a year stands: `ledger-2026.db` beside the ledger."""
    return ledger.resolve().with_name(f"{ledger.stem}-{year}.db")


def keep_year(ledger: Path, year: int, by: str) -> tuple[Path, Path]:
    """Make a year's backup and its copy, each where there is none yet. Raises LedgerError in words."""
    ledger = ledger.resolve()
    kept = year_backup(ledger, year) or create(ledger, f"{YEAR_END}{year}", by).file
    copy = year_copy(ledger, year)
    return kept, copy if copy.exists() else _copied(ledger, copy, year)


def _copied(ledger: Path, copy: Path, year: int) -> Path:
    ready(ledger.parent, size_of(ledger))
    part = part_of(copy)
    try:
        make_private(part)
        copy_online(ledger, part)
        with closing(sqlite3.connect(part)) as connection, connection:
            # The mark stands in the file, so that it holds for root and on a stick without permissions too.
            connection.execute(
                "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (store.ARCHIVED, f"{year}")
            )
        return publish(part, copy)
    except sqlite3.Error as error:
        raise store.in_words(error) from error
    except OSError as error:
        raise not_written(copy.parent, error) from error
    finally:
        discard(part)
