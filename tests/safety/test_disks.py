"""Disks that are full, read-only or gone, and damaged files: in words, and nothing lost."""

from __future__ import annotations

import multiprocessing
import random
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bench.soak import damage
from county_tui import backup, returns, store
from county_tui.errors import CountyError, LedgerError
from county_tui.models.sqlite import database
from county_tui.models.sqlite_files import integrity_problems
from county_tui.report_period import parse_period
from tests.conftest import HOME, Person
from tests.permissions import obey_permissions

FORK = multiprocessing.get_context("fork")


def said_apart(prepare: Callable[[], object], act: Callable[[], object]) -> str:
    """The words an action ends in, in a process of its own that was prepared for it; empty if it went well."""
    mine, theirs = FORK.Pipe(duplex=False)

    def run() -> None:
        prepare()
        try:
            act()
            theirs.send("")
        except CountyError as error:
            theirs.send(str(error))

    process = FORK.Process(target=run)
    process.start()
    theirs.close()
    try:
        return str(mine.recv())
    finally:
        process.join()
        mine.close()


def no_room(size: int) -> Callable[[], None]:
    """No file may grow past a size: what a full disk looks like to a program."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def test_a_full_disk_stops_a_save_in_words_and_loses_nothing(ledger: Path, person: Person) -> None:
    person("张三")
    said = said_apart(no_room(40_000), lambda: [person(f"干部{n}", notes="备" * 1000) for n in range(200)])
    assert "磁盘" in said
    assert integrity_problems(ledger) == []
    assert store.get("personnel", 1).values["name"] == "张三"
    person("李四")


def test_a_full_disk_stops_a_backup_in_words_and_leaves_no_file(ledger: Path, person: Person) -> None:
    for number in range(50):
        person(f"干部{number}", notes="".join(random.choices("abcdefghijkl", k=1800)))
    for size in (1000, 100_000, ledger.stat().st_size + 5000):
        said = said_apart(no_room(min(size, 250_000)), lambda: backup.create(ledger))
        assert "磁盘" in said
        assert not list((ledger.parent / "backups").iterdir())


def test_a_full_disk_stops_a_restore_in_words_and_the_ledger_stays(ledger: Path, person: Person) -> None:
    person("张三")
    file = backup.create(ledger).file
    person("李四")
    before = ledger.stat().st_size
    said = said_apart(no_room(100_000), lambda: backup.restore(ledger, file))
    assert "磁盘" in said
    assert ledger.stat().st_size == before
    assert store.count_rows(store.Query("personnel")) == 2


def test_a_full_disk_stops_sealing_amending_and_exporting_in_words_and_nothing_is_half_done(
    ledger: Path, person: Person, tmp_path: Path
) -> None:
    names = ("personnel", "bases", "services", "duty", "services-by-town")
    request = returns.Request(names, parse_period("2025"))
    stick = tmp_path / "U盘"
    stick.mkdir()
    assert "磁盘" in said_apart(no_room(20_000), lambda: returns.seal(request, "测试"))
    assert store.return_heads() == []
    made = returns.seal(request, "测试")
    person("张三")
    assert "磁盘" in said_apart(no_room(20_000), lambda: returns.amend(made.id or 0, "补报", "测试"))
    assert [head.version for head in store.return_heads()] == [1]
    for size in (0, 4096, 20_000):
        assert "磁盘" in said_apart(no_room(size), lambda: returns.write_return(made, stick))
        assert list(stick.iterdir()) == []
    assert returns.read_return(returns.write_return(made, stick)).code == made.code
    assert integrity_problems(ledger) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", place], check=False).returncode:
        pytest.skip("only the administrator of a machine can mount a disk")
    yield place
    database.close()
    subprocess.run(["umount", "-l", place], check=True)


def test_a_disk_full_to_the_last_byte_is_said_to_be_full_and_loses_nothing(ledger: Path, small_disk: Path) -> None:
    ledger = Path(shutil.copy(ledger, small_disk))
    store.bind(ledger)
    with suppress(OSError), small_disk.joinpath("filling").open("wb", buffering=0) as filling:
        while True:
            filling.write(bytes(4096))
    for act in (lambda: store.set_setting("leader", "王局"), store.settings, lambda: backup.create(ledger)):
        with pytest.raises(LedgerError, match="磁盘"):
            act()
    with pytest.raises(LedgerError, match="磁盘已满"):
        store.settings()
    small_disk.joinpath("filling").unlink()
    store.set_setting("leader", "王局")
    assert integrity_problems(ledger) == []


def test_a_disk_that_became_read_only_is_said_to_be(ledger: Path, small_disk: Path) -> None:
    ledger = Path(shutil.copy(ledger, small_disk))
    store.bind(ledger)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for act in (lambda: store.set_setting("leader", "王局"), store.settings):
        with pytest.raises(LedgerError, match="只读"):
            act()


def test_a_read_only_folder_is_said_in_words(ledger: Path, person: Person, tmp_path: Path) -> None:
    folder = tmp_path / "只读"
    folder.mkdir()
    ledger = ledger.replace(folder / ledger.name)
    store.bind(ledger)
    person("张三")
    file = backup.create(ledger).file
    for path in (ledger, file, file.parent, folder):
        path.chmod(0o444 if path.is_file() else 0o555)

    for act in (
        lambda: person("李四"),
        lambda: store.open_ledger(ledger, lambda: None) and person("王五"),
        lambda: backup.create(ledger),
        lambda: backup.restore(ledger, file),
        lambda: store.create_ledger(folder / "new.db", HOME),
    ):
        said = said_apart(obey_permissions, act)
        assert "权限" in said or "只读" in said, said
    assert said_apart(obey_permissions, lambda: backup.verify(file)) == ""
    for path in (folder, file.parent):
        path.chmod(0o755)


def test_a_ledger_whose_disk_is_gone_is_said_in_words_and_not_begun_anew(ledger: Path, person: Person) -> None:
    person("张三")
    away = ledger.parent.with_name("away")
    ledger.parent.rename(away)
    with pytest.raises(LedgerError, match="磁盘"):
        person("李四")
    ledger.parent.mkdir()
    with pytest.raises(LedgerError, match="磁盘"):
        person("李四")
    assert list(ledger.parent.iterdir()) == []
    shutil.rmtree(ledger.parent)
    away.rename(ledger.parent)
    assert store.count_rows(store.Query("personnel")) == 1


def test_a_clock_set_back_hinders_nothing(ledger: Path, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    row = person("张三")
    monkeypatch.setattr(time, "time", lambda: 0.0)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(0))
    store.update(("personnel", row.id, 1), {"post": "科长"}, "x")
    assert backup.verify(backup.create(ledger).file).ok


def test_harmed_ledgers_and_backups_end_in_words_and_a_good_backup_brings_all_back(tmp_path: Path) -> None:
    random.seed(6)
    ended, problems = damage(tmp_path, 6)
    assert problems == []
    assert ended["opened"] + ended["refused in words"] == 6
