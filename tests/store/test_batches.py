"""What a batch did, and the list of its records wherever they are now."""

from __future__ import annotations

from pathlib import Path

from county_tui import importing, store
from county_tui.store import BatchPart, Condition, Query, Test
from county_tui.store.bulk_edit import change_several, delete_several
from tests.importing.books import LI, STAFF, ZHANG, take_in, write_sheet, write_xlsx

BASES = ["名称", "所属区划", "类别"]


def listed(number: int) -> list[tuple[BatchPart, list[int]]]:
    """Each part of a batch with the records its list holds."""
    info = store.batch(number)
    return [(part, store.list_ids(store.batch_query(info, part))) for part in store.batch_parts(number)]


def test_an_import_is_listed_by_register_and_by_what_it_did(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG))
    changed = [*ZHANG[:3], "分管领导"]
    sheets = {"人": [STAFF, changed, LI], "阵地": [BASES, ["便民站", "锦官驿街道", "服务窗口"]]}
    take_in(write_xlsx(tmp_path / "二.xlsx", sheets))
    assert {(part.register, part.action): ids for part, ids in listed(2)} == {
        ("personnel", "create"): [2],
        ("personnel", "update"): [1],
        ("bases", "create"): [1],
    }
    assert listed(1) == [(BatchPart("personnel", "create", 1), [1])]


def test_what_was_undone_is_listed_in_the_trash(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG))
    take_in(write_sheet(tmp_path / "二.xlsx", STAFF, [*ZHANG[:3], "分管领导"], LI))
    importing.undo(2, "王晓")
    info, parts = store.batch(2), store.batch_parts(2)
    assert [(part.action, store.batch_query(info, part).deleted) for part in parts] == [
        ("create", True),
        ("update", False),
    ]
    assert [ids for _, ids in listed(2)] == [[2], [1]]


def test_deleting_many_is_listed_in_the_trash_until_it_is_undone(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, LI))
    delete_several("personnel", [1, 2], "王晓")
    assert listed(2) == [(BatchPart("personnel", "delete", 2), [1, 2])]
    assert store.batch_query(store.batch(2), store.batch_parts(2)[0]).deleted
    importing.undo(2, "王晓")
    assert listed(2) == [(BatchPart("personnel", "delete", 2), [1, 2])]


def test_a_batch_is_one_more_condition(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, LI))
    change_several("personnel", [2], {"post": "主任"}, ("王晓", "批量修改"))
    in_first, in_second = store.in_batch(1), store.in_batch(2)
    assert store.list_ids(Query("personnel", where=(in_first, Condition("role", Test.IS, LI[3])))) == [2]
    assert store.list_ids(Query("personnel", "建国", where=(in_first,), sort=("name",))) == [1]
    assert store.list_ids(Query("personnel", where=(in_second,))) == [2]
    assert store.count_rows(Query("bases", where=(in_first,))) == 0
    assert store.batch_parts(3) == []
