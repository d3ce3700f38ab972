"""Reader child: limits its own memory and time, finds the tables and streams them to the parent."""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from county_tui.errors import WorkbookError
from county_tui.processes import send
from county_tui.workbooks.formats.detect import damaged
from county_tui.workbooks.formats.opening import BROKEN, load_sheet, open_source
from county_tui.workbooks.formats.source import SourceFile
from county_tui.workbooks.pipe.streaming import Message, stream_sheet
from county_tui.workbooks.tables import Overrides


def main() -> int:
    """Read a request from standard input, answer on standard output; returns the exit code."""
    gc.disable()  # a short life that makes no cycles worth collecting
    try:
        request = marshal.load(sys.stdin.buffer)
    except EOFError:  # started ahead, and nothing was to be read after all
        return 2
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
    """Reserve standard output for messages; prints of libraries go to standard error."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def _serve(request: dict[str, Any], out: BinaryIO) -> None:
    """Answer one request: the book, then each sheet's table."""
    path = Path(request["path"])
    source = open_source(path, request["is_second_try"])
    overrides = Overrides(tuple(request["sheets"]), request["header_rows"])
    vocabulary = [frozenset(labels) for labels in request["vocabulary"]]
    chosen = list(_chosen(source, overrides))
    send(out, "book", [(sheet.name, sheet.hidden) for sheet in source.sheets])
    for index in chosen[request["done"] :]:
        for message in _messages(source, index, path, vocabulary, overrides):
            send(out, *message)
    send(out, "done")


def _messages(
    source: SourceFile, index: int, path: Path, vocabulary: list[frozenset[str]], overrides: Overrides
) -> Iterator[Message]:
    """Give one sheet's messages; raises WorkbookError when the sheet is broken."""
    sheet = load_sheet(source, index, path)
    try:
        yield from stream_sheet(sheet, vocabulary, overrides.header_rows)
    except (*source.broken, *BROKEN) as error:
        raise damaged(path) from error


def _chosen(source: SourceFile, overrides: Overrides) -> Iterator[int]:
    """Yield the numbers of the sheets to read, in file order; raises WorkbookError for a name that is not there."""
    names = [sheet.name for sheet in source.sheets]
    for wanted in overrides.sheets:
        if wanted not in names:
            raise WorkbookError(f"没有名为“{wanted}”的工作表。", f"这个文件里有：{'、'.join(names)}。")
    for index, name in enumerate(names):
        if not overrides.sheets or name in overrides.sheets:
            yield index


if __name__ == "__main__":
    sys.exit(main())
