"""Opens a workbook through the reader child and words its failures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from county_tui.errors import WorkbookError
from county_tui.workbooks.formats.detect import SAVE_AS, check_file, damaged, may_try_again
from county_tui.workbooks.pipe.process import ChildLostError, ReaderProcess
from county_tui.workbooks.pipe.protocol import unpack_cell, unpack_column
from county_tui.workbooks.tables import Batch, Column, DataRow, Merge, Overrides, RawRow, SheetInfo, SkippedRow


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: memory, and the seconds the parent waits for it, growing with the file's size."""

    memory_bytes: int = 1 << 30  # a million rows of ten columns fit, on a machine of 2 GB
    base_s: float = 30.0  # a small file on an old machine that is busy with backups
    per_megabyte_s: float = 10.0  # twenty times what reading takes on a quiet machine
    least_memory_bytes: int = 384 << 20
    memory_per_byte: int = 64

    def memory_for(self, size_bytes: int) -> int:
        """Return the address space, in bytes, that reading a file of this size may take.

        Python and its libraries map 150 MB; 100,000 rows take about 30 bytes for each byte of their .xlsx.
        """
        return min(self.memory_bytes, self.least_memory_bytes + self.memory_per_byte * size_bytes)

    def wait_s(self, size_bytes: int) -> float:
        """Return the seconds that a file of this size may take."""
        return self.base_s + self.per_megabyte_s * size_bytes / 1e6


class Table:
    """One sheet's chosen table; `batches` or `rows` stream its data, which can be consumed once.

    `header_rows` and `first_data_row` are 1-based sheet rows; `last_row` is the last row of the sheet where known;
    `above` and `merges` are the sender's rows down to the end of the header, and the merged areas that start there;
    `skipped` is complete once they are exhausted.
    """

    def __init__(self, facts: dict[str, Any], messages: Iterator[tuple[Any, ...]]) -> None:
        """Take the message that opens a table, and those that follow it."""
        self.name: str = facts["name"]
        self.hidden: bool = facts["hidden"]
        self.header_rows: tuple[int, int] | None = facts["header_rows"]
        self.first_data_row: int | None = facts["first_data_row"]
        self.last_row: int | None = facts["last_row"]
        self.columns = tuple(Column(*values) for values in facts["columns"])
        self.problems: list[str] = facts["problems"]
        self.above = [RawRow(number, tuple(map(unpack_cell, cells))) for number, cells in facts["above"]]
        self.merges = [Merge(*values) for values in facts["merges"]]
        self.skipped: list[SkippedRow] = []
        self._messages = messages
        self._is_over = False

    def rows(self) -> Iterator[DataRow]:
        """Yield the data rows one by one. Raises WorkbookError."""
        for batch in self.batches():
            yield from batch.rows()

    def batches(self) -> Iterator[Batch]:
        """Yield the data rows as they arrive. Raises WorkbookError."""
        while not self._is_over:
            message = next(self._messages)
            if message[0] == "rows":
                yield Batch(message[1], list(map(unpack_column, message[2])))
            else:
                self._is_over = True
                self.skipped = [SkippedRow(row, reason) for row, reason in message[1]]


class Book:
    """An open workbook: `sheets` lists all of them, `tables` gives what is on them. Use it in a with statement."""

    def __init__(self, path: Path, vocabulary: Sequence[frozenset[str]], overrides: Overrides, limits: Limits) -> None:
        """Start the child and read the list of sheets; raises WorkbookError."""
        self.path = path
        size = check_file(path)
        self._wait_s = limits.wait_s(size)
        self._may_retry = may_try_again(path)
        self._request: dict[str, Any] = {
            "path": str(path.absolute()),
            "is_second_try": False,
            "done": 0,
            "vocabulary": [sorted(labels) for labels in vocabulary],
            "sheets": list(overrides.sheets),
            "header_rows": overrides.header_rows,
            "memory_bytes": limits.memory_for(size),
            "cpu_s": int(self._wait_s) + 1,
        }
        self._child: ReaderProcess | None = None
        self.sheets: list[SheetInfo] = []
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self) -> None:
        """Start a child and read its first message."""
        self.close()
        self._child = ReaderProcess(self._request, self._wait_s)
        message = self._next("book")
        self.sheets = [SheetInfo(name, hidden) for name, hidden in message[1]]

    def tables(self) -> Iterator[Table]:
        """Yield the tables in file order; asking for the next one drops what is left of the last.

        A sheet that only holds this program's lists for others is no table, unless it was asked for by name.
        """
        while (message := self._next("table", "done"))[0] == "table":
            table = Table(message[1], iter(lambda: self._next("rows", "end"), None))
            if not message[1]["is_aside"] or self._request["sheets"]:
                yield table
            for _ in table.rows():
                pass
            self._request["done"] += 1
        self.close()

    def _next(self, *expected: str) -> tuple[Any, ...]:
        """Wait for the child's next message; raises WorkbookError when it refuses, fails, dies or is late."""
        if self._child is None:
            raise WorkbookError(f"“{self.path.name}”已经关闭。")
        try:
            message = self._child.next()
        except ChildLostError as error:
            if error.reason != "time" and "rows" not in expected and self._may_retry:
                return self._retry(*expected)
            raise self._lost(error.reason) from error
        if message[0] == "error":
            raise WorkbookError(message[1], message[2])
        if message[0] not in expected:
            raise self._lost(message[0])
        return message

    def _retry(self, *expected: str) -> tuple[Any, ...]:
        """Retry once with the safer reader, from the sheet at which the child died."""
        self._may_retry = False
        self._request["is_second_try"] = True
        if "book" not in expected:
            self._start()
            return self._next(*expected)
        self.close()
        self._child = ReaderProcess(self._request, self._wait_s)
        return self._next(*expected)

    def _lost(self, reason: str) -> WorkbookError:
        """Say why reading ended."""
        name = self.path.name
        if reason == "time":
            return WorkbookError(
                f"读取“{name}”超过了 {self._wait_s:.0f} 秒，已停止。",
                "请拆成几个小文件，或" + SAVE_AS.removeprefix("请"),
            )
        if reason == "memory":
            return WorkbookError(
                f"“{name}”太大，读取时超出了内存上限。", "请删去多余的行和列，或拆成几个小文件，再导入。"
            )
        return damaged(self.path)

    def close(self) -> None:
        """End the child and let go of everything; may be called twice."""
        if self._child is not None:
            self._child.close()
            self._child = None

    def __enter__(self) -> Self:
        """Use the book in a with statement."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the book."""
        self.close()


def open_book(
    path: Path,
    vocabulary: Sequence[frozenset[str]] = (),
    overrides: Overrides = Overrides(),  # noqa: B008 - frozen
    limits: Limits = Limits(),
) -> Book:
    """Open a workbook in a child; `vocabulary` holds one set of folded labels per register. Raises WorkbookError."""
    return Book(path, vocabulary, overrides, limits)
