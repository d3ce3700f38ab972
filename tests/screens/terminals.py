"""A real pseudo-terminal with the program in it, and what a person would see there."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence

import pyte

LIMIT_S = 20.0
QUIET_S = 0.1
PACKET = 512
PROGRAM = (sys.executable, "-c", "from county_tui.cli import main; main()")
KEYS = {"down": "\x1b[B", "pagedown": "\x1b[6~", "enter": "\r", "escape": "\x1b", "tab": "\t", "ctrl+s": "\x13"}


class Terminal:
    """The program, or another that shows it, in a terminal of 80×24; `sent` counts the bytes it wrote."""

    bytes_per_s: float = float("inf")
    """How fast the line to the person is; set it to feel a slow one."""

    def __init__(
        self, *arguments: str, environment: Mapping[str, str] | None = None, program: Sequence[str] = PROGRAM
    ) -> None:
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.sent = 0
        command = [*program, *arguments]
        inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        base = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "Asia/Shanghai"}
        pid, self.fd = pty.fork()
        if pid == 0:
            os.execve(command[0], command, {**inherited, **base, **(environment or {})})
        self.pid = pid
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def _read(self, wait_s: float) -> bool:
        if not select.select([self.fd], [], [], wait_s)[0]:
            return False
        try:
            data = os.read(self.fd, 65536 if self.bytes_per_s == float("inf") else PACKET)
        except OSError:
            return False
        time.sleep(len(data) / self.bytes_per_s)
        self.sent += len(data)
        self.stream.feed(data)
        return bool(data)

    def first(self, text: str, limit_s: float = LIMIT_S, *, is_there: bool = True) -> None:
        """Read until a text stands on the screen, or does no more."""
        end = time.monotonic() + limit_s
        while (text in self.text) is not is_there:
            if time.monotonic() > end:
                raise AssertionError(f"“{text}” did not {'appear' if is_there else 'vanish'} in:\n{self.text}")
            self._read(QUIET_S)

    def until(self, text: str) -> None:
        """Read until a text stands on the screen and nothing more comes."""
        self.first(text)
        while self._read(QUIET_S):
            pass

    def press(self, *keys: str, until: str) -> int:
        """Send keys, as one burst, and wait for a text. Returns how many bytes came."""
        before = self.sent
        os.write(self.fd, "".join(KEYS.get(key, key) for key in keys).encode())
        self.until(until)
        return self.sent - before

    def close(self, text: str) -> None:
        """Send Escape and wait until a text has gone: before that, a next key would make one with it."""
        os.write(self.fd, KEYS["escape"].encode())
        self.first(text, is_there=False)

    def type_until(self, keys: str, until: str) -> None:
        """Send keys and wait for a text, but no moment longer."""
        os.write(self.fd, keys.encode())
        self.first(until)

    def idle_bytes(self, seconds: float) -> int:
        """How many bytes come while nobody does anything."""
        before, end = self.sent, time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)
        return self.sent - before

    @property
    def text(self) -> str:
        """The screen; a wide character stands once."""
        rows = (self.screen.buffer[row] for row in range(self.screen.lines))
        return "\n".join("".join(cells[at].data for at in range(self.screen.columns)).rstrip() for cells in rows)

    def signalled(self, number: int) -> int:
        """Send a signal to the program at once, and wait for its end. Returns the signal that ended it, or 0."""
        os.kill(self.pid, number)
        _, status = os.waitpid(self.pid, 0)
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0

    def kill(self) -> None:
        """End the program as a dropped connection or a power cut would."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
