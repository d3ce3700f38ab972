"""The parent's side: starts the child that reads, watches the clock, and gives tables as they come."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from county_tui.errors import WorkbookError
from county_tui.workbooks.format import SAVE_AS, check_file
from county_tui.workbooks.protocol import ProtocolError, receive, unpack_cell, unpack_column
from county_tui.workbooks.tables import Column, DataRow, Merge, Overrides, RawRow, SheetInfo, SkippedRow

CHILD_FLAG = "--read-workbook-child"
_PACKAGE_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: memory, and the seconds the parent waits for it, growing with the file's size."""

    memory_bytes: int = 1 << 30
    base_s: float = 30.0
    per_megabyte_s: float = 10.0

    def wait_s(self, size_bytes: int) -> float:
        """Return the seconds that a file of this size may take."""
        return self.base_s + self.per_megabyte_s * size_bytes / 1e6


class Table:
    """One sheet's chosen table; `rows` streams its data and can be consumed once."""

    def __init__(self, facts: dict[str, Any], messages: Iterator[tuple[Any, ...]]) -> None:
        """Take the message that opens a table, and those that follow it."""
        self.name: str = facts["name"]
        self.hidden: bool = facts["hidden"]
        self.header_rows: tuple[int, int] | None = facts["header_rows"]
        self.first_data_row: int | None = facts["first_data_row"]
        self.columns = tuple(Column(*values) for values in facts["columns"])
        self.problems: list[str] = facts["problems"]
        self.above = [RawRow(number, tuple(map(unpack_cell, cells))) for number, cells in facts["above"]]
        self.merges = [Merge(*values) for values in facts["merges"]]
        self.skipped: list[SkippedRow] = []
        self._messages = messages
        self._ended = False

    def rows(self) -> Iterator[DataRow]:
        """Give the data rows as they arrive."""
        while not self._ended:
            message = next(self._messages)
            if message[0] == "end":
                self._ended = True
                self.skipped = [SkippedRow(row, reason) for row, reason in message[1]]
            elif message[0] == "rows":
                cells = zip(*map(unpack_column, message[2]), strict=True)
                yield from map(DataRow, message[1], cells)
            else:
                raise ProtocolError(message[0])


class Book:
    """An open workbook: its sheets, and its tables one after another."""

    def __init__(self, path: Path, vocabulary: Sequence[frozenset[str]], overrides: Overrides, limits: Limits) -> None:
        """Start the child and hear which sheets there are; raises WorkbookError."""
        self.path = path
        self._limits = limits
        self._left_s = limits.wait_s(check_file(path))
        self._timed_out = False
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the book
        self._child = self._start(vocabulary, overrides)
        try:
            message = self._next()
            if message[0] != "book":
                raise self._broken()
            self.sheets = [SheetInfo(name, hidden) for name, hidden in message[1]]
        except BaseException:
            self.close()
            raise

    def _start(self, vocabulary: Sequence[frozenset[str]], overrides: Overrides) -> subprocess.Popen[bytes]:
        """Start the child and give it its request."""
        request = {
            "path": str(self.path.absolute()),
            "vocabulary": [sorted(labels) for labels in vocabulary],
            "sheets": list(overrides.sheets),
            "header_rows": overrides.header_rows,
            "reader": "",
            "memory_bytes": self._limits.memory_bytes,
            "cpu_s": int(self._left_s) + 1,
        }
        child = subprocess.Popen(
            child_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(_PACKAGE_ROOT), os.environ.get("PYTHONPATH", "")])},
        )
        try:
            if child.stdin is not None:
                child.stdin.write(marshal.dumps(request))
                child.stdin.close()
        except BrokenPipeError:
            pass  # it died at once; the first wait says so
        return child

    def tables(self) -> Iterator[Table]:
        """Give the tables in file order; asking for the next one drops what is left of the last."""
        messages = iter(self._next, None)
        while (message := self._next())[0] == "table":
            table = Table(message[1], messages)
            yield table
            for _ in table.rows():
                pass
        if message[0] != "done":
            raise self._broken()
        self.close()

    def _next(self) -> tuple[Any, ...]:
        """Wait for the child's next message; raises WorkbookError when it fails, dies or is late."""
        stream = self._child.stdout
        if stream is None or stream.closed:
            raise self._broken()
        message = self._wait(stream)
        if message is None:
            raise self._broken()
        if message[0] == "error":
            raise WorkbookError(message[1], message[2])
        if message[0] == "memory":
            raise self._too_big()
        return message

    def _wait(self, stream: IO[bytes]) -> tuple[Any, ...] | None:
        """Read one message while a clock runs that kills the child; only waiting counts."""
        alarm = threading.Timer(max(self._left_s, 0.0), self._expire)
        alarm.daemon = True
        started = time.monotonic()
        alarm.start()
        try:
            return receive(stream)
        except ProtocolError:
            return None
        finally:
            alarm.cancel()
            self._left_s -= time.monotonic() - started

    def _expire(self) -> None:
        """End a child that is late."""
        self._timed_out = True
        self._child.kill()

    def _broken(self) -> WorkbookError:
        """Say why the child is gone."""
        if self._timed_out:
            return WorkbookError(
                f"读取“{self.path.name}”用时过长，已停止。",
                "请拆成几个小文件，或" + SAVE_AS.removeprefix("请"),
            )
        self._child.kill()
        self._child.wait()
        self._log.seek(0)
        if b"memory" in self._log.read(100_000).lower():
            return self._too_big()
        return WorkbookError(f"“{self.path.name}”已损坏，读不出来。", SAVE_AS)

    def _too_big(self) -> WorkbookError:
        """Say that the memory limit was reached."""
        return WorkbookError(
            f"“{self.path.name}”太大，读取时超出了内存上限。", "请删去多余的行列，或拆成几个小文件，再导入。"
        )

    def close(self) -> None:
        """End the child and let go of everything; may be called twice."""
        if self._child.poll() is None:
            self._child.kill()
        self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()
        self._log.close()

    def __enter__(self) -> Self:
        """Use the book in a with statement."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the book."""
        self.close()


def child_command() -> list[str]:
    """Return the command that runs a child, from source or from a single-file program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_FLAG]
    return [sys.executable, "-P", "-m", "county_tui.workbooks.child"]


def open_book(
    path: Path,
    vocabulary: Sequence[frozenset[str]] = (),
    overrides: Overrides = Overrides(),  # noqa: B008 - frozen
    limits: Limits = Limits(),
) -> Book:
    """Open a workbook in a child; `vocabulary` holds one set of folded labels per register. Raises WorkbookError."""
    return Book(path, vocabulary, overrides, limits)
