"""Which backups are kept: daily 14, weekly 8, monthly 12; safety copies for 30 days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from county_tui import backup
from county_tui.backup.archive import Manifest
from county_tui.backup.safety import superfluous

TODAY = datetime(2026, 9, 1, 4, tzinfo=UTC)
"""Noon in Sichuan."""


def made(age: timedelta, reason: str = "daily") -> backup.BackupInfo:
    """A backup of some age."""
    at = TODAY - age
    file = Path(f"ledger-{at.astimezone():%Y%m%d-%H%M%S}-{reason}.zip")
    manifest = Manifest("ledger.db", "", 1, {}, 0, (), "", "", f"{at:%Y-%m-%dT%H:%M:%SZ}", "x", reason, "0")
    return backup.BackupInfo(file, 1, manifest)


def kept(backups: list[backup.BackupInfo]) -> list[int]:
    """The ages in days of the backups that stay."""
    gone = set(superfluous(backups, TODAY))
    moments = [info.manifest.created_at for info in backups if info.file not in gone and info.manifest]
    return sorted((TODAY - datetime.fromisoformat(moment)).days for moment in moments)


def test_daily_backups_over_two_years_thin_out() -> None:
    ages = kept([made(timedelta(days=days)) for days in range(730)])
    assert ages[:14] == list(range(14))
    assert 14 + 5 + 9 <= len(ages) <= 14 + 8 + 12
    assert 300 < ages[-1] < 366


def test_a_rare_user_keeps_backups_of_as_many_periods_as_there_are() -> None:
    ages = [days * 40 for days in range(12)]
    assert kept([made(timedelta(days=days)) for days in ages]) == ages


def test_of_one_day_long_ago_the_last_stays() -> None:
    day = [made(timedelta(days=5, hours=-hours)) for hours in range(0, 6, 2)]
    assert superfluous(day, TODAY) == [day[0].file, day[1].file]


def test_what_is_younger_than_two_days_stays() -> None:
    assert superfluous([made(timedelta(hours=hours)) for hours in range(48)], TODAY) == []


def test_safety_copies_stay_thirty_days_and_take_no_daily_place() -> None:
    copies = [made(timedelta(days=days), "before-import") for days in range(40)]
    regular = [made(timedelta(days=days, hours=1)) for days in range(14)]
    gone = superfluous(copies + regular, TODAY)
    assert gone == [info.file for info in reversed(copies[30:])]


def test_a_damaged_backup_is_left_for_a_person_to_see() -> None:
    broken = backup.BackupInfo(Path("ledger-20200101-000000-daily.zip"), 1, None, ("已损坏",))
    assert superfluous([broken], TODAY) == []


@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from(["daily", "manual", "before-import"])), max_size=80))
def test_the_newest_backup_always_stays_and_pruning_twice_is_pruning_once(ages: list[tuple[int, str]]) -> None:
    backups = list({info.file: info for info in (made(timedelta(days=days), reason) for days, reason in ages)}.values())
    gone = superfluous(backups, TODAY)
    left = [info for info in backups if info.file not in gone]
    assert superfluous(left, TODAY) == []
    regular = [info for info in backups if info.manifest and not info.manifest.reason.startswith("before")]
    if regular:
        newest = max(regular, key=lambda info: info.manifest.created_at if info.manifest else "")
        assert newest in left


def test_a_clock_set_back_costs_no_backup_of_today() -> None:
    ahead = [made(timedelta(days=-days)) for days in range(1, 30)]
    now = made(timedelta())
    assert now.file not in superfluous([*ahead, now], TODAY)


def test_pruning_removes_the_files(office: Path) -> None:
    old = backup.create(office).file
    backup.create(office)
    late = datetime.now(UTC) + timedelta(days=5)
    gone = backup.prune(office, today=late)
    assert len(gone) == 1 and not gone[0].exists()
    assert len(backup.list_backups(office)) == 1
    assert old.parent.is_dir()
