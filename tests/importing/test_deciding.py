"""The verdict on each row: new, updated, unchanged, repeated, refused."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from county_tui import importing, store
from county_tui.importing import RefusedRowsError, StalePlanError, Verdict
from tests.importing.books import (
    LI,
    SERVICE,
    STAFF,
    ZHANG,
    counts,
    messages,
    planned,
    rows,
    take_in,
    values,
    write_sheet,
    write_xlsx,
)

LINE = ["2026-03-02", "法律援助", "工资纠纷咨询", "锦官驿街道", 3]


def test_all_that_is_wrong_with_a_row_is_told_at_once(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG))
    plan = planned(
        write_sheet(
            tmp_path / "二.xlsx",
            [*STAFF, "任职日期", "离任日期"],
            ["周敏", None, "火星", None, "2026-05", "2026-04"],
            [*ZHANG[:2], "火星", None, None, None],
            [None, "社区", "锦官驿街道", "老板", None, None],
        )
    )
    assert [(problem.cell, problem.message[:8]) for row in plan.sheets[0].rows for problem in row.problems] == [
        ("C2", "锦江区没有叫“火"),
        ("B2", "“工作单位”必须"),
        ("D2", "“队伍类别”必须"),
        ("F2", "“离任日期”早于"),
        ("C3", "锦江区没有叫“火"),  # whose 队伍类别 is in the ledger
        ("D4", "“老板”不在可选"),
        ("A4", "“姓名”必须填写"),
    ]


def test_a_name_set_wide_is_the_same_name(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", STAFF, ["李　敏", *LI[1:]], ["Anna Li", *LI[1:]]))
    assert [value["name"] for value in values("personnel")] == ["李敏", "Anna Li"]
    assert take_in(write_sheet(tmp_path / "二.xlsx", STAFF, ["李敏", *LI[1:]], ["李 敏", *LI[1:]])).written == 0
    line = ["2026-03-02", "法律援助", "咨询", "锦官驿街道", 3, "李 敏"]
    assert take_in(write_sheet(tmp_path / "三.xlsx", [*SERVICE, "经办人"], line), "service_records").written == 1


def test_new_changed_and_unchanged_rows_are_told_apart(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, LI))
    changed = [*ZHANG[:3], "分管领导"]
    plan = planned(write_sheet(tmp_path / "二.xlsx", STAFF, changed, LI, ["周敏", *LI[1:]]))
    assert counts(plan) == (1, 1, 1, 0)
    assert plan.sheets[0].rows[0].changes == {"role": ("专职干部", "分管领导")}


def test_a_blank_cell_never_erases_a_stored_value(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", [*STAFF, "职务", "联系电话"], [*ZHANG, "科长", "028-86661001"]))
    for blank in (None, "", "无", "—", " / "):
        plan = planned(write_sheet(tmp_path / "二.xlsx", [*STAFF, "职务", "联系电话"], [*ZHANG, blank, blank]))
        assert counts(plan) == (0, 0, 1, 0)
        importing.apply(plan, "测试")
    assert values("personnel")[0]["post"] == "科长"


def test_a_blank_beside_a_change_erases_nothing_either(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", [*STAFF, "职务", "备注"], [*ZHANG, "科长", "老同志"]))
    take_in(write_sheet(tmp_path / "二.xlsx", [*STAFF, "职务", "备注"], [*ZHANG, "主任", None]))
    assert (values("personnel")[0]["post"], values("personnel")[0]["notes"]) == ("主任", "老同志")


def test_two_identical_rows_count_once(ledger: Path, tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, ZHANG))
    assert counts(plan) == (1, 0, 0, 0)
    assert plan.count(Verdict.REPEATED) == 1
    assert importing.as_json(plan, None, applied=False)["sheets"][0]["skipped"] == 1


def test_two_different_rows_of_one_key_are_both_refused_and_name_each_other(ledger: Path, tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, LI, [*ZHANG[:3], "宣传员"]))
    assert counts(plan) == (1, 0, 0, 2)
    told = messages(plan)
    assert "第 4 行" in told["A2"] and "第 2 行" in told["A4"]


def test_two_rows_of_one_key_are_found_across_sheets(ledger: Path, tmp_path: Path) -> None:
    sheets = {"甲": [STAFF, ZHANG], "乙": [STAFF, [*ZHANG[:3], "宣传员"]]}
    assert counts(planned(write_xlsx(tmp_path / "一.xlsx", sheets))) == (0, 0, 0, 2)


def test_the_same_service_line_three_times_imports_three_and_a_second_time_none(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", SERVICE, LINE, LINE, LINE)
    take_in(file)
    assert len(rows("service_records")) == 3
    assert counts(planned(file)) == (0, 0, 3, 0)
    assert take_in(file).batch is None
    more = write_sheet(tmp_path / "二.xlsx", SERVICE, *[LINE] * 5)
    assert counts(planned(more)) == (2, 0, 3, 0)


def test_service_records_with_a_number_match_by_it(ledger: Path, tmp_path: Path) -> None:
    header = ["编号", *SERVICE]
    take_in(write_sheet(tmp_path / "一.xlsx", header, ["F-001", *LINE]))
    take_in(write_sheet(tmp_path / "二.xlsx", header, ["F-001", *LINE[:4], 5], ["F-002", *LINE]))
    assert [(value["number"], value["people_served"]) for value in values("service_records")] == [
        ("F-001", 5),
        ("F-002", 3),
    ]


def test_a_record_in_the_trash_is_not_matched(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG)
    take_in(file)
    store.delete(("personnel", rows("personnel")[0].id, 1), "测试")
    assert counts(planned(file)) == (1, 0, 0, 0)


def test_a_rule_across_fields_is_held_against_the_merged_record(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", [*STAFF, "任职日期"], [*ZHANG, "2020-05"]))
    plan = planned(write_sheet(tmp_path / "二.xlsx", [*STAFF, "离任日期"], [*ZHANG, "2019-01"]))
    assert counts(plan) == (0, 0, 0, 1)
    assert messages(plan) == {"E2": "“离任日期”早于“任职日期”，请检查。"}


def test_a_missing_required_column_of_a_new_row_is_told_at_its_first_cell(ledger: Path, tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "一.xlsx", ["姓名", "工作单位", "职务"], [*ZHANG[:2], "科长"]), "personnel")
    assert counts(plan) == (0, 0, 0, 1)
    told = [(p.cell, p.message) for row in plan.sheets[0].rows for p in row.problems]
    assert told == [("A2", "“所属区划”必须填写。"), ("A2", "“队伍类别”必须填写。")]


def test_one_refused_row_refuses_the_file(ledger: Path, tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, [*LI[:3], "老板"]))
    with pytest.raises(RefusedRowsError, match="有 1 行不能导入，整个文件都没有导入"):
        importing.apply(plan, "测试")
    assert rows("personnel") == [] and store.batches() == []


def test_refused_rows_can_be_skipped(ledger: Path, tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, [*LI[:3], "老板"]))
    done = importing.apply(plan, "测试", skip_refused=True)
    assert done.written == 1
    assert [value["name"] for value in values("personnel")] == ["张建国"]
    assert store.batches()[0].refused == 1


def test_a_plan_made_before_another_change_of_its_records_is_not_applied(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG)
    for words in ([*ZHANG[:3], "宣传员"], [*ZHANG[:3], "调解员"]):
        plan = planned(file)
        take_in(write_sheet(tmp_path / "二.xlsx", STAFF, words))
        with pytest.raises(StalePlanError, match="请重新导入一次"):
            importing.apply(plan, "测试")
    assert [value["role"] for value in values("personnel")] == ["调解员"]


def test_a_plan_made_before_a_change_of_other_records_is_applied(ledger: Path, tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG))
    take_in(write_sheet(tmp_path / "二.xlsx", STAFF, LI))
    assert importing.apply(plan, "测试").written == 1
    assert {value["name"] for value in values("personnel")} == {ZHANG[0], LI[0]}


def test_a_plan_that_names_records_of_a_register_changed_since_is_not_applied(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "花名册.xlsx", STAFF, ZHANG))
    line = ["2026-03-02", "法律援助", "咨询", "锦官驿街道", 3]
    plan = planned(write_sheet(tmp_path / "服务.xlsx", [*SERVICE, "经办人"], [*line, ZHANG[0]]))
    plain = planned(write_sheet(tmp_path / "二.xlsx", SERVICE, line))
    take_in(write_sheet(tmp_path / "三.xlsx", STAFF, [ZHANG[0], "别的单位", *ZHANG[2:]]))
    with pytest.raises(StalePlanError):
        importing.apply(plan, "测试")
    assert importing.apply(plain, "测试").written == 1


def test_planning_writes_nothing(ledger: Path, tmp_path: Path) -> None:
    before = ledger.read_bytes()
    planned(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, LI))
    assert ledger.read_bytes() == before


def test_a_third_row_like_the_first_of_two_that_differ_is_refused_too(ledger: Path, tmp_path: Path) -> None:
    other = [*ZHANG[:3], "宣传员"]
    for order in ([ZHANG, other, ZHANG], [ZHANG, ZHANG, other], [ZHANG, other, other], [other, ZHANG, ZHANG, other]):
        plan = planned(write_sheet(tmp_path / "一.xlsx", STAFF, *order))
        assert (plan.writes, plan.count(Verdict.UNCHANGED)) == (0, 0), order


def test_a_row_that_differs_from_one_on_another_sheet_names_that_sheet(ledger: Path, tmp_path: Path) -> None:
    sheets = {"甲": [STAFF, ZHANG], "乙": [STAFF, [*ZHANG[:3], "宣传员"]]}
    plan = planned(write_xlsx(tmp_path / "一.xlsx", sheets))
    told = [row.problems[0].message for sheet in plan.sheets for row in sheet.rows]
    assert "“乙”第 2 行" in told[0] and "“甲”第 2 行" in told[1]


def test_a_row_that_names_a_person_whose_row_cannot_be_read_says_which_row_to_mend(
    ledger: Path, tmp_path: Path
) -> None:
    trainings = [[name, "2026-03-01", "政策"] for name in ("李五", "李六", "李 五(民宗局)")]
    sheets = {
        "培训": [["参训人员", "培训日期", "培训内容"], *trainings],
        "人员": [STAFF, ["李五", "民宗局", "没有这个区", "宣传员"]],
    }
    told = messages(planned(write_xlsx(tmp_path / "一.xlsx", sheets)))
    assert told["A2"] == told["A4"] == "它登记在本文件“工作队伍”的第 2 行，那一行不能导入，请先改正那一行。"
    assert "请先登记到“工作队伍”" in told["A3"]


def test_a_row_that_names_a_base_of_this_file_that_is_refused_is_refused_too(ledger: Path, tmp_path: Path) -> None:
    base = ["便民站", "锦官驿街道", "服务窗口"]
    services = [[*LINE, "便民站"], [*LINE, "石榴籽站"]]
    sheets = {
        "服务": [[*SERVICE, "服务阵地"], *services],
        "阵地": [["名称", "所属区划", "类别"], base, [*base[:2], "宣传阵地"], ["石榴籽站", *base[1:]]],
    }
    plan = planned(write_xlsx(tmp_path / "一.xlsx", sheets))
    assert counts(plan) == (2, 0, 0, 3)
    assert messages(plan)["F2"] == "它登记在本文件“阵地”的第 2 行，那一行不能导入，请先改正那一行。"
    importing.apply(plan, "测试", skip_refused=True)
    assert [value["name"] for value in values("bases")] == ["石榴籽站"]
    assert [value["base"] for value in values("service_records")] == [1]


def test_a_row_after_its_handler_left_is_refused_also_where_both_come_in_one_file(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", [*STAFF, "离任日期"], [*ZHANG, "2026-02"]))
    late = [*LINE, ZHANG[0]]
    plan = planned(write_sheet(tmp_path / "二.xlsx", [*SERVICE, "经办人"], late), "service_records")
    assert "已于 2026-02 离任，“服务日期”2026-03-02在那以后" in "".join(messages(plan).values())
    both = write_xlsx(
        tmp_path / "三.xlsx",
        {
            "工作队伍": [[*STAFF, "离任日期"], [*LI, "2026-01"]],
            "服务记录": [[*SERVICE, "经办人"], [*LINE, LI[0]]],
        },
    )
    assert any(f"{LI[0]}已于 2026-01 离任" in message for message in messages(planned(both)).values())


def test_nobody_changes_a_plan_that_was_shown(ledger: Path, tmp_path: Path) -> None:
    sheet = planned(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG)).sheets[0]
    with pytest.raises(FrozenInstanceError):
        sheet.rows = ()  # type: ignore[misc]
    with pytest.raises(AttributeError):
        sheet.rows[0].verdict = Verdict.REFUSED  # type: ignore[misc]
