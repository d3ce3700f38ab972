"""Every door asks the line: fields, the command line, imports, choices, views, settings, tables, drafts, mappings."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from county_tui import store
from county_tui.errors import CountyError, ValueRefusedError
from county_tui.models import REGISTERS
from county_tui.models.kinds import Text
from county_tui.models.lookups import Lookups
from county_tui.reports.reading import read_definition
from county_tui.store import Query
from county_tui.store.kept import Draft, drafts_of, keep_draft, keep_view, kept_views
from county_tui.store.office import set_office_setting
from tests.importing.books import planned, write_xlsx
from tests.models.line.cells import card

NOTHING = Lookups(dict, dict, dict)  # type: ignore[arg-type]  # a text needs none
PERSON = "阿依古丽（维吾尔族）租房纠纷 13800000000"
CARD = card(random.Random(1))
LINES = {"备注", "内容摘要", "特色亮点", "活动成效", "议定事项", "办理结果", "职责分工", "进展"}
COUNTING = ("service_records", "activities", "service_tallies", "mediations", "surveys", "department_totals")
TABLE = 'title = "{}"\nregister = "personnel"\n[rows]\nby = "role"\n[[columns]]\nlabel = "人数"\nmeasure = "count"\n'


def texts() -> Iterator[tuple[str, Text]]:
    """(register, field) of every text field."""
    for register in REGISTERS:
        for field in register.fields().values():
            if isinstance(field, Text):
                yield register.register_name(), field


def test_texts_that_may_say_nothing_of_a_resident_are_guarded_by_declaration() -> None:
    for register, field in texts():
        meant = register in COUNTING or field.label in LINES
        assert field.is_guarded is meant, (register, field.label)
        if meant:
            with pytest.raises(ValueRefusedError, match="不记录"):
                field.parse(PERSON, NOTHING)
        with pytest.raises(ValueRefusedError, match="银行卡号"):
            field.parse(CARD, NOTHING)


def test_titles_hold_no_word_of_watching_people_but_documents_may() -> None:
    titles = {(register, field.name) for register, field in texts() if field.is_title}
    assert titles >= {
        ("activities", "title"),
        ("service_records", "item"),
        ("personnel", "post"),
        ("indicators", "name"),
    }
    for register, field in texts():
        if (register, field.name) in titles:
            with pytest.raises(ValueRefusedError, match="管控人的用语"):
                field.parse("重点 人员名单核查", NOTHING)
    rules = next(field for register, field in texts() if (register, field.name) == ("work_systems", "title"))
    assert rules.parse("重点人员管控办法", NOTHING) == "重点人员管控办法"


def test_an_import_refuses_the_row_and_says_why(ledger: Path, tmp_path: Path) -> None:
    header = ["服务日期", "服务类别", "服务事项", "所属区划", "服务人次", "备注"]
    lines = [
        ["2026-03-02", "法律援助", PERSON, "大慈寺社区", 1, ""],
        ["2026-03-02", "法律援助", "租房咨询", "大慈寺社区", 1, "住大慈寺路12号3单元501 信仰伊斯兰教"],
        ["2026-03-02", "法律援助", "租房咨询", "大慈寺社区", 1, "材料齐全"],
    ]
    plan = planned(write_xlsx(tmp_path / "服务.xlsx", {"服务": [header, *lines]}), "service_records")
    told = [[problem.message for problem in row.problems] for row in plan.sheets[0].rows]
    assert "电话号码" in told[0][0] and "住址" in told[1][0] and told[2] == []


@pytest.mark.parametrize("label", ["重点人员", "管 控", "黑名单", "张某（彝族）", "13800000000"])
def test_no_choice_of_that_name(ledger: Path, label: str) -> None:
    with pytest.raises(ValueRefusedError):
        store.add_choice("队伍类别", label)


@pytest.mark.parametrize(
    ("name", "search"), [("重点人员", ""), ("张某（彝族）", ""), ("视图", "13800000000"), ("视图", "藏族女孩卓玛")]
)
def test_no_view_of_that_name_or_search(ledger: Path, name: str, search: str) -> None:
    with pytest.raises(ValueRefusedError):
        keep_view(name, Query("personnel", search), "王晓")
    assert kept_views("personnel") == {}


def test_settings_keep_the_offices_own_phone_and_nothing_of_a_resident(ledger: Path) -> None:
    set_office_setting("phone", "028-86660000")
    for value in ("重点人员管控办", "张某（彝族）", "13800000000"):
        with pytest.raises(ValueRefusedError):
            set_office_setting("unit", value)


def test_a_table_file_is_refused_with_its_line() -> None:
    assert read_definition(TABLE.format("队伍情况"), "表.toml", "表", is_built_in=False).title == "队伍情况"
    with pytest.raises(CountyError, match=r"表.toml 第 1 行“title”：.*重点人员"):
        read_definition(TABLE.format("重点人员情况"), "表.toml", "表", is_built_in=False)
    with pytest.raises(CountyError, match="黑名单"):
        read_definition(TABLE.format("情况").replace("人数", "黑名单"), "表.toml", "表", is_built_in=False)


def test_nothing_a_record_would_refuse_reaches_the_disk_in_a_draft(ledger: Path) -> None:
    typed = {
        "item": PERSON,
        "notes": "住12号3单元501",
        "people_served": "张某（彝族）",
        "number": "A1",
        "category": "138 0000 00",
    }
    keep_draft(Draft("service_records", None, 0, {**typed, "region": "大慈寺社区"}, "王晓"))
    keep_draft(Draft("personnel", None, 0, {"phone": "13800000000", "name": "李敏", "post": "重点人员专管"}, "王晓"))
    second, first = drafts_of("王晓")
    assert first.texts == {"number": "A1", "region": "大慈寺社区", "category": "138 0000 00"}
    assert second.texts == {"phone": "13800000000", "name": "李敏"}
    with sqlite3.connect(ledger) as file:
        assert file.execute("SELECT count(*) FROM draft WHERE texts LIKE '%彝%' OR texts LIKE '%单元%'").fetchone() == (
            0,
        )


@pytest.mark.parametrize("register", ["service_records", "activities"])
def test_the_store_asks_the_line_of_plain_values_too(register: str) -> None:
    model = next(one for one in REGISTERS if one.register_name() == register)
    title = "item" if register == "service_records" else "title"
    (problem,) = model.crossings({title: PERSON})
    assert problem.field == title and "不记录" in problem.message and "13800000000" not in problem.message
    assert model.crossings({title: "政策宣讲"}) == []
