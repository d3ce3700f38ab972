"""The closed app: one folder for files, no command beside it, and no screen that goes around the desk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from county_tui import store
from county_tui.cli import commands
from county_tui.errors import ValueRefusedError
from county_tui.screens.desk import Desk


@pytest.fixture
def desk(ledger: Path, tmp_path: Path) -> Desk:
    """A desk whose files are in one folder."""
    folder = tmp_path / "exchange"
    folder.mkdir()
    return Desk(store.describe(), "王晓", date(2026, 11, 20), files=folder)


def test_a_bare_name_is_a_file_in_the_folder(desk: Desk) -> None:
    assert desk.file(" 名单.xlsx ") == desk.files / "名单.xlsx"
    assert desk.file(str(desk.files / "名单.xlsx")) == desk.files / "名单.xlsx"


@pytest.mark.parametrize("text", ["/etc/passwd", "../ledger.db", "a/../../ledger.db", "出口/keys"])
def test_a_file_elsewhere_is_refused(desk: Desk, text: str) -> None:
    (desk.files / "出口").symlink_to(desk.files.parent)
    with pytest.raises(ValueRefusedError, match="这里只能用"):
        desk.file(text)


def test_an_open_desk_takes_any_file(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/wang")
    desk = Desk(store.describe(), "王晓", date(2026, 11, 20))
    assert desk.file("名单.xlsx") == tmp_path / "名单.xlsx"
    assert desk.file("~/名单.xlsx") == Path("/home/wang/名单.xlsx")


def test_a_closed_app_takes_no_command(ledger: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(commands, ["--db", str(ledger), "--closed", str(tmp_path), "settings", "list"])
    assert done.exit_code == 2
    assert "--closed" in done.output
