"""Import of 100,000 rows beside the floor (calamine + executemany) and pandas with both engines."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bench.ledgers import COMMAND, empty_ledger, large_sheet
from bench.measure import Figure, in_turn, limit, peak_mb, ratio, timed
from county_tui import importing, store

MOST_MB = 300


def ours(sheet: Path, ledger: Path) -> None:
    """Plan and apply: checked, searchable, in history, undoable."""
    store.bind(ledger)
    with store.session(), importing.HeadStart(sheet, "bench") as head_start:
        plan = importing.plan(sheet, importing.Request("service_records"), decided=head_start.take)
        importing.apply(plan, "bench", head_start=head_start)


def floor(sheet: Path, target: Path) -> None:
    """Read the same rows and put them into a bare table."""
    from python_calamine import CalamineWorkbook

    target.unlink(missing_ok=True)
    rows = CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    connection = sqlite3.connect(target)
    columns = ", ".join(f"c{at}" for at in range(len(rows[0])))
    connection.execute(f"CREATE TABLE rows ({columns})")
    marks = ", ".join("?" * len(rows[0]))
    plain = ([str(cell) if isinstance(cell, datetime.date) else cell for cell in row] for row in rows[1:])
    connection.executemany(f"INSERT INTO rows VALUES ({marks})", plain)
    connection.commit()
    connection.close()


def by_pandas(sheet: Path, target: Path, engine: str) -> None:
    """The usual three lines."""
    import pandas

    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target)
    pandas.read_excel(sheet, engine=engine).to_sql("rows", connection, index=False)
    connection.commit()
    connection.close()


def measure(folder: Path) -> Iterator[Figure]:
    """One file, five ways."""
    sheet, target = large_sheet(folder), folder / "beside.db"
    ledgers = iter([empty_ledger(folder / f"import-{at}.db") for at in range(3)])
    mine, bare = in_turn(lambda: ours(sheet, next(ledgers)), lambda: floor(sheet, target))
    yield ratio("import of 100,000 rows", mine, bare, 2.5, "calamine + executemany")
    for engine in ("calamine", "openpyxl"):
        seconds = timed(lambda engine=engine: by_pandas(sheet, target, engine))  # type: ignore[misc]
        yield ratio(f"import beside pandas ({engine})", mine, seconds, 1.0, "pandas read_excel + to_sql")
    ledger = empty_ledger(folder / "import-memory.db")
    peak = peak_mb([*COMMAND, "--db", str(ledger), "import", "service-records", str(sheet)])
    yield limit("import of 100,000 rows, all processes together", peak, MOST_MB, "MB")
