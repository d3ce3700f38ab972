"""A ledger with three people in it, and what tests of backups look at."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from county_tui import store
from tests.conftest import Fields


def names() -> list[str]:
    """The people of the bound ledger, first come first."""
    rows = store.list_rows(store.Query("personnel"))
    return [str(row.values["name"]) for row in sorted(rows, key=lambda row: row.id)]


def add(fields: Fields, name: str) -> store.Row:
    """One more person."""
    texts = {"unit": "甲", "region": "锦官驿街道", "role": "专职干部"}
    return store.create("personnel", fields("personnel", name=name, **texts), "测试")


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A folder on another disk than the ledger's."""
    for place in (Path("/dev/shm"), Path("/run")):
        if place.is_dir() and place.stat().st_dev != tmp_path.stat().st_dev:
            with tempfile.TemporaryDirectory(dir=place) as folder:
                yield Path(folder)
            return
    pytest.skip("needs a second file system")


@pytest.fixture
def office(ledger: Path, fields: Fields) -> Path:
    """A ledger with three people."""
    for name in ("丁一", "丁二", "丁三"):
        add(fields, name)
    return ledger
