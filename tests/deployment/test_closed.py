"""The closed app: one folder for files, no command beside it, and no screen that goes around the context."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import county_tui
from county_tui import store
from county_tui.cli import commands
from county_tui.errors import CountyError, ValueRefusedError
from county_tui.screens.app_context import AppContext
from county_tui.screens.import_flow.file_finder import offered

SCREENS = Path(county_tui.__file__).parent / "screens"
WAYS_AROUND = re.compile(
    r"expanduser\(|Path\.cwd\(|Path\.home\(|(?<![.\w])(?<!def )(?:here|home|meant)\("
    r"|subprocess|os\.system|open_url\(|DirectoryTree"
)
WAYS_KNOWN = {"app_context.py": {"here(", "meant("}, "file_finder.py": {"here(", "home(", "meant("}}
"""What a typed text means is decided in these two, the second told where to stay."""


@pytest.fixture
def context(ledger: Path, tmp_path: Path) -> AppContext:
    """A context whose files are in one folder."""
    folder = tmp_path / "exchange"
    folder.mkdir()
    return AppContext(store.describe(), "王晓", date(2026, 11, 20), files=folder)


def test_a_bare_name_is_a_file_in_the_folder(context: AppContext) -> None:
    assert context.file(" 名单.xlsx ") == context.files / "名单.xlsx"
    assert context.file(str(context.files / "名单.xlsx")) == context.files / "名单.xlsx"


@pytest.mark.parametrize("text", ["/etc/passwd", "../ledger.db", "a/../../ledger.db", "出口/keys", f"/{'长' * 300}"])
def test_a_file_elsewhere_is_refused(context: AppContext, text: str) -> None:
    (context.files / "出口").symlink_to(context.files.parent)
    with pytest.raises(ValueRefusedError, match="这里只能用"):
        context.file(text)


@pytest.mark.parametrize("text", ["a\0b.xlsx", "长" * 300, "\ud800.xlsx"])
def test_a_name_no_file_can_have_is_refused(context: AppContext, text: str) -> None:
    with pytest.raises(CountyError):
        context.file(text)


def test_an_open_desk_takes_any_file(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/wang")
    context = AppContext(store.describe(), "王晓", date(2026, 11, 20))
    assert context.file("名单.xlsx") == tmp_path / "名单.xlsx"
    assert context.file("~/名单.xlsx") == Path("/home/wang/名单.xlsx")


def test_only_the_folder_and_what_is_in_it_is_offered(context: AppContext, tmp_path: Path) -> None:
    for folder in (context.files, tmp_path):
        (folder / "名单.csv").write_text("姓名\n", "utf-8")
    assert [entry.path for entry in offered("", context.files)] == [context.files]
    assert [entry.path for entry in offered(f"{context.files}/", context.files)] == [context.files / "名单.csv"]
    assert offered(f"{tmp_path}/", context.files) == offered("/etc/", context.files) == []


def test_a_closed_app_takes_no_command(ledger: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(commands, ["--db", str(ledger), "--closed", str(tmp_path), "settings", "list"])
    assert done.exit_code == 2
    assert "--closed" in done.output


@pytest.mark.parametrize("file", sorted(SCREENS.rglob("*.py")), ids=lambda file: file.stem)
def test_a_screen_reaches_files_only_through_the_desk(file: Path) -> None:
    text = file.read_text("utf-8")
    assert set(WAYS_AROUND.findall(text)) == WAYS_KNOWN.get(file.name, set())
