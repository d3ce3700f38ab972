"""The child at its limits: late, too large, killed, left early."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from county_tui.errors import WorkbookError
from county_tui.workbooks import Limits, open_book
from tests.workbooks.books import HEADER, ROWS, write_book

pytestmark = pytest.mark.usefixtures("started_anew")


@pytest.fixture(scope="module")
def long_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of 20,000 rows."""
    rows = [["序号", "名称", "说明"], *([n, f"第{n}家", "说明文字" * 20 + str(n)] for n in range(20_000))]
    return write_book(tmp_path_factory.mktemp("long") / "long.xlsx", rows)


def children() -> set[int]:
    """Return the processes this one has started and not ended."""
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_a_child_that_is_late_is_cut(long_book: Path) -> None:
    before = children()
    with pytest.raises(WorkbookError, match="超过了"):
        open_book(long_book, limits=Limits(base_s=0.01, per_megabyte_s=0))
    assert children() == before


def test_a_child_that_needs_too_much_memory_is_cut(long_book: Path) -> None:
    before = children()
    limits = Limits(memory_bytes=30 << 20)
    with pytest.raises(WorkbookError, match="内存"), open_book(long_book, limits=limits) as book:
        for table in book.tables():
            list(table.rows())
    assert children() == before


def test_a_child_that_is_killed_ends_in_a_sentence(long_book: Path) -> None:
    before = children()
    with open_book(long_book) as book:
        table = next(book.tables())
        rows = table.rows()
        next(rows)
        for pid in children() - before:
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(WorkbookError):
            list(rows)
    assert children() == before


def test_leaving_early_leaves_no_process(long_book: Path) -> None:
    before = children()
    with open_book(long_book) as book:
        next(next(book.tables()).rows())
        assert children() - before
    assert children() == before


def test_an_exception_of_the_caller_leaves_no_process(long_book: Path) -> None:
    before = children()
    with pytest.raises(KeyboardInterrupt), open_book(long_book) as book:
        next(next(book.tables()).rows())
        raise KeyboardInterrupt
    assert children() == before


def test_the_next_table_can_be_asked_for_before_the_last_is_read(tmp_path: Path, long_book: Path) -> None:
    with open_book(long_book) as book:
        assert [table.name for table in book.tables()] == ["Sheet1"]


def test_two_threads_read_at_the_same_time(tmp_path: Path) -> None:
    path = write_book(tmp_path / "small.xlsx", [HEADER, *ROWS])
    counts: list[int] = []

    def read() -> None:
        with open_book(path) as book:
            counts.extend(len(list(table.rows())) for table in book.tables())

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [2, 2]


def test_a_folder_with_odd_modules_does_not_disturb_the_child(tmp_path: Path) -> None:
    write_book(tmp_path / "small.xlsx", [HEADER, *ROWS])
    (tmp_path / "zipfile.py").write_text("raise SystemExit('wrong module')")
    script = (
        "from pathlib import Path; from county_tui.workbooks import describe_file;"
        "print(describe_file(Path('small.xlsx'))['sheets'][0]['data_rows'])"
    )
    command = [sys.executable, "-P", "-c", script]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "2"


def test_the_child_answers_without_the_parent_when_called_as_a_command() -> None:
    command = [sys.executable, "-m", "county_tui.workbooks.pipe.child"]
    result = subprocess.run(command, input=b"", capture_output=True)
    assert result.returncode != 0
