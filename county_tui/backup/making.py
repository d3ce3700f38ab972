"""Making backups: an online copy of the ledger, compressed, with what it holds written beside it."""

from __future__ import annotations

import getpass
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from county_tui import __version__, store
from county_tui.backup import archive
from county_tui.backup.backup_paths import discard, folder_of, new_name, part_of, publish, ready
from county_tui.backup.outside import remember_outside
from county_tui.errors import LedgerError, reason
from county_tui.models import REGISTERS
from county_tui.models.sqlite_files import Contents, contents, copy_online
from county_tui.paths import meant
from county_tui.store import make_private

NAMES = tuple(register.register_name() for register in REGISTERS)


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """One backup: its file, what was recorded when it was made, and what is wrong with it now, if anything."""

    file: Path
    bytes: int
    manifest: archive.Manifest | None
    problems: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.problems

    @property
    def total(self) -> int:
        """How many live records it holds."""
        return sum(self.manifest.counts.values()) if self.manifest else 0


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def described(ledger: Path, held: Contents | None, reason: str, by: str) -> dict[str, Any]:
    """The manifest of a ledger, but for its moment, hash and size; `held` is None for one too damaged to read."""
    held = held or Contents({}, 0, (), {})
    return {
        "ledger": ledger.name,
        "counts": held.counts,
        "history": held.history,
        "migrations": held.migrations,
        "region": held.settings.get("region", ""),
        "unit": held.settings.get("unit", ""),
        "created_by": store.signature(by or _account()),
        "reason": reason,
        "program": __version__,
    }


def not_written(folder: Path, error: OSError) -> LedgerError:
    """A disk's error as a sentence."""
    return LedgerError(f"无法在 {folder} 里写备份（{error.strerror}）", "，请检查磁盘空间和权限；台账没有改动。")


def packed(source: Path, file: Path, manifest: Mapping[str, Any], wal: Path | None = None) -> BackupInfo:
    """Compress a ledger file nobody writes to into `file`, which appears whole or not at all."""
    part = part_of(file)
    try:
        make_private(part)
        with part.open("wb") as target:
            recorded = archive.write(target, source, manifest, wal)
        named = publish(part, file)
        return BackupInfo(named, named.stat().st_size, recorded)
    except OSError as error:
        raise LedgerError(
            f"无法在 {file.parent} 里写备份（{reason(error)}）", "，请检查磁盘空间和权限；台账没有改动。"
        ) from error
    finally:
        discard(part)


def size_of(ledger: Path) -> int:
    """The bytes of a ledger and of what is not yet written back into it."""
    files = (ledger, ledger.with_name(ledger.name + "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def target_of(ledger: Path, folder: Path | None) -> Path:
    """The folder a backup goes to. Raises LedgerError if it, or the ledger, is not there."""
    if not ledger.is_file():
        raise LedgerError(f"没有找到台账 {ledger}", "，请检查路径。")
    target = meant(str(folder or folder_of(ledger))).resolve()
    if not target.parent.is_dir():
        raise LedgerError(f"找不到文件夹 {target.parent}", "，请检查路径，以及磁盘是否插好。")
    return target


def made(ledger: Path, file: Path, reason: str, by: str) -> BackupInfo:
    """Back a ledger up into `file`, or that with a number behind it where the name is taken."""
    size, moment = size_of(ledger), store.now()
    ready(folder_of(ledger), size)
    ready(file.parent, size // 2)
    copy = part_of(folder_of(ledger) / f"{file.stem}.db")
    try:
        make_private(copy)
        copy_online(ledger, copy)
        held = described(ledger, contents(copy, NAMES), reason, by)
        return packed(copy, file, {**held, "created_at": moment})
    except sqlite3.Error as error:
        raise store.in_words(error) from error
    except OSError as error:
        raise not_written(copy.parent, error) from error
    finally:
        discard(copy)


def create(ledger: Path, reason: str = "manual", by: str = "", folder: Path | None = None) -> BackupInfo:
    """Back a ledger up while others go on writing it, to `backups/` beside it or to another folder.

    Raises LedgerError in words; then no file has appeared.
    """
    ledger = ledger.resolve()
    target = target_of(ledger, folder)
    info = made(ledger, new_name(ledger, target, reason, datetime.now().astimezone()), reason, by)
    remember_outside(ledger, target)
    return info
