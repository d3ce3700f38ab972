"""The ledgers and files that are measured, made once in a working folder."""

from __future__ import annotations

import csv
import sys
from itertools import islice
from pathlib import Path

from bench.measure import run
from county_tui import store
from county_tui.models import register_named
from fixtures.many import rows

REGION = "510104000000"
RECORDS = 1_000_000
CHUNK = 5_000
COMMAND = [sys.executable, "-m", "county_tui"]


def empty_ledger(path: Path) -> Path:
    """A new ledger at this path; an old one there goes."""
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    store.create_ledger(path, REGION, "测试单位")
    return path


def full_ledger(folder: Path, count: int = RECORDS) -> Path:
    """A ledger with so many generated service records, made once."""
    path = folder / f"ledger-{count}.db"
    if path.exists():
        store.bind(path)
        return path
    draft = empty_ledger(folder / f"draft-{count}.db")
    names = tuple(register_named("service_records").fields())
    lookups = store.lookups()
    records = rows("service_records", count, 1)
    with store.transaction():
        counts = {"new": count, "updated": 0, "unchanged": 0, "refused": 0}
        stamp = store.stamped("bench", store.start_batch("import", "bench", "bench", counts))
        while chunk := list(islice(records, CHUNK)):
            store.insert_rows("service_records", [[one.get(name) for name in names] for one in chunk], stamp, lookups)
    draft.replace(path)
    for leftover in folder.glob(f"{draft.name}-*"):
        leftover.unlink()
    store.bind(path)
    return path


def large_sheet(folder: Path, count: int = 100_000) -> Path:
    """An xlsx of so many service records, made once."""
    path = folder / f"services-{count}.xlsx"
    if not path.exists():
        run([sys.executable, "-m", "fixtures.large", "service-records", str(count), str(path), "--seed", "1"])
    return path


def plain_csv(ledger: Path) -> Path:
    """The ledger's service records as a csv, for the programs we are measured beside."""
    path = ledger.with_suffix(".csv")
    if not path.exists():
        run([*COMMAND, "--db", str(ledger), "export", "service-records", "--to", str(path)])
    return path


def header(path: Path) -> list[str]:
    """The first line of a csv."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))
