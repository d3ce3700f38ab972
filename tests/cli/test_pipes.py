"""Standard output that nobody reads any more, as behind `| head`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from county_tui import store

WORDS = (
    ("list", "personnel"),
    *(("export", "personnel", "--to", "-", "--format", kind) for kind in ("csv", "json", "xlsx")),
    *(("report", "show", "all", "--period", "2026", "--to", "-", "--format", kind) for kind in ("table", "csv")),
)


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_a_closed_pipe_is_no_error_to_talk_about(ledger: Path, words: tuple[str, ...]) -> None:
    person = {"name": "张敏", "unit": "某单位", "region": "510104000000", "role": "专职干部"}
    store.create("personnel", person, "李敏")
    read, write = os.pipe()
    os.close(read)
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-m", "county_tui", "--db", str(ledger), *words]
    try:
        ended = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False, env=buffered)
    finally:
        os.close(write)
    assert ended.stderr == ""
    assert ended.returncode == 1
