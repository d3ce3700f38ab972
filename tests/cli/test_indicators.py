"""A year's indicators carried over to the next, alone or as a part of the year's end, on the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from county_tui import backup, store
from county_tui.backup.safety import superfluous
from county_tui.errors import CountyError
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
    work = {"year": "2026", "region": "锦江区", "budget_yuan": "90", "due_on": "2028-12-31"}
    ids = {
        title: store.create("projects", fields("projects", title=title, status=status, **work), "测试").id
        for title, status in (("驿站", "推进中"), ("广场", "完成"))
    }
    (first,) = store.list_rows(store.Query("indicators", where=(store.Condition("name", store.Test.IS, "甲"),)))
    store.update(first.ref, {**first.values, "project": ids["驿站"]}, "测试")
    seen = year("year-end", 2027, "--dry-run", "--json").json
    assert (seen["year"], seen["ended"], seen["new"], seen["unchanged"]) == (2027, 2026, 1, 1)
    assert seen["projects"] == 1
    counts = {one["title"]: one["count"] for one in seen["lists"] if one["count"]}
    assert counts == {"2027 年底以前该复审的制度": 1, "2026 年离任的人员": 1, "2026 年没有完成的项目": 1}
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
    (going,) = year("list", "projects", "--where", "年度=2027", "--format", "json").json["rows"]
    assert (going["title"], going["status"], going["budget_yuan"], going["due_on"]) == (
        "驿站",
        "推进中",
        None,
        "2028-12-31",
    )
    carried = {row["name"]: row["project"] for row in year(*held).json["rows"]}
    assert carried["甲"] == "驿站（2027）" and carried["乙"] is None
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


def test_a_target_is_split_to_the_towns_and_undone_as_one(run: Run, fields: Fields) -> None:
    given = {"year": "2026", "region": "锦江区", "target": "100.5", "responsible": "民族科", "actual": "7"}
    whole = store.create("indicators", fields("indicators", name="甲", **given), "测试")
    there = {**given, "region": "东湖街道", "target": "3"}
    store.create("indicators", fields("indicators", name="甲", **there), "测试")
    told = run("indicators", "split", whole.id, "--dry-run", "--json").json
    parts = [part["target"] for part in told["parts"]]
    assert (len(parts), round(sum(parts), 6), sorted(set(parts))) == (11, 100.5, [9.1, 9.2])
    assert parts == sorted(parts, reverse=True) and told["remainder"] == parts.count(9.2)
    assert (told["new"], told["updated"], told["batch"]) == (10, 1, None)
    assert run("list", "indicators", "--format", "json").json["total"] == 2
    done = run("indicators", "split", whole.id, "--set", "东湖街道=3", "--for", "书院街街道", "--json").json
    assert [(part["target"], part["outcome"]) for part in done["parts"]] == [(3, "unchanged"), (97.5, "new")]
    where = "list", "indicators", "--where", "适用区划=书院街街道", "--format", "json"
    (row,) = run(*where).json["rows"]
    assert (row["target"], row["actual"], row["responsible"]) == (97.5, None, "书院街街道")
    again = run("indicators", "split", whole.id, "--for", "书院街街道", "--json").json
    assert [(part["before"], part["target"], part["outcome"]) for part in again["parts"]] == [(97.5, 100.5, "updated")]
    for batch in (again["batch"], done["batch"]):
        assert run("imports", "undo", batch).code == 0
    assert run("list", "indicators", "--format", "json").json["total"] == 2


def test_what_cannot_be_split_is_said_in_a_sentence(run: Run, fields: Fields) -> None:
    given = {"year": "2026", "region": "锦江区", "target": "5"}
    whole = store.create("indicators", fields("indicators", name="甲", **given), "测试")
    rate = store.create("indicators", fields("indicators", name="乙", kind="比率", **given), "测试")
    low = store.create("indicators", fields("indicators", name="丙", **{**given, "region": "大慈寺社区居委会"}), "测试")
    told = run("indicators", "split", whole.id, "--dry-run", "--json").json
    assert (told["new"], told["left_out"]) == (5, 6)  # a part of nothing is no indicator
    assert {part["target"] for part in run("indicators", "split", rate.id, "--json").json["parts"]} == {5}
    wrong = {
        (low.id,): "下面没有可以分解到的地方",
        (whole.id, "--for", "大慈寺社区居委会"): "不在指标的下一级",
        (whole.id, "--set", "东湖街道=6"): "加起来是 6，与“甲”的目标 5 不符",
        (whole.id, "--for", "东湖街道", "--set", "东湖街道=4"): "要正好相等",
        (whole.id, "--set", "东湖街道=多"): "不是确切的数字",
        (whole.id, "--set", "东湖街道=无"): "没有写目标",
        (whole.id, "--set", "没有的街道=1"): "没有的街道",
        (99,): "没有编号为 99",
    }
    for words, sentence in wrong.items():
        result = run("indicators", "split", *words)
        assert result.code == 1 and sentence in result.err, words
    assert run("list", "indicators", "--where", "指标名称=甲", "--format", "json").json["total"] == 1


def test_a_split_of_what_was_changed_meanwhile_writes_nothing(ledger: Path, fields: Fields) -> None:
    given = {"year": "2026", "region": "锦江区", "target": "22", "name": "甲"}
    whole = store.create("indicators", fields("indicators", **given), "测试")
    plan = store.plan_split(whole.id)
    store.update(whole.ref, {**whole.values, "target": Decimal(33)}, "别人")
    with pytest.raises(CountyError, match="再预览一次"):
        store.apply_split(plan, "测试")
    assert store.count_rows(store.Query("indicators")) == 1
    assert store.apply_split(store.plan_split(whole.id), "测试")
    assert store.apply_split(store.plan_split(whole.id), "测试") is None
