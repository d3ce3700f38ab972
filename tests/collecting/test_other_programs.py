"""The tidy file loaded by other programs as the manual says; skipped where they are absent."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from county_tui import collecting
from tests.collecting.conftest import JINJIANG, QUARTER, Offices, Serve, take

NOBODY = 65534
TABLE = (
    "CREATE TABLE t (period text, region text, region_code text, version int, name text, "
    '"row" text, "column" text, value text)'
)


@pytest.fixture
def numbers(offices: Offices, serve: Serve, task: Path) -> Path:
    """What a county reported, a number a line."""
    serve(JINJIANG, "510104017000", people=7)
    take(offices.seal(JINJIANG))
    collecting.write_tidy(QUARTER, offices.folder / "数.csv")
    return offices.folder / "数.csv"


def test_duckdb_reads_it(numbers: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    where = """name = 'services' AND "row" = '法律援助' AND "column" = '服务人次'"""
    found = duckdb.sql(f"SELECT region_code, value::DOUBLE FROM read_csv('{numbers}') WHERE {where}").fetchall()
    assert [(str(code), value) for code, value in found] == [(JINJIANG, 7)]


@pytest.fixture
def server() -> Iterator[list[str]]:
    """A PostgreSQL of its own on a socket in a folder of its own; how psql reaches it."""
    programs = [shutil.which(name) for name in ("initdb", "pg_ctl", "psql")]
    if None in programs or (os.geteuid() == 0 and shutil.which("setpriv") is None):
        pytest.skip("no PostgreSQL here")
    initdb, pg_ctl, psql = map(str, programs)
    as_nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder:
        if as_nobody:
            os.chown(folder, NOBODY, NOBODY)
        data = f"{folder}/data"
        quiet = {"check": True, "capture_output": True, "cwd": folder}
        subprocess.run([*as_nobody, initdb, "-D", data, "-E", "UTF8", "--no-locale", "-U", "office"], **quiet)  # type: ignore[call-overload]
        how = f"-k {folder} -c listen_addresses=''"
        subprocess.run([*as_nobody, pg_ctl, "-D", data, "-w", "-o", how, "-l", f"{folder}/log", "start"], **quiet)  # type: ignore[call-overload]
        try:
            yield [psql, "-h", folder, "-U", "office", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-At"]
        finally:
            subprocess.run([*as_nobody, pg_ctl, "-D", data, "-m", "immediate", "stop"], **quiet)  # type: ignore[call-overload]


def test_postgresql_copies_it(server: list[str], numbers: Path) -> None:
    asked = """SELECT region_code, sum(value::numeric) FROM t
        WHERE name = 'services' AND "row" = '法律援助' AND "column" = '服务人次' GROUP BY 1;"""
    script = f"{TABLE};\n\\copy t FROM '{numbers}' CSV HEADER\n{asked}\n"
    done = subprocess.run(server, input=script, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == f"{JINJIANG}|7"
