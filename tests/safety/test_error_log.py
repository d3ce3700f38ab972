"""An error nobody foresaw: one sentence for the person, its place in the log, nothing of the records in either."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from county_tui import __version__, error_log
from county_tui.cli import commands
from tests.models.test_privacy import with_check_character
from tests.screens.terminals import Terminal

SECRET = "张三的电话"
FAIL = f'''
import click
from county_tui.cli import COMMANDS, main
@click.command()
def fail():
    row = {{"name": "{SECRET}"}}
    try:
        row["phone"]
    except KeyError as error:
        raise ValueError(row) from error
import sys
sys.modules["failing"] = sys.modules["__main__"]
COMMANDS["fail"] = ("failing:fail", "")
main()
'''
FAIL_IN_APP = f'''
from county_tui.app import QuietApp
def action_redraw(self):
    row = {{"name": "{SECRET}"}}
    raise ValueError(row)
QuietApp.action_redraw = action_redraw
from county_tui.cli import main
main()
'''


def failure(depth: int = 0) -> Exception:
    """An error that was raised, so many calls deep, with an ID number in its words and values."""
    number = with_check_character("51010419900307851")

    def fall(left: int) -> None:
        if left:
            fall(left - 1)
        raise ValueError(number)

    try:
        fall(depth)
    except ValueError as error:
        return error
    raise AssertionError


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The log of a user who has none yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return error_log.log_file()


def test_the_log_names_types_places_and_version_and_no_values(log: Path) -> None:
    assert error_log.write(failure()) == log
    text = log.read_text("utf-8")
    assert f"county-tui {__version__}" in text and "builtins.ValueError" in text
    assert "tests.safety.test_error_log:failure" in text
    assert "51010419900307851" not in text and str(Path.cwd()) not in text


def test_only_its_owner_can_read_it_and_it_stays_small(log: Path) -> None:
    for _ in range(200):
        error_log.write(failure(200))
    files = list(log.parent.iterdir())
    assert len(files) == error_log.OLDER_FILES + 1
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert file.stat().st_size <= error_log.LARGEST_BYTES
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_a_command_that_fails_ends_in_one_sentence_with_the_way_to_the_log(log: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FAIL, "fail"], capture_output=True, text=True, env={**os.environ})
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and str(log) in done.stderr and "意外" in done.stderr
    text = log.read_text("utf-8")
    assert "KeyError" in text and "ValueError" in text
    assert SECRET not in text + done.stderr and "Traceback" not in done.stderr


def test_a_log_that_cannot_be_written_is_said_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert "写不了" in error_log.log_error(failure())


def test_an_app_that_fails_gives_the_terminal_back_and_shows_no_records(ledger: Path, log: Path) -> None:
    program = (sys.executable, "-c", FAIL_IN_APP)
    environment = {"XDG_STATE_HOME": str(log.parents[1])}
    terminal = Terminal("--db", str(ledger), environment=environment, program=program)
    terminal.until("近十二个月")
    terminal.press("\x0c", until="技术人员")
    shown = terminal.text
    assert "意外的错误" in shown and SECRET not in shown and "Traceback" not in shown
    assert "action_redraw" in log.read_text("utf-8") and SECRET not in log.read_text("utf-8")


def test_doctor_says_when_the_last_error_was_and_where_it_is_written(ledger: Path, log: Path) -> None:
    def said() -> dict[str, str]:
        found = CliRunner().invoke(commands, ["--db", str(ledger), "doctor", "--json"])
        return next(check for check in json.loads(found.stdout)["checks"] if check["name"] == "error-log")

    assert "没有意外错误" in said()["message"] and said()["hint"] == ""
    error_log.write(failure())
    assert str(log) in said()["message"] and "KB" in said()["message"] and "技术人员" in said()["hint"]
