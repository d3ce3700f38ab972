"""A ledger with three people in it, and what tests of backups look at."""

from __future__ import annotations

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
def office(ledger: Path, fields: Fields) -> Path:
    """A ledger with three people."""
    for name in ("丁一", "丁二", "丁三"):
        add(fields, name)
    return ledger
