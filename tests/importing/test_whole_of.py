"""A file that is all there is for a region and a period: what it lacks goes, what lies outside refuses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import importing, store
from county_tui.errors import CountyError
from county_tui.importing import RefusedRowsError, StalePlanError
from tests.importing.books import SERVICE, STAFF, ZHANG, counts, messages, planned, rows, take_in, values, write_sheet

MARCH = ["2026-03-02", "法律援助", "工资纠纷咨询", "锦官驿街道", 3]
INNER = ["2026-03-05", "健康医疗", "义诊", "大慈寺社区", 30]
APRIL = ["2026-04-02", *MARCH[1:]]
OTHER = [*MARCH[:3], "沙河街道", 3]


@pytest.fixture
def standing(ledger: Path, tmp_path: Path) -> None:
    """A ledger with services of two months and two regions."""
    take_in(write_sheet(tmp_path / "先前.xlsx", SERVICE, MARCH, INNER, APRIL, OTHER))


def items() -> list[tuple[object, object]]:
    """Day and place of the live services, by id."""
    return [(str(value["served_on"]), value["item"]) for value in values("service_records")]


@pytest.mark.usefixtures("standing")
def test_what_the_file_lacks_goes_to_the_trash_and_comes_back_with_the_batch(tmp_path: Path) -> None:
    before = values("service_records")
    changed = [*MARCH[:4], 4]
    plan = planned(write_sheet(tmp_path / "三月.xlsx", SERVICE, changed), whole_of="锦官驿街道@2026-03")
    assert counts(plan) == (1, 0, 0, 0)
    assert [row.id for row in plan.gone["service_records"]] == [2, 1]  # 大慈寺社区 lies in 锦官驿街道
    told = importing.as_json(plan, None, applied=False)
    assert told["gone"] == 2 and {"register": "service_records", "id": 1} in told["gone_records"]
    done = importing.apply(plan, "测试")
    assert (done.written, len(rows("service_records")), store.batch(2).gone) == (3, 3, 2)
    undone = importing.undo(2, "测试")
    assert (undone.removed, undone.restored, undone.left) == (1, 2, [])
    assert values("service_records") == before


@pytest.mark.usefixtures("standing")
def test_without_saying_so_nothing_goes(tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "三月.xlsx", SERVICE, MARCH))
    assert plan.gone == {} and plan.writes == 0


@pytest.mark.usefixtures("standing")
def test_rows_that_lie_outside_refuse_the_file_even_if_rows_may_be_skipped(tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "三月.xlsx", SERVICE, MARCH, APRIL, OTHER)
    plan = planned(file, whole_of="锦官驿街道@2026年3月")
    assert counts(plan) == (0, 0, 1, 2) and plan.gone == {}
    told = messages(plan)
    assert set(told) == {"A3", "D4"} and "不在“锦官驿街道”2026年3月之内" in told["A3"]
    with pytest.raises(RefusedRowsError, match="不能跳过"):
        importing.apply(plan, "测试", skip_refused=True)
    assert len(rows("service_records")) == 4


@pytest.mark.usefixtures("standing")
def test_a_bad_cell_keeps_every_record(tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "三月.xlsx", SERVICE, [*MARCH[:4], "约3"]), whole_of="锦官驿街道@2026-03")
    assert plan.gone == {} and plan.count(importing.Verdict.REFUSED) == 1


@pytest.mark.usefixtures("standing")
def test_a_record_of_the_region_added_after_the_preview_makes_it_stale(tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "三月.xlsx", SERVICE, MARCH), whole_of="锦官驿街道@2026-03")
    take_in(write_sheet(tmp_path / "另.xlsx", SERVICE, [*MARCH[:2], "咨询", *MARCH[3:]]))
    with pytest.raises(StalePlanError):
        importing.apply(plan, "测试")


@pytest.mark.usefixtures("standing")
def test_a_record_restored_since_stays_when_the_batch_is_undone(tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "三月.xlsx", SERVICE, MARCH), whole_of="锦官驿街道@2026-03")
    importing.apply(plan, "测试")
    store.restore("service_records", 2, "李敏")
    assert importing.undo(2, "测试").left == [] and len(rows("service_records")) == 4


@pytest.mark.parametrize("said", ["锦官驿街道", "@2026-03", "火星@2026-03", "锦官驿街道@三月初"])
def test_what_is_no_region_and_period_is_refused(ledger: Path, tmp_path: Path, said: str) -> None:
    with pytest.raises(CountyError):
        planned(write_sheet(tmp_path / "三月.xlsx", SERVICE, MARCH), whole_of=said)


def test_a_register_without_a_date_is_refused_in_words(ledger: Path, tmp_path: Path) -> None:
    with pytest.raises(CountyError, match="“工作队伍”的记录没有日期"):
        planned(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG), whole_of="锦官驿街道@2026-03")


def test_indicators_lie_in_the_whole_of_their_year(ledger: Path, tmp_path: Path) -> None:
    header = ["年度", "指标名称", "适用区划", "目标值"]
    take_in(
        write_sheet(tmp_path / "一.xlsx", header, [2026, "服务件数", "锦官驿街道", 10], [2025, "场次", "锦官驿街道", 1])
    )
    file = write_sheet(tmp_path / "二.xlsx", header, [2026, "活动场次", "锦官驿街道", 5])
    assert [row.id for row in planned(file, whole_of="锦官驿街道@2026").gone["indicators"]] == [1]
    assert counts(planned(file, whole_of="锦官驿街道@2026Q1"))[3] == 1
