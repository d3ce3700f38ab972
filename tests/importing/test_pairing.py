"""Service records without a number: known by what does not change about them, however often a sheet is sent."""

from __future__ import annotations

import itertools
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from county_tui import importing, store
from county_tui.importing.pairing import cheapest
from tests.conftest import Fields
from tests.importing.books import SERVICE, counts, planned, rows, take_in, values, write_sheet

LINE = ["2026-03-02", "法律援助", "工资纠纷咨询", "锦官驿街道", 3]
HEADER = [*SERVICE, "办理结果", "办结日期", "备注"]


def outcomes() -> list[object]:
    """The outcomes of the live services, by id."""
    return [value.get("outcome") for value in values("service_records")]


def test_an_open_case_moves_on_instead_of_doubling(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "三月.xlsx", HEADER, [*LINE, "办理中", None, None]))
    plan = planned(write_sheet(tmp_path / "四月.xlsx", HEADER, [*LINE, "办结", "2026-04-01", None]))
    assert counts(plan) == (0, 1, 0, 0)
    assert not plan.sheets[0].rows[0].is_doubtful
    importing.apply(plan, "测试")
    assert outcomes() == ["办结"]


def test_what_is_left_over_in_the_file_is_new(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "三月.xlsx", HEADER, [*LINE, "办理中", None, None]))
    done, begun = [*LINE, "办结", None, None], [*LINE, "办理中", None, None]
    assert counts(planned(write_sheet(tmp_path / "四月.xlsx", HEADER, done, begun))) == (1, 0, 1, 0)
    assert counts(planned(write_sheet(tmp_path / "五月.xlsx", HEADER, done, done))) == (1, 1, 0, 0)


def test_a_pairing_that_could_be_another_is_marked(ledger: Path, tmp_path: Path) -> None:
    begun = [[*LINE, "办理中", None, "甲"], [*LINE, "办理中", None, "乙"]]
    take_in(write_sheet(tmp_path / "三月.xlsx", HEADER, *begun))
    plan = planned(write_sheet(tmp_path / "四月.xlsx", HEADER, [*LINE, "办结", None, None], begun[1]))
    assert counts(plan) == (0, 1, 1, 0) and not any(row.is_doubtful for row in plan.sheets[0].rows)
    plan = planned(write_sheet(tmp_path / "五月.xlsx", HEADER, [*LINE, "办结", None, None]))
    assert [row.is_doubtful for row in plan.sheets[0].rows] == [True]
    told = importing.as_json(plan, None, applied=False)
    assert told["doubtful"] == 1 and told["sheets"][0]["doubtful"] == [{"row": 2, "id": 1}]


def test_equal_lines_are_paired_across_sheets_and_rows_far_apart(ledger: Path, tmp_path: Path) -> None:
    lines = [[*LINE[:2], f"事项{at}", *LINE[3:], "办理中", None, None] for at in range(3000)]
    take_in(write_sheet(tmp_path / "一.xlsx", HEADER, lines[0], *lines, lines[0]))
    assert len(rows("service_records")) == 3002
    again = write_sheet(tmp_path / "二.xlsx", HEADER, [*lines[0][:5], "办结", None, None], *lines, lines[0])
    assert counts(planned(again)) == (0, 1, 3001, 0)


def test_a_blank_under_which_something_is_stored_goes_to_a_record_that_has_a_blank_there(
    ledger: Path, tmp_path: Path
) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", HEADER, [*LINE, "办理中", None, "甲"], [*LINE, "办理中", None, None]))
    last = [[*LINE, "办结", None, None], [*LINE, "办结", "2026-04-02", "甲"]]
    take_in(write_sheet(tmp_path / "二.xlsx", HEADER, *last))
    assert counts(planned(write_sheet(tmp_path / "三.xlsx", HEADER, *last))) == (0, 0, 2, 0)
    assert [value.get("notes") for value in values("service_records")] == ["甲", None]


def test_a_record_with_a_number_meets_its_row_without_one(ledger: Path, tmp_path: Path, fields: Fields) -> None:
    given = {"served_on": LINE[0], "category": LINE[1], "item": LINE[2], "region": LINE[3], "people_served": 3}
    store.create("service_records", fields("service_records", number="F-7", **given), "测试")
    plan = planned(write_sheet(tmp_path / "一.xlsx", HEADER, [*LINE, "办结", None, None]))
    assert counts(plan) == (0, 1, 0, 0)
    importing.apply(plan, "测试")
    assert [value["number"] for value in values("service_records")] == ["F-7"]


def test_a_row_that_got_a_number_meets_its_record_without_one(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", SERVICE, LINE, LINE))
    header = ["编号", *SERVICE]
    plan = planned(write_sheet(tmp_path / "二.xlsx", header, ["F-1", *LINE], [None, *LINE], ["F-2", *LINE]))
    assert counts(plan) == (1, 1, 1, 0)
    importing.apply(plan, "测试")
    again = planned(write_sheet(tmp_path / "三.xlsx", header, ["F-2", *LINE], ["F-1", *LINE], [None, *LINE]))
    assert counts(again) == (0, 0, 3, 0)


def test_a_row_with_a_number_takes_its_record_from_none_without(ledger: Path, tmp_path: Path) -> None:
    header = ["编号", *SERVICE]
    take_in(write_sheet(tmp_path / "一.xlsx", header, ["F-1", *LINE]))
    assert counts(planned(write_sheet(tmp_path / "二.xlsx", header, [None, *LINE], ["F-1", *LINE]))) == (1, 0, 1, 0)


def test_an_update_by_pairing_is_held_against_the_rules(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", HEADER, [*LINE, "办理中", None, None]))
    plan = planned(write_sheet(tmp_path / "二.xlsx", HEADER, [*LINE, "办结", "2026-02-01", None]))
    assert counts(plan) == (0, 0, 0, 1)
    assert plan.sheets[0].rows[0].problems[0].cell == "G2"


def test_undo_takes_a_moved_case_back(ledger: Path, tmp_path: Path) -> None:
    for outcome in ("办理中", "办结"):
        take_in(write_sheet(tmp_path / "一.xlsx", HEADER, [*LINE, outcome, None, None]))
    importing.undo(2, "测试")
    assert outcomes() == ["办理中"]
    importing.undo(1, "测试")
    assert outcomes() == []


def test_hundreds_of_alike_lines_are_paired_in_no_time(ledger: Path, tmp_path: Path) -> None:
    lines = [[*LINE, "办理中", None, f"第{at}件"] for at in range(400)]
    take_in(write_sheet(tmp_path / "一.xlsx", HEADER, *lines))
    moved = [[*LINE, "办结", None, line[-1]] for line in lines]
    assert counts(planned(write_sheet(tmp_path / "二.xlsx", HEADER, *moved))) == (0, 400, 0, 0)


@given(
    st.integers(1, 4).flatmap(
        lambda h: st.lists(st.lists(st.integers(0, 9), min_size=5, max_size=5), min_size=h, max_size=h)
    )
)
def test_the_cheapest_way_is_found(costs: list[list[int]]) -> None:
    found = cheapest(costs)
    assert len(set(found)) == len(costs)
    least = min(
        sum(line[at] for line, at in zip(costs, chosen, strict=True))
        for chosen in itertools.permutations(range(5), len(costs))
    )
    assert sum(line[at] for line, at in zip(costs, found, strict=True)) == least
