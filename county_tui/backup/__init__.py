"""Backups of a ledger: make, list, verify, restore, prune. One zip file each, complete in itself."""

from county_tui.backup.archive import DamagedBackupError, Manifest
from county_tui.backup.checking import list_backups, newest_good, verify
from county_tui.backup.making import BackupInfo, create
from county_tui.backup.outside import Outside, is_same_disk, last_outside
from county_tui.backup.places import folder_of, found, is_safety_copy
from county_tui.backup.pruning import prune
from county_tui.backup.restoring import Restored, RestorePreview, preview, restore
from county_tui.backup.safety import daily, safety_copy

__all__ = [
    "BackupInfo",
    "DamagedBackupError",
    "Manifest",
    "Outside",
    "RestorePreview",
    "Restored",
    "create",
    "daily",
    "folder_of",
    "found",
    "is_safety_copy",
    "is_same_disk",
    "last_outside",
    "list_backups",
    "newest_good",
    "preview",
    "prune",
    "restore",
    "safety_copy",
    "verify",
]
