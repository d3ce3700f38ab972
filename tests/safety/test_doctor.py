"""`doctor` finds what is wrong, says what to do, and mends the index when asked."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from county_tui import backup, store
from county_tui.cli import commands
from county_tui.models.sqlite import database
from county_tui.store.soundness import history_problems, index_problems
from tests.conftest import Person
from tests.store.conftest import assert_index_in_step


def run(ledger: Path, *words: str) -> Result:
    """Run `doctor`."""
    return CliRunner().invoke(commands, ["--db", str(ledger), "doctor", *words])


def checks(result: Result) -> dict[str, dict[str, Any]]:
    """The checks of `doctor --json` by name."""
    told = json.loads(result.stdout)
    assert told["ok"] == all(check["ok"] for check in told["checks"]) == (result.exit_code == 0)
    return {check["name"]: check for check in told["checks"]}


def test_a_sound_ledger_is_called_sound(ledger: Path) -> None:
    found = run(ledger, "--json")
    assert found.exit_code == 0
    assert list(checks(found)) == [
        "file", "permissions", "integrity", "search-index", "history", "line", "evidence", "returns", "backups",
        "outside-backup",
        "clock", "error-log", "free-space", "program", "locale", "terminal",
    ]  # fmt: skip
    plain = run(ledger)
    assert plain.exit_code == 0 and "宽度尺" in plain.stdout and "没有问题" in plain.stderr


def test_the_two_lines_of_the_ruler_are_equally_long() -> None:
    from county_tui.cli.doctor import RULER

    lines = [line for line in RULER.splitlines() if line.startswith("  |")]
    assert len({len(line) for line in lines}) == 1


def test_records_without_a_backup_are_a_problem(ledger: Path, person: Person) -> None:
    person("张三")
    found = run(ledger, "--json")
    assert not checks(found)["backups"]["ok"] and "backup create" in checks(found)["backups"]["hint"]
    backup.create(ledger)
    assert run(ledger).exit_code == 0


def test_a_clock_that_was_set_back_is_told(ledger: Path, person: Person) -> None:
    person("张三")
    backup.create(ledger)
    assert checks(run(ledger, "--json"))["clock"]["ok"]
    with sqlite3.connect(ledger) as connection:
        connection.execute("UPDATE history SET at = '2099-01-01T00:00:00Z'")
    connection.close()
    told = checks(run(ledger, "--json"))["clock"]
    assert not told["ok"] and "校准" in told["hint"]


def test_a_damaged_ledger_is_told_with_the_newest_good_backup(ledger: Path, person: Person) -> None:
    person("张三")
    good = backup.create(ledger).file
    backup.create(ledger, "daily").file.write_bytes(b"x")
    ledger.write_bytes(ledger.read_bytes()[:4096] + os.urandom(200_000))
    found = checks(run(ledger, "--json"))
    assert not found["file"]["ok"]
    assert good.name in found["file"]["hint"]


def test_a_ledger_of_a_newer_program_is_told_to_need_that_or_the_backup_before_it(ledger: Path, person: Person) -> None:
    person("张三")
    backup.create(ledger)
    with sqlite3.connect(ledger) as connection:
        connection.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2099-01-01')")
    connection.close()
    told = checks(run(ledger, "--json"))["file"]
    assert not told["ok"] and told["hint"].startswith("请升级 county-tui 后再打开")
    assert "要退回旧版" in told["hint"] and "升级前的备份" in told["hint"]


def test_a_missing_ledger_is_told_with_the_way_to_make_one(tmp_path: Path) -> None:
    found = run(tmp_path / "none.db", "--json")
    assert found.exit_code == 1 and "init" in checks(found)["file"]["hint"]


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE personnel SET name = '改了' WHERE id = 1",
        "UPDATE personnel SET deleted_at = '2026' WHERE id = 1",
        "INSERT INTO personnel_search (personnel_search) VALUES ('delete-all')",
        "INSERT INTO personnel_search (rowid, characters, initials) VALUES (9, '张 \ue000 三', '')",
    ],
)
def test_an_index_out_of_step_is_found_and_mended(ledger: Path, person: Person, harm: str) -> None:
    for name in ("张三", "李四"):
        person(name)
    backup.create(ledger)
    with store.session():
        database.execute_sql(harm)
        assert index_problems("personnel", store.lookups())
    found = run(ledger, "--json")
    assert not checks(found)["search-index"]["ok"] and "--repair" in checks(found)["search-index"]["hint"]
    assert run(ledger, "--repair").exit_code == 0
    assert_index_in_step("personnel")


def test_records_changed_behind_the_programs_back_are_found(ledger: Path, person: Person) -> None:
    person("张三")
    assert history_problems("personnel") == []
    connection = sqlite3.connect(ledger)
    connection.execute("DELETE FROM personnel")
    connection.commit()
    connection.close()
    assert "0 条记录" in history_problems("personnel")[0]


def test_references_into_nothing_are_found(ledger: Path) -> None:
    connection = sqlite3.connect(ledger)
    connection.execute("INSERT INTO history VALUES (1, 'x', 1, 1, 'create', '', '', 77, NULL)")
    connection.commit()
    connection.close()
    assert not checks(run(ledger, "--json"))["integrity"]["ok"]
