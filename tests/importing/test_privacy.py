"""Nothing about residents gets in: not by a column's name, not by what stands in it, not in any cell form."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from county_tui import importing, store
from county_tui.errors import CountyError
from county_tui.exporting.sheets import write_error_book
from county_tui.importing.refusals import refused_sheets
from tests.importing.books import (
    ID_NUMBER,
    LI,
    SERVICE,
    STAFF,
    ZHANG,
    counts,
    messages,
    planned,
    rows,
    take_in,
    write_merged,
    write_sheet,
)

LINE = ["2026-03-02", "法律援助", "工资纠纷咨询", "锦官驿街道", 3]
RESIDENTS = """
身份证号 身份证号码 公民身份号码 居民身份证 证件号码 户主 户主姓名 户号 家庭成员 家属 家庭人口 服务对象姓名
服务对象 帮扶对象 群众姓名 当事人姓名 申请人 受益人姓名 姓名 联系电话 手机号 民族 族别 民族成分 宗教信仰 宗教
户籍地址 户籍所在地 籍贯 家庭住址 现住址 居住地址 出生日期 出生年月 性别 年龄 政治面貌 服务对象电话
群众联系方式 学生姓名 家长电话 监护人 本人签字 护照号码 社保卡号 婚姻状况 证件类型 ID号 与户主关系 户口性质
居住证号 办事人 办事群众姓名 来访者 咨询人 求职者电话 业主姓名 房东 参训人员姓名 是否信教 宗教派别 是否低保
重点人员 领取人签字 微信号 服务对象姓名及电话 姓名（化名）
"""
STAFF_PRIVATE = """
身份证号 身份证号码 公民身份号码 民族 族别 政治面貌 出生年月 性别 年龄 籍贯 家庭住址 家庭成员 宗教信仰
"""
COUNTS = """
服务人次 人次 服务人数 受益人次 其中流动人口 其中少数民族群众 少数民族 少数民族人次 流动人口人次 群众满意度
服务对象人数 户数 学生人数 语言服务 身份类别 民族政策宣传 家庭数
"""
SECRET = "某某的秘密"


def ledger_bytes(ledger: Path) -> bytes:
    """Everything the ledger's files hold."""
    return b"".join(path.read_bytes() for path in sorted(ledger.parent.glob(f"{ledger.name}*")))


def statuses(plan: importing.ImportPlan) -> dict[str, str]:
    """The status of each column by its label."""
    return {m.column.label: str(m.status) for m in plan.sheets[0].columns}


def test_columns_that_identify_residents_are_named_and_never_stored(ledger: Path, tmp_path: Path) -> None:
    private = RESIDENTS.split()
    lines = [[*LINE, *[SECRET] * len(private)], [*LINE[:4], 5, *[SECRET] * len(private)]]
    plan = planned(write_sheet(tmp_path / "一.xlsx", [*SERVICE, *private], *lines), "service_records")
    found = statuses(plan)
    assert [header for header in private if found[header] != "private"] == []
    assert all("不记录" in m.note for m in plan.sheets[0].columns[len(SERVICE) :])
    assert importing.apply(plan, "测试").written == 2
    assert SECRET.encode() not in ledger_bytes(ledger)


def test_a_staff_file_keeps_only_what_a_duty_roster_needs(ledger: Path, tmp_path: Path) -> None:
    private = STAFF_PRIVATE.split()
    lines = [[*person, *[SECRET] * len(private)] for person in (ZHANG, LI)]
    plan = planned(write_sheet(tmp_path / "一.xlsx", [*STAFF, *private], *lines), "personnel")
    assert set(statuses(plan).values()) == {"matched", "private"}
    importing.apply(plan, "测试")
    assert SECRET.encode() not in ledger_bytes(ledger)


def test_counts_of_people_are_nobody_in_particular(ledger: Path, tmp_path: Path) -> None:
    counted = COUNTS.split()
    file = write_sheet(tmp_path / "一.xlsx", [*SERVICE[:4], *counted], [*LINE[:4], *[3] * len(counted)])
    assert "private" not in statuses(planned(file, "service_records")).values()


@pytest.mark.parametrize("header", ["备注", "暗号", "职务", "联系电话"])
def test_a_column_of_id_numbers_is_private_under_any_title(ledger: Path, tmp_path: Path, header: str) -> None:
    people = [[name, *ZHANG[1:], ID_NUMBER] for name in ("甲", "乙", "丙", "丁")]
    plan = planned(write_sheet(tmp_path / "一.xlsx", [*STAFF, header], *people))
    assert str(plan.sheets[0].columns[-1].status) == "private"
    importing.apply(plan, "测试")
    assert len(rows("personnel")) == 4
    assert ID_NUMBER.encode() not in ledger_bytes(ledger)


def test_counts_under_a_header_for_persons_are_taken_and_all_else_is_left(ledger: Path, tmp_path: Path) -> None:
    top = [*SERVICE[:4], "服务对象", None, None, None]
    leaves = [None] * 4 + ["人次", "其中流动人口", "联系电话", "备注"]
    book = tmp_path / "一.xlsx"
    write_merged(
        book, [top, leaves, [*LINE[:4], 3, 1, "13800001111", SECRET]], [(0, c, 1, c) for c in range(4)] + [(0, 4, 0, 7)]
    )
    plan = planned(book, "service_records")
    fields = {m.column.label: (str(m.status), m.field) for m in plan.sheets[0].columns[4:]}
    assert fields == {
        "人次": ("matched", "people_served"),
        "其中流动人口": ("matched", "migrants_served"),
        "联系电话": ("private", None),
        "备注": ("private", None),
    }
    importing.apply(plan, "测试")
    assert SECRET.encode() not in ledger_bytes(ledger)


def test_a_private_column_cannot_be_mapped_by_hand(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", [*SERVICE, "服务对象姓名"], [*LINE, SECRET])
    with pytest.raises(CountyError, match=r"服务对象姓名.*不记录"):
        planned(file, "service_records", mapping=(("服务对象姓名", "notes"),))


FORMS = {
    "as text": ID_NUMBER,
    "in a sentence": f"王某（{ID_NUMBER}）来访",
    "with spaces": "110105 19491231 002X",
    "full width": "１１０１０５１９４９１２３１００２Ｘ",
    "with dashes": "110105-19491231-002X",
    "lower case": ID_NUMBER.lower(),
    "with an unseen character": "110105\u200b19491231002X",
    "over two lines": "110105\n19491231002X",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_id_number_in_a_cell_is_refused_and_shown_to_nobody(ledger: Path, tmp_path: Path, form: str) -> None:
    file = write_sheet(tmp_path / "一.xlsx", [*STAFF, "备注"], ZHANG, [*LI, form], ["周敏", *LI[1:]])
    plan = planned(file)
    assert counts(plan) == (2, 0, 0, 1)
    assert list(messages(plan)) == ["E3"] and "身份证号" in messages(plan)["E3"]
    assert_nowhere(plan, ledger, tmp_path)


def test_an_id_number_kept_as_a_number_is_refused_too(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", [*STAFF, "备注"], ZHANG, [*LI, 510104199003070123], ["周敏", *LI[1:]])
    plan = planned(file)
    assert counts(plan) == (2, 0, 0, 1)
    assert_nowhere(plan, ledger, tmp_path, "5101041990030701")


@pytest.mark.parametrize("column", range(4))
def test_an_id_number_is_refused_in_every_column(ledger: Path, tmp_path: Path, column: int) -> None:
    line = list(LI)
    line[column] = f"{line[column]} {ID_NUMBER}"
    plan = planned(write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, line, ["周敏", *LI[1:]]))
    assert counts(plan) == (2, 0, 0, 1)
    assert_nowhere(plan, ledger, tmp_path)


def test_an_id_number_in_a_title_header_or_unknown_column_gets_nowhere(ledger: Path, tmp_path: Path) -> None:
    title = [f"经办人身份证 {ID_NUMBER}"]
    rows_ = [[*ZHANG, "x"], [*LI[:3], "老板", f"见 {ID_NUMBER}"], ["周敏", *LI[1:], "y"]]
    plan = planned(write_sheet(tmp_path / "一.xlsx", title, [*STAFF, "暗号"], *rows_))
    assert_nowhere(plan, ledger, tmp_path)


def assert_nowhere(plan: importing.ImportPlan, ledger: Path, tmp_path: Path, digits: str = ID_NUMBER[6:17]) -> None:
    """Not in the JSON, not in the error workbook, not in the ledger."""
    assert digits not in json.dumps(importing.as_json(plan, None, applied=False)).replace(" ", "").replace("-", "")
    errors = tmp_path / "错误.xlsx"
    write_error_book(list(refused_sheets(plan)), errors)
    with zipfile.ZipFile(errors) as parts:
        for name in parts.namelist():
            assert digits.encode() not in parts.read(name), name
    importing.apply(plan, "测试", skip_refused=True)
    assert digits.encode() not in ledger_bytes(ledger)


def test_a_file_with_residents_is_imported_twice_without_a_change(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", [*SERVICE, "服务对象姓名"], [*LINE, "甲"], [*LINE, "乙"])
    assert take_in(file, "service_records").written == 2
    assert take_in(file, "service_records").written == 0


def test_an_id_number_in_a_file_name_or_a_header_is_not_kept(ledger: Path, tmp_path: Path) -> None:
    header = [*STAFF, f"职务{ID_NUMBER}", "暗号"]
    file = write_sheet(tmp_path / f"张某{ID_NUMBER}.xlsx", header, [*ZHANG, "x", "y"])
    mapping = ((header[4], "post"), ("暗号", "notes"))
    importing.apply(planned(file, mapping=mapping), "测试")
    assert len(rows("personnel")) == 1
    assert ID_NUMBER.lower().encode() not in ledger_bytes(ledger).lower()
    assert "身份证号" in store.batches()[0].source
