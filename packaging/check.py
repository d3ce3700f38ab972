"""Try the one-file program from a new ledger to the app: `python packaging/check.py dist/county-tui [--bare]`."""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from machine import BareMachine, Machine

SOURCES = Path(__file__).parents[1] / "fixtures" / "demo"
LEDGERS = Path(__file__).parents[1] / "fixtures" / "ledgers"
MOST_MB = 40
VERSION_S = 0.6
SCREEN_S = 1.5
TRIES = 5


def best(tries: int, work: Callable[[], object]) -> float:
    """Seconds of the quickest of some tries."""
    taken = []
    for _ in range(tries):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)


def walk(machine: Machine) -> None:
    """Everything a new office does: a ledger, a template, files, a summary table, a backup."""
    machine.run("init", "--region", "锦江区", "--unit", "锦江区民族宗教事务局")
    machine.run("template", "all", "--to", "模板.xlsx")
    assert machine.folder.joinpath("模板.xlsx").stat().st_size > 10_000
    names = sorted(file.name for file in SOURCES.iterdir() if file.suffix in (".xlsx", ".xls", ".csv"))
    for name in names:
        shutil.copy(SOURCES / name, machine.folder)
    assert json.loads(machine.run("inspect", names[0], "--json"))["sheets"][0]["register"] == "bases"
    machine.run("import", "auto", *names)
    table = json.loads(machine.run("report", "show", "services", "--period", "2026H1", "--format", "json"))
    assert table["total"][1] > 0, table
    machine.run("report", "show", "all", "--period", "2026H1", "--to", "汇总表.xlsx")
    assert machine.run("list", "服务记录", "--search", "tj", "--limit", "1").count("\n") > 1
    machine.run("backup", "verify", machine.run("backup", "create").strip())
    assert machine.run("backup", "new-key", "备份.key").startswith("age1")
    assert json.loads(machine.run("doctor", "--json"))["ok"]
    machine.run("demo", "--dir", "demo")
    open_older(machine)


def open_older(machine: Machine) -> None:
    """Ledgers that other versions made, from source or packed, open and hold what they held."""
    for ledger in sorted(LEDGERS.glob("*.db")):
        shutil.copy(ledger, machine.folder)
        told = json.loads(machine.run("--db", ledger.name, "list", "personnel", "--format", "json"))
        assert told["total"] > 0, ledger


def measure(program: Path, machine: Machine) -> list[tuple[str, float, float]]:
    """(what, measured, budget) of size in MB and of starts in seconds."""
    screens = [machine.open_app(until="近十二个月", keys="q") for _ in range(TRIES)]
    return [
        ("size, MB", program.stat().st_size / 1e6, MOST_MB),
        ("--version, s", best(TRIES, lambda: machine.run("--version")), VERSION_S),
        ("first screen, s", min(screens), SCREEN_S),
    ]


def main() -> None:
    """Walk, measure, and say what is over its budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("--bare", action="store_true", help="in a root that holds only the C library")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        machine = (BareMachine if chosen.bare else Machine)(chosen.program, Path(folder))
        walk(machine)
        figures = measure(chosen.program, machine)
    for what, measured, budget in figures:
        print(f"{what:16} {measured:6.2f}  of {budget}")
    if any(measured > budget for _, measured, budget in figures):
        raise SystemExit("over budget")


if __name__ == "__main__":
    main()
