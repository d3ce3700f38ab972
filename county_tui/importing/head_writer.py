"""The child process that writes an import's new records while its parent still reads: all of them, or none.

Nothing is kept unless the parent says `commit`; a parent that is gone, or wants none of it, just closes the pipe.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import IO

from county_tui import store
from county_tui.errors import LedgerError
from county_tui.importing.folding import write_tallies
from county_tui.models import register_named
from county_tui.processes import receive, send


class NotAgreedError(LedgerError):
    """The parent does not want what was written so far."""


def _next(pipe: IO[bytes]) -> tuple[object, ...]:
    message = receive(pipe)
    if message is None:
        raise NotAgreedError("没有导入")
    return message


def _write(pipe: IO[bytes]) -> int:
    """One file's records, as the parent sends them; the batch they make. Raises LedgerError."""
    _, ledger, register, source, by = _next(pipe)
    store.bind(Path(str(ledger)))
    message = _next(pipe)
    with store.bulk_transaction(patience_s=0):
        batch = store.start_batch("import", str(source), str(by))
        stamp = store.stamped(str(by), batch)
        writer = store.Writer(register_named(str(register)), stamp)
        while message[0] == "rows":
            writer.insert(store.Prepared(*message[1:]))  # type: ignore[arg-type]  # the parent is trusted
            message = _next(pipe)
        writer.finish()
        write_tallies(message[2], stamp, str(source), store.lookups())  # type: ignore[arg-type]  # as sent
        store.count_batch(batch, message[1])  # type: ignore[arg-type]  # as sent with `commit`
    return batch


def main() -> int:
    """Write what comes by standard input, answer on standard output; returns the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        batch = _write(sys.stdin.buffer)
    except LedgerError:
        return 1  # the parent does it all again in the ordinary way, and says why where that fails too
    send(sys.stdout.buffer, "done", batch)
    return 0


if __name__ == "__main__":
    sys.exit(main())
