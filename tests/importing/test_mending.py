"""Errors of one kind, mended once for the whole file, and remembered for the next with the same header."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import importing, store
from county_tui.errors import CountyError
from tests.importing.books import SERVICE, STAFF, ZHANG, counts, planned, values, write_sheet, write_xlsx

BAD = [[f"某{word}", *ZHANG[1:3], "专干"] for word in "甲乙丙"]
MEND = {"replacements": (("队伍类别", "专干", "专职干部"),)}


def test_cells_alike_are_one_group_and_mended_once(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", STAFF, *BAD, ["丁", *ZHANG[1:3], "老板"])
    groups = importing.error_groups(planned(file).sheets)
    assert [(group.value, group.cells, group.field) for group in groups] == [
        ("专干", ("D2", "D3", "D4"), "role"),
        ("老板", ("D5",), "role"),
    ]
    plan = planned(file, **MEND)
    assert counts(plan) == (3, 0, 0, 1)
    assert "“专干”一律按“专职干部”读。" in plan.sheets[0].problems


def test_what_was_mended_is_remembered_for_the_same_header(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", STAFF, *BAD)
    importing.apply(planned(file, **MEND), "测试")
    more = [["丁", *ZHANG[1:3], "专 干"]]
    assert counts(planned(write_sheet(tmp_path / "二.xlsx", STAFF, *BAD, *more))) == (1, 0, 3, 0)
    other = write_sheet(tmp_path / "三.xlsx", [*STAFF, "职务"], [*more[0], "科员"])
    assert counts(planned(other)) == (0, 0, 0, 1)


def test_a_missing_column_gets_one_value_for_all(ledger: Path, tmp_path: Path) -> None:
    header = [name for name in STAFF if name != "所属区划"]
    file = write_sheet(tmp_path / "一.xlsx", header, *([*row[:2], "宣传员"] for row in BAD))
    group = importing.error_groups(planned(file, "personnel").sheets)[0]
    assert (group.label, group.field, group.header, len(group.cells)) == ("所属区划", "region", "", 3)
    plan = planned(file, "personnel", constants=(("所属区划", "锦官驿街道"),))
    assert counts(plan) == (3, 0, 0, 0)
    importing.apply(plan, "测试")
    assert {value["region"] for value in values("personnel")} == {"510104017000"} or len(values("personnel")) == 3
    assert counts(planned(file, "personnel")) == (0, 0, 3, 0)


@pytest.mark.parametrize(
    "asked",
    [
        {"replacements": (("没有这列", "甲", "乙"),)},
        {"constants": (("所属计划", "甲"),)},
        {"constants": (("联系电话", "不是电话"),)},
    ],
)
def test_what_cannot_be_mended_so_is_said(ledger: Path, tmp_path: Path, asked: dict[str, object]) -> None:
    with pytest.raises(CountyError):
        planned(write_sheet(tmp_path / "一.xlsx", STAFF, *BAD), "personnel", **asked)


def test_nothing_of_a_resident_is_remembered(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", STAFF, ["某甲", *ZHANG[1:3], "阿依古丽（维吾尔族）"])
    asked = (("队伍类别", "阿依古丽（维吾尔族）", "宣传员"),)
    importing.apply(planned(file, replacements=asked), "测试")
    plan = planned(write_sheet(tmp_path / "二.xlsx", STAFF, ["某乙", *ZHANG[1:3], "阿依古丽（维吾尔族）"]))
    assert plan.count(importing.Verdict.REFUSED) == 1
    assert store.history_token() == 1


def test_errors_alike_on_several_sheets_are_one_group(ledger: Path, tmp_path: Path) -> None:
    file = tmp_path / "一.xlsx"
    write_xlsx(file, {"一月": [STAFF, *BAD], "二月": [STAFF, ["丁", *ZHANG[1:3], "专干"]]})
    (group,) = importing.error_groups(planned(file).sheets)
    assert group.cells == ("一月!D2", "一月!D3", "一月!D4", "二月!D2")


def test_that_others_are_to_be_imported_first_is_said_once(ledger: Path, tmp_path: Path) -> None:
    line = ["2026-03-02", "法律援助", "咨询", "锦官驿街道", 5]
    rows = [[*line, name] for name in ("东窗口", "西窗口", "西窗口", "")]
    (told,) = planned(write_sheet(tmp_path / "一.xlsx", [*SERVICE, "服务阵地"], *rows)).problems
    assert str(told).startswith("“阵地”里没有表中写的 2 个名称，所以有 3 行不能导入：先导入“阵地”的表")
