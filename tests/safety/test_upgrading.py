"""A newer program over the old one, and back: what stays open goes on, and going back says how."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from county_tui import program_file
from county_tui.cli import commands
from county_tui.errors import CountyError

OLD = Path(__file__).parents[2] / "fixtures" / "ledgers" / "0.1.0.db"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A one-file program that runs, as far as its file goes."""
    file = tmp_path / "county-tui"
    file.write_bytes(b"old")
    monkeypatch.setattr(program_file, "_held", [])
    monkeypatch.setattr(sys, "executable", str(file))
    return file


def test_what_is_loaded_later_comes_from_the_old_file(program: Path) -> None:
    later = program_file.hold(str(program))
    newer = program.with_name("newer")
    newer.write_bytes(b"new")
    newer.replace(program)
    assert Path(later).read_bytes() == b"old" and program.read_bytes() == b"new"


def test_no_child_of_another_version_is_started(program: Path) -> None:
    program_file.hold(str(program))
    program_file.check_unchanged()
    program.unlink()
    with pytest.raises(CountyError, match="新版"):
        program_file.check_unchanged()
    program.write_bytes(b"new")
    with pytest.raises(CountyError, match="新版"):
        program_file.check_unchanged()


def test_from_source_nothing_is_held() -> None:
    program_file.check_unchanged()


def run(ledger: Path, *words: str) -> Result:
    """A command on a ledger."""
    return CliRunner().invoke(commands, ["--db", str(ledger), *words])


def total(ledger: Path) -> int:
    """How many people a ledger holds."""
    return int(json.loads(run(ledger, "list", "personnel", "--format", "json").stdout)["total"])


def test_an_older_program_says_how_to_go_back_and_the_way_works(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    shutil.copyfile(OLD, ledger)
    before = total(ledger)
    assert run(ledger, "backup", "create").exit_code == 0
    with closing(sqlite3.connect(ledger)) as newer, newer:
        newer.execute("insert into schema_migration (name, applied) values ('9999_of_later', '2030-01-01')")
    refused = run(ledger, "list", "personnel")
    assert refused.exit_code == 1 and "更新版本" in refused.stderr and "backup restore" in refused.stderr
    file = re.search(r"ledger-[\w-]+\.zip", run(ledger, "backup", "list").stdout)
    assert file is not None
    assert run(ledger, "backup", "restore", file[0], "--yes").exit_code == 0
    assert total(ledger) == before
