"""A ledger damaged in one register: what is sound can still be read and exported, the rest is said in words."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from county_tui import backup, store
from county_tui.backup import restoring
from county_tui.cli import commands
from county_tui.errors import DamagedLedgerError, LedgerError
from county_tui.models.sqlite import database
from county_tui.store.damage import note_of
from county_tui.wording.remedies import on_command_line
from tests.conftest import HOME, Person

Run = Callable[..., Result]


@pytest.fixture
def run(ledger: Path, person: Person) -> Run:
    """Commands on a ledger whose pages of one register hold nothing but noise; it has a backup."""
    person("张三")
    backup.create(ledger)
    database.close()
    connection = sqlite3.connect(ledger)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'personnel'").fetchone()[0]
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    with ledger.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xaa" * size)
    return lambda *words: CliRunner().invoke(commands, ["--db", str(ledger), *map(str, words)])


def backdated(file: Path, copy: Path, moment: str) -> None:
    """A copy of a backup that says it was made at another moment."""
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "manifest.json":
                data = json.dumps({**json.loads(data), "created_at": moment}).encode()
            target.writestr(name, data)


def test_other_registers_can_be_listed_exported_and_reported(run: Run, tmp_path: Path) -> None:
    assert run("list", "bases").exit_code == 0
    assert run("export", "bases", "--to", tmp_path / "阵地.csv").exit_code == 0
    assert run("report", "show", "bases", "--period", "2026").exit_code == 0


@pytest.mark.parametrize("words", [("list", "personnel"), ("show", "personnel", "1")])
def test_the_damaged_one_ends_in_words_with_the_way_back(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.exit_code == 1 and "backup restore" in done.stderr and done.stderr.count("\n") == 1


def test_no_half_of_an_export_is_left(run: Run, tmp_path: Path) -> None:
    assert run("export", "all", "--to", tmp_path / "全部.xlsx").exit_code == 1
    assert not (tmp_path / "全部.xlsx").exists()


def test_a_backup_made_of_it_does_not_pass_its_check_and_the_older_one_stays_the_newest_good(
    run: Run, ledger: Path
) -> None:
    good = backup.list_backups(ledger)[0].file
    made = run("backup", "create").stdout.strip()
    assert run("backup", "verify", made).exit_code == 1
    newest = backup.newest_good(ledger)
    assert newest is not None and newest.file == good


def test_the_first_start_of_a_day_notices_it_and_lets_no_backup_go(run: Run, ledger: Path) -> None:
    good = backup.list_backups(ledger)[0].file
    for hour in (8, 9):
        backdated(good, good.with_name(f"ledger-20200101-0{hour}0000-daily.zip"), f"2020-01-01T0{hour}:00:00Z")
    good.unlink()
    with pytest.raises(DamagedLedgerError, match="没有通过核对"):
        backup.daily(ledger)
    assert len(backup.list_backups(ledger)) == 3
    assert len(backup.prune(ledger)) == 1


def save(name: str) -> None:
    """Save someone of the roster, without looking at who else is there."""
    values = {"name": name, "unit": "某办", "region": "510104000000", "role": "宣传员"}
    store.create("personnel", values, "李敏")


def test_whoever_meets_the_damage_keeps_everyone_from_writing_on_and_all_else_can_still_be_read(
    run: Run, ledger: Path
) -> None:
    assert run("list", "bases").stderr.count("\n") == 1
    assert run("list", "personnel").exit_code == 1
    before = ledger.read_bytes()
    with pytest.raises(DamagedLedgerError, match="只能查看和导出"):
        save("李四")
    refused = run("settings", "set", "leader", "王局")
    assert refused.exit_code == 1 and "只能查看和导出" in refused.stderr
    assert ledger.read_bytes() == before
    read = run("list", "bases")
    assert read.exit_code == 0 and "只能查看和导出" in read.stderr


def test_what_doctor_finds_keeps_everyone_from_writing_on_until_the_restore(run: Run, ledger: Path) -> None:
    good = backup.list_backups(ledger)[0].file
    assert run("doctor").exit_code == 1
    with pytest.raises(DamagedLedgerError):
        save("李四")
    backup.restore(ledger, good)
    assert store.known_damage(ledger) is None
    save("李四")


def test_what_the_daily_backup_finds_keeps_everyone_from_writing_on(run: Run, ledger: Path) -> None:
    backup.list_backups(ledger)[0].file.unlink()
    for _ in range(2):
        with pytest.raises(DamagedLedgerError):
            backup.daily(ledger)
    assert len(backup.list_backups(ledger)) == 1
    with pytest.raises(DamagedLedgerError, match="只能查看和导出"):
        save("李四")


def test_a_damaged_ledger_can_still_be_copied_to_a_stick(run: Run, tmp_path: Path) -> None:
    run("doctor")
    assert run("backup", "create", "--to", tmp_path / "U盘").exit_code == 0


def test_a_damaged_ledger_is_not_upgraded(ledger: Path) -> None:
    with sqlite3.connect(ledger) as connection:
        connection.execute("DELETE FROM schema_migration WHERE name = (SELECT max(name) FROM schema_migration)")
    connection.close()
    store.note_damage(ledger)
    with pytest.raises(DamagedLedgerError):
        store.open_ledger(ledger, before_upgrade=lambda: None)


def test_a_ledger_that_doctor_finds_sound_is_written_again(ledger: Path) -> None:
    store.note_damage(ledger)
    with pytest.raises(DamagedLedgerError):
        save("李四")
    CliRunner().invoke(commands, ["--db", str(ledger), "doctor"])
    save("李四")


def test_a_new_ledger_in_the_place_of_a_damaged_one_can_be_written(ledger: Path) -> None:
    store.note_damage(ledger)
    ledger.unlink()
    store.create_ledger(ledger, HOME)
    save("李四")


class KilledError(BaseException):
    """Ends whatever is under way, as a kill does."""


def killed(*_: object) -> None:
    raise KilledError


@pytest.mark.parametrize("is_readable", [True, False])
def test_a_restore_killed_before_it_removed_the_note_leaves_a_ledger_that_can_be_written(
    run: Run, ledger: Path, monkeypatch: pytest.MonkeyPatch, is_readable: bool
) -> None:
    assert run("list", "personnel").exit_code == 1
    if not is_readable:
        ledger.write_bytes(b"x" * 9000)
    with monkeypatch.context() as patch, pytest.raises(KilledError):
        patch.setattr(store, "clear_damage", killed)
        backup.restore(ledger, backup.list_backups(ledger)[-1].file)
    assert store.known_damage(ledger) is None
    save("李四")
    assert not note_of(ledger).exists()


def test_a_restore_killed_before_it_was_done_leaves_the_ledger_read_only(
    run: Run, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("list", "personnel").exit_code == 1
    with monkeypatch.context() as patch, pytest.raises(KilledError):
        patch.setattr(restoring, "_replace", killed)
        backup.restore(ledger, backup.list_backups(ledger)[-1].file)
    with pytest.raises(DamagedLedgerError, match="只能查看和导出"):
        save("李四")


def test_damage_found_after_a_killed_restore_is_noted_anew(
    run: Run, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("list", "personnel").exit_code == 1
    with monkeypatch.context() as patch, pytest.raises(KilledError):
        patch.setattr(store, "clear_damage", killed)
        backup.restore(ledger, backup.list_backups(ledger)[-1].file)
    store.note_damage(ledger)
    with pytest.raises(DamagedLedgerError, match="只能查看和导出"):
        save("李四")


def test_a_broken_search_index_is_no_damage_of_the_ledger_and_is_made_anew(ledger: Path, person: Person) -> None:
    person("张三")
    database.close()
    connection = sqlite3.connect(ledger)
    connection.execute("UPDATE personnel_search_data SET block = x'00112233' WHERE id > 10")
    connection.commit()
    connection.close()
    with pytest.raises(LedgerError, match="搜索索引已损坏") as raised:
        store.list_rows(store.Query("personnel", "张三"))
    assert "doctor --repair" in on_command_line(raised.value)
    assert store.known_damage(ledger) is None
    CliRunner().invoke(commands, ["--db", str(ledger), "doctor", "--repair"])
    assert len(store.list_rows(store.Query("personnel", "张三"))) == 1


def test_doctor_finds_it_and_the_backup_brings_it_back(run: Run, ledger: Path) -> None:
    found = run("doctor")
    name = backup.list_backups(ledger)[0].file.name
    assert found.exit_code == 1 and name in found.stdout
    assert run("backup", "restore", name, "--yes").exit_code == 0
    assert run("list", "personnel").exit_code == 0
