"""What a one-file program is built for, and the compiler that builds for it wherever it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"
GLIBC = "2.17"
"""The oldest C library to run on: CentOS 7 has it, and no wheel we pack asks for a newer one."""

MACHINES = ("x86_64", "aarch64")
TOOLS = ("cc", "ar", "ranlib")
JOBS = "-j2"

# No build path, no build time and no debugging data may reach the file, or it would differ from place to place.
C_FLAGS = ("-O2", "-g0", "-DNDEBUG", "-fPIC", "-fno-strict-aliasing", "-Wno-date-time", f"-ffile-prefix-map={BUILD}=.")


@dataclass(frozen=True)
class Target:
    """A processor, and the folder of all that is built for it."""

    machine: str

    @property
    def folder(self) -> Path:
        """Where its parts are built."""
        return BUILD / self.machine

    @property
    def triple(self) -> str:
        """As configure scripts name it."""
        return f"{self.machine}-linux-gnu"

    @property
    def is_native(self) -> bool:
        """Whether what is built for it runs here."""
        return os.uname().machine == self.machine

    def tool(self, name: str) -> Path:
        """A compiler's program as one file to call, since `CC` with blanks in it is not taken everywhere."""
        return self.folder / "bin" / name

    def make_tools(self) -> None:
        """Write those files; their text is the same wherever the tree lies, but for its path."""
        self.tool("").mkdir(parents=True, exist_ok=True)
        for name in TOOLS:
            chosen = f" -target {self.triple}.{GLIBC}" if name == "cc" else ""
            self.tool(name).write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ziglang {name}{chosen} "$@"\n', "utf-8")
            self.tool(name).chmod(0o755)


def environment(**more: str) -> dict[str, str]:
    """The environment of all building: one language, one clock, one hash seed, a cache of our own."""
    fixed = {
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "ZIG_GLOBAL_CACHE_DIR": str(BUILD / "compiler-cache"),
        "ZIG_LOCAL_CACHE_DIR": str(BUILD / "compiler-cache"),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_TARGET"))}
    return kept | {"SOURCE_DATE_EPOCH": "0"} | fixed | more


def run(*command: str | Path, cwd: Path = ROOT, log: Path | None = None, **more: str) -> str:
    """Run a step and give its output; with a log, all it says goes there. Ends the build if it fails."""
    said = subprocess.PIPE if log is None else log.open("wb")
    faults = None if log is None else subprocess.STDOUT
    done = subprocess.run([*map(str, command)], cwd=cwd, env=environment(**more), stdout=said, stderr=faults)
    if done.returncode:
        told = log.read_text("utf-8", errors="replace")[-3000:] if log else ""
        raise SystemExit(f"{told}\n{' '.join(map(str, command))[:300]}\nended with {done.returncode}")
    return done.stdout.decode() if log is None else ""
