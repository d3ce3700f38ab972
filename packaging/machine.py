"""Machines to try the one-file program on: no Python, no PATH; a folder here, or the root of another system."""

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

C_LIBRARY = ("ld-*", "libc[.-]*", "libm[.-]*", "libdl[.-]*", "libpthread[.-]*", "librt[.-]*", "libutil[.-]*")
"""What the C library's own package brings of what a program may link."""

LIMIT_S = 600.0
"""A program for another processor is emulated, and the machine may have other work."""

SIZE = struct.pack("HHHH", 24, 80, 0, 0)
ENDED = {"LANG": "C.UTF-8", "TERM": "xterm-256color"}


class Machine:
    """Runs the program in a folder of its own, with an empty environment."""

    name = "this machine"

    def __init__(self, program: Path, folder: Path) -> None:
        self.folder = folder
        self.program = [str(program.resolve())]
        self.environment = {"HOME": str(folder), "PATH": ""} | ENDED
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, name: str) -> str:
        """A file of the office's folder, as the program is told of it."""
        return name

    def run(self, *arguments: str, **more: str) -> str:
        """Run a command to its end and give its standard output. Raises CalledProcessError."""
        done = subprocess.run(
            [*self.program, *arguments],
            cwd=self.folder,
            env=self.environment | more,
            stdout=subprocess.PIPE,
            check=True,
            timeout=LIMIT_S,
        )
        return done.stdout.decode()

    def open_app(self, *arguments: str, until: str, keys: str, **more: str) -> tuple[float, bytes]:
        """Open the app, wait for a text, press keys, wait for its end. Returns seconds to the text, and what came."""
        started = time.perf_counter()
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.folder)
            os.execve(self.program[0], [*self.program, *arguments], self.environment | more)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, SIZE)
        drawn = _read(terminal, until)
        seconds = time.perf_counter() - started
        os.write(terminal, keys.encode())
        drawn += _read(terminal, "")
        if code := os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]):
            raise SystemExit(f"{self.name}: the app ended with {code}")
        return seconds, drawn


class Root(Machine):
    """The root of another system, in a folder."""

    def __init__(self, program: Path, root: Path, name: str) -> None:
        super().__init__(program, root)
        self.name = name
        shutil.copy(program, root / "county-tui")
        (root / "tmp").mkdir(exist_ok=True)
        self.folder = emptied(root / "office")
        self.program = [*_into(root), "/county-tui"]
        self.environment["HOME"] = "/office"

    def path(self, name: str) -> str:
        """In a root the program starts at the top."""
        return f"/office/{name}"


class BareRoot(Root):
    """A root that holds the program and the C library of another system, and nothing else: no shell, no locale."""

    def __init__(self, program: Path, system: Path, root: Path, name: str) -> None:
        for kind in C_LIBRARY:
            for place in ("lib/*linux-gnu", "lib64", "lib"):
                for file in system.glob(f"{place}/{kind}"):
                    target = root / file.relative_to(system)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(file, target, follow_symlinks=False)
        super().__init__(program, root, name)


class NoExec(Machine):
    """This machine with /tmp, /var/tmp and /dev/shm mounted so that nothing in them may be run."""

    name = "/tmp noexec"
    _MOUNT = 'for place in /tmp /var/tmp /dev/shm; do mount -t tmpfs -o noexec none $place; done; cd "$0"; exec "$@"'

    def __init__(self, program: Path, folder: Path) -> None:
        super().__init__(program, emptied(folder))
        unshare, shell = str(shutil.which("unshare")), str(shutil.which("sh"))
        self.program = [unshare, "--mount", shell, "-c", self._MOUNT, str(folder), str(program.resolve())]
        self.environment["PATH"] = os.environ["PATH"]  # for mount


def c_library(root: Path) -> str:
    """The version of the C library in a root, from its files."""
    found = [
        match[1].decode()
        for file in [*root.glob("lib/*linux-gnu/libc.so.6"), *root.glob("usr/lib/*linux-gnu/libc.so.6")]
        if (match := re.search(rb"stable release version (\d+\.\d+)", file.read_bytes()))
    ]
    return found[0] if found else "?"


def emptied(folder: Path) -> Path:
    """The folder, with nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _into(root: Path) -> list[str]:
    """The command that runs another in a root, in the office's folder; an ordinary user needs a namespace for it."""
    tool = ["chroot", str(root)] if os.getuid() == 0 else ["unshare", "--map-root-user", "--root", str(root)]
    return [str(shutil.which(tool[0])), *tool[1:]]


def _read(terminal: int, until: str) -> bytes:
    """Read what comes until a text was seen, or to the end where there is none to wait for."""
    seen, end = b"", time.monotonic() + LIMIT_S
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:  # the other side is gone
                break
            if until and until.encode() in seen:
                return seen
    if until:
        raise SystemExit(f"“{until}” did not appear in:\n{seen.decode(errors='replace')}")
    return seen
