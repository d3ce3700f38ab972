"""Restoring: into a sound, a damaged or a missing ledger; everything or nothing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from county_tui import backup, store
from county_tui.backup import restoring
from county_tui.errors import CountyError, LedgerError
from county_tui.models.sqlite_files import integrity_problems
from tests.backup.conftest import add, names
from tests.conftest import Fields

THREE = ["丁一", "丁二", "丁三"]


def test_a_restore_brings_back_what_was_and_keeps_what_is(office: Path, fields: Fields) -> None:
    info = backup.create(office)
    add(fields, "丁四")
    store.update(("personnel", 1, 1), {"name": "改名"}, "x")
    done = backup.restore(office, info.file, "李四")
    assert names() == THREE
    assert integrity_problems(office) == []
    assert done.kept is not None and "before-restore" in done.kept.name
    assert store.settings()["restored_by"] == "李四"
    backup.restore(office, done.kept)
    assert sorted(names()) == sorted(["改名", "丁二", "丁三", "丁四"])


def test_the_preview_counts_what_would_be_gained_lost_and_changed(office: Path, fields: Fields) -> None:
    info = backup.create(office)
    for name in ("丁四", "丁五"):
        add(fields, name)
    store.update(("personnel", 1, 1), {"name": "改名"}, "x")
    store.delete(("personnel", 2, 1), "x")
    before = office.read_bytes()
    seen = backup.preview(office, info.file)
    assert seen.changes is not None
    assert (seen.changes["personnel"].gained, seen.changes["personnel"].lost, seen.changes["personnel"].changed) == (
        1,
        2,
        1,
    )
    assert seen.changes["bases"].gained == 0
    assert not seen.is_missing and seen.other_region == ""
    assert office.read_bytes() == before and not list(office.parent.glob(".*"))


def damage(office: Path, kind: str) -> None:
    """Harm a ledger file."""
    data = office.read_bytes()
    if kind == "missing":
        office.unlink()
    elif kind == "zero":
        office.write_bytes(b"")
    elif kind == "header":
        office.write_bytes(os.urandom(4096) + data[4096:])
    elif kind == "middle":
        office.write_bytes(data[:8192] + os.urandom(len(data) - 8192))
    elif kind == "truncated":
        office.write_bytes(data[: len(data) // 2])
    elif kind == "cut":
        office.write_bytes(data[:-1])
    elif kind == "text":
        office.write_text("这不是台账" * 1000)


@pytest.mark.parametrize("kind", ["missing", "zero", "header", "middle", "truncated", "cut", "text"])
def test_a_damaged_or_missing_ledger_is_replaced(office: Path, kind: str) -> None:
    info = backup.create(office)
    damage(office, kind)
    seen = backup.preview(office, info.file)
    assert seen.is_missing == (kind == "missing")
    done = backup.restore(office, info.file, known=seen.backup)
    assert names() == THREE
    assert integrity_problems(office) == []
    assert (done.kept is None) == (kind == "missing")
    assert store.open_ledger(office, lambda: None).region_name == "锦江区"
    assert sorted(file.name for file in office.parent.iterdir()) == ["backups", "ledger.db"]


def test_the_log_of_a_damaged_ledger_is_not_read_into_the_restored_one(office: Path, fields: Fields) -> None:
    info = backup.create(office)
    with store.session():
        add(fields, "丁四")
        wal = office.with_name("ledger.db-wal").read_bytes()
    assert len(wal) > 100
    office.write_bytes(b"x" * 9000)
    office.with_name("ledger.db-wal").write_bytes(wal)
    backup.restore(office, info.file)
    assert names() == THREE and integrity_problems(office) == []


def test_a_missing_ledgers_leftover_log_is_not_read_into_the_restored_one(office: Path, fields: Fields) -> None:
    info = backup.create(office)
    with store.session():
        add(fields, "丁四")
        wal = office.with_name("ledger.db-wal").read_bytes()
    office.unlink()
    office.with_name("ledger.db-wal").write_bytes(wal)
    backup.restore(office, info.file)
    assert names() == THREE


def test_a_restore_waits_for_no_writer_and_harms_no_one(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = backup.create(office)
    monkeypatch.setattr("county_tui.models.sqlite_files.TRIES", 2)
    other = sqlite3.connect(office, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE personnel SET post = '正在改'")
    with pytest.raises(LedgerError, match="正被别人写入"):
        backup.restore(office, info.file)
    other.execute("COMMIT")
    other.close()
    assert store.get("personnel", 1).values["post"] == "正在改"


def test_a_write_between_safety_copy_and_restore_is_never_lost(
    office: Path, fields: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = backup.create(office)
    kept_for_real, late = restoring._keep, iter(["丁四", "丁五"])

    def keep_then_someone_writes(ledger: Path, by: str) -> Path:
        kept = kept_for_real(ledger, by)
        for name in late:
            writer = threading.Thread(target=add, args=(fields, name))
            writer.start()
            writer.join()
            break
        return kept

    monkeypatch.setattr(restoring, "_keep", keep_then_someone_writes)
    done = backup.restore(office, info.file)
    assert names() == THREE
    assert done.kept is not None
    backup.restore(office, done.kept)
    assert sorted(names()) == sorted([*THREE, "丁四", "丁五"])


def test_someone_who_never_stops_writing_stops_the_restore(
    office: Path, fields: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = backup.create(office)
    kept_for_real = restoring._keep

    def keep_then_someone_writes(ledger: Path, by: str) -> Path:
        kept = kept_for_real(ledger, by)
        add(fields, f"丁{len(names()) + 1}号")
        return kept

    monkeypatch.setattr(restoring, "_keep", keep_then_someone_writes)
    with pytest.raises(CountyError, match="一直有人在改"):
        backup.restore(office, info.file)
    assert len(names()) == 6


def test_a_reader_sees_the_old_ledger_and_then_the_new_one_whole(office: Path, fields: Fields) -> None:
    info = backup.create(office)
    add(fields, "丁四")
    reader = sqlite3.connect(office, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM personnel").fetchone() == (4,)
    backup.restore(office, info.file)
    assert reader.execute("SELECT count(*) FROM personnel").fetchone() == (4,)
    reader.execute("COMMIT")
    assert reader.execute("SELECT count(*) FROM personnel").fetchone() == (3,)
    reader.close()


HOLD_OPEN = (
    "import fcntl, sys; file = open(sys.argv[1], 'r+b');"
    "fcntl.lockf(file, fcntl.LOCK_SH, 510, 0x40000002); print(1, flush=True); input()"
)
"""A process that holds the lock of a reader."""


def test_a_damaged_ledger_someone_has_open_is_left_alone(office: Path) -> None:
    info = backup.create(office)
    office.write_bytes(b"x" * 9000)
    command = [sys.executable, "-c", HOLD_OPEN, str(office)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(LedgerError, match="别的程序正打开着"):
            backup.restore(office, info.file)
        assert office.read_bytes() == b"x" * 9000
        other.communicate(b"\n")
    backup.restore(office, info.file)
    assert names() == THREE


def test_a_backup_that_fails_its_check_changes_nothing(office: Path, fields: Fields) -> None:
    file = backup.create(office).file
    add(fields, "丁四")
    file.write_bytes(file.read_bytes()[:5000])
    before = office.read_bytes()
    with pytest.raises(LedgerError, match="备份"):
        backup.restore(office, file)
    assert office.read_bytes() == before
    assert backup.list_backups(office)[0].file == file and len(backup.list_backups(office)) == 1


def test_another_regions_backup_is_told_apart(office: Path) -> None:
    other = office.parent / "other" / "ledger.db"
    store.create_ledger(other, "510105000000", "青羊区某办")
    file = backup.create(other).file
    store.bind(office)
    assert backup.preview(office, file).other_region == "青羊区某办"


def test_the_last_backup_to_a_stick_is_remembered_through_a_restore(office: Path, stick: Path) -> None:
    info = backup.create(office)
    backup.create(office, folder=stick)
    backup.restore(office, info.file)
    last = backup.last_outside()
    assert last is not None and last.folder == stick


def test_the_newest_good_backup_is_found_past_damaged_ones(office: Path) -> None:
    good = backup.create(office).file
    for reason in ("daily", "manual"):
        backup.create(office, reason).file.write_bytes(b"x")
    found = backup.newest_good(office)
    assert found is not None and found.file == good


def test_a_ledger_reached_by_a_link_is_restored_where_it_is(office: Path, tmp_path: Path) -> None:
    info = backup.create(office)
    link = tmp_path / "link" / "ledger.db"
    link.parent.mkdir()
    link.symlink_to(office)
    office.write_bytes(b"")
    backup.restore(link, info.file)
    assert link.is_symlink() and names() == THREE


def test_a_ledger_whose_writer_was_killed_is_read_with_its_log(office: Path, fields: Fields) -> None:
    info = backup.create(office)
    with store.session():
        add(fields, "丁四")
        data, log = office.read_bytes(), office.with_name("ledger.db-wal").read_bytes()
    office.write_bytes(data)
    office.with_name("ledger.db-wal").write_bytes(log)
    assert integrity_problems(office) == []
    office.with_name("ledger.db-wal").write_bytes(log)
    office.write_bytes(data)
    seen = backup.preview(office, info.file)
    assert seen.changes is not None and seen.changes["personnel"].lost == 1
