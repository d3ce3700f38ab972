"""Try one-file programs from a new ledger to the app: `python packaging/check.py dist/county-tui-x86_64 [--roots]`."""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from machine import BareRoot, Machine, NoExec, Root, c_library
from roots import emulate, system
from symbols import newest
from target import MACHINES

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "fixtures" / "demo"
LEDGERS = ROOT / "fixtures" / "ledgers"
MOST_MB = 25
# Processor time, since the wall clock tells of the machine's other work: a third more than measured.
VERSION_S, SCREEN_S = 0.30, 1.00
SLACK = 2.0
"""Two threads of one core share it: on a busy machine the same work costs up to twice the processor time."""
TRIES = 5
FIRST_SCREEN = "近十二个月"


def walk(machine: Machine) -> None:
    """Everything a new office does: a ledger, a template, files, a summary table, a backup."""
    office = machine.folder
    machine.run("init", "--region", "锦江区", "--unit", "锦江区民族宗教事务局")
    machine.run("template", "all", "--to", machine.path("模板.xlsx"))
    assert office.joinpath("模板.xlsx").stat().st_size > 10_000
    names = sorted(file.name for file in SOURCES.iterdir() if file.suffix in (".xlsx", ".xls", ".csv"))
    for name in names:
        shutil.copy(SOURCES / name, office)
    assert json.loads(machine.run("inspect", machine.path(names[0]), "--json"))["sheets"][0]["register"] == "bases"
    machine.run("import", "auto", *map(machine.path, names))
    table = json.loads(machine.run("report", "show", "services", "--period", "2026H1", "--format", "json"))
    assert table["total"][1] > 0, table
    machine.run("report", "show", "all", "--period", "2026H1", "--to", machine.path("汇总表.xlsx"))
    assert machine.run("list", "服务记录", "--search", "tj", "--limit", "1").count("\n") > 1
    machine.run("backup", "verify", machine.run("backup", "create").strip())
    assert machine.run("backup", "new-key", machine.path("备份.key")).startswith("age1")
    assert json.loads(machine.run("doctor", "--json"))["ok"]
    open_older(machine)


def open_older(machine: Machine) -> None:
    """Ledgers that other versions made, from source or packed, open and hold what they held."""
    for ledger in sorted(LEDGERS.glob("*.db")):
        shutil.copy(ledger, machine.folder)
        told = json.loads(machine.run("--db", machine.path(ledger.name), "list", "personnel", "--format", "json"))
        assert told["total"] > 0, ledger


def best(work: Callable[[], object]) -> float:
    """Processor seconds of the cheapest of some tries."""
    taken = []
    for _ in range(TRIES):
        before = _used()
        work()
        taken.append(_used() - before)
    return min(taken)


def _used() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def measure(program: Path, machine: Machine) -> list[tuple[str, float, float]]:
    """(what, measured, budget) of size in MB and of starts in processor seconds."""
    return [
        ("size, MB", program.stat().st_size / 1e6, MOST_MB),
        ("--version, s", best(lambda: machine.run("--version")), VERSION_S * SLACK),
        ("first screen, s", best(lambda: machine.open_app(until=FIRST_SCREEN, keys="q")), SCREEN_S * SLACK),
    ]


def machines(program: Path, has_roots: bool, folder: Path) -> Iterator[tuple[Machine, str]]:
    """Where to try a program, each with the version of its C library."""
    arch = next(arch for arch in MACHINES if program.name.endswith(arch))
    is_native, here = os.uname().machine == arch, str(os.confstr("CS_GNU_LIBC_VERSION")).removeprefix("glibc ")
    if is_native:
        yield Machine(program, folder / "here"), here
    if has_roots:
        if not is_native:
            emulate(arch)
        oldest = system(arch)
        version = c_library(oldest)
        yield Root(program, oldest, oldest.name), version
        yield BareRoot(program, oldest, folder / "bare", f"C library of {oldest.name} alone"), version
        if is_native:
            yield NoExec(program, ROOT / "build" / "noexec"), here


def try_all(program: Path, has_roots: bool) -> None:
    """Walk on every machine and print a row of the table for each."""
    asked = max(newest(program).values())
    with tempfile.TemporaryDirectory() as folder:
        for machine, version in machines(program, has_roots, Path(folder)):
            started = time.perf_counter()
            walk(machine)
            seconds, _ = machine.open_app(until=FIRST_SCREEN, keys="q")
            whole = time.perf_counter() - started
            links = ".".join(map(str, asked))
            print(
                f"| {program.name} | {machine.name} | {version} | {links} | {whole:.0f} s | {seconds:.1f} s |",
                flush=True,
            )


def main() -> None:
    """Try, measure, and say what is over its budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", type=Path, nargs="+")
    parser.add_argument("--roots", action="store_true", help="in the roots of other systems too: needs root")
    chosen = parser.parse_args()
    print("| file | on | its glibc | asks for | whole path | first screen |\n|---|---|---|---|---|---|")
    for program in chosen.programs:
        try_all(program, chosen.roots)
    with tempfile.TemporaryDirectory() as folder:
        program = chosen.programs[0]
        machine = Machine(program, Path(folder))
        machine.run("demo", "--dir", "demo")
        machine.environment["COUNTY_TUI_DB"] = "demo/ledger.db"
        figures = measure(program, machine)
    for what, measured, budget in figures:
        print(f"{what:16} {measured:6.2f}  of {budget:.2f}")
    if any(measured > budget for _, measured, budget in figures):
        raise SystemExit("over budget")


if __name__ == "__main__":
    main()
