"""Every built-in summary table over a million records; the services table beside pandas on an exported csv."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from bench.ledgers import full_ledger, plain_csv
from bench.measure import Figure, in_turn, limit, timed
from county_tui import reports, returns, store

PERIOD = "2026H1"


def by_pandas(path: Path) -> None:
    """The same totals from a csv."""
    import pandas

    frame = pandas.read_csv(path, usecols=["服务日期", "服务类别", "服务人次"])
    within = frame[frame["服务日期"].between("2026-01-01", "2026-06-30")]
    within.groupby("服务类别")["服务人次"].agg(["count", "sum"])


def _sealing(folder: Path, ledger: Path) -> Iterator[Figure]:
    """Sealing all built-in tables on a copy, since a seal stays; then asking what differs after one change."""
    copy = folder / "sealed.db"
    copy.unlink(missing_ok=True)
    shutil.copyfile(ledger, copy)
    store.bind(copy)
    names = tuple(one.name for one in reports.definitions())
    request = returns.Request(names, reports.parse_period(PERIOD))
    seconds = timed(lambda: returns.seal(request, "bench"))
    yield limit(f"sealing all {len(names)} tables over 1,000,000 records", seconds, 3, "s")
    copy.unlink()


def measure(folder: Path) -> Iterator[Figure]:
    """The engine alone, then the services table beside pandas."""
    ledger = full_ledger(folder)
    period = reports.parse_period(PERIOD)
    with store.session():
        slowest, seconds = "", 0.0
        for definition in reports.definitions():
            (median,) = in_turn(lambda name=definition.name: reports.fill(name, period))  # type: ignore[misc]
            if median > seconds:
                slowest, seconds = definition.name, median
        yield limit(f"any table over 1,000,000 records (slowest: {slowest})", seconds, 0.5, "s")
        (ours,) = in_turn(lambda: reports.fill("services", period))
    yield from _sealing(folder, ledger)
    store.bind(ledger)
    other = timed(lambda: by_pandas(plain_csv(ledger)))
    yield Figure("services table beside pandas read_csv + groupby", f"{ours:.2f} s / {other:.2f} s", "for comparison")
