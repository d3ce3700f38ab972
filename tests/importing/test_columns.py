"""Which column goes to which field: by name, by hand, as remembered; and which are left out, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import importing
from county_tui.errors import CountyError
from county_tui.importing import ImportPlan, Request, Status, look
from county_tui.wording.remedies import in_app, on_command_line
from tests.importing.books import LI, STAFF, ZHANG, counts, planned, take_in, values, write_sheet, write_xlsx


def columns(plan: ImportPlan) -> dict[str, tuple[str, str | None]]:
    """(status, field) of each column by its label."""
    return {m.column.label: (str(m.status), m.field) for sheet in plan.sheets for m in sheet.columns}


def notes(plan: ImportPlan) -> dict[str, str]:
    """What is said of each column."""
    return {m.column.label: m.note for sheet in plan.sheets for m in sheet.columns}


@pytest.mark.parametrize(
    "header",
    [
        ["姓　名", "工作\n单位", "所属 区划", "队伍类别*"],
        ["＊姓名", "单位", "街道", "人员类别"],
        ["name", "unit", "region", "role"],
        ["1.姓名", "2.工作单位", "3.所属区划", "4.队伍类别"],
    ],
)
def test_headers_are_known_by_label_alias_and_field_name(ledger: Path, tmp_path: Path, header: list[str]) -> None:
    plan = planned(write_sheet(tmp_path / "一.xlsx", header, ZHANG), "personnel")
    assert [m.field for m in plan.sheets[0].columns] == ["name", "unit", "region", "role"]
    assert counts(plan) == (1, 0, 0, 0)


def test_an_unknown_column_is_named_with_the_nearest_field(ledger: Path, tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "一.xlsx", [*STAFF, "培训日", "暗号"], [*ZHANG, "x", "y"]))
    assert columns(plan)["暗号"] == ("unknown", None)
    assert columns(plan)["培训日"] == ("unknown", None)
    assert "最近培训日期" in notes(plan)["培训日"]


def test_a_serial_number_column_is_ignored(ledger: Path, tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "一.xlsx", ["序号", *STAFF], [1, *ZHANG]))
    assert columns(plan)["序号"] == ("ignored", None)


def test_a_column_with_data_but_no_header_is_named(ledger: Path, tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "一.xlsx", [*STAFF, None], [*ZHANG, "什么"], [*LI, "什么"]))
    assert "（E 列，无表头）" in columns(plan)


def test_of_two_columns_for_one_field_the_nearer_name_wins(ledger: Path, tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "一.xlsx", ["单位", *STAFF], ["别的单位", *ZHANG]))
    assert columns(plan)["工作单位"] == ("matched", "unit")
    assert columns(plan)["单位"] == ("unknown", None)
    assert "已有另一列" in notes(plan)["单位"]


@pytest.mark.parametrize("header", ["暗号", "E", "e", " 暗 号 "])
def test_a_column_is_mapped_by_its_text_or_letter(ledger: Path, tmp_path: Path, header: str) -> None:
    file = write_sheet(tmp_path / "一.xlsx", [*STAFF, "暗号"], [*ZHANG, "科长"])
    assert columns(planned(file, mapping=((header, "post"),)))["暗号"] == ("matched", "post")


@pytest.mark.parametrize("field", ["post", "职务", "职位"])
def test_a_field_is_named_by_name_label_or_alias(ledger: Path, tmp_path: Path, field: str) -> None:
    file = write_sheet(tmp_path / "一.xlsx", [*STAFF, "暗号"], [*ZHANG, "科长"])
    take_in(file, mapping=(("暗号", field),))
    assert values("personnel")[0]["post"] == "科长"


def test_a_mapping_that_worked_is_remembered_for_files_with_the_same_header(ledger: Path, tmp_path: Path) -> None:
    header = [*STAFF, "暗号"]
    take_in(write_sheet(tmp_path / "一.xlsx", header, [*ZHANG, "科长"]), mapping=(("暗号", "post"),))
    take_in(write_sheet(tmp_path / "二.xlsx", header, [*LI, "科员"]))
    assert [value["post"] for value in values("personnel")] == ["科长", "科员"]
    other = planned(write_sheet(tmp_path / "三.xlsx", ["暗号", *STAFF], ["科员", *LI]))
    assert columns(other)["暗号"] == ("unknown", None)


def test_a_dry_run_remembers_nothing(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", [*STAFF, "暗号"], [*ZHANG, "科长"])
    planned(file, mapping=(("暗号", "post"),))
    assert columns(planned(file))["暗号"] == ("unknown", None)


def test_a_column_can_be_left_out_by_hand_and_stays_out(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", [*STAFF, "联系电话"], [*ZHANG, "看不清"])
    assert counts(planned(file)) == (0, 0, 0, 1)
    take_in(file, mapping=(("联系电话", "-"),))
    assert "phone" not in values("personnel")[0]
    assert columns(planned(file))["联系电话"] == ("ignored", None)


def test_a_later_mapping_replaces_a_remembered_one(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", [*STAFF, "暗号"], [*ZHANG, "科长"])
    take_in(file, mapping=(("暗号", "-"),))
    take_in(file, mapping=(("暗号", "职务"),))
    assert columns(planned(file))["暗号"] == ("matched", "post")


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (("没有这列", "post"), "表头里没有“没有这列”，现有：姓名、工作单位"),
        (("职务", "外号"), "“工作队伍”没有“外号”这个字段，可用：姓名、"),
    ],
)
def test_a_wrong_mapping_is_refused_with_what_there_is(
    ledger: Path, tmp_path: Path, mapping: tuple[str, str], words: str
) -> None:
    file = write_sheet(tmp_path / "一.xlsx", [*STAFF, "职务"], [*ZHANG, "科长"])
    with pytest.raises(CountyError) as caught:
        planned(file, mapping=(mapping,))
    assert words in str(caught.value)


def test_numbers_in_units_of_ten_thousand_are_scaled(ledger: Path, tmp_path: Path) -> None:
    header = ["活动名称", "开始日期", "类别", "所属区划"]
    line = ["坝坝宴", "2026-02-03", "交流联谊", "锦官驿街道"]
    take_in(write_sheet(tmp_path / "一.xlsx", [*header, "经费（万元）"], [*line, 1.2]))
    assert values("activities")[0]["budget_yuan"] == 12000


def test_a_mapping_is_for_the_sheets_that_have_the_column(ledger: Path, tmp_path: Path) -> None:
    sheets = {"甲": [[*STAFF, "暗号"], [*ZHANG, "科长"]], "乙": [STAFF, LI]}
    take_in(write_xlsx(tmp_path / "一.xlsx", sheets), mapping=(("暗号", "post"),))
    assert [value.get("post") for value in values("personnel")] == ["科长", None]


def test_a_look_shows_all_sheets_their_columns_and_samples(ledger: Path, tmp_path: Path) -> None:
    staff = [[*STAFF, "民族", "职务"], [*ZHANG, "汉族", None], [*LI, "彝族", "科长"]]
    file = write_xlsx(tmp_path / "一.xlsx", {"甲": staff, "乙": [STAFF, LI], "说明": [["请如实填写"]]})
    first, second, third = look(file, Request(sheets=("甲",)))
    assert (first.register, first.reason, first.header_rows) == ("personnel", None, (1, 1))
    assert first.samples[0] == ("张建国", "李敏") and first.samples[5] == ("科长",)
    assert 4 not in first.samples
    assert str(second.reason) == "没有选中。" and second.register == "personnel"
    assert third.register is None and third.matches == ()
    (*_, left_out) = look(file, Request())
    assert left_out.reason is not None and "认不出属于哪个台账" in left_out.reason.message
    assert "按 t，再按 r" in in_app(left_out.reason) and "--map" in on_command_line(left_out.reason)


def test_a_column_in_a_foreign_unit_is_left_out_and_said_so(ledger: Path, tmp_path: Path) -> None:
    header, line = ["名称", "所属区划", "类别"], ["便民站", "锦官驿街道", "服务窗口"]
    plan = planned(write_sheet(tmp_path / "一.xlsx", [*header, "面积（亩）", "经费（美元）"], [*line, 1.2, 3]))
    assert columns(plan)["面积（亩）"] == columns(plan)["经费（美元）"] == ("unknown", None)
    assert "换算" in notes(plan)["面积（亩）"]
    assert "经费" not in notes(plan)["经费（美元）"]


def test_a_sheet_that_fits_no_register_is_refused_in_words(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", ["品名", "数量", "单价"], ["铅笔", 3, 1.5], ["橡皮", 2, 2])
    with pytest.raises(CountyError, match=r"认不出属于哪个台账|没有找到表头"):
        planned(file)


def test_one_known_column_is_not_enough_to_guess_a_register(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(
        tmp_path / "编码.xlsx", ["部门编码", "部门名称", "说明"], ["1", "教务处", "新设"], ["2", "财务处", ""]
    )
    with pytest.raises(CountyError, match="认不出属于哪个台账"):
        planned(file)
    assert counts(planned(file, "member_units")) == (0, 0, 0, 2)  # asked for, it is read


def test_auto_and_the_named_register_give_the_same_plan(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG)
    plans = [importing.as_json(planned(file, name), None, applied=False) for name in ("auto", "personnel")]
    assert plans[0] == plans[1]


def test_statuses_are_the_four_of_the_contract() -> None:
    assert {str(status) for status in Status} == {"matched", "ignored", "unknown", "private"}
