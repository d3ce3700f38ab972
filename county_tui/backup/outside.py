"""Backups to a second place: remembered in the ledger, so that the program can warn when they stop."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from county_tui import store
from county_tui.errors import DamagedLedgerError
from county_tui.models.privacy import masked
from county_tui.printable import printable

AT, FOLDER = "backup_outside_at", "backup_outside_folder"
SETTINGS = (AT, FOLDER)
DUE_AFTER_DAYS = 7
"""A week's work is the most an office should lose with its computer."""


@dataclass(frozen=True, slots=True)
class Outside:
    """The last backup made to a second place: the folder, the moment (UTC, ISO text), and whole days since."""

    folder: Path
    at: str
    days: int

    @property
    def is_overdue(self) -> bool:
        """Whether another one is due; one that says it is of a day to come cannot be believed."""
        return not -1 <= self.days < DUE_AFTER_DAYS


def is_same_disk(ledger: Path, folder: Path) -> bool:
    """Whether a backup there would be lost together with the ledger's disk."""
    return ledger.stat().st_dev == folder.stat().st_dev


def remember_outside(ledger: Path, folder: Path) -> None:
    """Keep, in the bound ledger, that a backup was made to another disk; one that is damaged is not written."""
    if is_same_disk(ledger, folder):
        return
    with suppress(DamagedLedgerError):
        store.set_setting(FOLDER, printable(masked(str(folder)), kept=""))
        store.set_setting(AT, store.now())


def last_outside() -> Outside | None:
    """The last backup of the bound ledger made to a second place; None if there never was one."""
    kept = store.settings()
    try:
        at = datetime.fromisoformat(kept.get(AT, ""))
    except ValueError:
        return None
    return Outside(Path(kept.get(FOLDER, "")), kept[AT], (datetime.now(UTC) - at).days)
