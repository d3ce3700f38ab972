"""A machine with nothing on it, to try the one-file program on: no Python, no PATH, at most a C library."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import termios
import time
from pathlib import Path

LIBRARIES = ("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1")
LIMIT_S = 60.0
SIZE = struct.pack("HHHH", 24, 80, 0, 0)


class Machine:
    """Runs the program in a folder of its own, with an empty environment."""

    def __init__(self, program: Path, folder: Path) -> None:
        self.folder = folder
        self.program = [str(program.resolve())]
        self.environment = {"HOME": str(folder), "PATH": "", "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, *arguments: str) -> str:
        """Run a command to its end and give its standard output. Raises CalledProcessError."""
        done = subprocess.run(
            [*self.program, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            check=True,
            timeout=LIMIT_S,
        )
        return done.stdout.decode()

    def open_app(self, *arguments: str, until: str, keys: str) -> float:
        """Open the app in a terminal, wait for a text, press keys, wait for its end. Returns seconds to the text."""
        started = time.perf_counter()
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.folder)
            os.execve(self.program[0], [*self.program, *arguments], self.environment)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, SIZE)
        _read(terminal, until)
        seconds = time.perf_counter() - started
        os.write(terminal, keys.encode())
        _read(terminal, "")
        if code := os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]):
            raise SystemExit(f"the app ended with {code}")
        return seconds


class BareMachine(Machine):
    """A root of its own that holds the program and the C library, and nothing else."""

    def __init__(self, program: Path, root: Path) -> None:
        super().__init__(program, root)
        if any(root.iterdir()):
            raise SystemExit(f"{root} is not empty")
        linked = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
        loader = Path(next(found for found in re.findall(r"(/\S+) \(", linked) if "/ld-" in found))
        shelf = Path(next(found for found in re.findall(r"(/\S+) \(", linked) if found.endswith("/libc.so.6"))).parent
        for file in (loader, *(shelf / name for name in LIBRARIES)):
            target = root / file.relative_to("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
        (root / "tmp").mkdir()
        shutil.copy(program, root / "county-tui")
        self.program = [*_into(root), "/county-tui"]
        self.environment["HOME"] = "/"


def _into(root: Path) -> list[str]:
    """The command that runs another in a root; an ordinary user needs a namespace for it."""
    if os.getuid() == 0:
        return [str(shutil.which("chroot")), str(root)]
    return [str(shutil.which("unshare")), "--map-root-user", "--root", str(root)]


def _read(terminal: int, until: str) -> None:
    """Read what comes until a text was seen, or to the end where there is none to wait for."""
    seen, end = b"", time.monotonic() + LIMIT_S
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:  # the other side is gone
                break
            if until and until.encode() in seen:
                return
    if until:
        raise SystemExit(f"“{until}” did not appear in:\n{seen.decode(errors='replace')}")
