"""A ledger damaged in one register: what is sound can still be read and exported, the rest is said in words."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from county_tui import backup
from county_tui.cli import commands
from county_tui.errors import DamagedLedgerError
from county_tui.models.sqlite import database
from tests.conftest import Person

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


def test_doctor_finds_it_and_the_backup_brings_it_back(run: Run, ledger: Path) -> None:
    found = run("doctor")
    name = backup.list_backups(ledger)[0].file.name
    assert found.exit_code == 1 and name in found.stdout
    assert run("backup", "restore", name, "--yes").exit_code == 0
    assert run("list", "personnel").exit_code == 0
