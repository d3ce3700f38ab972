"""Looking at backups: the list of them, and the check that really opens one."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from county_tui import store
from county_tui.backup import archive
from county_tui.backup.backup_paths import discard, files_of, folder_of, part_of, ready
from county_tui.backup.making import NAMES, BackupInfo
from county_tui.errors import CountyError, LedgerError, reason
from county_tui.models import register_named
from county_tui.models.sqlite_files import contents, integrity_problems
from county_tui.store import make_private


def look(file: Path) -> BackupInfo:
    """What a backup says of itself, without opening the ledger in it."""
    size = file.stat().st_size if file.is_file() else 0
    try:
        return BackupInfo(file, size, archive.read_manifest(file))
    except LedgerError as error:
        return BackupInfo(file, size, None, (str(error),))


def written_at(file: Path) -> int:
    """When a file was last written, in nanoseconds: tells two backups of one second apart."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def list_backups(ledger: Path, folder: Path | None = None) -> list[BackupInfo]:
    """The backups of a ledger, newest first; damaged ones too, with what is wrong.

    Those that say they are of a time to come, made while the clock was wrong, stand behind all others.
    """
    found = [look(file) for file in files_of(ledger, folder or folder_of(ledger))]
    now = store.now()

    def age(info: BackupInfo) -> tuple[bool, str, int]:
        moment = info.manifest.created_at if info.manifest else ""
        return moment <= now, moment, written_at(info.file)

    return sorted(found, key=age, reverse=True)


def _compared(copy: Path, manifest: archive.Manifest) -> list[str]:
    """What an unpacked ledger holds otherwise than was recorded."""
    held = contents(copy, NAMES)
    wrong = [
        f"“{register_named(name).label if name in NAMES else name}”应有 {count} 条，实有 {held.counts.get(name, 0)} 条"
        for name, count in manifest.counts.items()
        if held.counts.get(name) != count
    ]
    if held.history != manifest.history:
        wrong.append(f"修改历史应有 {manifest.history} 条，实有 {held.history} 条")
    newer = sorted(set(held.migrations) - set(store.known_migrations()))
    if newer:
        wrong.append("备份来自更新版本的程序，请升级 county-tui 后再用")
    return wrong


def problems_of(copy: Path, manifest: archive.Manifest) -> tuple[str, ...]:
    """Everything wrong with an unpacked ledger: damage first, then what differs from the manifest."""
    damage = integrity_problems(copy)
    if damage:
        return tuple(f"备份里的台账已损坏：{text}" for text in damage[:5])
    try:
        return tuple(_compared(copy, manifest))
    except sqlite3.Error as error:
        return (str(store.in_words(error)),)


@contextmanager
def unpacked(file: Path, folder: Path) -> Iterator[tuple[Path, archive.Manifest]]:
    """The ledger of a backup as a file of its own in `folder` while the block lasts; its hash is checked."""
    manifest = archive.read_manifest(file)
    folder = folder if os.access(folder, os.W_OK) else Path(tempfile.gettempdir())
    ready(folder, manifest.ledger_bytes)
    copy = part_of(folder / f"{file.stem}.db")
    try:
        make_private(copy)
        archive.extract(file, manifest, copy)
        yield copy, manifest
    except OSError as error:
        raise LedgerError(f"无法在 {folder} 里解开备份（{reason(error)}）", "，请检查磁盘空间和权限。") from error
    finally:
        discard(copy)


def verify(file: Path, folder: Path | None = None) -> BackupInfo:
    """Open a backup and compare it with what was recorded: hash, integrity, references, counts.

    It is unpacked in `folder`, or beside the file. Raises NotFoundError; what else is wrong stands in `problems`.
    """
    first = look(file)
    if first.manifest is None:
        return first
    try:
        with unpacked(file, folder or file.resolve().parent) as (copy, manifest):
            return BackupInfo(file, first.bytes, manifest, problems_of(copy, manifest))
    except archive.DamagedBackupError as error:
        return BackupInfo(file, first.bytes, first.manifest, (str(error),))


def newest_good(ledger: Path) -> BackupInfo | None:
    """The newest backup that passes `verify`; None if there is none."""
    for info in list_backups(ledger):
        try:
            checked = verify(info.file)
        except CountyError:
            continue
        if checked.ok:
            return checked
    return None
