"""The start on a damaged ledger: said in words, the newest good backup offered, restored only when asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from county_tui import backup, store
from tests.conftest import Person
from tests.screens.terminals import Terminal

Open = Callable[[], Terminal]


@pytest.fixture
def broken(ledger: Path, person: Person) -> Path:
    """A damaged ledger with one good backup, and a newer one that is damaged too."""
    person("张三")
    backup.create(ledger)
    backup.create(ledger, "daily").file.write_bytes(b"x")
    person("李四")
    ledger.write_bytes(ledger.read_bytes()[:4096] + os.urandom(200_000))
    return ledger


@pytest.fixture
def start(ledger: Path) -> Iterator[Open]:
    """A function that starts the program on the test's ledger; it is ended afterwards."""
    terminals: list[Terminal] = []

    def started() -> Terminal:
        terminals.append(Terminal("--db", str(ledger), "--as", "王晓"))
        return terminals[-1]

    yield started
    for terminal in terminals:
        try:
            terminal.kill()
        except (ProcessLookupError, ChildProcessError, OSError):
            continue


def test_the_newest_good_backup_is_offered_and_brings_the_records_back(broken: Path, start: Open) -> None:
    terminal = start()
    terminal.until("工作队伍 1 条")
    assert "台账已损坏" in terminal.text and "（手动）" in terminal.text
    terminal.press("enter", until="恢复这份备份？")
    terminal.press("down", "enter", until="近十二个月")
    assert [row.values["name"] for row in store.list_rows(store.Query("personnel"))] == ["张三"]
    assert any("before-restore" in file.name for file in backup.folder_of(broken).iterdir())


def test_whoever_leaves_leaves_the_file_as_it_was(broken: Path, start: Open) -> None:
    before = broken.read_bytes()
    terminal = start()
    terminal.until("工作队伍 1 条")
    terminal.press("enter", until="恢复这份备份？")
    terminal.press("enter", until="按 Enter 恢复它")
    terminal.press("escape", until="出错了")
    assert "backup restore" in terminal.text.replace("\n", "")
    assert broken.read_bytes() == before


@pytest.fixture
def harmed(ledger: Path, person: Person) -> Path:
    """A ledger that opens, and is known to be damaged; its backup has one record less."""
    person("张三")
    backup.create(ledger)
    person("李四")
    store.note_damage(ledger)
    return ledger


def test_a_ledger_that_still_opens_can_be_read_and_not_changed(harmed: Path, start: Open) -> None:
    terminal = start()
    terminal.until("按 v 只读打开")
    assert "工作队伍 1 条" in terminal.text
    terminal.press("v", until="近十二个月")
    assert "台账已损坏，只能查看和导出" in terminal.text
    terminal.press("enter", until="李四")
    terminal.press("d", until="删除这条记录")
    terminal.press("down", "enter", until="不能改动")
    assert store.count_rows(store.Query("personnel")) == 2


def test_a_ledger_that_still_opens_is_restored_and_can_be_changed_again(harmed: Path, start: Open) -> None:
    terminal = start()
    terminal.until("工作队伍 1 条")
    terminal.press("enter", until="恢复这份备份？")
    terminal.press("down", "enter", until="近十二个月")
    assert "城市民族工作台账" in terminal.text
    terminal.press("enter", until="张三")
    terminal.press("d", until="删除这条记录")
    terminal.press("down", "enter", until="没有记录")
    assert store.count_rows(store.Query("personnel")) == 0


def test_whoever_leaves_a_ledger_that_still_opens_is_out(harmed: Path, start: Open) -> None:
    terminal = start()
    terminal.until("按 v 只读打开")
    terminal.press("escape", until="")
    assert os.waitstatus_to_exitcode(os.waitpid(terminal.pid, 0)[1]) == 0


def test_where_no_backup_is_good_the_file_is_to_be_kept(broken: Path, start: Open) -> None:
    for info in backup.list_backups(broken):
        info.file.write_bytes(b"x")
    start().until("没有找到完好的备份")


def test_without_any_backup_a_sentence_is_enough(ledger: Path, start: Open) -> None:
    ledger.write_bytes(b"no ledger at all" * 100)
    start().until("不是台账文件")


def test_a_ledger_that_is_gone_is_brought_back_from_its_backup(ledger: Path, person: Person, start: Open) -> None:
    person("张三")
    backup.create(ledger)
    for file in ledger.parent.glob("ledger.db*"):
        file.unlink()
    terminal = start()
    terminal.until("工作队伍 1 条")
    assert "台账不见了" in terminal.text
    terminal.press("enter", until="恢复这份备份？")
    terminal.press("down", "enter", until="近十二个月")
    assert [row.values["name"] for row in store.list_rows(store.Query("personnel"))] == ["张三"]
