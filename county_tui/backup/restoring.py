"""Putting a backup back: checked first, the present ledger kept first, everything or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from county_tui import store
from county_tui.backup import archive, outside
from county_tui.backup.backup_paths import folder_of, new_name, ready, settle
from county_tui.backup.checking import problems_of, unpacked
from county_tui.backup.making import NAMES, BackupInfo, create, described, packed
from county_tui.errors import CountyError, LedgerError
from county_tui.models.sqlite_files import (
    Difference,
    carry_settings,
    contents,
    data_version,
    differences,
    is_damage,
    is_ledger,
    opened,
    overwrite,
)
from county_tui.rights import Right, require

REASON = "before-restore"
ATTEMPTS = 3
"""Times a restore begins anew because someone wrote meanwhile; after that it says so and leaves the ledger as it is."""
SQLITE_LOCKS_AT, SQLITE_LOCKS_LENGTH = 0x40000000, 512
"""The bytes of a database file on which SQLite takes its locks."""


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What restoring a backup would do. `changes` is None where the present ledger is missing or cannot be read."""

    backup: BackupInfo
    changes: Mapping[str, Difference] | None
    is_missing: bool
    other_region: str
    """The unit or region of the backup where it was made of another region's ledger; else empty."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A restore that was done: from which backup, and where the ledger that stood there before was kept."""

    backup: BackupInfo
    kept: Path | None


class ChangedMeanwhileError(CountyError):
    """Someone wrote the ledger between its safety copy and the restore."""


@contextmanager
def _checked(file: Path, folder: Path, known: BackupInfo | None = None) -> Iterator[tuple[Path, BackupInfo]]:
    """The unpacked ledger of a backup that passed every check, now or as `known`. Raises DamagedBackupError."""
    with unpacked(file, folder) as (copy, manifest):
        is_known = known is not None and known.ok and known.manifest == manifest
        problems = () if is_known else problems_of(copy, manifest)
        if problems:
            raise archive.DamagedBackupError(
                f"备份 {file} 没有通过核对：{'；'.join(problems)}", "。请换一份备份，台账没有改动。"
            )
        yield copy, BackupInfo(file, file.stat().st_size, manifest)


def _settings(ledger: Path) -> dict[str, str]:
    """The settings of a ledger; none of one that cannot be read."""
    try:
        return contents(ledger, ()).settings
    except sqlite3.Error:
        return {}


def preview(ledger: Path, file: Path) -> RestorePreview:
    """What restoring would change. Raises DamagedBackupError for a backup that does not pass its check."""
    ledger = ledger.resolve()
    with _checked(file, ledger.parent) as (copy, info):
        if not ledger.exists():
            return RestorePreview(info, None, True, "")
        manifest = info.manifest
        names = [name for name in NAMES if manifest and name in manifest.counts]
        region = _settings(ledger).get("region", "")
        other = (manifest.unit or manifest.region) if manifest and region not in ("", manifest.region) else ""
        changes = None
        with suppress(sqlite3.Error):
            changes = differences(ledger, copy, names)
        return RestorePreview(info, changes, False, other)


def _keep_raw(ledger: Path, by: str) -> Path:
    """Archive a damaged ledger byte for byte, with its write-ahead log."""
    folder = folder_of(ledger)
    wal = ledger.with_name(ledger.name + "-wal")
    ready(folder, ledger.stat().st_size)
    file = new_name(ledger, folder, f"{REASON}-damaged", datetime.now().astimezone())
    manifest = described(ledger, None, f"{REASON}-damaged", by)
    return packed(ledger, file, {**manifest, "created_at": store.now()}, wal if wal.exists() else None).file


def _keep(ledger: Path, by: str) -> Path:
    """A safety copy of the present ledger, as good as its state allows."""
    try:
        return create(ledger, REASON, by).file
    except LedgerError as error:
        if not is_damage(error.__cause__):
            raise
        return _keep_raw(ledger, by)


@contextmanager
def _alone(ledger: Path) -> Iterator[None]:
    """Hold the locks SQLite would take on a file it cannot open. Raises LedgerError if another process has one."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with ledger.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, SQLITE_LOCKS_LENGTH, SQLITE_LOCKS_AT)
        except OSError as error:
            raise LedgerError("有别的程序正打开着这本台账", "，请先退出它们再恢复；台账没有改动。") from error
        yield


def _swap(copy: Path, ledger: Path, by: str) -> Path:
    """Put a new file in the place of a damaged ledger, which is archived byte for byte first."""
    with _alone(ledger):
        kept = _keep_raw(ledger, by)
        _drop_logs(ledger)
        settle(copy, ledger)
    return kept


def _drop_logs(ledger: Path) -> None:
    """Remove what SQLite wrote beside a ledger that is no more: it would be read into the new one."""
    for suffix in ("-wal", "-shm", "-journal"):
        ledger.with_name(ledger.name + suffix).unlink(missing_ok=True)


def _write_over(copy: Path, ledger: Path, by: str) -> Path:
    """Replace a ledger's content in one transaction, right after a safety copy nobody could write behind."""
    with opened(ledger, "rw") as watcher:
        if not is_ledger(watcher):
            raise sqlite3.DatabaseError("file is not a database")
        watcher.execute("PRAGMA journal_mode=wal")
        for attempt in range(1, ATTEMPTS + 1):
            seen = data_version(watcher)
            kept = _keep(ledger, by)
            try:
                overwrite(copy, ledger, _unchanged(watcher, seen))
                return kept
            except ChangedMeanwhileError:
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("the loop above returns or raises")


def _unchanged(watcher: sqlite3.Connection, seen: int) -> Callable[[], None]:
    def check() -> None:
        if data_version(watcher) != seen:
            raise ChangedMeanwhileError("恢复期间一直有人在改这本台账", "，请让大家先退出再恢复；台账没有改动。")

    return check


def _replace(copy: Path, ledger: Path, by: str) -> Path | None:
    if not ledger.exists():
        _drop_logs(ledger)
        settle(copy, ledger)
        return None
    try:
        return _write_over(copy, ledger, by)
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        return _swap(copy, ledger, by)


def restore(ledger: Path, file: Path, by: str = "", known: BackupInfo | None = None) -> Restored:
    """Put a backup in the ledger's place. Call outside any session.

    `known` is what `preview` or `verify` just said of the file: then only its hash is checked again.
    Raises LedgerError or DamagedBackupError in words; then the ledger is as it was.
    """
    require(Right.RESTORE)
    ledger = ledger.resolve()
    with _checked(file, ledger.parent, known) as (copy, info):
        carried = {name: text for name, text in _settings(ledger).items() if name in outside.SETTINGS}
        try:
            moment = store.now()
            told = {store.RESTORED_AT: moment, "restored_by": store.signature(by), "restored_from": file.name}
            carry_settings(copy, {**carried, **told})
            store.let_lapse(ledger, moment)
            kept = _replace(copy, ledger, by)
            store.clear_damage(ledger)
            return Restored(info, kept)
        except sqlite3.Error as error:
            raise store.in_words(error) from error
