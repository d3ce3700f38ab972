"""The child process that opens a workbook: limits itself, finds the tables and streams them to the parent."""

from __future__ import annotations

import marshal
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from county_tui.errors import WorkbookError
from county_tui.workbooks.calamine_source import CalamineSource
from county_tui.workbooks.csv_source import CsvSource
from county_tui.workbooks.format import Format, sniff
from county_tui.workbooks.protocol import send
from county_tui.workbooks.source import Source
from county_tui.workbooks.streaming import stream_sheet
from county_tui.workbooks.tables import Overrides
from county_tui.workbooks.xls_source import XlsSource


def main(argv: Sequence[str] = ()) -> int:
    """Read a request from standard input, answer on standard output; returns the exit code."""
    del argv
    request = marshal.load(sys.stdin.buffer)
    _limit(request["memory_bytes"], request["cpu_s"])
    with _claim_output() as out:
        try:
            _serve(request, out)
        except WorkbookError as error:
            send(out, "error", error.message, error.hint)
        except MemoryError:
            send(out, "memory")
    return 0


def _limit(memory_bytes: int, cpu_s: int) -> None:
    """Bound this process, and leave Ctrl+C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still runs there
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 5))


def _claim_output() -> BinaryIO:
    """Keep standard output for messages: whatever a library prints goes to standard error."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def _serve(request: dict[str, Any], out: BinaryIO) -> None:
    """Answer one request: the book, then each sheet's table."""
    path = Path(request["path"])
    source = open_source(path)
    overrides = Overrides(tuple(request["sheets"]), request["header_rows"])
    vocabulary = [frozenset(labels) for labels in request["vocabulary"]]
    chosen = list(_chosen(source, overrides))
    send(out, "book", [(sheet.name, sheet.hidden) for sheet in source.sheets])
    for index in chosen:
        for message in stream_sheet(source.load(index), vocabulary, overrides.header_rows):
            send(out, *message)
    send(out, "done")


def _chosen(source: Source, overrides: Overrides) -> Iterator[int]:
    """Give the numbers of the sheets to read, in file order; raises WorkbookError for a name that is not there."""
    names = [sheet.name for sheet in source.sheets]
    for wanted in overrides.sheets:
        if wanted not in names:
            raise WorkbookError(f"没有名为“{wanted}”的工作表。", f"这个文件里有：{'、'.join(names)}。")
    for index, name in enumerate(names):
        if not overrides.sheets or name in overrides.sheets:
            yield index


def open_source(path: Path) -> Source:
    """Open a file with the reader that its content asks for."""
    kind = sniff(path)
    if kind is Format.CSV:
        return CsvSource(path)
    if kind is Format.XLS:
        return XlsSource(path)
    return CalamineSource(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
