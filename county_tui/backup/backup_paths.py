"""Where backups stand and what they are called: `backups/` beside the ledger, `台账名-日期-时刻.zip`."""

from __future__ import annotations

import os
import re
import shutil
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from county_tui.errors import LedgerError, NotFoundError, Remedy, reason
from county_tui.store import make_private_folder

FOLDER = "backups"
PART = ".part"
SEALED = ".age"
"""What the name of a backup sealed to a public key ends in."""
ABANDONED_S = 3600
"""A half-made file that old was left by a process that was killed."""


def folder_of(ledger: Path) -> Path:
    """The folder backups of a ledger go to unless told otherwise."""
    return ledger.resolve().parent / FOLDER


def files_of(ledger: Path, folder: Path) -> list[Path]:
    """The backup files of a ledger in a folder, by name; those of other ledgers are left out."""
    ours = re.compile(rf"{re.escape(ledger.stem)}-\d{{8}}-\d{{6}}\b.*\.zip(\.age)?")
    with suppress(FileNotFoundError, NotADirectoryError):
        return sorted(file for file in folder.iterdir() if ours.fullmatch(file.name))
    return []


def is_safety_copy(file: Path) -> bool:
    """Whether a backup was made before an upgrade, an import or a restore."""
    return "-before-" in file.name


def is_of_year_end(file: Path) -> bool:
    """Whether a backup was made at a year's end, to be kept for good."""
    return "-year-end-" in file.name


def is_sealed(file: Path) -> bool:
    """Whether a backup is encrypted, by its name."""
    return file.suffix == SEALED


def found(ledger: Path, file: Path) -> Path:
    """The file meant by a path, or by the bare name of one in the ledger's backups folder. Raises NotFoundError."""
    for candidate in (file, folder_of(ledger) / file):
        if candidate.is_file():
            return candidate
    raise NotFoundError(f"没有找到备份文件 {file}", remedy=Remedy.LIST_BACKUPS)


def new_name(ledger: Path, folder: Path, reason: str, moment: datetime) -> Path:
    """What a backup made now is called: `ledger-20260901-093000-daily.zip`."""
    return folder / f"{ledger.stem}-{moment:%Y%m%d-%H%M%S}-{reason}.zip"


def part_of(file: Path) -> Path:
    """The hidden name a file has while this process makes it."""
    return file.with_name(f".{file.name}.{os.getpid()}{PART}")


def discard(part: Path) -> None:
    """Remove a half-made file and what SQLite may have put beside it."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            part.with_name(part.name + suffix).unlink(missing_ok=True)


def clear_abandoned(folder: Path) -> None:
    """Remove half-made files that a killed process left."""
    for part in folder.glob(f".*{PART}*"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > ABANDONED_S:
                shutil.rmtree(part) if part.is_dir() else part.unlink()


def ready(folder: Path, needed: int) -> None:
    """Make the folder where it is missing and make sure it has room. Raises LedgerError in words."""
    try:
        make_private_folder(folder)
        clear_abandoned(folder)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise LedgerError(
            f"无法使用备份文件夹 {folder}（{reason(error)}）", "，请检查磁盘是否插好、文件夹是否可写。"
        ) from error
    if free < needed:
        short = f"还需约 {(needed - free) // 2**20 + 1} MB"
        raise LedgerError(f"{folder} 所在的磁盘空间不够备份（{short}）", "，请清理磁盘。", Remedy.BACK_UP_ELSEWHERE)


def _synced(part: Path) -> Path:
    with part.open("rb") as done:
        os.fsync(done.fileno())
    return part


def settle(part: Path, file: Path) -> None:
    """Put a finished file in another's place, so that either is there whole even after a power cut."""
    _synced(part).replace(file)
    sync_folder(file.parent)


def publish(part: Path, file: Path) -> Path:
    """Give a finished file its name, or that with a number behind it where another process took it. Returns it."""
    _synced(part)
    name, count = file, 1
    while True:
        try:
            name.hardlink_to(part)
            break
        except OSError:  # the name is taken, or a stick's file system has no hard links
            if not name.exists():
                part.replace(name)
                break
            count += 1
            name = file.with_stem(f"{file.stem}-{count}")
    sync_folder(file.parent)
    return name


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder last through a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
