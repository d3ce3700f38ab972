"""The reader child seen from the parent: start, timed reads, cleanup."""

from __future__ import annotations

import marshal
import subprocess
import tempfile
import threading
import time
from typing import IO, Any

from county_tui.processes import READER, ProtocolError, receive, start_child
from county_tui.program_file import check_unchanged

_LOG_BYTES = 100_000  # of what a dying child wrote: the word on memory is among its first lines


class ChildLostError(Exception):
    """The child ended early; `reason` is `time`, `memory` or `died`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Child = tuple[subprocess.Popen[bytes], IO[bytes]]
"""A process, and the file it writes its last words to."""
_ahead: list[Child] = []


def start_ahead() -> None:
    """Start the next request's child already: it loads its libraries while the caller loads its own, and ends with us.

    Raises CountyError where another version of the program has taken this one's place.
    """
    if not _ahead:
        _ahead.append(_started())


def _started() -> Child:
    check_unchanged()
    log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
    try:
        return start_child(READER, log), log
    except BaseException:
        log.close()
        raise


class ReaderProcess:
    """One child at work on one request."""

    def __init__(self, request: dict[str, Any], wait_s: float) -> None:
        """Start it; `wait_s` is all the time that waiting for its messages may take."""
        self._left_s = wait_s
        self._is_late = False
        self._process, self._log = _ahead.pop() if _ahead else _started()
        self._ask(request)

    def _ask(self, request: dict[str, Any]) -> None:
        """Hand over the request."""
        stream = self._process.stdin
        if stream is None:
            return
        try:
            stream.write(marshal.dumps(request))
            stream.close()
        except OSError:
            pass  # it died at once; waiting for its first message says so

    def next(self) -> tuple[Any, ...]:
        """Wait for a message; raises ChildLostError. Only waiting counts against the clock."""
        stream = self._process.stdout
        if stream is None or stream.closed:
            raise ChildLostError("died")
        alarm = threading.Timer(max(self._left_s, 0.0), self._expire)
        alarm.daemon = True
        started = time.monotonic()
        alarm.start()
        try:
            message = receive(stream)
        except ProtocolError:
            message = None
        finally:
            alarm.cancel()
            self._left_s -= time.monotonic() - started
        if message is None:
            raise ChildLostError(self._reason())
        return message

    def _expire(self) -> None:
        """Kill a child that exceeded its time."""
        self._is_late = True
        self._process.kill()

    def _reason(self) -> str:
        """Return why the child ended."""
        try:
            code = self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = 0
        if self._is_late or code == -24:  # SIGXCPU
            return "time"
        self._log.seek(0)
        log = self._log.read(_LOG_BYTES)
        return "memory" if code == -9 or b"memory allocation" in log or b"MemoryError" in log else "died"

    def close(self) -> None:
        """End the child, wherever it is, and wait for it; may be called twice."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._log.close()
