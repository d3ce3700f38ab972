"""The number every service entered by hand gets by itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from county_tui import store
from county_tui.errors import ValueRefusedError
from tests.conftest import Fields

GIVEN = {"served_on": "2026-03-02", "category": "法律援助", "item": "咨询", "region": "锦官驿街道", "people_served": 5}


def number(fields: Fields, **other: object) -> object:
    """The number of a service entered by hand."""
    return store.create("service_records", fields("service_records", **{**GIVEN, **other}), "测试").values["number"]


def test_numbers_count_on_by_the_year_and_are_never_given_again(ledger: Path, fields: Fields) -> None:
    assert [number(fields), number(fields), number(fields, served_on="2025-01-01")] == [
        "2026-0001",
        "2026-0002",
        "2025-0001",
    ]
    store.delete(("service_records", 2, 1), "测试")
    assert number(fields) == "2026-0003"
    assert number(fields, number="F-9") == "F-9"


def test_the_office_has_its_own_pattern(ledger: Path, fields: Fields) -> None:
    store.set_office_setting("服务编号", "锦服年-001")
    assert [number(fields), number(fields)] == ["锦服2026-001", "锦服2026-002"]
    store.set_office_setting("服务编号", "")
    assert number(fields) == "2026-0001"
    for wrong in ("年", "年-0002", "2026-0001", "年-1号"):
        with pytest.raises(ValueRefusedError, match="不能用来编号"):
            store.set_office_setting("服务编号", wrong)


def test_several_people_at_once_never_get_the_same(ledger: Path, fields: Fields) -> None:
    values = fields("service_records", **GIVEN)

    def enter(_: int) -> object:
        return store.create("service_records", values, "测试").values["number"]

    with ThreadPoolExecutor(4) as people:
        assert len(set(people.map(enter, range(12)))) == 12
