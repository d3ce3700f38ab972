"""Import of 100,000 rows, from the app and from the command line, beside the floor (calamine + executemany) and pandas.

And of 300, which is what comes most days: there the start of the program is nearly all there is.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.ledgers import COMMAND, empty_ledger, large_sheet
from bench.measure import ROUNDS, Figure, in_turn, limit, peak_mb, python, ratio, run, timed
from county_tui import backup, importing, store
from county_tui.models import register_named
from county_tui.models.sqlite import index_texts, insert_many
from county_tui.store.searching import index_rows, read_values

MOST_MB = 300
SMALL, SMALL_ROUNDS = 300, 7
"""Rows of a file as it comes most days; so many rounds, since each is short."""


def by_app(sheet: Path, ledger: Path) -> None:
    """What the app does between choosing a file and the last word: checked, searchable, in history, undoable."""
    store.bind(ledger)
    with store.session():
        plan = importing.plan(sheet, importing.Request("service_records", today=datetime.date.today()))  # noqa: DTZ011
        backup.safety_copy(ledger, "before-import")
        importing.apply(plan, "bench")


def by_command(sheet: Path, ledger: Path) -> None:
    """The whole command with its start, its safety copy and all it prints."""
    run([*COMMAND, "--db", str(ledger), "import", "service-records", str(sheet)])


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


@dataclass(frozen=True)
class Written:
    """What an import left in a ledger: the rows of each of its tables, and the texts of its index."""

    tables: Mapping[str, tuple[Sequence[str], Sequence[tuple[object, ...]]]]
    texts: Sequence[tuple[int, str, str]]


def written(ledger: Path) -> Written:
    """Read back what an import wrote."""
    store.bind(ledger)
    with store.session():
        register = register_named("service_records")
        rows = list(read_values(register, register.deleted_at.is_null()))
        texts = index_rows(register, rows, store.lookups())
    tables = {}
    with closing(sqlite3.connect(ledger)) as connection:
        for name in ("batch", "service_records", "history"):
            found = connection.execute(f"SELECT * FROM {name} ORDER BY id")
            tables[name] = [column[0] for column in found.description], found.fetchall()
    return Written(tables, texts)


def unchecked(sheet: Path, ledger: Path, ready: Written) -> None:
    """Read the sheet, look at none of its cells, and write what an import writes: the least an import can take."""
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    store.bind(ledger)
    with store.bulk_transaction():
        for name, (columns, rows) in ready.tables.items():
            insert_many(name, columns, rows)
        index_texts("service_records", ready.texts)


def by_pandas(sheet: Path, target: Path, engine: str) -> None:
    """The usual three lines."""
    import pandas

    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target)
    pandas.read_excel(sheet, engine=engine).to_sql("rows", connection, index=False)
    connection.commit()
    connection.close()


def measure(folder: Path) -> Iterator[Figure]:
    """One large file in seven ways, a small one in two."""
    sheet, target = large_sheet(folder), folder / "beside.db"
    ledgers = iter([empty_ledger(folder / f"import-{at}.db") for at in range(3 * ROUNDS)])
    by_app(sheet, empty_ledger(folder / "import-first.db"))
    ready = written(folder / "import-first.db")
    app, command, bare, pandas, least = in_turn(
        lambda: by_app(sheet, next(ledgers)),
        lambda: by_command(sheet, next(ledgers)),
        lambda: floor(sheet, target),
        lambda: by_pandas(sheet, target, "calamine"),
        lambda: unchecked(sheet, next(ledgers), ready),
    )
    for way, mine in (("from the app", app), ("by command", command)):
        yield ratio(f"import of 100,000 rows {way}", mine, bare, 2.0, "calamine + executemany")
        yield ratio(f"import {way} beside pandas (calamine)", mine, pandas, 1.0, "pandas read_excel + to_sql")
    yield Figure(
        "beside: the same read and written, nothing checked",
        f"{least:.2f} s = {least / bare:.2f} x floor, {least / pandas:.2f} x pandas; the app {app / least:.2f} x that",
        "indexes, search and history by themselves",
    )
    slow = timed(lambda: by_pandas(sheet, target, "openpyxl"))
    yield ratio("import from the app beside pandas (openpyxl)", app, slow, 1.0, "pandas read_excel + to_sql")
    ledger = empty_ledger(folder / "import-memory.db")
    peak = peak_mb([*COMMAND, "--db", str(ledger), "import", "service-records", str(sheet)])
    yield limit("import of 100,000 rows, all processes together", peak, MOST_MB, "MB")
    yield small(folder)


def small(folder: Path) -> Figure:
    """A file of 300 rows beside a Python that loads the two libraries it takes."""
    sheet = large_sheet(folder, SMALL)
    ledgers = iter([empty_ledger(folder / f"small-{at}.db") for at in range(SMALL_ROUNDS)])
    mine, bare = in_turn(
        lambda: by_command(sheet, next(ledgers)), python("import python_calamine, peewee"), rounds=SMALL_ROUNDS
    )
    return ratio(f"import of {SMALL} rows by command", mine, bare, 3.0, "import python_calamine, peewee")
