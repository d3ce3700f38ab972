"""Reader children of their own memory, limits and clock, forked from one that has its libraries already.

Python and the libraries take 80 ms to start, a thousand times in a run of all tests. What starts children, and what
bounds them, is tested on those the program starts itself (`started_anew`).
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import subprocess
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from typing import IO, NoReturn

from county_tui.processes import PIPE_BYTES
from county_tui.workbooks.pipe import child

ROOT = Path(__file__).parents[1]
NUMBER = struct.Struct("i")
FILES = 5
"""Standard input, output and error, the folder to be in, and the line that tells of start and end."""


class ForkedReader:
    """A reader child as `subprocess.Popen` gives it."""

    def __init__(self, server: socket.socket, errors: int) -> None:
        given, self.stdin = pipe()
        taken, self.stdout = pipe(is_read=True)
        self._line, line = socket.socketpair()
        folder = os.open(".", os.O_RDONLY)  # a name would not do: the folder may be gone
        socket.send_fds(server, [b" "], [given, taken, errors, folder, line.fileno()])
        for file in (given, taken, folder):
            os.close(file)
        line.close()
        self.pid = self._number()
        self.returncode: int | None = None

    def _number(self) -> int:
        (number,) = NUMBER.unpack(self._line.recv(NUMBER.size))
        return int(number)

    def poll(self) -> int | None:
        """The exit code, if it has ended."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises TimeoutExpired. Returns the exit code, or minus the signal that ended it."""
        if self.returncode is None:
            self._line.settimeout(timeout)
            try:
                self.returncode = self._number()
            except (BlockingIOError, TimeoutError):
                raise subprocess.TimeoutExpired("reader", timeout or 0) from None
            self._line.close()
        return self.returncode

    def kill(self) -> None:
        """End it."""
        if self.poll() is None:
            with suppress(ProcessLookupError):  # it may end this very moment
                os.kill(self.pid, 9)


def pipe(*, is_read: bool = False) -> tuple[int, IO[bytes]]:
    """A pipe as wide as the program's: the end for the child, and the one for us."""
    read, write = os.pipe()
    fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    return (write, os.fdopen(read, "rb")) if is_read else (read, os.fdopen(write, "wb"))


class ReaderServer:
    """The process that children are forked from."""

    def __init__(self) -> None:
        self._server, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-P", "-m", "tests.forked_readers", str(theirs.fileno())]
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], env=os.environ | {"PYTHONPATH": str(ROOT)}
            )

    def start(self, module: str, errors: IO[bytes] | int) -> ForkedReader:
        """What `processes.start_child` does."""
        return ForkedReader(self._server, errors if isinstance(errors, int) else errors.fileno())

    def close(self) -> None:
        """End it."""
        self._server.close()
        self._process.wait()


def serve(asked: socket.socket) -> None:
    """Fork a reader for each set of files, until nobody can ask for more: one started ahead ends with who holds it."""
    while True:
        _, files, _, _ = socket.recv_fds(asked, 1, FILES)
        if not files:
            return
        pid = os.fork()
        if pid == 0:
            asked.close()
            be_reader(files)
        for file in files[:-1]:
            os.close(file)
        threading.Thread(target=tell, args=(pid, files[-1]), daemon=True).start()


def be_reader(files: list[int]) -> NoReturn:
    """Read with these as standard files; a failure ends as it does in a program."""
    os.fchdir(files[3])
    for standard, file in enumerate(files[:3]):
        os.dup2(file, standard)
    for file in files:
        os.close(file)
    code = 1
    try:
        code = child.main()
    except BaseException:  # noqa: BLE001 - nothing may go back into the loop of the server
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(code)


def tell(pid: int, file: int) -> None:
    """Say that a child was started and, when it has ended, how."""
    with socket.socket(fileno=file) as line:
        line.send(NUMBER.pack(pid))
        _, status = os.waitpid(pid, 0)
        line.send(NUMBER.pack(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
