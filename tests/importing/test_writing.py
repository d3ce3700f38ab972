"""One writer: what a plan said is written whole or not at all, and others may write until then."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from county_tui import importing, store
from county_tui.errors import CountyError
from county_tui.importing import Applied, Request, applying
from tests.importing.books import SERVICE, counts, write_sheet
from tests.store.conftest import assert_index_in_step

SERVICES = "service_records"
HEADER = ["编号", *SERVICE]


def service(day: int, **cells: object) -> list[object]:
    """One line of service, told apart by its number."""
    line = {"编号": f"F-{day}", "服务日期": datetime.date(2026, 1, 1) + datetime.timedelta(day), "服务类别": "就业创业"}
    line |= {"服务事项": f"就业推荐{day}", "所属区划": "锦官驿街道", "服务人次": day + 1}
    return list((line | cells).values())


def total() -> int:
    """The live records of services."""
    return store.count_rows(store.Query(SERVICES))


@pytest.fixture(autouse=True)
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are written three at a time, as if the file were large."""
    monkeypatch.setattr(applying, "CHUNK", 3)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file of nothing but new records."""
    return write_sheet(tmp_path / "服务.xlsx", HEADER, *map(service, range(30)))


def test_new_records_are_searched_in_history_and_undone(ledger: Path, large: Path) -> None:
    plan = importing.plan(large, Request())
    assert importing.apply(plan, "测试") == Applied(1, 30) and counts(plan) == (30, 0, 0, 0)
    assert_index_in_step(SERVICES)
    found = store.list_rows(store.Query(SERVICES, search="就业推荐17"))
    assert [row.values["number"] for row in found] == ["F-17"]
    assert [(line.action, line.batch) for line in store.history(SERVICES, found[0].id)] == [("create", 1)]
    assert counts(importing.plan(large, Request())) == (0, 0, 30, 0)
    importing.undo(1, "测试")
    assert total() == 0
    assert_index_in_step(SERVICES)


BROKEN = {
    "a later row contradicts an earlier one": ([*map(service, range(8)), service(2, 服务人次=99)], 7),
    "a cell cannot be read": ([*map(service, range(8)), service(9, 服务日期="不详"), *map(service, range(10, 15))], 13),
    "a row stands twice": ([*map(service, range(5)), *map(service, range(5))], 5),
    "a row breaks a rule": ([*map(service, range(4)), service(5, 服务人次=0), *map(service, range(6, 9))], 7),
}


@pytest.mark.parametrize(("rows", "written"), BROKEN.values(), ids=BROKEN)
def test_what_is_not_simply_new_is_written_as_the_plan_says(
    ledger: Path, tmp_path: Path, rows: list[list[object]], written: int
) -> None:
    plan = importing.plan(write_sheet(tmp_path / "服务.xlsx", HEADER, *rows), Request())
    assert importing.apply(plan, "测试", skip_refused=True).written == written == total()
    assert_index_in_step(SERVICES)


def test_refused_rows_refuse_the_file_and_keep_nothing(ledger: Path, tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "服务.xlsx", HEADER, *map(service, range(9)), service(5, 服务人次=77))
    with pytest.raises(importing.RefusedRowsError):
        importing.apply(importing.plan(path, Request()), "测试")
    assert total() == 0 and store.batches() == []


def interrupted(after: int) -> Callable[[str, int, int], None]:
    """Progress during which someone presses Ctrl+C at a number of calls."""
    calls = iter(range(after + 1))

    def progress(stage: str, done: int, total: int) -> None:
        if next(calls) == after:
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("after", range(0, 20, 3))
def test_ctrl_c_while_it_is_written_leaves_nothing_behind(ledger: Path, large: Path, after: int) -> None:
    plan = importing.plan(large, Request())
    with pytest.raises(KeyboardInterrupt):
        importing.apply(plan, "测试", progress=interrupted(after))
    assert total() == 0 and store.batches() == [] and store.history_token() == 0
    assert_index_in_step(SERVICES)
    assert importing.apply(plan, "测试") == Applied(1, 30)  # and no one holds the ledger any more
    assert_index_in_step(SERVICES)


def test_others_write_while_a_file_is_read_and_its_plan_looked_at(
    ledger: Path, large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["county_tui.store.session"], "PATIENCE_S", 0)
    other = importing.plan(write_sheet(tmp_path / "另.xlsx", HEADER, service(77)), Request())

    def progress(stage: str, done: int, total: int) -> None:
        with store.transaction():
            pass

    plan = importing.plan(large, Request(), progress)
    importing.apply(other, "他人")
    assert importing.apply(plan, "测试") == Applied(2, 30)


def test_what_others_changed_meanwhile_makes_the_plan_stale(ledger: Path, large: Path, tmp_path: Path) -> None:
    mine = importing.plan(write_sheet(tmp_path / "一.xlsx", HEADER, service(4)), Request())
    plan = importing.plan(large, Request())
    importing.apply(mine, "他人")
    with pytest.raises(importing.StalePlanError):
        importing.apply(plan, "测试")
    assert total() == 1


def test_a_mapping_by_hand_is_remembered_with_the_records(ledger: Path, tmp_path: Path) -> None:
    header = ["编号", *SERVICE[:2], "做了什么", *SERVICE[3:]]
    path = write_sheet(tmp_path / "服务.xlsx", header, *map(service, range(9)))
    plan = importing.plan(path, Request(SERVICES, mapping=(("做了什么", "item"),)))
    assert importing.apply(plan, "测试") == Applied(1, 9)
    assert counts(importing.plan(path, Request(SERVICES))) == (0, 0, 9, 0)


def test_a_file_that_is_not_there_is_said_by_the_plan(ledger: Path, tmp_path: Path) -> None:
    for name in ("没有.xlsx", "长" * 300, "空\0"):
        with pytest.raises(CountyError):
            importing.plan(tmp_path / name, Request())
