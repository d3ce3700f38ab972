"""Build the one-file program for a processor: `python packaging/build_binary.py --arch x86_64 --to dist/county-tui`."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

from compile_python import compile_python
from compile_starter import UNWINDER, compile_starter, compile_unwinder
from sources import PYTHON, SQLITE, ZLIB, fetched, starter_source, version
from target import BUILD, GLIBC, MACHINES, ROOT, Target, run

CONSTRAINTS = ROOT / "constraints.txt"
HOST = Target("x86_64")
"""Analysis runs under this one's Python, whatever the program is for: bytecode is the same on every processor."""


def project() -> dict[str, str]:
    """The table `project` of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]  # type: ignore[no-any-return]


def dependencies(extra: str) -> list[str]:
    """What an extra of the project asks for."""
    return project()["optional-dependencies"][extra]  # type: ignore[index,return-value]


def starter_requirement() -> str:
    """PyInstaller at its kept version."""
    return re.search(r"(?m)^pyinstaller==.*$", CONSTRAINTS.read_text("utf-8"))[0]  # type: ignore[index]


def install(folder: Path, target: Target, required: Iterable[str]) -> Path:
    """Put wheels for a target's Python in a folder, at the kept versions; done again when these change."""
    wanted = "\n".join([*required, CONSTRAINTS.read_text("utf-8")])
    note = folder / ".installed"
    if not note.exists() or note.read_text("utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")
        platform = ("--only-binary", ":all:", "--python-version", PYTHON.removeprefix("python"), "--platform")
        place = ("--target", folder, "--constraint", CONSTRAINTS)
        folder.parent.mkdir(parents=True, exist_ok=True)
        log = folder.with_suffix(".log")
        run(*pip, *place, *platform, f"manylinux2014_{target.machine}", *required, log=log)
        note.write_text(wanted, "utf-8")
    return folder


def commit() -> str:
    """Date and hash of the last commit, with + where files changed since; the version alone outside a repository."""
    git = ["git", "-C", str(ROOT)]
    told = subprocess.run([*git, "log", "-1", "--format=%cs %h", "--abbrev=8"], capture_output=True, text=True).stdout
    changed = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True).stdout
    return (told.strip() + ("+" if changed else "")) or project()["version"]


def note_build(target: Target) -> Path:
    """The module that tells the program what it was built as, from what, and for what."""
    folder = target.folder / "note"
    folder.mkdir(parents=True, exist_ok=True)
    facts = {"BUILD": commit(), "GLIBC": GLIBC, "MACHINE": target.machine}
    lines = [f"{name} = {json.dumps(value)}\n" for name, value in facts.items()]
    folder.joinpath("county_tui_build.py").write_text("".join(lines), "utf-8")
    return folder


def pack(target: Target, made: Path) -> None:
    """Analyse and pack with PyInstaller, then put the starter before what was packed."""
    program = project()["dependencies"]
    required = [*program, *dependencies("encryption")]  # type: ignore[misc]
    packer = install(HOST.folder / "packer", HOST, [starter_requirement()])
    here = install(HOST.folder / "modules", HOST, required)
    theirs = install(target.folder / "modules", target, required)
    starter = compile_starter(target, starter_requirement())
    python, builder = compile_python(target), compile_python(HOST)
    compile_unwinder(target)
    work = target.folder / "packing"
    shutil.rmtree(work, ignore_errors=True)
    run(
        *(builder / "bin" / PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
        *("--distpath", work, "--workpath", work, ROOT / "packaging" / "county-tui.spec"),
        log=target.folder / "packing.log",
        PYTHONPATH=f"{ROOT}/packaging/without_ctypes:{packer}:{here}:{note_build(target)}",
        LD_LIBRARY_PATH=f"{builder / 'lib'}",
        PYINSTALLER_CONFIG_DIR=str(BUILD / "packer-cache"),
        COUNTY_PARTS=json.dumps([str(python / "lib"), str(theirs), str(target.folder / UNWINDER), target.triple]),
    )
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_bytes(starter.read_bytes() + (work / "county-tui" / "county-tui.pkg").read_bytes())
    made.chmod(0o755)


def fetch() -> None:
    """Fetch the sources, so that building needs the package index alone."""
    for package in (PYTHON, SQLITE, ZLIB):
        print(fetched(package))
    print(starter_source(starter_requirement()))


def main() -> None:
    """Build, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--arch", choices=MACHINES, default=HOST.machine)
    parser.add_argument("--to", type=Path, default=ROOT / "dist" / "county-tui")
    parser.add_argument("--fetch", action="store_true", help="only fetch the sources")
    chosen = parser.parse_args()
    if chosen.fetch:
        fetch()
        return
    pack(Target(chosen.arch), chosen.to)
    parts = ", ".join(f"{name} {version(name)}" for name in (PYTHON, SQLITE, ZLIB))
    print(f"{chosen.to}: {chosen.to.stat().st_size / 1e6:.1f} MB for {chosen.arch}, glibc {GLIBC} or later ({parts})")


if __name__ == "__main__":
    main()
