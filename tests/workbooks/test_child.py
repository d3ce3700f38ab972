"""The reader child from inside: sheets chosen, messages in order, broken files in words; and from outside: nonsense."""

from __future__ import annotations

import io
import marshal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from county_tui.errors import WorkbookError
from county_tui.processes import receive, send
from county_tui.workbooks import Overrides, open_book
from county_tui.workbooks.formats.opening import open_source
from county_tui.workbooks.pipe import process
from county_tui.workbooks.pipe.child import _serve
from county_tui.workbooks.pipe.process import ChildLostError, ReaderProcess
from tests.workbooks.books import HEADER, ROWS, read_book, write_book

pytestmark = pytest.mark.usefixtures("started_anew")

COMMAND = [sys.executable, "-m", "county_tui.workbooks.pipe.child"]


def request(path: Path, **changes: Any) -> dict[str, Any]:
    """Return what the parent asks of the child."""
    asked: dict[str, Any] = {
        "path": str(path),
        "is_second_try": False,
        "done": 0,
        "vocabulary": [],
        "sheets": [],
        "header_rows": None,
        "memory_bytes": 1 << 30,
        "cpu_s": 30,
    }
    return asked | changes


def answers(path: Path, **changes: Any) -> list[tuple[Any, ...]]:
    """Return the child's messages, given in this process."""
    stream = io.BytesIO()
    _serve(request(path, **changes), stream)
    stream.seek(0)
    return list(iter(lambda: receive(stream), None))  # type: ignore[arg-type]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small workbook."""
    return write_book(tmp_path / "small.xlsx", [HEADER, *ROWS])


def test_messages_come_in_order(book: Path) -> None:
    messages = answers(book)
    assert [message[0] for message in messages] == ["book", "table", "rows", "end", "done"]
    assert messages[0][1] == [("Sheet1", False)]
    assert messages[2][1] == [2, 3]
    assert len(messages[2][2]) == len(HEADER)


def test_sheets_that_are_done_are_not_read_again(book: Path) -> None:
    assert [message[0] for message in answers(book, done=1)] == ["book", "done"]


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(book: Path) -> None:
    with pytest.raises(WorkbookError, match="没有名为") as caught:
        answers(book, sheets=["表九"])
    assert "Sheet1" in caught.value.hint
    with pytest.raises(WorkbookError, match="没有名为"):
        read_book(book, Overrides(sheets=("表九",)))


def test_the_second_way_of_reading_gives_the_same(book: Path) -> None:
    assert answers(book, is_second_try=True) == answers(book)
    first, second = (list(open_source(book, again).load(0).rows) for again in (False, True))
    assert first == second == [HEADER, *ROWS]


def test_the_child_answers_a_request_on_its_standard_input(book: Path) -> None:
    result = subprocess.run(COMMAND, input=marshal.dumps(request(book)), capture_output=True, check=True)
    stream = io.BytesIO(result.stdout)
    kinds = [message[0] for message in iter(lambda: receive(stream), None)]
    assert kinds == ["book", "table", "rows", "end", "done"]


def test_a_child_started_ahead_reads_the_next_file_and_one_without_a_request_ends_in_silence(book: Path) -> None:
    process.start_ahead()
    process.start_ahead()
    ((child, _),) = process._ahead
    with open_book(book) as opened:
        assert [len(list(table.rows())) for table in opened.tables()] == [2]
    assert child.poll() is not None and not process._ahead
    result = subprocess.run(COMMAND, input=b"", capture_output=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (2, b"", b"")


def test_a_child_that_says_nonsense_is_given_up(tmp_path: Path) -> None:
    reader = ReaderProcess({"path": str(tmp_path)}, wait_s=30)
    with pytest.raises(ChildLostError) as caught:
        reader.next()
    assert caught.value.reason == "died"
    reader.close()
    with pytest.raises(ChildLostError):
        reader.next()


def test_a_closed_book_says_so(book: Path) -> None:
    with open_book(book) as opened:
        pass
    with pytest.raises(WorkbookError, match="已经关闭"):
        list(opened.tables())


def test_a_message_cut_short_is_the_end() -> None:
    stream = io.BytesIO()
    send(stream, "rows", [1, 2])
    assert receive(io.BytesIO(stream.getvalue())) == ("rows", [1, 2])
    assert receive(io.BytesIO(stream.getvalue()[:-1])) is None
