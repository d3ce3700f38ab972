"""Search among a million records: the first page, for texts of one to four characters and for initials."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

from bench.ledgers import full_ledger
from bench.measure import Figure, limit, timed
from county_tui import store

TEXTS = ("医", "教育", "街道", "就业指", "社区居委", "jy", "jybz", "0001", "s", "不会有的字")
PAGE = 22


def measure(folder: Path) -> Iterator[Figure]:
    """Each text five times; the slowest median counts."""
    full_ledger(folder)
    with store.session():
        medians = {}
        for text in TEXTS:
            query = store.Query("service_records", text)
            medians[text] = statistics.median(timed(lambda q=query: store.list_rows(q, PAGE)) for _ in range(5))  # type: ignore[misc]
        slowest = max(medians, key=lambda text: medians[text])
        yield limit(f"search among 1,000,000, first page (slowest: {slowest})", medians[slowest] * 1000, 30, "ms")
        start = statistics.median(
            timed(lambda: store.list_rows(store.Query("service_records"), PAGE)) for _ in range(5)
        )
        yield limit("list of 1,000,000, first page", start * 1000, 30, "ms")
