"""A ledger of every released version opens, is brought up to date, and is whole."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from county_tui import __version__, backup, store
from county_tui.models import REGISTERS
from county_tui.models.sqlite_files import integrity_problems
from county_tui.store.soundness import history_problems, index_problems
from tests.conftest import Fields
from tests.store.conftest import assert_index_in_step

LEDGERS = Path(__file__).parents[2] / "fixtures" / "ledgers"
NAMES = [register.register_name() for register in REGISTERS]
VERSIONS = sorted(file.stem for file in LEDGERS.glob("*.db"))


@pytest.fixture(params=VERSIONS)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """A copy of one version's ledger, opened and brought up to date, and what it must hold."""
    version = str(request.param)
    path = tmp_path / "ledger.db"
    shutil.copyfile(LEDGERS / f"{version}.db", path)
    store.open_ledger(path, lambda: backup.safety_copy(path, "before-upgrade"))
    return path, json.loads((LEDGERS / f"{version}.json").read_text("utf-8"))


def test_this_version_has_its_ledger() -> None:
    """Before a release, run `python -m fixtures.ledgers` and commit the two files it adds.

    They are never written again: what a version left behind stays as it was.
    """
    assert __version__ in VERSIONS


def test_it_holds_what_it_held(released: tuple[Path, dict[str, Any]]) -> None:
    _, expected = released
    assert {name: store.count_rows(store.Query(name)) for name in expected["counts"]} == expected["counts"]
    rows = {name: store.list_rows(store.Query(name)) for name in expected["versions"]}
    assert {name: sum(row.version for row in found) for name, found in rows.items()} == expected["versions"]
    batches = store.batches()
    assert len(batches) == expected["batches"]
    assert sum(batch.undone != "" for batch in batches) == 1


def test_it_can_be_searched(released: tuple[Path, dict[str, Any]]) -> None:
    for register, searches in released[1]["searches"].items():
        found = {text: store.count_rows(store.Query(register, search=text)) for text in searches}
        assert found == searches


def test_pages_references_index_and_history_are_sound(released: tuple[Path, dict[str, Any]]) -> None:
    path, _ = released
    assert integrity_problems(path) == []
    for name in NAMES:
        assert history_problems(name) == []
        assert index_problems(name, store.lookups()) == []
        assert_index_in_step(name)


def test_it_can_be_written_and_backed_up(released: tuple[Path, dict[str, Any]], fields: Fields) -> None:
    path, expected = released
    given = {"unit": "甲", "region": "沙河街道", "role": "专职干部"}
    store.create("personnel", fields("personnel", name="新来的", **given), "测试")
    info = backup.verify(backup.create(path).file)
    assert info.ok and info.total == sum(expected["counts"].values()) + 1
