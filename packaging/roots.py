"""Roots of old systems to try a program in, from Debian's packages; and the emulator for another processor."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from target import BUILD, run

OLDEST = ("bullseye", "bookworm")
"""Releases from the oldest that the mirror may still have: Debian 11 has glibc 2.31."""

DEBIAN_ARCH = {"x86_64": "amd64", "aarch64": "arm64"}
BINFMT = Path("/proc/sys/fs/binfmt_misc")


def system(arch: str) -> Path:
    """The folder of a minimal Debian for a processor, the oldest to be had; made once."""
    mirror = re.search(r"^(\S+) Debian$", run("apt-get", "indextargets", "--format", "$(SITE) $(ORIGIN)"), re.M)
    if mirror is None:
        raise SystemExit("apt knows no Debian mirror: run apt-get update")
    for release in OLDEST:
        folder = BUILD / "roots" / f"{release}-{arch}"
        if (folder / "bin" / "sh").exists():
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        told = ("--variant=minbase", "--foreign", f"--arch={DEBIAN_ARCH[arch]}", release, str(folder), mirror[1])
        log = folder.with_suffix(".log").open("wb")
        if not subprocess.run(["debootstrap", *told], stdout=log, stderr=log).returncode:
            return folder
    raise SystemExit(f"no root could be made: see {BUILD / 'roots'}")


def emulate(arch: str) -> None:
    """Have the kernel run another processor's programs through qemu-user-static, as its package would at boot."""
    if not (BINFMT / "register").exists():
        run("mount", "-t", "binfmt_misc", "binfmt_misc", BINFMT)
    if not (BINFMT / f"qemu-{arch}").exists():
        # Its flag F opens the emulator now, so that it is found from inside a root too.
        kind = Path(f"/usr/lib/binfmt.d/qemu-{arch}.conf").read_text("utf-8")
        BINFMT.joinpath("register").write_text(kind.strip(), "utf-8")
