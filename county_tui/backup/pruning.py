"""Which backups are kept: the last of each of 14 days, 8 weeks and 12 months; safety copies for 30 days;
a year's end for good."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from county_tui.backup.backup_paths import is_of_year_end, is_safety_copy
from county_tui.backup.checking import list_backups
from county_tui.backup.making import BackupInfo

RULES: tuple[tuple[int, Callable[[datetime], str]], ...] = (
    (14, lambda at: f"{at:%Y-%m-%d}"),
    (8, lambda at: f"{at:%G-W%V}"),
    (12, lambda at: f"{at:%Y-%m}"),
)
"""How many periods are kept, and the name of the period a moment lies in: days, weeks, months."""
UNTOUCHED = timedelta(days=2)
"""Whatever is younger is kept."""
SAFETY_KEPT = timedelta(days=30)


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
