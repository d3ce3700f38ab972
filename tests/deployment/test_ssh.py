"""Many people on one server: each key opens the app under its own name, and leads nowhere else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from county_tui import store
from tests.deployment.server import SSHD, Server
from tests.screens.terminals import Terminal

pytestmark = pytest.mark.skipif(not SSHD or not shutil.which("ssh"), reason="needs an SSH server and client")
Login = Callable[..., Terminal]
SFTP_HELLO = "\0\0\0\x05\x01\0\0\0\x03"
"""What a file transfer begins with; a server of files ends with 0 after it, the app refuses with 1."""


@pytest.fixture
def exchange(tmp_path: Path) -> Path:
    """The one folder for files."""
    folder = tmp_path / "exchange"
    folder.mkdir()
    return folder


@pytest.fixture
def server(ledger: Path, exchange: Path, tmp_path: Path) -> Iterator[Server]:
    """A server on the test's ledger."""
    folder = tmp_path / "ssh"
    folder.mkdir(mode=0o700)
    running = Server(folder, "--db", str(ledger), "--closed", str(exchange))
    yield running
    running.close()


@pytest.fixture
def log_in(server: Server) -> Iterator[Login]:
    """`log_in("张敏", "ls")`: a terminal with that person in it; ended afterwards."""
    terminals: list[Terminal] = []
    keys: dict[str, Path] = {}

    def log_in(name: str, *command: str) -> Terminal:
        key = keys.setdefault(name, server.folder / name)
        if not key.exists():
            server.admit(name)
        terminals.append(server.terminal(key, *command))
        terminals[-1].until("近十二个月")
        return terminals[-1]

    yield log_in
    for terminal in terminals:
        with suppress(OSError):
            terminal.kill()


def enter(terminal: Terminal, name: str) -> None:
    """Enter a person of the roster."""
    terminal.press("enter", until="工作队伍")
    terminal.press("n", until="* 为必填")
    terminal.press(name, "tab", "锦江区民宗局", "tab", "锦官驿街道", "tab", "宣传员", until="宣传员")
    terminal.press("ctrl+s", until=f"已保存：{name}")


def test_everyone_saves_under_the_name_of_their_key(log_in: Login) -> None:
    first, second = log_in("张敏"), log_in("李强")
    enter(first, "刘洋")
    enter(second, "周敏")
    rows = store.list_rows(store.Query("personnel"))
    assert {row.values["name"]: row.created.by for row in rows} == {"刘洋": "张敏", "周敏": "李强"}


def test_a_command_asked_for_opens_the_app_instead(log_in: Login) -> None:
    terminal = log_in("张敏", "/bin/sh", "-c", "id")
    assert "uid=" not in terminal.text


def test_without_a_terminal_nothing_is_run(server: Server) -> None:
    done = server.asked(server.admit("张敏"), "id; cat /etc/passwd")
    assert done.returncode == 1
    assert not done.stdout
    assert "终端界面需要在终端里打开" in done.stderr


def test_files_and_tunnels_are_not_for_these_keys(server: Server) -> None:
    key = server.admit("张敏")
    files = server.asked(key, "sftp", options=("-s",), given=SFTP_HELLO)
    assert (files.returncode, files.stdout) == (1, "")
    tunnel = server.asked(key, options=("-W", f"127.0.0.1:{server.port}"))
    assert not tunnel.stdout
    assert tunnel.returncode


def test_the_app_cannot_be_stopped_into_a_shell(log_in: Login) -> None:
    terminal = log_in("张敏")
    for key in ("\x1a", "\x03", "\x1c", "\x1d"):
        terminal.press(key, until="近十二个月")
    terminal.press("r", until="汇总表")


def test_leaving_the_app_ends_the_session(log_in: Login) -> None:
    terminal = log_in("张敏")
    terminal.press("q", until="")
    assert os.waitstatus_to_exitcode(os.waitpid(terminal.pid, 0)[1]) == 0


def test_files_are_written_in_the_one_folder_only(log_in: Login, exchange: Path, tmp_path: Path) -> None:
    terminal = log_in("张敏")
    enter(terminal, "刘洋")
    terminal.press("e", until="导出当前看到的全部记录")
    for place in (tmp_path / "out.xlsx", "../out.xlsx"):
        terminal.press("\x15", until="导出")
        terminal.press(str(place), "enter", until="这里只能用")
    terminal.press("\x15", until="导出")
    terminal.press("名单.xlsx", "enter", until="已导出 1 条")
    assert [file.name for file in exchange.iterdir()] == ["名单.xlsx"]
    assert not (tmp_path / "out.xlsx").exists()


def test_files_are_read_from_the_one_folder_only(log_in: Login, exchange: Path, tmp_path: Path) -> None:
    (exchange / "名单.csv").write_text("姓名,工作单位,所属区划,队伍类别\n刘洋,民宗局,锦江区,宣传员\n", "utf-8")
    secret = tmp_path / "secret.csv"
    secret.write_text("姓名,工作单位\n秘密,某处\n", "utf-8")
    terminal = log_in("张敏")
    terminal.press("i", until="名单.csv")
    terminal.press("\x15", until="文件路径")
    terminal.press(str(secret), "enter", until="这里只能用")
    terminal.close("这里只能用")
    terminal.press("\x15", until="文件路径")
    terminal.press("名单.csv", "enter", until="将写入 1 条")
