"""The newest C library that each part of a one-file program asks for: `python packaging/symbols.py FILE...`."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from elftools.common.exceptions import ELFError
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection
from PyInstaller.archive.readers import CArchiveReader
from target import GLIBC

Version = tuple[int, ...]


def asked(code: bytes) -> Version:
    """The newest GLIBC_x.y that a program or library links; () for what is neither."""
    try:
        sections = list(ELFFile(io.BytesIO(code)).iter_sections())
    except ELFError:
        return ()
    needed = [part for part in sections if isinstance(part, GNUVerNeedSection)]
    names = [link.name for part in needed for _, links in part.iter_versions() for link in links]
    return max((numbers(name) for name in names if re.fullmatch(r"GLIBC_[\d.]+", name)), default=())


def numbers(version: str) -> Version:
    """`GLIBC_2.17` or `2.17` as numbers that compare."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def parts(program: Path) -> dict[str, bytes]:
    """The starter, and every file packed behind it."""
    packed = CArchiveReader(str(program))
    inside = {name: packed.extract(name) for name, entry in packed.toc.items() if entry[4] in "bx"}
    return {program.name: program.read_bytes()} | inside


def newest(program: Path) -> dict[str, Version]:
    """What each compiled part asks for. Ends the run where that is more than we promise, or nothing was found."""
    found = {name: version for name, code in parts(program).items() if (version := asked(code))}
    over = {name: version for name, version in found.items() if version > numbers(GLIBC)}
    if over or len(found) < 3:
        raise SystemExit(f"{program} asks for more than glibc {GLIBC}: {over or found}")
    return found


def main() -> None:
    """Say it, part by part."""
    for program in sys.argv[1:]:
        for name, version in newest(Path(program)).items():
            print(f"{program}: {name} asks for glibc {'.'.join(map(str, version))}")


if __name__ == "__main__":
    main()
