"""What the backups' screen asks services for, made to be run in a thread; a sealed backup comes with its key's file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from county_tui import backup, store
from county_tui.backup import BackupInfo, Restored, RestorePreview


@dataclass(frozen=True, slots=True)
class Chosen:
    """A backup of a ledger, and the file of the private key that opens it, where it is sealed."""

    ledger: Path
    file: Path
    keys: Path | None = None


@contextmanager
def readable(chosen: Chosen) -> Iterator[Path]:
    """The backup as a file that can be read, while the block lasts."""
    if chosen.keys is None:
        yield chosen.file
    else:
        with backup.unsealed(chosen.file, chosen.keys, backup.folder_of(chosen.ledger)) as plain:
            yield plain


def verified(chosen: Chosen) -> BackupInfo:
    """Whether the backup is good."""
    with readable(chosen) as plain:
        return backup.verify(plain)


def previewed(chosen: Chosen) -> RestorePreview:
    """What restoring it would change."""
    with readable(chosen) as plain:
        return backup.preview(chosen.ledger, plain)


def restored(chosen: Chosen, by: str, known: BackupInfo) -> Restored:
    """Put it in the ledger's place."""
    with readable(chosen) as plain:
        return backup.restore(chosen.ledger, plain, by, known)


def made_outside(ledger: Path, folder: Path, by: str) -> tuple[BackupInfo, bool]:
    """Back up to a second place, sealed where the office has a key. Returns also whether it is on the same disk."""
    key = store.office_settings()["backup_key"]
    make = partial(backup.create_sealed, ledger, key) if key else partial(backup.create, ledger, "manual")
    info = make(by, folder)
    return info, backup.is_same_disk(ledger, info.file.parent)


def usual_outside() -> str:
    """The folder backed up to last, for the person to keep or change."""
    outside = backup.last_outside()
    return str(outside.folder) if outside is not None else ""
