"""Collecting at size: 183 counties of a province, and 2,843 of a country, nine tables each."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import psutil

from bench.measure import Figure, in_turn, limit, timed
from county_tui import collecting, returns, store
from county_tui.collecting import TaskRequest
from county_tui.report_period import parse_period
from county_tui.returns import SealedReturn

PROVINCE, COUNTRY = 183, 2_843
NAMES = ("personnel", "bases", "demonstration", "work-systems", "services", "services-by-town", "activities",
         "indicators", "standard")  # fmt: skip
HOME = "510000000000"
QUARTER = parse_period("2026Q3")
DUE = date(2026, 10, 10)


def _sealed(folder: Path) -> SealedReturn:
    """One county's return of nine tables."""
    store.create_ledger(folder / "county.db", "510104000000", "县")
    values = {"category": "法律援助", "item": "咨询", "region": "510104017000", "people_served": 7}
    store.create("service_records", {**values, "served_on": date(2026, 8, 1)}, "bench")
    return returns.seal(returns.Request(NAMES, QUARTER), "bench")


def _counties(folder: Path, count: int) -> list[str]:
    """A ledger for a region with so many counties below it; their codes."""
    store.create_ledger(folder / "home.db", HOME, "省")
    codes = [f"51{number // 90 + 10:02}{number % 90 + 10:02}000000" for number in range(count)]
    lines = ["code,name,level,parent", f"{HOME},四川省,1,"]
    lines += [f"{code[:4]}00000000,第{code[2:4]}市,2,{HOME}" for code in codes[::90]]
    lines += [f"{code},第{at}县,3,{code[:4]}00000000" for at, code in enumerate(codes)]
    (folder / "regions.csv").write_text("\n".join(lines), "utf-8")
    store.import_regions(folder / "regions.csv")
    return codes


def measure(folder: Path) -> Iterator[Figure]:
    """A province's files taken in; then a country's board and sums."""
    for count in (PROVINCE, COUNTRY):
        work = Path(tempfile.mkdtemp(dir=folder))
        try:
            yield from _measured(work, count)
        finally:
            shutil.rmtree(work)


def _measured(work: Path, count: int) -> Iterator[Figure]:
    sealed = _sealed(work)
    codes = _counties(work, count)
    collecting.create_task(TaskRequest(NAMES, QUARTER, DUE, tuple(codes)), "bench")
    before = psutil.Process().memory_info().rss
    if count == PROVINCE:
        files = work / "in"
        files.mkdir()
        for code in codes:
            returns.write_return(replace(sealed, id=None, region=code, region_name=code), files / f"{code}.zip")
        seconds = timed(lambda: [collecting.collect(file, "bench", DUE) for file in collecting.files_in([files])])
    else:  # reading the files was measured above; making so many of them would take longest
        made = (replace(sealed, id=None, region=code, region_name=code) for code in codes)
        seconds = timed(lambda: [collecting.take(one, one.region, "bench", DUE) for one in made])
    board = collecting.board(QUARTER)
    assert board.reported == count, f"{board.reported} of {count}"
    if count == PROVINCE:
        yield limit(f"{count} counties, nine tables each, collected", seconds, 10.0, "s")
        return
    yield Figure(f"{count:,} counties collected", f"{seconds:.1f} s", "for comparison")
    (seen,) = in_turn(lambda: collecting.board(QUARTER))
    yield limit(f"board of {count:,} counties", seen, 0.3, "s")
    slowest = max((in_turn(lambda name=name: collecting.sum_of(name, QUARTER))[0], name) for name in NAMES)  # type: ignore[misc]
    yield limit(f"any sum over {count:,} counties (slowest: {slowest[1]})", slowest[0], 1.0, "s")
    grown = (psutil.Process().memory_info().rss - before) / 1e6
    yield limit("memory it takes", grown, 200.0, "MB")
    size = sum(file.stat().st_size for file in work.glob("home.db*")) / 1e6
    yield Figure("ledger of one quarter", f"{size:.0f} MB; of ten years {size * 40 / 1000:.1f} GB", "for comparison")
