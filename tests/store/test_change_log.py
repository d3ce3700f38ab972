"""The log: single changes by themselves, an import as one line, an undo by how many it took back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from county_tui import importing, store
from county_tui.errors import ValueRefusedError
from county_tui.store import What
from county_tui.wording.records import described, rows_of
from tests.conftest import Fields
from tests.importing.books import STAFF, ZHANG, planned, write_sheet


@pytest.fixture
def changed(ledger: Path, fields: Fields, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import, a new record, a change, an undo, each on a day of its own."""
    today = ["2026-10-01"]
    for module in ("ledger", "bulk_edit"):
        monkeypatch.setattr(sys.modules[f"county_tui.store.{module}"], "now", lambda: f"{today[0]}T02:00:00Z")
    importing.apply(planned(write_sheet(tmp_path / "花名册.xlsx", STAFF, ZHANG)), "李敏")
    today[0] = "2026-11-01"
    made = store.create(
        "personnel", fields("personnel", name="赵六", unit="局", region="锦江区", role="宣传员"), "王晓"
    )
    today[0] = "2026-11-02"
    store.update(made.ref, {**made.values, "post": "主任"}, "王晓")
    today[0] = "2026-11-03"
    importing.undo(1, "李敏")


def lines(who: str = "", when: str = "", limit: int = 9) -> list[str]:
    found = store.change_log(who, when, limit)
    rows, lookups = rows_of(found), store.lookups()
    return [f"{one.at[5:10]} {one.by} {described(one, rows, lookups)}" for one in found]


def test_the_newest_come_first_and_batches_are_one_line(changed: None) -> None:
    assert lines() == [
        "11-03 李敏 撤销第 1 批（花名册.xlsx）：1 条",
        "11-02 王晓 修改 工作队伍：赵六，局，锦江区",
        "11-01 王晓 新建 工作队伍：赵六，局，锦江区",
        "10-01 李敏 第 1 批（花名册.xlsx）：新增 1 条",
    ]
    assert lines(limit=1) == lines()[:1]
    assert store.changers() == ["李敏", "王晓"]


def test_it_is_narrowed_to_a_person_and_to_days(changed: None) -> None:
    assert lines("王晓") == lines()[1:3]
    assert lines("李敏", "2026-11") == lines()[:1]
    assert lines(when="2026-11-01..2026-11-02") == lines()[1:3]
    assert lines("别人") == []
    assert [one.what for one in store.change_log(when="2026年10月")] == [What.BATCH]
    with pytest.raises(ValueRefusedError):
        store.change_log(when="火星")
