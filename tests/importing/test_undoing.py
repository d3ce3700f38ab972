"""Undoing a batch: what it added goes, what it changed goes back, what was touched since stays and is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import importing, store
from county_tui.errors import CountyError, NotFoundError
from county_tui.store.bulk_edit import delete_several
from tests.importing.books import LI, SERVICE, STAFF, ZHANG, planned, rows, take_in, values, write_sheet, write_xlsx


def test_undo_removes_what_was_added_and_puts_back_what_was_changed(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", [*STAFF, "职务"], [*ZHANG, "科员"]))
    before = values("personnel")
    done = take_in(write_sheet(tmp_path / "二.xlsx", [*STAFF, "职务"], [*ZHANG, "科长"], [*LI, "主任"]))
    assert done.batch is not None
    undone = importing.undo(done.batch, "测试")
    assert (undone.removed, undone.restored, undone.left) == (1, 1, [])
    assert values("personnel") == before
    assert len(store.list_rows(store.Query("personnel", deleted=True))) == 1


def test_rows_edited_since_are_named_and_left_alone(ledger: Path, tmp_path: Path) -> None:
    done = take_in(write_sheet(tmp_path / "一.xlsx", [*STAFF, "职务"], [*ZHANG, "科员"], [*LI, "主任"]))
    first = rows("personnel")[0]
    store.update(("personnel", first.id, first.version), {"post": "科长"}, "李敏")
    undone = importing.undo(done.batch or 0, "测试")
    assert (undone.removed, undone.restored) == (1, 0)
    assert [importing.described(left) for left in undone.left] == [
        "工作队伍“张建国 锦官驿街道办事处 专职干部”（第 1 号）：导入后又被 李敏 修改过，没有撤销。"
    ]
    assert [value["name"] for value in values("personnel")] == ["张建国"]


def test_batches_are_undone_one_after_the_other(ledger: Path, tmp_path: Path) -> None:
    for post in ("科员", "科长", "主任"):
        take_in(write_sheet(tmp_path / "一.xlsx", [*STAFF, "职务"], [*ZHANG, post], [*LI, None]))
    assert importing.undo(1, "测试").removed == 1  # 李敏, whom no later file changed
    for batch, post in ((3, "科长"), (2, "科员")):
        assert (importing.undo(batch, "测试").restored, rows("personnel")[0].values["post"]) == (1, post)
    rest = importing.undo(1, "测试")
    assert (rest.removed, rest.left, rows("personnel")) == (1, [], [])
    with pytest.raises(CountyError, match="已经撤销过"):
        importing.undo(1, "测试")


def test_the_first_batch_goes_too_once_the_later_ones_are_undone(ledger: Path, tmp_path: Path) -> None:
    for post in ("科员", "科长"):
        take_in(write_sheet(tmp_path / "一.xlsx", [*STAFF, "职务"], [*ZHANG, post]))
    assert importing.undo(1, "测试").left
    importing.undo(2, "测试")
    assert (importing.undo(1, "测试").removed, rows("personnel")) == (1, [])


def test_rows_deleted_since_are_named_and_left_alone(ledger: Path, tmp_path: Path) -> None:
    done = take_in(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, LI))
    store.delete(("personnel", 1, 1), "李敏")
    undone = importing.undo(done.batch or 0, "测试")
    assert undone.removed == 1 and [left.id for left in undone.left] == [1]
    assert rows("personnel") == []


def test_a_base_in_use_since_is_left_alone(ledger: Path, tmp_path: Path) -> None:
    base = write_sheet(tmp_path / "一.xlsx", ["名称", "所属区划", "类别"], ["便民站", "锦官驿街道", "服务窗口"])
    done = take_in(base, "bases")
    line = ["2026-03-02", "法律援助", "咨询", "锦官驿街道", 3, "便民站"]
    take_in(write_sheet(tmp_path / "二.xlsx", [*SERVICE, "服务阵地"], line))
    undone = importing.undo(done.batch or 0, "测试")
    assert undone.removed == 0 and "1 条服务记录用到它" in undone.left[0].reason
    assert importing.outcome(undone) == "第 1 批没有撤销：其中的记录都不能退回。"
    importing.undo(2, "测试")
    assert importing.undo(1, "测试").removed == 1


def test_several_records_deleted_at_once_come_back(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, LI))
    before = values("personnel")
    delete_several("personnel", [row.id for row in rows("personnel")], "李敏")
    assert rows("personnel") == []
    assert importing.undo(2, "测试").restored == 2
    assert values("personnel") == before


def test_a_batch_is_undone_once(ledger: Path, tmp_path: Path) -> None:
    done = take_in(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG))
    importing.undo(done.batch or 0, "测试")
    with pytest.raises(CountyError, match="已经撤销过"):
        importing.undo(done.batch or 0, "测试")


def test_a_batch_that_never_was_cannot_be_undone(ledger: Path) -> None:
    with pytest.raises(NotFoundError, match="没有第 7 批导入"):
        importing.undo(7, "测试")


def test_after_an_undo_the_same_file_imports_again(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, LI)
    done = take_in(file)
    importing.undo(done.batch or 0, "测试")
    assert take_in(file).written == 2
    assert len(rows("personnel")) == 2


def test_a_base_and_its_records_of_one_file_are_undone_together(ledger: Path, tmp_path: Path) -> None:
    sheets = {
        "服务": [[*SERVICE, "服务阵地"], ["2026-03-02", "法律援助", "咨询", "锦官驿街道", 3, "便民站"]],
        "阵地": [["名称", "所属区划", "类别"], ["便民站", "锦官驿街道", "服务窗口"]],
    }
    done = importing.apply(planned(write_xlsx(tmp_path / "一.xlsx", sheets)), "测试")
    assert done.written == 2
    undone = importing.undo(done.batch or 0, "测试")
    assert (undone.removed, undone.left) == (2, [])
    assert rows("bases") == rows("service_records") == []


def test_undo_is_in_the_history(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", [*STAFF, "职务"], [*ZHANG, "科员"]))
    done = take_in(write_sheet(tmp_path / "二.xlsx", [*STAFF, "职务"], [*ZHANG, "科长"]))
    importing.undo(done.batch or 0, "李敏")
    last, second, first = store.history("personnel", 1)
    assert (first.action, second.action, last.action) == ("create", "update", "undo")
    assert last.changes == {"post": ("科长", "科员")} and last.by == "李敏"
    assert store.batch(done.batch or 0).undone
