"""A head start is a matter of speed alone: with it and without it a file ends up the same, or nothing of it is kept."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from county_tui import importing, store
from county_tui.errors import CountyError
from county_tui.importing import Applied, HeadStart, ImportPlan, Request, head_start
from county_tui.models import register_named
from county_tui.models.sqlite_files import opened
from county_tui.processes import WRITER, receive, send, start_child
from county_tui.workbooks import Batch, Table
from tests.importing.books import LI, SERVICE, STAFF, ZHANG, counts, write_sheet, write_xlsx
from tests.importing.messy import messy_sheet, records, written
from tests.store.conftest import assert_index_in_step

SERVICES = "service_records"
TABLES = (SERVICES, "personnel", "bases", "activities", "history", "batch")
MOMENTS = {"created_at", "updated_at", "at"}


@pytest.fixture(autouse=True)
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file gets a head start; rows come, and are sent on, three at a time."""
    monkeypatch.setattr(head_start, "LEAST_BYTES", 0)
    monkeypatch.setattr(head_start, "CHUNK", 3)
    read = Table.batches

    def few(table: Table) -> Iterator[Batch]:
        for batch in read(table):
            for at in range(0, len(batch.numbers), 3):
                part = slice(at, at + 3)
                yield Batch(batch.numbers[part], [column[part] for column in batch.columns])

    monkeypatch.setattr(Table, "batches", few)


def service(day: int, **cells: object) -> list[object]:
    """One line of service, told apart by its number."""
    line = {"编号": f"F-{day}", "服务日期": datetime.date(2026, 1, 1) + datetime.timedelta(day), "服务类别": "就业创业"}
    line |= {"服务事项": f"就业推荐{day}", "所属区划": "锦官驿街道", "服务人次": day + 1}
    return list((line | cells).values())


HEADER = ["编号", *SERVICE]


@dataclass(frozen=True)
class Outcome:
    """An import with a head start: how many records it wrote ahead, and whether they were kept."""

    plan: ImportPlan
    done: Applied
    sent: int
    was_kept: bool


def ahead(path: Path, *, skip_refused: bool = False) -> Outcome:
    """Import a file with a head start."""
    with HeadStart(path, "测试") as started:
        plan = importing.plan(path, Request(), decided=started.take)
        kept: list[int | None] = []
        finish = started.finish
        started.finish = lambda plan: kept.append(finish(plan)) or kept[0]  # type: ignore[method-assign,func-returns-value]
        done = importing.apply(plan, "测试", skip_refused=skip_refused, head_start=started)
    return Outcome(plan, done, started._sent, kept[0] is not None)


def held(ledger: Path) -> dict[str, list[dict[str, Any]]]:
    """All that stands in the tables, but for the moments."""
    with opened(ledger) as connection:
        found = {}
        for table in TABLES:
            rows = connection.execute(f"SELECT * FROM {table} ORDER BY id")
            names = [column[0] for column in rows.description]
            found[table] = [{n: v for n, v in zip(names, row, strict=True) if n not in MOMENTS} for row in rows]
        return found


@pytest.fixture
def other(ledger_template: Path, tmp_path: Path) -> Path:
    """A second fresh ledger, not bound."""
    return Path(shutil.copyfile(ledger_template, tmp_path / "other.db"))


def ordinary(other: Path, path: Path, *, skip_refused: bool = False) -> dict[str, list[dict[str, Any]]]:
    """What a ledger holds after the same import without a head start."""
    store.bind(other)
    importing.apply(importing.plan(path, Request()), "测试", skip_refused=skip_refused)
    return held(other)


def test_a_file_of_new_records_is_written_ahead_and_ends_up_the_same(ledger: Path, other: Path, tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "服务.xlsx", HEADER, *map(service, range(10)))
    outcome = ahead(path)
    assert outcome.was_kept and outcome.done == Applied(1, 10) and counts(outcome.plan) == (10, 0, 0, 0)
    assert_index_in_step(SERVICES)
    assert held(ledger) == ordinary(other, path)
    store.bind(ledger)
    assert counts(importing.plan(path, Request())) == (0, 0, 10, 0)
    importing.undo(1, "测试")
    assert store.count_rows(store.Query(SERVICES)) == 0


@pytest.mark.parametrize("register", ["service_records", "personnel"])
@settings(
    max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)
@given(data=st.data())
def test_whatever_the_mess_the_ledger_ends_up_the_same(
    ledger_template: Path, register: str, data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        one, two = (Path(shutil.copyfile(ledger_template, Path(folder) / name)) for name in ("1.db", "2.db"))
        store.bind(one)
        known = data.draw(records(register, store.lookups()))
        path = written(messy_sheet(register, known, store.lookups(), data.draw), Path(folder) / "台账.xlsx")
        ahead(path)
        assert held(one) == ordinary(two, path)


BROKEN = {
    "a later row contradicts an earlier one": [*map(service, range(8)), service(2, 服务人次=99)],
    "a cell cannot be read": [*map(service, range(8)), service(9, 服务日期="不详"), *map(service, range(10, 15))],
    "a row stands twice": [*map(service, range(5)), *map(service, range(5))],
    "a row breaks a rule": [*map(service, range(4)), service(5, 服务人次=0), *map(service, range(6, 9))],
}


@pytest.mark.parametrize("rows", BROKEN.values(), ids=BROKEN)
def test_what_is_not_simply_new_is_done_in_the_ordinary_way(
    ledger: Path, other: Path, tmp_path: Path, rows: list[list[object]]
) -> None:
    path = write_sheet(tmp_path / "服务.xlsx", HEADER, *rows)
    outcome = ahead(path, skip_refused=True)
    assert outcome.sent and not outcome.was_kept
    assert held(ledger) == ordinary(other, path, skip_refused=True)


def test_sheets_that_refer_to_each_other_are_done_in_the_ordinary_way(
    ledger: Path, other: Path, tmp_path: Path
) -> None:
    services = [[*service(day), "张建国"] for day in range(5)]
    path = write_xlsx(tmp_path / "全.xlsx", {"服务": [[*HEADER, "经办人"], *services], "队伍": [STAFF, ZHANG, LI]})
    outcome = ahead(path)
    assert not outcome.was_kept and outcome.done.written == 7
    assert held(ledger) == ordinary(other, path)


def test_a_record_of_the_ledger_that_a_late_row_changes_is_changed(ledger: Path, other: Path, tmp_path: Path) -> None:
    first = write_sheet(tmp_path / "一.xlsx", HEADER, service(8))
    again = write_sheet(tmp_path / "二.xlsx", HEADER, *map(service, range(8)), service(8, 服务人次=99))
    ahead(first)
    outcome = ahead(again)
    assert outcome.sent and not outcome.was_kept and counts(outcome.plan) == (8, 1, 0, 0)
    ordinary(other, first)
    assert held(ledger) == ordinary(other, again)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file of nothing but new records."""
    return write_sheet(tmp_path / "服务.xlsx", HEADER, *map(service, range(30)))


def test_refused_rows_refuse_the_file_and_keep_nothing(ledger: Path, tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "服务.xlsx", HEADER, *map(service, range(9)), service(5, 服务人次=77))
    with pytest.raises(importing.RefusedRowsError):
        ahead(path)
    assert held(ledger)["batch"] == held(ledger)[SERVICES] == []


def test_who_leaves_before_the_end_leaves_nothing_behind(ledger: Path, large: Path) -> None:
    with pytest.raises(KeyboardInterrupt), HeadStart(large, "测试") as started:
        importing.plan(large, Request(), decided=started.take)
        raise KeyboardInterrupt
    assert held(ledger)[SERVICES] == []
    with store.transaction():  # no one holds the ledger any more
        pass


def test_others_are_read_as_before_and_kept_from_writing_only_meanwhile(ledger: Path, large: Path) -> None:
    with HeadStart(large, "测试") as started:
        plan = importing.plan(large, Request(), decided=started.take)
        assert store.count_rows(store.Query(SERVICES)) == 0
        importing.apply(plan, "测试", head_start=started)
    assert store.count_rows(store.Query(SERVICES)) == 30


def test_while_another_writes_there_is_no_head_start(ledger: Path, large: Path) -> None:
    with HeadStart(large, "测试") as started:
        with store.transaction():
            plan = importing.plan(large, Request(), decided=started.take)
            process = started._process
            assert process is None or process.wait(10) == 1
        assert importing.apply(plan, "测试", head_start=started) == Applied(1, 30)


def test_what_others_changed_before_it_began_makes_the_plan_stale(
    ledger: Path, large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = importing.plan(write_sheet(tmp_path / "一.xlsx", HEADER, service(4)), Request())
    with HeadStart(large, "测试") as started:
        begin = started._begin

        def late(*args: Any) -> None:
            importing.apply(mine, "他人")
            begin(*args)

        monkeypatch.setattr(started, "_begin", late)
        monkeypatch.setattr(store, "ids_by_key", lambda *_: {})
        plan = importing.plan(large, Request(), decided=started.take)
        with pytest.raises(importing.StalePlanError):
            importing.apply(plan, "测试", head_start=started)
    assert store.count_rows(store.Query(SERVICES)) == 1


def test_ctrl_c_while_it_is_kept_is_too_late(ledger: Path, large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def interrupted(stream: IO[bytes]) -> tuple[object, ...] | None:
        asked.append(stream)
        if len(asked) == 1:
            raise KeyboardInterrupt
        return receive(stream)

    monkeypatch.setattr(head_start, "receive", interrupted)
    assert ahead(large).done == Applied(1, 30) and len(asked) == 2
    assert len(held(ledger)[SERVICES]) == 30


def test_a_mapping_by_hand_is_remembered_with_the_records(ledger: Path, tmp_path: Path) -> None:
    header = ["编号", *SERVICE[:2], "做了什么", *SERVICE[3:]]
    path = write_sheet(tmp_path / "服务.xlsx", header, *map(service, range(9)))
    with HeadStart(path, "测试") as started:
        plan = importing.plan(path, Request(SERVICES, mapping=(("做了什么", "item"),)), decided=started.take)
        assert importing.apply(plan, "测试", head_start=started) == Applied(1, 9)
    assert counts(importing.plan(path, Request(SERVICES))) == (0, 0, 9, 0)


def test_a_child_that_dies_only_costs_time(ledger: Path, large: Path) -> None:
    with HeadStart(large, "测试") as started:
        plan = importing.plan(large, Request(), decided=started.take)
        process = started._process
        assert process is not None
        process.kill()
        process.wait()
        assert importing.apply(plan, "测试", head_start=started) == Applied(1, 30)
    assert_index_in_step(SERVICES)


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    """A writer, to talk to by hand."""
    process = start_child(WRITER, subprocess.DEVNULL)
    with process:
        yield process
        process.kill()


def test_a_writer_whose_parent_is_gone_keeps_nothing(ledger: Path, large: Path, child: subprocess.Popen[bytes]) -> None:
    rows = importing.plan(large, Request()).sheets[0].rows
    fresh = store.Preparer(register_named(SERVICES), store.lookups()).prepare(
        [row.key for row in rows], [row.given.in_order for row in rows]
    )
    assert child.stdin is not None and child.stdout is not None
    send(child.stdin, "begin", str(ledger), SERVICES, "服务.xlsx", "测试")
    send(child.stdin, "rows", *fresh)
    child.stdin.close()
    assert receive(child.stdout) is None and child.wait(10) == 1
    assert held(ledger)[SERVICES] == []


def test_a_file_that_is_not_there_is_said_by_the_plan(ledger: Path, tmp_path: Path) -> None:
    for name in ("没有.xlsx", "长" * 300, "空\0"):
        with pytest.raises(CountyError), HeadStart(tmp_path / name, "测试") as started:
            importing.plan(tmp_path / name, Request(), decided=started.take)
