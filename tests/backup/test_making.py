"""Making, listing and verifying backups."""

from __future__ import annotations

import hashlib
import json
import math
import os
import sqlite3
import stat
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from county_tui import __version__, backup, store
from county_tui.backup import archive, backup_paths, making, safety
from county_tui.errors import LedgerError, NotFoundError
from tests.backup.conftest import add, names
from tests.conftest import HOME, Fields


def test_a_backup_is_one_zip_that_says_what_is_in_it(office: Path, tmp_path: Path) -> None:
    info = backup.create(office, by="李四")
    assert info.file.parent == office.parent / "backups"
    with zipfile.ZipFile(info.file) as bundle:
        assert set(bundle.namelist()) == {"ledger.db", "manifest.json", "说明.txt"}
        inside, manifest = bundle.read("ledger.db"), json.loads(bundle.read("manifest.json"))
    assert manifest["sha256"] == hashlib.sha256(inside).hexdigest()
    assert manifest["ledger_bytes"] == len(inside)
    assert manifest["counts"]["personnel"] == 3 and manifest["counts"]["bases"] == 0
    assert (manifest["created_by"], manifest["reason"], manifest["program"]) == ("李四", "manual", __version__)
    assert (manifest["region"], manifest["unit"]) == (HOME, "锦江区民宗局")
    by_hand = tmp_path / "by-hand.db"
    by_hand.write_bytes(inside)
    assert sqlite3.connect(by_hand).execute("SELECT count(*) FROM personnel").fetchone() == (3,)


def test_a_fresh_backup_passes_its_check_and_leaves_nothing_else(office: Path) -> None:
    info = backup.create(office)
    checked = backup.verify(info.file)
    assert checked == info and checked.ok
    assert [file.name for file in info.file.parent.iterdir()] == [info.file.name]


def test_backups_are_their_owners_alone(office: Path, tmp_path: Path) -> None:
    info = backup.create(office)
    assert stat.S_IMODE(info.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(info.file.parent.stat().st_mode) == 0o700
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o2770)
    assert stat.S_IMODE(backup.create(office, folder=shared).file.stat().st_mode) == 0o660


def test_a_backup_holds_what_others_have_not_written_back_yet(office: Path, fields: Fields) -> None:
    with store.session():
        add(fields, "丁四")
        info = backup.create(office)
    assert info.manifest is not None and info.manifest.counts["personnel"] == 4


def test_a_transaction_under_way_is_not_in_the_backup(office: Path, fields: Fields) -> None:
    with store.transaction():
        add(fields, "丁四")
        info = backup.create(office)
    assert info.manifest is not None and info.manifest.counts["personnel"] == 3


def test_two_backups_in_one_second_have_two_names(office: Path) -> None:
    files = {backup.create(office).file for _ in range(3)}
    assert len(files) == 3 and all(file.exists() for file in files)


def test_the_list_is_newest_first_and_shows_damaged_ones(office: Path) -> None:
    first = backup.create(office).file
    second = backup.create(office, "daily").file
    listed = backup.list_backups(office)
    assert {info.file for info in listed} == {first, second} and all(info.ok for info in listed)
    assert [info.manifest.created_at for info in listed if info.manifest] == sorted(
        (info.manifest.created_at for info in listed if info.manifest), reverse=True
    )
    second.write_bytes(second.read_bytes()[:-200])
    assert {info.file for info in backup.list_backups(office) if not info.ok} == {second}


def test_the_backups_of_another_ledger_in_the_folder_are_left_alone(office: Path) -> None:
    other = office.with_name("other.db")
    store.create_ledger(other, HOME)
    theirs = backup.create(other).file
    assert backup.list_backups(office) == []
    assert backup.list_backups(other)[0].file == theirs


@pytest.mark.parametrize("at", [0.02, 0.3, 0.5, 0.7, 0.95])
def test_a_backup_damaged_anywhere_fails_its_check(office: Path, at: float) -> None:
    file = backup.create(office).file
    data = bytearray(file.read_bytes())
    start = int(len(data) * at)
    data[start : start + 64] = bytes(byte ^ 0x5A for byte in data[start : start + 64])
    file.write_bytes(data)
    assert not backup.verify(file).ok
    with pytest.raises(LedgerError):
        backup.restore(office, file)
    assert names() == ["丁一", "丁二", "丁三"]


@pytest.mark.parametrize("content", [b"", b"PK", b"hello" * 100])
def test_what_is_no_backup_fails_its_check_in_words(office: Path, content: bytes) -> None:
    file = office.with_name("x.zip")
    file.write_bytes(content)
    assert "不是台账备份" in backup.verify(file).problems[0]


def forged(office: Path, change: dict[str, object], inside: bytes | None = None) -> Path:
    """A backup whose manifest, and maybe content, was rewritten."""
    with zipfile.ZipFile(backup.create(office).file) as bundle:
        manifest, content = json.loads(bundle.read("manifest.json")), inside or bundle.read("ledger.db")
    if inside is not None:
        manifest |= {"sha256": hashlib.sha256(inside).hexdigest(), "ledger_bytes": len(inside)}
    file = office.with_name("forged.zip")
    with zipfile.ZipFile(file, "w") as bundle:
        bundle.writestr("ledger.db", content)
        bundle.writestr("manifest.json", json.dumps(manifest | change))
    return file


def test_other_counts_than_recorded_fail_the_check(office: Path) -> None:
    counts = {"personnel": 5, "bases": 0}
    assert "“工作队伍”应有 5 条，实有 3 条" in backup.verify(forged(office, {"counts": counts})).problems


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64},
        {"ledger_bytes": 5},
        {"counts": None},
        {"format": "x"},
        {"counts": {"personnel": "x"}},
        {"history": math.inf},
    ],
)
def test_a_manifest_that_does_not_fit_fails_the_check(office: Path, change: dict[str, object]) -> None:
    assert not backup.verify(forged(office, change)).ok


def test_a_backup_that_unpacks_to_more_than_it_says_is_stopped(office: Path) -> None:
    file = forged(office, {}, b"\0" * 50_000_000)
    assert not backup.verify(file).ok


def test_a_sound_database_that_is_no_ledger_fails_the_check(office: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE x (y)")
    connection.close()
    assert not backup.verify(forged(office, {}, other.read_bytes())).ok


def test_a_missing_ledger_or_backup_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="没有找到台账"):
        backup.create(tmp_path / "none.db")
    with pytest.raises(NotFoundError, match="没有找到备份文件"):
        backup.verify(tmp_path / "none.zip")
    with pytest.raises(NotFoundError):
        backup.found(tmp_path / "ledger.db", Path("none.zip"))


def test_a_damaged_ledger_is_not_backed_up_as_if_it_were_sound(office: Path) -> None:
    office.write_bytes(b"x" * 5000)
    with pytest.raises(LedgerError):
        backup.create(office)
    assert not list((office.parent / "backups").iterdir())


def test_a_file_in_the_folders_place_is_said_in_words(office: Path) -> None:
    (office.parent / "backups").write_text("x")
    with pytest.raises(LedgerError, match="备份文件夹"):
        backup.create(office)


def test_too_little_room_is_said_before_anything_is_written(office: Path) -> None:
    with pytest.raises(LedgerError, match="磁盘空间不够"):
        backup_paths.ready(office.parent / "backups", 2**60)


def test_the_day_has_one_daily_backup(office: Path) -> None:
    assert backup.daily(office) is not None
    assert backup.daily(office) is None
    assert [info.manifest.reason for info in backup.list_backups(office) if info.manifest] == ["daily"]


def test_a_safety_copy_alone_does_not_stand_for_the_daily_one(office: Path) -> None:
    backup.safety_copy(office, "before-upgrade")
    assert backup.daily(office) is not None


def test_before_an_import_an_unchanged_ledger_needs_no_second_copy(office: Path, fields: Fields) -> None:
    past = datetime.now(UTC) - timedelta(minutes=5)
    os.utime(office, (past.timestamp(), past.timestamp()))
    first = backup.safety_copy(office, "before-import")
    assert backup.safety_copy(office, "before-import") == first
    add(fields, "丁四")
    assert backup.safety_copy(office, "before-import") != first
    assert backup.safety_copy(office, "before-upgrade") != backup.safety_copy(office, "before-upgrade")


def test_before_an_import_a_large_ledger_is_copied_once_an_hour(
    office: Path, fields: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safety, "SMALL_BYTES", 1000)
    first = backup.safety_copy(office, "before-import")
    add(fields, "丁四")
    assert backup.safety_copy(office, "before-import") == first
    first.write_bytes(b"damaged")
    assert backup.safety_copy(office, "before-import") != first


def test_a_backup_to_a_second_disk_is_remembered(office: Path, stick: Path, tmp_path: Path) -> None:
    assert backup.last_outside() is None
    backup.create(office)
    backup.create(office, folder=tmp_path / "same disk")
    assert backup.last_outside() is None
    backup.create(office, folder=stick)
    last = backup.last_outside()
    assert last is not None and last.folder == stick
    assert last.days == 0 and not last.is_overdue


@pytest.mark.parametrize("moment", ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"])
def test_a_backup_to_a_second_disk_long_ago_or_in_a_time_to_come_is_overdue(office: Path, moment: str) -> None:
    store.set_setting("backup_outside_at", moment)
    last = backup.last_outside()
    assert last is not None and last.is_overdue


def test_no_id_number_of_a_folders_name_is_remembered(office: Path, stick: Path) -> None:
    backup.create(office, folder=stick / "11010519491231002X")
    assert "11010519491231002X" not in str(store.settings())
    assert backup.last_outside() is not None


def test_a_backup_made_while_the_clock_was_ahead_does_not_count_as_the_newest(
    office: Path, fields: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(making.store, "now", lambda: "2099-01-01T00:00:00Z")
        ahead = backup.create(office).file
    add(fields, "丁四")
    assert backup.safety_copy(office, "before-import") != ahead
    newest = backup.newest_good(office)
    assert newest is not None and newest.file != ahead
    assert backup.list_backups(office)[-1].file == ahead


def test_of_two_backups_of_one_second_the_later_one_is_the_newest(
    office: Path, fields: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = store.now()
    monkeypatch.setattr(making.store, "now", lambda: moment)
    first = backup.create(office).file
    add(fields, "丁四")
    second = backup.create(office).file
    assert [info.file for info in backup.list_backups(office)] == [second, first]


def test_a_backup_whose_directory_points_nowhere_is_damaged_and_hides_no_other(office: Path) -> None:
    good = backup.create(office).file
    bad = backup.create(office, "daily").file
    data = bytearray(bad.read_bytes())
    at = data.rfind(b"PK\x05\x06") + 16
    data[at : at + 4] = (len(data) * 2).to_bytes(4, "little")
    bad.write_bytes(data)
    assert not backup.verify(bad).ok
    assert {info.file for info in backup.list_backups(office)} == {good, bad}
    newest = backup.newest_good(office)
    assert newest is not None and newest.file == good
    with pytest.raises(backup.DamagedBackupError):
        backup.restore(office, bad)


def test_a_backup_nobody_may_read_is_told_and_hides_no_other(office: Path) -> None:
    good = backup.create(office).file
    good.with_name("ledger-20990101-000000-daily.zip").mkdir()
    newest = backup.newest_good(office)
    assert newest is not None and newest.file == good
    assert len(backup.list_backups(office)) == 2


def test_a_half_made_file_of_a_killed_process_goes_after_an_hour(office: Path) -> None:
    folder = office.parent / "backups"
    folder.mkdir()
    old, new = folder / ".ledger-x.zip.123.part", folder / ".ledger-x.zip.124.part"
    old.touch()
    new.touch()
    os.utime(old, (1, 1))
    backup.create(office)
    assert not old.exists() and new.exists()


def test_a_manifest_read_alone_is_what_was_written(office: Path) -> None:
    info = backup.create(office)
    assert archive.read_manifest(info.file) == info.manifest
