"""Backup of a million-record ledger beside sqlite3's own .backup and gzip -1."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bench.ledgers import full_ledger
from bench.measure import Figure, in_turn, ratio
from county_tui import backup


def plain(ledger: Path, folder: Path) -> None:
    """Copy with SQLite, then compress."""
    copy = folder / "plain.db"
    copy.unlink(missing_ok=True)
    source, target = sqlite3.connect(ledger), sqlite3.connect(copy)
    source.backup(target)
    target.close()
    source.close()
    with copy.open("rb") as raw, gzip.open(folder / "plain.db.gz", "wb", compresslevel=1) as packed:
        shutil.copyfileobj(raw, packed, 1 << 20)


def measure(folder: Path) -> Iterator[Figure]:
    """Time only; what it keeps is the tests' business."""
    ledger = full_ledger(folder)
    target = folder / "backups"
    ours, other = in_turn(lambda: backup.create(ledger, "manual", "bench", target), lambda: plain(ledger, folder))
    shutil.rmtree(target, ignore_errors=True)
    yield ratio("backup of 1,000,000 records", ours, other, 1.2, ".backup + gzip -1")
