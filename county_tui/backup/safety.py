"""Backups nobody has to think of: before what could harm the ledger, and once a day on first use."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from county_tui import store
from county_tui.backup import archive
from county_tui.backup.backup_paths import files_of, folder_of, is_safety_copy
from county_tui.backup.checking import verify
from county_tui.backup.making import BackupInfo, create, size_of
from county_tui.backup.pruning import prune
from county_tui.errors import CountyError, DamagedLedgerError, Remedy
from county_tui.models.sqlite_files import damage_in

IMPORT = "before-import"
SAFE_FOR_S = 3600
"""For so long a backup of a large ledger serves as the safety copy before an import."""
SMALL_BYTES = 32 << 20
"""A ledger up to this size is copied before every import: that takes well under a second."""


def _changed_at(ledger: Path) -> float:
    """When the ledger was last written, in seconds since 1970."""
    files = (ledger, ledger.with_name(ledger.name + "-wal"))
    return max(file.stat().st_mtime for file in files if file.exists())


def serves(ledger: Path) -> Path | None:
    """The newest backup, if it can stand for a safety copy before an import.

    It can while the ledger has not been written since, and for an hour where the ledger is large: an import is one
    transaction with its own undo, so the copy is a second net.
    """
    files = sorted(files_of(ledger, folder_of(ledger)), key=lambda file: file.stat().st_mtime)
    if not files or not ledger.is_file():
        return None
    try:
        made = datetime.fromisoformat(archive.read_manifest(files[-1]).created_at).timestamp()
    except (CountyError, ValueError):
        return None
    age = datetime.now(UTC).timestamp() - made
    if age < 0:  # made while the clock was ahead: what was written since may look older
        return None
    is_fresh = age < SAFE_FOR_S and size_of(ledger) > SMALL_BYTES
    return files[-1] if is_fresh or _changed_at(ledger) < made else None


def safety_copy(ledger: Path, reason: str) -> Path:
    """Copy the ledger before something that could harm it; `reason` is before-import, -upgrade or -restore."""
    ledger = ledger.resolve()
    recent = serves(ledger) if reason == IMPORT else None
    return recent or create(ledger, reason).file


def daily(ledger: Path, by: str = "") -> BackupInfo | None:
    """Back the ledger up, check the copy, and prune, if that was not done yet today. Quick where it was.

    Nothing is pruned after a copy that is damaged, since an older one may be all there is; raises DamagedLedgerError.
    """
    ledger = ledger.resolve()
    if damage := store.known_damage(ledger):
        raise damage
    today = f"{ledger.stem}-{datetime.now().astimezone():%Y%m%d}-"
    made = files_of(ledger, folder_of(ledger))
    if any(file.name.startswith(today) and not is_safety_copy(file) for file in made):
        return None
    info = verify(create(ledger, "daily", by).file)
    if not info.ok:
        if damage_in(ledger):
            store.note_damage(ledger)
        message = "今天的自动备份没有通过核对，台账可能已损坏（以前的备份都还在）"
        raise DamagedLedgerError(message, remedy=Remedy.RUN_DOCTOR)
    prune(ledger)
    return info
