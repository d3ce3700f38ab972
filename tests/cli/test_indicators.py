"""A year's indicators carried over to the next on the command line."""

from __future__ import annotations

import pytest

from county_tui import store
from tests.cli.conftest import Run
from tests.conftest import Fields


@pytest.fixture
def year(run: Run, fields: Fields) -> Run:
    """A ledger with two indicators of 2026, one of which 2027 has already."""
    given = {"region": "锦官驿街道", "target": "3"}
    store.create(
        "indicators", fields("indicators", year="2026", name="甲", actual="2", due_on="2026-12-31", **given), "测试"
    )
    store.create("indicators", fields("indicators", year="2026", name="乙", **given), "测试")
    store.create("indicators", fields("indicators", year="2027", name="乙", **given), "测试")
    return run


def test_a_preview_writes_nothing_and_a_roll_over_is_undone_as_one(year: Run) -> None:
    told = {"year": 2026, "new": 1, "unchanged": 1, "batch": None}
    assert year("indicators", "roll-over", 2026, "--dry-run", "--json").json == told
    done = year("indicators", "roll-over", 2026, "--json").json
    assert done == {**told, "batch": done["batch"]} and done["batch"]
    (row,) = year("list", "indicators", "--where", "年度=2027", "--where", "指标名称=甲", "--format", "json").json[
        "rows"
    ]
    assert (row["target"], row["actual"], row["due_on"]) == (3, None, "2027-12-31")
    assert year("indicators", "roll-over", 2026, "--json").json == {
        "year": 2026,
        "new": 0,
        "unchanged": 2,
        "batch": None,
    }
    year("imports", "undo", done["batch"])
    assert year("indicators", "roll-over", 2026, "--dry-run", "--json").json == told


def test_a_year_without_indicators_is_said_in_a_sentence(year: Run) -> None:
    result = year("indicators", "roll-over", 2030)
    assert result.code == 1 and "2030 年没有指标" in result.err
    assert "请写 2027" in year("indicators", "roll-over", 2028).err
