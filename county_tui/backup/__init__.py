"""Backups of a ledger: make, list, verify, restore, prune. One zip file each, complete in itself."""

from county_tui.backup.archive import DamagedBackupError, Manifest, SealedBackupError
from county_tui.backup.backup_paths import folder_of, found, is_safety_copy, is_sealed
from county_tui.backup.checking import list_backups, newest_good, verify
from county_tui.backup.making import BackupInfo, create
from county_tui.backup.outside import Outside, is_same_disk, last_outside
from county_tui.backup.restoring import Restored, RestorePreview, preview, restore
from county_tui.backup.safety import daily, keep_year, prune, safety_copy, year_backup, year_copy
from county_tui.backup.sealing import create_sealed, new_key, unsealed

__all__ = [
    "BackupInfo",
    "DamagedBackupError",
    "Manifest",
    "Outside",
    "RestorePreview",
    "Restored",
    "SealedBackupError",
    "create",
    "create_sealed",
    "daily",
    "folder_of",
    "found",
    "is_safety_copy",
    "is_same_disk",
    "is_sealed",
    "keep_year",
    "last_outside",
    "list_backups",
    "new_key",
    "newest_good",
    "preview",
    "prune",
    "restore",
    "safety_copy",
    "unsealed",
    "verify",
    "year_backup",
    "year_copy",
]
