"""Backups nobody has to think of: before what could harm, each day, at the end of a year; and which are let go."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from county_tui import store
from county_tui.backup import archive
from county_tui.backup.backup_paths import (
    discard,
    files_of,
    folder_of,
    is_of_year_end,
    is_safety_copy,
    part_of,
    publish,
    ready,
)
from county_tui.backup.checking import list_backups, verify
from county_tui.backup.making import BackupInfo, create, not_written, size_of
from county_tui.errors import CountyError, DamagedLedgerError, Remedy
from county_tui.models.sqlite_files import copy_online, damage_in
from county_tui.store import make_private

RULES: tuple[tuple[int, Callable[[datetime], str]], ...] = (
    (14, lambda at: f"{at:%Y-%m-%d}"),
    (8, lambda at: f"{at:%G-W%V}"),
    (12, lambda at: f"{at:%Y-%m}"),
)
"""How many periods are kept, and the name of the period a moment lies in: days, weeks, months."""
UNTOUCHED = timedelta(days=2)
"""Whatever is younger is kept."""
SAFETY_KEPT = timedelta(days=30)
IMPORT = "before-import"
SAFE_FOR_S = 3600
"""For so long a backup of a large ledger serves as the safety copy before an import."""
SMALL_BYTES = 32 << 20
"""A ledger up to this size is copied before every import: that takes well under a second."""
YEAR_END = "year-end-"
"""A backup made at a year's end gives this and the year as its reason."""


def _moment(info: BackupInfo) -> datetime | None:
    if info.manifest is None:
        return None
    with suppress(ValueError):
        return datetime.fromisoformat(info.manifest.created_at).astimezone()
    return None


def _kept_by_rule(moments: dict[Path, datetime]) -> set[Path]:
    """The newest backup of each period, for as many periods as the rules keep, counting only those that have one."""
    newest_first = sorted(moments, key=lambda file: moments[file], reverse=True)
    kept: set[Path] = set()
    for periods, name_of in RULES:
        newest: dict[str, Path] = {}
        for file in newest_first:
            newest.setdefault(name_of(moments[file]), file)
        kept.update(list(newest.values())[:periods])
    return kept


def superfluous(backups: Iterable[BackupInfo], today: datetime) -> list[Path]:
    """The backups the rule lets go, oldest first. A damaged one is never chosen: a person should see it."""
    moments = {info.file: at for info in backups if (at := _moment(info))}
    regular = {file: at for file, at in moments.items() if not is_safety_copy(file)}
    kept = _kept_by_rule(regular) | {file for file, at in regular.items() if today - at < UNTOUCHED}
    kept |= {file for file, at in moments.items() if is_safety_copy(file) and today - at < SAFETY_KEPT}
    kept |= {file for file in moments if is_of_year_end(file)}
    return sorted(moments.keys() - kept, key=lambda file: moments[file])


def prune(ledger: Path, folder: Path | None = None, today: datetime | None = None) -> list[Path]:
    """Remove the backups the rule lets go. Returns them, oldest first."""
    chosen = superfluous(list_backups(ledger, folder), today or datetime.now(UTC))
    for file in chosen:
        file.unlink(missing_ok=True)
    return chosen


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


def year_backup(ledger: Path, year: int) -> Path | None:
    """The newest backup made at a year's end, if there is one."""
    made = [file for file in files_of(ledger, folder_of(ledger)) if f"-{YEAR_END}{year}" in file.name]
    return made[-1] if made else None


def year_copy(ledger: Path, year: int) -> Path:
    """Where the copy of a year stands: `ledger-2026.db` beside the ledger."""
    return ledger.resolve().with_name(f"{ledger.stem}-{year}.db")


def keep_year(ledger: Path, year: int, by: str) -> tuple[Path, Path]:
    """Make a year's backup and its copy, each where there is none yet. Raises LedgerError in words."""
    ledger = ledger.resolve()
    kept = year_backup(ledger, year) or create(ledger, f"{YEAR_END}{year}", by).file
    copy = year_copy(ledger, year)
    return kept, copy if copy.exists() else _copied(ledger, copy, year)


def _copied(ledger: Path, copy: Path, year: int) -> Path:
    ready(ledger.parent, size_of(ledger))
    part = part_of(copy)
    try:
        make_private(part)
        copy_online(ledger, part)
        with closing(sqlite3.connect(part)) as connection, connection:
            # The mark stands in the file, so that it holds for root and on a stick without permissions too.
            connection.execute(
                "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (store.ARCHIVED, f"{year}")
            )
        return publish(part, copy)
    except sqlite3.Error as error:
        raise store.in_words(error) from error
    except OSError as error:
        raise not_written(copy.parent, error) from error
    finally:
        discard(part)
