"""The ledger of a test: fresh, bound, and whole after each session."""

from __future__ import annotations

from pathlib import Path

from county_tui import store
from tests.conftest import HOME, Fields


def test_a_fresh_ledger_knows_its_region_and_unit(ledger: Path) -> None:
    info = store.describe()
    assert (info.path, info.region, info.region_name, info.unit) == (ledger, HOME, "锦江区", "锦江区民宗局")


def test_a_created_record_is_read_back_as_it_was_written(ledger: Path, fields: Fields) -> None:
    values = fields("personnel", name="张三", unit="锦江区民宗局", region="锦官驿街道", role="专职干部")
    row = store.create("personnel", values, "测试")
    assert store.get("personnel", row.id).values | values == row.values
    assert (row.version, row.created.by, row.deleted) == (1, "测试", None)
