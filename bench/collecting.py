"""Collecting at size: 183 counties of a province, and 2,843 of a country, nine tables and a form each."""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl

from bench.measure import Figure, in_turn, limit, peak_mb, timed
from county_tui import collecting, forms, returns, store
from county_tui.collecting import TaskRequest
from county_tui.report_period import Period, parse_period
from county_tui.returns import SealedCell, SealedReturn, SealedSheet

PROVINCE, COUNTRY = 183, 2_843
FORM = "统计表"
NAMES = ("personnel", "bases", "demonstration", "work-systems", "services", "services-by-town", "activities",
         "indicators", "standard", FORM)  # fmt: skip
HOME = "510000000000"
QUARTER = parse_period("2026Q3")
QUARTERS, TEN_YEARS = 2, 40
"""Quarters really collected, to see what each further one takes; and those it is reckoned for."""
DUE = date(2026, 10, 10)
FORM_ROWS = 40


def _form(folder: Path) -> None:
    """A form of two columns of marks, a formula in each row, and a mean."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in range(2, FORM_ROWS + 2):
        sheet[f"A{row}"], sheet[f"B{row}"], sheet[f"C{row}"] = (
            f"第{row}项",
            "{件数 服务记录}",
            "{合计 服务人次 服务记录}",
        )
        sheet[f"D{row}"] = f"{{=C{row}/B{row}}}"
    sheet["B1"] = "{平均 满意度 服务记录}"
    book.save(folder / f"{FORM}.xlsx")
    forms.add_form(folder / f"{FORM}.xlsx", "", "bench")


def _sealed(folder: Path) -> SealedReturn:
    """One county's return."""
    store.create_ledger(folder / "county.db", "510104000000", "县")
    _form(folder)
    values = {"category": "法律援助", "item": "咨询", "region": "510104017000", "people_served": 7, "satisfaction": 5}
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
    _form(folder)
    return codes


def _varied(sheet: SealedSheet, code: str, dice: random.Random) -> SealedSheet:
    """A sheet with numbers, texts and towns as another county has them: no two are alike, or zlib would flatter us."""
    towns = {row: f"{row[:2]}{code[2:6]}{row[2:]}" for row in sheet.rows if row.endswith(("街道", "镇", "乡"))}

    def cell(one: SealedCell) -> SealedCell:
        row, _, column = one.key.partition("/")
        key = f"{towns[row]}/{column}" if row in towns else one.key
        if one.parts is not None:
            whole = dice.randint(1, 40)
            part = dice.randint(0, whole)
            return replace(one, key=key, parts=(part, whole), value=part / whole)
        if isinstance(one.value, str) and len(one.value) > 20:
            return replace(
                one, key=key, value=one.value.replace(" 0", f" {dice.randint(0, 99)}").replace("街", code[2:6])
            )
        if isinstance(one.value, int | float):
            return replace(one, key=key, value=type(one.value)(dice.choice((0, dice.randint(1, 3_000)))))
        return replace(one, key=key)

    return replace(sheet, rows=tuple(towns.get(row, row) for row in sheet.rows), cells=tuple(map(cell, sheet.cells)))


def _return_of(sealed: SealedReturn, code: str, period: Period) -> SealedReturn:
    """The return of another county and period."""
    dice = random.Random(f"{code} {period.name}")
    sheets = tuple(_varied(sheet, code, dice) for sheet in sealed.sheets)
    made = replace(sealed, id=None, region=code, region_name=code, period=period.canonical_name, sheets=sheets)
    return replace(made, code=returns.code_of(sheets))


def measure(folder: Path) -> Iterator[Figure]:
    """A province's files taken in; then a country's board and sums."""
    for measured in (_province, _country):
        work = Path(tempfile.mkdtemp(dir=folder))
        try:
            yield from measured(work)
        finally:
            shutil.rmtree(work)


def _province(work: Path) -> Iterator[Figure]:
    sealed = _sealed(work)
    codes = _counties(work, PROVINCE)
    collecting.create_task(TaskRequest(NAMES, QUARTER, DUE, tuple(codes)), "bench")
    files = work / "in"
    files.mkdir()
    for code in codes:
        returns.write_return(_return_of(sealed, code, QUARTER), files / f"{code}.zip")
    seconds = timed(lambda: collecting.collect_all([files], "bench", DUE))
    reported = collecting.board(QUARTER).reported
    assert reported == PROVINCE, f"{reported} of {PROVINCE}"
    yield limit(f"{PROVINCE} counties, nine tables and a form each, collected", seconds, 10.0, "s")


def _country(work: Path) -> Iterator[Figure]:
    sealed = _sealed(work)
    codes = _counties(work, COUNTRY)
    sizes = []
    period = QUARTER
    for _ in range(QUARTERS):
        collecting.create_task(TaskRequest(NAMES, period, DUE, tuple(codes)), "bench")
        # Reading the files was measured for the province; making so many of them would take longest.
        with store.session():
            for code in codes:
                collecting.take(_return_of(sealed, code, period), code, "bench", DUE)
        sizes.append(_size_mb(work / "home.db"))
        period = period.next()
    board = collecting.board(QUARTER)
    assert board.reported == COUNTRY, f"{board.reported} of {COUNTRY}"
    (seen,) = in_turn(lambda: collecting.board(QUARTER))
    yield limit(f"board of {COUNTRY:,} counties", seen, 0.3, "s")
    sums = {name: in_turn(lambda name=name: collecting.sum_of(name, QUARTER))[0] for name in NAMES}  # type: ignore[misc]
    towns = {"personnel", "work-systems", "services-by-town"}
    for what, names in (
        (f"any sum over {COUNTRY:,} counties", set(NAMES) - towns),
        ("one that lists 31,273 towns", towns),
    ):
        slowest = max(names, key=lambda name: sums[name])
        yield limit(f"{what} (slowest: {slowest})", sums[slowest], 1.0, "s")
    yield limit("memory for all sums one after another, Python's own included", _sums_mb(work / "home.db"), 200.0, "MB")
    further = (sizes[-1] - sizes[0]) / (QUARTERS - 1)
    years = (sizes[0] + further * (TEN_YEARS - 1)) / 1000
    told = f"{sizes[0]:.0f} MB, each further one {further:.0f} MB; of ten years {years:.1f} GB"
    yield Figure("ledger of one quarter", told, f"reckoned from {QUARTERS} quarters")


def _size_mb(ledger: Path) -> float:
    """What a ledger takes on the disk, its log written back."""
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return sum(file.stat().st_size for file in ledger.parent.glob(f"{ledger.name}*")) / 1e6


def _sums_mb(ledger: Path) -> float:
    """The most memory that a process of its own holds while it makes every sum."""
    code = (
        "from pathlib import Path; from county_tui import collecting, store; "
        "from county_tui.report_period import parse_period; "
        f"store.bind(Path({str(ledger)!r}))\n"
        f"period = parse_period({QUARTER.name!r})\n"
        f"for name in {NAMES!r}: collecting.sum_of(name, period)"
    )
    return peak_mb([sys.executable, "-c", code])
