"""History: every change, and any earlier version put back."""

from __future__ import annotations

import datetime
import decimal
from pathlib import Path

import pytest

from county_tui import store
from county_tui.errors import NotFoundError
from tests.conftest import Fields, Person
from tests.store.conftest import assert_index_in_step, names


def test_history_tells_old_and_new_newest_first(person: Person) -> None:
    row = person("张三", post="科员")
    store.update(("personnel", row.id, 1), {"post": "科长", "notes": "升职"}, "李四")
    changes = store.history("personnel", row.id)
    assert [(change.version, change.action, change.by) for change in changes] == [
        (2, "update", "李四"),
        (1, "create", "测试"),
    ]
    assert changes[0].changes == {"post": ("科员", "科长"), "notes": (None, "升职")}
    assert changes[1].changes == {}


def test_history_keeps_values_of_every_kind(ledger: Path, fields: Fields) -> None:
    texts = {"title": "赛歌", "held_on": "2026-5-1", "kind": "交流联谊", "region": "锦官驿", "budget_yuan": "3.5万元"}
    row = store.create("activities", fields("activities", **texts, participants="30"), "x")
    after = fields("activities", held_on="2026-5-2", budget_yuan="0.1", participants="31")
    store.update(("activities", row.id, 1), after, "x")
    assert store.history("activities", row.id)[0].changes == {
        "held_on": (datetime.date(2026, 5, 1), datetime.date(2026, 5, 2)),
        "budget_yuan": (decimal.Decimal(35000), decimal.Decimal("0.1")),
        "participants": (30, 31),
    }
    assert store.values_at("activities", row.id, 1) == row.values


def test_any_version_can_be_put_back(person: Person) -> None:
    row = person("张三", languages="彝语、普通话")
    for version, post in enumerate(("甲", "乙", "丙"), 1):
        store.update(("personnel", row.id, version), {"post": post, "languages": None}, "x")
    assert store.values_at("personnel", row.id, 1) == row.values
    assert store.values_at("personnel", row.id, 3)["post"] == "乙"
    back = store.revert("personnel", row.id, 1, "李四")
    assert back.values == row.values and back.version == 5
    assert store.history("personnel", row.id)[0].action == "revert"
    assert names("彝语") == ["张三"]
    assert_index_in_step("personnel")
    with pytest.raises(NotFoundError, match="现有 1 至 5 版"):
        store.values_at("personnel", row.id, 6)
    with pytest.raises(NotFoundError):
        store.values_at("personnel", row.id, 0)


def test_versions_around_a_stay_in_the_trash_can_be_read(person: Person) -> None:
    row = person("张三", post="甲")
    store.delete(("personnel", row.id, 1), "x")
    store.restore("personnel", row.id, "x")
    store.update(("personnel", row.id, 3), {"post": "乙"}, "x")
    assert [store.values_at("personnel", row.id, version)["post"] for version in (1, 2, 3, 4)] == [
        "甲",
        "甲",
        "甲",
        "乙",
    ]
