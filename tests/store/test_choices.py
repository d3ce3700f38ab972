"""Choice lists: found by either name, extended by the office, closed where the program must know each label."""

from __future__ import annotations

import pytest

from county_tui import store
from county_tui.errors import CountyError, NotFoundError, ValueRefusedError
from county_tui.models import register_named
from tests.conftest import Fields


def test_every_list_is_there_with_its_users(ledger: object) -> None:
    lists = {one.name: one for one in store.choice_lists()}
    assert lists["language"].fields == ("工作队伍·语言能力", "服务记录·语言服务")
    assert [label for label, _ in lists["unit_level"].options] == ["国家级", "省级", "市级", "县级"]
    assert ("5.2", "服务平台") in lists["clause"].options


@pytest.mark.parametrize("name", ["service_category", "service-category", "服务类别", "服务记录·服务类别"])
def test_a_list_is_found_by_code_or_label(ledger: object, name: str) -> None:
    assert store.choice_list(name).name == "service_category"


def test_a_label_several_lists_share_is_asked_back(ledger: object) -> None:
    with pytest.raises(NotFoundError, match=r"“类别”有 7 个.*活动·类别（activity_kind）"):
        store.choice_list("类别")
    with pytest.raises(NotFoundError, match="没有名为“颜色”"):
        store.choice_list("颜色")


def test_an_added_label_stands_last_and_can_be_used(ledger: object, fields: Fields) -> None:
    store.add_choice("活动·类别", " 法治 宣讲 ")
    assert store.lookups().choices("activity_kind")[-1] == "法治 宣讲"
    given = fields("activities", title="讲座", held_on="2026-01-01", kind="法治宣讲", region="沙河街道")
    assert store.create("activities", given, "测试").values["kind"] == "法治 宣讲"


@pytest.mark.parametrize(
    ("name", "label", "told"),
    [
        ("activity_kind", "宣传月", "已有“宣传月”"),
        ("activity_kind", "宣 传 月", "已有“宣传月”"),
        ("activity_kind", "  ", "选项是空的"),
        ("activity_kind", "长" * 41, "太长"),
        ("activity_kind", "甲|乙", "分隔符号"),
        ("language", "彝语、藏语", "分隔符号"),
        ("base_service", "技能 培训", "分隔符号"),
        ("activity_kind", "510104199003078519", "身份证号"),
        ("clause", "7.1", "条款来自标准"),
        ("indicator_source", "别的", "由程序计算"),
    ],
)
def test_an_unfit_label_is_refused_and_nothing_changes(ledger: object, name: str, label: str, told: str) -> None:
    before = store.choice_lists()
    with pytest.raises(CountyError, match=told):
        store.add_choice(name, label)
    assert store.choice_lists() == before


@pytest.mark.parametrize("separator", ["、", ",", "，", ";", "；", "/", "|", " ", "\u3000", "\u00a0"])
def test_a_label_for_several_choices_cannot_hold_what_parts_them(ledger: object, separator: str) -> None:
    for name in ("language", "base_service"):
        with pytest.raises(ValueRefusedError, match=r"分隔符号.*顿号"):
            store.add_choice(name, f"手语{separator}哑语")


def test_every_label_for_several_choices_survives_a_round_trip(ledger: object, fields: Fields) -> None:
    store.add_choice("base_service", "法治（普法）宣讲·咨询")
    lookups = store.lookups()
    for register, name, options in (("personnel", "languages", "language"), ("bases", "services", "base_service")):
        field = register_named(register).fields()[name]
        labels = lookups.choices(options)
        assert field.parse(field.format(labels, lookups), lookups) == labels


def test_settings_are_kept_by_either_name_and_can_be_cleared(ledger: object) -> None:
    assert store.set_office_setting("单位负责人", " 甲某 ") == "单位负责人"
    assert store.set_office_setting("form-no", "川表1") == "表号"
    known = store.office_settings()
    assert (known["leader"], known["form_no"], known["reviewer"], known["unit"]) == (
        "甲某",
        "川表1",
        "",
        "锦江区民宗局",
    )
    store.set_office_setting("leader", "")
    assert store.office_settings()["leader"] == ""


def test_an_unknown_setting_or_an_id_number_is_refused(ledger: object) -> None:
    with pytest.raises(NotFoundError, match=r"没有名为“region”的设置.*填报单位（unit）"):
        store.set_office_setting("region", "510000000000")
    with pytest.raises(CountyError, match="身份证号"):
        store.set_office_setting("reporter", "甲 510104199003078519")


def test_an_added_label_is_removed_while_no_record_uses_it(ledger: object, fields: Fields) -> None:
    store.add_choice("activity_kind", "法治宣讲")
    given = fields("activities", title="讲座", held_on="2026-01-01", kind="法治宣讲", region="沙河街道")
    row = store.create("activities", given, "测试")
    with pytest.raises(CountyError, match="还有记录在用（活动 1 条"):
        store.remove_choice("activity_kind", "法治宣讲")
    other = store.lookups().choices("activity_kind")[0]
    store.update(row.ref, {"kind": other}, "测试")
    store.remove_choice("activity_kind", "法治宣讲")
    assert "法治宣讲" not in store.lookups().choices("activity_kind")
    with pytest.raises(CountyError, match="程序自带"):
        store.remove_choice("activity_kind", other)
