"""A year's indicators carried over to the next, alone or as a part of the year's end, on the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from county_tui import backup, store
from county_tui.backup.pruning import superfluous
from tests.cli.conftest import Run
from tests.conftest import Fields, Person


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


def test_a_years_end_is_previewed_kept_and_undone(year: Run, ledger: Path, fields: Fields, person: Person) -> None:
    person("张三", ended_on="2026-05")
    rule = {
        "title": "制度",
        "kind": "组织领导",
        "issuing_unit": "某局",
        "region": "锦江区",
        "review_due_on": "2027-03-01",
    }
    store.create("work_systems", fields("work_systems", **rule), "测试")
    year("return", "set", "半年", "services", "--day", 10)
    seen = year("year-end", 2027, "--dry-run", "--json").json
    assert (seen["year"], seen["ended"], seen["new"], seen["unchanged"]) == (2027, 2026, 1, 1)
    counts = {one["title"]: one["count"] for one in seen["lists"] if one["count"]}
    assert counts == {"2027 年底以前该复审的制度": 1, "2026 年离任的人员": 1}
    assert [(one["period"], one["forms"]) for one in seen["owed"]] == [
        ("2026H1", ["services"]),
        ("2026H2", ["services"]),
    ]
    assert seen["backup"] is seen["copy"] is seen["batch"] is None and not (ledger.parent / "ledger-2026.db").exists()
    done = year("year-end", 2027, "--json").json
    again = year("year-end", 2027, "--json").json
    assert (again["new"], again["batch"], again["backup"], again["copy"]) == (0, None, done["backup"], done["copy"])
    assert done["copy"] == str(ledger.parent / "ledger-2026.db")
    assert year("backup", "verify", done["backup"]).code == 0
    held = "list", "indicators", "--where", "年度=2027", "--format", "json"
    assert year(*held).json["total"] == 2
    assert year("imports", "undo", done["batch"]).code == 0
    assert year(*held).json["total"] == 1
    info = backup.list_backups(ledger)
    later = datetime.now(UTC) + timedelta(days=5000)
    assert Path(done["backup"]) not in superfluous(info, later)
    refused = year("--db", done["copy"], "indicators", "roll-over", 2026)
    assert refused.code == 1 and "2026 年的只读副本" in refused.err
    assert year("--db", done["copy"], *held).json["total"] == 1


def test_a_year_without_anything_is_gone_over_without_a_word_of_error(year: Run) -> None:
    assert year("year-end", 2040, "--dry-run", "--json").json["new"] == 0
    assert year("year-end", "二").code == 2
